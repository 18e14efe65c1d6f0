// How a count grows over n: as a power of n or as a power of a base, whichever its logarithm fits better.

export interface Growth {
  readonly kind: 'power' | 'exponential';
  /** The exponent of n, or the base. */
  readonly rate: number;
}

/** Fewest sizes that a fit makes sense for. */
const FEWEST = 4;

/** Logarithm to base 10 of a positive whole number of any length. */
export function logOf(value: bigint): number {
  const digits = value.toString();
  const head = digits.slice(0, 17);
  return Math.log10(Number(head)) + digits.length - head.length;
}

/** Least squares over the larger half of the sizes, where the small ones no longer blur it; null with too few. */
export function growthOf(points: readonly { readonly n: number; readonly value: bigint }[]): Growth | null {
  const positive = points.filter(({ n, value }) => n > 0 && value > 0n);
  if (positive.length < FEWEST) return null;
  const largest = positive.slice(-Math.max(FEWEST, Math.ceil(positive.length / 2)));
  const y = largest.map(({ value }) => logOf(value));
  const power = leastSquares(
    largest.map(({ n }) => Math.log10(n)),
    y,
  );
  const exponential = leastSquares(
    largest.map(({ n }) => n),
    y,
  );
  return power.residual <= exponential.residual
    ? { kind: 'power', rate: power.slope }
    : { kind: 'exponential', rate: 10 ** exponential.slope };
}

function leastSquares(x: readonly number[], y: readonly number[]) {
  const mean = (of: readonly number[]): number => of.reduce((sum, value) => sum + value, 0) / of.length;
  const [mx, my] = [mean(x), mean(y)];
  const dot = (a: readonly number[], ma: number, b: readonly number[], mb: number): number =>
    a.reduce((sum, value, i) => sum + (value - ma) * (b[i]! - mb), 0);
  const slope = dot(x, mx, y, my) / dot(x, mx, x, mx);
  const residual = dot(y, my, y, my) - slope * dot(x, mx, y, my);
  return { slope, residual };
}
