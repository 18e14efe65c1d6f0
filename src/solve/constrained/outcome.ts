// What is said of the point where a solver has stopped, in the problem's own units.

import type { Ask } from './form.js';
import { pullOf } from './iterate.js';
import { largest } from './norms.js';
import type {
  Asking,
  ConstrainedOutcome,
  ConstrainedProblem,
  ConstrainedReason,
  Residuals,
  SecondOrder,
} from './problem.js';

/** What a solver knows of where it stopped. */
export interface Stopped {
  readonly theta: Float64Array;
  readonly multipliers: Float64Array;
  /** Of bounds; of parameters that are fixed it is made here. */
  readonly boundMultipliers: Float64Array;
  readonly reason: ConstrainedReason;
  readonly secondOrder: SecondOrder | null;
  readonly independent: boolean;
  readonly iterations: number;
  readonly evaluations: number;
  /** In place of what is usually said of the reason. */
  readonly message?: string;
}

export function* outcomeAt(problem: ConstrainedProblem, stopped: Stopped, ask: Ask): Asking<ConstrainedOutcome> {
  const { theta, multipliers, reason, secondOrder, independent, iterations, evaluations } = stopped;
  const { value, constraints } = yield* ask({ theta, wants: 'values' });
  const { gradient, jacobian } = yield* ask({ theta, wants: 'slopes' });
  const { lower, upper } = problem.bounds;
  const pull = pullOf(problem.jacobian, jacobian!, multipliers, theta.length);
  const dual = gradient!.map((slope, i) => slope - pull[i]!);
  const boundMultipliers = stopped.boundMultipliers.map((own, i) => (lower[i] === upper[i] ? dual[i]! : own));
  const residuals: Residuals = {
    stationarity: largest(dual.map((slope, i) => slope - boundMultipliers[i]!)),
    feasibility: missedBy(problem, theta, constraints!),
    complementarity: Math.max(
      slackness(theta, boundMultipliers, lower, upper),
      slackness(constraints!, multipliers, problem.held.lower, problem.held.upper),
    ),
  };
  if (reason === 'gradient') {
    // Scaled by what multipliers have grown to, the conditions hold; as they are, they may not.
    const isGrown =
      !(residuals.stationarity <= NEARLY * Math.max(1, largest(gradient!))) ||
      !(mattering(problem, multipliers, constraints!) <= NEARLY * Math.max(1, Math.abs(value!))) ||
      pushOf(problem, jacobian!, multipliers) > GROWN * Math.max(1, largest(gradient!));
    const left = largest(dual.map((slope, i) => (slope - boundMultipliers[i]!) * theta[i]!));
    const message = isGrown ? NO_MULTIPLIERS : left > ADRIFT * Math.max(1, Math.abs(value!)) ? NO_END : null;
    if (message !== null)
      return yield* outcomeAt(problem, { ...stopped, reason: 'line search', secondOrder: null, message }, ask);
  }
  const message = stopped.message ?? SAID[reason];
  return {
    theta,
    value: value!,
    gradient: gradient!,
    gradientNorm: residuals.stationarity,
    constraints: constraints!,
    multipliers,
    boundMultipliers,
    residuals,
    secondOrder,
    independent,
    iterations,
    evaluations,
    converged: reason === 'gradient',
    reason,
    message: secondOrder === 'saddle' ? `${message}; the point is a saddle, not a minimum` : message,
  };
}

/** What is left of a gradient, or of a value, beside itself where conditions are said to hold. */
const NEARLY = 1e-6;
const NO_MULTIPLIERS =
  'multipliers grow without end: gradients of the constraints vanish or depend on each other here, and there may be none';

/** How much larger than the gradient what constraints push with is where they push against each other. */
const GROWN = 1e8;
/** What a gradient comes to along parameters that are so large that it is small whatever the function. */
const ADRIFT = 1e-4;
const NO_END = 'the gradient is small because parameters are large: the value may have no end';

/** The greatest element of a multiplier times the gradient of its constraint. */
const pushOf = ({ jacobian: { rows } }: ConstrainedProblem, slopes: Float64Array, multipliers: Float64Array): number =>
  largest(slopes.map((slope, k) => slope * multipliers[rows[k]!]!));

/** What the value may gain, to first order, by what constraints are missed by. */
function mattering({ held }: ConstrainedProblem, multipliers: Float64Array, constraints: Float64Array): number {
  return constraints.reduce((sum, value, i) => {
    const missed = Math.max(0, held.lower[i]! - value, value - held.upper[i]!);
    return sum + Math.abs(multipliers[i]!) * missed;
  }, 0);
}

const SAID: Readonly<Record<ConstrainedReason, string>> = {
  gradient: 'the conditions of Karush, Kuhn and Tucker hold',
  step: 'steps no longer change the parameters',
  value: 'steps no longer change the value',
  iterations: 'as many iterations as were allowed',
  evaluations: 'as many evaluations as were allowed',
  'line search': 'no step leads to a better point, and the conditions of Karush, Kuhn and Tucker do not hold',
  unbounded: 'unbounded: where the constraints hold the value has no end',
  'not finite': 'the value, a constraint or a derivative at the start is not finite',
  interrupted: 'interrupted',
  infeasible: 'infeasible: no point nearby holds the constraints, or comes closer to that',
};

/** The greatest violation of a bound. */
export function missedBy({ bounds, held }: ConstrainedProblem, theta: Float64Array, constraints: Float64Array): number {
  let most = 0;
  const miss = (value: number, lower: number, upper: number): void => {
    // NaN stays one.
    most = Math.max(most, lower - value, value - upper);
  };
  for (const [i, value] of theta.entries()) miss(value, bounds.lower[i]!, bounds.upper[i]!);
  for (const [i, value] of constraints.entries()) miss(value, held.lower[i]!, held.upper[i]!);
  return most;
}

/** The greatest product of a multiplier with the distance to the bound that its sign says. */
function slackness(values: Float64Array, multipliers: Float64Array, lower: Float64Array, upper: Float64Array): number {
  let most = 0;
  for (const [i, multiplier] of multipliers.entries()) {
    if (multiplier === 0 || lower[i] === upper[i]) continue;
    const distance = multiplier > 0 ? values[i]! - lower[i]! : upper[i]! - values[i]!;
    most = Math.max(most, Math.abs(multiplier * distance));
  }
  return most;
}
