// Which nodes some results need.

import type { Node } from '../ops/operation.js';
import { type Graph, isLeaf, type NodeSet } from './graph.js';

/**
 * 1 for every node that one of `results` needs, up to the highest result.
 * @param ends what these are made of is not looked at
 */
export function usedBy(graph: Graph, results: readonly Node[], ends: NodeSet | null = null): Uint8Array {
  const used = new Uint8Array(results.reduce((most, node) => Math.max(most, node + 1), 0));
  for (const node of results) used[node] = 1;
  for (let node = used.length - 1; node >= 0; node--) {
    if (used[node] !== 1 || isLeaf(graph, node) || ends?.has(node) === true) continue;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) used[graph.operands[i]!] = 1;
  }
  return used;
}

/** How often each node is an operand of one of the nodes that `used` has a number other than 0 for. */
export function useCounts(graph: Graph, used: ArrayLike<number>): Uint32Array {
  const { size, first, operands } = graph;
  const counts = new Uint32Array(size);
  for (let node = 0; node < used.length; node++) {
    if (used[node] === 0 || isLeaf(graph, node)) continue;
    for (let i = first[node]!; i < first[node + 1]!; i++) counts[operands[i]!]!++;
  }
  return counts;
}
