// What a fit has found, and how far it is to be believed.
//
// Of squares the covariance is s²(JᵀJ)⁻¹ with the residual variance s², and intervals are Student's. Of a robust loss it is
// Huber's estimate with his correction for many parameters (Robust Statistics, 1981, section 7.6). Of a likelihood it is the
// inverse of the information, and intervals are normal. A program that says its own value says not whether that is a
// likelihood, nor of what: there is none.

import { type Fitted, hasResiduals } from './fitted.js';
import { determined } from './identifiability.js';
import { byName, listed } from './parameters.js';
import type { Outcome, Reason } from './problem.js';
import { normalQuantile, studentQuantile } from './quantiles.js';
import type { Statistics } from './statistics.js';

type Named<T> = Readonly<Record<string, T | readonly T[] | readonly (readonly T[])[]>>;

export interface HeldOut {
  readonly rows: number;
  /** The loss of these rows. */
  readonly loss: number;
  /** Of one residual; of a program that says its own value null. */
  readonly meanLoss: number | null;
  /** Null where the loss is not that of squares. */
  readonly rootMeanSquare: number | null;
  readonly rSquared: number | null;
}

export interface FitResult {
  /** By name, shaped like the params. */
  readonly parameters: Named<number>;
  /** Null where there are none; NaN for what is fixed, at a bound, or not determined. */
  readonly standardErrors: Named<number> | null;
  readonly confidence: number;
  /** Lower and upper ends. */
  readonly intervals: { readonly lower: Named<number>; readonly upper: Named<number> } | null;
  /** What rows and columns of the matrices are. */
  readonly names: readonly string[];
  readonly covariance: readonly (readonly number[])[] | null;
  readonly correlation: readonly (readonly number[])[] | null;
  readonly loss: string;
  /** Columns that equations are of. */
  readonly responses: readonly string[];
  /** At the parameters. */
  readonly value: number;
  readonly rows: number;
  /** Residuals that count, less what is fitted; null for a program that says its own value. */
  readonly degreesOfFreedom: number | null;
  readonly residualStandardDeviation: number | null;
  readonly rSquared: number | null;
  readonly converged: boolean;
  readonly reason: Reason;
  readonly message: string;
  readonly iterations: number;
  readonly evaluations: number;
  readonly gradientNorm: number;
  readonly fixed: readonly string[];
  readonly atBounds: readonly string[];
  /** Groups of parameters of which the data determine some combination only. */
  readonly undetermined: readonly (readonly string[])[];
  /** Where it was started from, and what came of it. */
  readonly starts: readonly StartResult[];
  readonly heldOut: HeldOut | null;
  /** What is to be said beside the numbers. */
  readonly notes: readonly string[];
}

export interface StartResult {
  readonly start: Named<number>;
  readonly value: number;
  readonly converged: boolean;
  readonly reason: Reason;
}

export interface Found {
  readonly outcome: Outcome;
  readonly rows: number;
  /** Null for a program that says its own value, and where they are not known. */
  readonly statistics: Statistics | null;
  readonly starts: readonly { readonly start: Float64Array; readonly outcome: Outcome }[];
  readonly heldOut: HeldOut | null;
  readonly confidence: number;
}

export function resultOf(fitted: Fitted, found: Found): FitResult {
  const { parameters, loss, model } = fitted;
  const { names, inputs, lower, upper, free } = parameters;
  const { statistics, confidence } = found;
  const outcome = withoutMaximum(fitted, found);
  const { theta, value, gradientNorm, iterations, evaluations, converged, reason, message } = outcome;
  const atBounds = free.filter(i => theta[i] === lower[i] || theta[i] === upper[i]);
  const varied = free.filter(i => !atBounds.includes(i));
  const notes: string[] = [];
  const isThere = Number.isFinite(value);
  const own =
    statistics === null || !isThere
      ? null
      : uncertainty(fitted, statistics, varied, atBounds.length, confidence, notes);
  const isOfResiduals = hasResiduals(model);
  if (!isOfResiduals)
    notes.push("no standard errors: the model says its own value, not 'y = …', and that may be any function");
  else if (statistics === null && isThere)
    notes.push('no standard errors: the sums that they are made of are not known');
  const named = (flat: ArrayLike<number>) => byName(inputs, flat);
  const namesOf = (elements: readonly number[]): string[] => elements.map(i => names[i]!);
  if (atBounds.length > 0) notes.push(`${listed(namesOf(atBounds))} at a bound: taken as fixed in standard errors`);
  return {
    parameters: named(theta),
    standardErrors: own === null ? null : named(own.errors),
    confidence,
    intervals:
      own === null
        ? null
        : {
            lower: named(theta.map((of, i) => of - own.quantile * own.errors[i]!)),
            upper: named(theta.map((of, i) => of + own.quantile * own.errors[i]!)),
          },
    names,
    covariance: own === null ? null : matrix(own.covariance, names.length),
    correlation: own === null ? null : matrix(correlated(own.covariance, own.errors), names.length),
    loss: isOfResiduals ? loss.name : (model.sense ?? 'value'),
    responses: responseNames(fitted),
    value: model.sense === 'maximize' ? -value : value,
    rows: found.rows,
    degreesOfFreedom: own?.freedom ?? null,
    residualStandardDeviation: own?.deviation ?? null,
    rSquared: rSquaredOf(fitted, statistics),
    converged,
    reason,
    message,
    iterations,
    evaluations,
    gradientNorm,
    fixed: names.filter((_, i) => !free.includes(i)),
    atBounds: namesOf(atBounds),
    undetermined: own?.undetermined.map(namesOf) ?? [],
    starts: found.starts.map(({ start, outcome: of }) => ({
      start: named(start),
      value: model.sense === 'maximize' ? -of.value : of.value,
      converged: of.converged,
      reason: of.reason,
    })),
    heldOut: found.heldOut,
    notes,
  };
}

