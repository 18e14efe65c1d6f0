// Results are written as soon as they are known: kept to the end they would all be alive at once, in a program of many
// results twice as slow.

import type { Node } from '../ops/operation.js';
import { type LinePass, stepNode } from './sections.js';

/** Results whose node gets its value at one place outside of branches are stored there. */
export const storeEarly: LinePass = line => {
  const { blocks, results, initialArm } = line;
  const positions = new Map<Node, number[]>();
  for (const [i, node] of results.stored.entries()) {
    const list = positions.get(node);
    if (list === undefined) positions.set(node, [i]);
    else list.push(i);
  }
  const storedWith = new Map<Node, readonly number[]>();
  for (const { condition, steps } of blocks) {
    if (condition !== null) continue;
    for (const step of steps) {
      const node = stepNode(step);
      const list = positions.get(node);
      if (list !== undefined && !initialArm.has(node)) storedWith.set(node, list);
    }
  }
  return { ...line, storedWith };
};
