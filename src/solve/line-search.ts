// How far to go along a direction in which the value falls, until the strong Wolfe conditions hold: the value has fallen as the
// slope promised, and the slope has become flat. J. Nocedal, S. J. Wright, Numerical Optimization (2006), algorithms 3.5, 3.6.
//
// Two things are added. Beyond its domain a function has no value; such a step is too long, however it is answered. And close
// to a minimum values are equal to within rounding while slopes still tell where it is: there the approximate conditions of
// W. W. Hager, H. Zhang, SIAM J. Optim. 16 (2005), section 2, decide.

import { project, stepToBounds } from './bounds.js';
import { type Asking, type Course, isRounding, type Point } from './course.js';
import { along } from './vectors.js';

export interface LineSearch {
  readonly from: Point;
  readonly direction: Float64Array;
  /** Tried first. */
  readonly first: number;
  /** How much flatter the slope is to become. */
  readonly curvature: number;
}

/** A step that was found, or why there is none; null where no more may be asked. */
export type Found = { readonly point: Point; readonly step: number } | Failed | null;

export interface Failed {
  readonly failed: 'line search' | 'unbounded';
  /** As far as it fell. */
  readonly point?: Point;
}

/** Of the decrease that the slope promises, how much there has to be. */
const DECREASE = 1e-4;
const MOST_EVALUATIONS = 80;

/** A step on the way; beyond the domain value and slope are Infinity. */
interface Trial {
  readonly step: number;
  readonly value: number;
  readonly slope: number;
  /** Null at the start, and beyond the domain. */
  readonly point: Point | null;
}

export function* lineSearch(course: Course, { from, direction, first, curvature }: LineSearch): Asking<Found> {
  const start: Trial = { step: 0, value: from.value, slope: slopeOf(direction, from), point: null };
  if (!(start.slope < 0)) return { failed: 'line search' };
  const toBounds = stepToBounds(from.theta, direction, course.bounds);
  const most = Math.min(toBounds, stepToOverflow(from.theta, direction));
  // The lowest that falls as promised; the minimum is between it and `far`, which is null as long as it was not passed.
  let near = start;
  let far: Trial | null = null;
  let step = Math.min(first, most);
  let growth = 2;
  let width = Number.POSITIVE_INFINITY;
  for (let count = 0; count < MOST_EVALUATIONS; count++) {
    const theta = along(from.theta, step, direction);
    project(theta, course.bounds);
    if (isSame(theta, near.point?.theta ?? from.theta)) break;
    const point = yield* course.at(theta);
    if (point === null) return null;
    if (point.value === Number.NEGATIVE_INFINITY) return { failed: 'unbounded', point };
    const trial = trialOf(step, direction, point);
    if (!isLower(trial, start) || (trial.value > near.value && !isRounding(trial.value - near.value, start.value))) {
      far = trial;
    } else {
      const isFlat = Math.abs(trial.slope) <= -curvature * start.slope;
      if (isFlat) return { point, step };
      if (far === null && trial.slope < 0 && step >= most) {
        return toBounds <= most ? { point, step } : { failed: 'unbounded', point };
      }
      const end: number = far?.step ?? Number.POSITIVE_INFINITY;
      if (trial.slope * (end - near.step) >= 0) far = near;
      near = trial;
    }
    if (far === null) {
      // By more each time: a function that falls forever is soon at the end of all numbers.
      growth *= 2;
      step = Math.min(most, step * growth);
      continue;
    }
    const next: number = between(near, far);
    const now = Math.abs(far.step - near.step);
    // What does not make the interval smaller is halved.
    step = now > 0.66 * width ? near.step + 0.5 * (far.step - near.step) : next;
    width = now;
  }
  return near.point === null ? { failed: 'line search' } : { point: near.point, step: near.step };
}

function trialOf(step: number, direction: Float64Array, point: Point): Trial {
  const isThere = Number.isFinite(point.value) && Number.isFinite(point.norm);
  if (isThere) return { step, value: point.value, slope: slopeOf(direction, point), point };
  return { step, value: Number.POSITIVE_INFINITY, slope: Number.POSITIVE_INFINITY, point: null };
}

/** Of the value along a direction. Of a parameter that does not move the partial may be no number. */
export function slopeOf(direction: Float64Array, { gradient }: Point): number {
  let slope = 0;
  for (let i = 0; i < direction.length; i++) if (direction[i] !== 0) slope += direction[i]! * gradient[i]!;
  return slope;
}

function isLower({ step, value, slope }: Trial, start: Trial): boolean {
  if (value <= start.value + DECREASE * step * start.slope) return true;
  return isRounding(value - start.value, start.value) && slope <= (2 * DECREASE - 1) * start.slope;
}

const isSame = (a: Float64Array, b: Float64Array): boolean => a.every((value, i) => value === b[i]);

/** Most steps before a parameter is no number. */
function stepToOverflow(theta: Float64Array, direction: Float64Array): number {
  const upper = new Float64Array(theta.length).fill(Number.MAX_VALUE);
  const lower = upper.map(value => -value);
  return Math.min(stepToBounds(theta, direction, { lower, upper }), Number.MAX_VALUE);
}

/** Where the cubic through both ends has its minimum, kept off the ends; beyond the domain nearer to what is inside. */
function between(near: Trial, far: Trial): number {
  const width = far.step - near.step;
  if (far.point === null && far.step !== 0) return near.step + 0.2 * width;
  const secant = (far.value - near.value) / width;
  const mean = near.slope + far.slope - 3 * secant;
  const root = Math.sqrt(mean * mean - near.slope * far.slope);
  const signed = width < 0 ? -root : root;
  const at = 1 - (far.slope + signed - mean) / (far.slope - near.slope + 2 * signed);
  const share = Number.isFinite(at) ? at : 0.5;
  return near.step + width * Math.min(Math.max(share, 0.1), 0.9);
}