function responseNames({ model, responses }: Fitted): string[] {
  const data = model.inputs.filter(({ role }) => role === 'data');
  return [...new Set(responses.flatMap(of => (of === null ? [] : [data[of.column]!.name])))];
}

/** Mean variance of responses, below which all of them are said to be as they are for certain. */
const CERTAIN = 1e-6;

/** Where a likelihood rises for ever: the classes are separated, or all counts are 0. */
function withoutMaximum({ loss }: Fitted, { outcome, statistics }: Found): Outcome {
  if (!loss.isLikelihood || statistics === null || statistics.steepness > CERTAIN * statistics.terms) return outcome;
  const message = 'the likelihood has no maximum: it rises as parameters grow without end; bounds keep them';
  return { ...outcome, converged: false, reason: 'unbounded', message };
}

export function rSquaredOf({ loss }: Fitted, statistics: Pick<Statistics, 'squares' | 'total'> | null): number | null {
  if (statistics === null || loss.name !== 'squares' || !(statistics.total > 0)) return null;
  return 1 - statistics.squares / statistics.total;
}

function uncertainty(
  { parameters, loss }: Fitted,
  { factor, terms, squares, influence, steepness, steepness2 }: Statistics,
  varied: readonly number[],
  held: number,
  confidence: number,
  notes: string[],
) {
  const { names } = parameters;
  const n = names.length;
  const { inverse, rank, undetermined } = determined(factor, n, varied);
  const freedom = terms - rank - held;
  for (const group of undetermined) notes.push(notDetermined(group.map(i => names[i]!)));
  let scale = 1;
  let deviation: number | null = null;
  if (!loss.isLikelihood && freedom <= 0) {
    notes.push(`no standard errors: ${terms} residuals leave none for ${varied.length + held} parameters`);
    scale = Number.NaN;
  } else if (loss.isRobust) {
    const mean = steepness / terms;
    const variance = Math.max(0, steepness2 / terms - mean ** 2);
    const correction = 1 + ((rank / terms) * variance) / mean ** 2;
    if (!(mean > 0))
      notes.push('no standard errors: the loss bends down at most of the residuals; its scale is too small');
    scale = mean > 0 ? (correction ** 2 * influence) / freedom / mean ** 2 : Number.NaN;
  } else if (!loss.isLikelihood) {
    scale = squares / freedom;
    deviation = Math.sqrt(scale);
  }
  const covariance = inverse.map(of => scale * of);
  const errors = Float64Array.from({ length: n }, (_, i) => Math.sqrt(covariance[i * n + i]!));
  const quantile = loss.isLikelihood ? normalQuantile(confidence) : studentQuantile(confidence, freedom);
  return { covariance, errors, quantile, freedom, deviation, undetermined };
}

function notDetermined(names: readonly string[]): string {
  if (names.length === 1) return `${listed(names)} is not determined: the residuals do not depend on it here`;
  return `${listed(names)} are not determined, only some combination of them is: fix one`;
}

const matrix = (flat: Float64Array, n: number): number[][] =>
  Array.from({ length: n }, (_, i) => Array.from(flat.subarray(i * n, (i + 1) * n)));

function correlated(covariance: Float64Array, errors: Float64Array): Float64Array {
  const n = errors.length;
  return covariance.map((of, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    return i === j && Number.isFinite(of) ? 1 : of / (errors[i]! * errors[j]!);
  });
}
