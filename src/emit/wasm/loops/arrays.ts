// Arrays in memory whose sizes are known when a function is called: arguments, results, and what recurrences leave. Whoever
// calls it puts them there, and writes where they are and how long they are to places that it reads.

import type { Dimension } from '../../../graph/graph.js';
import { type DifferentiatedModel, type Input, slotCount } from '../../../lower/model.js';
import type { Loop } from '../../../schedule/sections.js';
import type { Kept } from '../../subscripts.js';

/** An array among the arguments, of an input or of the tangents of one. */
export interface RunTimeArray {
  /** Of its first element; those of the others follow. */
  readonly slot: number;
  /** Numbers for each entry. */
  readonly width: number;
  readonly dimension: Dimension;
  /** True where an element of all entries stands together, and not all elements of an entry. */
  readonly isAcross: boolean;
}

const arrayOf = ({ rows, nodes, axis }: Input, slot: number): RunTimeArray[] =>
  rows === null ? [] : [{ slot, width: nodes.length, dimension: rows, isAcross: axis === 1 }];

/** Those of a function's arguments. @param hasTangents it has a tangent for each differentiated input */
export function arraysOf({ inputs, wrt }: Pick<DifferentiatedModel, 'inputs' | 'wrt'>, hasTangents: boolean) {
  let next = slotCount({ inputs });
  const tangents = wrt.flatMap(input => {
    next += input.nodes.length;
    return arrayOf(input, next - input.nodes.length);
  });
  return [...inputs.flatMap(input => arrayOf(input, input.slot)), ...(hasTangents ? tangents : [])];
}

/** Where whoever calls a function writes what it is told besides inputs; in units of a double. */
export interface ArrayPlaces {
  /** How long each dimension is that arguments say. */
  readonly sizes: ReadonlyMap<Dimension, number>;
  /** The addresses of arguments; those of data of their first row. */
  readonly arrays: readonly (RunTimeArray & { readonly place: number })[];
  /** The address of each array of results of such a length, and after it that; null for other arrays. */
  readonly outputs: readonly (number | null)[];
  /** The address of what each recurrence leaves, and after it for how many numbers there is room. */
  readonly states: readonly (Kept & { readonly place: number })[];
  /** Where loops in which blocks are solved write the turn that they are at, counted from 1, and 0 after it; inner ones first. */
  readonly turns: readonly {
    readonly loop: Loop;
    readonly name: string;
    readonly isOfRows: boolean;
    readonly place: number;
  }[];
}
