// The method of multipliers: f − λ·c + ρ/2·c² is minimised without the constraints, and what they are missed by there corrects
// the multipliers, λ − ρ·c. Near a solution, errors of λ shrink by p″/(ρ + p″) each time, where p(u) is the optimum for
// c = u. M. J. D. Powell, A method for nonlinear constraints in minimization problems (1969); M. R. Hestenes, Multiplier and
// gradient methods (1969); constraints between bounds as in R. T. Rockafellar, The multiplier method of Hestenes and Powell
// applied to convex programming (1973).

import { lbfgs } from '../lbfgs.js';
import { newton } from '../newton.js';
import type { Answer, Outcome, Request } from '../problem.js';
import { createAsked, Ended } from './asking.js';
import { createEndless } from './endless.js';
import { type Ask, createForm } from './form.js';
import { equationRounding, type Iterate, isNearlyHeld, NEARLY, pullOf } from './iterate.js';
import { largest } from './norms.js';
import { missedBy, outcomeAt, type Stopped } from './outcome.js';
import { pointOf } from './point.js';
import { polish } from './polish.js';
import type {
  Asking,
  ConstrainedAnswer,
  ConstrainedControls,
  ConstrainedOutcome,
  ConstrainedProblem,
  ConstrainedReason,
  ConstrainedSolver,
} from './problem.js';

export interface PenaltySettings {
  /** ρ to begin with; null for one that goes with the value and its gradient at the start. */
  readonly penalty: number | null;
  /** What ρ is multiplied with where constraints are not missed by less than before; 1 keeps it. */
  readonly growth: number;
}

const DEFAULTS: PenaltySettings = { penalty: null, growth: 10 };
/** ρ where value and gradient are about 1. */
const PENALTY = 10;
const MOST_AT_FIRST = 1e5;
const MOST_ITERATIONS = 200;
const TOLERANCE = 1e-8;
/** What constraints are to be missed by, beside before, for ρ to be kept. */
const FEWER = 0.25;
const MOST_PENALTY = 1e12;
/** How many times its rounding a constraint may be missed by far away. */
const ROUGHLY = 1e9;
/** Parameters up to which the whole Hessian is worth its price. */
const FEW = 200;

