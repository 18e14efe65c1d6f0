// Instructions on two doubles at a time, as what writes them: an expression is a function of the code that it is added to,
// and leaves one vector on the stack. What is read twice is written twice, unless a local keeps it.

import type { Bytes } from '../bytes.js';

export type Value = (code: Bytes) => void;

const I32_CONST = 0x41;
const VECTOR = 0xfd;
const F64X2_SPLAT = 0x14;
const F64X2_EXTRACT_LANE = 0x21;
const F64X2_REPLACE_LANE = 0x22;
const ANY_TRUE = 0x53;
const I64X2_EXTRACT_LANE = 0x1d;
const I32_WRAP_I64 = 0xa7;
const V128_LOAD = 0x00;
const V128_LOAD64_SPLAT = 0x0a;
const V128_STORE = 0x0b;
const SHUFFLE = 0x0d;
const V128_LOAD64_LANE = 0x57;
const V128_LOAD64_ZERO = 0x5d;
/** What is said of an address: a multiple of 8 bytes. */
const UNALIGNED = 3;

const instruction =
  <Operands extends readonly Value[]>(number: number) =>
  (...operands: Operands): Value =>
  code => {
    for (const operand of operands) operand(code);
    code.put(VECTOR).unsigned(number);
  };

type Unary = [a: Value];
type Binary = [a: Value, b: Value];

export const absolute = instruction<Unary>(0xec);
export const negative = instruction<Unary>(0xed);
export const squareRoot = instruction<Unary>(0xef);
export const ceiling = instruction<Unary>(0x74);
export const floor = instruction<Unary>(0x75);
export const truncated = instruction<Unary>(0x7a);
export const add = instruction<Binary>(0xf0);
export const subtract = instruction<Binary>(0xf1);
export const multiply = instruction<Binary>(0xf2);
export const divide = instruction<Binary>(0xf3);
/** NaN where either is, and -0 is less than 0: as Math has it. */
export const minimum = instruction<Binary>(0xf4);
export const maximum = instruction<Binary>(0xf5);
/** b where it is the less, else a; so a where that is NaN. */
export const lesser = instruction<Binary>(0xf6);
/** b where it is the greater, else a; so a where that is NaN. */
export const greater = instruction<Binary>(0xf7);

// Comparisons give lanes of ones or of zeros.
export const isLess = instruction<Binary>(0x49);
export const isGreater = instruction<Binary>(0x4a);
export const isEqual = instruction<Binary>(0x47);
export const isUnequal = instruction<Binary>(0x48);
export const isAtMost = instruction<Binary>(0x4b);
export const isAtLeast = instruction<Binary>(0x4c);

export const not = instruction<Unary>(0x4d);
export const and = instruction<Binary>(0x4e);
/** a where b has no ones. */
export const andNot = instruction<Binary>(0x4f);
export const or = instruction<Binary>(0x50);
export const xor = instruction<Binary>(0x51);
/** a where the mask has ones, else b. */
export const choose = instruction<[a: Value, b: Value, mask: Value]>(0x52);

// The same lanes as 64 bits that are a whole number.
export const addBits = instruction<Binary>(0xce);
export const subtractBits = instruction<Binary>(0xd1);
export const isLessAsBits = instruction<Binary>(0xd8);
export const isGreaterAsBits = instruction<Binary>(0xd9);
/** The lower halves of the lanes, subtracted; the upper ones are not to be read. */
export const subtractHalves = instruction<Binary>(0xb1);

const shift =
  (number: number) =>
  (a: Value, count: number): Value =>
  code => {
    a(code);
    code.put(I32_CONST).signed(count).put(VECTOR).unsigned(number);
  };

export const shiftLeft = shift(0xcb);
export const shiftRight = shift(0xcd);
/** The lower halves of the lanes, as signed numbers; the upper ones are not to be read. */
export const shiftHalvesRight = shift(0xac);

/** Two equal lanes, of a number on the stack. */
export const splat =
  (number: Value): Value =>
  code => {
    number(code);
    code.put(VECTOR, F64X2_SPLAT);
  };

/** Leaves an i32 that is not 0 where any bit is 1. */
export const isAny =
  (mask: Value): Value =>
  code => {
    mask(code);
    code.put(VECTOR, ANY_TRUE);
  };

/** Leaves an i32 that is not 0 where a lane of a mask is ones. */
export const isSet =
  (mask: Value, lane: number): Value =>
  code => {
    mask(code);
    code.put(VECTOR, I64X2_EXTRACT_LANE, lane, I32_WRAP_I64);
  };

/** Leaves the number of a lane. */
export const laneOf =
  (a: Value, lane: number): Value =>
  code => {
    a(code);
    code.put(VECTOR, F64X2_EXTRACT_LANE, lane);
  };

/** The vector with another number in a lane. */
export const withLane =
  (a: Value, lane: number, number: Value): Value =>
  code => {
    a(code);
    number(code);
    code.put(VECTOR, F64X2_REPLACE_LANE, lane);
  };

// Memory. An address is an i32 that an expression leaves on the stack.

/** How a vector is read, or a part of it, from an address and an offset. */
const load =
  (number: number) =>
  (address: Value, offset: number): Value =>
  code => {
    address(code);
    code.put(VECTOR).unsigned(number).put(UNALIGNED).unsigned(offset);
  };

export const loadVector = load(V128_LOAD);
/** One number, for both lanes. */
export const loadBoth = load(V128_LOAD64_SPLAT);
/** One number, and 0 in the other lane. */
export const loadFirst = load(V128_LOAD64_ZERO);

/** The vector with a number from memory in its second lane. */
export const withLoaded =
  (a: Value, address: Value, offset: number): Value =>
  code => {
    address(code);
    a(code);
    code.put(VECTOR).unsigned(V128_LOAD64_LANE).put(UNALIGNED).unsigned(offset).put(1);
  };

export const store =
  (address: Value, offset: number, a: Value): Value =>
  code => {
    address(code);
    a(code);
    code.put(VECTOR, V128_STORE, UNALIGNED).unsigned(offset);
  };

const shuffle =
  (...doubles: readonly [number, number]) =>
  (a: Value, b: Value): Value =>
  code => {
    a(code);
    b(code);
    code.put(VECTOR, SHUFFLE, ...doubles.flatMap(double => Array.from({ length: 8 }, (_, i) => 8 * double + i)));
  };

/** The first lanes of two vectors. */
export const firstLanes = shuffle(0, 2);
export const secondLanes = shuffle(1, 3);
