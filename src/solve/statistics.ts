// What is known of a fit when all of it is done: sums over all rows at the point that was found.

import { gradientAt } from './answers.js';
import { type Fitted, hasResiduals } from './fitted.js';
import { absorb, emptyFactor } from './householder.js';
import { emptyTerm, losses } from './losses.js';
import { eachChunk, eachResidual } from './residual-rows.js';
import type { Rows } from './rows.js';
import type { Steps } from './turns.js';

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

export function* statisticsAt(fitted: Fitted, rows: Rows, theta: Float64Array): Steps<Statistics> {
  const n = fitted.parameters.names.length;
  const { ofRow: perRow, ofNone: shared } = fitted.counts;
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

export type Cost = Pick<Statistics, 'cost' | 'terms' | 'squares' | 'total'>;

/** The value, and of residuals how many terms it has. */
export function* costOf(fitted: Fitted, rows: Rows, theta: Float64Array): Steps<Cost> {
  if (hasResiduals(fitted.model)) return yield* statisticsAt(fitted, rows, theta);
  const { value } = yield* gradientAt(fitted, rows, theta);
  const cost = fitted.model.sense === 'maximize' ? -value : value;
  return { cost, terms: rows.count, squares: Number.NaN, total: Number.NaN };
}
