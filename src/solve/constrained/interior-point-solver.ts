// Minimising between bounds and under constraints: the interior-point method, then the last digits, then what can be said of
// the point. One that is no minimum is left, where a step aside leads on.

import { createAsked, Ended } from './asking.js';
import { augmentedLagrangian } from './augmented-lagrangian.js';
import { createForm, type ProblemForm } from './form.js';
import { type Descent, descend, type Progress, type Why } from './interior-point.js';
import { largest } from './norms.js';
import { outcomeAt, type Stopped } from './outcome.js';
import { pointOf } from './point.js';
import { type Polished, polish } from './polish.js';
import type { Asking, ConstrainedAnswer, ConstrainedOutcome, ConstrainedReason, ConstrainedSolver } from './problem.js';

const MOST_ITERATIONS = 500;
const TOLERANCE = 1e-9;
const BARRIER = 0.1;
/** How often a saddle is left. */
const MOST_ESCAPES = 3;
const ASIDE = 1e-2;
/** Parameters up to which another method is tried where nothing nearby holds the constraints, and for how long. */
const FEW = 100;
const MOST_TRIES = 30;

const REASONS: Readonly<Record<Why, ConstrainedReason>> = {
  solved: 'gradient',
  accepted: 'gradient',
  stuck: 'line search',
  iterations: 'iterations',
  unbounded: 'unbounded',
  infeasible: 'infeasible',
  'not finite': 'not finite',
};

export const interiorPoint: ConstrainedSolver = function* (problem, controls) {
  const { maxIterations = MOST_ITERATIONS } = controls;
  const tolerance = controls.gradientTolerance ?? TOLERANCE;
  const { ask, unlimited, count } = createAsked(controls);
  const { bounds, held } = problem;
  const theta = problem.start.map((x, i) => Math.min(Math.max(x, bounds.lower[i]!), bounds.upper[i]!));
  let stopped: Stopped = {
    theta,
    multipliers: new Float64Array(held.lower.length),
    boundMultipliers: new Float64Array(theta.length),
    reason: 'not finite',
    secondOrder: null,
    independent: true,
    iterations: 0,
    evaluations: 0,
  };
  let iterations = 0;
  let form: ProblemForm | null = null;
  const progress: Progress = {
    left: maxIterations,
    moved(at, multipliers, error) {
      if (at.z.length !== form!.size) return;
      iterations = maxIterations - this.left;
      const point = pointOf(form!, { at, multipliers });
      stopped = { ...stopped, ...point };
      controls.onIteration?.({
        iteration: iterations,
        evaluations: count(),
        theta: point.theta,
        value: at.value / form!.valueScale,
        gradientNorm: error,
        multipliers: point.multipliers,
        feasibility: largest(at.equations),
      });
    },
  };
  const finish = (of: Partial<Stopped>): Asking<ConstrainedOutcome> =>
    outcomeAt(problem, { ...stopped, iterations, evaluations: count(), ...of }, unlimited);

  try {
    const first: ConstrainedAnswer = {
      ...(yield* ask({ theta, wants: 'values' })),
      ...(yield* ask({ theta, wants: 'slopes' })),
    };
    const { value, constraints, gradient, jacobian } = first;
    if (![[value!], constraints!, gradient!, jacobian!].every(of => of.every(Number.isFinite)))
      return yield* finish({ reason: 'not finite' });
    form = createForm({ ...problem, start: theta }, first, ask);
    if (form.constant.some(i => constraints![i]! < held.lower[i]! || constraints![i]! > held.upper[i]!))
      return yield* finish({
        reason: 'infeasible',
        message: 'infeasible: a constraint that no parameter changes does not hold',
      });
    let found = yield* solved(form, progress, { tolerance, barrier: BARRIER });
    if (found.descent.why === 'infeasible' && theta.length <= FEW) {
      // Another way past what no step leads out of.
      const left = (controls.maxEvaluations ?? Number.POSITIVE_INFINITY) - count();
      const { interrupted = () => false } = controls;
      const other = yield* augmentedLagrangian()(problem, {
        interrupted,
        maxEvaluations: left,
        maxIterations: MOST_TRIES,
      });
      const whole = { iterations: iterations + other.iterations, evaluations: count() + other.evaluations };
      if (other.converged || other.reason === 'interrupted') return { ...other, ...whole };
    }
    for (let k = 0; k < MOST_ESCAPES && found.polished?.secondOrder === 'saddle'; k++) {
      const from = found.polished.at;
      const start = from.z.map((x, i) => x + ASIDE * Math.max(1, Math.abs(x)) * irregular(i + k));
      const next = yield* solved({ ...form, start }, progress, { tolerance, barrier: ASIDE });
      const isLower = next.descent.at.value < from.value - 1e-8 * Math.abs(from.value);
      if (next.descent.why !== 'unbounded' && (next.polished === null || !isLower)) break;
      found = next;
    }
    const { descent, polished } = found;
    if (polished === null) return yield* finish({ ...pointOf(form, descent), reason: REASONS[descent.why] });
    const point = pointOf(form, polished);
    const { secondOrder, independent } = polished;
    return yield* finish({ ...point, reason: 'gradient', secondOrder, independent });
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
    return yield* finish({ reason: error.reason });
  }
};

interface Solved {
  readonly descent: Descent;
  /** Null where the point is no solution. */
  readonly polished: Polished | null;
}

function* solved(
  form: ProblemForm,
  progress: Progress,
  { tolerance, barrier }: { readonly tolerance: number; readonly barrier: number },
): Asking<Solved> {
  const descent: Descent = yield* descend(form, progress, { tolerance, barrier, isElastic: false });
  if (descent.why !== 'solved' && descent.why !== 'stuck') return { descent, polished: null };
  const polished = yield* polish(form, descent);
  const isThere = polished.error <= tolerance * Math.max(1, largest(polished.multipliers.equations) / 100);
  return { descent, polished: isThere || descent.why === 'solved' ? polished : null };
}

/** Between −1 and 1, different for each number, and the same each time. */
const irregular = (i: number): number => 2 * (((i + 1) * 0.6180339887498949) % 1) - 1;
