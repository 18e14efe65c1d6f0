import { closedBy } from '../graph/domain.js';
import { isLeaf, leafEntries, type Node } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { ROW, ROWS } from '../lower/lowering.js';
import type { DifferentiatedModel } from '../lower/model.js';
import { SIZE } from '../ops/table.js';
import type { Computed, Documented } from './export.js';
import { refuseWithoutResiduals } from './gauss-newton-product.js';
import { type Layout, layoutOf, resultStore } from './result-store.js';
import { residualOrder } from './said.js';

export const residuals: Computed = {
  name: 'residuals',
  kind: 'computed',
  derive(model) {
    const values = model.residualResults.flatMap(({ nodes }) => nodes);
    return [resultStore(model.graph, 'out', layoutOfResiduals(model), values)];
  },
  refusal: model => refuseWithoutResiduals('residuals', model),
  summary: model => `The residuals${residualOrder(model)}.`,
  declared: ({ inputs, filling }) => filling(inputs),
};

export const layoutOfResiduals = ({ graph, residualResults }: DifferentiatedModel): Layout =>
  layoutOf(graph, residualResults);

/** How many residuals there are, for whoever takes rows part by part. */
export interface ResidualCounts {
  /** Of each row, and of none; null where arrays say it that are as long as is known at run time. */
  readonly ofRow: number | null;
  readonly ofNone: number | null;
  /** False where residuals are made of statistics of all rows, as a mean: those of a part are then not those of the whole. */
  readonly isRowByRow: boolean;
}

export function countResiduals({ graph, residualResults }: DifferentiatedModel): ResidualCounts {
  const lengthOf = (ofRows: boolean): number | null => {
    const some = residualResults.filter(({ isOfRows }) => isOfRows === ofRows);
    return layoutOf(
      graph,
      some.map(of => ({ ...of, isOfRows: false })),
    ).length;
  };
  const used = usedBy(
    graph,
    residualResults.flatMap(({ nodes }) => nodes),
  );
  const isOfAllRows = (node: Node): boolean =>
    isLeaf(graph, node)
      ? graph.operation[node] === SIZE && leafEntries(graph, node)[0] === ROWS
      : (closedBy(graph, node) & (1 << ROW)) !== 0;
  const isRowByRow = !used.some((isUsed, node) => isUsed === 1 && isOfAllRows(node));
  return { ofRow: lengthOf(true), ofNone: lengthOf(false), isRowByRow };
}

export const documented: Documented = {
  client: 'function residuals(...args: Arguments): Float64Array',
  call: '`(x, y, out?)`: residuals, row after row, then those of no row',
};
