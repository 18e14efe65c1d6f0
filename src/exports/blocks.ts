// What solves an implicit block: one straight line of residuals, of how large what they are made of is, and of their Jacobian.

import { jacobiansOf } from '../differentiate/matrices.js';
import { blockNumber, isFactors, isSolved } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import {
  type Block,
  copyGraph,
  type Graph,
  inputNode,
  isLeaf,
  type Node,
  operandsOf,
  operationOf,
} from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { runPasses } from '../passes/passes.js';
import { schedule } from '../schedule/schedule.js';
import { type Line, lastLine } from '../schedule/sections.js';

/** Where in what a solver works in a value of the line goes. */
export type Place =
  | { readonly of: 'residual' | 'size'; readonly row: number }
  | { readonly of: 'jacobian'; readonly row: number; readonly column: number }
  /** How large what the only entry of a Jacobian is made of is. */
  | { readonly of: 'slope' };

export interface ScheduledBlock extends Pick<Block, 'names' | 'places' | 'outside' | 'sparse'> {
  /** It returns the values, in this order. */
  readonly line: Line;
  /** The same in chunks, which store the values; null where it is short. */
  readonly long: Line | null;
  readonly placed: readonly Place[];
}

/** Blocks that are scheduled already, as all functions of a program have the same. */
export type KnownBlocks = Map<Block, ScheduledBlock>;

/** The blocks whose solutions, or factors of whose Jacobians, a graph has, by their numbers. @param most statements of a function */
export function blocksIn(
  graph: Graph,
  algebraic: boolean,
  known: KnownBlocks,
  most: number,
): ReadonlyMap<number, ScheduledBlock> {
  const found = new Map<number, ScheduledBlock>();
  if (graph.blocks.size === 0) return found;
  for (let node = 0; node < graph.size; node++) {
    if (!isSolved(graph, node) && !isFactors(graph, node)) continue;
    const number = blockNumber(graph, node);
    const block = graph.blocks.get(number)!;
    const scheduled = known.get(block) ?? scheduledBlock(block, algebraic, most);
    known.set(block, scheduled);
    found.set(number, scheduled);
  }
  return found;
}

function scheduledBlock(block: Block, algebraic: boolean, most: number): ScheduledBlock {
  const { names, places, outside, residuals, sparse } = block;
  const graph = copyGraph(block.graph);
  const primal = graph.size;
  const unknowns = names.map((_, k) => inputNode(graph, outside + k));
  // The first has the fewest sweeps.
  const [jacobian] = jacobiansOf(graph, residuals, unknowns, { algebraic });
  const { rows, entries } = jacobian!;
  const sizes = sizesOf(graph, residuals);
  const slopes = names.length === 1 ? sizesOf(graph, entries) : [];
  const values: readonly [Place, Node][] = [
    ...residuals.map((node, row): [Place, Node] => [{ of: 'residual', row }, node]),
    ...sizes.map((node, row): [Place, Node] => [{ of: 'size', row }, node]),
    ...rows
      .flatMap((columns, row) => Array.from(columns, (column): Place => ({ of: 'jacobian', row, column })))
      .map((place, i): [Place, Node] => [place, entries[i]!]),
    ...slopes.map((node): [Place, Node] => [{ of: 'slope' }, node]),
  ];
  const mode = { derivative: false, algebraic, settled: true, primal };
  const optimised = runPasses(
    graph,
    values.map(([, node]) => node),
    mode,
  );
  const returned = optimised.results;
  const line = lastLine(schedule(optimised.graph, { returned, stored: [] }, NONE, Number.POSITIVE_INFINITY));
  const stored = { returned: [], stored: returned };
  const long = optimised.graph.size > most ? lastLine(schedule(optimised.graph, stored, NONE, most)) : null;
  return { names, places, outside, sparse, line, long, placed: values.map(([place]) => place) };
}

const NONE = { has: () => false };

/** Operations through which the rounding of sums among their operands is that of the result. */
const THROUGH = new Set(['add', 'sub', 'neg', 'mul', 'div', 'square']);

/**
 * For each node how large the sums are that it is made of: what is not above some units of their last place is 0 as far as is
 * known. Of a node that is made of none it is 0.
 */
function sizesOf(graph: Graph, nodes: readonly Node[]): Node[] {
  const g = createBuilder(graph, { derivative: true, algebraic: false });
  const size = usedBy(graph, nodes).length;
  const needed = new Uint8Array(size);
  const isThrough = (node: Node): boolean => !isLeaf(graph, node) && THROUGH.has(operationOf(graph, node).name);
  for (const node of nodes) needed[node] = 1;
  for (let node = size - 1; node >= 0; node--)
    if (needed[node] === 1 && isThrough(node)) for (const of of operandsOf(graph, node)) needed[of] = 1;
  /** Of sums, and of what is made of them. */
  const sums = new Map<Node, Node>();
  const sizeOf = (node: Node): Node => sums.get(node) ?? g.abs(node);
  for (let node = 0; node < size; node++) {
    if (needed[node] !== 1 || !isThrough(node)) continue;
    const [a, b] = operandsOf(graph, node) as [Node, Node];
    const { name } = operationOf(graph, node);
    if (name === 'add' || name === 'sub') {
      sums.set(node, g.add(sizeOf(a), sizeOf(b)));
      continue;
    }
    const [ofA, ofB] = [sums.get(a), b === undefined ? undefined : sums.get(b)];
    const terms: Node[] = [];
    if (name === 'neg') {
      if (ofA !== undefined) terms.push(ofA);
    } else if (name === 'square') {
      if (ofA !== undefined) terms.push(g.mul(ofA, g.abs(a)));
    } else if (name === 'mul') {
      if (ofA !== undefined) terms.push(g.mul(ofA, g.abs(b)));
      if (ofB !== undefined) terms.push(g.mul(g.abs(a), ofB));
    } else {
      if (ofA !== undefined) terms.push(g.div(ofA, g.abs(b)));
      if (ofB !== undefined) terms.push(g.div(g.mul(g.abs(node), ofB), g.abs(b)));
    }
    if (terms.length > 0)
      sums.set(
        node,
        terms.reduce((x, y) => g.add(x, y)),
      );
  }
  return nodes.map(node => sums.get(node) ?? g.constant(0));
}
