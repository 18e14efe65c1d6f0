// What of a fit is drawn: rows, or some of them, with what the model says in their place.

import { compile, FormulaError } from '../../index.js';
import type { Fitted } from '../../solve/fitted.js';
import { type Prediction, predictionOf } from '../../solve/prediction.js';
import type { ReadModel } from '../../solve/prepare.js';
import { eachPrediction } from '../../solve/residual-rows.js';
import type { Rows } from '../../solve/rows.js';
import { asTaken } from '../../solve/sums.js';
import { inTurns } from '../../solve/turns.js';
import type { FormulaInput } from '../files/inputs.js';
import type { Plotted } from './plot.js';

/** The prediction with the parameters at hand. */
export function predictionFor(model: ReadModel, fitted: Fitted, theta: ArrayLike<number>): Prediction {
  const { parameters } = fitted;
  const values = new Map<string, ArrayLike<number>>();
  let next = 0;
  for (const { name, nodes } of parameters.inputs) {
    values.set(name, Array.prototype.slice.call(theta, next, next + nodes.length) as number[]);
    next += nodes.length;
  }
  for (const [{ name }, value] of parameters.constants) values.set(name, value);
  return predictionOf(model, fitted, values);
}

/** Null for a model that has no prediction by columns alone: responses are drawn over what it says of them. */
function curveOf(model: ReadModel, fitted: Fitted, theta: ArrayLike<number>): Prediction | null {
  try {
    return predictionFor(model, fitted, theta);
  } catch (error) {
    if (error instanceof FormulaError) return null;
    throw error;
  }
}

const MOST_POINTS = 2000;
const CURVE = 400;

export async function plottedOf(
  input: FormulaInput,
  model: ReadModel,
  fitted: Fitted,
  rows: Rows,
  theta: readonly number[],
): Promise<Plotted> {
  const prediction = curveOf(model, fitted, theta);
  const { predictors, responses } = prediction ?? { predictors: [], responses: [] };
  const only =
    predictors.length === 1 && responses.length === 1 && predictors[0]!.shape.length === 0 ? predictors[0]! : null;
  const at = only === null ? -1 : model.data.findIndex(({ name }) => name === only.name);
  const every = Math.ceil(rows.count / MOST_POINTS);
  const points: { x: number; y: number; residual: number }[] = [];
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const visiting = eachPrediction(fitted, asTaken(fitted, rows), theta, (row, y, predicted, chunk, i) => {
    const x = at === -1 ? predicted : chunk.columns[at]![i]!;
    low = Math.min(low, x);
    high = Math.max(high, x);
    if (row % every === 0) points.push({ x, y, residual: y - predicted });
  });
  await inTurns(visiting);
  const curve: { x: number; y: number }[] = [];
  if (only !== null) {
    const { value } = compile(prediction!.text);
    for (let i = 0; i <= CURVE; i++) {
      const x = low + ((high - low) * i) / CURVE;
      const y = value(x) as number;
      if (Number.isFinite(y)) curve.push({ x, y });
    }
  }
  const title = input.text.trim().replace(/\s*[\r\n]+\s*/g, '; ');
  return { title, response: model.responses[0]!, predictor: only?.name ?? null, points, curve, rows: rows.count };
}
