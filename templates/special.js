// Functions that Math does not have. Imported for folding constants, and copied declaration by declaration into
// generated modules: so every declaration is a function or a const that names nothing but Math and its neighbours here.
//
// Coefficients not given as fractions are of the polynomial that interpolates the function named at Chebyshev nodes,
// computed to 60 digits. Formulas cited as DLMF are of the NIST Digital Library of Mathematical Functions.

/** Σ coefficients[k]·t^k by Horner's rule. */
function hornerSum(coefficients, t) {
  let sum = coefficients[coefficients.length - 1];
  for (let k = coefficients.length - 2; k >= 0; k--) sum = sum * t + coefficients[k];
  return sum;
}

/** sin(πx). The distance of x from the nearest integer is exact, so nothing is lost before the multiplication by π. */
function sinPi(x) {
  const nearest = Math.round(x);
  const s = Math.sin(Math.PI * (x - nearest));
  return nearest % 2 === 0 ? s : -s;
}

/** cot(πx), with the same reduction, and from the complement of the angle where the cotangent is small. */
function cotPi(x) {
  const r = x - Math.round(x);
  if (Math.abs(r) < 0.25) return 1 / Math.tan(Math.PI * r);
  return Math.sign(r) * Math.tan(Math.PI * (0.5 - Math.abs(r)));
}

/** erf(x)/x for |x| ≤ 1, in powers of x². */
const ERF_SMALL = [
  1.1283791670955126, -0.37612638903183543, 0.11283791670945006, -0.02686617064323777, 0.0052239776071164225,
  -0.0008548325975389692, 0.00012055294904839707, -1.492473690741966e-5, 1.6447424703317362e-6, -1.6208483801871705e-7,
  1.3720064546777686e-8, -7.795898827002142e-10,
];

/** exp(x²)·erfc(x) for 1 ≤ x ≤ 6, in powers of (x - 3)/(x + 3). */
const ERFC_SCALED = [
  0.17900115118138996, -0.32623356004303716, 0.24560380171233195, -0.15011593650078744, 0.07166583719774874,
  -0.024392499318273194, 0.004269136347508256, 0.0007077464443901538, -0.0005970623517093284, 4.525472635483354e-5,
  6.406182073530546e-5, -1.284889451252353e-5, -8.008021319412685e-6, 2.023603179641757e-6, 1.2801900862962662e-6,
];

/** The error function. From 1 on as 1 - erfc(x); beyond 6 that is 1 to the last bit. */
export function erf(x) {
  const a = Math.abs(x);
  if (a < 1) return x * hornerSum(ERF_SMALL, x * x);
  if (a > 6) return Math.sign(x);
  return Math.sign(x) * (1 - Math.exp(-a * a) * hornerSum(ERFC_SCALED, (a - 3) / (a + 3)));
}

/** (1/Γ(1 + u) - 1)/(u(1 - u)) for -1/2 ≤ u ≤ 3/2, in powers of u - 1/2; entire, so that few of them are needed. */
const RECIPROCAL_GAMMA = [
  0.5135166683820503, -0.16469810578113242, -0.052551068573976734, 0.0416156810512094, -0.00633683330508275,
  -0.002157953269321537, 0.00110425808696806, -0.0001488873068309736, -2.5888670532265244e-5, 1.3881254838766408e-5,
  -2.13386229517109e-6, -6.220043188443744e-8, 8.93635092040955e-8, -1.703779886525841e-8, 9.130100588562569e-10,
  2.7171472508430505e-10, -7.482608033592419e-11, 7.140282743494703e-12, 2.211563571186429e-13,
];

/** 1/Γ(1 + u) - 1 for -1/2 ≤ u ≤ 3/2, to full relative accuracy: its zeros at 0 and 1 are factors. */
function reciprocalGammaExcess(u) {
  return u * (1 - u) * hornerSum(RECIPROCAL_GAMMA, u - 0.5);
}

/** Stirling's series, DLMF 5.11.1: the coefficients B(2k)/(2k(2k - 1)) of x^(1 - 2k). */
const STIRLING_SERIES = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/** log Γ(x) - (x - 1/2)·log x + x - log(2π)/2 for x ≥ 20. */
function stirlingTail(x) {
  return hornerSum(STIRLING_SERIES, 1 / (x * x)) / x;
}

/**
 * The gamma function; NaN at its poles. Γ(x + 1) = xΓ(x) leads to [1, 2] up to 23, where integer products are exact;
 * then Stirling's formula, with x^(x - 1/2) in two halves that do not overflow. Γ(x)Γ(-x) = -π/(x·sin πx) below 0.
 */
export function gamma(x) {
  if (x <= 0 && Math.floor(x) === x) return NaN;
  if (Math.abs(x) < 0.5) return 1 / (x * (1 + reciprocalGammaExcess(x)));
  // Γ(-x) overflows before Γ(x) vanishes.
  if (x < -170 && x > -190) return gamma(x + 1) / x;
  if (x < 0) return -Math.PI / (x * sinPi(x) * gamma(-x));
  if (x > 172) return Infinity;
  if (x > 23) {
    // √(2π) and two exponentials: the sum of their arguments would be rounded, which at 171 costs seven bits.
    const half = x ** (0.5 * x - 0.25);
    return half * (2.5066282746310007 * Math.exp(-x) * Math.exp(stirlingTail(x))) * half;
  }
  let product = 1;
  let reduced = x;
  while (reduced > 2) {
    reduced -= 1;
    product *= reduced;
  }
  return product / (1 + reciprocalGammaExcess(reduced - 1));
}

