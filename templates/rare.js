// Functions that few formulas need: `wengert/special` brings them. Written as those of special.js are, whose functions
// they may use; the import is for those who import this file, and left out where its declarations are copied.
//
// Coefficients not given as fractions are of the polynomial that interpolates the function named at Chebyshev nodes,
// computed to 60 digits. Formulas cited as DLMF are of the NIST Digital Library of Mathematical Functions.

import { digamma, erf, gamma, polygamma } from './special.js';

/** Σ coefficients[k]·t^k by Horner's rule. */
function polynomialAt(coefficients, t) {
  let sum = coefficients[coefficients.length - 1];
  for (let k = coefficients.length - 2; k >= 0; k--) sum = sum * t + coefficients[k];
  return sum;
}

/** The binomial coefficient. */
function choose(n, k) {
  let product = 1;
  for (let i = 1; i <= k; i++) product = (product * (n - k + i)) / i;
  return product;
}

/** True for 0, 1, 2, ...: the orders of derivatives. */
function isOrder(n) {
  return n >= 0 && n < Infinity && Math.floor(n) === n;
}

/** exp(x²). The square is split, exactly, at 26 bits of x: rounded, it would cost ten bits of the result (T. J. Dekker, 1971). */
function expSquare(x) {
  const square = x * x;
  if (!(square < 710)) return square >= 710 ? Infinity : NaN;
  const head = 134217729 * x - (134217729 * x - x);
  const tail = x - head;
  const rest = head * head - square + 2 * head * tail + tail * tail;
  const power = Math.exp(square);
  return power + power * rest;
}

/** (1 + 2x)·exp(x²)·erfc(x) for x ≥ 0, in powers of (x - 3)/(x + 3); after M. M. Shepherd and J. G. Laframboise, 1981. */
const ERFCX = [
  1.2530080582697296, -0.13562110612458117, -0.04756229435345087, 0.1296451587027606, -0.11927366341530699,
  0.06830802734397848, -0.023770514918645888, 0.002529391816066239, 0.0018886903591561553, -0.0007798322721083991,
  -0.00010515979981501177, 0.00012509935235563107, 4.949484992570595e-6, -2.0100567931289227e-5, -7.315105164159062e-7,
  3.472414602875686e-6, 3.5683839153992204e-7, -6.166496077604353e-7, -1.4160064940265987e-7, 1.0187000600072885e-7,
  4.180784698845582e-8, -1.3326364813003834e-8, -8.500397929772615e-9, 9.885798831139365e-10, 8.864219016427092e-10,
];

/** The scaled complementary error function exp(x²)·erfc(x); where it is of the size of 1, from erf. */
export function erfcx(x) {
  if (Math.abs(x) < 0.5 || (x < 0 && x > -1)) return expSquare(x) * (1 - erf(x));
  if (x < 0) return 2 * expSquare(x) - erfcx(-x);
  // 1/√π over x.
  if (x > 1e9) return 0.5641895835477563 / x;
  return polynomialAt(ERFCX, (x - 3) / (x + 3)) / (1 + 2 * x);
}

/**
 * The n-th derivative of erfcx: (-2)^n·n!·exp(x²)·iⁿerfc(x), DLMF 7.18.5, of the repeated integrals iⁿerfc of erfc. Their
 * recurrence, DLMF 7.18.7, has no terms of different signs for x ≤ 0. For x > 0 they are its minimal solution, and it is
 * run the other way, in ratios of neighbours; near 0, where it would take long, little is lost by the first way.
 */
