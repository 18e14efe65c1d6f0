// Derivatives by extrapolated central differences (C. Ridders, Advances in Engineering Software 4(2), 1982).

export interface Difference {
  readonly derivative: number;
  /** How far the best two extrapolations are apart, and rounding. */
  readonly uncertainty: number;
  /** One-sided slopes close to the point; far apart at a kink. */
  readonly left: number;
  readonly right: number;
}

const SHRINK = 1.6;
const STEPS = 16;

export function differenceOf(f: (x: number) => number, x: number): Difference {
  const scale = Math.max(Math.abs(x), 0.1);
  let best: { derivative: number; uncertainty: number } = {
    derivative: Number.NaN,
    uncertainty: Number.POSITIVE_INFINITY,
  };
  // Several first steps: one alone may reach over a pole or a branch.
  for (const first of [0.2, 0.01, 0.0005]) {
    const found = ridders(f, x, first * scale);
    if (found.uncertainty < best.uncertainty) best = found;
  }
  const h = 1e-6 * scale;
  const middle = f(x);
  return { ...best, left: (middle - f(x - h)) / h, right: (f(x + h) - middle) / h };
}

function ridders(f: (x: number) => number, x: number, first: number) {
  let best = { derivative: Number.NaN, uncertainty: Number.POSITIVE_INFINITY };
  let above: number[] = [];
  let h = first;
  for (let i = 0; i < STEPS; i++, h /= SHRINK) {
    const low = f(x - h);
    const high = f(x + h);
    const row = [(high - low) / (2 * h)];
    const rounding = (Number.EPSILON * Math.max(Math.abs(high), Math.abs(low))) / h;
    let factor = SHRINK ** 2;
    for (let j = 1; j <= i; j++, factor *= SHRINK ** 2) {
      row.push((row[j - 1]! * factor - above[j - 1]!) / (factor - 1));
      const apart = Math.max(Math.abs(row[j]! - row[j - 1]!), Math.abs(row[j]! - above[j - 1]!)) + rounding;
      if (apart < best.uncertainty) best = { derivative: row[j]!, uncertainty: apart };
    }
    above = row;
  }
  return best;
}
