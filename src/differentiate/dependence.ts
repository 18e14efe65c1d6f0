// Which nodes depend on chosen inputs, through which operands a derivative flows, and what of it.

import { type Graph, isLeaf, operationOf } from '../graph/graph.js';
import { isScan, scanOf, stateOf } from '../graph/scan.js';
import type { Build, Contribution, Node, Operation } from '../ops/operation.js';

/** True where a derivative flows between a node and its operand. */
export function carries(graph: Graph, node: Node, index: number): boolean {
  const { partials } = operationOf(graph, node);
  if (partials === undefined) return true;
  return (typeof partials === 'function' ? partials(index) : partials[index]!) !== null;
}

/** What a node's operands that carry a derivative contribute; what the contributions share is made with the first of them. */
export function contributionsOf(
  { partials, adjoint }: Operation,
  g: Build,
  operands: readonly Node[],
  output: Node,
): Contribution {
  if (partials !== undefined) {
    return (index, scale) =>
      (typeof partials === 'function' ? partials(index) : partials[index]!)!(g, scale, operands, output);
  }
  let rule: Contribution | undefined;
  return (index, scale) => {
    // A row without partials has a rule of its own (tested).
    rule ??= adjoint!(g, operands, output);
    return rule(index, scale);
  };
}

/** 1 for every node below `size` that varies with one of `inputs` along differentiable operands. */
export function variesWith(graph: Graph, size: number, inputs: readonly Node[]): Uint8Array {
  const varies = new Uint8Array(size);
  for (const input of inputs) if (input < size) varies[input] = 1;
  do spread(graph, varies);
  while (graph.scans > 0 && spreadInside(graph, varies));
  return varies;
}

/** What turns of a recurrence read of others varies where the recurrence does. @returns true for more than was known */
function spreadInside(graph: Graph, varies: Uint8Array): boolean {
  const numbers = new Set<number>();
  for (let node = 0; node < varies.length; node++)
    if (varies[node] === 1 && isScan(graph, node)) numbers.add(scanOf(graph, node).id);
  let found = false;
  for (let node = 0; node < varies.length; node++) {
    const state = varies[node] === 1 ? null : stateOf(graph, node);
    if (state === null || !numbers.has(state.id)) continue;
    varies[node] = 1;
    found = true;
  }
  return found;
}

function spread(graph: Graph, varies: Uint8Array): void {
  for (let node = 0; node < varies.length; node++) {
    if (varies[node] === 1 || isLeaf(graph, node)) continue;
    const start = graph.first[node]!;
    for (let i = start; i < graph.first[node + 1]!; i++) {
      if (varies[graph.operands[i]!] === 1 && carries(graph, node, i - start)) {
        varies[node] = 1;
        break;
      }
    }
  }
}
