import { lagrangianHessianOf, statementNodes } from '../differentiate/lagrangian.js';
import type { Computed, Documented } from './export.js';
import { refuseRunTimeMatrix, vectors } from './free.js';
import { nonzeros, sweeps } from './said.js';

export const lagrangianHessianSparse: Computed = {
  name: 'lagrangianHessianSparse',
  kind: 'computed',
  needsApart: true,
  ofStatements: true,
  derive(model, mode) {
    const { model: own, matrix } = lagrangianHessianOf(model, statementNodes(model), mode);
    return [
      { model: own, seeds: vectors(model, 'z', 'lambda'), stores: [{ target: 'out', nodes: matrix.entries }], matrix },
    ];
  },
  refusal: model => refuseRunTimeMatrix('lagrangianHessianSparse', model),
  summary: (_model, matrix) =>
    `The ${nonzeros(matrix)}structural nonzeros of the Jacobian of lagrangianGradient, which is symmetric, placed by lagrangianHessianPattern${sweeps(matrix)}.`,
  declared: ({ model, inputs, vector, filling }) => filling([...inputs, ...vectors(model, 'z', 'lambda').map(vector)]),
};

export const documented: Documented = {
  client: 'function lagrangianHessianSparse(...args: Arguments): Float64Array',
  call: '`(x, y, z, lambda, out?)`, the structural nonzeros of the Jacobian of `lagrangianGradient`, both triangles',
};
