import { denseOf, hessianOfConstrained } from '../differentiate/derivatives.js';
import { constraintNodes, type DifferentiatedModel } from '../lower/model.js';
import { refuseMatrix } from './constraints.js';
import { type Computed, type Documented, type Refusal, refuseSeveral } from './export.js';
import type { Vector } from './plan.js';
import { hessianSize, order, sweeps } from './said.js';

export const constrainedHessian: Computed = {
  name: 'constrainedHessian',
  kind: 'computed',
  derive(model, mode) {
    const matrix = hessianOfConstrained(model, mode);
    return [{ seeds: [multipliersOf(model)], stores: [{ target: 'out', nodes: denseOf(model, matrix) }], matrix }];
  },
  refusal: model => refuseConstrained('constrainedHessian', model),
  summary: (model, matrix) =>
    `The ${hessianSize(model)} Hessian of f − Σ λ·c for multipliers λ of the constraints c, row-major${order(model)}${sweeps(matrix)}.`,
  declared: ({ model, inputs, vector, filling }) => filling([...inputs, vector(multipliersOf(model))]),
};

/** λ of each constraint. */
export const multipliersOf = (model: DifferentiatedModel): Vector => ({
  name: 'lambda',
  length: constraintNodes(model).length,
});

/** Of the exports that are about one number and constraints. */
export const refuseConstrained = (name: string, model: DifferentiatedModel): Refusal | null =>
  refuseSeveral(name, model) ?? refuseMatrix(name, model);

export const documented: Documented = {
  client: 'function constrainedHessian(...args: Arguments): Float64Array',
  call: '`(x, y, lambda, out?)`: of f − Σ λ·c for multipliers λ of the constraints c, row-major',
};
