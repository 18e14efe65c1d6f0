// What a solver wants to know of a program at a point, made of its rows chunk by chunk: for a program with residuals their
// value and the factor of [J r], for another its value and gradient.

import { countResiduals } from '../exports/residuals.js';
import type { Functions } from '../functions.js';
import type { DifferentiatedModel, Input } from '../lower/model.js';
import { absorb, emptyFactor } from './householder.js';
import { emptyTerm, type Loss, losses } from './losses.js';
import type { Parameters } from './parameters.js';
import type { Answer, Request } from './problem.js';
import type { Chunk, Rows } from './rows.js';

/** Which residual of a row is of which column, by its place among them. */
export interface Response {
  /** Among the data. */
  readonly column: number;
  readonly element: number;
  readonly width: number;
}

export interface Fitted {
  readonly model: DifferentiatedModel;
  readonly functions: Functions;
  readonly parameters: Parameters;
  readonly loss: Loss;
  readonly scale: number;
  /** By residual of a row; null for one of a `residual` statement. */
  readonly responses: readonly (Response | null)[];
}

/** What is known of a fit when all of it is done. */
export interface Statistics {
  /** Without what the loss does to residuals: the factor of what the covariance is made of. */
  readonly factor: Float64Array;
  /** Terms of rows whose weight is not 0, and those of no row. */
  readonly terms: number;
  readonly cost: number;
  /** Σw·r², */
  readonly squares: number;
  /** and of the deviations of responses from their means; NaN where not every residual of a row is one of a response. */
  readonly total: number;
  /** Of a robust loss: Σwψ², Σψ′ and Σψ′². */
  readonly influence: number;
  readonly steepness: number;
  readonly steepness2: number;
}

/** Work that stops after each chunk, for whoever has something else to do. */
export type Steps<T> = Generator<void, T, void>;

export const hasResiduals = ({ residualResults }: DifferentiatedModel): boolean => residualResults.length > 0;

/** How many residuals there are; what arguments would say of it has been refused. */
function countsOf(model: DifferentiatedModel): { readonly ofRow: number; readonly ofNone: number } {
  const { ofRow, ofNone } = countResiduals(model);
  return { ofRow: ofRow!, ofNone: ofNone! };
}

/** Arguments of emitted functions that are not data. */
function argumentsOf({ model, parameters }: Fitted, theta: ArrayLike<number>): (number | Float64Array)[] {
  let next = 0;
  const shaped = (input: Input, values: readonly number[]): number | Float64Array =>
    input.shape.length === 0 ? values[0]! : Float64Array.from(values);
  return model.inputs
    .filter(({ role }) => role !== 'data')
    .map(input => {
      const constant = parameters.constants.get(input);
      if (constant !== undefined) return shaped(input, constant);
      next += input.nodes.length;
      return shaped(input, Array.prototype.slice.call(theta, next - input.nodes.length, next) as number[]);
    });
}

/** Residuals of chunks, and rows of their Jacobian with them: what is common to all that goes over them. */
function* eachChunk(
  fitted: Fitted,
  rows: Rows,
  theta: ArrayLike<number>,
  visit: (residuals: Float64Array, jacobian: Float64Array, chunk: Chunk, isLast: boolean) => void,
): Steps<void> {
  const { model, functions } = fitted;
  const n = fitted.parameters.names.length;
  const call = functions.get('residualJacobian');
  const args = argumentsOf(fitted, theta);
  const { ofRow: perRow, ofNone: shared } = countsOf(model);
  let seen = 0;
  let residuals = new Float64Array(0);
  let jacobian = new Float64Array(0);
  for (const chunk of rows.chunks()) {
    const size = chunk.count * perRow + shared;
    if (residuals.length !== size) [residuals, jacobian] = [new Float64Array(size), new Float64Array(size * n)];
    call(...args, ...chunk.columns, chunk.start, chunk.count, residuals, jacobian);
    seen += chunk.count;
    visit(residuals, jacobian, chunk, seen === rows.count);
    yield;
  }
}