export function erfcxSlope(n, x) {
  if (!isOrder(n) || !(x <= Infinity)) return NaN;
  if (n === 0) return erfcx(x);
  if (x === Infinity) return n % 2 === 0 ? 0 : -0;
  if (x === -Infinity) return n % 2 === 0 ? Infinity : -Infinity;
  if (x < 0.25) {
    let before = erfcx(x);
    // 2/√π.
    let slope = 2 * x * before - 1.1283791670955126;
    for (let k = 1; k < n; k++) {
      const next = 2 * (x * slope + k * before);
      before = slope;
      slope = next;
    }
    return slope;
  }
  // So far away that the start, the limit of the ratios, is forgotten.
  const last = Math.ceil((Math.sqrt(n) + 14 / x) ** 2) + 20;
  let ratio = 1 / (x + Math.sqrt(x * x + 2 * last));
  let product = 1.1283791670955126;
  for (let k = last; k >= 0; k--) {
    ratio = 0.5 / (x + (k + 1) * ratio);
    if (k <= n) product *= k === 0 ? ratio : -2 * k * ratio;
  }
  return product;
}

/** Below it Bessel functions, of the first and the second kind, are computed from a recurrence or a series, from it on by their asymptotic expansions. */
const BESSEL_LARGE = 25;

/** Euler's constant. */
const EULER_GAMMA = 0.5772156649015329;

/**
 * J0, J1, Y0 or Y1 for 0 < x < 25, by J. C. P. Miller's method: the recurrence of Jₖ downwards, scaled so that
 * J0 + 2J2 + 2J4 + ... = 1, DLMF 10.12.4; Y0 as a series of the J₂ₖ, DLMF 10.23.17 (Neumann's), and Y1 as its derivative.
 */
function besselByRecurrence(kind, order, x) {
  let above = 0;
  let at = 1e-200;
  let total = 0;
  let series = 0;
  let sign = 1;
  const last = 2 * Math.ceil(0.95 * x + 12);
  if (last % 4 === 2) sign = -1;
  for (let k = last; k > 0; k--) {
    const below = ((2 * k) / x) * at - above;
    if (k % 2 === 0) {
      total += 2 * at;
      // (-1)^j·J₂ⱼ/j with k = 2j, or its derivative.
      series += (sign * (order === 0 ? at : 0.5 * (below - above))) / (0.5 * k);
      sign = -sign;
    }
    above = at;
    at = below;
  }
  // Now `at` is J0 and `above` J1.
  total += at;
  if (kind === 1) return (order === 0 ? at : above) / total;
  const logarithm = Math.log(0.5 * x) + EULER_GAMMA;
  const value = order === 0 ? logarithm * at - 2 * series : logarithm * above - at / x + 2 * series;
  // 2/π.
  return (0.6366197723675814 * value) / total;
}

/**
 * Hankel's expansion of Jₙ or Yₙ, DLMF 10.17.3, for x ≥ 25 and x ≥ n²/2. The phase x - nπ/2 - π/4 is not formed: the sine
 * and cosine of x - π/4 are of the sum and the difference of those of x, and a quarter turn exchanges them.
 */
function besselByExpansion(kind, n, x) {
  let even = 1;
  let odd = 0;
  let term = 1;
  for (let k = 1; k < 200 && Math.abs(term) > 1e-18; k++) {
    term *= ((2 * n - 2 * k + 1) * (2 * n + 2 * k - 1)) / (8 * k * x);
    if (k % 2 === 0) even += k % 4 === 0 ? term : -term;
    else odd += k % 4 === 1 ? term : -term;
  }
  const sine = Math.sin(x);
  const cosine = Math.cos(x);
  // Of x - π/4, times √2.
  const sum = sine + cosine;
  const difference = sine - cosine;
  const turns = n % 4;
  const c = turns === 0 ? sum : turns === 1 ? difference : turns === 2 ? -sum : -difference;
  const s = turns === 0 ? difference : turns === 1 ? -sum : turns === 2 ? -difference : sum;
  // 1/√π.
  return (0.5641895835477563 / Math.sqrt(x)) * (kind === 2 ? even * s + odd * c : even * c - odd * s);
}

/** J0, J1, Y0 or Y1 for x > 0. */
function besselFirstOrders(kind, order, x) {
  if (!(x < Infinity)) return x === Infinity ? 0 : NaN;
  if (x >= BESSEL_LARGE) return besselByExpansion(kind, order, x);
  if (x >= 1e-8) return besselByRecurrence(kind, order, x);
  if (kind === 1) return order === 0 ? 1 : 0.5 * x;
  return 0.6366197723675814 * (order === 0 ? Math.log(x) - 0.11593151565841245 : -1 / x);
}

