import { denseOf, gradientOf, hessianOfModel, resultOf } from '../differentiate/derivatives.js';
import { wrtNodes } from '../lower/model.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { hessian } from './hessian.js';
import { hessianSize, order } from './said.js';
import { sizedValueGradientHessian } from './sized.js';

const row: Computed = {
  name: 'valueGradientHessian',
  kind: 'computed',
  derive(model, mode) {
    const { gradient, adjointNames } = gradientOf(model, mode);
    const matrix = hessianOfModel(model, gradient, mode);
    return [
      {
        returned: resultOf(model),
        stores: [
          { target: 'gradient', nodes: gradient },
          { target: 'hessian', nodes: denseOf(model, matrix) },
        ],
        adjointNames,
        matrix,
      },
    ];
  },
  refusal: model => refuseSeveral('valueGradientHessian', model),
  summary: model =>
    `Returns the value; writes the gradient${order(model)} and the ${hessianSize(model)} Hessian, row-major.`,
  declared({ model, output, writing }) {
    const n = wrtNodes(model).length;
    return writing(output('gradient', n), output('hessian', n * n));
  },
};

const wrapper = sizedValueGradientHessian(row, hessian);

export const valueGradientHessian: Computed = { ...row, sized: () => wrapper };

export const documented: Documented = {
  client: 'function valueGradientHessian(...args: Arguments): number',
  call: '`(x, y, gradient, hessian) → value`',
};
