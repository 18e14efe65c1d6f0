// Parameters between bounds: where a point is put, and how much of a gradient is left.

import type { Bounds } from './problem.js';

/** Bounds of `count` parameters without any. */
export const noBounds = (count: number): Bounds => ({
  lower: new Float64Array(count).fill(Number.NEGATIVE_INFINITY),
  upper: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
});

export const hasBounds = ({ lower, upper }: Bounds): boolean =>
  lower.some(value => value !== Number.NEGATIVE_INFINITY) || upper.some(value => value !== Number.POSITIVE_INFINITY);

/** Moves a point to the nearest one within the bounds. Returns how many parameters moved. */
export function project(theta: Float64Array, { lower, upper }: Bounds): number {
  let moved = 0;
  for (let i = 0; i < theta.length; i++) {
    const inside = Math.min(Math.max(theta[i]!, lower[i]!), upper[i]!);
    if (inside === theta[i]) continue;
    theta[i] = inside;
    moved++;
  }
  return moved;
}

/**
 * True for a parameter that is fixed, or at a bound beyond which alone the value falls. One that is merely close to a bound is
 * free: how far is close depends on the unit that the parameter is measured in.
 */
export function isHeld(i: number, theta: Float64Array, gradient: Float64Array, { lower, upper }: Bounds): boolean {
  const at = theta[i]!;
  if (lower[i] === upper[i]) return true;
  return (at <= lower[i]! && gradient[i]! > 0) || (at >= upper[i]! && gradient[i]! < 0);
}

/** The greatest element of the gradient, those of held parameters left out; NaN where one is. */
export function projectedNorm(theta: Float64Array, gradient: Float64Array, bounds: Bounds): number {
  let norm = 0;
  for (let i = 0; i < theta.length; i++)
    if (!isHeld(i, theta, gradient, bounds)) norm = Math.max(norm, Math.abs(gradient[i]!));
  return norm;
}

/** How many times a direction can be gone before a bound is met; Infinity where none is. */
export function stepToBounds(theta: Float64Array, direction: Float64Array, { lower, upper }: Bounds): number {
  let most = Number.POSITIVE_INFINITY;
  for (let i = 0; i < theta.length; i++) {
    const along = direction[i]!;
    if (along > 0) most = Math.min(most, (upper[i]! - theta[i]!) / along);
    else if (along < 0) most = Math.min(most, (lower[i]! - theta[i]!) / along);
  }
  return most;
}
