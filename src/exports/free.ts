// What the exports share that take values of the named statements as an argument: `z` has those of all, and `lambda` a multiplier for
// each, in program order and row-major. The list `statements`, which comes with them, says where each is.

import { statementNodes } from '../differentiate/lagrangian.js';
import { domainOf, indicesIn } from '../graph/domain.js';
import type { DifferentiatedModel } from '../lower/model.js';
import { type Refusal, refuseSeveral } from './export.js';
import type { Vector } from './plan.js';

/** How many numbers there are of all named statements. */
export const variableCount = (model: DifferentiatedModel): number => statementNodes(model).length;

export const vectors = (model: DifferentiatedModel, ...names: readonly Vector['name'][]): Vector[] =>
  names.map(name => ({ name, length: variableCount(model) }));

/** A statement in rows has a number for each of them. */
export function refuseRows(name: string, { graph, statements }: DifferentiatedModel): Refusal | null {
  // Ranges of numbers are written out for it.
  const isOfRows = (index: number): boolean => !graph.sizes.has(graph.indices[index]!.dimension);
  const inRows = statements.find(({ nodes }) => nodes.some(node => indicesIn(domainOf(graph, node)).some(isOfRows)));
  if (inRows === undefined) return null;
  return {
    message: `'${name}' has no arrays with a number for each row yet, and '${inRows.name}' depends on the row`,
    help: "'multipliers' has them, and the command 'lagrangian'; or write it inside of the reduction, without a name",
  };
}

/** Of second derivatives, which have a column for each element. */
export function refuseRunTimeMatrix(name: string, model: DifferentiatedModel): Refusal | null {
  const refused = refuseSeveral(name, model) ?? refuseRows(name, model);
  const array = model.wrt.find(({ rows }) => rows !== null);
  if (refused !== null || array === undefined) return refused;
  return {
    message: `'${name}' has a column for each element of '${array.name}', whose number is known at run time only`,
    help: "ask for 'lagrangianGradient'",
  };
}