export const augmentedLagrangian = ({ penalty, growth }: PenaltySettings = DEFAULTS): ConstrainedSolver =>
  function* (problem, controls) {
    const { maxIterations = MOST_ITERATIONS, gradientTolerance = TOLERANCE } = controls;
    const { bounds, held } = problem;
    const { ask, unlimited, count } = createAsked(controls);
    let theta: Float64Array = problem.start.map((x, i) => Math.min(Math.max(x, bounds.lower[i]!), bounds.upper[i]!));
    let multipliers: Float64Array = new Float64Array(held.lower.length);
    let weight = penalty ?? PENALTY;
    let before = Number.POSITIVE_INFINITY;
    let iterations = 0;
    let scaled = scaledBy(new Float64Array(held.lower.length).fill(1), problem, ask);
    const ownMultipliers = (): Float64Array => multipliers.map((of, i) => of * scaled.scales[i]!);
    /** Values without an end say something where the constraints hold, as nearly as penalties hold them. */
    function* endless(at: Float64Array): Asking<ConstrainedReason> {
      const { constraints } = yield* ask({ theta: at, wants: 'values' });
      const { jacobian } = yield* ask({ theta: at, wants: 'slopes' });
      const rounding = equationRounding(problem.jacobian, { z: at, jacobian: jacobian! }, constraints!.length);
      const missed = constraints!.map((c, i) => c - nearest(c, held, i));
      const slack = rounding.map(of => ROUGHLY * of);
      return isNearlyHeld(missed, slack) ? 'unbounded' : 'line search';
    }
    const finish = (reason: ConstrainedReason, of: Partial<Stopped> = {}): Asking<ConstrainedOutcome> =>
      outcomeAt(
        problem,
        {
          ...{
            theta,
            multipliers: ownMultipliers(),
            boundMultipliers: new Float64Array(theta.length),
            reason,
            secondOrder: null,
          },
          ...{ independent: true, iterations, evaluations: count(), ...of },
        },
        unlimited,
      );
    try {
      const { value: first } = yield* ask({ theta, wants: 'values' });
      const isEndless = createEndless(first!, theta);
      if (penalty === null) {
        const { gradient, jacobian } = yield* ask({ theta, wants: 'slopes' });
        const size = Math.max(1, Math.abs(first!), largest(gradient!));
        if (Number.isFinite(size)) weight = Math.min(PENALTY * size, MOST_AT_FIRST);
        scaled = scaledBy(scalesOf(problem, jacobian!), problem, ask);
      }
      for (;;) {
        const found: Outcome = yield* unconstrained(scaled, { theta, multipliers, weight }, controls);
        if (found.reason === 'not finite') return yield* finish('not finite');
        if (found.reason === 'unbounded') {
          // What constraints hold back has an end where they weigh more.
          if (weight > MOST_PENALTY || growth === 1)
            return yield* finish(yield* endless(found.theta), { theta: found.theta });
          weight *= growth;
          continue;
        }
        const { value, constraints: own } = yield* ask({ theta: found.theta, wants: 'values' });
        const feasibility = missedBy(problem, found.theta, own!);
        if (isEndless(value!, found.theta) && feasibility > NEARLY && growth !== 1 && weight <= MOST_PENALTY) {
          weight *= growth;
          continue;
        }
        theta = found.theta;
        const constraints = own!.map((c, i) => c * scaled.scales[i]!);
        const near = constraints.map((c, i) => nearest(c - multipliers[i]! / weight, scaled.problem.held, i));
        multipliers = multipliers.map((of, i) => of - weight * (constraints[i]! - near[i]!));
        const missed = largest(constraints.map((c, i) => c - near[i]!));
        iterations++;
        controls.onIteration?.({
          ...{ iteration: iterations, evaluations: count(), theta, value: value!, multipliers: ownMultipliers() },
          ...{ gradientNorm: found.gradientNorm, feasibility },
        });
        if (isEndless(value!, theta) && (yield* endless(theta)) === 'unbounded') return yield* finish('unbounded');
        const isStationary = found.converged || found.gradientNorm <= gradientTolerance;
        if (missed <= gradientTolerance && isStationary) break;
        if (iterations >= maxIterations) return yield* finish('iterations');
        if (missed > FEWER * before) weight *= growth;
        if (weight > MOST_PENALTY) return yield* finish(isStationary && missed > NEARLY ? 'infeasible' : 'line search');
        before = missed;
      }
      return yield* certified(problem, { theta, multipliers: ownMultipliers() }, ask, finish);
    } catch (error) {
      if (!(error instanceof Ended)) throw error;
      return yield* finish(error.reason);
    }
  };

/** The end of the way by Newton steps, and what second derivatives say there. */
function* certified(
  problem: ConstrainedProblem,
  { theta, multipliers }: Pick<Stopped, 'theta' | 'multipliers'>,
  ask: Ask,
  finish: (reason: ConstrainedReason, of: Partial<Stopped>) => Asking<ConstrainedOutcome>,
): Asking<ConstrainedOutcome> {
  const first: ConstrainedAnswer = {
    ...(yield* ask({ theta, wants: 'values' })),
    ...(yield* ask({ theta, wants: 'slopes' })),
  };
  const form = createForm({ ...problem, start: theta }, first, ask);
  const z = form.start.map((x, i) => Math.min(Math.max(x, form.lower[i]!), form.upper[i]!));
  const at: Iterate = { z, ...(yield* form.values(z)), ...(yield* form.slopes(z)) };
  const equations = form.ownMultipliers(multipliers);
  const pull = pullOf(form.jacobian, at.jacobian, equations, form.size);
  const dual = at.gradient.map((slope, i) => slope - pull[i]!);
  const part = (sign: 1 | -1, bound: Float64Array): Float64Array =>
    dual.map((slope, i) => (Number.isFinite(bound[i]!) ? Math.max(0, sign * slope) : 0));
  const own = { equations, lower: part(1, form.lower), upper: part(-1, form.upper) };
  const polished = yield* polish(form, { at, multipliers: own });
  const { secondOrder, independent } = polished;
  return yield* finish('gradient', { ...pointOf(form, polished), secondOrder, independent });
}

/** The value between the bounds of a constraint that is nearest to one. */
const nearest = (value: number, { lower, upper }: ConstrainedProblem['held'], i: number): number =>
  Math.min(Math.max(value, lower[i]!), upper[i]!);