/** The Bessel function of the first kind of order 0. */
export function j0(x) {
  if (x === 0) return 1;
  return besselFirstOrders(1, 0, Math.abs(x));
}

/** The Bessel function of the first kind of order 1. */
export function j1(x) {
  if (x === 0) return x;
  return x < 0 ? -besselFirstOrders(1, 1, -x) : besselFirstOrders(1, 1, x);
}

/** The Bessel function of the second kind of order 0; NaN for x < 0. */
export function y0(x) {
  if (!(x >= 0)) return NaN;
  return x === 0 ? -Infinity : besselFirstOrders(2, 0, x);
}

/** The Bessel function of the second kind of order 1; NaN for x < 0. */
export function y1(x) {
  if (!(x >= 0)) return NaN;
  return x === 0 ? -Infinity : besselFirstOrders(2, 1, x);
}

/** Cₙ(x) from C0 and C1 by the recurrence 2k/x·Cₖ = Cₖ₋₁ + Cₖ₊₁, DLMF 10.6.1. */
function besselUpwards(n, x, first, second) {
  if (n === 0) return first;
  let below = first;
  let at = second;
  for (let k = 1; k < n && Math.abs(at) < Infinity; k++) {
    const above = ((2 * k) / x) * at - below;
    below = at;
    at = above;
  }
  return at;
}

/** The Bessel function of the first kind of an integer order; NaN for any other. */
export function jn(n, x) {
  if (!isOrder(Math.abs(n))) return NaN;
  const order = Math.abs(n);
  const a = Math.abs(x);
  const isNegative = order % 2 === 1 && n < 0 !== x < 0;
  if (order === 0) return j0(a);
  if (a === 0 || a === Infinity) return 0;
  const value = besselOfOrder(order, a);
  return isNegative ? -value : value;
}

/**
 * Jₙ(x) for n ≥ 1 and x > 0: upwards while the order is not above x; from there on, where it is the minimal solution,
 * times ratios of neighbours, which are a continued fraction (W. Gautschi, 1967) that ends where the other solution has
 * grown by 1e10, more than the square root of the precision.
 */
function besselOfOrder(n, x) {
  if (x >= BESSEL_LARGE && x >= 0.5 * n * n) return besselByExpansion(1, n, x);
  const top = Math.min(n, Math.floor(x));
  const start = besselUpwards(top, x, besselFirstOrders(1, 0, x), besselFirstOrders(1, 1, x));
  if (top === n || !(x > 0)) return start;
  let last = n;
  let below = 0;
  let at = 1;
  while (Math.abs(at) < 1e10) {
    const above = ((2 * last) / x) * at - below;
    below = at;
    at = above;
    last += 1;
  }
  let ratio = 0;
  let product = start;
  for (let k = last; k > top; k--) {
    ratio = x / (2 * k - x * ratio);
    if (k <= n) product *= ratio;
  }
  return product;
}

/** The Bessel function of the second kind of an integer order; NaN for any other, and for x < 0. */
export function yn(n, x) {
  if (!isOrder(Math.abs(n)) || !(x >= 0)) return NaN;
  const order = Math.abs(n);
  const sign = order % 2 === 1 && n < 0 ? -1 : 1;
  if (x === 0) return -sign * Infinity;
  if (x === Infinity) return 0;
  if (x >= BESSEL_LARGE && x >= 0.5 * order * order) return sign * besselByExpansion(2, order, x);
  return sign * besselUpwards(order, x, besselFirstOrders(2, 0, x), besselFirstOrders(2, 1, x));
}

/**
 * The modified Bessel function of the first kind of an integer order. Its power series, DLMF 10.25.2, has positive terms;
 * for large x the expansion 10.40.1, with the exponential in two halves that do not overflow.
 */
