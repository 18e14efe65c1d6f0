import { denseOf, jacobiansOfConstraints } from '../differentiate/derivatives.js';
import { refuseMatrix } from './constraints.js';
import type { Computed, Documented } from './export.js';
import { constraintsSize, direction, sweeps } from './said.js';

export const constraintsJacobian: Computed = {
  name: 'constraintsJacobian',
  kind: 'computed',
  derive: (model, mode) =>
    jacobiansOfConstraints(model, mode).map(matrix => ({
      stores: [{ target: 'out', nodes: denseOf(model, matrix) }],
      matrix,
    })),
  refusal: model => refuseMatrix('constraintsJacobian', model),
  summary: (model, matrix) =>
    `The ${constraintsSize(model)} Jacobian of the constraints, row-major${sweeps(matrix)}${direction(matrix)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const documented: Documented = {
  client: 'function constraintsJacobian(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`, a row for each constraint, row-major',
};