/** 1/Γ(x). */
export function reciprocalGamma(x) {
  return 1 / gamma(x);
}

/** log |Γ(x)|; NaN at the poles. Its zeros at 1 and 2 are those of the operand of log1p; Stirling's formula from 20. */
export function lgamma(x) {
  if (x <= 0 && Math.floor(x) === x) return NaN;
  if (Math.abs(x) < 0.5) return -Math.log(Math.abs(x) * (1 + reciprocalGammaExcess(x)));
  // From 0, so that the zeros are not negative.
  if (x > 0 && x < 2.5) return 0 - Math.log1p(reciprocalGammaExcess(x - 1));
  if (Math.abs(x) < 20) return Math.log(Math.abs(gamma(x)));
  if (x < 0) return Math.log(Math.PI / Math.abs(x * sinPi(x))) - lgamma(-x);
  // The constant is (log(2π) - 1)/2.
  return (x - 0.5) * (Math.log(x) - 1) + (0.4189385332046727 + stirlingTail(x));
}

/** The positive zero of the digamma function, and what its rounding left off. */
const DIGAMMA_ZERO = 1.4616321449683622;
const DIGAMMA_ZERO_REST = 9.549995429965697e-17;

/** digamma(x)/(x - zero) - 1/(x·zero) for 1 ≤ x ≤ 2, in powers of x - 3/2; the subtrahend is the pole at 0. */
const DIGAMMA_SLOPE = [
  0.4949447615071198, -0.1195533449316518, 0.03782643334093407, -0.013260889120676857, 0.004892701829104418,
  -0.0018581181896123336, 0.000718157269834857, -0.0002806790470763556, 0.00011050240795145107, -4.371819950821214e-5,
  1.7361017660974115e-5, -6.907268330134264e-6, 2.719072472780677e-6, -1.08470664978754e-6, 5.153369011960109e-7,
  -2.058803341621865e-7,
];

/** The asymptotic series of digamma, DLMF 5.11.2: the coefficients -B(2k)/(2k) of x^(-2k). */
const DIGAMMA_SERIES = [-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760, -1 / 12, 3617 / 8160];

/**
 * The digamma function Γ'/Γ; NaN at its poles. Asymptotic from 10 on; below, ψ(x + 1) = ψ(x) + 1/x leads to [1, 2],
 * where the zero is a factor. Reflection, DLMF 5.5.4, for negative x.
 */
export function digamma(x) {
  if (x <= 0 && Math.floor(x) === x) return NaN;
  if (x < 0) return digamma(1 - x) - Math.PI * cotPi(x);
  if (x >= 10) {
    const w = 1 / (x * x);
    return Math.log(x) - (0.5 / x - w * hornerSum(DIGAMMA_SERIES, w));
  }
  let sum = x < 1 ? -1 / x : 0;
  let reduced = x < 1 ? x + 1 : x;
  while (reduced > 2) {
    reduced -= 1;
    sum += 1 / reduced;
  }
  const slope = 1 / (reduced * DIGAMMA_ZERO) + hornerSum(DIGAMMA_SLOPE, reduced - 1.5);
  return sum + (reduced - DIGAMMA_ZERO - DIGAMMA_ZERO_REST) * slope;
}

/** The Bernoulli numbers B(2), B(4), ... */
const BERNOULLI_NUMBERS = [
  1 / 6,
  -1 / 30,
  1 / 42,
  -1 / 30,
  5 / 66,
  -691 / 2730,
  7 / 6,
  -3617 / 510,
  43867 / 798,
  -174611 / 330,
];

/** m!/x^(m + 1), as a product whose factors keep it in range. */
function factorialOverPower(m, x) {
  let product = 1 / x;
  for (let k = 1; k <= m; k++) product *= k / x;
  return product;
}

/** |polygamma(m, x)| for x ≥ m + 10, DLMF 5.15.9: (m - 1)!/x^m times a series in 1/x with terms by recurrence. */
function polygammaTail(m, x) {
  let sum = 0.5 * (m / x);
  let binomial = (0.5 * m * (m + 1)) / x / x;
  for (let k = 1; k <= BERNOULLI_NUMBERS.length; k++) {
    sum += BERNOULLI_NUMBERS[k - 1] * binomial;
    binomial *= (((2 * k + m) / x) * ((2 * k + m + 1) / x)) / ((2 * k + 1) * (2 * k + 2));
  }
  return factorialOverPower(m - 1, x) * (1 + sum);
}

/** The polynomial Q in c = cot θ with dᵐ/dθᵐ cot θ = (-1)^m·Q(c): Q ← (1 + c²)·Q', from Q = c. No term is negative. */
function cotDerivative(m, c) {
  let coefficients = [0, 1];
  for (let order = 0; order < m; order++) {
    const next = [];
    for (let k = 0; k <= coefficients.length; k++) {
      next.push((k + 1) * (coefficients[k + 1] ?? 0) + (k - 1) * (coefficients[k - 1] ?? 0));
    }
    coefficients = next;
  }
  return hornerSum(coefficients, c);
}

/**
 * The m-th derivative of digamma for m = 1, 2, ...; NaN at its poles. The sum over k of ±m!/(x + k)^(m + 1), its first
 * terms one by one and the rest by the asymptotic series. Reflection, DLMF 5.15.6, for negative x.
 */
