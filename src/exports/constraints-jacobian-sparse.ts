import { jacobiansOfConstraints } from '../differentiate/derivatives.js';
import { refuseMatrix } from './constraints.js';
import type { Computed, Documented } from './export.js';
import { constraintsSize, direction, nonzeros, sweeps } from './said.js';

export const constraintsJacobianSparse: Computed = {
  name: 'constraintsJacobianSparse',
  kind: 'computed',
  derive: (model, mode) =>
    jacobiansOfConstraints(model, mode).map(matrix => ({ stores: [{ target: 'out', nodes: matrix.entries }], matrix })),
  refusal: model => refuseMatrix('constraintsJacobianSparse', model),
  summary: (model, matrix) =>
    `The ${nonzeros(matrix)}structural nonzeros of the ${constraintsSize(model)} Jacobian of the constraints, placed by constraintsJacobianPattern${sweeps(matrix)}${direction(matrix)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const documented: Documented = {
  client: 'function constraintsJacobianSparse(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`, the structural nonzeros only',
};
