import { denseOf, jacobiansOfModel } from '../differentiate/derivatives.js';
import type { Computed, Documented } from './export.js';
import { direction, jacobianSize, sweeps } from './said.js';
import { sizedJacobian } from './sized.js';

const row: Computed = {
  name: 'jacobian',
  kind: 'computed',
  derive: (model, mode) =>
    jacobiansOfModel(model, mode).map(matrix => ({
      stores: [{ target: 'out', nodes: denseOf(model, matrix) }],
      matrix,
    })),
  summary: (model, matrix) => `The ${jacobianSize(model)} Jacobian, row-major${sweeps(matrix)}${direction(matrix)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const jacobian: Computed = { ...row, sized: sizedJacobian(row) };

export const documented: Documented = {
  client: 'function jacobian(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`, row-major',
};
