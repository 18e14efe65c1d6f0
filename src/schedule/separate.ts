// Loops inside of loops over the same index → over one of their own, so that inside of both it is known which of them an index is.
//
// A sum of which others are inside stands one higher than these, and indices of different heights are different ones. What is
// the same for all rows is made outside of all loops, so that sums of it are not inside of anything.

import { checkIndices, closedBy, coneOf, domainOf, indicesIn, isOfRange } from '../graph/domain.js';
import {
  copyGraph,
  type Graph,
  intern,
  isLeaf,
  leafEntries,
  type Node,
  type NodeSet,
  operandsOf,
  operationOf,
  originOf,
} from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { ELEMENT, STATE } from '../ops/table.js';
import { allResults, type Links, type Results } from './sections.js';

/** A program, and what is known of its nodes. */
export interface Whole {
  readonly graph: Graph;
  readonly results: Results;
  readonly keep: NodeSet;
  readonly names: Links['names'];
}

/** Of another graph than the plan's. */
export interface Separated extends Whole {
  readonly sources: Links['sources'];
}

export function separated(whole: Whole): Separated {
  const heights = heightsOf(whole);
  const highest = heights.reduce((most, height) => Math.max(most, height), 0);
  if (highest === 0) return { ...whole, sources: null };
  const graph = copyGraph(whole.graph);
  const names = whole.names.slice();
  const sources: Node[] = [];
  const kept = new Set<Node>();
  const moved = new Int32Array(whole.graph.size).fill(-1);
  /** Nodes under another index, by both. */
  const renamings = new Map<string, Map<Node, Node>>();

  function note(before: Node, after: Node): void {
    names[after] ??= whole.names[before];
    sources[after] ??= before;
    if (whole.keep.has(before)) kept.add(after);
  }

  /** What a node is where one index stands for another. */
  function renamed(node: Node, from: number, to: number): Node {
    const bit = 1 << from;
    if ((domainOf(graph, node) & bit) === 0) return node;
    const key = `${from} ${to}`;
    const known = renamings.get(key) ?? new Map<Node, Node>();
    renamings.set(key, known);
    for (const of of coneOf(graph, node, bit, known)) {
      const operands = isLeaf(graph, of)
        ? entriesUnder(graph, of, from, to)
        : operandsOf(graph, of).map(operand => known.get(operand) ?? operand);
      const made = intern(graph, graph.operation[of]!, operands, originOf(graph, of));
      known.set(of, made);
      names[made] ??= names[of];
      sources[made] ??= sources[of] ?? -1;
      if (kept.has(of)) kept.add(made);
    }
    return known.get(node)!;
  }

  const used = usedBy(whole.graph, allResults(whole.results));
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    if (isLeaf(graph, node)) {
      moved[node] = node;
      continue;
    }
    const operands = operandsOf(whole.graph, node).map(operand => moved[operand]!);
    if (operationOf(graph, node).closes === true && heights[node]! > 0) {
      const index = leafEntries(graph, operands.at(-1)!)[0]!;
      const own = indexAt(graph, index, heights[node]!);
      for (let i = 0; i < operands.length; i++) operands[i] = renamed(operands[i]!, index, own);
    }
    moved[node] = intern(graph, graph.operation[node]!, operands, originOf(graph, node));
    note(node, moved[node]!);
  }
  const at = (nodes: readonly Node[]): Node[] => nodes.map(node => moved[node]!);
  const { returned, stored, scattered = [] } = whole.results;
  const results = { returned: at(returned), stored: at(stored), scattered: at(scattered) };
  return { graph, results, keep: kept, names, sources };
}

/** How many loops are inside of each node that closes an index, one inside of another. */
function heightsOf({ graph, results }: Whole): Int32Array {
  const used = usedBy(graph, allResults(results));
  const heights = new Int32Array(used.length);
  /** By an index that a node depends on: the most that a loop is high which the node is made of and that depends on it, and one more. */
  const inside = graph.indices.map(() => new Int32Array(used.length));
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || isLeaf(graph, node)) continue;
    const operands = operandsOf(graph, node);
    const domain = domainOf(graph, node);
    const most = (index: number): number =>
      operands.reduce((found, operand) => Math.max(found, inside[index]![operand]!), 0);
    const isLoop = operationOf(graph, node).closes === true;
    if (isLoop) heights[node] = most(indicesIn(closedBy(graph, node))[0]!);
    for (const index of indicesIn(domain)) {
      inside[index]![node] = Math.max(most(index), isLoop ? heights[node]! + 1 : 0);
    }
  }
  return heights;
}

/** The index of the same range for loops of this height. */
function indexAt({ indices }: Graph, index: number, height: number): number {
  const like = indices[index]!;
  const found = indices.findIndex(of => isOfRange(of, like) && of.depth === like.depth && of.height === height);
  if (found !== -1) return found;
  checkIndices(indices.length);
  return indices.push({ ...like, height }) - 1;
}

function entriesUnder(graph: Graph, leaf: Node, from: number, to: number): number[] {
  const entries = leafEntries(graph, leaf);
  const isElement = graph.operation[leaf] === ELEMENT;
  // Of all others the index comes first.
  if (!isElement && entries[0] === from) entries[0] = to;
  for (let i = 1; isElement && i < entries.length; i += 2) if (entries[i] === from) entries[i] = to;
  // And those around a recurrence last.
  const around = entries.length - 1;
  const isAround = graph.operation[leaf] === STATE && ((entries[around]! >> from) & 1) === 1;
  if (isAround) entries[around] = (entries[around]! & ~(1 << from)) | (1 << to);
  return entries;
}
