// The program's value without any code of ours: node after node, each by the operations table.

import {
  constantValue,
  type Graph,
  hasSeveral,
  inputSlot,
  isElement,
  type Node,
  operandsOf,
} from '../../graph/graph.js';
import { usedBy } from '../../graph/use.js';
import { operationValue, severalValues } from '../../graph/value.js';

/** Values of all nodes that the results need; of the others 0. */
export function interpret(graph: Graph, results: readonly Node[], point: readonly number[]): Float64Array {
  const used = usedBy(graph, results);
  const values = new Float64Array(used.length);
  const computed = computing(graph, values);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const slot = inputSlot(graph, node);
    values[node] = slot === undefined ? (constantValue(graph, node) ?? computed(node)) : point[slot]!;
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
    const computed = computing(graph, again);
    for (const node of after) again[node] = computed(node);
    return again;
  };
}

/** The value of a node, of which the operands have theirs; of one with several results 0. */
function computing(graph: Graph, values: Float64Array): (node: Node) => number {
  const several = severalValues(graph, values);
  return node => {
    if (hasSeveral(graph, node)) return 0;
    const operands = operandsOf(graph, node);
    if (isElement(graph, node)) return several(operands[0]!)[values[operands[1]!]!]!;
    return operationValue(
      graph.operation[node]!,
      operands.map(operand => values[operand]!),
    );
  };
}
