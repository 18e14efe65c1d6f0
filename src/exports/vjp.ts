import { adjointsAlong } from '../differentiate/derivatives.js';
import type { Computed, Documented } from './export.js';
import { gradientStore } from './gradient-store.js';

export const vjp: Computed = {
  name: 'vjp',
  kind: 'computed',
  derive: (model, mode) => [{ seeds: 'adjoints', ...gradientStore(model, 'out', adjointsAlong(model, mode)) }],
  summary: () => 'Adjoints of the differentiated inputs for adjoints of the results (reverse mode).',
  declared: ({ inputs, seeds, filling }) => filling([...inputs, ...seeds('adjoints')]),
};

export const documented: Documented = {
  client: 'function vjp(...args: Arguments): Float64Array',
  call: '`(x, y, resultAdjoint, out?)`: a vector times the Jacobian',
};
