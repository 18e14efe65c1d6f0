// A pass over rows: aggregates over sub-selects over the table.

import type { Node } from '../../graph/graph.js';
import type { PlainLoop } from '../../schedule/nest.js';
import type { Aggregate } from './dialect.js';
import { type Expression, type Item, writeLine } from './levels.js';
import { linesIn } from './refused.js';
import { selectLines } from './select.js';
import { columnThere, fromTable, isAnyMissing } from './table.js';
import {
  columnOf,
  hole,
  imported,
  keysOf,
  newScope,
  PARAMETERS,
  readerOf,
  type Scope,
  selecting,
  type Writing,
} from './writing.js';

const NOTHING: ReadonlySet<string> = new Set();

/** @param loop null for a pass that counts rows alone */
export function writePass(writing: Writing, loop: PlainLoop | null, table: string): void {
  const { dialect, names, nodeNames, made, tables, counts } = writing;
  const { identifier } = dialect;
  const scope = newScope();
  const levels: Item[][] = [];
  /** What a turn has made of nodes of the whole program. */
  const own = new Map<Node, Expression>();
  const read = (node: Node): Expression => own.get(node) ?? imported(writing, scope, node);
  for (const line of loop === null ? [] : linesIn(loop)) {
    const { links, results } = line;
    const leaf = (slot: number): Expression =>
      own.get(links.imports[slot - links.first]!) ?? readerOf(writing, scope, line)(slot);
    const written = writeLine(line, dialect, names, levels, leaf);
    for (const [i, node] of links.exports.entries()) own.set(node, written(results.returned[i]!));
  }
  /** Columns of what is no column yet. */
  const extra: Item[] = [];
  const items: Item[] = [];
  for (const { node, value, combine } of loop?.totals ?? []) {
    const { text: written, reads } = read(value);
    let name = columnOf(writing, { text: written, reads });
    if (name === null) {
      name = names.temporary();
      extra.push({ name, text: written, reads });
    }
    const wish = nodeNames[node];
    const column = wish === undefined ? names.temporary('s') : names.claim(wish);
    made.set(node, { table, column });
    // Refused before where there is none.
    const text = dialect.aggregate(combine as Aggregate, identifier(name))!;
    items.push({ name: column, text, reads: new Set([name]) });
  }
  const base = baseOf(writing, scope);
  if (writing.rowsIn === null) {
    writing.rowsIn = table;
    items.push({ name: counts!.rows, text: dialect.rows, reads: NOTHING });
    if (writing.settings.missing !== 'drop') items.push(countOfMissing(writing, base));
  }
  const from = fromRows(writing, scope, writing.settings.missing === 'drop');
  tables.push({ name: table, lines: aggregated(writing, { items: base, from }, [...levels, extra], items) });
}

/** Counts the rows that passes leave out. */
export function writeLeftOut(writing: Writing, table: string): void {
  const scope = newScope();
  const base = baseOf(writing, scope);
  const count = countOfMissing(writing, base);
  const from = fromRows(writing, scope, false);
  writing.tables.push({ name: table, lines: aggregated(writing, { items: base, from }, [], [count]) });
}

function aggregated(
  writing: Writing,
  base: { readonly items: readonly Item[]; readonly from: readonly string[] },
  levels: readonly (readonly Item[])[],
  items: readonly Item[],
): string[] {
  const { by, dialect } = writing;
  return selectLines({
    base,
    levels,
    last: [...keysOf(writing), ...items],
    after: by.length === 0 ? [] : [`GROUP BY ${by.map(dialect.identifier).join(', ')}`],
    ...selecting(writing),
  });
}

/** Columns of the innermost sub-select: cells as numbers, and what other tables have. */
function baseOf({ by, cells, slots, dialect }: Writing, scope: Scope): Item[] {
  const { identifier, cell } = dialect;
  return [
    ...by.map(name => ({ name, text: columnThere(dialect, name), reads: NOTHING })),
    ...Array.from(scope.elements, slot => ({
      name: slots[slot]!.column,
      text: cell(columnThere(dialect, cells.get(slot)!)),
      reads: NOTHING,
    })),
    ...Array.from(scope.columns.values(), ({ table, column }) => ({
      name: column,
      text: `${identifier(table)}.${identifier(column)}`,
      reads: NOTHING,
    })),
  ];
}

/** Adds to the innermost columns whether something is missing. */
function countOfMissing(writing: Writing, base: Item[]): Item {
  const { dialect, names, counts, cells } = writing;
  const name = counts!.missing;
  if (cells.size === 0) return { name, text: dialect.number(0), reads: NOTHING };
  const flag = names.temporary('m');
  base.push({ name: flag, text: isAnyMissing(dialect, cells.values()), reads: NOTHING });
  return { name, text: dialect.rowsWhere(dialect.identifier(flag)), reads: new Set([flag]) };
}

/** From `FROM` on. @param isComplete rows where something is missing are left out */
function fromRows(writing: Writing, scope: Scope, isComplete: boolean): string[] {
  const { dialect, settings, by, cells } = writing;
  const { identifier } = dialect;
  const lines = [fromTable(dialect, settings)];
  // Groups are those that there are parameters of.
  const tables = by.length > 0 && scope.tables.size === 0 ? [PARAMETERS] : scope.tables;
  for (const table of tables) {
    const on = by.map(key => `${columnThere(dialect, key)} = ${identifier(table)}.${identifier(key)}`);
    lines.push(by.length > 0 ? `JOIN ${identifier(table)} ON ${on.join(' AND ')}` : `CROSS JOIN ${identifier(table)}`);
  }
  const conditions: string[] = [];
  if (settings.range !== undefined) {
    const cell = dialect.cell(columnThere(dialect, settings.range));
    conditions.push(`${cell} >= ${hole(writing, { name: 'range_from', of: { end: 'from' } })}`);
    conditions.push(`${cell} < ${hole(writing, { name: 'range_to', of: { end: 'to' } })}`);
  }
  if (isComplete && cells.size > 0) conditions.push(`NOT (${isAnyMissing(dialect, cells.values())})`);
  return conditions.length === 0 ? lines : [...lines, `WHERE ${conditions.join(' AND ')}`];
}
