// Derivatives by extrapolated differences (C. Ridders, Advances in Engineering Software 4(2), 1982), with what is needed to
// trust them: several first steps, as one alone may reach over a pole or miss what is narrow; the mean of the values, which
// must lead to the value in the middle; and the noise that the function itself has.

import { axis, createStencil, type Stencil } from './stencil.js';

export interface Estimate {
  readonly derivative: number;
  readonly uncertainty: number;
  /** What the derivative would be of a value that changes as a whole over the unit of a step. */
  readonly natural: number;
  /** Whether the estimate is good enough to hold a derivative against it. */
  readonly isSharp: boolean;
}

const SHRINK = 1.6;
const STEPS = 9;
/** Steps of a first table, as parts of the size of the input. */
export const FIRST_STEPS = [0.2, 0.01, 0.0005] as const;
const SHARP = 1e-5;
/** Relative error of a value that a program of some length may have without being rough. */
const ROUNDINGS = 8 * Number.EPSILON;

export const nothing: Estimate = { derivative: NaN, uncertainty: Infinity, natural: 0, isSharp: false };

/** The derivative of a function of one number. */
export function differenceOf(f: (x: number) => number, x: number): Estimate {
  return estimateOf([createStencil(([at]) => [f(at!)], [x], [axis(0)])], 0, FIRST_STEPS);
}

/** The best of the estimates that agree with the closest look which says anything. */
export function estimateOf(stencils: readonly Stencil[], row: number, firsts: readonly number[]): Estimate {
  const all = stencils.flatMap(stencil => firsts.map(first => ridders(stencil, row, first)));
  // From large to small steps.
  const closest = all.findLast(({ isSharp }) => isSharp);
  const agrees = (other: Estimate): boolean =>
    closest === undefined ||
    (other.isSharp &&
      Math.abs(other.derivative - closest.derivative) <=
        4 * (other.uncertainty + closest.uncertainty) + 1e-6 * Math.abs(closest.derivative));
  let best = closest ?? nothing;
  for (const other of all) if (agrees(other) && other.uncertainty < best.uncertainty) best = other;
  return best;
}

function ridders(stencil: Stencil, row: number, first: number): Estimate {
  const middle = stencil.middle(row);
  const noise = noiseOf(stencil, row, (first / SHRINK ** STEPS) * 1e-3);
  let best = { derivative: Number.NaN, uncertainty: Number.POSITIVE_INFINITY };
  let largest = Math.abs(middle);
  let above: { slope: number; mean: number }[] = [];
  for (let i = 0, step = first; i < STEPS; i++, step /= SHRINK) {
    const quotient = stencil.quotient(row, step);
    largest = Math.max(largest, quotient.largest);
    const tableau = [{ slope: quotient.slope, mean: quotient.mean }];
    const rounding = (ROUNDINGS * Math.max(quotient.largest, Math.abs(middle)) + noise) / quotient.width;
    let factor = SHRINK ** 2;
    for (let j = 1; j <= i; j++, factor *= SHRINK ** 2) {
      const [left, over] = [tableau[j - 1]!, above[j - 1]!];
      const here = {
        slope: (left.slope * factor - over.slope) / (factor - 1),
        mean: (left.mean * factor - over.mean) / (factor - 1),
      };
      tableau.push(here);
      const apart = Math.max(Math.abs(here.slope - left.slope), Math.abs(here.slope - over.slope));
      const uncertainty = apart + rounding + Math.abs(here.mean - middle) / quotient.width;
      if (uncertainty < best.uncertainty) best = { derivative: here.slope, uncertainty };
    }
    above = tableau;
  }
  const natural = largest / stencil.unit;
  const size = Math.max(Math.abs(best.derivative), 1e-3 * natural);
  return { ...best, natural, isSharp: best.uncertainty <= SHARP * size };
}

