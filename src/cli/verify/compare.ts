// Whether a derivative is what differences say it is.
//
// Differences know nothing at a kink, or nearer to one than they can step. So where they do not agree at once, the steps
// become shorter until the function is one formula over the stencil, and only where no step is short enough does the
// contract's rule for such a point have the word: what it rules is not held against the derivative, but a number that no
// rule can give is.

import {
  diverges,
  type Estimate,
  estimateOf,
  FIRST_STEPS,
  limitAtInfinity,
  nothing,
  sideSlope,
} from '../differences.js';
import type { Kink, Kinks } from './kinks.js';
import { createStencil, type Direction, isSmall, type Stencil, type Values } from './stencil.js';

export type Verdict = 'agrees' | 'differs' | 'convention' | 'undecided';

export interface Judgement {
  readonly difference: number;
  readonly error: number;
  readonly uncertainty: number;
  readonly verdict: Verdict;
  /** Why a row is neither `agrees` nor `differs`, and what NaN is held against. */
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

const TOLERANCE = 1e-6;

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
  if (holds(derivative, measured) === true) return say('agrees', measured);
  if (!Number.isFinite(stencil.middle(row)))
    return say('undecided', nothing, `the value is ${stencil.middle(row)}, which has no differences`);
  const step = smoothStep(around, stencils.at(-1)!, place);
  if (step === null) return atKink(around, stencil, place, measured, derivative, say);
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
  return say('convention', close, `${named(crossed(around, stencil, row, FIRST_STEPS[0]))} too near for differences`);
}

/** Whether an estimate says that a derivative is right; null where it is not sharp enough to say. */
function holds(derivative: number, by: Estimate): boolean | null {
  if (!Number.isFinite(by.derivative)) return null;
  if (!Number.isFinite(derivative)) return by.isSharp || Number.isFinite(by.uncertainty) ? false : null;
  const size = Math.max(Math.abs(derivative), Math.abs(by.derivative));
  const error = Math.abs(derivative - by.derivative);
  if (error <= Math.max(TOLERANCE * size, 4 * by.uncertainty))
    return by.uncertainty <= 1e-3 * Math.max(size, 1e-3 * by.natural) ? true : null;
  return by.isSharp || error > 100 * by.uncertainty ? false : null;
}

function whyRough({ derivative }: Estimate): string {
  return Number.isFinite(derivative) ? 'the value is too rough for differences' : 'the value is not finite nearby';
}

/** Operations that are on another piece somewhere at this step, by point of the stencil. */
function crossed({ point, kinks }: Surroundings, stencil: Stencil, row: number, step: number): Kink[][] {
  return stencil.points(step).map(other => kinks.between(row, point, other));
}

/** A step that leaves the middle by more than rounding; much shorter where the middle is 0. */
function closestStep({ point }: Surroundings, stencil: Stencil, { along }: Pick<Place, 'along'>): number {
  const [near] = stencil.points(1e-20);
  const moves = along.every(({ slots }) => slots.every(slot => near![slot] !== point[slot]));
  return moves ? 1e-30 : 1e-11;
}

/** The longest step over which the value is one formula; null where none is. */
function smoothStep(around: Surroundings, stencil: Stencil, place: Place): number | null {
  const last = closestStep(around, stencil, place);
  const isSmooth = (step: number): boolean =>
    crossed(around, stencil, place.row, step).every(operations => operations.length === 0);
  for (let step: number = FIRST_STEPS[0]; step >= last; step /= 10)
    if ([2 * step, step, step / 3, step / 50].every(isSmooth)) return step;
  return null;
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
  return found.isSharp ? found : otherwise;
}

type Say = (verdict: Verdict, by: Estimate, reason?: string | null) => Judgement;

function named(crossings: readonly (readonly Kink[])[]): string {
  return [...new Set(crossings.flat().map(({ operation }) => operation))].join(', ');
}

