import { denseOf, gradientOf, hessianOfModel } from '../differentiate/derivatives.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { hessianSize, order, sweeps } from './said.js';
import { sizedHessian } from './sized.js';

const row: Computed = {
  name: 'hessian',
  kind: 'computed',
  derive(model, mode) {
    const matrix = hessianOfModel(model, gradientOf(model, mode).gradient, mode);
    return [{ stores: [{ target: 'out', nodes: denseOf(model, matrix) }], matrix }];
  },
  refusal: model => refuseSeveral('hessian', model),
  summary: (model, matrix) => `The ${hessianSize(model)} Hessian, row-major${order(model)}${sweeps(matrix)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

const wrapper = sizedHessian(row);

export const hessian: Computed = { ...row, sized: () => wrapper };

export const documented: Documented = {
  client: 'function hessian(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`, row-major',
};
