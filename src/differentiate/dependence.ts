// Which nodes depend on chosen inputs, and through which operands a derivative flows.

import { type Graph, isLeaf, operationOf } from '../graph/graph.js';
import type { Node, Partial } from '../ops/operation.js';

/** The rule for one operand, null where no derivative flows. */
export function partialOf(graph: Graph, node: Node, index: number): Partial | null {
  const { partials } = operationOf(graph, node);
  return typeof partials === 'function' ? partials(index) : partials[index]!;
}

/** 1 for every node below `size` that varies with one of `inputs` along differentiable operands. */
export function variesWith(graph: Graph, size: number, inputs: readonly Node[]): Uint8Array {
  const varies = new Uint8Array(size);
  for (const input of inputs) if (input < size) varies[input] = 1;
  for (let node = 0; node < size; node++) {
    if (varies[node] === 1 || isLeaf(graph, node)) continue;
    const start = graph.first[node]!;
    for (let i = start; i < graph.first[node + 1]!; i++) {
      if (varies[graph.operands[i]!] === 1 && partialOf(graph, node, i - start) !== null) {
        varies[node] = 1;
        break;
      }
    }
  }
  return varies;
}
