// Numbers that are known when a program is compiled, as sizes, indices and ends of ranges have to be. A statement that is kept apart
// is a variable to the Lagrangian, whatever it is made of; where such a number is wanted it is the one that the program says.

import { constantValue, type Graph, hasSeveral, isLeaf, type Node, operandsOf } from '../graph/graph.js';
import { operationValue } from '../graph/value.js';

/** Nodes beyond which a number counts as not known. */
const MOST_NODES = 1000;

/** The number that a node is; undefined where that depends on an argument. */
export function knownValue(graph: Graph, node: Node): number | undefined {
  const constant = constantValue(graph, node);
  if (constant !== undefined || isLeaf(graph, node)) return constant;
  const known = new Map<Node, number>();
  const pending = [node];
  while (pending.length > 0) {
    const at = pending.at(-1)!;
    const value = constantValue(graph, at);
    if (value !== undefined) known.set(at, value);
    else if (isLeaf(graph, at) || hasSeveral(graph, at) || known.size + pending.length > MOST_NODES) return undefined;
    else {
      const operands = operandsOf(graph, at);
      const missing = operands.filter(operand => !known.has(operand));
      if (missing.length > 0) {
        pending.push(...missing);
        continue;
      }
      known.set(
        at,
        operationValue(
          graph.operation[at]!,
          operands.map(operand => known.get(operand)!),
        ),
      );
    }
    pending.pop();
  }
  return known.get(node);
}
