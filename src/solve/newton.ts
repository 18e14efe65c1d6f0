// Newton's method in a trust region with the whole Hessian, for few parameters: it converges quadratically, and where the
// gradient vanishes it knows a saddle from a minimum.

import { Matrix } from 'ml-matrix';
import { hasBounds, isHeld } from './bounds.js';
import { cauchyStep, decreaseOf, type Product } from './cauchy-step.js';
import type { Asking, Course, Point } from './course.js';
import type { Bounds } from './problem.js';
import { clearStep, type RegionStep, regionStep } from './region-step.js';
import { type ModelStep, trustRegion } from './trust-region.js';
import { length } from './vectors.js';

/** An eigenvalue below this share of the greatest is one of rounding. */
const NEGATIVE = 1e-10;

export const newton = trustRegion(course => {
  let known: { readonly of: Point; readonly hessian: Matrix | null } | null = null;

  /** Null where no more may be asked. */
  function* hessianAt(of: Point): Asking<{ readonly hessian: Matrix | null } | null> {
    if (known?.of === of) return known;
    const hessian = yield* askHessian(course, of);
    if (hessian === undefined) return null;
    known = { of, hessian };
    return known;
  }

  return {
    *minimise(point, radius) {
      const found = yield* hessianAt(point);
      if (found === null) return null;
      const { hessian } = found;
      if (hessian === null) return steepest(point, course.bounds, radius);
      return yield* modelStep(point, course.bounds, radius, hessian);
    },
    *refine(point) {
      const found = yield* hessianAt(point);
      if (found === null || found.hessian === null) return null;
      const free = freeOf(point, course.bounds);
      if (free.length === 0) return null;
      const inFree = clearStep(
        part(found.hessian, free),
        Float64Array.from(free, i => point.gradient[i]!),
      );
      const step = new Float64Array(point.theta.length);
      for (const [at, i] of free.entries()) step[i] = inFree[at]!;
      return step;
    },
    *escape(point, radius) {
      const found = yield* hessianAt(point);
      if (found === null || found.hessian === null) return null;
      const free = freeOf(point, course.bounds);
      if (free.length === 0) return null;
      const { least, greatest } = regionStep(part(found.hessian, free), new Float64Array(free.length), radius);
      if (!(least < -NEGATIVE * greatest)) return null;
      const step = yield* modelStep(point, course.bounds, radius, found.hessian);
      return step.decrease > 0 ? step : null;
    },
  };
});

/** Null where it is not finite, undefined where no more may be asked. */
function* askHessian(course: Course, { theta }: Point): Asking<Matrix | null | undefined> {
  const answer = yield* course.ask({ theta, wants: 'hessian' });
  if (answer === null) return undefined;
  const n = theta.length;
  const entries = answer.hessian!;
  if (!entries.every(Number.isFinite)) return null;
  return Matrix.from1DArray(n, n, entries);
}

const freeOf = ({ theta, gradient }: Point, bounds: Bounds): number[] =>
  Array.from(theta.keys()).filter(i => !isHeld(i, theta, gradient, bounds));

const part = (matrix: Matrix, of: readonly number[]): Matrix => matrix.selection([...of], [...of]);

/** Where the Hessian is not finite: as far down the gradient as the radius is. */
function steepest(point: Point, bounds: Bounds, radius: number): ModelStep {
  const free = new Set(freeOf(point, bounds));
  const falling = point.gradient.map((partial, i) => (free.has(i) ? partial : 0));
  const norm = length(falling);
  return { step: falling.map(partial => (-radius * partial) / norm), decrease: radius * norm, isNewton: false };
}

/** The better of the minimum on a face and of the Cauchy step. */
function* modelStep(point: Point, bounds: Bounds, radius: number, hessian: Matrix): Asking<ModelStep> {
  // biome-ignore lint/correctness/useYield: of a matrix that is known nothing has to be asked
  const product: Product = function* (vector) {
    return times(hessian, vector);
  };
  const { step, isNewton, isCut } = faceStep(point, bounds, radius, hessian);
  const decrease = decreaseOf(point, step, times(hessian, step));
  if (!isCut || !hasBounds(bounds)) return { step, decrease, isNewton };
  // The product of a matrix that is known is always there.
  const least = (yield* cauchyStep(point, bounds, radius, product))!;
  return least.decrease > decrease ? { ...least, isNewton: false } : { step, decrease, isNewton };
}

/** Parameters that would pass a bound are put there, and the others take the step that is best for them then. */
function faceStep(point: Point, { lower, upper }: Bounds, radius: number, hessian: Matrix) {
  const { theta, gradient } = point;
  const step = new Float64Array(theta.length);
  let free = freeOf(point, { lower, upper });
  let left = radius;
  let found: RegionStep | null = null;
  let isCut = false;
  while (free.length > 0) {
    const moved = times(hessian, step);
    const slopes = Float64Array.from(free, i => gradient[i]! + moved[i]!);
    found = regionStep(part(hessian, free), slopes, left);
    const passing = free.filter((i, at) => {
      const to = theta[i]! + found!.step[at]!;
      return to < lower[i]! || to > upper[i]!;
    });
    if (passing.length === 0) {
      for (const [at, i] of free.entries()) step[i] = found.step[at]!;
      break;
    }
    isCut = true;
    for (const [at, i] of free.entries()) {
      const to = theta[i]! + found.step[at]!;
      if (to < lower[i]!) step[i] = lower[i]! - theta[i]!;
      else if (to > upper[i]!) step[i] = upper[i]! - theta[i]!;
    }
    free = free.filter(i => !passing.includes(i));
    left = Math.sqrt(Math.max(0, radius * radius - length(step) ** 2)) || Number.MIN_VALUE;
  }
  return { step, isNewton: found?.isNewton ?? true, isCut };
}

function times(matrix: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++)
    for (let j = 0; j < matrix.columns; j++) product[i]! += matrix.get(i, j) * vector[j]!;
  return product;
}
