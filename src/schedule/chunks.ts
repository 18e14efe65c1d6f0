// A long program in pieces: V8 optimises no function above 61,440 bytes of bytecode, and none of a few thousand statements well.
//
// Pieces are cut where few values cross. A value that one piece computes and another reads goes through a slot of an
// array; slots are used again once their value is dead. Branches too long for a piece become pieces that the calling
// function chooses between.

import { type Graph, operandsOf, operationOf } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import type { InitialArm } from './arms.js';
import { eachRead, type Reading, readingOf } from './inline.js';
import { type Block, type Chunk, type ChunkRun, type Chunks, type Results, type Step, stepNode } from './program.js';

/** Statements of a piece, as parts of those that a function may have. */
const LONGEST_CHUNK = 2 / 3;
const SHORTEST_CHUNK = 0.4;

type ReadingBy = (visit: (node: Node) => void) => Reading;

/** How many statements' worth of code each step is: what is written inside the arms of a conditional expression counts, too. */
type Weigh = (step: Step) => number;

function weigher(graph: Graph, inlined: Uint8Array, assigned: ReadonlyMap<Node, InitialArm>): Weigh {
  const inside = new Int32Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    if (inlined[node] !== 1) continue;
    inside[node] = graph.operation[node] === NEG || operationOf(graph, node).boolean === true ? 0 : 1;
    for (const operand of operandsOf(graph, node)) inside[node]! += inside[operand]!;
  }
  if (!inside.includes(1)) return () => 1;
  return step => {
    let weight = 1;
    eachRead(graph, step, assigned, node => {
      weight += inside[node]!;
    });
    return weight;
  };
}

const NEG = codeOf('neg');

const total = (steps: readonly Step[], weigh: Weigh): number => steps.reduce((sum, step) => sum + weigh(step), 0);

export function cutIntoChunks(
  graph: Graph,
  results: Results,
  blocks: readonly Block[],
  inlined: Uint8Array,
  assigned: ReadonlyMap<Node, InitialArm>,
  storedWith: ReadonlyMap<Node, readonly number[]>,
  most: number,
): Chunks | null {
  if (!isLong(blocks, results, most)) return null;
  const reading: ReadingBy = visit => readingOf({ graph, inlined, initialArm: assigned }, visit);
  const { pieces, runs } = cut(graph, blocks, reading, weigher(graph, inlined, assigned), most);
  const early = new Set([...storedWith.values()].flat());
  const late = results.stored.flatMap((_, i) => (early.has(i) ? [] : [i]));
  const chunks: Chunk[] = pieces.map(piece => ({ blocks: piece, stores: [] }));
  for (let start = 0; start < late.length; start += most) {
    const stores = late.slice(start, start + most);
    runs.push({ condition: null, chunks: [chunks.push({ blocks: [], stores }) - 1], otherwise: [] });
  }
  return { chunks, runs, ...allocate(graph, results, chunks, runs, reading) };
}

/** True where a program is too long for one function. */
export function isLong(
  blocks: readonly Pick<Block, 'steps' | 'otherwise'>[],
  { stored }: Results,
  most: number,
): boolean {
  return blocks.reduce((sum, { steps, otherwise }) => sum + steps.length + otherwise.length, stored.length) > most;
}

