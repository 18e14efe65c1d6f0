import { resultOf } from '../differentiate/derivatives.js';
import { resultNodes } from '../lower/model.js';
import type { Computed, Documented } from './export.js';
import { layoutOf, resultStore } from './result-store.js';
import { resultCount, shapesOf, withShape } from './said.js';

export const value: Computed = {
  name: 'value',
  kind: 'computed',
  derive: model => [
    model.scalar
      ? { returned: resultOf(model) }
      : resultStore(model.graph, 'out', layoutOf(model.graph, model.outputs), resultNodes(model)),
  ],
  summary: model =>
    model.scalar
      ? 'The value of the formula.'
      : `The ${resultCount(model)} (${shapesOf(model).map(withShape).join(', ')}), row-major.`,
  declared: ({ model, inputs, returning, filling }) => (model.scalar ? returning(inputs, 'number') : filling(inputs)),
};

export const documented: Documented = {
  client: 'function value(...args: Arguments): any',
  call: '`(x, y) → number`; of a vector `(x, y, out?)`',
};