/** Calls `visit` with every residual that counts, and where its row of the Jacobian starts. */
function eachResidual(
  { model, responses }: Fitted,
  residuals: Float64Array,
  { columns, weights, start, count }: Chunk,
  isLast: boolean,
  visit: (i: number, residual: number, weight: number, response: number, ofRow: number) => void,
): void {
  const { ofRow: perRow, ofNone: shared } = countsOf(model);
  for (let row = 0; row < count; row++) {
    const weight = weights === null ? 1 : weights[start + row]!;
    if (weight === 0) continue;
    for (let k = 0; k < perRow; k++) {
      const of = responses[k] ?? null;
      const response = of === null ? Number.NaN : columns[of.column]![(start + row) * of.width + of.element]!;
      visit(row * perRow + k, residuals[row * perRow + k]!, weight, response, k);
    }
  }
  // Those of no row are there once.
  if (isLast)
    for (let k = 0; k < shared; k++) visit(count * perRow + k, residuals[count * perRow + k]!, 1, Number.NaN, -1);
}

/** What a solver asks for. */
export function* answer(fitted: Fitted, rows: Rows, { theta, wants }: Request): Steps<Answer> {
  if (wants === 'factor') return yield* factorAt(fitted, rows, theta);
  if (wants === 'hessian') return hessianAt(fitted, rows, theta);
  return yield* gradientAt(fitted, rows, theta);
}

/** Of all rows at once, which are one chunk. */
function hessianAt(fitted: Fitted, rows: Rows, theta: Float64Array): Answer {
  const n = fitted.parameters.names.length;
  const [gradient, hessian] = [new Float64Array(n), new Float64Array(n * n)];
  const [chunk] = rows.chunks();
  const { columns, start, count } = chunk!;
  const call = fitted.functions.get('valueGradientHessian');
  const value = call(...argumentsOf(fitted, theta), ...columns, start, count, gradient, hessian) as number;
  return signed(fitted, { value, gradient, hessian });
}

/** What a minimiser takes. */
function signed({ model }: Fitted, { value, gradient, hessian }: Answer): Answer {
  if (model.sense !== 'maximize') return { value, ...(gradient && { gradient }), ...(hessian && { hessian }) };
  const minus = (of: number): number => -of;
  return {
    value: -value,
    ...(gradient && { gradient: gradient.map(minus) }),
    ...(hessian && { hessian: hessian.map(minus) }),
  };
}

function* factorAt(fitted: Fitted, rows: Rows, theta: Float64Array): Steps<Answer> {
  const n = fitted.parameters.names.length;
  const { ofRow: perRow, ofNone: shared } = countsOf(fitted.model);
  const factor = emptyFactor(n + 1);
  const term = emptyTerm();
  let block = new Float64Array(0);
  let value = 0;
  yield* eachChunk(fitted, rows, theta, (residuals, jacobian, chunk, isLast) => {
    const most = (chunk.count * perRow + shared) * (n + 1);
    if (block.length < most) block = new Float64Array(most);
    let filled = 0;
    eachResidual(fitted, residuals, chunk, isLast, (i, residual, weight, response, ofRow) => {
      // What no row has is a term of its own, such as a prior: no observation.
      const loss = ofRow === -1 ? losses.squares : fitted.loss;
      loss.at(term, residual, response, weight, fitted.scale);
      value += term.cost;
      for (let j = 0; j < n; j++) block[filled * (n + 1) + j] = term.slope * jacobian[i * n + j]!;
      block[filled * (n + 1) + n] = term.residual;
      filled++;
    });
    absorb(factor, n + 1, block, filled);
  });
  return { value, factor };
}

/** Value of a program that says its result itself. */
function* gradientAt(fitted: Fitted, rows: Rows, theta: Float64Array): Steps<Answer> {
  const { functions, parameters } = fitted;
  const gradient = new Float64Array(parameters.names.length);
  const args = argumentsOf(fitted, theta);
  const state = functions.get('begin')(null, ...args);
  for (let stage = 0; stage < state.stages; stage++) {
    for (const { columns, start, count } of rows.chunks()) {
      functions.get('rows')(state, stage, ...columns, start, count);
      yield;
    }
  }
  const value = functions.get('finish')(state, gradient) as number;
  return signed(fitted, { value, gradient });
}

