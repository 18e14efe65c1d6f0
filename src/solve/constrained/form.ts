// A problem as interior-point methods take it: equations and bounds alone. A constraint between bounds is an equation with a
// variable of its own, c − s = 0, that is between them; parameters that are fixed are no variables; and what is large at the
// start is scaled. A. Wächter, L. T. Biegler, On the implementation of an interior-point filter line-search algorithm for
// large-scale nonlinear programming (2006), sections 3.4 and 3.8.

import type { Asking, ConstrainedAnswer, ConstrainedProblem, ConstrainedRequest, Places } from './problem.js';

export interface Values {
  readonly value: number;
  readonly equations: Float64Array;
}

export interface Slopes {
  readonly gradient: Float64Array;
  readonly jacobian: Float64Array;
}

export interface Form {
  readonly size: number;
  readonly equations: number;
  readonly start: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly jacobian: Places;
  /** The lower triangle. */
  readonly hessian: Places;
  values(z: Float64Array): Asking<Values>;
  slopes(z: Float64Array): Asking<Slopes>;
  /** Of weight·f − Σ λ·h. */
  curvature(z: Float64Array, multipliers: Float64Array, weight: 0 | 1): Asking<Float64Array>;
  /** Told of each barrier parameter. */
  tightened?(barrier: number): void;
}

/** A form of a problem, and the way back. */
export interface ProblemForm extends Form {
  /** Parameters, fixed ones among them. */
  thetaOf(z: Float64Array): Float64Array;
  /** Multipliers of the problem's constraints, of which some may have no equation. */
  multipliersOf(own: Float64Array): Float64Array;
  /** The other way. */
  ownMultipliers(of: Float64Array): Float64Array;
  /** By how much multipliers of bounds of variables are those of the problem's value. */
  readonly valueScale: number;
  /** Which parameter each of the first variables is. */
  readonly free: readonly number[];
  /** Of each constraint that is between bounds its equation and its variable. */
  readonly slacks: readonly { readonly equation: number; readonly variable: number }[];
  /** Constraints that no variable changes. */
  readonly constant: readonly number[];
}

/** Gradients larger than this are scaled down to it. */
const LARGE = 100;

export type Ask = (request: ConstrainedRequest) => Asking<ConstrainedAnswer>;

/** @param first what is at the start, all of it */
export function createForm(problem: ConstrainedProblem, first: ConstrainedAnswer, ask: Ask): ProblemForm {
  const { start, bounds, held, jacobian, hessian } = problem;
  const [n, m] = [start.length, held.lower.length];
  const free = Array.from(start.keys()).filter(i => bounds.lower[i] !== bounds.upper[i]);
  const variable = new Int32Array(n).fill(-1);
  for (const [k, i] of free.entries()) variable[i] = k;
  /** Entries of the Jacobian in columns of variables. */
  const entries = Array.from({ length: jacobian.rows.length }, (_, k) => k).filter(
    k => variable[jacobian.cols[k]!] !== -1,
  );
  const equation = new Int32Array(m).fill(-1);
  for (const k of entries) equation[jacobian.rows[k]!] = 0;
  const rows = Array.from(equation.keys()).filter(i => equation[i] === 0);
  for (const [k, i] of rows.entries()) equation[i] = k;
  const slackOf = rows.filter(i => held.lower[i] !== held.upper[i]);
  const slack = new Int32Array(m).fill(-1);
  for (const [k, i] of slackOf.entries()) slack[i] = free.length + k;

  const most = new Float64Array(m);
  for (const k of entries) most[jacobian.rows[k]!] = Math.max(most[jacobian.rows[k]!]!, Math.abs(first.jacobian![k]!));
  const scaleOf = (size: number): number => (size > LARGE && Number.isFinite(size) ? LARGE / size : 1);
  const scale = most.map(scaleOf);
  const valueScale = scaleOf(free.reduce((size, i) => Math.max(size, Math.abs(first.gradient![i]!)), 0));

  const size = free.length + slackOf.length;
  const boundsOf = (ofParameters: Float64Array, ofConstraints: Float64Array): Float64Array =>
    Float64Array.from([...free.map(i => ofParameters[i]!), ...slackOf.map(i => scale[i]! * ofConstraints[i]!)]);
  const curved = Array.from({ length: hessian.rows.length }, (_, k) => k).filter(k => {
    const [i, j] = [variable[hessian.rows[k]!]!, variable[hessian.cols[k]!]!];
    return i !== -1 && j !== -1 && i >= j;
  });

  function thetaOf(z: Float64Array): Float64Array {
    // Fixed parameters are where their bounds are.
    const theta = start.map((_, i) => bounds.lower[i]!);
    for (const [k, i] of free.entries()) theta[i] = z[k]!;
    return theta;
  }

  function multipliersOf(own: Float64Array): Float64Array {
    const all = new Float64Array(m);
    for (const [k, i] of rows.entries()) all[i] = (own[k]! * scale[i]!) / valueScale;
    return all;
  }

  const ownMultipliers = (of: Float64Array): Float64Array =>
    Float64Array.from(rows, i => (of[i]! * valueScale) / scale[i]!);

  return {
    size,
    equations: rows.length,
    free,
    slacks: slackOf.map(i => ({ equation: equation[i]!, variable: slack[i]! })),
    constant: Array.from(equation.keys()).filter(i => equation[i] === -1),
    valueScale,
    thetaOf,
    multipliersOf,
    ownMultipliers,
    start: Float64Array.from([...free.map(i => start[i]!), ...slackOf.map(i => scale[i]! * first.constraints![i]!)]),
    lower: boundsOf(bounds.lower, held.lower),
    upper: boundsOf(bounds.upper, held.upper),
    jacobian: {
      rows: [...entries.map(k => equation[jacobian.rows[k]!]!), ...slackOf.map(i => equation[i]!)],
      cols: [...entries.map(k => variable[jacobian.cols[k]!]!), ...slackOf.map(i => slack[i]!)],
    },
    hessian: {
      rows: curved.map(k => variable[hessian.rows[k]!]!),
      cols: curved.map(k => variable[hessian.cols[k]!]!),
    },
    *values(z) {
      const { value, constraints } = yield* ask({ theta: thetaOf(z), wants: 'values' });
      const equations = Float64Array.from(rows, i => {
        const own = scale[i]! * constraints![i]!;
        return slack[i] === -1 ? own - scale[i]! * held.lower[i]! : own - z[slack[i]!]!;
      });
      return { value: valueScale * value!, equations };
    },
    *slopes(z) {
      const answer = yield* ask({ theta: thetaOf(z), wants: 'slopes' });
      const gradient = new Float64Array(size);
      for (const [k, i] of free.entries()) gradient[k] = valueScale * answer.gradient![i]!;
      const values = [...entries.map(k => scale[jacobian.rows[k]!]! * answer.jacobian![k]!), ...slackOf.map(() => -1)];
      return { gradient, jacobian: Float64Array.from(values) };
    },
    *curvature(z, multipliers, weight) {
      const theta = thetaOf(z);
      const { hessian: whole } = yield* ask({ theta, wants: 'curvature', multipliers: multipliersOf(multipliers) });
      if (weight === 1) return Float64Array.from(curved, k => valueScale * whole![k]!);
      const { hessian: ofValue } = yield* ask({ theta, wants: 'curvature', multipliers: new Float64Array(m) });
      return Float64Array.from(curved, k => valueScale * (whole![k]! - ofValue![k]!));
    },
  };
}
