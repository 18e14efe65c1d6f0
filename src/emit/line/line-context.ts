// What writing a straight line as text has to be told: where the function's arguments and results are, and names.

import type { Node } from '../../ops/operation.js';

/** A place in a text; lines from 1, columns from 0. */
export interface Location {
  readonly line: number;
  readonly column: number;
}

/** Where a function is given a number, or gives one back: a parameter, or an element of an array. */
export interface Element {
  readonly name: string;
  /** Null for a parameter. */
  readonly index: number | null;
}

/** Where a stored result goes. */
export interface Target extends Element {
  /** In place of the index: how the code says which element it is. */
  readonly at?: string;
  /** It is added to what is there. */
  readonly isAdded?: true;
}

/** How an input is read. */
export interface Access extends Element {
  /** In a loop, in place of the index: how the code says which element it is. */
  readonly at?: string;
  /** True where reading it is allowed under the condition alone that it is read under. */
  readonly isConditional?: boolean;
  /** Name of the local that holds an element which is read more than once. */
  readonly keep: string;
}

/** Names of a scope. */
export interface Names {
  /** A free name as close to `wanted` as the language allows; taken from now on. */
  claim(wanted: string): string;
  /** The next temporary: `t1`, `t2`, … */
  temporary(): string;
}

export interface LineContext {
  readonly names: Names;
  /** What the formula calls a node, if anything. */
  readonly wanted: readonly (string | undefined)[];
  argument(input: number): Access;
  /** The variable of a node that other code reads, where its name is settled before. */
  given?(node: Node): string | undefined;
  /** Is told what the variable of a node is called. */
  named?(node: Node, name: string): void;
  /** Where a stored result goes, by its position. */
  result(position: number): Target;
  /** The array that values cross and wait in. */
  readonly slots: string;
  /** Name of an emitted special function. */
  special(name: string): string;
  /** Place in the formula that a node came from. */
  location(node: Node): Location | undefined;
}

/** Is told the line, from 0, and the column where a name of the formula is written. */
export type OnLocated = (location: Location, line: number, column: number) => void;