export function besselIn(n, x) {
  if (!isOrder(Math.abs(n))) return NaN;
  const order = Math.abs(n);
  const a = Math.abs(x);
  if (a === 0) return order === 0 ? 1 : 0;
  const sign = x < 0 && order % 2 === 1 ? -1 : 1;
  if (a > 800) return sign * (order < 100 ? Infinity : NaN);
  if (a >= BESSEL_LARGE && a >= order * order) {
    let sum = 1;
    let term = 1;
    for (let k = 1; k < 200 && Math.abs(term) > 1e-18; k++) {
      term *= ((2 * k - 1 - 2 * order) * (2 * k - 1 + 2 * order)) / (8 * k * a);
      sum += term;
    }
    const half = Math.exp(0.5 * a);
    // 1/√(2π).
    return sign * (half * ((0.3989422804014327 / Math.sqrt(a)) * sum) * half);
  }
  const quarter = 0.25 * a * a;
  let term = 1;
  for (let k = 1; k <= order; k++) term *= (0.5 * a) / k;
  let sum = term;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= quarter / (k * (k + order));
    sum += term;
  }
  return a > 0 ? sign * sum : NaN;
}

/** The modified Bessel function of the first kind of order 0. */
export function i0(x) {
  return besselIn(0, x);
}

/** The modified Bessel function of the first kind of order 1. */
export function i1(x) {
  return x === 0 ? x : besselIn(1, x);
}

/** (1 + W)/p, where p = √(2(ex + 1)) and W = lambertw(x), for 0 ≤ p ≤ 1, in powers of p - 1/2. */
const LAMBERT_NEAR = [
  0.8637304740656063, -0.2239899199382393, 0.07781999276138138, -0.030430741432706326, 0.012693888100564666,
  -0.005516047846161139, 0.002465614434201878, -0.0011251525621384772, 0.0005216427934695096, -0.00024488717672201495,
  0.00011613419700563374, -5.5537888453054054e-5, 2.6742687587203095e-5, -1.295672265606714e-5, 6.334530335706568e-6,
  -3.0991653942562422e-6, 1.4390718053692293e-6, -7.088473460589229e-7, 5.069030739709011e-7, -2.5172132565170447e-7,
];

/**
 * 1 + W for x ≤ -0.184, to full relative accuracy up to the branch point -1/e. The number next to it, which is a little
 * less, stands for it.
 */
function lambertAboveBranch(x) {
  const sum = x + 0.36787944117144233;
  if (sum < 0) return NaN;
  if (sum === 0) return 0;
  // 2e; what the rounding of 1/e added is taken away.
  const p = Math.sqrt(5.43656365691809 * (sum - 1.2428753672788363e-17));
  return p * polynomialAt(LAMBERT_NEAR, p - 0.5);
}

/**
 * Lambert's W, the solution w ≥ -1 of w·exp(w) = x; NaN for x < -1/e. Iterated as w(1 + log(x/w))/(1 + w), Newton's method
 * for the logarithm of the equation (R. Iacono and J. P. Boyd, 2017).
 */
export function lambertw(x) {
  if (x < -0.184) return lambertAboveBranch(x) - 1;
  if (Math.abs(x) < 1e-6) return x - x * x * (1 - 1.5 * x);
  if (x === Infinity) return x;
  const logarithm = Math.log1p(x);
  let w = x < 3 ? logarithm * (1 - Math.log1p(logarithm) / (2 + logarithm)) : Math.log(x) - Math.log(Math.log(x));
  for (let step = 0; step < 4; step++) w = (w * (1 + Math.log(x / w))) / (1 + w);
  return w;
}

/**
 * The n-th derivative of lambertw: exp(-nw)·pₙ/(1 + w)^(2n - 1) with polynomials pₙ (R. M. Corless and others, 1996,
 * section 3), here in powers of 1 + w > 0, where all coefficients of one have the same sign.
 */
