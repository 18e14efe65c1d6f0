// Values of every node of a graph by the operations table alone: what passes and schedules are held against.

import { constantValue, type Graph, inputSlot, operandsOf } from '../../src/graph/graph.js';
import { operationValue } from '../../src/graph/value.js';

/** @param inputs value of each slot. */
export function valuesOf(graph: Graph, inputs: ArrayLike<number>): Float64Array {
  const values = new Float64Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    const slot = inputSlot(graph, node);
    values[node] =
      slot === undefined
        ? (constantValue(graph, node) ??
          operationValue(
            graph.operation[node]!,
            operandsOf(graph, node).map(operand => values[operand]!),
          ))
        : inputs[slot]!;
  }
  return values;
}
