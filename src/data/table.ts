// A file of data as whoever reads it sees it: columns with names, and numbers row by row.

import type { Code } from '../catalogue.js';
import type { FormulaError } from '../diagnostic.js';

/** A row; the same object for each. */
export interface Row {
  /** Of the columns that were asked for; NaN where there is none. */
  readonly values: Float64Array;
  /** From 1. */
  readonly number: number;
  /** What is wrong with one of the values. */
  fault(column: number, code: Code, message: string, help?: string): FormulaError;
}

export interface Table {
  /** Of the file, in messages. */
  readonly file: string;
  /** Of the columns, in the order of the file; of equal ones the first counts, and asking for it is an error. */
  readonly names: readonly string[];
  /** Where there are columns of the same name, what is to be said of it. */
  duplicate(name: string): FormulaError | null;
  /**
   * Goes over all rows, once.
   * @param columns by their place among the names
   * @throws FormulaError for what is no number, and what the visitor throws
   */
  read(columns: readonly number[], visit: (row: Row) => void): Promise<void>;
  /** Lets go of the file, also where it has not been read to its end. */
  close(): Promise<void>;
}

/** The number of nearly everything that a column of JSON or Parquet may hold; NaN where there is none, null for what is no number. */
export function plainNumber(value: unknown): number | null {
  if (value === null || value === undefined) return Number.NaN;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'number') return null;
  return Number.isNaN(value) || Number.isFinite(value) ? value : null;
}