export function lambertwSlope(n, x) {
  if (!isOrder(n)) return NaN;
  const w = lambertw(x);
  if (n === 0) return w;
  const q = x < -0.184 ? lambertAboveBranch(x) : 1 + w;
  if (q === 0) return n % 2 === 1 ? Infinity : -Infinity;
  if (x === Infinity) return n % 2 === 1 ? 0 : -0;
  let coefficients = [1];
  for (let order = 1; order < n; order++) {
    const next = [];
    for (let k = 0; k <= order; k++) {
      next.push((1 + k - 2 * order) * (coefficients[k] ?? 0) - order * (coefficients[k - 1] ?? 0));
    }
    coefficients = next;
  }
  const decay = x === 0 ? 1 : w / x;
  return ((decay / q) ** n * polynomialAt(coefficients, q)) / q ** (n - 1);
}

/** μ - log(1 + μ), without the cancellation near 0: there it is μr - 2(r³/3 + r⁵/5 + ...) with r = μ/(2 + μ). */
function excessOverLog(m) {
  if (Math.abs(m) > 0.5) return m - Math.log1p(m);
  const r = m / (2 + m);
  const square = r * r;
  let sum = 0;
  for (let k = 35; k >= 3; k -= 2) sum = sum * square + 2 / k;
  return r * (m - square * sum);
}

/** exp(s) - 1 - s, without the cancellation near 0. */
function excessOfExponential(s) {
  if (Math.abs(s) > 0.5) return Math.expm1(s) - s;
  let sum = 1;
  for (let k = 16; k >= 3; k--) sum = 1 + (sum * s) / k;
  return 0.5 * s * s * sum;
}

/** The series of log Γ(1 + a) - (a + 1/2)·log a + a - log(2π)/2, DLMF 5.11.1, and of digamma(1 + a) - log a, 5.11.2, in 1/a². */
const GAMMA_REST = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
const DIGAMMA_REST = [-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760, -1 / 12];

/** x^a·exp(-x)/Γ(1 + a) for a, x > 0. For large a, as a function of the distance of x from a, whose digits count. */
function poissonWeight(a, x) {
  if (a < 170) {
    if (x > 2500) return 0;
    // In two halves, so that the power does not overflow where the exponential vanishes.
    const half = x ** (0.5 * a) * Math.exp(-0.5 * x);
    return (half * half) / gamma(1 + a);
  }
  const distance = x < 0.5 * a ? x / a - 1 - Math.log(x / a) : excessOverLog((x - a) / a);
  return (Math.exp(-a * distance) / Math.sqrt(2 * Math.PI * a)) * Math.exp(-polynomialAt(GAMMA_REST, 1 / (a * a)) / a);
}

/** log x - digamma(1 + a): the derivative of the logarithm of that weight by a. */
function poissonLogSlope(a, x) {
  if (a < 20) return Math.log(x) - digamma(1 + a);
  const ratio = x < 0.5 * a ? Math.log(x / a) : Math.log1p((x - a) / a);
  const w = 1 / (a * a);
  return ratio - (0.5 / a + w * polynomialAt(DIGAMMA_REST, w));
}

/**
 * The polynomial whose value at u + log x - digamma(1 + a) is the m-th derivative by a of x^a·exp(au)/Γ(1 + a), over that: of
 * exp(uh - ψ'h²/2! - ψ''h³/3! - ...) by h, at 0.
 */
function parameterPolynomial(m, a) {
  // Derivatives of the exponential of the terms from h² on, by the recurrence of Bell polynomials.
  const bell = [1];
  for (let k = 1; k <= m; k++) {
    let sum = 0;
    for (let i = 2; i <= k; i++) sum -= choose(k - 1, i - 1) * polygamma(i - 1, 1 + a) * bell[k - i];
    bell.push(sum);
  }
  const coefficients = [];
  for (let k = 0; k <= m; k++) coefficients.push(choose(m, k) * bell[m - k]);
  return coefficients;
}

/** By its step the trapezoidal rule of those integrals converges to 1e-15. */
const STEP = 0.125;

/**
 * The integral of p(shift + log(t/x))·(t/x)^(a - 1)·exp(x - t)/x over t < x, for x < a: over r = log(x/t), with an exponent
 * of two parts that are not negative. By the trapezoidal rule over v, where r = width·exp(v - exp(-v)), which converges
 * exponentially (H. Takahasi and M. Mori, 1974).
 */