function atKink(
  around: Surroundings,
  stencil: Stencil,
  place: Place,
  measured: Estimate,
  derivative: number,
  say: Say,
): Judgement {
  const crossings = crossed(around, stencil, place.row, closestStep(around, stencil, place));
  const kinks = crossings.flat();
  const ruled = kinks.some(({ kind }) => kind !== 'edge');
  const reason = `${named(crossings)} ${ruled ? 'at a kink' : 'at the edge of the domain'}`;
  const otherwise: Verdict = ruled ? 'convention' : 'undecided';
  const decide = stencil.order === 1 ? firstOrder : secondOrder;
  const decided = decide(stencil, place, measured, derivative, crossings);
  if (decided.verdict !== null) return say(decided.verdict, decided.by);
  return say(otherwise, measured.isSharp ? measured : nothing, reason + decided.slopes);
}

/** Without a verdict the rules have the word; the slopes of both sides are told where they are known. */
type Decided =
  | { readonly verdict: Verdict; readonly by: Estimate }
  | { readonly verdict: null; readonly slopes: string };

const UNKNOWN: Decided = { verdict: null, slopes: '' };

/** A first derivative lies between the slopes of both sides, unless a rule of its own is about the point alone. */
function firstOrder(
  stencil: Stencil,
  { row }: Place,
  measured: Estimate,
  derivative: number,
  crossings: readonly (readonly Kink[])[],
): Decided {
  const kinks = crossings.flat();
  const limit = limitAtInfinity(stencil, row);
  if (derivative === limit) return { verdict: 'agrees', by: { ...nothing, derivative: limit, uncertainty: 0 } };
  const hasOwnRule = kinks.some(({ kind }) => kind === 'point');
  if (Number.isNaN(derivative) && hasOwnRule) return UNKNOWN;
  // A branch that only the point itself is on.
  if (crossings.every(side => side.some(({ kind }) => kind === 'condition'))) return UNKNOWN;
  const slopes = ([-1, 1] as const).map(side => sideSlope(stencil, row, side, FIRST_STEPS[2]));
  const [left, right] = slopes as [Estimate, Estimate];
  if (!left.isSharp || !right.isSharp) {
    return measured.isSharp && !Number.isFinite(derivative) && kinks.every(({ kind }) => kind === 'edge')
      ? { verdict: 'differs', by: measured }
      : UNKNOWN;
  }
  const slack = slopes.reduce(
    (sum, { derivative: slope, uncertainty }) => sum + 4 * uncertainty + 1e-5 * Math.abs(slope),
    0,
  );
  const low = Math.min(left.derivative, right.derivative) - slack;
  const high = Math.max(left.derivative, right.derivative) + slack;
  if (derivative >= low && derivative <= high) {
    const [from, to] = slopes.map(({ derivative: slope }) => slope.toPrecision(6));
    return { verdict: null, slopes: `, slopes ${from} and ${to}` };
  }
  const by = Math.abs(derivative - left.derivative) < Math.abs(derivative - right.derivative) ? left : right;
  return { verdict: 'differs', by };
}

/** Piecewise linear operations have 0 at higher orders; others have the truth, or NaN where it is infinite or not known. */
function secondOrder(
  stencil: Stencil,
  { row }: Place,
  measured: Estimate,
  derivative: number,
  crossings: readonly (readonly Kink[])[],
): Decided {
  const kinks = crossings.flat();
  if (kinks.some(({ kind }) => kind === 'piecewise' || kind === 'condition')) return UNKNOWN;
  const isEdge = kinks.every(({ kind }) => kind === 'edge');
  if (!Number.isFinite(derivative)) return measured.isSharp && isEdge ? { verdict: 'differs', by: measured } : UNKNOWN;
  if (measured.isSharp && holds(derivative, measured) === false) return { verdict: 'differs', by: measured };
  return diverges(stencil, row)
    ? { verdict: 'differs', by: { ...nothing, derivative: Infinity, uncertainty: 0 } }
    : UNKNOWN;
}