export function polygamma(m, x) {
  if (!(m >= 1 && Math.floor(m) === m) || (x <= 0 && Math.floor(x) === x)) return NaN;
  if (x === Infinity) return 0;
  if (x < 0) {
    const difference = polygamma(m, 1 - x) - Math.PI ** (m + 1) * cotDerivative(m, cotPi(x));
    return m % 2 === 0 ? difference : -difference;
  }
  const steps = Math.max(0, Math.ceil(m + 10 - x));
  let sum = polygammaTail(m, x + steps);
  for (let k = steps - 1; k >= 0; k--) sum += factorialOverPower(m, x + k);
  return m % 2 === 0 ? -sum : sum;
}

/** The remainder of a by b with the sign of a. */
export function remainder(a, b) {
  return a % b;
}

/** The remainder of a by b with the sign of b; a itself for b = 0. The operator % is exact, the sum rounded once. */
export function mod(a, b) {
  if (b === 0) return a;
  const r = a % b;
  if (r === 0) return 0;
  return r < 0 === b < 0 ? r : r + b;
}

/** x rounded to an integer, halves away from zero. The fraction x - trunc(x) is exact. */
export function round(x) {
  const t = Math.trunc(x);
  return Math.abs(x - t) >= 0.5 ? t + Math.sign(x) : t;
}

/** 1 for x ≥ 0, otherwise 0. */
export function step(x) {
  return x >= 0 ? 1 : x < 0 ? 0 : NaN;
}

/** x, where what it goes with is a number. */
export function provided(x, y) {
  return y >= 0 || y < 0 ? x : NaN;
}

/** s/x where x may be the operand of a logarithm, otherwise NaN. Of a negative zero the sign means nothing. */
export function logSlope(s, x) {
  return x >= 0 ? s / Math.abs(x) : NaN;
}

/** Beyond it every double is an even integer, and x - 1 may be x. */
const LARGEST_EXACT = 9007199254740992;

/** ∂/∂x of x^y. Of a large exponent less 1, which is rounded, the parity would be lost. */
export function powSlope(x, y) {
  if (y === 0) return Math.abs(x) >= 0 ? 0 : NaN;
  return y * (x < 0 && Math.abs(y) > LARGEST_EXACT ? x ** y / x : x ** (y - 1));
}

/** ∂/∂y of x^y, which is the power p; where that vanishes faster than the logarithm grows it is 0. */
export function powLog(x, y, p) {
  return (x === 0 && y > 0) || (x === Infinity && y < 0) ? 0 : p * Math.log(x);
}

/** Taylor coefficients of y(y - 1)…(y - m + 1) from those of y. */
function fallingFactorial(y, m) {
  let product = [1];
  while (product.length < y.length) product.push(0);
  for (let j = 0; j < m; j++) {
    const next = [];
    for (let k = 0; k < y.length; k++) {
      let sum = product[k] * (y[0] - j);
      for (let i = 1; i <= k; i++) sum += product[k - i] * y[i];
      next.push(sum);
    }
    product = next;
  }
  return product;
}

/**
 * ∂^m/∂x^m ∂^n/∂y^n of x^y: x^(y - m) times a polynomial in log(x) whose coefficients are the derivatives of the falling
 * factorial of y. At x = 0 and at infinity the limit from within. For negative x, where y can only be an integer, there is
 * no derivative by y.
 */
export function powDerivative(x, y, m, n) {
  if (!(Math.abs(x) >= 0 && Math.abs(y) >= 0) || (x < 0 && n > 0)) return NaN;
  const exponent = [y];
  for (let k = 1; k <= n; k++) exponent.push(k === 1 ? 1 : 0);
  const series = fallingFactorial(exponent, m);
  let first = 0;
  while (first <= n && series[first] === 0) first++;
  if (first > n) return 0;
  if (x < 0) {
    if (Math.abs(y) <= LARGEST_EXACT) return series[0] * x ** (y - m);
    return (m % 2 === 0 ? series[0] : -series[0]) * (-x) ** (y - m);
  }
  let sum = series[0];
  let factor = 1;
  let leading = series[first];
  const log = Math.log(x);
  for (let k = 1; k <= n; k++) {
    factor *= n - k + 1;
    sum = sum * log + factor * series[k];
    if (k === first) leading = factor * series[k];
  }
  if (x === 0 || x === Infinity) {
    const vanishing = x === 0 ? y - m : m - y;
    if (vanishing > 0) return 0;
    if (n === 0) return series[0] * x ** (y - m);
    if (vanishing === 0 && first === n) return leading;
    return (x === 0 && (n - first) % 2 === 1 ? -leading : leading) * Infinity;
  }
  if (sum === 0) return 0;
  const power = x ** (y - m);
  if (power > 0 && power < Infinity) return power * sum;
  const half = x ** (0.5 * (y - m));
  return half * sum * half;
}

/** Beyond it the rounding of 1/n does not show in the root, and a step of Newton's method would not converge. */
const LARGEST_CORRECTED = 100000;

/**
 * The real n-th root: of a negative x for odd n only. For whole n the power x^(1/n) is corrected by one step of
 * Newton's method for y^n = x, with y^(n - 1) in two factors that do not underflow.
 */
