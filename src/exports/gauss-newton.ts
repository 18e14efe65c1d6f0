import { gradientOf, matrixOfResiduals, resultOf } from '../differentiate/derivatives.js';
import { wrtNodes } from '../lower/model.js';
import type { Computed, Documented } from './export.js';
import { hessianSize, order } from './said.js';

export const gaussNewton: Computed = {
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
  refusal: ({ residuals }) =>
    residuals.length > 0
      ? null
      : {
          message: "'gaussNewton' is of sums of squared residuals, and the program has no residuals",
          help: "write 'y = f(x)' for a column y of the data, or 'residual …'; or ask for 'valueGradientHessian'",
        },
  summary: model =>
    `Returns the value Σr²; writes its gradient 2·Jᵀr${order(model)} and the ${hessianSize(model)} matrix JᵀJ, row-major, of the residuals r and their Jacobian J.`,
  declared({ model, output, writing }) {
    const n = wrtNodes(model).length;
    return writing(output('gradient', n), output('matrix', n * n));
  },
};

export const documented: Documented = {
  client: 'function gaussNewton(...args: Arguments): number',
  call: '`(x, y, gradient, matrix) → value`: Σr² of residuals, 2·Jᵀr and JᵀJ',
};
