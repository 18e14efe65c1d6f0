import { tangentsAlong } from '../differentiate/derivatives.js';
import { resultNodes } from '../lower/model.js';
import type { Computed, Documented } from './export.js';
import { layoutOf, resultStore } from './result-store.js';

export const jvp: Computed = {
  name: 'jvp',
  kind: 'computed',
  derive(model, mode) {
    const { graph, outputs } = model;
    const nodes = tangentsAlong(model, resultNodes(model), mode);
    return [{ seeds: 'tangents', ...resultStore(graph, 'out', layoutOf(graph, outputs), nodes) }];
  },
  summary: () => 'Tangents of the results for tangents of the differentiated inputs (forward mode).',
  declared: ({ inputs, seeds, filling }) => filling([...inputs, ...seeds('tangents')]),
};

export const documented: Documented = {
  client: 'function jvp(...args: Arguments): Float64Array',
  call: '`(x, y, dx, dy, out?)`: the Jacobian times a vector',
};
