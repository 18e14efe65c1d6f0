// A query as it is written: its text with holes for what is bound, and where in its row the results are.

import type { PieceName } from '../../exports/query.js';

/** What a value is bound as. */
export interface QueryParameter {
  /** The name of its placeholder. */
  readonly name: string;
  /** The input whose element it is, or the end of a range. */
  readonly of:
    | { readonly input: string; readonly element: number; readonly isTangent: boolean }
    | { readonly end: 'from' | 'to' };
}

/** Numbers that are read from a row: of each the column that has it, or the number that it always is. */
export interface QueryPiece {
  readonly name: PieceName;
  /** False of an array. */
  readonly isNumber: boolean;
  readonly entries: readonly (string | number)[];
}

export interface WrittenQuery {
  /** Text, parameter, text, … */
  readonly texts: readonly string[];
  /** Between the texts, numbers in `parameters`. */
  readonly holes: readonly number[];
  readonly parameters: readonly QueryParameter[];
  readonly pieces: readonly QueryPiece[];
  /** Columns of the row, in order. */
  readonly columns: readonly string[];
  /** Among them that of the number of rows, and of those where something is missing; null for a program without data. */
  readonly rows: string | null;
  readonly missing: string | null;
  /** Of groups: the columns of keys, and of the table of parameters those of elements of inputs. */
  readonly keys: readonly string[];
  readonly groupColumns: readonly { readonly name: string; readonly input: string; readonly element: number }[];
  /** True where there is no value for no rows. */
  readonly needsRows: boolean;
}
