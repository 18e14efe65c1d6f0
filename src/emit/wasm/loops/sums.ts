// Sums of a loop outside of all others, one turn at a time: of blocks in two lanes, to which turns go alternately, as JavaScript
// has them (js/loops.ts).

import { F64, type FunctionCode, I32 } from '../function-code.js';
import {
  addNumbers,
  bitsInBoth,
  get,
  loadNumber,
  number,
  product,
  sequence,
  set,
  storeNumber,
  whole,
  zeros,
} from '../rows/scalar.js';
import { addBlock, type SumPlaces } from '../rows/sums.js';
import type { Value } from '../vector/instructions.js';

/** Sums whose lanes are in locals; those of more are in memory. */
const MOST_SUMS = 64;

const START = whole(0);

export interface TurnSums {
  /** Before a block. */
  readonly reset: Value;
  /** After a turn: its values, one for each sum. @param turn how many of the block were before */
  added(values: readonly Value[], turn: Value): Value;
  /** After a block. */
  readonly gather: Value;
}

/** @param lanes place of two doubles for each sum, if they are so many that they are in memory */
export function turnSums(places: SumPlaces, lanes: number, own: FunctionCode): TurnSums {
  const made = places.width > MOST_SUMS ? inMemory(places, lanes, own) : inLocals(places, own);
  return { ...made, gather: sequence(made.gather, addBlock(places, own)) };
}

function inLocals({ width, sums }: SumPlaces, own: FunctionCode): TurnSums {
  const pairs = Array.from({ length: width }, () => [own.local(F64), own.local(F64)] as const);
  const next = own.local(F64);
  return {
    reset: sequence(...pairs.flat().map(lane => set(lane, number(0)))),
    added: values =>
      sequence(
        ...pairs.map(([now, other], i) =>
          sequence(set(next, addNumbers(get(now), values[i]!)), set(now, get(other)), set(other, get(next))),
        ),
      ),
    gather: sequence(
      ...pairs.map(([now, other], i) => storeNumber(START, 8 * (sums + i), addNumbers(get(now), get(other)))),
    ),
  };
}

function inMemory({ width, sums }: SumPlaces, lanes: number, own: FunctionCode): TurnSums {
  const lane = own.local(I32);
  const of = (k: number): number => 8 * (lanes + k);
  return {
    reset: zeros(whole(of(0)), whole(16 * width)),
    added: (values, turn) =>
      sequence(
        set(lane, product(bitsInBoth(turn, whole(1)), whole(8 * width))),
        ...values.map((value, i) => storeNumber(get(lane), of(i), addNumbers(loadNumber(get(lane), of(i)), value))),
      ),
    gather: sequence(
      ...Array.from({ length: width }, (_, i) =>
        storeNumber(START, 8 * (sums + i), addNumbers(loadNumber(START, of(i)), loadNumber(START, of(i + width)))),
      ),
    ),
  };
}
