import { type Documented, refuseSeveral, type Wrapper } from './export.js';
import { order } from './said.js';
import { valueAndGradient } from './value-and-gradient.js';

export const gradient: Wrapper = {
  name: 'gradient',
  kind: 'wrapper',
  calls: () => [valueAndGradient],
  template: () => 'gradient',
  takesInputs: true,
  checks: () => ['refuse'],
  refusal: model => refuseSeveral('gradient', model),
  summary: model => `The gradient${order(model)}, in a new array or in the one given.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const documented: Documented = {
  client: 'function gradient(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`: program order, row-major',
};
