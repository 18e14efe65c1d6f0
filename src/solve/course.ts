// What all solvers keep on their way: what they have asked, where they are, and why they stop.
//
// Convergence is what can be shown. The gradient is as small as was asked for; or the value can no longer fall by more than it
// is rounded, as a model of it says that has seen its curvature. A line search that finds nothing is no minimum.

import { isHeld, project, projectedNorm } from './bounds.js';
import type { Answer, Bounds, Controls, Outcome, Reason, Request } from './problem.js';

/** A point that was asked for. */
export interface Point {
  readonly theta: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  /** The greatest element of the projected gradient. */
  readonly norm: number;
}

/** What a function's value is rounded by, relative to it: some last digits. */
const ROUNDING = 8 * Number.EPSILON;

/** How small the gradient is to be where nobody says so; relative where it is below 1 at the start. */
const GRADIENT_TOLERANCE = 1e-8;

/** How many times as large as at the start parameters are of which the value still falls, where there is no minimum. */
const FAR = 1e50;

/** Of the greatest gradient on the way, what is small where values no longer tell points apart. */
const REDUCED = 1e-5;

/** How much longer than the last step one is that looks beyond a point. */
const BEYOND = 8;

export const isRounding = (change: number, value: number): boolean => Math.abs(change) <= ROUNDING * Math.abs(value);

export type Asking<T> = Generator<Request, T, Answer>;

/** Why to stop, or null and the point to go on from. */
export interface Settled {
  readonly why: Reason | null;
  readonly point: Point;
}

export interface Course {
  readonly bounds: Bounds;
  /** Asks for what is at a point; null where no more may be asked. A point where there is no derivative has the norm NaN. */
  at(theta: Float64Array): Asking<Point | null>;
  /** Asks for anything; null where no more may be asked. */
  ask(request: Request): Asking<Answer | null>;
  /** The point to start from; null where there is none, and then the course has ended. */
  begin(): Asking<Point | null>;
  /** After each iteration. @param keepsBest what is reported is the lowest point, not the last */
  moved(to: Point, keepsBest?: boolean): void;
  /** Why to stop at a point that was moved to; null where it is worth going on. */
  settled(at: Point): Reason | null;
  /** Where a line search found no end. */
  fell(found: { readonly point?: Point }): Outcome;
  /**
   * The same for a method that has gone down to the point: where the gradient is small, once more in the direction of the last
   * step. Where the value falls faster there than its slope, the point is one of inflection; the method goes on from beyond it.
   */
  settle(at: Point): Asking<Settled>;
  /** @param note in place of what is usually said of the reason */
  end(reason: Reason, note?: string): Outcome;
  /** Where `begin` or asking gave null. */
  ended(): Outcome;
}

