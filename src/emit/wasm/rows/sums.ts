// Sums over rows from those of blocks, as templates/sums.js makes them: the same additions in the same order.
//
// In memory are the sums of the block at hand, then a level of sums for each power of two of blocks.

import { type FunctionCode, I32 } from '../function-code.js';
import type { Value } from '../vector/instructions.js';
import {
  addNumbers,
  bitsInBoth,
  copy,
  get,
  halvings,
  isBelow,
  loadNumber,
  loadWhole,
  repeat,
  repeatWhile,
  sequence,
  set,
  storeNumber,
  storeWhole,
  sum,
  when,
  whole,
  zeros,
} from './scalar.js';

/** Blocks are at most 2^32. */
const LEVELS = 32;

/** Where the sums of a loop are, in units of a double. */
export interface SumPlaces {
  /** Of the block at hand; once blocks are finished the sums of all. */
  readonly sums: number;
  /** How many: not 0. */
  readonly width: number;
  /** How many blocks there have been. */
  readonly blocks: number;
}

/** Doubles that the sums and their levels take. */
export const doublesOfSums = (width: number): number => (LEVELS + 1) * width;

const START = whole(0);

/** What is common to both: the levels are gone through with the bits of a count. */
function levels({ sums, width }: SumPlaces, own: FunctionCode) {
  const [level, rest, k] = [own.local(I32), own.local(I32), own.local(I32)];
  const added = storeNumber(
    get(k),
    8 * sums,
    addNumbers(loadNumber(sum(get(level), get(k)), 0), loadNumber(get(k), 8 * sums)),
  );
  return {
    level,
    rest,
    start: (count: Value): Value => sequence(set(level, whole(8 * (sums + width))), set(rest, count)),
    isOdd: bitsInBoth(get(rest), whole(1)),
    add: sequence(
      set(k, START),
      repeat(sequence(added, set(k, sum(get(k), whole(8)))), isBelow(get(k), whole(8 * width))),
    ),
    next: sequence(set(level, sum(get(level), whole(8 * width))), set(rest, halvings(get(rest), whole(1)))),
  };
}

export const startBlocks = ({ blocks }: SumPlaces): Value => storeWhole(START, 8 * blocks, START);

/** Adds the sums of a block to those of as many before it for as long as there are some, and keeps what they come to. */
export function addBlock(places: SumPlaces, own: FunctionCode): Value {
  const { sums, width, blocks } = places;
  const { level, start, isOdd, add, next } = levels(places, own);
  const count = loadWhole(START, 8 * blocks);
  return sequence(
    start(count),
    repeatWhile(isOdd, sequence(add, next)),
    copy(get(level), whole(8 * sums), 8 * width),
    storeWhole(START, 8 * blocks, sum(count, whole(1))),
  );
}

/** Adds up what is left of all blocks, the shorter sums first. */
export function finishBlocks(places: SumPlaces, own: FunctionCode): Value {
  const { sums, width, blocks } = places;
  const { rest, start, isOdd, add, next } = levels(places, own);
  return sequence(
    zeros(whole(8 * sums), whole(8 * width)),
    start(loadWhole(START, 8 * blocks)),
    repeatWhile(get(rest), sequence(when(isOdd, add), next)),
  );
}
