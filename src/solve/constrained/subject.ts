// A compiled formula with constraints as what solvers of those take, and what is said of them where one has stopped.

import type { EmittedFunction } from '../../exports/table.js';
import { nested, type Shaped, sizeOf } from '../elements.js';
import type { Bounds } from '../problem.js';
import { createTrials, nothingOf } from '../trials.js';
import type {
  ConstrainedAnswer,
  ConstrainedOutcome,
  ConstrainedProblem,
  ConstrainedRequest,
  Places,
  Residuals,
  SecondOrder,
} from './problem.js';

export type { SecondOrder };

/** What a compiled formula says of one of its constraints. */
export interface ListedConstraint {
  readonly text: string;
  readonly kind: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly lower?: unknown;
  readonly upper?: unknown;
}

/** What is used of a compiled formula that has some; modules that are emitted with these exports have it, too. */
export interface Constraining {
  readonly constraintList?: readonly ListedConstraint[];
  readonly value?: EmittedFunction;
  readonly constraints?: EmittedFunction;
  readonly constraintsJacobianSparse?: EmittedFunction;
  readonly constraintsJacobianPattern?: unknown;
  readonly constrainedHessianSparse?: EmittedFunction;
  readonly constrainedHessianPattern?: unknown;
}

export interface Constrained {
  readonly problem: ConstrainedProblem;
  readonly list: readonly ListedConstraint[];
  /** @param sign −1 where the formula is maximised */
  answer(request: ConstrainedRequest, sign: 1 | -1): ConstrainedAnswer;
}

/** Numbers of one constraint or parameter, nested as its shape is. */
type Nested = number | number[] | number[][];

/** One constraint at a solution. */
export interface HeldConstraint {
  readonly text: string;
  readonly kind: string;
  /** The left side less the right one, or what is between two numbers. */
  readonly value: Nested;
  /** λ: how much the optimum changes by, to first order, for each unit that is added to the right side, or to the bound that is met. */
  readonly multiplier: Nested;
}

/** What is known of constraints at a solution. */
export interface Held {
  readonly constraints: readonly HeldConstraint[];
  /** By parameter: how much the optimum changes by with the bound that it is at. */
  readonly boundMultipliers: Readonly<Record<string, Nested>>;
  readonly residuals: Residuals;
  readonly secondOrder: SecondOrder | null;
  /** False where other multipliers do as well. */
  readonly independent: boolean;
}

const NEEDED = ['constraints', 'constraintsJacobianSparse', 'constrainedHessianSparse'] as const;

/**
 * Null where there are none.
 * @param argumentsAt of emitted functions
 * @throws TypeError for a module that lacks what a solver asks for
 */
export function constrained(
  formula: Constraining & { readonly valueAndGradient: EmittedFunction },
  argumentsAt: (theta: Float64Array) => unknown[],
  { start, bounds }: { readonly start: Float64Array; readonly bounds: Bounds },
  call: string,
): Constrained | null {
  const { constraintList: list = [] } = formula;
  if (list.length === 0) return null;
  const missing = NEEDED.filter(name => !(name in formula));
  if (missing.length > 0)
    throw new TypeError(`${call}: the module has constraints, but no ${missing.join(', ')}: emit these, too`);
  const count = list.reduce((most, of) => Math.max(most, of.offset + lengthOf(of)), 0);
  const boundsOf = (side: 'lower' | 'upper', none: number): Float64Array => {
    const all = new Float64Array(count).fill(none);
    for (const of of list) {
      const bound = of[side];
      if (bound === undefined) continue;
      // What metadata say: a number, or elements nested as the shape is.
      const flat = typeof bound === 'number' ? null : (bound as number[] | number[][]).flat();
      for (let i = 0; i < lengthOf(of); i++) all[of.offset + i] = flat?.[i] ?? (bound as number);
    }
    return all;
  };
  const problem: ConstrainedProblem = {
    start,
    bounds,
    held: { lower: boundsOf('lower', Number.NEGATIVE_INFINITY), upper: boundsOf('upper', Number.POSITIVE_INFINITY) },
    // They come along with the functions.
    jacobian: formula.constraintsJacobianPattern as Places,
    hessian: formula.constrainedHessianPattern as Places,
  };
  const scratch = new Float64Array(start.length);
  const trials = createTrials();
  const nothing = (): ReturnType<Constrained['answer']> => ({
    value: Number.NaN,
    constraints: nothingOf(count),
    gradient: nothingOf(start.length),
    jacobian: nothingOf(problem.jacobian.rows.length),
    hessian: nothingOf(problem.hessian.rows.length),
  });
  return {
    problem,
    list,
    answer: (request, sign) => trials(() => answered(request, sign), nothing),
  };

  function answered(
    { theta, wants, multipliers = new Float64Array(count) }: Parameters<Constrained['answer']>[0],
    sign: 1 | -1,
  ) {
    const all = argumentsAt(theta);
    const turned = (of: Float64Array): Float64Array => (sign === 1 ? of : of.map(value => -value));
    if (wants === 'values') {
      const value = (formula.value?.(...all) ?? formula.valueAndGradient(...all, scratch)) as number;
      return { value: sign * value, constraints: formula.constraints!(...all) as Float64Array };
    }
    if (wants === 'curvature') {
      const hessian = formula.constrainedHessianSparse!(...all, turned(multipliers)) as Float64Array;
      return { hessian: turned(hessian) };
    }
    const gradient = new Float64Array(start.length);
    formula.valueAndGradient(...all, gradient);
    return { gradient: turned(gradient), jacobian: formula.constraintsJacobianSparse!(...all) as Float64Array };
  }
}

const shapedOf = ({ text, shape }: ListedConstraint): Shaped => ({ name: text, shape });

/** The sizes of constraints are known. */
const lengthOf = (of: ListedConstraint): number => sizeOf(shapedOf(of))!;

/** @param sign −1 where the formula is maximised: multipliers are those of its own value */
export function heldAt(
  outcome: ConstrainedOutcome,
  list: readonly ListedConstraint[],
  sign: 1 | -1,
  named: (theta: Float64Array) => unknown,
): Held {
  const turned = (of: Float64Array): Float64Array => of.map(value => (value === 0 ? 0 : sign * value));
  const multipliers = turned(outcome.multipliers);
  const { residuals, secondOrder, independent } = outcome;
  return {
    constraints: list.map(of => {
      const elements = (all: Float64Array): Nested =>
        nested(shapedOf(of), all.slice(of.offset, of.offset + lengthOf(of)));
      const { text, kind } = of;
      return { text, kind, value: elements(outcome.constraints), multiplier: elements(multipliers) };
    }),
    // Of formulas the point is by name.
    boundMultipliers: named(turned(outcome.boundMultipliers)) as Held['boundMultipliers'],
    residuals,
    secondOrder,
    independent,
  };
}
