// Where the model of L-BFGS-B has its minimum within the bounds: first the generalized Cauchy point, the first minimum along
// the path that the gradient takes when it is bent at the bounds, which says what parameters stay at a bound; then the minimum
// over the others. Byrd, Lu, Nocedal, Zhu (1995), algorithm CP and section 5.1, with the projection of J. L. Morales,
// J. Nocedal, ACM Trans. Math. Softw. 38 (2011).

import { Matrix } from 'ml-matrix';
import { project } from './bounds.js';
import type { Point } from './course.js';
import { type CurvaturePairs, inverted } from './curvature-pairs.js';
import { slopeOf } from './line-search.js';
import type { Bounds } from './problem.js';
import { difference, dot } from './vectors.js';

/** From a point to where the model is lowest; null where the pairs make no model. */
export function quasiNewtonStep(point: Point, bounds: Bounds, pairs: CurvaturePairs): Float64Array | null {
  const middle = pairs.count() === 0 ? new Matrix(0, 0) : pairs.middle();
  if (middle === null) return null;
  const cauchy = cauchyPoint(point, bounds, pairs, middle);
  const step = difference(cauchy.theta, point.theta);
  if (pairs.count() === 0) return step;
  const beyond = minimumOnFace(point, bounds, pairs, middle, cauchy);
  if (beyond === null) return step;
  const whole = cauchy.theta.map((x, i) => x + beyond[i]!);
  const direct = difference(whole, point.theta);
  project(whole, bounds);
  const projected = difference(whole, point.theta);
  if (slopeOf(projected, point) < 0) return projected;
  // As far as the bounds allow, which falls in any case.
  let share = 1;
  for (let i = 0; i < beyond.length; i++) {
    const by = beyond[i]!;
    const end = by > 0 ? bounds.upper[i]! : bounds.lower[i]!;
    if (by !== 0) share = Math.min(share, (end - cauchy.theta[i]!) / by);
  }
  return share === 1 ? direct : step.map((along, i) => along + share * beyond[i]!);
}

interface Cauchy {
  readonly theta: Float64Array;
  /** Wᵀ times the way there. */
  readonly projected: Float64Array;
}

function cauchyPoint({ theta, gradient }: Point, bounds: Bounds, pairs: CurvaturePairs, middle: Matrix): Cauchy {
  const { lower, upper } = bounds;
  const n = theta.length;
  const scale = pairs.scale();
  const at = theta.slice();
  const direction = new Float64Array(n);
  const breaks = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const along = gradient[i]!;
    if (lower[i] === upper[i] || along === 0) continue;
    breaks[i] = (theta[i]! - (along < 0 ? upper[i]! : lower[i]!)) / along;
    if (breaks[i]! > 0) direction[i] = -along;
  }
  const order = Array.from(breaks.keys()).filter(i => direction[i] !== 0);
  order.sort((i, j) => breaks[i]! - breaks[j]!);
  let p = pairs.project(direction);
  const c = new Float64Array(p.length);
  const square = dot(direction, direction);
  let slope = -square;
  const steepest = scale * square;
  let curvature = steepest - dot(p, times(middle, p));
  let passed = 0;
  let next = 0;
  let left = curvature > 0 ? -slope / curvature : Number.POSITIVE_INFINITY;
  for (; next < order.length; next++) {
    const i = order[next]!;
    const until = breaks[i]! - passed;
    if (left < until) break;
    const along = gradient[i]!;
    at[i] = along < 0 ? upper[i]! : lower[i]!;
    passed = breaks[i]!;
    for (let j = 0; j < c.length; j++) c[j]! += until * p[j]!;
    const row = pairs.row(i);
    const ofRow = times(middle, row);
    slope += until * curvature + along * along + scale * along * (at[i]! - theta[i]!) - along * dot(ofRow, c);
    curvature -= scale * along * along + 2 * along * dot(ofRow, p) + along * along * dot(ofRow, row);
    // Rounded, it may be lost when all but small parameters are at their bounds.
    curvature = Math.max(curvature, Number.EPSILON * steepest);
    p = p.map((value, j) => value + along * row[j]!);
    direction[i] = 0;
    left = Math.max(0, -slope / curvature);
  }
  if (next < order.length) {
    passed += left;
    for (const i of order.slice(next)) at[i] = theta[i]! + passed * direction[i]!;
    for (let j = 0; j < c.length; j++) c[j]! += left * p[j]!;
  }
  project(at, bounds);
  return { theta: at, projected: c };
}

/** From the Cauchy point to the minimum over the parameters that are at no bound there, as if there were none; null where there is none. */
function minimumOnFace(
  { theta, gradient }: Point,
  { lower, upper }: Bounds,
  pairs: CurvaturePairs,
  middle: Matrix,
  cauchy: Cauchy,
): Float64Array | null {
  const free: number[] = [];
  for (let i = 0; i < theta.length; i++) if (cauchy.theta[i]! > lower[i]! && cauchy.theta[i]! < upper[i]!) free.push(i);
  if (free.length === 0) return null;
  const scale = pairs.scale();
  const size = middle.rows;
  const known = times(middle, cauchy.projected);
  const residual = new Float64Array(free.length);
  const gathered = new Float64Array(size);
  const products = new Matrix(size, size);
  const rows = free.map(i => pairs.row(i));
  for (const [at, i] of free.entries()) {
    const row = rows[at]!;
    residual[at] = gradient[i]! + scale * (cauchy.theta[i]! - theta[i]!) - dot(row, known);
    for (let j = 0; j < size; j++) {
      gathered[j]! += row[j]! * residual[at]!;
      for (let k = 0; k < size; k++) products.set(j, k, products.get(j, k) + row[j]! * row[k]!);
    }
  }
  const inner = Matrix.eye(size).sub(middle.mmul(products).div(scale));
  const inverse = inverted(inner);
  if (inverse === null) return null;
  const solved = times(inverse, times(middle, gathered));
  const step = new Float64Array(theta.length);
  for (const [at, i] of free.entries()) step[i] = -residual[at]! / scale - dot(rows[at]!, solved) / (scale * scale);
  return step.every(Number.isFinite) ? step : null;
}

function times(matrix: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(matrix.rows);
  for (let i = 0; i < matrix.rows; i++)
    for (let j = 0; j < matrix.columns; j++) product[i]! += matrix.get(i, j) * vector[j]!;
  return product;
}
