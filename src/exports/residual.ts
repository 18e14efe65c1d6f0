import { residualsOf, statementNodes } from '../differentiate/lagrangian.js';
import type { Computed, Documented } from './export.js';
import { refuseRows, vectors } from './free.js';

export const residual: Computed = {
  name: 'residual',
  kind: 'computed',
  needsApart: true,
  ofStatements: true,
  derive(model, mode) {
    const { model: own, residuals } = residualsOf(model, statementNodes(model), mode);
    return [{ model: own, seeds: vectors(model, 'z'), stores: [{ target: 'out', nodes: residuals }] }];
  },
  refusal: model => refuseRows('residual', model),
  summary: ({ unknowns }) =>
    `What each named statement is, in z, minus what the program says that it is${unknowns.length > 0 ? ', and of implicit unknowns the left side of an equation minus the right one' : ''}: all 0 after a forward pass, as -∂L/∂λ.`,
  declared: ({ model, inputs, vector, filling }) => filling([...inputs, ...vectors(model, 'z').map(vector)]),
};

export const documented: Documented = {
  client: 'function residual(...args: Arguments): Float64Array',
  call: '`(x, y, z, out?)`: z − f(x, z) of the named statements, whatever their values z are',
};
