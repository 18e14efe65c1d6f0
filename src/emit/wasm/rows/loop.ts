// A loop over rows → one function, which goes on with the totals of the rows that were before: data may come in pieces.
//
// A turn is two rows, and their lanes are the two that JavaScript adds in turn (emit/js/loops.ts). A last odd row is in both, and
// the second lane of a sum is put back to what it was before. Products and extrema go row by row.

import type { Graph } from '../../../graph/graph.js';
import type { Line, Loop, Total } from '../../../schedule/sections.js';
import type { Bytes } from '../bytes.js';
import { F64, FunctionCode, I32 } from '../function-code.js';
import { add, laneOf, loadVector, store, type Value, withLane } from '../vector/instructions.js';
import { type VectorContext, VectorWriter } from '../vector/writer.js';
import type { Column } from './columns.js';
import { lineCode } from './line.js';
import {
  addNumbers,
  asWhole,
  difference,
  either,
  get,
  greaterNumber,
  isAbove,
  isBelow,
  isSame,
  lesserNumber,
  loadNumber,
  multiplyNumbers,
  repeat,
  repeatWhile,
  sequence,
  set,
  storeNumber,
  when,
  whole,
} from './scalar.js';
import { addBlock, type SumPlaces } from './sums.js';
import { lineIn, rowValues, type ValuePlaces } from './values.js';

/** Rows whose sums are made before they are added to others. */
const BLOCK = 1024;

/** Sums that are kept in locals; more are in memory. */
const MOST_SUMS = 64;

/**
 * Pairs of rows in a turn, where there are as many, and how many statements a line may have for that. In longer ones a processor
 * finds enough that does not wait, and values of two pairs are more than it has registers for.
 */
const PAIRS = 2;
const LONGEST = 150;

/** @param line null for columns that are added up as they are */
const isLong = (line: Line | null): boolean =>
  line !== null && (line.chunks !== null || line.blocks.reduce((sum, { steps }) => sum + steps.length, 0) > LONGEST);

const START = whole(0);

/** Where things are in memory, in units of a double. */
export interface LoopPlaces extends ValuePlaces {
  /** How many rows there are in this piece. */
  readonly rows: number;
  /** Null for a loop without sums. */
  readonly sums: SumPlaces | null;
  /** Two doubles for each sum: its lanes where they are in memory, then those before a last odd row. */
  readonly lanes: number;
  readonly saved: number;
  /** Of each total that is no sum, in their order. */
  readonly others: readonly number[];
  /** Where vectors cross between the chunks of a line. */
  readonly vectors: number;
}

export type CombineInOrder = 'min' | 'max' | 'prod';

/** What a total is where there are no rows, and with one more of them. */
export const combinations: Readonly<
  Record<CombineInOrder, { readonly empty: number; readonly combined: (before: Value, value: Value) => Value }>
> = {
  min: { empty: Number.POSITIVE_INFINITY, combined: lesserNumber },
  max: { empty: Number.NEGATIVE_INFINITY, combined: greaterNumber },
  prod: { empty: 1, combined: multiplyNumbers },
};

export const sumsOf = ({ totals }: Loop): Total[] => totals.filter(({ combine }) => combine === 'sum');

/** The totals that are no sums. */
export const othersOf = ({ totals }: Loop): (Total & { readonly combine: CombineInOrder })[] =>
  totals.flatMap(({ combine, ...total }) => {
    if (combine === 'scatter' || combine === 'each' || combine === 'fold')
      throw new Error('internal error: rows write nothing');
    return combine === 'sum' ? [] : [{ ...total, combine }];
  });

export interface LoopContext extends VectorContext {
  readonly graph: Graph;
  readonly columns: readonly Column[];
  readonly places: LoopPlaces;
  /** Adds a function of the program that calls none of it. @returns its number among those */
  addFunction(code: Bytes): number;
}

