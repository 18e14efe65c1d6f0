// What expressions of the user's function are while it is read: nodes of the graph, and what has no node.
//
// Arrays and objects are known by the cell that holds what is in them, as several names may mean the same one.

import type { AnyNode } from 'acorn';
import type { Node } from '../graph/graph.js';
import type { Affine } from './affine.js';
import type { Fault } from './fault.js';

export interface NumberValue {
  readonly kind: 'number';
  readonly node: Node;
  /** Of a whole number made of indices and lengths, how. */
  readonly affine: Affine | null;
}

/** true or false. In arithmetic it is 1 or 0, as its node is. */
export interface TruthValue {
  readonly kind: 'truth';
  readonly node: Node;
}

/** An array or an object. */
export interface Reference {
  readonly kind: 'reference';
  readonly cell: Cell;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly of: FunctionNode;
  readonly scope: Scope;
}

/** A function of Math's. */
export interface BuiltInValue {
  readonly kind: 'builtIn';
  readonly name: string;
}

/** Text, which is compared and names fields; it is never a number. */
export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
  readonly at: AnyNode;
}

export interface UndefinedValue {
  readonly kind: 'undefined';
  /** Of what is read where an array has nothing: what is wrong with it as a number. */
  readonly why?: Fault;
}

/** What differs between two ways that lead here and has no value of its own: a fault only where it is read. */
export interface UnclearValue {
  readonly kind: 'unclear';
  /** As arithmetic takes it, where it is a number or true or false; else null. */
  readonly node: Node | null;
  readonly message: string;
  readonly help: string;
  /** Of what is chosen; null where it is not known, or would be too much. */
  readonly choice: Choice | null;
}

export interface Choice {
  readonly condition: Node;
  readonly a: Value;
  readonly b: Value;
  /** Values that it goes between in the end. */
  readonly size: number;
}

export type Value =
  | NumberValue
  | TruthValue
  | Reference
  | FunctionValue
  | BuiltInValue
  | TextValue
  | UndefinedValue
  | UnclearValue;

/** Where a variable, or what is in an array, is kept (store.ts). */
export type Cell = number;

/** Who else has an array: what the caller or the module has must stay as it is. */
export type Owner = 'function' | 'caller' | 'module' | 'loop';

/** An array whose elements are known one by one. */
export interface List {
  readonly kind: 'list';
  readonly items: readonly Value[];
  readonly owner: Owner;
  /** A Float64Array, which does not grow. */
  readonly isTyped?: true;
}

/** An array whose length is known at run time: rows of so many elements each, along a dimension. */
export interface Rows {
  readonly kind: 'rows';
  readonly dimension: number;
  /** What any one row has, at the dimension's own index. */
  readonly nodes: readonly Node[];
  /** What the turn at hand of a loop has written into the row that the loop's index stands at; null where nothing. */
  readonly pending: Pending | null;
  readonly owner: Owner;
  /** The argument that it is; null for an array of the function's own. */
  readonly argument: string | null;
  /** An array of holes, of which none has been filled yet. */
  readonly isUnfilled: boolean;
}

export interface Pending {
  readonly index: number;
  readonly values: readonly (Node | null)[];
}

/** An object. */
export interface Fields {
  readonly kind: 'fields';
  readonly items: ReadonlyMap<string, Value>;
  readonly owner: Owner;
}

export type Contents = List | Rows | Fields;

/** Names in the text of a function, or of a block in it, and where their values are. */
export interface Scope {
  readonly outer: Scope | null;
  readonly names: Map<string, Declared>;
  /** Where 'var' declares: the outermost of a function. */
  readonly isOfFunction?: true;
}

export interface Declared {
  readonly cell: Cell;
  readonly isConstant: boolean;
}

export type FunctionNode = Extract<
  AnyNode,
  { type: 'FunctionDeclaration' | 'FunctionExpression' | 'ArrowFunctionExpression' }
>;

export const UNDEFINED: UndefinedValue = { kind: 'undefined' };

/** What `new Array(3)` has three of: it reads as undefined, and methods pass over it. */
export const HOLE: UndefinedValue = { kind: 'undefined' };

export const isContents = (held: Value | Contents): held is Contents =>
  held.kind === 'list' || held.kind === 'rows' || held.kind === 'fields';

/** How values are called in messages. */
export const called: Readonly<Record<Value['kind'] | Contents['kind'], string>> = {
  number: 'a number',
  truth: 'true or false',
  reference: 'an array or object',
  function: 'a function',
  builtIn: 'a function',
  text: 'text',
  undefined: 'undefined',
  unclear: 'not known',
  list: 'an array',
  rows: 'an array',
  fields: 'an object',
};
