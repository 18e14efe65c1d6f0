// Which order statements come in: under guards, that of the blocks; otherwise the list itself, unless the program is so long
// that lifetimes matter, or so serial that a processor would wait.

import { eagerOrder } from './eager.js';
import { guardedOrder } from './guarded.js';
import { isLong, type LinePass, stepNode, straightBlock } from './sections.js';
import { serialOrder } from './serial.js';

export const orderSteps: LinePass = (line, context) => {
  if (context.guards !== null) return { ...line, blocks: guardedOrder(line, context.guards) };
  const { steps } = line.blocks[0]!;
  const listed = new Int32Array(steps.length);
  for (let i = 0; i < steps.length; i++) listed[i] = stepNode(steps[i]!);
  const nodes = isLong(line, context) ? eagerOrder(line.graph, listed) : serialOrder(line.graph, listed);
  return nodes === null ? line : { ...line, blocks: [straightBlock(nodes)] };
};
