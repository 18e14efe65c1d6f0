// What a solver wants to know of a program at a point, made of its rows chunk by chunk: for a program with residuals their
// value and the factor of [J r], for another its value and derivatives.

import { argumentsOf, type Fitted } from './fitted.js';
import { absorb, emptyFactor } from './householder.js';
import { emptyTerm, losses } from './losses.js';
import type { Answer, Request } from './problem.js';
import { eachChunk, eachResidual } from './residual-rows.js';
import type { Rows } from './rows.js';
import type { Steps } from './turns.js';

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
  const { ofRow: perRow, ofNone: shared } = fitted.counts;
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
export function* gradientAt(fitted: Fitted, rows: Rows, theta: Float64Array): Steps<Answer> {
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
