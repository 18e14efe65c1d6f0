// Phrases that summaries share.

import { type DifferentiatedModel, resultNodes, wrtNodes } from '../lower/model.js';
import type { MatrixPlan } from './plan.js';

export const withShape = ({ name, shape }: { name: string; shape: readonly (number | string)[] }): string =>
  shape.length === 0 ? name : `${name}[${shape.join(',')}]`;

/** The order of the gradient's elements, where there are few inputs. */
export const order = ({ wrt }: DifferentiatedModel): string =>
  wrt.length <= 8 ? ` (${wrt.map(withShape).join(', ')})` : '';

export const jacobianSize = (model: DifferentiatedModel): string =>
  `${resultNodes(model).length}×${wrtNodes(model).length}`;

export const hessianSize = (model: DifferentiatedModel): string =>
  `${wrtNodes(model).length}×${wrtNodes(model).length}`;

export const sweeps = (matrix: MatrixPlan | null): string =>
  matrix === null ? '' : `, in ${matrix.sweeps} ${matrix.sweeps === 1 ? 'sweep' : 'sweeps'}`;

export const direction = (matrix: MatrixPlan | null): string => (matrix === null ? '' : ` (${matrix.direction})`);

export const nonzeros = (matrix: MatrixPlan | null): string =>
  matrix === null ? '' : `${matrix.rows.reduce((total, row) => total + row.length, 0)} `;