function gammaIntegralBelow(a, x, polynomial, shift) {
  const slope = a - x;
  const narrow = 2 / (slope + Math.sqrt(slope * slope + 2 * x));
  const width = narrow > 1 ? (1 + x) / a : narrow;
  let sum = 0;
  for (let step = -31; step < 100; step++) {
    const decay = Math.exp(-STEP * step);
    const r = width * Math.exp(STEP * step - decay);
    const exponent = slope * r + x * excessOfExponential(-r);
    if (exponent > 80 && step > 0) return STEP * sum;
    sum += polynomialAt(polynomial, shift - r) * Math.exp(-exponent) * r * (1 + decay);
  }
  return STEP * sum;
}

/** The same over t > x, for x > a and x > 1: over u = t/x - 1, where the logarithm is one of 1 + u. */
function gammaIntegralAbove(a, x, polynomial, shift) {
  const slope = x - a + 1;
  const width = 2 / (slope + Math.sqrt(slope * slope + 2 * a));
  let sum = 0;
  for (let step = -31; step < 100; step++) {
    const decay = Math.exp(-STEP * step);
    const u = width * Math.exp(STEP * step - decay);
    const exponent = slope * u + (a - 1) * excessOverLog(u);
    if (exponent > 80 && step > 0) return STEP * sum;
    sum += polynomialAt(polynomial, shift + Math.log1p(u)) * Math.exp(-exponent) * u * (1 + decay);
  }
  return STEP * sum;
}

/** From here on the series and the continued fraction of gammainc near x = a are longer than that integral. */
const GAMMA_INTEGRAL = 200;

/**
 * The regularised lower incomplete gamma function P(a, x); NaN for a < 0 or x < 0. Its series, DLMF 8.11.4, up to
 * x = max(a, 1); beyond, 1 less the continued fraction of Q, DLMF 8.9.2.
 */
export function gammainc(a, x) {
  if (!(a >= 0 && x >= 0) || (a === 0 && x === 0)) return NaN;
  if (x === 0 || a === 0) return a === 0 ? 1 : 0;
  if (a === Infinity) return x === Infinity ? NaN : 0;
  if (x === Infinity) return 1;
  const isNear = a > GAMMA_INTEGRAL && x > 0.7 * a && x < 1.5 * a;
  const weight = poissonWeight(a, x);
  if (x <= Math.max(a, 1)) {
    if (isNear) return weight * (1 + x * gammaIntegralBelow(a + 1, x, [1], 0));
    let term = 1;
    let sum = 1;
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= x / (a + k);
      sum += term;
    }
    return Math.min(weight * sum, 1);
  }
  if (weight === 0) return 1;
  if (isNear) return 1 - a * weight * gammaIntegralAbove(a, x, [1], 0);
  // From the first to the last of its partial denominators (W. J. Lentz, 1976).
  let denominator = x + 1 - a;
  let front = 1e300;
  let back = 1 / denominator;
  let fraction = back;
  for (let k = 1, change = 0; k < 1000 && Math.abs(change - 1) > 1e-16; k++) {
    const numerator = k * (a - k);
    denominator += 2;
    back = 1 / (denominator + numerator * back);
    front = denominator + numerator / front;
    change = back * front;
    fraction *= change;
  }
  return 1 - a * weight * fraction;
}

/**
 * The m-th derivative of gammainc by a. With w = x^a·exp(-x)/Γ(1 + a), whose derivatives are w times polynomials,
 * P(a, x) = w + P(1 + a, x), and Q(a, x) is the factor a times a similar integral: so nothing cancels for small a.
 */
