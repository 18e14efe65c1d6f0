// Results are written as soon as they are known: kept to the end they would all be alive at once, in a program of many
// results twice as slow.

import type { Node } from '../ops/operation.js';
import type { InitialArm } from './arms.js';
import type { OrderedBlock } from './order.js';
import { type Results, stepNode } from './program.js';

/** Results whose node gets its value at one place outside of branches can be stored there. */
export function storesOfSteps(
  blocks: readonly OrderedBlock[],
  { stored }: Results,
  assigned: ReadonlyMap<Node, InitialArm>,
): Map<Node, number[]> {
  const positions = new Map<Node, number[]>();
  for (const [i, node] of stored.entries()) {
    const list = positions.get(node);
    if (list === undefined) positions.set(node, [i]);
    else list.push(i);
  }
  const found = new Map<Node, number[]>();
  for (const { condition, steps } of blocks) {
    if (condition !== null) continue;
    for (const step of steps) {
      const node = stepNode(step);
      const list = positions.get(node);
      if (list !== undefined && !assigned.has(node)) found.set(node, list);
    }
  }
  return found;
}
