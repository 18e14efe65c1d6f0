// Whether a derivative is what differences say it is.
//
// Differences know nothing at a kink, or nearer to one than they can step. So where they do not agree at once, the steps
// become shorter until the function is one formula over the stencil, and only where no step is short enough does the
// contract's rule for such a point have the word: what it rules is not held against the derivative, but a number that no
// rule can give is.

import { type Estimate, estimateOf, FIRST_STEPS, holds, nothing } from './differences.js';
import type { Kinks } from './kinks.js';
import { judgeAtKink, type Verdict } from './rules.js';
import { smoothStep } from './smooth.js';
import { createStencil, type Direction, isSmall, type Stencil, type Values } from './stencil.js';

export interface Judgement {
  readonly difference: number;
  readonly error: number;
  readonly uncertainty: number;
  readonly verdict: Verdict;
  /** Why differences do not decide; null where they do. */
  readonly reason: string | null;
}

export interface Surroundings {
  readonly values: Values;
  /** Gradient that the module computes, for second derivatives of a function too rough for second differences. */
  readonly gradient: Values | null;
  readonly point: readonly number[];
  readonly kinks: Kinks;
}

/** A derivative's place: a result, along one direction or two. */
export interface Place {
  readonly row: number;
  readonly along: readonly Direction[];
  /** Component of the gradient that is the derivative along the first direction, where it is one. */
  readonly component: number | null;
}

/** Judges derivatives at one place; what was measured is kept for the next. */
export type Judge = (derivative: number) => Judgement;

/** Relative uncertainty of second differences above which those of the gradient are looked at too. */
const CLOSE = 1e-5;

/** Judges for all results along the same directions. */
export function createJudge(around: Surroundings, along: readonly Direction[]) {
  const { values, point } = around;
  const usual = createStencil(values, point, along);
  const hasSmall = along.some(({ slots }) => slots.some(slot => isSmall(point[slot]!)));
  const stencils = hasSmall ? [usual, createStencil(values, point, along, true)] : [usual];
  return (place: Omit<Place, 'along'>): Judge => {
    const measured = estimateOf(stencils, place.row, FIRST_STEPS);
    return derivative => judge(around, stencils, { ...place, along }, measured, derivative);
  };
}

function judge(
  around: Surroundings,
  stencils: readonly Stencil[],
  place: Place,
  measured: Estimate,
  derivative: number,
): Judgement {
  const { row } = place;
  const stencil = stencils[0]!;
  const say = (verdict: Verdict, by: Estimate, reason: string | null = null): Judgement => ({
    difference: by.derivative,
    error: Math.abs(derivative - by.derivative),
    uncertainty: by.uncertainty,
    verdict,
    reason,
  });
  if (holds(derivative, measured) === true) {
    const isClose = measured.uncertainty <= CLOSE * Math.abs(derivative);
    if (stencil.order === 1 || derivative === 0 || isClose) return say('agrees', measured);
    const better = byGradient(around, place, FIRST_STEPS[1], measured);
    return say(holds(derivative, better) === false ? 'differs' : 'agrees', better);
  }
  if (!Number.isFinite(stencil.middle(row)))
    return say('undecided', nothing, `the value is ${stencil.middle(row)}, which has no differences`);
  const smooth = smoothStep(around.kinks, around.point, stencils.at(-1)!, row);
  if ('crossings' in smooth) {
    const { verdict, by, reason } = judgeAtKink(stencil, row, smooth.crossings, measured, derivative);
    return say(verdict, by, reason);
  }
  const { step } = smooth;
  const isUsual = step >= FIRST_STEPS[0];
  let close = isUsual ? measured : estimateOf(stencils.slice(-1), row, [step, step / 10]);
  let held = derivative === close.derivative ? true : holds(derivative, close);
  if (held === null && stencil.order === 2) {
    close = byGradient(around, place, Math.min(step, FIRST_STEPS[1]), close);
    held = holds(derivative, close);
  }
  if (held === true) return say('agrees', close);
  if (held === false) return say('differs', close);
  if (isUsual) return say('undecided', close, whyRough(close));
  return say('convention', close, 'a kink is too near for differences');
}

function whyRough({ derivative }: Estimate): string {
  return Number.isFinite(derivative) ? 'the value is too rough for differences' : 'the value is not finite nearby';
}

/**
 * Differences of the emitted gradient, which know more digits, where that is itself confirmed by differences of the value:
 * in the middle and on both sides.
 */
function byGradient(around: Surroundings, place: Place, step: number, otherwise: Estimate): Estimate {
  const { values, gradient, point } = around;
  const [first, second] = place.along;
  if (gradient === null || place.component === null || second === undefined) return otherwise;
  const stencil = createStencil(gradient, point, [second]);
  const found = estimateOf([stencil], place.component, [step, step / 10]);
  for (const at of [point, ...stencil.points(step), ...stencil.points(step / 4)]) {
    const measured = estimateOf([createStencil(values, at, [first!])], place.row, [step, step / 10]);
    if (holds(gradient(at)[place.component]!, measured) !== true) return otherwise;
  }
  // What is left where the terms of the gradient cancel is rounding of the size that they had.
  const uncertainty = Math.max(found.uncertainty, 4 * Number.EPSILON * otherwise.natural);
  return found.isSharp ? { ...found, uncertainty } : otherwise;
}