export function gammaincSlope(m, a, x) {
  if (!isOrder(m)) return NaN;
  if (m === 0) return gammainc(a, x);
  if (!(a > 0 && x >= 0 && a < Infinity)) return NaN;
  if (x === 0 || x === Infinity) return 0;
  const weight = poissonWeight(a, x);
  if (weight === 0) return 0;
  const shift = poissonLogSlope(a, x);
  const polynomial = parameterPolynomial(m, a);
  if (x <= Math.max(a, 1)) {
    return weight * (polynomialAt(polynomial, shift) + x * gammaIntegralBelow(a + 1, x, polynomial, shift));
  }
  const before = parameterPolynomial(m - 1, a);
  return -weight * (a * gammaIntegralAbove(a, x, polynomial, shift) + m * gammaIntegralAbove(a, x, before, shift));
}

/** The derivatives 0, 1, ..., m by h of (a + h)(a - 1 + h)···(a - i + h), at 0. */
function fallingSlopes(m, a, i) {
  let slopes = [];
  for (let l = 0; l <= m; l++) slopes.push(l === 0 ? 1 : 0);
  for (let factor = 0; factor <= i; factor++) {
    const next = [];
    for (let l = 0; l <= m; l++) next.push((a - factor) * slopes[l] + (l === 0 ? 0 : l * slopes[l - 1]));
    slopes = next;
  }
  return slopes;
}

/**
 * The derivative of the density x^(a - 1)·exp(-x)/Γ(a) of the gamma distribution, j times by x and m times by a. For x < 1
 * as a sum of densities of a, a - 1, ..., a - j, some of which vanish; for others from the recurrence of derivatives,
 * x·d⁽ʲ⁺¹⁾ = (a - 1 - x - j)·d⁽ʲ⁾ - j·d⁽ʲ⁻¹⁾, which loses nothing near x = a. At 0 the limit.
 */
export function gammaDensity(j, m, a, x) {
  if (!isOrder(j) || !isOrder(m) || !(a > 0 && x >= 0 && a < Infinity)) return NaN;
  if (x === Infinity) return 0;
  if (x === 0) return densityAtZero(j, m, a);
  const shift = poissonLogSlope(a, x);
  const weights = [];
  for (let k = 0; k <= m; k++) weights.push(polynomialAt(parameterPolynomial(k, a), shift));
  if (x < 1) {
    let sum = 0;
    for (let i = 0; i <= j; i++) {
      const slopes = fallingSlopes(m, a, i);
      let part = 0;
      for (let k = 0; k <= m; k++) part += choose(m, k) * slopes[k] * weights[m - k];
      const sign = (j - i) % 2 === 0 ? 1 : -1;
      if (part !== 0) sum += sign * choose(j, i) * part * x ** (a - 1 - i);
    }
    return (sum * Math.exp(-x)) / gamma(1 + a);
  }
  const scale = poissonWeight(a, x);
  if (scale === 0) return 0;
  let before = [];
  let at = [];
  for (let k = 0; k <= m; k++) {
    before.push(0);
    at.push((a * weights[k] + (k === 0 ? 0 : k * weights[k - 1])) / x);
  }
  for (let order = 0; order < j; order++) {
    const next = [];
    for (let k = 0; k <= m; k++) {
      const byFactor = (a - 1 - x - order) * at[k] + (k === 0 ? 0 : k * at[k - 1]);
      next.push((byFactor - order * before[k]) / x);
    }
    before = at;
    at = next;
  }
  return scale * at[m];
}

/**
 * The limit of that derivative at 0: of the first of those densities that does not vanish, a power of x, times logarithms of x
 * where a is varied.
 */
function densityAtZero(j, m, a) {
  let i = j;
  while (m === 0 && i > 0 && fallingSlopes(0, a, i)[0] === 0) i--;
  const exponent = a - 1 - i;
  if (exponent > 0) return 0;
  const slopes = fallingSlopes(1, a, i);
  const sign = (j - i) % 2 === 0 ? 1 : -1;
  if (exponent === 0 && m === 0) return (sign * choose(j, i) * slopes[0]) / gamma(1 + a);
  // Where the factor vanishes, its slope has taken one of the logarithms.
  const leading = slopes[0] === 0 ? -slopes[1] : slopes[0];
  return sign * leading * (m % 2 === 0 ? Infinity : -Infinity);
}
