import { gradientOf, hessianOfModel } from '../differentiate/derivatives.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { hessianSize, nonzeros, sweeps } from './said.js';

export const hessianSparse: Computed = {
  name: 'hessianSparse',
  isMatrix: true,
  kind: 'computed',
  derive(model, mode) {
    const matrix = hessianOfModel(model, gradientOf(model, mode).gradient, mode);
    return [{ stores: [{ target: 'out', nodes: matrix.entries }], matrix }];
  },
  refusal: model => refuseSeveral('hessianSparse', model),
  summary: (model, matrix) =>
    `The ${nonzeros(matrix)}structural nonzeros of the ${hessianSize(model)} Hessian, both triangles, placed by hessianPattern${sweeps(matrix)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const documented: Documented = {
  client: 'function hessianSparse(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`, the structural nonzeros only, both triangles',
};
