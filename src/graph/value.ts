// The values of operations on numbers, by the table: what running them gives.

import { createBudget, defaultLimits } from '../limits.js';
import type { Node } from '../ops/operation.js';
import { constantResults, createBuilder } from './build.js';
import { constantNode, constantValue, createGraph, type Graph, hasSeveral, operandsOf } from './graph.js';

/** @param code of an operation whose operands are all known */
export function operationValue(code: number, operands: readonly number[]): number {
  const graph = createGraph(createBudget(defaultLimits), 16);
  const build = createBuilder(graph, { derivative: false, algebraic: false });
  const made = build.apply(
    code,
    operands.map(value => constantNode(graph, value)),
  );
  // Statements are kept as they stand, even of constants.
  return constantValue(graph, made) ?? operands[0]!;
}

/**
 * What a node with several results has in its array.
 * @param values of all nodes that have one
 */
export function severalValues(graph: Graph, values: ArrayLike<number>): (node: Node) => ArrayLike<number> {
  const copy = createGraph(createBudget(defaultLimits), 256);
  const build = createBuilder(copy, { derivative: false, algebraic: false });
  const made = new Map<Node, Node>();
  const madeOf = (node: Node): Node => {
    const known = made.get(node);
    if (known !== undefined) return known;
    // Factors, which are made of numbers.
    const operands = operandsOf(graph, node).map(operand =>
      hasSeveral(graph, operand) ? madeOf(operand) : constantNode(copy, values[operand]!),
    );
    const own = build.apply(graph.operation[node]!, operands);
    made.set(node, own);
    return own;
  };
  return node => constantResults(copy, build, madeOf(node), Number.POSITIVE_INFINITY)!;
}
