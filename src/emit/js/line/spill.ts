// Values that wait long for their use go through an array.
//
// V8 ignores the order of statements that have no effect: it places each by how far it is from the last effect that needs
// it. Where values are used again and again, as in a determinant, hundreds are then alive at once, and moving them
// between registers and the stack costs as much as the arithmetic. Writing to an array is an effect, which pins a
// statement where it stands.

import { operationOf } from '../../../graph/graph.js';
import type { Node } from '../../../ops/operation.js';
import { readingOf } from '../../../schedule/reads.js';
import { type Line, type Step, stepNode } from '../../../schedule/sections.js';

/** Shorter programs are no faster for it. */
const SHORTEST = 300;
/** Statements that a value may wait in a variable. */
export const LONGEST_WAIT = 64;
/** How much longer values have to live in V8's order than in ours. */
const GAIN = 1.1;

/**
 * The nodes to write to the array, each with its element; null where V8's order is as good.
 * @param places an entry for every node of the graph, whatever is in them
 */
export function spillsOf(line: Line, steps: readonly Step[], places: Int32Array) {
  const { graph, storedWith } = line;
  const { length } = steps;
  if (length < SHORTEST) return null;
  for (let i = 0; i < length; i++) places[stepNode(steps[i]!)] = i;
  // What each statement reads of the others: places in one list, and where those of a statement begin.
  const reads: number[] = [];
  const begins = new Int32Array(length + 1);
  const lastRead = new Int32Array(length).fill(-1);
  let now = 0;
  const reading = readingOf(line, node => {
    const of = places[node]!;
    if (of >= length || stepNode(steps[of]!) !== node) return;
    reads.push(of);
    lastRead[of] = now;
  });
  for (; now < length; now++) {
    reading.step(steps[now]!);
    begins[now + 1] = reads.length;
  }

  const isBoolean = (i: number): boolean => operationOf(graph, stepNode(steps[i]!)).boolean === true;
  const isLastReadBefore = (i: number, where: number): boolean => {
    for (let r = begins[i]!; r < begins[i + 1]!; r++) if (lastRead[reads[r]!]! < where) return true;
    return false;
  };

  // The longest way from each statement to the end, writes of results one after another.
  const distance = new Int32Array(length);
  const spilled: number[] = [];
  /** Where V8 places each, once what waits too long is written to the array. */
  const place = new Int32Array(length).fill(length);
  let write = 0;
  for (let i = length - 1; i >= 0; i--) {
    if (storedWith.has(stepNode(steps[i]!))) {
      distance[i] = Math.max(distance[i]!, write);
      write = distance[i]! + 1;
      place[i] = i;
    } else if (place[i]! - i > LONGEST_WAIT && !isBoolean(i) && isLastReadBefore(i, place[i]!)) {
      spilled.push(i);
      place[i] = i;
    }
    for (let r = begins[i]!; r < begins[i + 1]!; r++) {
      const of = reads[r]!;
      distance[of] = Math.max(distance[of]!, distance[i]! + 1);
      place[of] = Math.min(place[of]!, place[i]!);
    }
  }
  const position = positionsBy(distance);
  let ours = 0;
  let theirs = 0;
  const lastPosition = position.slice();
  for (let i = 0; i < length; i++) {
    ours += Math.max(lastRead[i]! - i, 0);
    for (let r = begins[i]!; r < begins[i + 1]!; r++) {
      const of = reads[r]!;
      lastPosition[of] = Math.max(lastPosition[of]!, position[i]!);
    }
  }
  for (let i = 0; i < length; i++) theirs += lastPosition[i]! - position[i]!;
  return theirs < GAIN * ours
    ? null
    : new Map(spilled.map((i, element): [Node, number] => [stepNode(steps[i]!), element]));
}

/** Position of each entry when they are sorted from the greatest to the least, equal ones as they stand. */
function positionsBy(values: Int32Array): Int32Array {
  const greatest = values.reduce((most, value) => Math.max(most, value), 0);
  const next = new Int32Array(greatest + 2);
  for (const value of values) next[greatest - value + 1]!++;
  for (let i = 1; i < next.length; i++) next[i]! += next[i - 1]!;
  return values.map(value => next[greatest - value]!++);
}
