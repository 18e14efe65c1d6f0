// A program with loops → a function for each loop, and for what stands before, between and after them. Data may come in pieces,
// so whoever calls them calls that of a loop for one piece after another.
//
// A function that comes before a loop starts its totals, the one after it finishes them. Every number that one function makes
// and another reads has a place in memory.

import { type Graph, inputSlot, type Node } from '../../../graph/graph.js';
import type { Combine } from '../../../ops/operation.js';
import { SIZE } from '../../../ops/table.js';
import { allResults, type Line, type Loop, type Schedule } from '../../../schedule/sections.js';
import type { Bytes } from '../bytes.js';
import { FunctionCode } from '../function-code.js';
import { lineFunction } from '../line-function.js';
import type { Value } from '../vector/instructions.js';
import type { VectorContext } from '../vector/writer.js';
import type { Column } from './columns.js';
import { vectorsOf } from './line.js';
import { combinations, othersOf, rowsFunction, sumsOf } from './loop.js';
import { number, sequence, storeNumber, whole } from './scalar.js';
import { doublesOfSums, finishBlocks, type SumPlaces, startBlocks } from './sums.js';
import { elementsRead, lineIn } from './values.js';

/** A function of a loop or of what is outside of all. */
export interface Step {
  readonly name: string;
  /** Null for what is outside. */
  readonly loop: {
    /** The columns that it reads, by number. */
    readonly columns: readonly number[];
    readonly combines: readonly Combine[];
  } | null;
}

/** Where whoever calls the functions writes what they read, besides inputs; in units of a double. */
export interface RowPlaces {
  /** How many rows there are. */
  readonly count: number;
  /** How many of them are in the piece at hand. */
  readonly rows: number;
  /** The address in memory of the first row of each column in that piece. */
  readonly addresses: readonly number[];
}

export interface NestContext extends VectorContext {
  readonly columns: readonly Column[];
  /** The first of so many places that are free. */
  take(doubles: number): number;
  addFunction(code: Bytes): number;
  addExport(name: string, make: (first: number) => Bytes): void;
}

export interface Nest {
  readonly steps: readonly Step[];
  readonly places: RowPlaces;
  /** Place of the first result; the others follow in order. */
  readonly results: number;
}

/** A loop and where its totals are. */
interface PlacedLoop {
  readonly loop: Loop;
  readonly sums: SumPlaces | null;
  readonly others: readonly number[];
}

/** @param name that those of the functions begin with */
export function nestFunctions(name: string, schedule: Schedule, context: NestContext): Nest {
  const { graph, sections } = schedule;
  const { columns, take } = context;
  const inputs = take(inputCount(graph));
  const results = take(allResults(schedule.results).length);
  const places: RowPlaces = { count: take(1), rows: take(1), addresses: columns.map(() => take(1)) };
  const madeAt = new Map<Node, number>();
  const input = (slot: number): number => inputs + slot;
  function made(node: Node): number {
    if (graph.operation[node] === SIZE) return places.count;
    const slot = inputSlot(graph, node);
    return slot === undefined ? madeAt.get(node)! : input(slot);
  }
  const steps: Step[] = [];
  const add = (make: (first: number) => Bytes, loop: Step['loop']): void => {
    const own = `${name}${steps.length + 1}`;
    context.addExport(own, make);
    steps.push({ name: own, loop });
  };

  function placeLoop(loop: Loop): PlacedLoop {
    const width = sumsOf(loop).length;
    const sums = width === 0 ? null : { width, sums: take(doublesOfSums(width)), blocks: take(1) };
    for (const [i, { node }] of sumsOf(loop).entries()) madeAt.set(node, sums!.sums + i);
    const others = othersOf(loop).map(() => take(1));
    for (const [i, { node }] of othersOf(loop).entries()) madeAt.set(node, others[i]!);
    return { loop, sums, others };
  }

  /** What is outside of loops. @param ended whose totals are finished @param next whose are started */
  function outside(line: Line | null, isLast: boolean, ended: PlacedLoop | null, next: PlacedLoop | null): void {
    const before = (own: FunctionCode): void => finish(ended, own)(own.code);
    const after = (own: FunctionCode): void => start(next)(own.code);
    if (line === null) {
      const own = new FunctionCode();
      before(own);
      after(own);
      const code = own.finish();
      return add(() => code, null);
    }
    const { imports, first, exports } = line.links;
    const returned = isLast ? results : take(exports.length);
    if (!isLast) for (const [k, node] of exports.entries()) madeAt.set(node, returned + k);
    const of = {
      ...context,
      slots: take(slotsOf(line)),
      input: (slot: number): number => (slot < first ? input(slot) : made(imports[slot - first]!)),
      result: (position: number): number => returned + position,
    };
    add(lineFunction(line, of, before, after), null);
  }

  function inside({ loop, sums, others }: PlacedLoop): void {
    const line = lineIn(loop);
    const lanes = 2 * sumsOf(loop).length;
    const own = {
      ...places,
      input,
      made,
      sums,
      others,
      lanes: take(lanes),
      saved: take(lanes),
      vectors: take(line === null ? 0 : 2 * vectorsOf(line)),
    };
    const make = rowsFunction(loop, { ...context, graph, places: own });
    const read = elementsRead(graph, loop, columns).flatMap((elements, c) => (elements.length > 0 ? [c] : []));
    // Where there are no chunks it is made now: what it imports has to be known before the end.
    const early = make(0);
    add(line === null || line.chunks === null ? () => early : make, {
      columns: read,
      combines: loop.totals.map(({ combine }) => combine),
    });
  }

  let ended: PlacedLoop | null = null;
  let line: Line | null = null;
  for (const section of sections) {
    if (section.kind === 'line') line = section;
    else {
      const loop = placeLoop(section);
      outside(line, false, ended, loop);
      inside(loop);
      ended = loop;
      line = null;
    }
  }
  outside(line, true, ended, null);
  return { steps, places, results };
}

function start(loop: PlacedLoop | null): Value {
  if (loop === null) return sequence();
  const { sums, others } = loop;
  return sequence(
    ...(sums === null ? [] : [startBlocks(sums)]),
    ...othersOf(loop.loop).map(({ combine }, i) =>
      storeNumber(whole(0), 8 * others[i]!, number(combinations[combine].empty)),
    ),
  );
}

const finish = (loop: PlacedLoop | null, own: FunctionCode): Value =>
  loop === null || loop.sums === null ? sequence() : finishBlocks(loop.sums, own);

/** How many places the inputs take: each has that of its slot. */
export function inputCount(graph: Graph): number {
  let count = 0;
  for (let node = 0; node < graph.size; node++) count = Math.max(count, (inputSlot(graph, node) ?? -1) + 1);
  return count;
}

/** How many places a line takes for values that cross between its chunks, or for arrays that functions work in. */
export const slotsOf = ({ chunks, arrays }: Line): number => chunks?.slotCount ?? arrays.length;
