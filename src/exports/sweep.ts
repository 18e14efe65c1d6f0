import { resultOf } from '../differentiate/derivatives.js';
import { statementNodes } from '../differentiate/lagrangian.js';
import { multipliersOf } from '../differentiate/multipliers.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { refuseRows, variableCount } from './free.js';

export const sweep: Computed = {
  name: 'sweep',
  kind: 'computed',
  needsApart: true,
  ofStatements: true,
  derive: (model, mode) => [
    {
      returned: resultOf(model),
      stores: [
        { target: 'z', nodes: statementNodes(model) },
        { target: 'lambda', nodes: multipliersOf(model, mode).flatMap(({ nodes }) => nodes) },
      ],
    },
  ],
  refusal: model => refuseSeveral('sweep', model) ?? refuseRows('sweep', model),
  summary: () =>
    'The forward and the backward pass: returns the value; writes the values of the named statements and their multipliers.',
  declared({ model, output, writing }) {
    const count = variableCount(model);
    return writing(output('z', count), output('lambda', count));
  },
};

export const documented: Documented = {
  client: 'function sweep(...args: Arguments): number',
  call: '`(x, y, z, lambda) → value`: values and multipliers of the named statements, in the places that `statements` says',
};
