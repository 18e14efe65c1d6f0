// tanh of two doubles at a time.
//
// With 2|x| = k·log 2 + r, h = 2^-k and R = r·coth(r/2), which is 2 + r²·P(r²), tanh|x| is N/D for N = (1 - h)·R + (1 + h)·r
// and D = (1 + h)·R + (1 - h)·r. Not to have the roundings of both it is written as a term near it and a smaller quotient:
// for small |x|, where k is made 0, as |x| - r·(R - 2)/D, and beyond as 1 - 2h·(R - r)/D.

import { FRACTION, SIGN } from './doubles.js';
import { multiplesOfLog2, remainder } from './exponential.js';
import {
  absolute,
  add,
  and,
  andNot,
  choose,
  divide,
  isLess,
  lesser,
  multiply,
  or,
  shiftLeft,
  subtract,
  subtractBits,
  type Value,
} from './instructions.js';
import type { VectorWriter } from './writer.js';

/** From here on tanh is 1 to the last bit. */
const IS_ONE = 22;

/** Where |x| is less, k is made 0: 1.25·log 2, rounded down. */
const SMALL = 0.866;

/** (r·coth(r/2) - 2)/r² for |r| ≤ 2.5·log 2, in powers of r²: minimax, error at most 2^-55 of r·coth(r/2). */
const COTANGENT = [
  0.16666666666666527, -0.0027777777777588373, 6.61375660485258e-5, -1.6534389484319533e-6, 4.1753246849267164e-8,
  -1.0566272988450727e-9, 2.6662056842466645e-11, -6.471799457735129e-13, 1.1916695429482987e-14,
];

export function tanh(w: VectorWriter, x: Value): Value {
  const one = w.constant(1);
  const magnitude = w.keep(lesser(absolute(x), w.constant(IS_ONE)));
  const twice = w.keep(add(magnitude, magnitude));
  const { whole, k } = multiplesOfLog2(w, twice);
  const isSmall = w.keep(isLess(magnitude, w.constant(SMALL)));
  const { r } = remainder(w, twice, w.keep(andNot(k, isSmall)));
  const square = w.keep(multiply(r, r));
  const excess = w.keep(multiply(square, w.polynomial(COTANGENT, square)));
  const cotangent = w.keep(add(w.constant(2), excess));
  const h = w.keep(subtractBits(one, andNot(shiftLeft(whole, FRACTION), isSmall)));
  const denominator = add(multiply(add(one, h), cotangent), multiply(subtract(one, h), r));
  const numerator = choose(multiply(r, excess), multiply(add(h, h), subtract(cotangent, r)), isSmall);
  const result = subtract(choose(magnitude, one, isSmall), divide(numerator, denominator));
  return or(result, and(x, w.constant(SIGN)));
}
