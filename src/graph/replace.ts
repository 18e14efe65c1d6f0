// Nodes as they are where others stand for some of those that they are made of.

import type { Builder } from './build.js';
import { type Graph, isLeaf, type Node, operandsOf, originOf } from './graph.js';

/**
 * Nodes as they are where others stand for some of those that they are made of.
 * @param make whether rules are applied
 */
export function replaced(
  graph: Graph,
  g: Builder,
  nodes: readonly Node[],
  known: ReadonlyMap<Node, Node>,
  make: 'intern' | 'apply' = 'intern',
): Node[] {
  let first = Number.POSITIVE_INFINITY;
  for (const node of known.keys()) first = Math.min(first, node);
  const cone = new Set<Node>();
  const pending = [...nodes];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node < first || known.has(node) || cone.has(node) || isLeaf(graph, node)) continue;
    cone.add(node);
    pending.push(...operandsOf(graph, node));
  }
  const moved = new Map(known);
  for (const node of [...cone].sort((a, b) => a - b)) {
    const operands = operandsOf(graph, node);
    if (!operands.some(of => moved.has(of))) continue;
    const own = g.at(originOf(graph, node));
    moved.set(
      node,
      own[make](
        graph.operation[node]!,
        operands.map(of => moved.get(of) ?? of),
      ),
    );
  }
  return nodes.map(node => moved.get(node) ?? node);
}