export function nthRoot(x, n) {
  if (n < 0) return 1 / nthRoot(x, -n);
  if (!(n > 0)) return NaN;
  const odd = n % 2 === 1;
  if (x < 0) return odd ? -nthRoot(-x, n) : NaN;
  if (x === 0) return odd ? x : 0;
  if (n === 2) return Math.sqrt(x);
  if (n === 3) return Math.cbrt(x);
  const root = x ** (1 / n);
  if (root === Infinity || Math.floor(n) !== n || n > LARGEST_CORRECTED) return root;
  const half = Math.floor(n / 2);
  return root + (x / root ** half / root ** (n - 1 - half) - root) / n;
}

/** Taylor coefficients of exp(log·(y - y(0))) from those of y. */
function powerSeries(log, y) {
  const power = [1];
  for (let k = 1; k < y.length; k++) {
    let sum = 0;
    for (let j = 1; j <= k; j++) sum += j * log * y[j] * power[k - j];
    power.push(sum / k);
  }
  return power;
}

/**
 * ∂^m/∂x^m ∂^k/∂n^k of the n-th root of x: as of the power with the exponent 1/n, by its Taylor series in n. Of a negative x,
 * whose root there only is for odd n, there is none by n.
 */
export function nthRootDerivative(x, n, m, k) {
  if (x < 0) {
    if (k > 0 || Math.abs(n % 2) !== 1) return NaN;
    return (m % 2 === 0 ? -1 : 1) * nthRootDerivative(-x, n, m, k);
  }
  if (!(x >= 0 && Math.abs(n) > 0)) return NaN;
  const exponent = [1 / n];
  for (let j = 1; j <= k; j++) exponent.push(-exponent[j - 1] / n);
  const falling = fallingFactorial(exponent, m);
  if (x === 0 || x === Infinity) {
    const vanishing = x === 0 ? exponent[0] - m : m - exponent[0];
    if (vanishing > 0 || (k === 0 && falling[0] === 0)) return 0;
    return k === 0 ? falling[0] * x ** (exponent[0] - m) : NaN;
  }
  const power = powerSeries(Math.log(x), exponent);
  let coefficient = 0;
  for (let j = 0; j <= k; j++) coefficient += falling[j] * power[k - j];
  for (let j = 2; j <= k; j++) coefficient *= j;
  coefficient *= nthRoot(x, n);
  for (let j = 0; j < m; j++) coefficient /= x;
  return coefficient;
}

/** The n-th derivative of atan: ±(n - 1)!·Im (x + i)^n/(1 + x²)^n, by 1/x where x² may overflow. */
export function atanDerivative(n, x) {
  const isLarge = Math.abs(x) > 1;
  const t = isLarge ? 1 / x : x;
  const norm = 1 + t * t;
  let real = 1;
  let imaginary = 0;
  let factor = 1;
  for (let k = 1; k <= n; k++) {
    const before = real;
    real = isLarge ? real - imaginary * t : real * t - imaginary;
    imaginary = isLarge ? before * t + imaginary : before + imaginary * t;
    if (k > 1) factor *= 1 - k;
    factor /= norm;
    if (isLarge) factor *= t;
  }
  return factor * imaginary;
}

/**
 * The derivative of order k of 1/(|x|·sqrt(x² + c)) for c = ±1. As sgn(x)·x^(-2 - k)·w^(-1/2 - k)·R(1/x²) with w = 1 + c/x²,
 * or, for |x| < 1, as sgn(x)·x^(-1 - k)·w^(-1/2 - k)·R(x²) with w = x² + c; the polynomials R by recurrence.
 */
function secantDerivative(c, k, x) {
  const a = Math.abs(x);
  if (a === Infinity) return 0;
  const isSmall = a < 1;
  const t = isSmall ? x * x : 1 / a / a;
  let w = isSmall ? t + c : 1 + t;
  // Without the cancellation of 1 - 1/x².
  if (c < 0) w = isSmall ? (a - 1) * (a + 1) : ((a - 1) / a) * (1 + 1 / a);
  let polynomial = [1];
  for (let order = 0; order < k; order++) {
    const next = [];
    const constant = isSmall ? -(1 + order) * c : -(2 + order);
    const linear = isSmall ? -(2 + 3 * order) : (order - 1) * c;
    const slope = isSmall ? 2 * c : -2;
    for (let i = 0; i <= polynomial.length; i++) {
      const same = i < polynomial.length ? polynomial[i] * (constant + slope * i) : 0;
      const below = i > 0 ? polynomial[i - 1] * (linear + slope * c * (i - 1)) : 0;
      next.push(same + below);
    }
    polynomial = next;
  }
  let result = hornerSum(polynomial, t) / Math.sqrt(w) / a;
  if (!isSmall) result /= a;
  for (let order = 0; order < k; order++) result = result / w / x;
  return result;
}

/** The n-th derivative of asec, for n ≥ 1. */
export function asecDerivative(n, x) {
  return secantDerivative(-1, n - 1, x);
}

/** The n-th derivative of acsch, for n ≥ 1. */
export function acschDerivative(n, x) {
  return -secantDerivative(1, n - 1, x);
}

/** sqrt(1 - x²), the cosine of asin(x), without cancellation. */
export function cosAsin(x) {
  return Math.sqrt((1 - x) * (1 + x));
}

/** sqrt(x² - 1), without cancellation or overflow. */
export function sqrtSquareMinusOne(x) {
  const a = Math.abs(x);
  return Math.sqrt(a - 1) * Math.sqrt(a + 1);
}

