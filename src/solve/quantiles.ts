// How far confidence intervals reach: quantiles of Student's t and of the normal distribution, found by bisection of their
// distribution functions (Abramowitz and Stegun, Handbook of Mathematical Functions, chapter 26).

/** Degrees of freedom above which the series in their inverse is exact to the last digits. */
const MANY = 1000;

/** t with P(|T| ≤ t) = confidence, of a whole number of degrees of freedom; of infinitely many that of the normal distribution. */
export function studentQuantile(confidence: number, freedom: number): number {
  if (!(freedom >= 1)) return Number.NaN;
  if (freedom > MANY) return expanded(normalQuantile(confidence), freedom);
  // t = √ν·tan θ: its distribution function is a finite sum of powers of sin θ and cos θ.
  const angle = bisected(at => studentWithin(at, freedom), confidence, Math.PI / 2);
  return Math.sqrt(freedom) * Math.tan(angle);
}

/** z with P(|Z| ≤ z) = confidence. */
export function normalQuantile(confidence: number): number {
  return bisected(normalWithin, confidence, 40);
}

/** Where a function that rises from 0 at 0 reaches a value. */
function bisected(rising: (at: number) => number, value: number, above: number): number {
  let [low, high] = [0, above];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (rising(middle) < value) low = middle;
    else high = middle;
  }
}

/** P(|T| ≤ √ν·tan θ): 26.7.3 and 26.7.4. */
function studentWithin(angle: number, freedom: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = freedom % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = freedom === 1 ? 0 : term;
  for (let k = isOdd ? 3 : 2; k < freedom; k += 2) {
    term *= (cosine * cosine * (k - 1)) / k;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}

/** P(|Z| ≤ z): 26.2.11. */
function normalWithin(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; term > 1e-17 * sum; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return Math.min(1, 2 * sum * Math.exp((-z * z) / 2) * Math.SQRT1_2 * Math.sqrt(1 / Math.PI));
}

/** 26.7.5. */
function expanded(z: number, freedom: number): number {
  const s = z * z;
  const terms = [
    (s + 1) / 4,
    ((5 * s + 16) * s + 3) / 96,
    (((3 * s + 19) * s + 17) * s - 15) / 384,
    ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160,
  ];
  return terms.reduceRight((sum, term) => (sum + term) / freedom, 0) * z + z;
}
