import { gradientOf, resultOf } from '../differentiate/derivatives.js';
import { wrtNodes } from '../lower/model.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { gradientStore } from './gradient-store.js';
import { order } from './said.js';

export const valueAndGradient: Computed = {
  name: 'valueAndGradient',
  kind: 'computed',
  derive(model, mode) {
    const { gradient, adjointNames } = gradientOf(model, mode);
    return [{ returned: resultOf(model), ...gradientStore(model, 'gradient', gradient), adjointNames }];
  },
  refusal: model => refuseSeveral('valueAndGradient', model),
  summary: model => `Returns the value and writes the gradient${order(model)}; allocates nothing.`,
  declared: ({ model, output, writing }) => writing(output('gradient', wrtNodes(model).length)),
};

export const documented: Documented = {
  client: 'function valueAndGradient(...args: Arguments): number',
  call: '`(x, y, gradient) → value`, allocates nothing',
};
