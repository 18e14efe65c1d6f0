// The program's value without any code of ours: node after node, each by the operations table.

import { constantValue, type Graph, inputSlot, type Node, operandsOf, operationOf } from '../../graph/graph.js';
import { usedBy } from '../../graph/use.js';

/**
 * Values of all nodes that the results need; of the others 0.
 * @param fixed nodes whose values are given.
 */
export function interpret(
  graph: Graph,
  results: readonly Node[],
  point: readonly number[],
  fixed: ReadonlyMap<Node, number> = new Map(),
): Float64Array {
  const used = usedBy(graph, results);
  const values = new Float64Array(used.length);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const slot = inputSlot(graph, node);
    values[node] =
      fixed.get(node) ??
      constantValue(graph, node) ??
      (slot === undefined
        ? operationOf(graph, node).compute(...operandsOf(graph, node).map(operand => values[operand]!))
        : point[slot]!);
  }
  return values;
}
