// A row that an engine gave back → numbers, in the places of gradients and matrices.

import type { QueryPiece, WrittenQuery } from '../emit/sql/written.js';
import type { QueryRow } from './query-types.js';

/** @throws RangeError for no rows, where there is no value for none; TypeError for a row of another query, or none */
export function readRow(
  { pieces, rows, missing, keys, needsRows }: WrittenQuery,
  onMissing: 'refuse' | 'drop',
  row: Readonly<Record<string, unknown>>,
): QueryRow {
  // A query of groups without rows has none, and rows[0] of it is undefined.
  if (typeof row !== 'object' || row === null)
    throw new TypeError(`query: a row is an object of values by column, got ${row}`);
  const cell = (name: string): unknown => {
    if (Object.hasOwn(row, name)) return row[name];
    throw new TypeError(`query: the row has no column '${name}': it has ${Object.keys(row).join(', ')}`);
  };
  const count = rows === null ? 1 : numberOf(cell(rows));
  const left = missing === null ? 0 : numberOf(cell(missing));
  if (count === 0 && needsRows) throw new RangeError('query: the smallest or largest of no rows has no value');
  const isUnknown = left > 0 && onMissing === 'refuse';
  const numbers = ({ entries }: QueryPiece): Float64Array =>
    Float64Array.from(entries, entry => {
      if (isUnknown) return Number.NaN;
      return typeof entry === 'number' ? entry : numberOf(cell(entry));
    });
  const read: Record<string, unknown> = { rows: count, missing: left, keys: keys.map(cell) };
  for (const piece of pieces) {
    const own = numbers(piece);
    read[piece.name] = piece.isNumber ? own[0]! : own;
  }
  // Filled in above, piece by piece.
  return read as unknown as QueryRow;
}

/** Drivers give doubles as numbers, texts or objects of their own; NULL is what some engines have for NaN. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return Number.NaN;
  const text = String(value).trim();
  if (/^[+-]?inf(inity)?$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}
