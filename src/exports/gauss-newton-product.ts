import { gaussNewtonAlong } from '../differentiate/derivatives.js';
import type { DifferentiatedModel } from '../lower/model.js';
import type { Computed, Documented, Refusal } from './export.js';
import { gradientStore } from './gradient-store.js';

export const gaussNewtonProduct: Computed = {
  name: 'gaussNewtonProduct',
  kind: 'computed',
  derive: (model, mode) => [{ seeds: 'tangents', ...gradientStore(model, 'out', gaussNewtonAlong(model, mode)) }],
  refusal: model => refuseWithoutResiduals('gaussNewtonProduct', model),
  summary: () =>
    'JᵀJ times a vector, given as tangents of the differentiated inputs, where J is the Jacobian of the residuals.',
  declared: ({ inputs, seeds, filling }) => filling([...inputs, ...seeds('tangents')]),
};

/** Of the exports that are about residuals. */
export function refuseWithoutResiduals(name: string, { residuals }: DifferentiatedModel): Refusal | null {
  if (residuals.length > 0) return null;
  return {
    message: `'${name}' is of sums of squared residuals, and the program has no residuals`,
    help: "write 'y = f(x)' for a column y of the data, or 'residual …'; or ask for 'valueGradientHessian'",
  };
}

export const documented: Documented = {
  client: 'function gaussNewtonProduct(...args: Arguments): Float64Array',
  call: '`(x, y, dx, dy, out?)`: JᵀJ times a vector, for many parameters',
};
