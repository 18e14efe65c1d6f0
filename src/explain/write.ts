// Nodes of a small graph in a notation.

import { ATOM, atom, SIGN, type Written } from '../emit/line/language.js';
import {
  constantValue,
  type Graph,
  inputSlot,
  isLeaf,
  leafEntries,
  type Node,
  operandsOf,
  operationOf,
} from '../graph/graph.js';
import { INDEX, SIZE } from '../ops/table.js';
import type { Notation } from './notation.js';
import { spelled } from './spelled.js';

/** A node with its operands down to the leaves; `leaf` writes those by their slot. */
export function write(graph: Graph, node: Node, notation: Notation, leaf: (slot: number) => string): Written {
  const written = new Map<Node, Written>();
  const pending = [node];
  while (pending.length > 0) {
    const at = pending.at(-1)!;
    const slot = inputSlot(graph, at);
    const constant = constantValue(graph, at);
    if (slot !== undefined) written.set(at, atom(leaf(slot)));
    else if (constant !== undefined)
      written.set(at, { text: notation.number(constant), binding: constant < 0 ? SIGN : ATOM });
    else if (isLeaf(graph, at)) written.set(at, atom(leafText(graph, at, notation, leaf)));
    else {
      const operands = operandsOf(graph, at);
      const missing = operands.filter(operand => !written.has(operand));
      if (missing.length > 0) {
        pending.push(...missing);
        continue;
      }
      const { name } = operationOf(graph, at);
      // What is equal to itself is not NaN.
      const isOfNumbers = name === 'eq' && operands[0] === operands[1];
      written.set(
        at,
        spelled(
          notation,
          isOfNumbers ? 'isNumber' : name,
          operands.map(operand => written.get(operand)!),
        ),
      );
    }
    pending.pop();
  }
  return written.get(node)!;
}

/** What only programs with data have. */
function leafText(graph: Graph, node: Node, notation: Notation, leaf: (slot: number) => string): string {
  const [entry] = leafEntries(graph, node) as [number];
  switch (graph.operation[node]) {
    case INDEX:
      return notation.words('rows');
    case SIZE:
      return notation.words('count');
    default:
      return leaf(entry);
  }
}
