import { gradientOf, matrixOfResiduals, resultOf } from '../differentiate/derivatives.js';
import { wrtNodes } from '../lower/model.js';
import type { Computed, Documented } from './export.js';
import { refuseWithoutResiduals } from './gauss-newton-product.js';
import { hessianSize, order } from './said.js';
import { sizedGaussNewton } from './sized.js';

const row: Computed = {
  name: 'gaussNewton',
  kind: 'computed',
  derive(model, mode) {
    const { gradient, adjointNames } = gradientOf(model, mode);
    return [
      {
        returned: resultOf(model),
        stores: [
          { target: 'gradient', nodes: gradient },
          { target: 'matrix', nodes: matrixOfResiduals(model, mode) },
        ],
        adjointNames,
      },
    ];
  },
  refusal: model => refuseWithoutResiduals('gaussNewton', model),
  summary: model =>
    `Returns the value Σr²; writes its gradient 2·Jᵀr${order(model)} and the ${hessianSize(model)} matrix JᵀJ, row-major, of the residuals r and their Jacobian J.`,
  declared({ model, output, writing }) {
    const n = wrtNodes(model).length;
    return writing(output('gradient', n), output('matrix', n * n));
  },
};

const wrapper = sizedGaussNewton(row);

export const gaussNewton: Computed = { ...row, sized: () => wrapper };

export const documented: Documented = {
  client: 'function gaussNewton(...args: Arguments): number',
  call: '`(x, y, gradient, matrix) → value`: Σr² of residuals, 2·Jᵀr and JᵀJ',
};
