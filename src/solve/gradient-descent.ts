// Gradient descent: down the gradient, bent at the bounds, by a line search. How long the first step of a search is follows
// from how the gradient changed along the last one, J. Barzilai, J. M. Borwein, IMA J. Numer. Anal. 8 (1988); with steps
// that all start at the same length it takes many times as long.

import { project } from './bounds.js';
import { createCourse, type Point, type Settled } from './course.js';
import { type Found, lineSearch } from './line-search.js';
import type { Solver } from './problem.js';
import { createStall } from './stall.js';
import { along, difference, dot, length } from './vectors.js';

const CURVATURE = 0.9;
/** Gradients rise and fall on the way. */
const PATIENCE = 200;
const MOST_ITERATIONS = 100_000;
/** How much longer than the last a step may be. */
const GROWTH = 1000;

export const gradientDescent: Solver = function* (start, bounds, controls) {
  const course = createCourse(start, bounds, controls, { maxIterations: MOST_ITERATIONS });
  const begun = yield* course.begin();
  if (begun === null) return course.ended();
  let point: Point = begun;
  const stall = createStall(point, PATIENCE);
  let rate = Math.min(1, 1 / length(point.gradient.map(finite)));
  for (;;) {
    const settled: Settled = yield* course.settle(point);
    if (settled.why !== null) return course.end(settled.why);
    point = settled.point;
    const target = along(point.theta, -rate, point.gradient.map(finite));
    project(target, bounds);
    const direction = difference(target, point.theta);
    const found: Found = yield* lineSearch(course, { from: point, direction, first: 1, curvature: CURVATURE });
    if (found === null) return course.ended();
    if ('failed' in found) return found.failed === 'unbounded' ? course.fell(found) : course.end(found.failed);
    if (stall.isStuck(found.point)) return course.end('line search');
    const step = difference(found.point.theta, point.theta);
    const change = difference(found.point.gradient, point.gradient);
    const next = dot(step, step) / dot(step, change);
    rate = Math.min(next > 0 ? next : GROWTH * rate, GROWTH * rate);
    point = found.point;
    course.moved(point);
  }
};

/** At a bound a partial may be infinite; nothing moves along it. */
const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
