// What the writing of sections in C is told, and what comes of it; where rows arrive in parts too.

import type { Argument } from '../../exports/declared.js';
import type { Placed } from '../../exports/plan.js';
import type { Node } from '../../graph/graph.js';
import type { Total } from '../../schedule/sections.js';
import type { Reader } from '../arguments.js';
import type { Column } from '../column.js';
import type { BodyContext } from '../line/line-body.js';
import type { Access, Names } from '../line/line-context.js';
import type { Columns } from './columns.js';

export interface LoopContext {
  readonly name: string;
  readonly names: Names;
  readonly reader: Reader;
  column(slot: number): Column;
  readonly columns: Columns;
  readonly outputs: readonly Argument[];
  /** True for a function that gives a number back. */
  readonly isReturning: boolean;
  /** Where what loops write goes. */
  readonly scattered: ReadonlyMap<Node, Placed>;
  wanted(node: Node): string | undefined;
  /** What the code of a line is told, but for the line's own names. */
  readonly lineContext: Omit<BodyContext, 'argument' | 'wanted' | 'given'>;
  /** The name of a function of ours. */
  called(key: string): string;
  /** True where the program has no value without rows: it is NaN then. */
  needsRows(total: Total): boolean;
  /** Where rows arrive in parts; null where all are there. */
  readonly passes: Passes | null;
}

/** A function that is cut where it needs rows: what its pieces share is in a state. */
export interface Passes {
  /** What code calls members of the state. */
  readonly seen: string;
  readonly blocks: string;
  readonly total: string;
  readonly failed: string;
  /** Arrays of it: values, sums of blocks, and lanes, each as long as is needed. */
  readonly kept: { readonly name: string; length: number };
  readonly sums: { readonly name: string; length: number };
  readonly lanes: { readonly name: string; length: number };
  /** Whether a pass of its own has counted the rows before the others. */
  readonly isCounted: boolean;
  /** Whether their number was wanted before a pass had told it. */
  isEarly: boolean;
  /** What there is of each pass so far. */
  readonly stages: Stage[];
}

/** A pass over rows that arrive in parts. */
export interface Stage {
  /** What comes before it and after the pass before it. */
  readonly before: readonly string[];
  /** What some rows do. */
  readonly rows: readonly string[];
  /** What is left to do where there are no more. */
  readonly end: readonly string[];
}

export interface Sections {
  /** Of all but the last line; of passes what comes after the last of them. */
  readonly statements: readonly string[];
  /** How the last line reads its inputs. */
  argument(slot: number): Access;
  /** Those of the parameters that say which rows. */
  readonly used: readonly string[];
  /** Adds a value to its place in an array of results, or writes it there. */
  add(placed: Placed, value: string): string;
  /** What gives memory back at the end, and a name for the result meanwhile; null where there is nothing to give. */
  readonly release: { readonly text: string; readonly result: string } | null;
  /** Sizes as numbers, and what they are made of: where a function is cut, each piece declares those that it reads. */
  readonly numbers: readonly { readonly name: string; readonly of: string }[];
}
