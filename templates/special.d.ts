/** The error function. */
export function erf(x: number): number;
/** The gamma function Γ(x); NaN at its poles. */
export function gamma(x: number): number;
/** 1/Γ(x). */
export function reciprocalGamma(x: number): number;
/** log |Γ(x)|; NaN at the poles of Γ. */
export function lgamma(x: number): number;
/** The digamma function Γ'(x)/Γ(x); NaN at its poles. */
export function digamma(x: number): number;
/** The m-th derivative of digamma, for m = 1, 2, ...; NaN at its poles. */
export function polygamma(m: number, x: number): number;
/** The remainder of a by b with the sign of b; a itself for b = 0. A remainder of zero is +0. */
export function mod(a: number, b: number): number;
/** x, where what it goes with is a number. */
export function provided(x: number, y: number): number;
/** The remainder of a by b with the sign of a; NaN for b = 0. */
export function remainder(a: number, b: number): number;
/** x rounded to an integer, halves away from zero. */
export function round(x: number): number;
/** The real n-th root of x; NaN for x < 0 unless n is an odd integer, and for n = 0. */
export function nthRoot(x: number, n: number): number;
/** The inverse secant, acos(1/x). */
export function asec(x: number): number;
/** The inverse cosecant, asin(1/x). */
export function acsc(x: number): number;
/** The inverse cotangent, atan(1/x). */
export function acot(x: number): number;
/** The inverse hyperbolic secant, acosh(1/x). */
export function asech(x: number): number;
/** The inverse hyperbolic cosecant, asinh(1/x). */
export function acsch(x: number): number;
/** The inverse hyperbolic cotangent, atanh(1/x). */
export function acoth(x: number): number;
/** 1/cosh(x)², where t is tanh(x). */
export function tanhSlope(x: number, t: number): number;
/** sqrt(1 - x²), the cosine of asin(x). */
export function cosAsin(x: number): number;
/** sqrt(x² - 1). */
export function sqrtSquareMinusOne(x: number): number;
/** 1 for x ≥ 0, 0 for x < 0. */
export function step(x: number): number;
/** s/x for x ≥ 0, otherwise NaN. */
export function logSlope(s: number, x: number): number;
/** ∂/∂x of x^y. */
export function powSlope(x: number, y: number): number;
/** ∂/∂y of x^y, where p is x^y. */
export function powLog(x: number, y: number, p: number): number;
/** The derivative of x^y of order m by x and n by y. */
export function powDerivative(x: number, y: number, m: number, n: number): number;
/** The derivative of the n-th root of x of order m by x and k by n. */
export function nthRootDerivative(x: number, n: number, m: number, k: number): number;
/** The n-th derivative of atan, for n = 1, 2, ... */
export function atanDerivative(n: number, x: number): number;
/** The n-th derivative of asec, for n = 1, 2, ... */
export function asecDerivative(n: number, x: number): number;
/** The n-th derivative of acsch, for n = 1, 2, ... */
export function acschDerivative(n: number, x: number): number;
/** The complementary error function 1 - erf(x). */
export function erfc(x: number): number;
/** The distribution function Φ of the standard normal distribution. */
export function normcdf(x: number): number;
/** log Φ(x). */
export function lognormcdf(x: number): number;
/** The derivatives of log Φ, for orders 1, 2, ... */
export function lognormcdfDerivative(order: number, x: number): number;
/** The derivative of an order 0, 1, ... of exp(-rate·x²), for a rate of 1/2 or 1. */
export function gaussian(order: number, rate: number, x: number): number;
/** The beta function Γ(a)·Γ(b)/Γ(a + b); NaN where a or b is a pole of Γ. */
export function beta(a: number, b: number): number;
/** log |B(a, b)|; NaN where a or b is a pole of Γ. */
export function lbeta(a: number, b: number): number;
/** The derivative of lbeta of order m in a and n in b, of which one is at least 1. */
export function lbetaDerivative(m: number, n: number, a: number, b: number): number;
/** The binomial coefficient Γ(n + 1)/(Γ(k + 1)·Γ(n - k + 1)); NaN for whole n < 0. */
export function combinations(n: number, k: number): number;
/** The derivative of log |combinations| of order i in n and j in k, of which one is at least 1. */
export function logCombinationsDerivative(i: number, j: number, n: number, k: number): number;
/** log(x/(1 - x)). */
export function logit(x: number): number;
/** 1/(x·(1 - x)); NaN outside of [0, 1]. */
export function logitSlope(x: number): number;
/** log(1 - exp(x)); NaN for x > 0. */
export function log1mexp(x: number): number;
/** The derivative of log1mexp; NaN for x > 0. */
export function log1mexpSlope(x: number): number;
/** x/(1 + exp(-x)). */
export function silu(x: number): number;
/** The derivatives of silu, for orders 1, 2, ... */
export function siluDerivative(order: number, x: number): number;
/** x·Φ(x). */
export function gelu(x: number): number;
/** The derivatives of gelu, for orders 1, 2, ... */
export function geluDerivative(order: number, x: number): number;
/** x·tanh(log(1 + exp(x))). */
export function mish(x: number): number;
/** The derivatives of mish, for orders 1, 2, ... */
export function mishDerivative(order: number, x: number): number;
/** x/(1 + |x|). */
export function softsign(x: number): number;
