// Which programs have no loops but those over the rows of data, one after another: these take two rows at a time.

import type { FunctionPlan } from '../../../exports/plan.js';
import { domainOf, EVERYWHERE } from '../../../graph/domain.js';
import { type Graph, isLeaf, leafEntries, type Node, operationOf } from '../../../graph/graph.js';
import { ROWS } from '../../../lower/lowering.js';
import { implicitBlocks } from '../../../ops/implicit.js';
import { linearAlgebra } from '../../../ops/linear.js';
import { sparseAlgebra } from '../../../ops/sparse.js';
import { ELEMENT, SIZE } from '../../../ops/table.js';
import { type Loop, loopsOf, type Schedule } from '../../../schedule/sections.js';

/** What works in an array, where there is one for both rows. */
const isInArray = new Set([
  ...linearAlgebra,
  ...[...implicitBlocks, ...sparseAlgebra].filter(({ results }) => results !== undefined),
]);

/** True for what is placed by another index than that of the rows of data, or counted in another dimension. */
function isBesideRows(graph: Graph, node: Node): boolean {
  const operation = graph.operation[node];
  if (operation === SIZE) return leafEntries(graph, node)[0] !== ROWS;
  return operation === ELEMENT && graph.indices[leafEntries(graph, node)[1]!]?.dimension !== ROWS;
}

/** True for a loop over rows in which there is no other, and whose turns leave nothing but totals. */
function isPlain(graph: Graph, { index, sections, totals, recurrences }: Loop): boolean {
  if (graph.indices[index]!.dimension !== ROWS || recurrences.length > 0) return false;
  return (
    sections.every(({ kind }) => kind === 'line') &&
    totals.every(({ combine }) => combine !== 'scatter' && combine !== 'each')
  );
}

/** False also where factors of matrices are made, or blocks solved, in each row. */
export function isOfRows({ stores }: Pick<FunctionPlan, 'stores'>, schedule: Schedule): boolean {
  const { graph } = schedule;
  if (stores.some(({ extent }) => extent !== undefined)) return false;
  if (!loopsOf(schedule).every(loop => isPlain(graph, loop))) return false;
  for (let node = 0; node < graph.size; node++) {
    if (isLeaf(graph, node)) {
      if (isBesideRows(graph, node)) return false;
    } else if (isInArray.has(operationOf(graph, node)) && domainOf(graph, node) !== EVERYWHERE) return false;
  }
  return true;
}
