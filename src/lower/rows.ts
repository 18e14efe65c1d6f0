// Reductions that close an index: over the rows of data, over the entries of what is long as an argument says, over a range.

import { domainOf } from '../graph/domain.js';
import { FROM_LAST, indexNode, operand } from '../graph/graph.js';
import { entryNode, nextScan, scanNode, stateNode } from '../graph/scan.js';
import type { Build, Node } from '../ops/operation.js';
import { dimensionOf, type OpenIndex, ownIndex, sizeOfDimension } from './families.js';
import { isOfRows, type Lowering, ROW } from './lowering.js';
import { refuse, type ShapedRule } from './rule.js';
import { isRunTime, isTensor, type Tensor, type Value } from './tensor.js';

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
const freedom = (g: Build, row: Node): Node =>
  g.select(g.eq(g.count(row), g.constant(0)), g.constant(0), g.max(g.sub(g.count(row), g.constant(1)), g.constant(1)));

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

/** The reduction of this name over all rows; null where there is none. */
export function overRows({ build, graph }: Lowering, name: string, value: Node): Value | null {
  return reductions.get(name)?.(build, value, indexNode(graph, ROW)) ?? null;
}

/** A value for the turns of indices. */
interface Term {
  readonly node: Node;
  readonly open: readonly OpenIndex[];
}

/** What a term counts for in turns that its range has not. */
const NEUTRAL: Readonly<Record<string, number>> = {
  sum: 0,
  norm: 0,
  prod: 1,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  logsumexp: Number.NEGATIVE_INFINITY,
};

/**
 * A product as a recurrence: its derivatives are products of what comes before each factor and what comes behind, right to the last
 * digits where factors are 0 or next to it. What depends on other indices than rows is left to the operation.
 */
function productOf({ graph, build: g }: Lowering, factor: Node, index: Node): Node | null {
  const at = operand(graph, index, 0);
  const { lower, upper } = graph.indices[at]!;
  const around = domainOf(graph, factor) & ~(1 << at);
  if (at === ROW || (around & ~(1 << ROW)) !== 0) return null;
  const one = g.constant(1);
  const scan = { index: at, id: nextScan(graph), direction: 1 } as const;
  const bodies = [g.mul(stateNode(graph, { ...scan, around }, 0, 1), factor)];
  const node = scanNode(graph, g, { ...scan, bodies, bases: [one] });
  const last = entryNode(graph, g, node, 0, { index: FROM_LAST, offset: upper });
  return upper - lower + 1 >= 0 ? last : g.select(g.gt(g.count(index), g.constant(0)), last, one);
}

/** One number of all terms, for every turn of their indices; null where the reduction does not go over such ranges. */
export function closed(lowering: Lowering, name: string, terms: readonly Term[]): Node | null {
  const g = lowering.build;
  const over = (reduction: string, node: Node, { open }: Term): Node =>
    open.toReversed().reduce((body, { node: index, condition }) => {
      const masked = condition === null ? body : g.select(condition, body, g.constant(NEUTRAL[reduction]!));
      const product = reduction === 'prod' ? productOf(lowering, masked, index) : null;
      return product ?? reductions.get(reduction)!(g, masked, index);
    }, node);
  const all = (reduction: string): Node[] => terms.map(term => over(reduction, term.node, term));
  const plus = (a: Node, b: Node): Node => g.add(a, b);
  switch (name) {
    case 'sum':
      return all('sum').reduce(plus);
    case 'prod':
      return all('prod').reduce((a, b) => g.mul(a, b));
    case 'mean': {
      const counts = terms.map(term => over('sum', g.constant(1), term));
      return g.div(all('sum').reduce(plus), counts.reduce(plus));
    }
    case 'min':
    case 'max':
      return g[name](...all(name));
    case 'norm':
    case 'hypot':
      return g.hypot(...all('norm'));
    case 'logsumexp':
      return g.logsumexp(...all(name));
    default: {
      const [{ node, open }, ...more] = terms as [Term, ...Term[]];
      const isOne = more.length === 0 && open.length === 1 && open[0]!.condition === null;
      return isOne ? (reductions.get(name)?.(g, node, open[0]!.node) ?? null) : null;
    }
  }
}

/** The reduction of this name over the entries of a family. */
export function overFamily(lowering: Lowering, name: string, family: Tensor): Node | null {
  const { graph } = lowering;
  const own = ownIndex(lowering, dimensionOf(family));
  const index = { index: own, node: indexNode(graph, own), condition: null };
  return closed(
    lowering,
    name,
    family.nodes.map(node => ({ node, open: [index] })),
  );
}

/** `count(y)`: how many rows the data have. */
export const count: ShapedRule = {
  least: 1,
  most: 1,
  takesFamilies: true,
  make(lowering, [value], call) {
    const { build, graph } = lowering;
    if (isOfRows(lowering, value!)) return build.count(indexNode(graph, ROW));
    if (!isTensor(value!)) return refuse(lowering, call, [value!], "it takes a column of the data: 'count(y)'");
    const [length] = value.shape;
    return isRunTime(length!) ? sizeOfDimension(lowering, dimensionOf(value)) : build.constant(length!);
  },
};
