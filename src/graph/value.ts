// The value of one operation on numbers, by the table: what running it gives.

import { createBudget, defaultLimits } from '../limits.js';
import { createBuilder } from './build.js';
import { constantNode, constantValue, createGraph } from './graph.js';

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
