// Values of every node of a graph by the operations table alone: what passes and schedules are held against.

import { constantValue, type Graph, inputSlot, operandsOf, operationOf } from '../../src/graph/graph.js';

/** @param inputs value of each slot. */
export function valuesOf(graph: Graph, inputs: ArrayLike<number>): Float64Array {
  const values = new Float64Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    const slot = inputSlot(graph, node);
    values[node] =
      slot === undefined
        ? (constantValue(graph, node) ??
          operationOf(graph, node).compute(...operandsOf(graph, node).map(operand => values[operand]!)))
        : inputs[slot]!;
  }
  return values;
}
