// `wengert/special`: the numerics of functions that few formulas need. Importing it lets formulas use them; they are also
// here to be called.

import * as rare from '../templates/rare.js';
import tree from '../templates/rare.js?estree';
import { bringRareNumerics } from './ops/numerics.js';

bringRareNumerics({ tree, callables: rare });

/** The scaled complementary error function exp(x²)·erfc(x). */
export const erfcx: (x: number) => number = rare.erfcx;
/** The Bessel function of the first kind of order 0. */
export const j0: (x: number) => number = rare.j0;
/** The Bessel function of the first kind of order 1. */
export const j1: (x: number) => number = rare.j1;
/** The Bessel function of the first kind of an integer order n; NaN for any other. */
export const jn: (n: number, x: number) => number = rare.jn;
/** The Bessel function of the second kind of order 0; NaN for x < 0. */
export const y0: (x: number) => number = rare.y0;
/** The Bessel function of the second kind of order 1; NaN for x < 0. */
export const y1: (x: number) => number = rare.y1;
/** The modified Bessel function of the first kind of order 0. */
export const i0: (x: number) => number = rare.i0;
/** The modified Bessel function of the first kind of order 1. */
export const i1: (x: number) => number = rare.i1;
/** The regularised lower incomplete gamma function P(a, x); NaN for a < 0 or x < 0. */
export const gammainc: (a: number, x: number) => number = rare.gammainc;
/** Lambert's W, the solution w ≥ -1 of w·exp(w) = x; NaN for x < -1/e. */
export const lambertw: (x: number) => number = rare.lambertw;