export function createCourse(
  start: Float64Array,
  bounds: Bounds,
  controls: Controls,
  defaults: { readonly maxIterations: number },
): Course {
  const { maxIterations = defaults.maxIterations, maxEvaluations = Number.POSITIVE_INFINITY } = controls;
  let tolerance = controls.gradientTolerance ?? GRADIENT_TOLERANCE;
  let evaluations = 0;
  let iterations = 0;
  let best: Point | null = null;
  let last: Point | null = null;
  let before: Point | null = null;
  let why: Reason = 'interrupted';
  let note: string | undefined;
  let isInside = true;
  let steepest = 0;
  let highest = Number.POSITIVE_INFINITY;
  const far = start.reduce((most, x) => Math.max(most, Math.abs(x)), 1);
  const free = start.reduce((count, _, i) => (bounds.lower[i] === bounds.upper[i] ? count : count + 1), 0);

  function* ask(request: Request): Asking<Answer | null> {
    if (controls.interrupted?.() === true) why = 'interrupted';
    else if (evaluations >= maxEvaluations) why = 'evaluations';
    else {
      evaluations++;
      return yield request;
    }
    return null;
  }

  function* at(theta: Float64Array): Asking<Point | null> {
    const answer = yield* ask({ theta, wants: 'gradient' });
    if (answer === null) return null;
    const gradient = answer.gradient!;
    return { theta, value: answer.value, gradient, norm: projectedNorm(theta, gradient, bounds) };
  }

  /** Small beside what it was on the way, or beside value and parameters: as small as rounding may allow. */
  const isSmallHowever = ({ theta, gradient, value, norm }: Point): boolean => {
    if (controls.gradientTolerance !== undefined || !(norm <= GRADIENT_TOLERANCE)) return false;
    if (norm <= REDUCED * steepest) return true;
    const most = GRADIENT_TOLERANCE * Math.abs(value);
    return theta.every((x, i) => isHeld(i, theta, gradient, bounds) || Math.abs(x * gradient[i]!) <= most);
  };

  /** The parameters may be so large that a gradient is small whatever the function: that of log(x) is 1/x. */
  const isAdrift = ({ theta, gradient, value }: Point): boolean => {
    if (controls.gradientTolerance !== undefined) return false;
    const most = Math.sqrt(GRADIENT_TOLERANCE) * Math.max(1, Math.abs(value));
    return theta.some((x, i) => !isHeld(i, theta, gradient, bounds) && Math.abs(x * gradient[i]!) > most);
  };

  /** The value has fallen all the way to where parameters are no longer numbers of anything. */
  const isFar = (point: Point): boolean =>
    point.value < highest && isAdrift(point) && point.theta.some(x => Math.abs(x) > FAR * far);

  const hasSmallGradient = (point: Point): boolean => point.norm <= tolerance && !isAdrift(point);

  const hasSmallStep = (from: Point, to: Point): boolean => {
    const { stepTolerance } = controls;
    if (stepTolerance === undefined) return false;
    return to.theta.every((x, i) => Math.abs(x - from.theta[i]!) <= stepTolerance * Math.abs(x));
  };

  const hasSmallChange = (from: Point, to: Point): boolean => {
    const { valueTolerance } = controls;
    if (valueTolerance === undefined) return false;
    return Math.abs(to.value - from.value) <= valueTolerance * Math.max(Math.abs(to.value), Math.abs(from.value));
  };

  function end(reason: Reason, said = note): Outcome {
    const converged = reason === 'gradient' || reason === 'step' || reason === 'value';
    const point = best ?? {
      theta: start.slice(),
      value: Number.NaN,
      gradient: new Float64Array(start.length),
      norm: Number.NaN,
    };
    const message = said ?? (converged && free === 0 ? 'there is nothing to vary' : SAID[reason]);
    return {
      theta: point.theta,
      value: point.value,
      gradient: point.gradient,
      gradientNorm: point.norm,
      iterations,
      evaluations,
      converged,
      reason,
      message: isInside ? message : `${message}; the start was moved into the bounds`,
    };
  }

  const report = ({ theta, value, norm }: Point): void =>
    controls.onIteration?.({ iteration: iterations, evaluations, theta, value, gradientNorm: norm });

  const moved = (to: Point, keepsBest = false): void => {
    before = last;
    last = to;
    steepest = Math.max(steepest, to.norm);
    if (!keepsBest || best === null || to.value < best.value || hasSmallGradient(to)) best = to;
    iterations++;
    report(to);
  };

  const settled = (point: Point): Reason | null => {
    if (hasSmallGradient(point)) return 'gradient';
    if (isFar(point)) return 'unbounded';
    if (before !== null && hasSmallStep(before, point)) return 'step';
    if (before !== null && hasSmallChange(before, point)) return 'value';
    return iterations >= maxIterations ? 'iterations' : null;
  };

  return {
    bounds,
    settled,
    ask,
    at,
    moved,
    fell({ point }) {
      if (point !== undefined) moved(point);
      return end('unbounded');
    },
    *begin() {
      const theta = start.slice();
      isInside = project(theta, bounds) === 0;
      const point = yield* at(theta);
      if (point === null) return null;
      best = point;
      last = point;
      if (point.value === Number.NEGATIVE_INFINITY) why = 'unbounded';
      else if (!Number.isFinite(point.value)) why = 'not finite';
      else if (Number.isFinite(point.norm)) {
        // What is measured in small units has small gradients everywhere.
        if (controls.gradientTolerance === undefined) tolerance *= Math.min(1, point.norm || 1);
        highest = point.value;
        steepest = point.norm;
        report(point);
        return point;
      } else {
        why = 'not finite';
        note = 'the gradient at the start is not finite';
      }
      return null;
    },
    *settle(point) {
      const why = settled(point);
      if (why !== 'gradient' || before === null || iterations >= maxIterations) return { why, point };
      const theta = point.theta.map((x, i) => x + BEYOND * (x - before!.theta[i]!));
      project(theta, bounds);
      const beyond = yield* at(theta);
      if (beyond === null || !Number.isFinite(beyond.norm)) return { why, point };
      const promised = Math.abs(slopeBetween(point, theta));
      const fallen = point.value - beyond.value;
      if (!(fallen > 2 * promised) || isRounding(fallen, point.value)) return { why, point };
      moved(beyond);
      return { why: null, point: beyond };
    },
    end(reason, said) {
      // Where nothing better is found, a start may have been as good as rounding allows.
      return reason === 'line search' && best !== null && isSmallHowever(best)
        ? end('gradient', said)
        : end(reason, said);
    },
    ended: () => end(why),
  };
}

/** How much the value changes from a point to another one by its slope. */
function slopeBetween({ theta, gradient }: Point, to: Float64Array): number {
  let slope = 0;
  for (let i = 0; i < to.length; i++) if (to[i] !== theta[i]) slope += (to[i]! - theta[i]!) * gradient[i]!;
  return slope;
}

const SAID: { readonly [Why in Reason]: string } = {
  gradient: 'the gradient is as small as was asked for',
  step: 'steps no longer change the parameters',
  value: 'steps no longer change the value by more than it is rounded',
  iterations: 'as many iterations as were allowed',
  evaluations: 'as many evaluations as were allowed',
  'line search': 'no better value was found along a direction that promises one; there may be a kink',
  unbounded: 'the value has no bound: it gets better without end',
  'not finite': 'the value at the start is not finite',
  interrupted: 'interrupted',
};
