// What solvers of problems with constraints and those who run them hand each other: as in ../problem.ts, with matrices by their
// nonzeros. Functions are minimised; constraints c are held between bounds, and a multiplier λ is what the optimum gains by the
// bound that its constraint is at: df*/du for c = bound + u.

import type { Bounds, Controls, Iteration, Outcome, Reason } from '../problem.js';

/** Where the nonzeros of a matrix stand, from 0. */
export interface Places {
  readonly rows: ArrayLike<number>;
  readonly cols: ArrayLike<number>;
}

/** What does not change from point to point. */
export interface ConstrainedProblem {
  readonly start: Float64Array;
  /** Of the parameters. */
  readonly bounds: Bounds;
  /** Of the constraints: equal where one is an equation. */
  readonly held: Bounds;
  /** Of the Jacobian of the constraints. */
  readonly jacobian: Places;
  /** Of the Hessian of f − Σ λ·c, both triangles. */
  readonly hessian: Places;
}

/** What a solver wants to know at `theta`, which it does not change until it is answered. */
export interface ConstrainedRequest {
  readonly theta: Float64Array;
  readonly wants: 'values' | 'slopes' | 'curvature';
  /** With `curvature`. */
  readonly multipliers?: Float64Array;
}

/** What was not wanted may be missing; what is there belongs to whoever asked. */
export interface ConstrainedAnswer {
  /** Of f, and of the constraints: with `values`. */
  readonly value?: number;
  readonly constraints?: Float64Array;
  /** Of f, and the nonzeros of the Jacobian of the constraints: with `slopes`. */
  readonly gradient?: Float64Array;
  readonly jacobian?: Float64Array;
  /** Nonzeros of the Hessian of f − Σ λ·c: with `curvature`. */
  readonly hessian?: Float64Array;
}

/** `infeasible`: no point nearby holds the constraints better. The others are those of functions without. */
export type ConstrainedReason = Reason | 'infeasible';

/** How far a point is from what Karush, Kuhn and Tucker ask of an optimum: the greatest elements. */
export interface Residuals {
  /** Of ∇f − Σ λ·∇c, less the multipliers of bounds. */
  readonly stationarity: number;
  /** Of what constraints and bounds are missed by. */
  readonly feasibility: number;
  /** Of multipliers times the distances to their bounds. */
  readonly complementarity: number;
}

/**
 * What the Hessian of f − Σ λ·c says along directions that hold the constraints which are met with equality: `minimum` where it
 * is positive definite, `saddle` where it has a negative eigenvalue, `undecided` where it has none, but one that is zero.
 */
export type SecondOrder = 'minimum' | 'saddle' | 'undecided';

export interface ConstrainedOutcome extends Omit<Outcome, 'reason' | 'gradient'> {
  /** Of f. */
  readonly gradient: Float64Array;
  readonly reason: ConstrainedReason;
  readonly constraints: Float64Array;
  /** λ of each constraint. */
  readonly multipliers: Float64Array;
  /** Of the bounds of each parameter: what the optimum gains by the bound that it is at. */
  readonly boundMultipliers: Float64Array;
  readonly residuals: Residuals;
  /** Where the solver has converged; null elsewhere. */
  readonly secondOrder: SecondOrder | null;
  /** False where gradients of constraints that are met with equality depend on each other: other multipliers do as well. */
  readonly independent: boolean;
}

export interface ConstrainedIteration extends Iteration {
  /** λ of each constraint. */
  readonly multipliers: Float64Array;
  /** What constraints are missed by. */
  readonly feasibility: number;
}

export interface ConstrainedControls extends Omit<Controls, 'onIteration'> {
  readonly onIteration?: (iteration: ConstrainedIteration) => void;
}

export type Asking<T> = Generator<ConstrainedRequest, T, ConstrainedAnswer>;

export type ConstrainedSolver = (
  problem: ConstrainedProblem,
  controls: ConstrainedControls,
) => Asking<ConstrainedOutcome>;
