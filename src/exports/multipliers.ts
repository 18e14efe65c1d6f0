import { multipliersOf } from '../differentiate/derivatives.js';
import { recordType } from './declared.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';

export const multipliers: Computed = {
  name: 'multipliers',
  kind: 'computed',
  needsApart: true,
  derive: (model, mode) => [{ multipliers: multipliersOf(model, mode) }],
  refusal: model => refuseSeveral('multipliers', model),
  summary: () => 'The adjoint (Lagrange multiplier) of every named statement.',
  declared: ({ model, inputs, returning }) =>
    returning(
      inputs,
      recordType(model.statements, ({ shape }) => (shape.length === 0 ? 'number' : 'Float64Array')),
    ),
};

export const documented: Documented = {
  client: 'function multipliers(...args: Arguments): Record<string, any>',
  call: '`(x, y) → {name: adjoint}` of every named statement',
};
