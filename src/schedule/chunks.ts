// A long program in chunks: V8 optimises no function above 61,440 bytes of bytecode, and none of a few thousand statements well.
//
// Branches too long for a chunk become chunks that the calling function chooses between.

import { lateResults } from './reads.js';
import { type Block, type Chunk, type ChunkRun, isLong, type Line, type LinePass, type Step } from './sections.js';
import { allocateSlots } from './slots.js';
import { type Lengths, stretchesOf, weigherOf } from './stretches.js';

/** Statements of a chunk, as fractions of those that a function may have. */
const LONGEST_CHUNK = 2 / 3;
const SHORTEST_CHUNK = 0.4;

/** Cuts a line that is too long for one function. */
export const cutIntoChunks: LinePass = (line, context) => {
  if (!isLong(line, context)) return line;
  const { most } = context;
  const lengths = {
    longest: Math.ceil(most * LONGEST_CHUNK),
    shortest: Math.ceil(most * SHORTEST_CHUNK),
    weigh: weigherOf(line),
  };
  const { chunks, runs } = cut(line, lengths);
  const late = lateResults(line);
  for (let start = 0; start < late.length; start += most) {
    const stores = late.slice(start, start + most);
    runs.push({ condition: null, chunks: [chunks.push({ blocks: [], stores }) - 1], otherwise: [] });
  }
  return { ...line, chunks: { chunks, runs, ...allocateSlots(line, chunks, runs) } };
};

function cut(line: Line, lengths: Lengths): { chunks: Chunk[]; runs: ChunkRun[] } {
  const { longest, weigh } = lengths;
  const chunks: Chunk[] = [];
  const runs: ChunkRun[] = [];
  let current: Block[] = [];
  let length = 0;
  const total = (steps: readonly Step[]): number => steps.reduce((sum, step) => sum + weigh(step), 0);
  const add = (blocks: readonly Block[]): number => chunks.push({ blocks, stores: [] }) - 1;
  const close = (): void => {
    if (current.length === 0) return;
    runs.push({ condition: null, chunks: [add(current)], otherwise: [] });
    current = [];
    length = 0;
  };
  const arm = (steps: readonly Step[]): number[] =>
    stretchesOf(line, steps, lengths, 0).map(stretch =>
      add([{ condition: null, declared: [], steps: stretch, otherwise: [] }]),
    );
  for (const block of line.blocks) {
    if (block.condition === null) {
      for (const steps of stretchesOf(line, block.steps, lengths, length)) {
        const added = total(steps);
        if (length + added > longest) close();
        current.push({ ...block, steps });
        length += added;
      }
      continue;
    }
    const whole = total(block.steps) + total(block.otherwise);
    if (whole <= longest) {
      if (length + whole > longest) close();
      current.push(block);
      length += whole;
      continue;
    }
    close();
    runs.push({ condition: block.condition, chunks: arm(block.steps), otherwise: arm(block.otherwise) });
  }
  close();
  return { chunks, runs };
}
