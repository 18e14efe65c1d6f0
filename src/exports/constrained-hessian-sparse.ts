import { hessianOfConstrained } from '../differentiate/derivatives.js';
import { multipliersOf, refuseConstrained } from './constrained-hessian.js';
import type { Computed, Documented } from './export.js';
import { hessianSize, nonzeros, sweeps } from './said.js';

export const constrainedHessianSparse: Computed = {
  name: 'constrainedHessianSparse',
  kind: 'computed',
  derive(model, mode) {
    const matrix = hessianOfConstrained(model, mode);
    return [{ seeds: [multipliersOf(model)], stores: [{ target: 'out', nodes: matrix.entries }], matrix }];
  },
  refusal: model => refuseConstrained('constrainedHessianSparse', model),
  summary: (model, matrix) =>
    `The ${nonzeros(matrix)}structural nonzeros of the ${hessianSize(model)} Hessian of f − Σ λ·c for multipliers λ of the constraints c, both triangles, placed by constrainedHessianPattern${sweeps(matrix)}.`,
  declared: ({ model, inputs, vector, filling }) => filling([...inputs, vector(multipliersOf(model))]),
};

export const documented: Documented = {
  client: 'function constrainedHessianSparse(...args: Arguments): Float64Array',
  call: '`(x, y, lambda, out?)`, the structural nonzeros only, both triangles',
};
