import { tangentsAlong } from '../differentiate/derivatives.js';
import { resultNodes } from '../lower/model.js';
import type { Computed, Documented } from './export.js';

export const jvp: Computed = {
  name: 'jvp',
  kind: 'computed',
  derive(model, mode) {
    const nodes = tangentsAlong(model, resultNodes(model), mode);
    return [{ seeds: 'tangents', stores: [{ target: 'out', nodes }] }];
  },
  summary: () => 'Tangents of the results for tangents of the differentiated inputs (forward mode).',
  declared: ({ inputs, seeds, filling }) => filling([...inputs, ...seeds('tangents')]),
};

export const documented: Documented = {
  client: 'function jvp(...args: Arguments): Float64Array',
  call: '`(x, y, dx, dy, out?)`: the Jacobian times a vector',
};