/** A problem whose constraints are multiplied with numbers, which multipliers are divided by. */
interface Scaled {
  readonly problem: ConstrainedProblem;
  readonly scales: Float64Array;
  readonly ask: Ask;
}

/** Gradients of constraints are to be no longer than 1 where the search starts: a penalty is the same for all of them. */
function scalesOf({ held, jacobian: { rows } }: ConstrainedProblem, slopes: Float64Array): Float64Array {
  const sizes = new Float64Array(held.lower.length).fill(1);
  for (let k = 0; k < rows.length; k++) {
    const size = Math.abs(slopes[k]!);
    if (Number.isFinite(size)) sizes[rows[k]!] = Math.max(sizes[rows[k]!]!, size);
  }
  return sizes.map(size => 1 / size);
}

function scaledBy(scales: Float64Array, problem: ConstrainedProblem, ask: Ask): Scaled {
  const { held, jacobian } = problem;
  const own = (of: Float64Array): Float64Array => of.map((value, i) => value * scales[i]!);
  return {
    problem: { ...problem, held: { lower: own(held.lower), upper: own(held.upper) } },
    scales,
    *ask(request) {
      const { multipliers } = request;
      const {
        constraints,
        jacobian: slopes,
        ...answer
      } = yield* ask({
        ...request,
        ...(multipliers !== undefined && { multipliers: own(multipliers) }),
      });
      return {
        ...answer,
        ...(constraints !== undefined && { constraints: own(constraints) }),
        ...(slopes !== undefined && { jacobian: slopes.map((of, k) => of * scales[jacobian.rows[k]!]!) }),
      };
    },
  };
}

interface Weighted {
  readonly theta: Float64Array;
  readonly multipliers: Float64Array;
  /** ρ */
  readonly weight: number;
}

/** Minimises f + ρ/2·d², where d is how far c − λ/ρ is from the bounds of c: beside what does not change, the augmented Lagrangian. */
function* unconstrained(
  { problem, ask }: Scaled,
  { theta: start, multipliers, weight }: Weighted,
  { gradientTolerance = TOLERANCE }: ConstrainedControls,
): Asking<Outcome> {
  const { held, jacobian, hessian: places } = problem;
  const n = start.length;
  function* answered({ theta, wants }: Request): Asking<Answer> {
    const { value, constraints } = yield* ask({ theta, wants: 'values' });
    const distance = constraints!.map((c, i) => {
      const shifted = c - multipliers[i]! / weight;
      return shifted - nearest(shifted, held, i);
    });
    const whole = distance.reduce((sum, d) => sum + 0.5 * weight * d * d, value!);
    if (wants === 'value') return { value: whole };
    const { gradient, jacobian: slopes } = yield* ask({ theta, wants: 'slopes' });
    const pushed = distance.map(d => weight * d);
    const pull = pullOf(jacobian, slopes!, pushed, n);
    const slope = gradient!.map((of, i) => of + pull[i]!);
    if (wants !== 'hessian') return { value: whole, gradient: slope };
    const { hessian } = yield* ask({ theta, wants: 'curvature', multipliers: pushed.map(of => -of) });
    const dense = new Float64Array(n * n);
    for (let k = 0; k < places.rows.length; k++) dense[places.rows[k]! * n + places.cols[k]!]! += hessian![k]!;
    // Entries come row by row.
    for (let from = 0; from < jacobian.rows.length; ) {
      const row = jacobian.rows[from]!;
      let to = from;
      while (to < jacobian.rows.length && jacobian.rows[to] === row) to++;
      if (distance[row] !== 0 || held.lower[row] === held.upper[row])
        for (let a = from; a < to; a++)
          for (let b = from; b < to; b++)
            dense[jacobian.cols[a]! * n + jacobian.cols[b]!]! += weight * slopes![a]! * slopes![b]!;
      from = to;
    }
    return { value: whole, gradient: slope, hessian: dense };
  }
  const solver = n <= FEW ? newton : lbfgs;
  const solving = solver(start, problem.bounds, { gradientTolerance: 0.1 * gradientTolerance });
  let step = solving.next();
  while (step.done !== true) step = solving.next(yield* answered(step.value));
  return step.value;
}
