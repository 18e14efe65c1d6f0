// Where the steps of a long program are cut into chunks: where few values cross.

import { hasSeveral, isElement, isLeaf, operandsOf, operationOf } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import { writtenCount } from './arrays.js';
import { eachRead, readingOf } from './reads.js';
import { type Line, type Step, stepNode } from './sections.js';

/** What cutting needs of a line. */
export type CutLine = Pick<Line, 'graph' | 'inlined' | 'initialArm'>;

/** How many statements' worth of code steps are. */
export type Weigh = (step: Step) => number;

const NEG = codeOf('neg');

/** Counts what is written inside the arms of a conditional expression, too. */
export function weigherOf(line: CutLine): Weigh {
  const { graph, inlined } = line;
  const inside = new Int32Array(graph.size);
  /** Of what an operation with several results is given. */
  const own = new Map<Node, number>();
  for (let node = 0; node < graph.size; node++) {
    if (inlined[node] !== 1) continue;
    inside[node] =
      graph.operation[node] === NEG || isElement(graph, node) || operationOf(graph, node).boolean === true ? 0 : 1;
    for (const operand of operandsOf(graph, node)) inside[node]! += inside[operand]!;
  }
  for (let node = 0; node < graph.size; node++)
    if (hasSeveral(graph, node) && !isLeaf(graph, node)) own.set(node, writtenCount(graph, node));
  if (!inside.includes(1) && own.size === 0) return () => 1;
  return step => {
    let weight = 1 + (own.get(stepNode(step)) ?? 0);
    eachRead(line, step, node => {
      weight += inside[node]!;
    });
    return weight;
  };
}

/** How much a chunk weighs. */
export interface Lengths {
  readonly longest: number;
  readonly shortest: number;
  readonly weigh: Weigh;
}

/** Cuts steps where the fewest values are alive. @param before weight of what the first stretch shares its chunk with */
export function stretchesOf(
  line: CutLine,
  steps: readonly Step[],
  { longest, shortest, weigh }: Lengths,
  before: number,
): (readonly Step[])[] {
  if (steps.length === 0) return [];
  /** Weight of all steps before each. */
  const until = new Float64Array(steps.length + 1);
  for (let i = 0; i < steps.length; i++) until[i + 1] = until[i]! + weigh(steps[i]!);
  if (before + until[steps.length]! <= longest) return [steps];
  const stretches: Step[][] = [];
  const alive = aliveAfter(line, steps);
  let start = 0;
  let room = longest - before;
  while (until[steps.length]! - until[start]! > room) {
    let last = start;
    while (until[last + 1]! - until[start]! <= room) last++;
    // A step that is heavier than any chunk is a chunk.
    if (last === start && room === longest) last++;
    let best = last;
    for (let end = last; end > start && until[end]! - until[start]! >= Math.min(shortest, room); end--) {
      if (alive[end - 1]! <= alive[best - 1]!) best = end;
    }
    // Of equally good places the last stays where it is the best.
    if (alive[last - 1] === alive[best - 1]) best = last;
    if (best > start) stretches.push(steps.slice(start, best));
    start = best;
    room = longest;
  }
  if (start < steps.length) stretches.push(steps.slice(start));
  return stretches;
}

/** How many values computed up to a step are read after it, among these steps. */
function aliveAfter(line: CutLine, steps: readonly Step[]): Int32Array {
  const { size } = line.graph;
  const born = new Int32Array(size).fill(-1);
  const last = new Int32Array(size);
  let now = 0;
  const reading = readingOf(line, node => {
    last[node] = now;
  });
  for (; now < steps.length; now++) {
    const step = steps[now]!;
    const node = stepNode(step);
    if (born[node] === -1) born[node] = now;
    reading.step(step);
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
