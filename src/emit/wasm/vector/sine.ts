// sin and cos of two doubles at a time.
//
// |x| = k·π/2 + r with |r| ≤ π/4. π/2 is in three parts, the first two of 37 bits: up to k = 2^16 their products with k are
// exact, the first difference too, and the second with what its rounding left off. What the third loses is less than 2^-60 of
// r for every x up to there, those nearest to a multiple of π/2 included. Larger numbers are rare and go one by one to the
// function of Math.

import { SIGN, TO_WHOLE } from './doubles.js';
import {
  absolute,
  add,
  and,
  choose,
  isGreaterAsBits,
  isLessAsBits,
  isSet,
  multiply,
  shiftLeft,
  subtract,
  type Value,
  withLane,
  xor,
} from './instructions.js';
import type { VectorWriter } from './writer.js';

/** Their sum is π/2 to 2^-131. */
const HALF_PI = [1.5707963267923333, 2.5633441515839558e-12, 1.0562999066987428e-23] as const;
const TWO_OVER_PI = 0.6366197723675814;

/** Less than 2^16·π/2. */
const LARGEST = 1e5;

/** (sin(r) - r)/r³ for |r| ≤ π/4, in powers of r²: minimax, error at most 2^-58 of sin(r). */
const SINE = [
  -0.16666666666666632, 0.00833333333332237, -0.00019841269829771305, 2.7557313678702274e-6, -2.5050755965977034e-8,
  1.5896666726681705e-10,
];

/** (cos(r) - 1 + r²/2)/r⁴ for |r| ≤ π/4, in powers of r²: minimax, error at most 2^-64 of cos(r). */
const COSINE = [
  0.041666666666666595, -0.0013888888888872975, 2.4801587288799862e-5, -2.7557314163932865e-7, 2.0875698702948677e-9,
  -1.1358423241919745e-11,
];

/** @param quarter what is added to k: sin(x + π/2) is cos(x) */
function sine(w: VectorWriter, x: Value, name: 'Math.sin' | 'Math.cos', quarter: 0 | 1): Value {
  const magnitude = w.keep(absolute(x));
  const toWhole = w.constant(TO_WHOLE + quarter);
  const whole = w.keep(add(multiply(magnitude, w.constant(TWO_OVER_PI)), toWhole));
  const k = w.keep(subtract(whole, toWhole));
  const [first, second, third] = HALF_PI.map(part => multiply(k, w.constant(part)));
  const a = w.keep(subtract(magnitude, first!));
  const product = w.keep(second!);
  const b = w.keep(subtract(a, product));
  const correction = w.keep(subtract(third!, subtract(subtract(a, b), product)));
  const r = w.keep(subtract(b, correction));
  const rest = w.keep(subtract(subtract(b, r), correction));

  const square = w.keep(multiply(r, r));
  const sineOfR = add(r, add(multiply(multiply(r, square), w.polynomial(SINE, square)), rest));
  const small = subtract(multiply(multiply(square, square), w.polynomial(COSINE, square)), multiply(r, rest));
  const cosineOfR = subtract(w.constant(1), subtract(multiply(square, w.constant(0.5)), small));
  const isOdd = isLessAsBits(shiftLeft(whole, 63), w.constant(0));
  const inQuadrant = choose(cosineOfR, sineOfR, isOdd);
  const upsideDown = shiftLeft(whole, 62);
  const sign = and(quarter === 0 ? xor(x, upsideDown) : upsideDown, w.constant(SIGN));
  const result = w.variable(xor(inQuadrant, sign));

  // As bits, so that NaN is beyond.
  const isBeyond = w.keep(isGreaterAsBits(magnitude, w.constant(LARGEST)));
  w.whereAny(isBeyond, () => {
    for (const lane of [0, 1]) {
      w.where(isSet(isBeyond, lane), () => w.assign(result, withLane(result.value, lane, w.call(name, lane, x))));
    }
  });
  return result.value;
}

export const sin = (w: VectorWriter, x: Value): Value => sine(w, x, 'Math.sin', 0);
export const cos = (w: VectorWriter, x: Value): Value => sine(w, x, 'Math.cos', 1);
