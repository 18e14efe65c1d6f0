import { multipliersOf } from '../differentiate/derivatives.js';
import { domainOf, indicesIn } from '../graph/domain.js';
import type { DifferentiatedModel } from '../lower/model.js';
import { recordType } from './declared.js';
import { type Computed, type Documented, type Refusal, refuseSeveral } from './export.js';

export const multipliers: Computed = {
  name: 'multipliers',
  kind: 'computed',
  needsApart: true,
  derive: (model, mode) => [{ multipliers: multipliersOf(model, mode) }],
  refusal: model => refuseSeveral('multipliers', model) ?? refuseRows(model),
  summary: () => 'The adjoint (Lagrange multiplier) of every named statement.',
  declared: ({ model, inputs, returning }) =>
    returning(
      inputs,
      recordType(model.statements, ({ shape }) => (shape.length === 0 ? 'number' : 'Float64Array')),
    ),
};

/** A statement in rows has a multiplier for each of them. */
function refuseRows({ graph, statements }: DifferentiatedModel): Refusal | null {
  // Ranges of numbers are written out for it.
  const isOfRows = (index: number): boolean => !graph.sizes.has(graph.indices[index]!.dimension);
  const inRows = statements.find(({ nodes }) => nodes.some(node => indicesIn(domainOf(graph, node)).some(isOfRows)));
  if (inRows === undefined) return null;
  return {
    message: `'multipliers' has no arrays with a number for each row yet, and '${inRows.name}' depends on the row`,
    help: 'write what depends on the row inside of the reduction, without a name',
  };
}

export const documented: Documented = {
  client: 'function multipliers(...args: Arguments): Record<string, any>',
  call: '`(x, y) → {name: adjoint}` of every named statement',
};
