// Reductions over the rows of data, and how many there are.

import { domainOf } from '../graph/domain.js';
import { indexNode } from '../graph/graph.js';
import type { Build, Node } from '../ops/operation.js';
import { type Lowering, ROW } from './lowering.js';
import { refuse, type ShapedRule } from './rule.js';
import { nodesOf, type Value } from './tensor.js';

/** One number of the values that a node has in all rows. */
type OverRows = (g: Build, value: Node, row: Node) => Node;

const mean: OverRows = (g, value, row) => g.div(g.sumOver(value, row), g.count(row));

/**
 * From the mean; normalised by n - 1, and by 1 where there is one row, as for elements. What is left of the least of the rows
 * is looked at, so that deviations of equal rows are 0; of that one itself, nothing depends.
 */
const deviation: OverRows = (g, value, row) => {
  const excess = g.sub(value, g.held(g.minOver(value, row)));
  return g.sub(excess, mean(g, excess, row));
};
const freedom = (g: Build, row: Node): Node => g.max(g.sub(g.count(row), g.constant(1)), g.constant(1));

const reductions: ReadonlyMap<string, OverRows> = new Map<string, OverRows>([
  ['sum', (g, value, row) => g.sumOver(value, row)],
  ['prod', (g, value, row) => g.prodOver(value, row)],
  ['mean', mean],
  ['min', (g, value, row) => g.minOver(value, row)],
  ['max', (g, value, row) => g.maxOver(value, row)],
  ['norm', (g, value, row) => g.normOver(value, row)],
  ['logsumexp', (g, value, row) => g.logsumexpOver(value, row)],
  ['variance', (g, value, row) => g.div(g.sumOver(g.square(deviation(g, value, row)), row), freedom(g, row))],
  ['std', (g, value, row) => g.div(g.normOver(deviation(g, value, row), row), g.sqrt(freedom(g, row)))],
]);

/** True where a value differs from row to row. */
export const isOfRows = ({ graph }: Lowering, value: Value): boolean =>
  nodesOf(value).some(node => (domainOf(graph, node) & (1 << ROW)) !== 0);

/** The reduction of this name over all rows; null where there is none. */
export function overRows({ build, graph }: Lowering, name: string, value: Node): Value | null {
  return reductions.get(name)?.(build, value, indexNode(graph, ROW)) ?? null;
}

/** `count(y)`: how many rows the data have. */
export const count: ShapedRule = {
  least: 1,
  most: 1,
  make(lowering, [value], call) {
    if (!isOfRows(lowering, value!))
      return refuse(lowering, call, [value!], "it takes a column of the data: 'count(y)'");
    return lowering.build.count(indexNode(lowering.graph, ROW));
  },
};
