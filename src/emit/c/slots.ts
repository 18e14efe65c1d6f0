// The array that values cross from chunk to chunk in. It is on the stack, as calls share nothing: threads may have little of it.

import { LimitReached } from '../../limits.js';
import { type Chunks, type Line, stepNode } from '../../schedule/sections.js';

/** Most slots of a function: 128 kB. */
export const MOST_SLOTS = 16_384;

/** Statements that declare the array of a line. @throws LimitReached */
export function slotTexts(name: string, slots: string, { chunks, arrays }: Pick<Line, 'chunks' | 'arrays'>): string[] {
  if (arrays.length > MOST_SLOTS) {
    const message = `the matrices of '${name}' take ${arrays.length} numbers, more than the ${MOST_SLOTS} that go on a stack`;
    throw new LimitReached('WG708', message, 'emit JavaScript instead');
  }
  if (chunks === null) return arrays.length === 0 ? [] : [`  double ${slots}[${arrays.length}];`];
  const { slotCount } = chunks;
  if (slotCount > MOST_SLOTS) {
    const message = `${slotCount} values of '${name}' cross from chunk to chunk, more than the ${MOST_SLOTS} that go on a stack`;
    throw new LimitReached('WG708', message, 'raise the limit (statements)');
  }
  return [
    // No array is empty in C.
    `  double ${slots}[${Math.max(slotCount, 1)}];`,
    // What is under a condition where it is written is read under it as well, which compilers do not see.
    ...conditionalSlots(chunks).map(slot => `  ${slots}[${slot}] = 0.0;`),
  ];
}

/** Slots of what only some calls compute, in order; what blocks assign is cleared where it is declared. */
function conditionalSlots({ chunks, runs, slotOf }: Chunks): number[] {
  const found = new Set<number>();
  for (const { condition, chunks: taken, otherwise } of runs) {
    if (condition === null) continue;
    for (const { steps, otherwise: others } of [...taken, ...otherwise].flatMap(chunk => chunks[chunk]!.blocks)) {
      for (const list of [steps, others]) for (const step of list) found.add(slotOf[stepNode(step)]!);
    }
  }
  found.delete(-1);
  return [...found].sort((a, b) => a - b);
}
