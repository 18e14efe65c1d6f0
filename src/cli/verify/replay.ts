// The program's value without any code of ours: node after node, each by the operations table.

import { constantValue, type Graph, inputSlot, type Node, operandsOf } from '../../graph/graph.js';
import { usedBy } from '../../graph/use.js';
import { operationValue } from '../../graph/value.js';

/** Values of all nodes that the results need; of the others 0. */
export function interpret(graph: Graph, results: readonly Node[], point: readonly number[]): Float64Array {
  const used = usedBy(graph, results);
  const values = new Float64Array(used.length);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const slot = inputSlot(graph, node);
    values[node] = slot === undefined ? (constantValue(graph, node) ?? computed(graph, node, values)) : point[slot]!;
  }
  return values;
}

/**
 * Computes values again that change with one node's.
 * @param values of all nodes that are needed.
 */
export function createReplay(graph: Graph, results: readonly Node[], values: Float64Array, changed: Node) {
  const used = usedBy(graph, results);
  const after: Node[] = [];
  const depends = new Uint8Array(used.length);
  depends[changed] = 1;
  for (let node = changed + 1; node < used.length; node++) {
    if (used[node] !== 1 || !operandsOf(graph, node).some(operand => depends[operand] === 1)) continue;
    depends[node] = 1;
    after.push(node);
  }
  return (value: number): Float64Array => {
    const again = values.slice();
    again[changed] = value;
    for (const node of after) again[node] = computed(graph, node, again);
    return again;
  };
}

function computed(graph: Graph, node: Node, values: Float64Array): number {
  return operationValue(
    graph.operation[node]!,
    operandsOf(graph, node).map(operand => values[operand]!),
  );
}
