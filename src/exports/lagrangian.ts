import { lagrangianOf, statementNodes } from '../differentiate/lagrangian.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { refuseRows, vectors } from './free.js';

export const lagrangian: Computed = {
  name: 'lagrangian',
  kind: 'computed',
  needsApart: true,
  ofStatements: true,
  derive(model, mode) {
    const { model: own, value } = lagrangianOf(model, statementNodes(model), mode);
    return [{ model: own, seeds: vectors(model, 'z', 'lambda'), returned: value }];
  },
  refusal: model => refuseSeveral('lagrangian', model) ?? refuseRows('lagrangian', model),
  summary: () =>
    'L = f - Σ lambda·(z - f(x, z)), whatever the values z of the named statements and their multipliers are.',
  declared: ({ model, inputs, vector, returning }) =>
    returning([...inputs, ...vectors(model, 'z', 'lambda').map(vector)], 'number'),
};

export const documented: Documented = {
  client: 'function lagrangian(...args: Arguments): number',
  call: '`(x, y, z, lambda) → number`: L = f − Σ λ (z − f(x, z))',
};
