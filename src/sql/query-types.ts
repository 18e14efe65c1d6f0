// What a query is to those who run it: its text, what is bound to it, and how its row is read.

import type { CompileOptions } from '../options.js';
import type { Values } from '../solve/elements.js';

export type DialectName =
  | 'duckdb'
  | 'postgres'
  | 'sqlite'
  | 'spark'
  | 'bigquery'
  | 'snowflake'
  | 'clickhouse'
  | 'trino';

export interface QueryOptions extends Pick<CompileOptions, 'wrt' | 'emit' | 'algebraic' | 'stable' | 'limits' | 'file'> {
  /** Default: 'duckdb'. */
  readonly dialect?: DialectName;
  /** The table; parts of its name in a list (`['schema', 'table']`). Default: 'data'. */
  readonly table?: string | readonly string[];
  /** In the place of a table a `SELECT`, or anything that may stand after FROM. It is put in as it is: never text of others. */
  readonly from?: string;
  /** What columns are called otherwise than in the formula: by name of data, or of an element of it (`x[1]`). */
  readonly columns?: Readonly<Record<string, string>>;
  /** Columns of keys: a result for each of their values, each with parameters of its own (see `Query.bindGroups`). */
  readonly by?: readonly string[];
  /** 'refuse': what is missing is counted, and makes results NaN. 'drop': rows are left out where something is missing, and counted. */
  readonly missing?: 'refuse' | 'drop';
  /** A part of the rows at random, above 0 and below 1. */
  readonly sample?: number;
  /** Of the sample, where the dialect has one; default: 1. */
  readonly seed?: number;
  /** Rows whose key is at least one bound value and below another one, `from` and `to`: a minibatch. */
  readonly range?: string;
}

/** What a value is bound as. */
export interface QueryParameter {
  /** The name of its placeholder. */
  readonly name: string;
  /** The input whose element it is, or the end of a range. */
  readonly of: { readonly input: string; readonly element: number; readonly isTangent: boolean } | { readonly end: 'from' | 'to' };
}

/** What a query gives back. */
export interface QueryRow {
  /** Present where they were asked for with `emit`. */
  readonly value?: number;
  readonly gradient?: Float64Array;
  readonly hessian?: Float64Array;
  /** JᵀJ of residuals r. */
  readonly gaussNewton?: Float64Array;
  readonly hvp?: Float64Array;
  readonly jvp?: Float64Array;
  readonly jacobian?: Float64Array;
  /** Values of a program with several results. */
  readonly values?: Float64Array;
  /** Rows that were summed. */
  readonly rows: number;
  /** Rows in which a cell is missing, or is no number. */
  readonly missing: number;
  /** Of a query for groups, the values of `by`. */
  readonly keys: readonly unknown[];
}

export interface Query {
  readonly dialect: DialectName;
  /** One SELECT. With `by` it reads the parameters of groups from `parameters`, which `bindGroups` writes in front. */
  readonly text: string;
  /** In the order of `bind`. */
  readonly parameters: readonly QueryParameter[];
  /** Names of the columns of its row. */
  readonly columns: readonly string[];
  /** Values for the placeholders, in their order. Inputs may have defaults and starts. */
  bind(point: Readonly<Record<string, Values>>, more?: { readonly direction?: Readonly<Record<string, Values>>; readonly from?: number; readonly to?: number }): number[];
  /** The text with numbers in the places of its placeholders. */
  bound(point: Readonly<Record<string, Values>>, more?: { readonly direction?: Readonly<Record<string, Values>>; readonly from?: number; readonly to?: number }): string;
  /** Of a query for groups: the text for some groups, with the parameters of each. Keys are numbers, texts, booleans or null. */
  bindGroups(groups: readonly { readonly keys: readonly unknown[]; readonly point: Readonly<Record<string, Values>> }[]): string;
  /** A row that an engine gave back, by names of columns. */
  read(row: Readonly<Record<string, unknown>>): QueryRow;
}
