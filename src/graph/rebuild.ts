// Copies what some results need into a new graph, one rewritten node at a time: the shape of every graph → graph pass.

import type { Node } from '../ops/operation.js';
import { CONSTANT, INPUT } from '../ops/table.js';
import { type Builder, type BuildMode, createBuilder } from './build.js';
import { constantNode, createGraph, type Graph, inputNode, operand, operandsOf } from './graph.js';
import { usedBy } from './use.js';

/** The replacement of one node, given its operands in the new graph; undefined keeps the operation. */
export type Rewrite = (build: Builder, node: Node, operands: readonly Node[]) => Node | undefined;

export interface Rebuilt {
  readonly graph: Graph;
  /** New node of every old node that was needed, -1 for the others. */
  readonly nodes: Int32Array;
}

export function rebuild(graph: Graph, results: readonly Node[], mode: BuildMode, rewrite: Rewrite): Rebuilt {
  const used = usedBy(graph, results);
  const copy = createGraph(graph.budget, used.length);
  const build = createBuilder(copy, mode);
  const nodes = new Int32Array(used.length).fill(-1);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    copy.currentOrigin = { start: graph.origin[2 * node]!, end: graph.origin[2 * node + 1]! };
    const code = graph.operation[node]!;
    if (code === CONSTANT) nodes[node] = constantNode(copy, graph.constants[operand(graph, node, 0)]!);
    else if (code === INPUT) nodes[node] = inputNode(copy, operand(graph, node, 0));
    else {
      const operands = operandsOf(graph, node);
      for (let i = 0; i < operands.length; i++) operands[i] = nodes[operands[i]!]!;
      nodes[node] = rewrite(build, node, operands) ?? build.apply(code, operands);
    }
  }
  return { graph: copy, nodes };
}
