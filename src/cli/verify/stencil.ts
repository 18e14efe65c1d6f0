// Points around a point, and the differences of a function over them. A stencil lies along one direction for a first
// derivative and along two for a second one, and is the same on both sides, so its error is a series in even powers of the
// step. The function is evaluated once at a point, whatever number of results and of estimates look there.

/** Results of a function at a point, in order. */
export type Values = (point: readonly number[]) => ArrayLike<number>;

/** Where to go from a point: each slot by its weight. */
export interface Direction {
  readonly slots: readonly number[];
  readonly weights: readonly number[];
}

export const axis = (slot: number): Direction => ({ slots: [slot], weights: [1] });

/** Differences at one step. */
export interface Quotient {
  /** Approximates the derivative. */
  readonly slope: number;
  /** Approximates the value in the middle, which a function that is not smooth between the points does not go through. */
  readonly mean: number;
  /** Largest of the values by size. */
  readonly largest: number;
  /** What a slope is a multiple of: the step, or the product of the two. */
  readonly width: number;
}

export interface Stencil {
  readonly order: 1 | 2;
  /** Width of step 1. */
  readonly unit: number;
  /** The value in the middle. */
  middle(row: number): number;
  /** Values at a multiple of the directions. */
  value(row: number, ...steps: readonly number[]): number;
  quotient(row: number, step: number): Quotient;
  /** The points for a step; those of one side first. */
  points(step: number): (readonly number[])[];
  /** How far a multiple of the directions is in fact: what is added to a number is rounded. */
  lengths(step: number): readonly number[];
}

/** Size that inputs near 0 are taken to have. */
const LEAST_SCALE = 0.1;

const SIDES = {
  1: [[1], [-1]],
  2: [
    [1, 1],
    [-1, -1],
    [1, -1],
    [-1, 1],
  ],
} as const;

/** @param fine steps relative to small numbers themselves. */
export function createStencil(
  values: Values,
  point: readonly number[],
  along: readonly Direction[],
  fine = false,
): Stencil {
  const order = along.length as 1 | 2;
  const scales = along.map(({ slots, weights }) =>
    slots.reduce((least, slot, i) => Math.min(least, scaleOf(point[slot]!, fine) / Math.abs(weights[i]!)), Infinity),
  );
  const known = new Map<string, ArrayLike<number>>();
  const lengthOf = (k: number, step: number): number => {
    const { slots } = along[k]!;
    const length = step * scales[k]!;
    return slots.length === 1 ? point[slots[0]!]! + length - point[slots[0]!]! : length;
  };
  const moved = (steps: readonly number[]): number[] => {
    const to = [...point];
    for (const [k, step] of steps.entries()) {
      const { slots, weights } = along[k]!;
      const length = Math.sign(step) * lengthOf(k, Math.abs(step));
      for (const [i, slot] of slots.entries()) to[slot]! += weights[i]! * length;
    }
    return to;
  };
  const value = (row: number, ...steps: readonly number[]): number => {
    const key = steps.join();
    let found = known.get(key);
    if (found === undefined) {
      found = values(moved(steps));
      known.set(key, found);
    }
    return found[row]!;
  };
  const lengths = (step: number): number[] => along.map((_, k) => lengthOf(k, step));
  return {
    order,
    unit: scales.reduce((product, scale) => product * scale),
    middle: row => value(row, ...along.map(() => 0)),
    value,
    lengths,
    points: step => SIDES[order].map(side => moved(side.map(sign => sign * step))),
    quotient(row, step) {
      const found = SIDES[order].map(side => value(row, ...side.map(sign => sign * step)));
      const width = lengths(step).reduce((product, length) => product * length);
      const [a, b, c = 0, d = 0] = found as [number, number, number?, number?];
      return {
        slope: order === 1 ? (a - b) / (2 * width) : (a + b - (c + d)) / (4 * width),
        mean: found.reduce((sum, of) => sum + of) / found.length,
        largest: Math.max(...found.map(Math.abs)),
        width,
      };
    },
  };
}

/** True where steps relative to a number itself are others than the usual ones. */
export const isSmall = (x: number): boolean => x !== 0 && Math.abs(x) < LEAST_SCALE / 50;

function scaleOf(x: number, fine: boolean): number {
  return fine && isSmall(x) ? Math.abs(x) : Math.max(Math.abs(x), LEAST_SCALE);
}