/** How rough the values are: fourth and third differences over steps at which a smooth function has none (Moré and Wild, SIAM J. Sci. Comput. 33(3), 2011). */
function noiseOf(stencil: Stencil, row: number, step: number): number {
  const at = (k: number): number => stencil.value(row, ...new Array<number>(stencil.order).fill(k * step));
  const [a, b, c, d, e] = [at(-2), at(-1), stencil.middle(row), at(1), at(2)] as const;
  const fourth = Math.abs(a - 4 * b + 6 * c - 4 * d + e) / Math.sqrt(70);
  const third = Math.abs(a - 2 * b + 2 * d - e) / Math.sqrt(10);
  return Math.max(fourth, third);
}

/** The slope that a function has just beside the middle, from points of one side alone. */
export function sideSlope(stencil: Stencil, row: number, side: 1 | -1, first: number): Estimate {
  let best = { derivative: Number.NaN, uncertainty: Number.POSITIVE_INFINITY };
  let largest = 0;
  let above: number[] = [];
  for (let i = 0, step = first; i < STEPS + 3; i++, step /= SHRINK) {
    const [near, far] = [stencil.value(row, side * step), stencil.value(row, 2 * side * step)];
    const width = side * (stencil.lengths(2 * step)[0]! - stencil.lengths(step)[0]!);
    largest = Math.max(largest, Math.abs(near), Math.abs(far));
    const tableau = [(far - near) / width];
    const rounding = (ROUNDINGS * Math.max(Math.abs(near), Math.abs(far))) / Math.abs(width);
    let factor = SHRINK;
    for (let j = 1; j <= i; j++, factor *= SHRINK) {
      tableau.push((tableau[j - 1]! * factor - above[j - 1]!) / (factor - 1));
      const apart = Math.max(Math.abs(tableau[j]! - tableau[j - 1]!), Math.abs(tableau[j]! - above[j - 1]!));
      if (apart + rounding < best.uncertainty) best = { derivative: tableau[j]!, uncertainty: apart + rounding };
    }
    above = tableau;
  }
  const natural = largest / stencil.unit;
  const size = Math.max(Math.abs(best.derivative), 1e-3 * natural);
  return { ...best, natural, isSharp: best.uncertainty <= 10 * SHARP * size };
}

const CLOSER = [1e-3, 1e-6, 1e-9, 1e-12];

/** Infinity or -Infinity where the slopes on every side that has any grow without end and have one sign; else NaN. */
export function limitAtInfinity(stencil: Stencil, row: number): number {
  const found: number[] = [];
  const middle = stencil.middle(row);
  for (const side of [1, -1]) {
    const slopes = CLOSER.map(step => (stencil.value(row, side * step) - middle) / (side * stencil.lengths(step)[0]!));
    if (!slopes.every(Number.isFinite)) continue;
    const grows = slopes.every((slope, i) => i === 0 || Math.abs(slope) > 3 * Math.abs(slopes[i - 1]!));
    found.push(grows ? Math.sign(slopes[0]!) * Infinity : NaN);
  }
  return found.length > 0 && found.every(limit => limit === found[0]) ? found[0]! : NaN;
}

/** Whether second differences grow without end as the step goes to 0. */
export function diverges(stencil: Stencil, row: number): boolean {
  const slopes = [1e-1, 1e-2, 1e-3, 1e-4].map(step => Math.abs(stencil.quotient(row, step).slope));
  return slopes.every((slope, i) => Number.isFinite(slope) && (i === 0 || slope > 3 * slopes[i - 1]!));
}

const TOLERANCE = 1e-6;

/** Whether an estimate says that a derivative is right; null where it is not sharp enough to say. */
export function holds(derivative: number, by: Estimate): boolean | null {
  if (!Number.isFinite(by.derivative)) return null;
  if (!Number.isFinite(derivative)) return by.isSharp || Number.isFinite(by.uncertainty) ? false : null;
  const size = Math.max(Math.abs(derivative), Math.abs(by.derivative));
  const error = Math.abs(derivative - by.derivative);
  if (error <= Math.max(TOLERANCE * size, 4 * by.uncertainty))
    return by.uncertainty <= 1e-3 * Math.max(size, 1e-3 * by.natural) ? true : null;
  return by.isSharp || error > 100 * by.uncertainty ? false : null;
}