function cut(graph: Graph, blocks: readonly Block[], reading: ReadingBy, weigh: Weigh, most: number) {
  const longest = Math.ceil(most * LONGEST_CHUNK);
  const shortest = Math.ceil(most * SHORTEST_CHUNK);
  const pieces: Block[][] = [];
  const runs: ChunkRun[] = [];
  let current: Block[] = [];
  let length = 0;
  const close = (): void => {
    if (current.length === 0) return;
    runs.push({ condition: null, chunks: [pieces.push(current) - 1], otherwise: [] });
    current = [];
    length = 0;
  };
  const arm = (steps: readonly Step[]): number[] =>
    cutPoints(graph, steps, reading, weigh, longest, shortest, 0).map(([start, end]) => {
      const block: Block = { condition: null, declared: [], steps: steps.slice(start, end), otherwise: [] };
      return pieces.push([block]) - 1;
    });
  for (const block of blocks) {
    if (block.condition === null) {
      for (const [start, end] of cutPoints(graph, block.steps, reading, weigh, longest, shortest, length)) {
        const steps = block.steps.slice(start, end);
        const added = total(steps, weigh);
        if (length + added > longest) close();
        current.push({ ...block, steps });
        length += added;
      }
      continue;
    }
    const whole = total(block.steps, weigh) + total(block.otherwise, weigh);
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
  return { pieces, runs };
}

/** Ranges of steps, cut where the fewest values are alive; the first shares its piece with the steps before. */
function cutPoints(
  graph: Graph,
  steps: readonly Step[],
  reading: ReadingBy,
  weigh: Weigh,
  longest: number,
  shortest: number,
  before: number,
): [number, number][] {
  const ranges: [number, number][] = [];
  if (steps.length === 0) return ranges;
  /** Weight of all steps before each. */
  const until = new Float64Array(steps.length + 1);
  for (let i = 0; i < steps.length; i++) until[i + 1] = until[i]! + weigh(steps[i]!);
  if (before + until[steps.length]! <= longest) return [[0, steps.length]];
  const alive = aliveAfter(graph, steps, reading);
  let start = 0;
  let room = longest - before;
  while (until[steps.length]! - until[start]! > room) {
    let last = start;
    while (until[last + 1]! - until[start]! <= room) last++;
    // A step that is heavier than any piece is a piece.
    if (last === start && room === longest) last++;
    let best = last;
    for (let end = last; end > start && until[end]! - until[start]! >= Math.min(shortest, room); end--) {
      if (alive[end - 1]! <= alive[best - 1]!) best = end;
    }
    // Of equally good places the last stays where it is the best.
    if (alive[last - 1] === alive[best - 1]) best = last;
    if (best > start) ranges.push([start, best]);
    start = best;
    room = longest;
  }
  if (start < steps.length) ranges.push([start, steps.length]);
  return ranges;
}

/** How many values computed up to a step are read after it, among these steps. */
function aliveAfter(graph: Graph, steps: readonly Step[], reading: ReadingBy): Int32Array {
  const born = new Int32Array(graph.size).fill(-1);
  const last = new Int32Array(graph.size);
  let now = 0;
  const see = reading(node => {
    last[node] = now;
  });
  for (; now < steps.length; now++) {
    const step = steps[now]!;
    const node = stepNode(step);
    if (born[node] === -1) born[node] = now;
    see.step(step);
  }
  const change = new Int32Array(steps.length + 1);
  for (let i = 0; i < steps.length; i++) {
    const node = stepNode(steps[i]!);
    const from = born[node]!;
    if (from === -1 || last[node]! <= from) continue;
    change[from]!++;
    change[last[node]!]!--;
    born[node] = -1;
  }
  for (let i = 1; i < change.length; i++) change[i]! += change[i - 1]!;
  return change;
}

/** The calling function: where conditions are looked at and the result is returned. */
const CALLER = -2;
const NOWHERE = -1;

function allocate(
  graph: Graph,
  { returned, stored }: Results,
  chunks: readonly Chunk[],
  runs: readonly ChunkRun[],
  reading: ReadingBy,
): Pick<Chunks, 'slotOf' | 'slotCount' | 'crossings'> {
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
  const read = reading(touch);
  const visit = (chunk: number): void => {
    place = chunk;
    for (const block of chunks[chunk]!.blocks) {
      if (block.condition !== null) read.node(block.condition);
      for (const steps of [block.steps, block.otherwise]) {
        for (let i = 0; i < steps.length; i++) {
          read.step(steps[i]!);
          touch(stepNode(steps[i]!));
        }
      }
    }
    for (const position of chunks[chunk]!.stores) read.node(stored[position]!);
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
  for (const node of returned) read.node(node);
  time++;

  const slotOf = new Int32Array(graph.size).fill(-1);
  const free: number[] = [];
  const dying: number[][] = [];
  let slotCount = 0;
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
