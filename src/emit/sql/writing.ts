// What the parts of a query hand each other while it is written, and what a sub-select reads.
//
// Text has holes for what is bound: a character that no query may have, around the number of the parameter.

import { type Graph, inputSlot, leafEntries, type Node, operand } from '../../graph/graph.js';
import { ROWS } from '../../lower/lowering.js';
import { ELEMENT, SIZE } from '../../ops/table.js';
import type { PlainLine } from '../../schedule/nest.js';
import { ATOM, atom } from '../line/language.js';
import type { Dialect } from './dialect.js';
import type { Expression, Item } from './levels.js';
import type { SqlNames } from './names.js';
import type { Named } from './slots.js';
import type { TableSettings } from './table.js';
import type { QueryParameter } from './written.js';

/** What the table of the parameters of groups is called. */
export const PARAMETERS = 'parameters';

const HOLE = '\u0000';

/** A column of a table, which is a common table expression. */
export interface Made {
  readonly table: string;
  readonly column: string;
}

export interface Writing {
  readonly dialect: Dialect;
  readonly settings: TableSettings;
  /** Keys of groups. */
  readonly by: readonly string[];
  /** The whole program's. */
  readonly graph: Graph;
  readonly names: SqlNames;
  /** What the formula calls nodes. */
  readonly nodeNames: readonly (string | undefined)[];
  readonly slots: readonly (Named | undefined)[];
  /** Columns of the table of data, by the slots of what they are. */
  readonly cells: ReadonlyMap<number, string>;
  /** Columns of how many rows there are, and of how many have something missing; null without data. */
  readonly counts: { readonly rows: string; readonly missing: string } | null;
  /** Filled on the way. */
  readonly parameters: QueryParameter[];
  readonly groupColumns: { readonly name: string; readonly input: string; readonly element: number }[];
  readonly tables: { readonly name: string; readonly lines: readonly string[] }[];
  /** Where others find nodes of the whole program. */
  readonly made: Map<Node, Made>;
  /** The pass that counts rows, once it is there. */
  rowsIn: string | null;
}

/** What stands where a value is bound. */
export function hole({ parameters }: Writing, parameter: QueryParameter): string {
  const known = parameters.findIndex(({ name }) => name === parameter.name);
  return `${HOLE}${known === -1 ? parameters.push(parameter) - 1 : known}${HOLE}`;
}

/** A text with holes → texts, and the numbers between them. */
export function cutAtHoles(text: string): { readonly texts: string[]; readonly holes: number[] } {
  const parts = text.split(HOLE);
  return { texts: parts.filter((_, i) => i % 2 === 0), holes: parts.filter((_, i) => i % 2 === 1).map(Number) };
}

/** What a sub-select reads of what is outside of it. */
export interface Scope {
  /** Tables of one row, or of one for each group. */
  readonly tables: Set<string>;
  /** Columns of these, by their names. */
  readonly columns: Map<string, Made>;
  /** Slots of elements of data. */
  readonly elements: Set<number>;
}

export const newScope = (): Scope => ({ tables: new Set(), columns: new Map(), elements: new Set() });

export const isSizeOfRows = (graph: Graph, node: Node): boolean =>
  graph.operation[node] === SIZE && operand(graph, node, 0) === ROWS;

/** Reads the inputs of a line, by their slots. */
export const readerOf =
  (writing: Writing, scope: Scope, { links }: Pick<PlainLine, 'links'>) =>
  (slot: number): Expression =>
    // All inputs of a program without loops are its own.
    slot < links.first || links.imports.length === 0
      ? argument(writing, scope, slot)
      : imported(writing, scope, links.imports[slot - links.first]!);

/** A node of the whole program that a section reads. */
export function imported(writing: Writing, scope: Scope, node: Node): Expression {
  const { graph, slots, counts, made, rowsIn } = writing;
  if (graph.operation[node] === ELEMENT) {
    const [slot] = leafEntries(graph, node) as [number];
    scope.elements.add(slot);
    return columnNamed(writing, slots[slot]!.column);
  }
  const slot = inputSlot(graph, node);
  if (slot !== undefined) return argument(writing, scope, slot);
  if (isSizeOfRows(graph, node)) return foreign(writing, scope, { table: rowsIn!, column: counts!.rows });
  return foreign(writing, scope, made.get(node)!);
}

/** What is bound: a placeholder, or of groups a column of the table of their parameters. */
function argument(writing: Writing, scope: Scope, slot: number): Expression {
  const { slots, by, groupColumns } = writing;
  const { input, element, isTangent, column } = slots[slot]!;
  if (by.length === 0) {
    const parameter = { name: column, of: { input: input.name, element, isTangent } };
    return { text: hole(writing, parameter), binding: ATOM, reads: new Set(), level: 0 };
  }
  if (!groupColumns.some(({ name }) => name === column))
    groupColumns.push({ name: column, input: input.name, element });
  return foreign(writing, scope, { table: PARAMETERS, column });
}

export function foreign(writing: Writing, scope: Scope, of: Made): Expression {
  scope.tables.add(of.table);
  scope.columns.set(of.column, of);
  return columnNamed(writing, of.column);
}

const columnNamed = ({ dialect }: Writing, name: string): Expression => ({
  ...atom(dialect.identifier(name)),
  reads: new Set([name]),
  level: 0,
});

/** The column that an expression is, if it is nothing else. */
export function columnOf({ dialect }: Writing, { text, reads }: Pick<Expression, 'text' | 'reads'>): string | null {
  const [only] = reads;
  return reads.size === 1 && text === dialect.identifier(only!) ? only! : null;
}

/** The keys of groups, as columns. */
export const keysOf = ({ by, dialect }: Writing): Item[] =>
  by.map(name => ({ name, text: dialect.identifier(name), reads: new Set([name]) }));

/** What all SELECTs have in common. */
export const selecting = ({ by, dialect, names }: Writing) => ({
  always: by,
  fence: dialect.fence,
  identifier: dialect.identifier,
  alias: () => names.temporary('q'),
});
