// Phrases that summaries share.

import { ended } from '../lower/families.js';
import {
  constraintNodes,
  type DifferentiatedModel,
  hasRunTimeGradient,
  hasRunTimeResults,
  type Results,
  resultNodes,
  wrtNodes,
} from '../lower/model.js';
import type { MatrixPlan } from './plan.js';

export const withShape = ({ name, shape }: { name: string; shape: readonly (number | string)[] }): string =>
  shape.length === 0 ? name : `${name}[${shape.join(',')}]`;

/** The order of the gradient's elements, where there are few inputs. */
export const order = ({ wrt }: DifferentiatedModel): string =>
  wrt.length <= 8 ? ` (${wrt.map(withShape).join(', ')})` : '';

/** `2×3 `, where it is known. */
export const jacobianSize = (model: DifferentiatedModel): string =>
  hasRunTimeResults(model) || hasRunTimeGradient(model)
    ? ''
    : `${resultNodes(model).length}×${wrtNodes(model).length} `;

/** How many results there are. */
export const resultCount = (model: DifferentiatedModel): string =>
  hasRunTimeResults(model) ? 'results' : `${resultNodes(model).length} results`;

/** Results with all of their sizes, those that are known at run time by their names. */
export function shapesOf({ outputs, dimensions }: DifferentiatedModel) {
  return outputs.map(({ name, shape, along, axis }) => {
    if (along === null) return { name, shape };
    const size = ended(dimensions[along.dimension]!, along.plus);
    return { name, shape: axis === 0 ? [size, ...shape] : [...shape, size] };
  });
}

export const hessianSize = (model: DifferentiatedModel): string =>
  `${wrtNodes(model).length}×${wrtNodes(model).length}`;

export const constraintsSize = (model: DifferentiatedModel): string =>
  `${constraintNodes(model).length}×${wrtNodes(model).length}`;

export const sweeps = (matrix: MatrixPlan | null): string =>
  matrix === null ? '' : `, in ${matrix.sweeps} ${matrix.sweeps === 1 ? 'sweep' : 'sweeps'}`;

export const direction = (matrix: MatrixPlan | null): string => (matrix === null ? '' : ` (${matrix.direction})`);

/** How many residuals each row has, and where all others are. */
export function residualOrder({ residualResults }: DifferentiatedModel): string {
  const ofRows = residualResults.filter(({ isOfRows }) => isOfRows);
  const isSized = ({ along }: Results): boolean => along !== null;
  const count = ofRows.reduce((sum, { nodes }) => sum + nodes.length, 0);
  const isOthers = ofRows.length < residualResults.length;
  if (count === 0) return '';
  const each = ofRows.some(isSized) ? 'all' : `${count}`;
  return ` (${each} of each row, row after row${isOthers ? ', then those of no row' : ''})`;
}

export const nonzeros = (matrix: MatrixPlan | null): string =>
  matrix === null ? '' : `${matrix.rows.reduce((total, row) => total + row.length, 0)} `;
