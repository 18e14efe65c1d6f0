import { multipliersOf } from '../differentiate/multipliers.js';
import { domainOf, indicesIn } from '../graph/domain.js';
import type { Graph, Node } from '../graph/graph.js';
import { ROW } from '../lower/lowering.js';
import type { DifferentiatedModel, NamedStatement } from '../lower/model.js';
import { recordType } from './declared.js';
import { type Computed, type Documented, type Refusal, refuseSeveral } from './export.js';
import type { Multiplier } from './plan.js';
import { columnStore } from './result-store.js';

export const multipliers: Computed = {
  name: 'multipliers',
  kind: 'computed',
  needsApart: true,
  derive(model, mode) {
    const statements = model.statements.filter(of => of.hasMultiplier !== false);
    const { graph } = model;
    let width = 0;
    const columns: { readonly nodes: readonly Node[]; readonly before: number }[] = [];
    const multipliers = multipliersOf({ ...model, statements }, mode).map((multiplier, i): Multiplier => {
      if (!isOfRows(graph, statements[i]!)) return multiplier;
      const { nodes } = multiplier;
      columns.push({ nodes, before: width });
      width += nodes.length;
      return { ...multiplier, nodes: [], ofRows: { before: width - nodes.length, width: nodes.length } };
    });
    return [{ multipliers, ...(columns.length > 0 && columnStore(graph, 'out', columns, width)) }];
  },
  refusal: model => refuseSeveral('multipliers', model) ?? refuseSizes(model),
  summary: model =>
    `The adjoint (Lagrange multiplier) of every named statement${hasMultipliersOfRows(model) ? ', row after row of those that depend on the row' : ''}.`,
  declared: ({ model, inputs, returning }) => {
    const { graph, statements } = model;
    const named = statements
      .filter(of => of.hasMultiplier !== false)
      .map(of => ({ ...of, isNumber: of.shape.length === 0 && !isOfRows(graph, of) }));
    return returning(
      inputs,
      recordType(named, ({ isNumber }) => (isNumber ? 'number' : 'Float64Array')),
    );
  },
};

const isOfRows = (graph: Graph, { nodes }: NamedStatement): boolean =>
  nodes.some(node => (domainOf(graph, node) & (1 << ROW)) !== 0);

/** True where some statements have a number for each row. */
export const hasMultipliersOfRows = ({ graph, statements }: DifferentiatedModel): boolean =>
  statements.some(of => of.hasMultiplier !== false && isOfRows(graph, of));

/** Of arrays that are as long as is known at run time, and of rows some elements of which are the same for all. */
function refuseSizes({ graph, statements }: DifferentiatedModel): Refusal | null {
  const row = 1 << ROW;
  // Ranges of numbers are written out for it.
  const isSized = (index: number): boolean => index !== ROW && !graph.sizes.has(graph.indices[index]!.dimension);
  const sized = statements.find(({ nodes }) => nodes.some(node => indicesIn(domainOf(graph, node)).some(isSized)));
  if (sized !== undefined) {
    return {
      message: `'multipliers' has no arrays whose sizes are known at run time yet, and '${sized.name}' is one`,
      help: 'write it where it is used, without a name',
    };
  }
  const mixed = statements.find(
    of => isOfRows(graph, of) && of.nodes.some(node => (domainOf(graph, node) & row) === 0),
  );
  if (mixed === undefined) return null;
  return {
    message: `'multipliers' has a number for each row, and some of '${mixed.name}' is the same for all of them`,
    help: 'give it a name of its own, outside of the array',
  };
}

export const documented: Documented = {
  client: 'function multipliers(...args: Arguments): Record<string, any>',
  call: '`(x, y) → {name: adjoint}` of every named statement; an array where it depends on the row',
};
