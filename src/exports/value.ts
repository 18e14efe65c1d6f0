import { resultOf } from '../differentiate/derivatives.js';
import { resultNodes } from '../lower/model.js';
import type { Computed, Documented } from './export.js';
import { withShape } from './said.js';

export const value: Computed = {
  name: 'value',
  kind: 'computed',
  derive: model => [
    model.scalar ? { returned: resultOf(model) } : { stores: [{ target: 'out', nodes: resultNodes(model) }] },
  ],
  summary: model =>
    model.scalar
      ? 'The value of the formula.'
      : `The ${resultNodes(model).length} results (${model.outputs.map(withShape).join(', ')}), row-major.`,
  declared: ({ model, inputs, returning, filling }) => (model.scalar ? returning(inputs, 'number') : filling(inputs)),
};

export const documented: Documented = {
  client: 'function value(...args: Arguments): any',
  call: '`(x, y) → number`; of a vector `(x, y, out?)`',
};
