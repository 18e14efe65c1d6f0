// Least squares by the method of Levenberg and Marquardt in Moré's form (The Levenberg-Marquardt algorithm: implementation and
// theory, 1978): a trust region in units that are the largest lengths the columns of the Jacobian have had. It knows residuals
// by the factor of [J r] alone, so that they may be any number.
//
// Close to the minimum the value's last digits are rounding, and say nothing of a step. From there on full steps are taken
// while the linear model promises less and less: digits of the parameters are worth more than those of the value.

import { dampedStep, type LinearModel, type Step, stepWithin } from './damped-step.js';
import { columnLengths, lengthOf } from './householder.js';
import type { Answer, Bounds, Controls, Outcome, Reason, Request } from './problem.js';

const EPSILON = 2 ** -52;

/** A first step may be this many times as long as the parameters, in their units; Moré has 100, which overshoots more often. */
const FIRST_RADIUS = 1;

/** Relative errors that the value may have; what a step promises must be more, or the value cannot judge it. */
const VALUE_ERROR = 8 * EPSILON;

/** Residuals may be small beside the numbers that they are differences of: by so much more may the value err. */
const CLEAR = 1e-10;

/** A step is taken that brings this part of what it promises: Moré's. */
const LEAST_RATIO = 1e-4;

/** A point that is no minimum has residuals whose angle with a column of the Jacobian has a larger cosine. */
const RIGHT_ANGLE = 1e-6;

/** A step that is smaller, relatively, is no evidence of a lower value elsewhere. */
const NEAR = 1e-8;

interface Point {
  readonly theta: Float64Array;
  readonly value: number;
  readonly factor: Float64Array;
}

