// A turn of a loop of the graph, as it is being read.

import type { Domain } from '../graph/domain.js';
import type { Node } from '../graph/graph.js';
import { stateNode } from '../graph/scan.js';
import type { Machine } from './machine.js';
import type { Range } from './ranges.js';
import type { Cell } from './values.js';

/** A place that holds a number: the key is null for a variable. */
export interface Slot {
  readonly cell: Cell;
  readonly key: string | number | null;
  /** Of a variable that every turn gives another array, or another object: which of its elements, or fields. */
  readonly within?: string | number;
  /** Of a column of an array the index of the loop around whose row is meant. */
  readonly row?: number;
}

/** A variable, or a place in an array, that turns hand on. */
export interface Carried {
  readonly slot: Slot;
  /** What the loop begins with. */
  readonly start: Node;
  readonly isTruth: boolean;
  /** True where others look at it than what adds to it: then it is one of a recurrence's values. */
  readonly isCoupled: boolean;
}

/** A column of an array that each turn writes its own row of. */
export interface Written {
  readonly cell: Cell;
  readonly column: number;
}

export interface Reading {
  readonly range: Range;
  readonly carried: readonly Carried[];
  readonly written: readonly Written[];
  /** Of the recurrence's values, and of those that are only added to. */
  readonly ids: { readonly coupled: number; readonly added: number };
  readonly around: Domain;
  /** Turns that the longest look back goes. */
  reach: number;
}

/** What is read of earlier turns: variables come first, then columns of arrays. */
export function leafOf(
  { graph }: Machine,
  { range, ids, around }: Reading,
  isCoupled: boolean,
  component: number,
  lag: number,
): Node {
  const id = isCoupled ? ids.coupled : ids.added;
  return stateNode(graph, { index: range.opened.index, id, around }, component, lag);
}
