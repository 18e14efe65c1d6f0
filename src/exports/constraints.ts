import { constraintNodes, type DifferentiatedModel } from '../lower/model.js';
import type { Computed, Documented, Refusal } from './export.js';

export const constraints: Computed = {
  name: 'constraints',
  kind: 'computed',
  derive: model => [{ stores: [{ target: 'out', nodes: constraintNodes(model) }] }],
  refusal: model => refuseWithoutConstraints('constraints', model),
  summary: model =>
    `The ${constraintNodes(model).length} values of the constraints, left side minus right side; constraintList says between what they are held.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

/** Of the exports that are about constraints. */
export function refuseWithoutConstraints(name: string, { constraints }: DifferentiatedModel): Refusal | null {
  if (constraints.length > 0) return null;
  return {
    message: `'${name}' is about constraints, and the program has none`,
    help: "write 'constraint lhs == rhs', '<=' or '>='; a parameter beside a number is bounded, which is no other constraint",
  };
}

/** Of those that have a column for each differentiated element, too: these have to be known one by one. */
export function refuseMatrix(name: string, model: DifferentiatedModel): Refusal | null {
  const array = model.wrt.find(({ rows }) => rows !== null);
  if (array === undefined) return refuseWithoutConstraints(name, model);
  return {
    message: `'${name}' has a column for each element of '${array.name}', whose number is known at run time only`,
    help: `declare its size: const n = 3; param ${array.name}[n]`,
  };
}

export const documented: Documented = {
  client: 'function constraints(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`: left sides minus right sides of the constraints; `constraintList` says what each is',
};