export function* statisticsAt(fitted: Fitted, rows: Rows, theta: Float64Array): Steps<Statistics> {
  const n = fitted.parameters.names.length;
  const { ofRow: perRow, ofNone: shared } = countsOf(fitted.model);
  const { loss, scale, responses } = fitted;
  const factor = emptyFactor(n + 1);
  const term = emptyTerm();
  let [terms, cost, squares, influence, steepness, steepness2] = [0, 0, 0, 0, 0, 0];
  const means = responses.map(() => ({ weight: 0, mean: 0, squares: 0 }));
  yield* eachChunk(fitted, rows, theta, (residuals, jacobian, chunk, isLast) => {
    const block = new Float64Array((chunk.count * perRow + shared) * (n + 1));
    let filled = 0;
    eachResidual(fitted, residuals, chunk, isLast, (i, residual, weight, response, ofRow) => {
      (ofRow === -1 ? losses.squares : loss).at(term, residual, response, weight, scale);
      terms++;
      cost += term.cost;
      squares += weight * residual * residual;
      influence += weight * term.influence ** 2;
      steepness += term.steepness;
      steepness2 += term.steepness ** 2;
      const slope = loss.isRobust ? Math.sqrt(weight) : term.slope;
      for (let j = 0; j < n; j++) block[filled * (n + 1) + j] = slope * jacobian[i * n + j]!;
      filled++;
      const about = ofRow === -1 ? undefined : means[ofRow];
      if (about === undefined) return;
      about.weight += weight;
      const off = response - about.mean;
      about.mean += (weight / about.weight) * off;
      about.squares += weight * off * (response - about.mean);
    });
    absorb(factor, n + 1, block, filled);
  });
  const total = responses.includes(null) ? Number.NaN : means.reduce((sum, of) => sum + of.squares, 0);
  return { factor, terms, cost, squares, total, influence, steepness, steepness2 };
}

/** The value, and of residuals how many terms it has. */
export function* costOf(
  fitted: Fitted,
  rows: Rows,
  theta: Float64Array,
): Steps<{ cost: number; terms: number; squares: number; total: number }> {
  if (hasResiduals(fitted.model)) return yield* statisticsAt(fitted, rows, theta);
  const { value } = yield* gradientAt(fitted, rows, theta);
  const cost = fitted.model.sense === 'maximize' ? -value : value;
  return { cost, terms: rows.count, squares: Number.NaN, total: Number.NaN };
}

/** The first row, from 0, that has a residual or a derivative of one that is no number; null where there is none. */
export function* notFinite(fitted: Fitted, rows: Rows, theta: ArrayLike<number>): Steps<number | null> {
  const { ofRow } = countsOf(fitted.model);
  const n = fitted.parameters.names.length;
  let seen = 0;
  let found: number | null = null;
  yield* eachChunk(fitted, rows, theta, (residuals, jacobian, { count }) => {
    for (let i = 0; found === null && i < count * ofRow; i++) {
      const isThere = Number.isFinite(residuals[i]!) && jacobian.subarray(i * n, (i + 1) * n).every(Number.isFinite);
      if (!isThere) found = seen + Math.floor(i / ofRow);
    }
    seen += count;
  });
  return found;
}

/** Calls `visit` with what each response is, and what the model says in its place. */
export function* eachPrediction(
  fitted: Fitted,
  rows: Rows,
  theta: ArrayLike<number>,
  visit: (row: number, response: number, prediction: number, chunk: Chunk, at: number) => void,
): Steps<void> {
  const { ofRow } = countsOf(fitted.model);
  let seen = 0;
  yield* eachChunk(fitted, rows, theta, (residuals, _jacobian, chunk) => {
    const of = fitted.responses[0]!;
    for (let i = 0; i < chunk.count; i++) {
      const row = chunk.start + i;
      const response = chunk.columns[of.column]![row * of.width + of.element]!;
      visit(seen + i, response, fitted.loss.predicted(response - residuals[i * ofRow]!), chunk, row);
    }
    seen += chunk.count;
  });
}
