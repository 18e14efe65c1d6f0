// exp and expm1 of two doubles at a time.
//
// x = k·log 2 + r with |r| ≤ log(2)/2, and exp(x) = 2^k·exp(r). With c = r - (r·coth(r/2) - 2), of which the subtrahend is an
// even function, exp(r) = 1 + 2r/(2 - c) = 1 + r + rc/(2 - c): five coefficients and a division, which costs less than the
// eleven of a polynomial.

import { FRACTION, LOG_2, LOG_2_REST, SIGN, SMALLEST_NORMAL, TO_WHOLE } from './doubles.js';
import {
  absolute,
  add,
  addBits,
  and,
  andNot,
  choose,
  divide,
  greater,
  isGreater,
  isGreaterAsBits,
  isLess,
  lesser,
  multiply,
  or,
  shiftHalvesRight,
  shiftLeft,
  subtract,
  subtractBits,
  subtractHalves,
  type Value,
} from './instructions.js';
import type { VectorWriter } from './writer.js';

/**
 * (r·coth(r/2) - 2)/r² for |r| ≤ log(2)/2, in powers of r²: minimax by the error that exp(r) has of it, at most 2^-62 of
 * exp(r).
 */
const COTANGENT = [
  0.16666666666666555, -0.0027777777776692683, 6.613756249200426e-5, -1.6533836220784653e-6, 4.136014213677968e-8,
];

/** Up to here 2^k is a normal number, and so is the result. */
const PLAIN = 708;
const OVERFLOW = 709.79;
const UNDERFLOW = -746;

/** From here down expm1 is -1 to the last bit. */
const EXPM1_IS_MINUS_ONE = -40;
const EXPM1_OVERFLOWS = 710;
/** 2^-k is nothing beside 1 long before it has no more bits. */
const MOST_HALVINGS = 1000;

/** The nearest multiple of log 2 by its number k, as a double and in the lower bits of `whole`. */
export function multiplesOfLog2(w: VectorWriter, x: Value): { whole: Value; k: Value } {
  const toWhole = w.constant(TO_WHOLE);
  const whole = w.keep(add(multiply(x, w.constant(Math.LOG2E)), toWhole));
  return { whole, k: w.keep(subtract(whole, toWhole)) };
}

/** r = x - k·log 2, and what its rounding left off. */
export function remainder(w: VectorWriter, x: Value, k: Value): { r: Value; rest: Value } {
  const high = w.keep(subtract(x, multiply(k, w.constant(LOG_2))));
  const low = w.keep(multiply(k, w.constant(LOG_2_REST)));
  const r = w.keep(subtract(high, low));
  return { r, rest: subtract(subtract(high, r), low) };
}

/** exp(r) - 1 - r for |r| ≤ log(2)/2. */
function excess(w: VectorWriter, r: Value): Value {
  const square = w.keep(multiply(r, r));
  const c = w.keep(subtract(r, multiply(square, w.polynomial(COTANGENT, square))));
  return divide(multiply(r, c), subtract(w.constant(2), c));
}

/** 2^k of the whole numbers in the lower bits, where that is a normal number. */
const powerOf2 = (w: VectorWriter, k: Value): Value => addBits(shiftLeft(k, FRACTION), w.constant(1));

export function exp(w: VectorWriter, x: Value): Value {
  const { whole, k } = multiplesOfLog2(w, x);
  const { r } = remainder(w, x, k);
  const fraction = w.keep(add(w.constant(1), add(r, excess(w, r))));
  const result = w.variable(addBits(fraction, shiftLeft(whole, FRACTION)));
  // As bits, so that NaN is beyond.
  w.whereAny(isGreaterAsBits(absolute(x), w.constant(PLAIN)), () => {
    // 2^k in two factors: only the second product can be rounded.
    const half = w.keep(shiftHalvesRight(whole, 1));
    const otherHalf = subtractHalves(whole, half);
    const product = multiply(multiply(fraction, powerOf2(w, half)), powerOf2(w, otherHalf));
    const orInfinity = choose(w.constant(Infinity), product, isGreater(x, w.constant(OVERFLOW)));
    w.assign(result, andNot(orInfinity, isLess(x, w.constant(UNDERFLOW))));
  });
  return result.value;
}

/** 2^k·((1 - 2^-k + r) + (exp(r) - 1 - r)), the first sum with what its rounding left off. */
export function expm1(w: VectorWriter, x: Value): Value {
  const one = w.constant(1);
  const within = w.keep(lesser(greater(x, w.constant(EXPM1_IS_MINUS_ONE)), w.constant(EXPM1_OVERFLOWS)));
  const { whole, k } = multiplesOfLog2(w, within);
  const { r, rest } = remainder(w, within, k);
  const halvings = shiftLeft(lesser(whole, w.constant(TO_WHOLE + MOST_HALVINGS)), FRACTION);
  const a = w.keep(subtract(one, subtractBits(one, halvings)));
  const sum = w.keep(add(a, r));
  const small = add(add(subtract(a, sum), r), add(excess(w, r), rest));
  // 2^1024 is no number: 2·2^(k - 1).
  const halfPower = subtractBits(powerOf2(w, whole), w.constant(SMALLEST_NORMAL));
  const product = multiply(multiply(add(sum, small), w.constant(2)), halfPower);
  return or(product, and(x, w.constant(SIGN)));
}
