// The least that a step in a trust region has to achieve: the fall of the model along the gradient, bent at the bounds.

import { isHeld } from './bounds.js';
import type { Asking, Point } from './course.js';
import { slopeOf } from './line-search.js';
import type { Bounds } from './problem.js';
import { dot, length } from './vectors.js';

/** Of the fall that the slope promises, how much the model has to show. */
const DECREASE = 0.1;
const MOST_TRIALS = 30;

/** The Hessian times a vector; null where it is not finite, or where no more may be asked. */
export type Product = (vector: Float64Array) => Asking<Float64Array | null>;

export interface Descent {
  readonly step: Float64Array;
  /** The Hessian times the step. */
  readonly product: Float64Array;
  /** By how much the model falls. */
  readonly decrease: number;
}

/** Null where there is no product. */
export function* cauchyStep(point: Point, bounds: Bounds, radius: number, times: Product): Asking<Descent | null> {
  const { theta, gradient } = point;
  const falling = gradient.map((partial, i) => (isHeld(i, theta, gradient, bounds) ? 0 : partial));
  let rate = radius / length(falling);
  for (let trial = 0; ; trial++, rate *= 0.3) {
    const step = falling.map((partial, i) => {
      if (partial === 0) return 0;
      return Math.min(Math.max(theta[i]! - rate * partial, bounds.lower[i]!), bounds.upper[i]!) - theta[i]!;
    });
    const product = yield* times(step);
    if (product === null) return null;
    const decrease = decreaseOf(point, step, product);
    if (decrease >= -DECREASE * slopeOf(step, point) || trial === MOST_TRIALS) return { step, product, decrease };
  }
}

/** By how much the model falls along a step. */
export const decreaseOf = (point: Point, step: Float64Array, product: Float64Array): number =>
  -(slopeOf(step, point) + 0.5 * dot(step, product));
