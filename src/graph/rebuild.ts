// Copies what some results need into a new graph, one rewritten node at a time: the shape of every graph → graph pass.

import type { Node } from '../ops/operation.js';
import type { Span } from '../source.js';
import { type Builder, type BuildMode, createBuilder } from './build.js';
import {
  constantNode,
  constantValue,
  createGraph,
  type Graph,
  intern,
  isLeaf,
  leafEntries,
  operandsOf,
  originOf,
} from './graph.js';
import { usedBy } from './use.js';

export interface Rewrite {
  /** False for a node that is certainly kept. */
  concerns(node: Node): boolean;
  /**
   * The replacement of a node, given its operands in the new graph; undefined keeps the operation.
   * @param at what any node before it is in the new graph
   */
  replace(build: Builder, node: Node, operands: readonly Node[], at: (node: Node) => Node): Node | undefined;
}

/** How far below a node its rules look: at its operands and at theirs. */
const DEPTH = 2;

export interface Rebuilt {
  readonly graph: Graph;
  /** New node of every old node that was needed, -1 for the others. */
  readonly nodes: Int32Array;
}

export function rebuild(graph: Graph, results: readonly Node[], mode: BuildMode, rewrite: Rewrite): Rebuilt {
  const used = usedBy(graph, results);
  const copy = emptyLike(graph, used.length);
  let build = createBuilder(copy, mode);
  const nodes = new Int32Array(used.length).fill(-1);
  const at = (node: Node): Node => nodes[node]!;
  // Rules were applied when a node was made: again only where something changed that they look at.
  const changed = new Uint8Array(used.length);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const origin = originOf(graph, node);
    if (isLeaf(graph, node)) nodes[node] = copyLeaf(graph, node, copy, origin);
    else {
      const code = graph.operation[node]!;
      build = build.at(origin);
      const operands = operandsOf(graph, node);
      let near = 0;
      for (let i = 0; i < operands.length; i++) {
        near = Math.max(near, changed[operands[i]!]!);
        operands[i] = nodes[operands[i]!]!;
      }
      const rewritten = rewrite.concerns(node) ? rewrite.replace(build, node, operands, at) : undefined;
      if (rewritten === undefined && near === 0) {
        nodes[node] = build.intern(code, operands);
        continue;
      }
      const made = rewritten ?? build.apply(code, operands);
      nodes[node] = made;
      changed[node] = rewritten === undefined && copy.operation[made] === code ? near - 1 : DEPTH;
    }
  }
  return { graph: copy, nodes };
}

/** A graph without nodes, for copies of those of another. */
export function emptyLike(graph: Graph, capacity: number): Graph {
  const copy = createGraph(graph.budget, capacity);
  copy.indices.push(...graph.indices);
  for (const [number, block] of graph.blocks) copy.blocks.set(number, block);
  copy.scans = graph.scans;
  for (const [dimension, size] of graph.sizes) copy.sizes.set(dimension, size);
  return copy;
}

export function copyLeaf(graph: Graph, leaf: Node, copy: Graph, origin: Span): Node {
  const value = constantValue(graph, leaf);
  if (value !== undefined) return constantNode(copy, value, origin);
  return intern(copy, graph.operation[leaf]!, leafEntries(graph, leaf), origin);
}

/** The graph as it is, where a pass has nothing to do. */
export function unchanged(graph: Graph): Rebuilt {
  const nodes = new Int32Array(graph.size);
  for (let node = 0; node < graph.size; node++) nodes[node] = node;
  return { graph, nodes };
}