/** @returns what makes the function once it is known where those that are added start */
export function rowsFunction(loop: Loop, context: LoopContext): (first: number) => Bytes {
  const { graph, columns, places } = context;
  const line = lineIn(loop);
  const code = line === null ? null : lineCode(line, { ...context, vectors: 8 * places.vectors });
  return first => {
    const own = new FunctionCode();
    const writer = new VectorWriter(context, own);
    const values = rowValues(graph, loop, columns, places, writer, own);
    const [left, rows, isOdd] = [own.local(I32), own.local(I32), own.local(I32)];
    const sums = sumCode(sumsOf(loop).length, places, writer, own);
    const others = othersOf(loop).map(({ combine }, i) => ({
      local: own.local(F64),
      place: 8 * places.others[i]!,
      combined: combinations[combine].combined,
    }));

    writer.do(set(left, asWhole(loadNumber(START, 8 * places.rows))));
    for (const { local, place } of others) writer.do(set(local, loadNumber(START, place)));
    values.start();

    /** @param pairs of rows in a turn: an odd row may only be in a turn of one */
    const turnOf = (pairs: number): Value => {
      const turn = own.apart(() => {
        if (pairs === 1) {
          writer.do(set(isOdd, isSame(get(rows), whole(1))));
          writer.do(when(get(isOdd), sequence(sums.save, values.startOdd)));
        }
        values.readRows(pairs);
        const inputs = Array.from({ length: pairs }, (_, pair) => (slot: number) => values.input(slot, pair));
        const exported = code?.(own, inputs, first);
        const made = new Map(
          line?.links.exports.map((node, i) => [node, exported!(i).map(value => writer.keep(value))]),
        );
        for (let pair = 0; pair < pairs; pair++) {
          const of = ({ value }: Total): Value => made.get(value)?.[pair] ?? values.value(value, pair);
          for (const [i, total] of sumsOf(loop).entries()) writer.do(sums.added(i, of(total)));
          for (const [i, total] of othersOf(loop).entries()) {
            const { local, combined } = others[i]!;
            const [a, b] = [0, 1].map(lane => combined(get(local), laneOf(of(total), lane))) as [Value, Value];
            writer.do(set(local, a));
            writer.do(set(local, pairs === 1 ? either(get(local), b, get(isOdd)) : b));
          }
        }
        writer.do(values.next(pairs));
        writer.do(set(rows, difference(get(rows), whole(2 * pairs))));
      });
      return code => void code.append(turn);
    };
    const isLeft = isAbove(get(rows), START);
    const turns = isLong(line)
      ? repeat(turnOf(1), isLeft)
      : sequence(repeatWhile(isAbove(get(rows), whole(2 * PAIRS - 1)), turnOf(PAIRS)), repeatWhile(isLeft, turnOf(1)));
    const block = sequence(
      set(rows, either(get(left), whole(BLOCK), isBelow(get(left), whole(BLOCK)))),
      set(left, difference(get(left), get(rows))),
      sums.reset,
      turns,
      when(get(isOdd), sums.restore),
      sums.gather,
    );
    writer.do(when(get(left), repeat(block, get(left))));
    for (const { local, place } of others) writer.do(storeNumber(START, place, get(local)));
    return own.finish();
  };
}

/** The lanes of sums. */
interface SumCode {
  readonly reset: Value;
  added(sum: number, value: Value): Value;
  /** Before a last odd row, and after it: its second lane is not to count. */
  readonly save: Value;
  readonly restore: Value;
  /** Ends a block. */
  readonly gather: Value;
}

function sumCode(count: number, { sums, lanes, saved }: LoopPlaces, writer: VectorWriter, own: FunctionCode): SumCode {
  const zero = writer.constant(0);
  const isLocal = count <= MOST_SUMS;
  const all = Array.from({ length: count }, (_, i) => {
    const inMemory = 8 * (lanes + 2 * i);
    const before = 8 * (saved + 2 * i);
    const variable = isLocal ? writer.variable(zero) : null;
    const value = variable?.value ?? loadVector(START, inMemory);
    const put = (next: Value): Value => (variable === null ? store(START, inMemory, next) : set(variable.index, next));
    return {
      value,
      put,
      save: store(START, before, value),
      restore: put(withLane(value, 1, loadNumber(START, before + 8))),
      gather: storeNumber(START, 8 * (sums!.sums + i), addNumbers(laneOf(value, 0), laneOf(value, 1))),
    };
  });
  return {
    reset: sequence(...all.map(({ put }) => put(zero))),
    added: (i, value) => all[i]!.put(add(all[i]!.value, value)),
    save: sequence(...all.map(({ save }) => save)),
    restore: sequence(...all.map(({ restore }) => restore)),
    gather: sequence(...all.map(({ gather }) => gather), ...(sums === null ? [] : [addBlock(sums, own)])),
  };
}