/** The derivative of tanh at x, where t = tanh(x): 1 - t², but for large |x|, where that cancels. */
export function tanhSlope(x, t) {
  return Math.abs(t) < 0.8 ? 1 - t * t : (1 / Math.cosh(x)) ** 2;
}

/** The inverse secant, acos(1/x), as an angle of the triangle with the sides 1, sqrt(x² - 1) and x. */
export function asec(x) {
  return Math.atan2(sqrtSquareMinusOne(x), Math.sign(x));
}

/** The inverse cosecant, asin(1/x), as the other angle of that triangle. */
export function acsc(x) {
  return Math.atan2(Math.sign(x), sqrtSquareMinusOne(x));
}

/** The inverse cotangent, with values in (-π/2, π/2]. */
export function acot(x) {
  return Math.atan(1 / x);
}

/** The inverse hyperbolic secant, acosh(1/x) = log((1 + sqrt(1 - x²))/x). */
export function asech(x) {
  const root = cosAsin(x);
  if (x < 0.5) return Math.log1p(root) - Math.log(x);
  return Math.log1p((1 - x + root) / x);
}

/** The inverse hyperbolic cosecant, asinh(1/x); near 0, where 1/x overflows, log(2/|x|). */
export function acsch(x) {
  if (x !== 0 && Math.abs(x) < 1e-300) return Math.sign(x) * (Math.LN2 - Math.log(Math.abs(x)));
  return Math.asinh(1 / x);
}

/** The inverse hyperbolic cotangent, atanh(1/x) = log((x + 1)/(x - 1))/2. */
export function acoth(x) {
  return Math.sign(x) * 0.5 * Math.log1p(2 / (Math.abs(x) - 1));
}

// Tails: the normal distribution, the beta function, and what networks are activated with. Where a value falls to the
// smallest numbers, it is exact there too; where a derivative would be a difference of nearly equal ones, each order of
// it is computed by a formula that adds.

/** factor·exp(x), with the digits that exp(x) alone loses where it is subnormal. The last constant is exp(-690). */
function timesExp(factor, x) {
  return x < -690 ? Math.exp(x + 690) * factor * 2.171738281389827e-300 : Math.exp(x) * factor;
}

/** factor·exp(-rate·x²) for a rate of 1/2 or 1. Of x² = h² + (x - h)(x + h) the first term is exact; 0 from 50 on. */
function timesGaussian(factor, rate, x) {
  const a = Math.min(Math.abs(x), 50);
  const head = Math.fround(a);
  return timesExp(factor + factor * Math.expm1(-rate * (a - head) * (a + head)), -rate * head * head);
}

/** (t + √½)·exp(t²/2)·Φ(-t) for t ≥ 0, in powers of (t - 5)/(t + 5). */
const NORMAL_TAIL = [
  0.43898668702701454, -0.049534536709623725, -0.002965399491181201, 0.03369269154722303, -0.04041755113425651,
  0.03139473592272645, -0.01780392686488709, 0.0072187480457116685, -0.001740377264187192, -3.15371609560035e-5,
  0.0002000329299530946, -5.38892175796225e-5, -1.18421481056136e-5, 9.4320267091493e-6, 1.272456897611e-7,
  -1.3790923305488e-6, 1.055052387285e-7, 2.081950034572e-7, -2.32773923627e-8, -3.29686013505e-8, 3.2150455413e-9,
  4.7334746312e-9, -2.455785103e-10, -4.176776869e-10,
];

/** The numerator of exp(t²/2)·Φ(-t), whose denominator is t + √½: the normal distribution without its exponential. */
function normalTail(t) {
  return hornerSum(NORMAL_TAIL, 1 - 10 / (t + 5));
}

/** factor·Φ(-t) for t ≥ 0. */
function timesNormalTail(factor, t) {
  return timesGaussian((factor * normalTail(t)) / (t + Math.SQRT1_2), 0.5, t);
}

/** The complementary error function 1 - erf(x), from 0.4 on as 2Φ(-x√2). */
export function erfc(x) {
  return x < 0.4 ? 1 - erf(x) : timesGaussian((Math.SQRT2 * normalTail(x * Math.SQRT2)) / (x + 0.5), 1, x);
}

/** The distribution function Φ of the standard normal distribution. */
export function normcdf(x) {
  return x > -0.5 ? 0.5 + 0.5 * erf(x * Math.SQRT1_2) : timesNormalTail(1, -x);
}

/** log Φ(x). */
export function lognormcdf(x) {
  if (x > 0) return Math.log1p(-normcdf(-x));
  if (x > -0.5) return Math.log(normcdf(x));
  return Math.log(normalTail(-x) / (Math.SQRT1_2 - x)) - 0.5 * x * x;
}

/** The polynomial H with H(x)·exp(-rate·x²) = dⁿ/dxⁿ exp(-rate·x²). */
function hermite(order, rate, x) {
  let previous = 0;
  let current = 1;
  for (let k = 0; k < order; k++) {
    const next = -2 * rate * (x * current + k * previous);
    previous = current;
    current = next;
  }
  return current;
}

/** The derivative of an order of exp(-rate·x²), for a rate of 1/2 or 1. */
export function gaussian(order, rate, x) {
  // From 50 on it is 0, but the polynomial may be infinite.
  const near = Math.max(-50, Math.min(x, 50));
  return timesGaussian(hermite(order, rate, near), rate, near);
}

