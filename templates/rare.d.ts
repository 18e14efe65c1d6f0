/** The scaled complementary error function exp(x²)·erfc(x). */
export function erfcx(x: number): number;
/** The n-th derivative of erfcx, for n = 0, 1, ... */
export function erfcxSlope(n: number, x: number): number;
/** The Bessel function of the first kind of order 0. */
export function j0(x: number): number;
/** The Bessel function of the first kind of order 1. */
export function j1(x: number): number;
/** The Bessel function of the first kind of an integer order n; NaN for any other. */
export function jn(n: number, x: number): number;
/** The Bessel function of the second kind of order 0; NaN for x < 0. */
export function y0(x: number): number;
/** The Bessel function of the second kind of order 1; NaN for x < 0. */
export function y1(x: number): number;
/** The Bessel function of the second kind of an integer order n; NaN for any other, and for x < 0. */
export function yn(n: number, x: number): number;
/** The modified Bessel function of the first kind of order 0. */
export function i0(x: number): number;
/** The modified Bessel function of the first kind of order 1. */
export function i1(x: number): number;
/** The modified Bessel function of the first kind of an integer order n; NaN for any other. */
export function besselIn(n: number, x: number): number;
/** The regularised lower incomplete gamma function P(a, x); NaN for a < 0 or x < 0. */
export function gammainc(a: number, x: number): number;
/** The m-th derivative of gammainc by a, for m = 0, 1, ... */
export function gammaincSlope(m: number, a: number, x: number): number;
/** The derivative of x^(a - 1)·exp(-x)/Γ(a), j times by x and m times by a, for j, m = 0, 1, ... */
export function gammaDensity(j: number, m: number, a: number, x: number): number;
/** Lambert's W, the solution w ≥ -1 of w·exp(w) = x; NaN for x < -1/e. */
export function lambertw(x: number): number;
/** The n-th derivative of lambertw, for n = 0, 1, ... */
export function lambertwSlope(n: number, x: number): number;
