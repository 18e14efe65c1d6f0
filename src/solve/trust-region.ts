// Newton's method in a trust region: a quadratic model, of which the Hessian is known, is minimised within a radius, and the
// radius follows how well the model foretold the value. A. R. Conn, N. I. M. Gould, P. L. Toint, Trust-Region Methods (2000),
// algorithm 6.1.1. Where the model comes from and how it is minimised is the part of newton.ts and newton-cg.ts.

import { project } from './bounds.js';
import { type Asking, type Course, createCourse, isRounding, type Point, type Settled } from './course.js';
import type { Outcome, Solver } from './problem.js';
import { along, difference, length } from './vectors.js';

/** A step within the radius and the bounds. */
export interface ModelStep {
  readonly step: Float64Array;
  /** By how much the model falls; not less than 0. */
  readonly decrease: number;
  /** False where the radius or a bound cut it short, or the curvature is not positive. */
  readonly isNewton: boolean;
}

export interface Model {
  /** Null where no more may be asked. */
  minimise(point: Point, radius: number): Asking<ModelStep | null>;
  /**
   * A step along which the curvature is clear, from a point where values are all alike: what does not change the function, such as
   * turning all of it, leaves curvatures of rounding, of which a whole step knows nothing. Null where that is not known.
   */
  refine?(point: Point): Asking<Float64Array | null>;
  /** A step from a point whose gradient is zero and that is no minimum; null where it is one, or where that is not known. */
  escape?(point: Point, radius: number): Asking<ModelStep | null>;
}

const MOST_ITERATIONS = 10_000;
const ACCEPTED = 1e-4;
const POOR = 0.25;
const GOOD = 0.75;
/** Saddles that are left before one is taken for a minimum. */
const MOST_ESCAPES = 100;
/** Radius of a step that is to be the whole one, in lengths of the parameters. */
const FAR = 1e6;
/** What a value that is made of many roundings may be off by, relative to it. */
const NOISE = 1e-11;

export const trustRegion = (modelOf: (course: Course) => Model): Solver =>
  function* (start, bounds, controls) {
    const course = createCourse(start, bounds, controls, { maxIterations: MOST_ITERATIONS });
    const model = modelOf(course);
    const begun = yield* course.begin();
    if (begun === null) return course.ended();
    let point: Point = begun;
    // As large as the parameters, or, where these are 0, as 1.
    let radius = length(point.theta) || 1;
    let grown = 0;
    let escapes = 0;

    /** Where nothing better is found: a minimum, if the curvature says that the value could fall by next to nothing. */
    function* endAt(at: Point): Asking<Outcome> {
      const whole = yield* model.minimise(at, FAR * (length(at.theta) || 1));
      if (whole === null) return course.ended();
      return course.end(whole.isNewton && whole.decrease <= NOISE * Math.abs(at.value) ? 'value' : 'line search');
    }

    /** The point with half the gradient that a refining step leads to, while values are all alike; null where it leads to none. */
    function* refined(at: Point): Asking<Point | null> {
      const step = model.refine === undefined ? null : yield* model.refine(at);
      if (step === null) return null;
      const theta = along(at.theta, 1, step);
      project(theta, bounds);
      const to = yield* course.at(theta);
      return to !== null && to.norm < 0.5 * at.norm && isRounding(at.value - to.value, at.value) ? to : null;
    }

    for (;;) {
      const settled: Settled = yield* course.settle(point);
      const { why } = settled;
      point = settled.point;
      const saddle: ModelStep | null =
        why === 'gradient' && model.escape !== undefined && escapes++ < MOST_ESCAPES
          ? yield* model.escape(point, radius)
          : null;
      if (why !== null && saddle === null) return course.end(why);
      const found: ModelStep | null = saddle ?? (yield* model.minimise(point, radius));
      if (found === null) return course.ended();
      const theta = along(point.theta, 1, found.step);
      project(theta, bounds);
      const isWithinRounding = isRounding(found.decrease, point.value);
      if (!theta.some((x, i) => Math.abs(x - point.theta[i]!) > 0)) return yield* endAt(point);
      const reached = yield* course.at(theta);
      if (reached === null) return course.ended();
      if (reached.value === Number.NEGATIVE_INFINITY) return course.fell({ point: reached });
      const taken = length(difference(theta, point.theta));
      const isThere = Number.isFinite(reached.value) && Number.isFinite(reached.norm);
      const fallen = point.value - reached.value;
      if (isWithinRounding && isThere && isRounding(fallen, point.value)) {
        // Values no longer tell the points apart; gradients may.
        const closer: Point | null = reached.norm < 0.5 * point.norm ? reached : yield* refined(point);
        if (closer === null) return yield* endAt(point);
        point = closer;
        course.moved(point);
        continue;
      }
      const isBetter = isThere && fallen > 0 && found.decrease > 0;
      const ratio = isBetter ? fallen / found.decrease : 0;
      const isFull = taken > 0.8 * radius;
      if (ratio < POOR) radius = isThere ? 0.25 * taken : 0.1 * taken;
      // A function that falls forever is soon at the end of all numbers.
      else if (ratio >= GOOD && isFull) radius *= grown++ > 3 ? 8 : 2;
      if (!isFull || ratio < POOR) grown = 0;
      if (ratio < ACCEPTED) continue;
      point = reached;
      course.moved(point);
    }
  };