/** 1/√(2π). */
const NORMAL_PEAK = 0.3989422804014327;

/** The Taylor coefficient of an order of m = φ/Φ about x, where m is known, by m' = -m·(m + x). */
function normalRatioCoefficient(order, slope, x) {
  const ratio = [slope];
  const sum = [slope + x];
  for (let k = 1; k <= order; k++) {
    let next = 0;
    for (let i = 0; i < k; i++) next -= ratio[i] * sum[k - 1 - i];
    ratio.push(next / k);
    sum.push(k === 1 ? 1 + next : next / k);
  }
  return ratio[order];
}

/**
 * The Taylor coefficient of an order of φ(t)/Φ(-t) - t = R(1) about t ≥ 1, where R(n) = n/(t + R(n + 1)): the continued
 * fraction of DLMF 7.9.3 and of the derivatives of Mills' ratio. R(n)' is -R(n)·(R(n + 1) - R(n)).
 */
function normalExcessCoefficient(order, t) {
  const excess = [];
  const depth = order + 25 + Math.ceil(300 / (t * t));
  let fraction = 0;
  for (let n = depth; n > 0; n--) {
    fraction = n / (t + (n === depth ? Math.sqrt(n) : fraction));
    if (n <= order + 1) excess.unshift([fraction]);
  }
  for (let k = 1; k <= order; k++) {
    for (let n = 0; n <= order - k; n++) {
      let sum = 0;
      for (let i = 0; i < k; i++) sum += excess[n][i] * (excess[n + 1][k - 1 - i] - excess[n][k - 1 - i]);
      excess[n].push(-sum / k);
    }
  }
  return excess[0][order];
}

/** The derivatives of log Φ. The first is φ(x)/Φ(x), the inverse of Mills' ratio. */
export function lognormcdfDerivative(order, x) {
  // Beyond 9, Φ is 1 to the last bit, and to the first order in φ nothing else is left.
  if (x > 9) return NORMAL_PEAK * gaussian(order - 1, 0.5, x);
  if (order > 1 && x < -1) {
    const derivative = factorialOverPower(order - 1, 1) * normalExcessCoefficient(order - 1, -x);
    if (order === 2) return -1 - derivative;
    return order % 2 === 0 ? -derivative : derivative;
  }
  const slope =
    x > 0 ? timesGaussian(NORMAL_PEAK / normcdf(x), 0.5, x) : (NORMAL_PEAK * (Math.SQRT1_2 - x)) / normalTail(-x);
  return order === 1 ? slope : factorialOverPower(order - 1, 1) * normalRatioCoefficient(order - 1, slope, x);
}

/** (scale·B(a, b))^power for 0 < a, b and a power of 1 or -1, or log B(a, b) for 0. By Stirling's formula from 20 on. */
function positiveBeta(a, b, power, scale) {
  if (a > b) return positiveBeta(b, a, power, scale);
  if (b < 20) {
    if (power !== 0) return (((scale * gamma(a)) / gamma(a + b)) * gamma(b)) ** power;
    if (a < 0.5 || b > 1.5 || a + b < 1.5) return lgamma(a) + Math.log(gamma(b) / gamma(a + b));
    // From the distances of a and b from 1, where the logarithm has a zero, which a + b would round.
    const u = a - 1;
    const v = b - 1;
    const excess = Math.log1p(reciprocalGammaExcess(u + v)) - Math.log1p(u + v);
    return excess - Math.log1p(reciprocalGammaExcess(u)) - Math.log1p(reciprocalGammaExcess(v));
  }
  const sum = a + b;
  // Where B(a, b) is 0 and its inverse infinite to double precision; not for NaN, which is not above.
  if (b >= a && (b === Infinity || (power !== 0 && (a > 600 || (a >= 20 && b > 1e20)))))
    return power === 0 ? -Infinity : power > 0 ? 0 : Infinity;
  const stirling = stirlingTail(b) - stirlingTail(sum);
  const ratio = a / b;
  const log = Math.log1p(ratio);
  if (a < 20) {
    const exponent = a - (b - 0.5) * log + stirling;
    if (power === 0) return lgamma(a) - a * Math.log(sum) + exponent;
    return productPower(scale * gamma(a) * Math.exp(exponent), sum ** (-0.5 * a), power);
  }
  const exponent = stirling + stirlingTail(a);
  if (power === 0)
    return 0.5 * Math.log((2 * Math.PI) / b) + (a - 0.5) * Math.log(ratio / (1 + ratio)) - (b * log - exponent);
  const factor = scale * Math.sqrt((2 * Math.PI * (1 + 1 / ratio)) / b) * Math.exp(exponent);
  return productPower(factor, halfPowerOfShare(a, b) * halfPowerOfShare(b, a), power);
}

/** (factor·root²)^power for a power of 1 or -1; root² alone may underflow. */
function productPower(factor, root, power) {
  return power > 0 ? factor * root * root : 1 / factor / root / root;
}

/** (x/(x + y))^(x/2). What the quotient's rounding leaves over is found exactly, in parts whose products are exact. */
function halfPowerOfShare(x, y) {
  const sum = x + y;
  const share = x / sum;
  const s = Math.fround(sum);
  const q = Math.fround(share);
  // The error of the sum, by Knuth; then x - share·(x + y).
  const part = sum - x;
  const lost = x - (sum - part) + (y - part);
  const left = x - q * s - q * (sum - s) - (share - q) * s - (share - q) * (sum - s) - share * lost;
  return share ** (0.5 * x) * Math.exp(0.5 * left);
}

