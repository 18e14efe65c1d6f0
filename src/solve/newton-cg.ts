// Newton's method in a trust region with products of the Hessian and a vector, for many parameters: conjugate gradients as far
// as the radius, T. Steihaug, SIAM J. Numer. Anal. 20 (1983). With bounds they start at the Cauchy point and go on over the
// parameters that are at no bound, as in C.-J. Lin, J. J. Moré, SIAM J. Optim. 9 (1999).

import { hasBounds, isHeld, stepToBounds } from './bounds.js';
import { cauchyStep, type Descent, decreaseOf, type Product } from './cauchy-step.js';
import type { Asking, Point } from './course.js';
import type { Bounds } from './problem.js';
import { type ModelStep, trustRegion } from './trust-region.js';
import { addTo, along, dot, length } from './vectors.js';

/** Faces that one step goes over: each adds parameters at bounds. */
const MOST_FACES = 50;
const MOST_PRODUCTS = 500;

export const newtonCG = trustRegion(course => {
  const start = { norm: 0 };
  return {
    *minimise(point, radius) {
      start.norm = Math.max(start.norm, length(freeGradient(point, course.bounds)));
      let isOver = false;
      const times: Product = function* (direction) {
        const answer = yield* course.ask({ theta: point.theta, wants: 'product', direction });
        isOver = answer === null;
        const product = answer?.product;
        return product?.every(Number.isFinite) ? product : null;
      };
      const step = yield* modelStep(point, course.bounds, radius, times, start.norm);
      return isOver ? null : step;
    },
  };
});

function freeGradient({ theta, gradient }: Point, bounds: Bounds): Float64Array {
  return gradient.map((partial, i) => (isHeld(i, theta, gradient, bounds) ? 0 : partial));
}

function* modelStep(point: Point, bounds: Bounds, radius: number, times: Product, greatest: number): Asking<ModelStep> {
  const n = point.theta.length;
  const nothing: Descent = { step: new Float64Array(n), product: new Float64Array(n), decrease: 0 };
  const isBounded = hasBounds(bounds);
  const cauchy = isBounded ? yield* cauchyStep(point, bounds, radius, times) : nothing;
  const falling = freeGradient(point, bounds);
  const norm = length(falling);
  const down = (): ModelStep => ({
    step: falling.map(partial => (-radius * partial) / norm),
    decrease: radius * norm,
    isNewton: false,
  });
  if (cauchy === null) return down();
  const { step, product } = cauchy;
  const exact = Math.min(0.1, Math.sqrt(norm / greatest)) * norm;
  for (let face = 0, products = 0; face < MOST_FACES; face++) {
    const at = along(point.theta, 1, step);
    const isFree = at.map((x, i) => Number(x > bounds.lower[i]! && x < bounds.upper[i]!));
    const residual = point.gradient.map((partial, i) => (isFree[i] === 1 ? partial + product[i]! : 0));
    const direction = residual.map(value => -value);
    let square = dot(residual, residual);
    for (;;) {
      if (Math.sqrt(square) <= exact) return { step, decrease: decreaseOf(point, step, product), isNewton: true };
      if (++products > Math.min(MOST_PRODUCTS, 2 * n + 5))
        return { step, decrease: decreaseOf(point, step, product), isNewton: false };
      const curved = yield* times(direction);
      if (curved === null)
        return length(step) > 0 ? { step, decrease: decreaseOf(point, step, product), isNewton: false } : down();
      const curvature = dot(direction, curved);
      const toRadius = stepToRadius(step, direction, radius);
      const toBounds = isBounded
        ? stepToBounds(along(point.theta, 1, step), direction, bounds)
        : Number.POSITIVE_INFINITY;
      const wanted = curvature > 0 ? square / curvature : Number.POSITIVE_INFINITY;
      const taken = Math.min(wanted, toRadius, toBounds);
      addTo(step, taken, direction);
      addTo(product, taken, curved);
      if (taken === toRadius) return { step, decrease: decreaseOf(point, step, product), isNewton: false };
      if (taken === toBounds) break;
      for (let i = 0; i < n; i++) if (isFree[i] === 1) residual[i]! += taken * curved[i]!;
      const next = dot(residual, residual);
      for (let i = 0; i < n; i++) direction[i] = (next / square) * direction[i]! - residual[i]!;
      square = next;
    }
    putAtBounds(point, step, direction, bounds);
  }
  return { step, decrease: decreaseOf(point, step, product), isNewton: false };
}

/** What has reached a bound but for rounding is put there. */
function putAtBounds({ theta }: Point, step: Float64Array, direction: Float64Array, { lower, upper }: Bounds): void {
  for (let i = 0; i < step.length; i++) {
    const end = direction[i]! > 0 ? upper[i]! : lower[i]!;
    if (direction[i] === 0 || !Number.isFinite(end)) continue;
    const left = Math.abs(end - theta[i]! - step[i]!);
    if (left <= 4 * Number.EPSILON * Math.max(Math.abs(end), Math.abs(theta[i]!))) step[i] = end - theta[i]!;
  }
}

/** How often a direction can be gone from within a ball around 0 to its surface. */
function stepToRadius(from: Float64Array, direction: Float64Array, radius: number): number {
  const norm = length(direction);
  const b = dot(from, direction) / norm;
  const c = Math.max(0, radius * radius - dot(from, from));
  const root = Math.sqrt(b * b + c);
  return (b > 0 ? c / (b + root) : root - b) / norm;
}
