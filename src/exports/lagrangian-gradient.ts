import { lagrangianGradientOf, statementNodes } from '../differentiate/lagrangian.js';
import { type Computed, type Documented, refuseSeveral } from './export.js';
import { refuseRows, vectors } from './free.js';
import { gradientStore } from './gradient-store.js';
import { order } from './said.js';

export const lagrangianGradient: Computed = {
  name: 'lagrangianGradient',
  kind: 'computed',
  needsApart: true,
  ofStatements: true,
  derive(model, mode) {
    const of = lagrangianGradientOf(model, statementNodes(model), mode);
    const rest = [...of.byVariables, ...of.byMultipliers];
    return [
      { model: of.model, seeds: vectors(model, 'z', 'lambda'), ...gradientStore(of.model, 'out', of.byInputs, rest) },
    ];
  },
  refusal: model => refuseSeveral('lagrangianGradient', model) ?? refuseRows('lagrangianGradient', model),
  summary: model =>
    `The gradient of the Lagrangian: ∂L/∂x${order(model)}, then ∂L/∂z and ∂L/∂lambda, which is f(x, z) - z, of each named statement.`,
  declared({ model, inputs, vector, filling }) {
    return filling([...inputs, ...vectors(model, 'z', 'lambda').map(vector)]);
  },
};

export const documented: Documented = {
  client: 'function lagrangianGradient(...args: Arguments): Float64Array',
  call: '`(x, y, z, lambda, out?)`: ∂L/∂x, ∂L/∂z and ∂L/∂λ in one array, the equations that a solver makes 0',
};