export function* levenbergMarquardt(
  start: Float64Array,
  bounds: Bounds,
  controls: Controls,
): Generator<Request, Outcome, Answer> {
  const n = start.length;
  const { maxIterations = 1000, maxEvaluations = Number.POSITIVE_INFINITY, interrupted, onIteration } = controls;
  const { gradientTolerance = 0, stepTolerance = EPSILON, valueTolerance = 0 } = controls;
  const units = new Float64Array(n);
  let evaluations = 0;
  let iterations = 0;

  function* evaluated(theta: Float64Array): Generator<Request, Point, Answer> {
    evaluations++;
    const { value, factor } = yield { theta, wants: 'factor' };
    if (factor === undefined) throw new TypeError('Levenberg-Marquardt needs the factor of [J r]');
    return { theta, value, factor };
  }

  const first = start.map((of, j) => Math.min(Math.max(of, bounds.lower[j]!), bounds.upper[j]!));
  let point = yield* evaluated(first);
  const ended = (reason: Reason, message: string): Outcome => ({
    theta: point.theta,
    value: point.value,
    gradientNorm: gradientNorm(point, bounds),
    iterations,
    evaluations,
    converged: reason === 'gradient' || reason === 'step' || reason === 'value',
    reason,
    message,
  });
  if (!isFinitePoint(point))
    return ended('not finite', 'the residuals or their derivatives at the start are not finite');
  if (point.value === 0 && residualLength(point) > 0)
    return ended('line search', 'the squares of the residuals are too small for double precision: scale the data');
  widen(units, point);
  let radius = FIRST_RADIUS * (lengthOf(point.theta.map((of, j) => of * units[j]!)) || 1);
  let damping = 0;
  let least = Number.POSITIVE_INFINITY;

  for (;;) {
    const model: LinearModel = { n, factor: point.factor, units, bounds: room(point.theta, bounds) };
    const full = dampedStep(model, 0);
    const norm = gradientNorm(point, bounds);
    if (norm <= gradientTolerance) return ended('gradient', gradientSentence(norm));
    if (full.predicted <= valueTolerance * point.value)
      return ended('value', 'a step would change the value by less than was asked for');
    if (isTiny(full, point.theta, stepTolerance))
      return ended('step', 'a step would change no parameter by more than rounding does');
    if (iterations >= maxIterations) return ended('iterations', `stopped after ${counted(iterations, 'iteration')}`);
    if (evaluations >= maxEvaluations)
      return ended('evaluations', `stopped after ${counted(evaluations, 'evaluation')}`);
    if (interrupted?.() === true) return ended('interrupted', 'interrupted');
    iterations++;

    for (;;) {
      const step = full.length <= radius ? full : stepWithin(model, radius, damping);
      const trial = yield* evaluated(moved(point.theta, step.p, bounds));
      const actual = point.value - trial.value;
      const isThere = isFinitePoint(trial);
      const ratio = isThere && step.predicted > 0 ? actual / step.predicted : -1;
      const isRounding = step.predicted <= VALUE_ERROR * Math.abs(point.value);
      const isLower = ratio > LEAST_RATIO && !isRounding;
      const promised = !isLower && isThere && isUnclear(step, actual) ? promises(trial) : Number.POSITIVE_INFINITY;
      // Less than ever: values that go up and down by rounding lead nowhere for ever.
      const isCloser = promised < Math.min(full.predicted, least);
      if (isCloser) least = promised;
      if (isLower || isCloser) {
        point = trial;
        widen(units, point);
      }
      if (isCloser) break;
      // Rounding is all that there is to see, and the best that it shows has been found.
      if (isRounding && step === full) return ended('value', 'no step changes the value by more than rounding does');
      if (ratio < 0.25) {
        const shorter = isThere ? shortened(step, actual) : 0.1;
        radius = shorter * Math.min(radius, step.length * 10);
        damping = step.damping / shorter;
      } else if (step.damping === 0 || ratio > 0.75) {
        radius = step.length * 2;
        damping = step.damping / 2;
      } else damping = step.damping;
      if (isLower) break;
      if (isRounding || isTiny(step, point.theta, stepTolerance)) return stuck(full);
      if (evaluations >= maxEvaluations)
        return ended('evaluations', `stopped after ${counted(evaluations, 'evaluation')}`);
      if (interrupted?.() === true) return ended('interrupted', 'interrupted');
    }
    onIteration?.({ iteration: iterations, evaluations, ...shown(point, bounds) });
  }

  /** True for a change of the value that may be rounding's. */
  function isUnclear({ predicted }: Step, actual: number): boolean {
    const clear = CLEAR * Math.abs(point.value);
    return predicted <= clear && Math.abs(actual) <= clear;
  }

  /** What the linear model at a point has the value fall by. */
  function promises({ theta, factor }: Point): number {
    return dampedStep({ n, factor, units, bounds: room(theta, bounds) }, 0).predicted;
  }

  /** Where even short steps find no lower value: at a minimum, as rounding shows it, or where derivatives mislead. */
  function stuck(full: Step): Outcome {
    const size = lengthOf(point.theta.map((of, j) => of * units[j]!));
    if (full.length <= NEAR * size || largestCosine(point, full.free) <= RIGHT_ANGLE)
      return ended('step', 'no step finds a lower value, and rounding is all that the gradient has left');
    return ended('line search', 'no lower value was found nearby, though the gradient is not zero');
  }
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const gradientSentence = (norm: number): string =>
  norm === 0 ? 'the gradient is zero' : 'the gradient is as small as was asked for';

const shown = (point: Point, bounds: Bounds) => ({
  theta: point.theta,
  value: point.value,
  gradientNorm: gradientNorm(point, bounds),
});

function isFinitePoint({ value, factor }: Point): boolean {
  return Number.isFinite(value) && factor.every(Number.isFinite);
}

/** How far each parameter may go. */
const room = (theta: Float64Array, { lower, upper }: Bounds): Bounds => ({
  lower: lower.map((of, j) => of - theta[j]!),
  upper: upper.map((of, j) => of - theta[j]!),
});

/** Exactly at a bound where the step leads there. */
const moved = (theta: Float64Array, p: Float64Array, { lower, upper }: Bounds): Float64Array =>
  theta.map((of, j) => {
    if (p[j]! === lower[j]! - of) return lower[j]!;
    if (p[j]! === upper[j]! - of) return upper[j]!;
    return Math.min(Math.max(of + p[j]!, lower[j]!), upper[j]!);
  });

/** Units become what columns of the Jacobian are long where that is more. */
function widen(units: Float64Array, { factor }: Point): void {
  const lengths = columnLengths(factor, units.length);
  for (let j = 0; j < units.length; j++) units[j] = Math.max(units[j]!, lengths[j]!) || 1;
}

/** Half the gradient of the sum of squares: Rᵀq. */
function slopes({ factor, theta: { length: n } }: Point): Float64Array {
  const slope = new Float64Array(n);
  for (let j = 0; j < n; j++)
    for (let i = 0; i <= j; i++) slope[j]! += factor[i * (n + 1) + j]! * factor[i * (n + 1) + n]!;
  return slope;
}

/** The greatest element of the gradient, but for those that lead out of bounds. */
function gradientNorm(point: Point, { lower, upper }: Bounds): number {
  return slopes(point).reduce((largest, slope, j) => {
    const at = point.theta[j]!;
    const isOut = (at <= lower[j]! && slope > 0) || (at >= upper[j]! && slope < 0);
    return isOut || lower[j] === upper[j] ? largest : Math.max(largest, 2 * Math.abs(slope));
  }, 0);
}

function residualLength({ factor, theta: { length: n } }: Point): number {
  return lengthOf(Float64Array.from({ length: n + 1 }, (_, i) => factor[i * (n + 1) + n]!));
}

/** Of the angles between the residuals and columns of the Jacobian. */
function largestCosine(point: Point, free: readonly number[]): number {
  const n = point.theta.length;
  const slope = slopes(point);
  const lengths = columnLengths(point.factor, n);
  const residual = residualLength(point);
  return free.reduce((largest, j) => Math.max(largest, Math.abs(slope[j]!) / (lengths[j]! * residual || 1)), 0);
}

const isTiny = ({ p }: Step, theta: Float64Array, tolerance: number): boolean =>
  p.every((of, j) => Math.abs(of) <= tolerance * Math.abs(theta[j]!));

/** The least of a parabola through the value, its slope and the value after the step, within a tenth and a half. */
function shortened({ p, damping, predicted, length }: Step, actual: number): number {
  if (actual >= 0 || p.length === 0) return 0.5;
  // Half of what the value falls by at first: ‖Jp‖² + λ‖Dp‖².
  const slope = predicted - damping * length ** 2;
  return Math.min(0.5, Math.max(0.1, (0.5 * slope) / (slope - 0.5 * actual)));
}
