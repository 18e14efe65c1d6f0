// Instructions on numbers, addresses and counts, and the order in which they run, as what writes them (see
// vector/instructions.ts). Addresses and counts are i32.

import { F64 } from '../function-code.js';
import type { Instructions } from '../single.js';
import type { Value } from '../vector/instructions.js';

const IF = 0x04;
const ELSE = 0x05;
const LOOP = 0x03;
const NOTHING = 0x40;
const END = 0x0b;
const BR_IF = 0x0d;
const SELECT = 0x1b;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const I32_CONST = 0x41;
const F64_CONST = 0x44;
const I32_LOAD = 0x28;
const F64_LOAD = 0x2b;
const I32_STORE = 0x36;
const F64_STORE = 0x39;
const MORE = 0xfc;
const WHOLE_OF_F64 = 0x03;
const MEMORY_COPY = 0x0a;
const MEMORY_FILL = 0x0b;
/** Alignments, as powers of two. */
const OF_I32 = 2;
const OF_F64 = 3;

const instruction =
  <Operands extends readonly Value[]>(number: number) =>
  (...operands: Operands): Value =>
  code => {
    for (const operand of operands) operand(code);
    code.put(number);
  };

type Two = [a: Value, b: Value];

export const sum = instruction<Two>(0x6a);
export const difference = instruction<Two>(0x6b);
export const bitsInBoth = instruction<Two>(0x71);
export const halvings = instruction<Two>(0x76);
export const isSame = instruction<Two>(0x46);
export const product = instruction<Two>(0x6c);
/** Of numbers that are not negative. */
export const isBelow = instruction<Two>(0x49);
/** Of numbers with signs. */
export const isLess = instruction<Two>(0x48);
export const isAbove = instruction<Two>(0x4a);
/** The first where the condition is not 0. */
export const either = instruction<[a: Value, b: Value, condition: Value]>(SELECT);

/** An i32 with its sign as a number. */
export const asNumber = instruction<[a: Value]>(0xb7);

/** On numbers; comparisons give 1 or 0. */
export const NUMBERS: Instructions = {
  arithmetic: {
    '+': instruction<Two>(0xa0),
    '-': instruction<Two>(0xa1),
    '*': instruction<Two>(0xa2),
    '/': instruction<Two>(0xa3),
  },
  comparisons: {
    '===': instruction<Two>(0x61),
    '!==': instruction<Two>(0x62),
    '<': instruction<Two>(0x63),
    '>': instruction<Two>(0x64),
    '<=': instruction<Two>(0x65),
    '>=': instruction<Two>(0x66),
  },
  and: bitsInBoth,
  or: instruction<Two>(0x72),
  not: instruction<[a: Value]>(0x45),
  negative: instruction<[a: Value]>(0x9a),
};

export const addNumbers = NUMBERS.arithmetic['+'];
export const multiplyNumbers = NUMBERS.arithmetic['*'];
export const lesserNumber = instruction<Two>(0xa4);
export const greaterNumber = instruction<Two>(0xa5);

export const whole =
  (value: number): Value =>
  code =>
    code.put(I32_CONST).signed(value);

export const number =
  (value: number): Value =>
  code =>
    code.put(F64_CONST).float(value);

export const get =
  (local: number): Value =>
  code =>
    code.put(LOCAL_GET).unsigned(local);

export const set =
  (local: number, value: Value): Value =>
  code => {
    value(code);
    code.put(LOCAL_SET).unsigned(local);
  };

const load =
  (opcode: number, alignment: number) =>
  (address: Value, offset: number): Value =>
  code => {
    address(code);
    code.put(opcode, alignment).unsigned(offset);
  };

export const loadNumber = load(F64_LOAD, OF_F64);
export const loadWhole = load(I32_LOAD, OF_I32);

const store =
  (opcode: number, alignment: number) =>
  (address: Value, offset: number, value: Value): Value =>
  code => {
    address(code);
    value(code);
    code.put(opcode, alignment).unsigned(offset);
  };

export const storeNumber = store(F64_STORE, OF_F64);
export const storeWhole = store(I32_STORE, OF_I32);

/** A number that is whole, as an i32. */
export const asWhole =
  (value: Value): Value =>
  code => {
    value(code);
    code.put(MORE, WHOLE_OF_F64);
  };

export const copy =
  (to: Value, from: Value, bytes: number): Value =>
  code => {
    to(code);
    from(code);
    whole(bytes)(code);
    code.put(MORE, MEMORY_COPY, 0, 0);
  };

export const zeros =
  (address: Value, bytes: Value): Value =>
  code => {
    address(code);
    whole(0)(code);
    bytes(code);
    code.put(MORE, MEMORY_FILL, 0);
  };

export const sequence =
  (...statements: readonly Value[]): Value =>
  code => {
    for (const statement of statements) statement(code);
  };

export const when =
  (condition: Value, then: Value): Value =>
  code => {
    condition(code);
    code.put(IF, NOTHING);
    then(code);
    code.put(END);
  };

/** One number where the condition is not 0, the other otherwise: only that is computed. */
export const choice =
  (condition: Value, then: Value, otherwise: Value): Value =>
  code => {
    condition(code);
    code.put(IF, F64);
    then(code);
    code.put(ELSE);
    otherwise(code);
    code.put(END);
  };

/** Once, and again for as long as the condition is not 0. */
export const repeat =
  (body: Value, condition: Value): Value =>
  code => {
    code.put(LOOP, NOTHING);
    body(code);
    condition(code);
    code.put(BR_IF, 0, END);
  };

export const repeatWhile = (condition: Value, body: Value): Value => when(condition, repeat(body, condition));
