import { gradientOf, tangentsAlong } from '../differentiate/derivatives.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { gradientStore } from './gradient-store.js';

export const hvp: Computed = {
  name: 'hvp',
  kind: 'computed',
  derive(model, mode) {
    const nodes = tangentsAlong(model, gradientOf(model, mode).gradient, mode);
    return [{ seeds: 'tangents', ...gradientStore(model, 'out', nodes) }];
  },
  refusal: model => refuseSeveral('hvp', model),
  summary: () => 'The Hessian times a vector, given as tangents of the differentiated inputs.',
  declared: ({ inputs, seeds, filling }) => filling([...inputs, ...seeds('tangents')]),
};

export const documented: Documented = {
  client: 'function hvp(...args: Arguments): Float64Array',
  call: '`(x, y, dx, dy, out?)`: the Hessian times a vector',
};
