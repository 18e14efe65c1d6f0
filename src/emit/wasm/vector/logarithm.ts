// log and log1p of two doubles at a time.
//
// x = 2^k·(1 + f) with √½ ≤ 1 + f < √2. With s = f/(2 + f), log(1 + f) = 2·artanh(s) = 2s + s³·R(s²). As 2s = f - s·f and
// s·f = f²/2 - s·f²/2, it is f less terms that are smaller, and f is exact.

import { FRACTION, LOG_2, LOG_2_REST, ofBits, SIGN, SMALLEST_NORMAL } from './doubles.js';
import {
  add,
  addBits,
  and,
  andNot,
  choose,
  divide,
  isEqual,
  isGreater,
  isGreaterAsBits,
  isLess,
  multiply,
  or,
  shiftLeft,
  shiftRight,
  squareRoot,
  subtract,
  subtractBits,
  type Value,
} from './instructions.js';
import type { VectorWriter } from './writer.js';

/** (2·artanh(s) - 2s)/s³ for |s| ≤ (√2 - 1)/(√2 + 1), in powers of s²: minimax, error at most 2^-59 of 2·artanh(s). */
const ARTANH = [
  0.6666666666666734, 0.39999999999414326, 0.2857142874247384, 0.22222198563570503, 0.18183564862737678,
  0.15314035926270983, 0.1479610463708204,
];

/** From the bits of √½ to those of 1: added, it has the exponent change at √½·2^k. */
const ROOT_TO_ONE = ofBits(0x95f619980c433);

/** Or-ed with the bits of a whole number below it: their sum, as a double. */
const WHOLE = 2 ** FRACTION;
/** Subtracted from an exponent's bits, as that double, it leaves k. */
const BIAS = WHOLE + 1023;
/** 2 to it makes subnormal numbers normal. */
const RAISED = 54;

/** What is taken for an operand. */
interface Normal {
  readonly number: Value;
  /** Subtracted from the bits of its exponent for k. */
  readonly bias: Value;
  /** Lanes in which the operand was no normal positive number. */
  readonly wasSpecial: Value;
}

/** 0, infinity, NaN and negative numbers become 1 with a bias that leads to what is their logarithm. */
function normal(w: VectorWriter, x: Value): Normal {
  const number = w.variable(x);
  const bias = w.variable(w.constant(BIAS));
  // As bits: 0 and subnormal numbers are below, and the sum passes the largest whole number where all others are.
  const sum = addBits(x, w.constant(SMALLEST_NORMAL));
  const wasSpecial = w.keep(isGreaterAsBits(w.constant(2 * SMALLEST_NORMAL), sum));
  w.whereAny(wasSpecial, () => {
    const isSubnormal = w.keep(and(isGreater(x, w.constant(0)), isLess(x, w.constant(SMALLEST_NORMAL))));
    const raised = choose(multiply(x, w.constant(2 ** RAISED)), w.constant(1), isSubnormal);
    const rootOrZero = choose(w.constant(-Infinity), squareRoot(x), isEqual(x, w.constant(0)));
    const special = choose(w.constant(BIAS + RAISED), subtract(w.constant(0), rootOrZero), isSubnormal);
    w.assign(number, choose(raised, x, wasSpecial));
    w.assign(bias, choose(special, w.constant(BIAS), wasSpecial));
  });
  return { number: number.value, bias: bias.value, wasSpecial };
}

/** log of a number and what its rounding left off, over the number. */
function logarithm(w: VectorWriter, { number, bias }: Normal, rest: Value | null): Value {
  const exponent = w.keep(shiftRight(addBits(number, w.constant(ROOT_TO_ONE)), FRACTION));
  const k = w.keep(subtract(or(exponent, w.constant(WHOLE)), bias));
  const scaled = addBits(subtractBits(number, shiftLeft(exponent, FRACTION)), w.constant(1));
  const f = w.keep(subtract(scaled, w.constant(1)));
  const s = w.keep(divide(f, add(w.constant(2), f)));
  const square = w.keep(multiply(s, s));
  const series = multiply(square, w.polynomial(ARTANH, square));
  const half = w.keep(multiply(multiply(f, w.constant(0.5)), f));
  const low = multiply(k, w.constant(LOG_2_REST));
  const small = add(multiply(s, add(half, series)), rest === null ? low : add(low, rest));
  return add(multiply(k, w.constant(LOG_2)), subtract(f, subtract(half, small)));
}

export const log = (w: VectorWriter, x: Value): Value => logarithm(w, normal(w, x), null);

/** log(1 + x) by the rounded sum and what it left off. */
export function log1p(w: VectorWriter, x: Value): Value {
  const one = w.constant(1);
  const sum = w.keep(add(one, x));
  const fromX = w.keep(subtract(sum, one));
  const rest = w.keep(add(subtract(one, subtract(sum, fromX)), subtract(x, fromX)));
  const operand = normal(w, sum);
  const result = logarithm(w, operand, divide(andNot(rest, operand.wasSpecial), operand.number));
  return or(result, and(x, w.constant(SIGN)));
}