/** The same for reals that are no poles of Γ, and log |B(a, b)|: by reflection, DLMF 5.5.3, for numbers below 0. */
function betaPower(a, b, power, scale) {
  if (a > b) return betaPower(b, a, power, scale);
  if (!(a < 0)) return positiveBeta(a, b, power, scale);
  const sum = a + b;
  const factor = (b > 0 && sum > 0 ? Math.PI / b : sinPi(sum)) / sinPi(a);
  const rest = b > 0 ? factor : ((Math.PI / sinPi(b)) * factor) / (1 - sum);
  // B(a, b) is rest·B(b, 1 - sum), or rest over another B.
  if (b > 0 && sum <= 0)
    return power === 0
      ? Math.log(Math.abs(rest)) + positiveBeta(b, 1 - sum, 0, 1)
      : positiveBeta(b, 1 - sum, power, rest * scale);
  const other = b > 0 ? sum : 1 - b;
  return power === 0
    ? Math.log(Math.abs(rest)) - positiveBeta(1 - a, other, 0, 1)
    : positiveBeta(1 - a, other, -power, 1 / (rest * scale));
}

/** True at the poles of Γ. */
function isPole(x) {
  return x <= 0 && Math.floor(x) === x;
}

/** The beta function Γ(a)·Γ(b)/Γ(a + b); NaN where a or b is a pole of Γ. */
export function beta(a, b) {
  return isPole(a) || isPole(b) ? NaN : betaPower(a, b, 1, 1);
}

/** log |B(a, b)|. */
export function lbeta(a, b) {
  return isPole(a) || isPole(b) ? NaN : betaPower(a, b, 0, 1);
}

/** x^(-p) - (x + b)^(-p) for b ≥ 0 as a product of 1/x - 1/(x + b) and a sum of positive terms. */
function powerDrop(p, x, b) {
  const drop = (b === Infinity ? 1 : b / (x + b)) / x;
  let power = 1;
  let sum = 1;
  for (let i = 1; i < p; i++) {
    power /= x + b;
    sum = sum / x + power;
  }
  return drop * sum;
}

/**
 * ψ⁽ᵐ⁾(a) - ψ⁽ᵐ⁾(a + b) for m = 0, 1, ... without the loss of digits of the difference: terms of the series of either one
 * are subtracted one by one, DLMF 5.15.1, and those of the asymptotic series, DLMF 5.11.2 and 5.15.9.
 */
function polygammaDifference(m, a, b) {
  const sum = a + b;
  if (!(a > 0 && sum > 0)) {
    return m === 0 ? digamma(a) - digamma(sum) : polygamma(m, a) - polygamma(m, sum);
  }
  if (b < 0) return -polygammaDifference(m, sum, -b);
  const steps = Math.max(0, Math.ceil(m + 10 - a));
  const x = a + steps;
  const factorial = factorialOverPower(m, 1);
  let total = m === 0 ? Math.log1p(b / x) : (factorial / m) * powerDrop(m, x, b);
  total += 0.5 * factorial * powerDrop(m + 1, x, b);
  let binomial = 0.5 * (m + 1) * factorial;
  // Every second power: u²u^p - v²v^p is u²·(u^p - v^p) + (u² - v²)·v^p.
  let drop = powerDrop(m + 2, x, b);
  let power = powerDrop(2, x, b) / (x + b) ** (m + 2);
  for (let k = 1; k <= BERNOULLI_NUMBERS.length; k++) {
    total += BERNOULLI_NUMBERS[k - 1] * binomial * drop;
    binomial *= ((2 * k + m) * (2 * k + m + 1)) / ((2 * k + 1) * (2 * k + 2));
    drop = drop / x / x + power;
    power /= (x + b) * (x + b);
  }
  for (let k = steps - 1; k >= 0; k--) total += factorial * powerDrop(m + 1, a + k, b);
  return m % 2 === 0 ? -total : total;
}

/** The derivative of lbeta of order m in a and n in b, of which one is at least 1; NaN where lbeta is. */
export function lbetaDerivative(m, n, a, b) {
  if (isPole(a) || isPole(b)) return NaN;
  if (n === 0) return polygammaDifference(m - 1, a, b);
  return m === 0 ? polygammaDifference(n - 1, b, a) : -polygamma(m + n - 1, a + b);
}

/**
 * Γ(n + 1)/(Γ(k + 1)·Γ(n - k + 1)): the binomial coefficient, 0 for a whole k below 0 or n - k below 0. NaN for a negative
 * whole n, where it depends on the way there. A product while k or n - k is small, with whole factors exact below 2^53.
 */
export function combinations(n, k) {
  if (n < 0 && Math.floor(n) === n) return NaN;
  const rest = n - k;
  const whole = Math.floor(k) === k ? (Math.floor(rest) === rest ? Math.min(k, rest) : k) : rest;
  if (Math.floor(whole) === whole && whole <= 30) {
    if (whole < 0) return 0;
    let product = 1;
    for (let i = 1; i <= whole; i++) {
      const over = product < 9e15 ? product % i : 0;
      product = ((product - over) / i) * (n - whole + i) + (over * (n - whole + i)) / i;
    }
    return product;
  }
  return betaPower(k + 1, rest + 1, -1, n + 1);
}

