// The primal–dual interior-point method with a filter line search: Newton steps on the conditions of Karush, Kuhn and Tucker,
// bounds kept away from by a barrier that is lowered step by step; exact Hessians; second-order corrections; and where no step
// is accepted, the same method finds a point that misses the equations by less, or shows that there is none nearby. A. Wächter,
// L. T. Biegler, On the implementation of an interior-point filter line-search algorithm for large-scale nonlinear programming
// (2006), whose symbols stand in brackets.

import { along, dot } from '../vectors.js';
import { createBarrier } from './barrier.js';
import { elasticForm, PENALTY } from './elastic.js';
import { createEndless } from './endless.js';
import { createFilter, type Filter, isBetter, type Merit, roundingOf } from './filter.js';
import type { Form } from './form.js';
import { equationRounding, type Iterate, isNearlyHeld, type Multipliers, NEARLY, pullOf } from './iterate.js';
import { createKKT, type KKT } from './kkt.js';
import { largest, total } from './norms.js';
import type { Asking } from './problem.js';

export type Why = 'solved' | 'accepted' | 'stuck' | 'iterations' | 'unbounded' | 'infeasible' | 'not finite';

export interface Descent {
  readonly why: Why;
  readonly at: Iterate;
  readonly multipliers: Multipliers;
}

export interface Progress {
  /** Iterations that are left; counted down by all that share it. */
  left: number;
  moved(at: Iterate, multipliers: Multipliers, error: number): void;
}

interface Options {
  readonly tolerance: number;
  readonly barrier: number;
  /** Ends the work early. */
  accepts?(at: Iterate): Asking<boolean>;
  /** Where the equations may be missed, no point is looked for that misses them less. */
  readonly isElastic: boolean;
}

const ARMIJO = 1e-8;
const SWITCH_VALUE = 2.3;
const SWITCH_VIOLATION = 1.1;
const LEAST_STEP = 0.05;
const MOST_CORRECTIONS = 4;
/** How closely a problem with one barrier is solved before the next. */
const CLOSELY = 10;
const MOST_RESTORATIONS = 30;

