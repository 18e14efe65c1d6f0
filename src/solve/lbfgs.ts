// L-BFGS-B: a quasi-Newton method of limited memory, with or without bounds. R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, SIAM J.
// Sci. Comput. 16 (1995). The steps are those of the article; the line search is the strong Wolfe one.

import { hasBounds } from './bounds.js';
import { createCourse, isRounding, type Point, type Settled } from './course.js';
import { type CurvaturePairs, createCurvaturePairs } from './curvature-pairs.js';
import { type Found, lineSearch, slopeOf } from './line-search.js';
import type { Bounds, Solver } from './problem.js';
import { quasiNewtonStep } from './quasi-newton-step.js';
import { createStall } from './stall.js';
import { difference, length } from './vectors.js';

/** Pairs that are remembered. */
const MEMORY = 10;
const CURVATURE = 0.9;
const MOST_ITERATIONS = 10_000;

export const lbfgs: Solver = function* (start, bounds, controls) {
  const course = createCourse(start, bounds, controls, { maxIterations: MOST_ITERATIONS });
  const begun = yield* course.begin();
  if (begun === null) return course.ended();
  let point: Point = begun;
  const pairs = createCurvaturePairs(MEMORY);
  const isBounded = hasBounds(bounds);
  const stall = createStall(point);
  // By how much the value would fall, as the last model says that has seen curvature.
  let promised = Number.POSITIVE_INFINITY;
  for (;;) {
    const settled: Settled = yield* course.settle(point);
    if (settled.why !== null) return course.end(settled.why);
    point = settled.point;
    const isFirst = pairs.count() === 0;
    const model: Float64Array | null = directionAt(point, bounds, pairs, isBounded);
    // Nothing is known yet of how long steps are to be: at most 1.
    const direction: Float64Array | null = isFirst && model !== null ? shortened(model) : model;
    const isModel = direction !== null && slopeOf(direction, point) < 0;
    if (isModel && !isFirst) promised = -slopeOf(direction, point) / 2;
    const found: Found = isModel
      ? yield* lineSearch(course, { from: point, direction, first: 1, curvature: CURVATURE })
      : { failed: 'line search' };
    if (found === null) return course.ended();
    if ('failed' in found || stall.isStuck(found.point)) {
      if ('failed' in found && found.failed === 'unbounded') return course.fell(found);
      if (isRounding(promised, point.value)) return course.end('value');
      if (pairs.count() === 0) return course.end('line search');
      // What is remembered may be of another part of the function: once more down the gradient.
      pairs.clear();
      continue;
    }
    pairs.add(difference(found.point.theta, point.theta), difference(found.point.gradient, point.gradient));
    point = found.point;
    course.moved(point);
  }
};

function directionAt(point: Point, bounds: Bounds, pairs: CurvaturePairs, isBounded: boolean): Float64Array | null {
  const whole = quasiNewtonDirection(point, pairs);
  if (!isBounded) return whole;
  // The model is convex: where its minimum is within the bounds, it is the one within the bounds.
  const isInside = whole.every((along, i) => {
    const to = point.theta[i]! + along;
    return to >= bounds.lower[i]! && to <= bounds.upper[i]!;
  });
  return isInside && pairs.count() > 0 ? whole : quasiNewtonStep(point, bounds, pairs);
}

/** To the minimum of the model, which without bounds is known at once. */
function quasiNewtonDirection({ gradient }: Point, pairs: CurvaturePairs): Float64Array {
  const direction = gradient.map(value => -value);
  pairs.solve(direction);
  return direction;
}

function shortened(direction: Float64Array): Float64Array {
  const size = Math.max(1, length(direction));
  return direction.map(value => value / size);
}
