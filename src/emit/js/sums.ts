// Sums of a loop over rows, in two lanes: rows go to one and the other in turn. Few are in variables; more are in the module's
// array, where a line adds a value as soon as it is known, so that not all of them wait to the end of the row at once.

import type * as ESTree from 'estree';
import type { Names, Target } from '../line/line-context.js';
import * as js from './print/estree.js';

/** Blocks of 1,024 rows are at most 2^32: sums of as many levels are kept. */
export const LEVELS = 32;

/** Sums of one loop that are kept in variables; more are kept in an array. */
const MOST_VARIABLES = 12;

/** Sums of an array that a value is added to one by one: half as much time as a loop over all of them takes. */
const MOST_ADDED = 400;

export interface Sums {
  /** The module's array that they are made in. */
  readonly array: string;
  /** Before the first row of a block, and once more where rows arrive in parts. */
  readonly reset: readonly ESTree.Statement[];
  readonly cleared: readonly ESTree.Statement[];
  /** Before what a row computes. */
  readonly opening: readonly ESTree.Statement[];
  /** Where a line adds the value of a sum, or writes it to be added; null where it cannot. */
  target(sum: number): Target | null;
  /** After what a row computes. @param value of a sum; null where a line has seen to it */
  added(value: (sum: number) => ESTree.Expression | null): ESTree.Statement[];
  /** After the last row of a block. */
  readonly gathered: readonly ESTree.Statement[];
  /** Where a sum is when all blocks are. */
  place(sum: number): ESTree.MemberExpression;
}

/**
 * @param arrayOf the module's array, of at least so many numbers
 * @param row the row that a loop is at, and the one that its block began with
 */
export function sumsOf(
  count: number,
  names: Names,
  arrayOf: (length: number) => string,
  { row, first }: { readonly row: string; readonly first: string },
): Sums {
  // Of the block, of each level, of the lanes, and of the row.
  const lanes = (LEVELS + 1) * count;
  const ofRow = lanes + 2 * count;
  const array = arrayOf(ofRow + count);
  const place = (k: number): ESTree.MemberExpression => js.element(js.identifier(array), k);
  if (count <= MOST_VARIABLES) return { array, place, ...inVariables(count, names, place) };
  const lane = js.identifier(names.claim('lane'));
  const k = js.identifier(names.claim('k'));
  const inArray = (index: ESTree.Expression): ESTree.MemberExpression => js.at(js.identifier(array), index);
  const shifted = (by: number): ESTree.MemberExpression => inArray(js.binary('+', k, js.number(by)));
  const add = (at: ESTree.MemberExpression, value: ESTree.Expression): ESTree.Statement =>
    js.assign(at, js.binary('+', at, value));
  const inLane = (index: ESTree.Expression): ESTree.MemberExpression => inArray(js.binary('+', lane, index));
  // A loop adds what it would take too much code to add one by one: V8 does not optimise long functions.
  const isInLoop = count > MOST_ADDED;
  const reset = [js.countingLoop(k, 2 * count, js.assign(shifted(lanes), js.number(0)))];
  return {
    array,
    place,
    reset,
    cleared: reset,
    opening: [js.declare('const', lane, js.code(`${lanes} + ((${row} - ${first}) & 1) * ${count}`))],
    target: sum =>
      isInLoop
        ? { name: array, index: ofRow + sum }
        : { name: array, index: null, at: sum === 0 ? lane.name : `${lane.name} + ${sum}`, isAdded: true },
    added(valueFor) {
      const values = Array.from({ length: count }, (_, sum) => valueFor(sum));
      const each = values.flatMap((value, sum) => {
        if (value === null) return [];
        if (isInLoop) return [js.assign(place(ofRow + sum), value)];
        return [add(sum === 0 ? inArray(lane) : inLane(js.number(sum)), value)];
      });
      return isInLoop ? [...each, js.countingLoop(k, count, add(inLane(k), shifted(ofRow)))] : each;
    },
    gathered: [
      js.countingLoop(k, count, js.assign(inArray(k), js.binary('+', shifted(lanes), shifted(lanes + count)))),
    ],
  };
}

function inVariables(
  count: number,
  names: Names,
  place: Sums['place'],
): Pick<Sums, 'reset' | 'cleared' | 'opening' | 'target' | 'added' | 'gathered'> {
  const pairs = Array.from(
    { length: count },
    () => [names.claim('lane'), names.claim('lane')].map(js.identifier) as [ESTree.Identifier, ESTree.Identifier],
  );
  return {
    reset: pairs.flatMap(pair => pair.map(name => js.declare('let', name, js.number(0)))),
    cleared: pairs.flatMap(pair => pair.map(name => js.assign(name, js.number(0)))),
    opening: [],
    target: () => null,
    added: valueFor =>
      pairs.flatMap(([now, other], sum) => {
        const next = js.identifier(names.temporary());
        return [
          js.declare('const', next, js.binary('+', now, valueFor(sum)!)),
          js.assign(now, other),
          js.assign(other, next),
        ];
      }),
    gathered: pairs.map(([now, other], sum) => js.assign(place(sum), js.binary('+', now, other))),
  };
}