/** The derivative of log |combinations| of order i in n and j in k, of which one is at least 1. */
export function logCombinationsDerivative(i, j, n, k) {
  const above = n - k + 1;
  if (j === 0) return -polygammaDifference(i - 1, above, k);
  if (i > 0) return j % 2 === 0 ? -polygamma(i + j - 1, above) : polygamma(i + j - 1, above);
  if (j % 2 === 1) return polygammaDifference(j - 1, above, k + 1 - above);
  return -(polygamma(j - 1, k + 1) + polygamma(j - 1, above));
}

/** The derivative 1/(x·(1 - x)) of logit; NaN outside of [0, 1]. */
export function logitSlope(x) {
  return x >= 0 && x <= 1 ? 1 / x / (1 - x) : NaN;
}

/** The logarithm of the odds x/(1 - x): about 1/2, where it has its zero, by the exact difference 2x - 1. */
export function logit(x) {
  return x < 0.25 ? Math.log(x / (1 - x)) : Math.log1p((2 * x - 1) / (1 - x));
}

/** log(1 - exp(x)); NaN for x > 0. */
export function log1mexp(x) {
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}

/** The derivative -exp(x)/(1 - exp(x)) of log1mexp. */
export function log1mexpSlope(x) {
  return x <= 0 ? -Math.exp(x) / Math.abs(Math.expm1(x)) : NaN;
}

/** x·sigmoid(x). */
export function silu(x) {
  if (x > 0) return x / (1 + Math.exp(-x));
  const near = Math.max(x, -800);
  return timesExp(near / (1 + Math.exp(near)), near);
}

/** x·Φ(x). */
export function gelu(x) {
  if (x > -0.5) return x * normcdf(x);
  const near = Math.max(x, -50);
  return timesNormalTail(near, -near);
}

/** The derivatives of gelu, which are those of xΦ by the rule of Leibniz. */
export function geluDerivative(order, x) {
  const near = Math.max(-50, Math.min(x, 50));
  const polynomial = near * hermite(order - 1, 0.5, near);
  if (order === 1) return normcdf(near) + timesGaussian(NORMAL_PEAK * polynomial, 0.5, near);
  return timesGaussian(NORMAL_PEAK * (polynomial + order * hermite(order - 2, 0.5, near)), 0.5, near);
}

/** x·tanh(log(1 + exp(x))), a quotient of polynomials in exp(-|x|). */
export function mish(x) {
  const w = Math.exp(-Math.abs(x));
  if (x > 0) return (x * (1 + 2 * w)) / (1 + 2 * w * (1 + w));
  const near = Math.max(x, -800);
  return timesExp((near * (2 + w)) / (2 + w * (2 + w)), near);
}

/**
 * factor times the derivative of an order of p(w)/d(w) for w = exp(x): a polynomial in w over d^(order + 1), and far from 0
 * both in exp(-|x|).
 */
function gateDerivative(order, p, d, factor, x) {
  let numerator = p;
  for (let n = 1; n <= order; n++) {
    // w·(numerator'·d - n·numerator·d')
    const next = [];
    for (let k = 0; k < numerator.length + d.length - 1; k++) {
      let sum = 0;
      for (let j = 0; j < d.length; j++) sum += d[j] * (numerator[k - j] ?? 0) * (k - j - n * j);
      next.push(sum);
    }
    numerator = next;
  }
  const above = x > 0 ? numerator.slice().reverse() : numerator;
  const w = Math.exp(-Math.abs(x));
  const below = hornerSum(x > 0 ? d.slice().reverse() : d, w) ** (order + 1);
  if (above[0] !== 0) return (factor * hornerSum(above, w)) / below;
  return timesExp((factor * hornerSum(above.slice(1), w)) / below, -Math.abs(x));
}

/** The derivatives from the second on of x·p(w)/d(w) for w = exp(x). */
function gatedDerivative(order, p, d, x) {
  return gateDerivative(order, p, d, x, x) + gateDerivative(order - 1, p, d, order, x);
}

/** The derivatives of silu. */
export function siluDerivative(order, x) {
  // At 800 they have their limits, and x·exp(-|x|) is a number.
  const near = Math.max(-800, Math.min(x, 800));
  if (order > 1) return gatedDerivative(order, [0, 1], [1, 1], near);
  const w = Math.exp(-Math.abs(near));
  const below = (1 + w) * (1 + w);
  return near > 0 ? (1 + w + near * w) / below : timesExp((1 + w + near) / below, near);
}

/** The derivatives of mish. */
export function mishDerivative(order, x) {
  const near = Math.max(-800, Math.min(x, 800));
  if (order > 1) return gatedDerivative(order, [0, 2, 1], [2, 2, 1], near);
  const w = Math.exp(-Math.abs(near));
  if (near > 0) {
    const below = 1 + 2 * w * (1 + w);
    return ((1 + 2 * w) * below + 4 * near * w * w * (1 + w)) / (below * below);
  }
  const below = 2 + w * (2 + w);
  return timesExp(((2 + w) * below + 4 * near * (1 + w)) / (below * below), near);
}

/** x/(1 + |x|), which at infinity is 1 with its sign. */
export function softsign(x) {
  return Math.abs(x) > 1e17 ? Math.sign(x) : x / (1 + Math.abs(x));
}
