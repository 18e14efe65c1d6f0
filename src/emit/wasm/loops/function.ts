// A program with arrays whose sizes are known when it is called, with recurrences, or with loops in loops → one function, one
// turn after another, with the sums of JavaScript in the same order. All that it reads is in memory: rows of data as well.

import type { ScheduledFunction } from '../../../exports/plan.js';
import { hasSolved } from '../../../graph/block.js';
import { ROWS } from '../../../lower/lowering.js';
import { allResults, type Line, linesOf, loopsOf } from '../../../schedule/sections.js';
import { keptBy } from '../../subscripts.js';
import type { BodyContext } from '../body.js';
import type { Bytes } from '../bytes.js';
import { FunctionCode } from '../function-code.js';
import { lineCode } from '../line-function.js';
import { inputCount, slotsOf } from '../rows/nest.js';
import { doublesOfSums } from '../rows/sums.js';
import type { ArrayPlaces, RunTimeArray } from './arrays.js';
import { type PlacedLine, sumsOf, writeSections } from './sections.js';

export interface LoopsContext extends Pick<BodyContext, 'imported'> {
  readonly arrays: readonly RunTimeArray[];
  /** The first of so many places that are free. */
  take(doubles: number): number;
  /** Adds a function of the program that calls none of it. @returns its number among those */
  addFunction(code: Bytes): number;
  addExport(name: string, make: (first: number) => Bytes): void;
}

/** @returns where its results are, and what whoever calls it writes where */
export function loopsFunction(
  name: string,
  { plan, schedule }: Omit<ScheduledFunction, 'blocks'>,
  context: LoopsContext,
) {
  const { graph, sections } = schedule;
  const { take } = context;
  const inputs = take(inputCount(graph));
  const results = take(allResults(schedule.results).length);
  const loops = loopsOf(schedule);
  const dimensions = new Set([
    ...context.arrays.map(({ dimension }) => dimension),
    ...loops.map(({ index }) => graph.indices[index]!.dimension),
  ]);
  const places: ArrayPlaces = {
    sizes: new Map([...dimensions].filter(of => !graph.sizes.has(of)).map(of => [of, take(1)])),
    arrays: context.arrays.map(array => ({ ...array, place: take(1) })),
    outputs: plan.stores.map(({ extent }) => (extent === undefined ? null : take(2))),
    states: keptBy(
      graph,
      loops,
      () => undefined,
      of => of,
    ).map(kept => ({ ...kept, place: take(2) })),
    // Loops stand before those inside of them.
    turns: loops
      .filter(of => linesOf(of).some(({ graph: own }) => hasSolved(own)))
      .reverse()
      .map(loop => {
        const { name, dimension } = graph.indices[loop.index]!;
        return { loop, name, isOfRows: dimension === ROWS, place: take(1) };
      }),
  };
  const width = Math.max(0, ...sections.map(of => (of.kind === 'loop' ? sumsOf(of).length : 0)));
  const sums = { sums: take(doublesOfSums(width)), blocks: take(1) };
  const lanes = take(2 * width);

  const lines = new Map<Line, PlacedLine>();
  for (const line of linesOf(schedule)) {
    const { first, imports } = line.links;
    const crossing = take(line.chunks === null ? 0 : imports.length);
    const own = {
      ...context,
      slots: take(slotsOf(line)),
      input: (slot: number): number => (slot < first ? inputs + slot : crossing + slot - first),
      result: (position: number): number => results + position,
    };
    lines.set(line, { crossing, own, code: lineCode(line, own) });
  }

  const make = (first: number): Bytes => {
    const own = new FunctionCode();
    writeSections({ plan, schedule }, { places, inputs, sums, lanes, lines, own, first });
    return own.finish();
  };
  // What it imports has to be known before the end.
  const early = make(0);
  context.addExport(name, linesOf(schedule).some(({ chunks }) => chunks !== null) ? make : () => early);
  return { results, places };
}
