// Residuals chunk by chunk, with rows of their Jacobian.

import { argumentsOf, type Fitted } from './fitted.js';
import type { Chunk, Rows } from './rows.js';
import type { Steps } from './turns.js';

/** Residuals of chunks, and rows of their Jacobian with them: what is common to all that goes over them. */
export function* eachChunk(
  fitted: Fitted,
  rows: Rows,
  theta: ArrayLike<number>,
  visit: (residuals: Float64Array, jacobian: Float64Array, chunk: Chunk, isLast: boolean) => void,
): Steps<void> {
  const n = fitted.parameters.names.length;
  const call = fitted.functions.get('residualJacobian');
  const args = argumentsOf(fitted, theta);
  const { ofRow: perRow, ofNone: shared } = fitted.counts;
  let seen = 0;
  let residuals = new Float64Array(0);
  let jacobian = new Float64Array(0);
  for (const chunk of rows.chunks()) {
    const size = chunk.count * perRow + shared;
    if (residuals.length !== size) [residuals, jacobian] = [new Float64Array(size), new Float64Array(size * n)];
    fitted.trials<unknown>(
      () => call(...args, ...chunk.columns, chunk.start, chunk.count, residuals, jacobian),
      () => [residuals, jacobian].map(of => of.fill(Number.NaN)),
    );
    seen += chunk.count;
    visit(residuals, jacobian, chunk, seen === rows.count);
    yield;
  }
}

/** Calls `visit` with every residual that counts, and where its row of the Jacobian starts. */
export function eachResidual(
  { counts, responses }: Fitted,
  residuals: Float64Array,
  { columns, weights, start, count }: Chunk,
  isLast: boolean,
  visit: (i: number, residual: number, weight: number, response: number, ofRow: number) => void,
): void {
  const { ofRow: perRow, ofNone: shared } = counts;
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

/** The first row, from 0, that has a residual or a derivative of one that is no number; null where there is none. */
export function* notFinite(fitted: Fitted, rows: Rows, theta: ArrayLike<number>): Steps<number | null> {
  const { ofRow } = fitted.counts;
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
  const { ofRow } = fitted.counts;
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
