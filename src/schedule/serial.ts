// An order for programs that are mostly one chain of operations after another, such as a long product and its adjoints.
//
// A processor looks some two hundred operations ahead: in the order of the list it waits through one chain before it sees
// the next. By depth, chains that do not need each other run side by side.

import { type Graph, isLeaf } from '../graph/graph.js';

/** Shorter programs are seen as a whole. */
const SHORTEST = 100;
/** Cycles from an operation's operands to its result, in which the processor starts about as many others. */
const LATENCY = 4;

/** The given nodes, which are in the order of the list, by depth; null where that would gain nothing. */
export function serialOrder(graph: Graph, nodes: Int32Array): Int32Array | null {
  if (nodes.length < SHORTEST) return null;
  const { size, first, operands } = graph;
  const depth = new Int32Array(size);
  let deepest = 0;
  for (const node of nodes) {
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const operand = operands[i]!;
      if (!isLeaf(graph, operand)) depth[node] = Math.max(depth[node]!, depth[operand]! + 1);
    }
    deepest = Math.max(deepest, depth[node]!);
  }
  return LATENCY * deepest < nodes.length ? null : nodes.slice().sort((a, b) => depth[a]! - depth[b]! || a - b);
}
