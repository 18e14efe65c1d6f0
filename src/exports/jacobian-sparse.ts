import { jacobiansOfModel } from '../differentiate/derivatives.js';
import type { Computed, Documented } from './export.js';
import { direction, jacobianSize, nonzeros, sweeps } from './said.js';

export const jacobianSparse: Computed = {
  name: 'jacobianSparse',
  isMatrix: true,
  kind: 'computed',
  derive: (model, mode) =>
    jacobiansOfModel(model, mode).map(matrix => ({ stores: [{ target: 'out', nodes: matrix.entries }], matrix })),
  summary: (model, matrix) =>
    `The ${nonzeros(matrix)}structural nonzeros of the ${jacobianSize(model)}Jacobian, placed by jacobianPattern${sweeps(matrix)}${direction(matrix)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const documented: Documented = {
  client: 'function jacobianSparse(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`, the structural nonzeros only',
};
