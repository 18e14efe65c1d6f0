// Values that one chunk computes and another reads go through slots of an array, which are used again once their value is dead.

import { hasSeveral } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { readingOf } from './reads.js';
import { type Chunk, type ChunkRun, type Line, type Slots, stepNode } from './sections.js';

/** The calling function: where conditions are looked at and the result is returned. */
const CALLER = -2;
const NOWHERE = -1;

export function allocateSlots(
  line: Pick<Line, 'graph' | 'results' | 'inlined' | 'initialArm' | 'arrays'>,
  chunks: readonly Chunk[],
  runs: readonly ChunkRun[],
): Slots {
  const { graph, results } = line;
  const home = new Int32Array(graph.size).fill(NOWHERE);
  const crosses = new Uint8Array(graph.size);
  /** Time of the last reading, in runs of chunks. */
  const lastRead = new Int32Array(graph.size).fill(-1);
  const born: Node[][] = [];
  let time = 0;
  let place = CALLER;
  const touch = (node: Node): void => {
    if (home[node] === NOWHERE) {
      home[node] = place;
      put(born, time, node);
    }
    if (home[node] !== place) crosses[node] = 1;
    lastRead[node] = time;
  };
  const read = readingOf(line, touch);
  const visit = (chunk: number): void => {
    place = chunk;
    for (const block of chunks[chunk]!.blocks) {
      if (block.condition !== null) read.node(block.condition);
      for (const steps of [block.steps, block.otherwise]) {
        for (let i = 0; i < steps.length; i++) {
          read.step(steps[i]!);
          if (!hasSeveral(graph, stepNode(steps[i]!))) touch(stepNode(steps[i]!));
        }
      }
    }
    for (const position of chunks[chunk]!.stores) read.node(results.stored[position]!);
    time++;
  };
  for (const run of runs) {
    if (run.condition !== null) {
      place = CALLER;
      read.node(run.condition);
      time++;
    }
    for (const chunk of [...run.chunks, ...run.otherwise]) visit(chunk);
  }
  place = CALLER;
  for (const node of results.returned) read.node(node);
  time++;

  const slotOf = new Int32Array(graph.size).fill(-1);
  const free: number[] = [];
  const dying: number[][] = [];
  let slotCount = line.arrays.length;
  let crossings = 0;
  for (let now = 0; now < time; now++) {
    for (const node of born[now] ?? []) {
      if (crosses[node] !== 1) continue;
      crossings++;
      const slot = free.pop() ?? slotCount++;
      slotOf[node] = slot;
      put(dying, lastRead[node]!, slot);
    }
    // Free from the next run on: within one, a store may come before the last reading.
    for (const slot of dying[now] ?? []) free.push(slot);
  }
  return { slotOf, slotCount, crossings };
}

function put(lists: number[][], at: number, item: number): void {
  const list = lists[at];
  if (list === undefined) lists[at] = [item];
  else list.push(item);
}
