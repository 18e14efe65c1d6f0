// What is fitted, as those see it who go over its rows.

import type { Functions } from '../functions.js';
import type { DifferentiatedModel, Input } from '../lower/model.js';
import type { Loss } from './losses.js';
import type { Parameters } from './parameters.js';
import type { Trials } from './trials.js';

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
  /** How many residuals a row has, and how many there are of no row. */
  readonly counts: { readonly ofRow: number; readonly ofNone: number };
  /** False where residuals use statistics of the data, such as a mean: those of a part are not those of the whole. */
  readonly isRowByRow: boolean;
  readonly trials: Trials;
}

export const hasResiduals = ({ residualResults }: DifferentiatedModel): boolean => residualResults.length > 0;

/** Arguments of emitted functions that are not data. */
export function argumentsOf({ model, parameters }: Fitted, theta: ArrayLike<number>): (number | Float64Array)[] {
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