export function* descend(form: Form, progress: Progress, options: Options): Asking<Descent> {
  const { size, equations } = form;
  const barrier = createBarrier(form, options);
  const matrix = createKKT(size, equations, form);

  function* valuesAt(z: Float64Array): Asking<Pick<Iterate, 'z' | 'value' | 'equations'>> {
    return { z, ...(yield* form.values(z)) };
  }

  function* iterateAt(at: Pick<Iterate, 'z' | 'value' | 'equations'>): Asking<Iterate | null> {
    const slopes = yield* form.slopes(at.z);
    const hasSlopes = slopes.gradient.every(Number.isFinite) && slopes.jacobian.every(Number.isFinite);
    return hasSlopes ? { ...at, ...slopes } : null;
  }

  const isThere = ({ value, equations: found }: Pick<Iterate, 'value' | 'equations'>): boolean =>
    Number.isFinite(value) && found.every(Number.isFinite);
  const meritOf = (of: Pick<Iterate, 'z' | 'value' | 'equations'>): Merit => ({
    violation: total(of.equations),
    value: of.value + barrier.valueAt(of.z),
  });

  form.tightened?.(barrier.parameter);
  const first = yield* valuesAt(options.isElastic ? form.start : barrier.inside(form.start));
  const begun = isThere(first) ? yield* iterateAt(first) : null;
  if (begun === null) {
    const none = new Float64Array(size);
    const at = { ...first, gradient: none, jacobian: new Float64Array(form.jacobian.rows.length) };
    return { why: 'not finite', at, multipliers: { equations: new Float64Array(equations), lower: none, upper: none } };
  }
  let at: Iterate = begun;
  let multipliers: Multipliers = barrier.multipliersAt(at.z, estimated(at));
  const most = 1e4 * Math.max(1, total(at.equations));
  const few = 1e-4 * Math.max(1, total(at.equations));
  const filter: Filter = createFilter(most);
  const isEndless = createEndless(at.value, at.z);
  let tinySteps = 0;
  let restored = 0;

  /** Multipliers that come closest to making the gradient 0; 0 where they are large. */
  function estimated(of: Iterate): Float64Array {
    if (equations === 0) return new Float64Array(0);
    const ones = new Float64Array(size).fill(1);
    const hessian = new Float64Array(form.hessian.rows.length);
    const system = matrix.corrected({ hessian, diagonal: ones, jacobian: of.jacobian }, 0);
    const { lower, upper } = barrier.multipliersAt(of.z, new Float64Array(0));
    const right = new Float64Array(size + equations);
    for (let i = 0; i < size; i++) right[i] = of.gradient[i]! - lower[i]! + upper[i]!;
    const found = system?.solve(right).subarray(size) ?? new Float64Array(equations);
    return largest(found) > 1e3 || !found.every(Number.isFinite) ? new Float64Array(equations) : found.slice();
  }

  /** What is left of the gradient. */
  function dualOf({ lower, upper, equations: y }: Multipliers): Float64Array {
    const pull = pullOf(form.jacobian, at.jacobian, y, size);
    return at.gradient.map((slope, i) => slope - pull[i]! - lower[i]! + upper[i]!);
  }

  /** Variables may be so large that a gradient is small whatever the function: that of log(x) is 1/x. */
  function isAdrift(): boolean {
    const dual = dualOf(multipliers);
    return (
      largest(dual.map((slope, i) => slope * at.z[i]!)) > Math.sqrt(options.tolerance) * Math.max(1, Math.abs(at.value))
    );
  }

  /** [E]: how far from a solution with a barrier; scaled where multipliers are large. */
  function errorAt(parameter: number): number {
    const { lower, upper } = multipliers;
    const dual = dualOf(multipliers);
    const ofBounds = total(lower) + total(upper);
    const count = equations + 2 * size;
    const scale = Math.max(100, (total(multipliers.equations) + ofBounds) / count) / 100;
    const scaleOfBounds = Math.max(100, ofBounds / (2 * size)) / 100;
    const product = barrier.complementarity(at.z, multipliers, parameter);
    return Math.max(largest(dual) / scale, largest(at.equations), product / scaleOfBounds);
  }

  const ended = (why: Why): Descent => ({ why, at, multipliers });

  for (;;) {
    const error = errorAt(0);
    progress.moved(at, multipliers, error);
    if (error <= options.tolerance && !isAdrift()) return ended('solved');
    if (options.accepts !== undefined && (yield* options.accepts(at))) return ended('accepted');
    // Where equations do not hold, values without an end say nothing: first it is to be seen whether they can.
    const isAstray = !options.isElastic && isEndless(at.value, at.z);
    if (isAstray && isNearlyHeld(at.equations, equationRounding(form.jacobian, at, equations)))
      return ended('unbounded');
    if (progress.left-- <= 0) return ended('iterations');
    while (barrier.parameter > barrier.least && errorAt(barrier.parameter) <= CLOSELY * barrier.parameter) {
      yield* lowered();
    }
    const gone = isAstray ? 'blocked' : yield* move();
    if (gone === 'unbounded') return ended('unbounded');
    if (gone === 'moved') continue;
    if (options.isElastic || total(at.equations) <= options.tolerance || equations === 0) return ended('stuck');
    const recovered = yield* restore();
    if (recovered.why !== 'accepted') return ended(recovered.why);
    if (++restored > MOST_RESTORATIONS) return ended('stuck');
    at = recovered.at;
    multipliers = barrier.kept(at.z, { ...barrier.multipliersAt(at.z, new Float64Array(0)), equations: estimated(at) });
  }

  /** A Newton step, as far as it is accepted. */
  function* move(): Asking<'moved' | 'blocked' | 'unbounded'> {
    const hessian = yield* form.curvature(at.z, multipliers.equations, 1);
    const diagonal = barrier.diagonal(at.z, multipliers);
    const system = matrix.corrected({ hessian, diagonal, jacobian: at.jacobian }, barrier.parameter);
    if (system === null) return 'blocked';
    const slope = barrier.gradient(at);
    const { step, dual } = solveStep(system, slope, at.equations);
    if (!step.every(Number.isFinite) || !dual.every(Number.isFinite)) return 'blocked';
    const isTiny = step.every((d, i) => Math.abs(d) <= 10 * Number.EPSILON * (1 + Math.abs(at.z[i]!)));
    tinySteps = isTiny ? tinySteps + 1 : 0;
    if (tinySteps > 1) {
      tinySteps = 0;
      if (barrier.parameter <= barrier.least || largest(at.equations) > options.tolerance) return 'blocked';
      yield* lowered();
      return 'moved';
    }
    const found = yield* searched({ system, slope, step, isTiny });
    if (found === null) return 'blocked';
    if (found.at.value === Number.NEGATIVE_INFINITY) return 'unbounded';
    const changes = barrier.multiplierSteps(at.z, step, multipliers);
    const dualStep = barrier.stepOfMultipliers(multipliers, changes);
    const dualChange = dual.map((y, i) => y - multipliers.equations[i]!);
    at = found.at;
    multipliers = barrier.kept(at.z, {
      equations: along(multipliers.equations, found.length, dualChange),
      lower: along(multipliers.lower, dualStep, changes.lower),
      upper: along(multipliers.upper, dualStep, changes.upper),
    });
    return 'moved';
  }

  function* lowered(): Asking<void> {
    barrier.lower();
    filter.clear();
    if (form.tightened === undefined) return;
    form.tightened(barrier.parameter);
    at = (yield* iterateAt(yield* valuesAt(at.z))) ?? at;
  }

  function solveStep(system: KKT, slope: Float64Array, missed: Float64Array) {
    const right = new Float64Array(size + equations);
    for (let i = 0; i < size; i++) right[i] = -slope[i]!;
    for (let i = 0; i < equations; i++) right[size + i] = -missed[i]!;
    const found = system.solve(right);
    return { step: found.slice(0, size), dual: found.slice(size).map(y => -y) };
  }

  interface Direction {
    readonly system: KKT;
    readonly slope: Float64Array;
    readonly step: Float64Array;
    readonly isTiny: boolean;
  }

  /** Goes along a direction as far as is accepted; null where nothing is. */
  function* searched(of: Direction): Asking<{ readonly at: Iterate; readonly length: number } | null> {
    const { system, slope, step, isTiny } = of;
    const here = meritOf(at);
    const downhill = dot(slope, step);
    const longest = barrier.stepWithin(at.z, step);
    const leastStep = LEAST_STEP * leastLength(here.violation, downhill);
    for (let length = longest; isTiny || length >= leastStep; length /= 2) {
      const there = yield* valuesAt(along(at.z, length, step));
      if (there.value === Number.NEGATIVE_INFINITY && there.equations.every(Number.isFinite) && equations === 0)
        return { at: { ...at, ...there }, length };
      if (isThere(there)) {
        const reached = yield* accepted(there, length);
        if (reached !== null) return { at: reached, length };
        if (length === longest && total(there.equations) >= here.violation && equations > 0) {
          const corrected = yield* secondOrder(there);
          if (corrected !== null) return { at: corrected, length };
        }
      }
      if (isTiny || length < 1e-30) return null;
    }
    return null;

    function* accepted(there: Pick<Iterate, 'z' | 'value' | 'equations'>, length: number): Asking<Iterate | null> {
      const merit = meritOf(there);
      const slack = roundingOf(here.value);
      const change = length * downhill;
      // Neither values nor equations tell the points apart any more.
      const isRounding =
        Math.abs(change) <= slack && merit.violation <= Math.max(here.violation, 1e-13 * (1 + largest(at.z)));
      if (isTiny || isRounding) return yield* iterateAt(there);
      if (!filter.accepts(merit)) return null;
      const isDescent = downhill < 0 && length * (-downhill) ** SWITCH_VALUE > here.violation ** SWITCH_VIOLATION;
      const isSteep = isDescent && here.violation <= few;
      const isLower = merit.value <= here.value + ARMIJO * change + slack;
      if (isSteep ? !isLower : !isBetter(merit, here)) return null;
      const reached = yield* iterateAt(there);
      if (reached !== null && !(isDescent && isLower)) filter.add(here);
      return reached;
    }

    /** Steps that bend with the equations. */
    function* secondOrder(first: Pick<Iterate, 'z' | 'value' | 'equations'>): Asking<Iterate | null> {
      let missed = at.equations.map((h, i) => longest * h + first.equations[i]!);
      let violation = total(first.equations);
      for (let k = 0; k < MOST_CORRECTIONS; k++) {
        const { step: bent } = solveStep(system, slope, missed);
        if (!bent.every(Number.isFinite)) return null;
        const length = barrier.stepWithin(at.z, bent);
        const there = yield* valuesAt(along(at.z, length, bent));
        if (!isThere(there)) return null;
        const reached = yield* accepted(there, longest);
        if (reached !== null) return reached;
        const left = total(there.equations);
        if (left > 0.99 * violation) return null;
        violation = left;
        missed = missed.map((h, i) => length * h + there.equations[i]!);
      }
      return null;
    }
  }

  /** [α_min] What a step must not be shorter than. */
  function leastLength(violation: number, downhill: number): number {
    if (downhill >= 0) return 1e-5;
    const byValue = (1e-8 * violation) / -downhill;
    const bySwitch = violation <= few ? violation ** SWITCH_VIOLATION / (-downhill) ** SWITCH_VALUE : 1e-5;
    return Math.min(1e-5, byValue, bySwitch);
  }

  /** Looks for a point that misses the equations by less, and that the filter lets pass. */
  function* restore(): Asking<Descent> {
    const here = meritOf(at);
    filter.add(here);
    const parameter = Math.max(barrier.parameter, largest(at.equations), 1e-8);
    const elastic = elasticForm(form, at.z, at.equations, parameter);
    const own = (z: Float64Array): Float64Array => z.slice(0, size);
    const found: Descent = yield* descend(elastic, progress, {
      // Beside what missing an equation costs there.
      tolerance: PENALTY * options.tolerance,
      barrier: parameter,
      isElastic: true,
      *accepts({ z }) {
        const there = yield* valuesAt(own(z));
        if (!isThere(there)) return false;
        const merit = meritOf(there);
        return merit.violation <= 0.9 * here.violation && filter.accepts(merit);
      },
    });
    const there = yield* valuesAt(own(found.at.z));
    const reached = isThere(there) ? yield* iterateAt(there) : null;
    const end = (why: Why): Descent => ({ why, at: reached ?? at, multipliers });
    if (found.why === 'iterations' || reached === null) return end(found.why === 'iterations' ? 'iterations' : 'stuck');
    if (found.why === 'accepted') return end('accepted');
    const violation = total(reached.equations);
    if (violation > NEARLY && found.why === 'solved') {
      at = reached;
      return end('infeasible');
    }
    if (violation <= options.tolerance && violation < here.violation) {
      // It holds the equations, whatever the filter says.
      filter.clear();
      return end('accepted');
    }
    return end('stuck');
  }
}
