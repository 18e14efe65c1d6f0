// Cells and types of engines, as all of them have them.

import type { ColumnKind } from './engine.js';

/** A cell as numbers, texts, truths and null are. */
export function plainCell(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (value === undefined) return null;
  if (typeof value === 'object' && value !== null) return value instanceof Date ? value.toISOString() : String(value);
  return value;
}

/** @param patterns of the names of types */
export function nameKinds(type: string, numbers: RegExp, truths: RegExp, texts: RegExp): ColumnKind {
  if (numbers.test(type)) return 'number';
  if (truths.test(type)) return 'truth';
  return texts.test(type) ? 'text' : 'other';
}
