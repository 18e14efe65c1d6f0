// What a query is written for.

export type DialectName =
  | 'duckdb'
  | 'postgres'
  | 'sqlite'
  | 'spark'
  | 'bigquery'
  | 'snowflake'
  | 'clickhouse'
  | 'trino';

export interface QuerySettings {
  /** Default: 'duckdb'. */
  readonly dialect?: DialectName;
  /** The table; parts of its name in a list (`['schema', 'table']`). Default: 'data'. */
  readonly table?: string | readonly string[];
  /** In the place of a table a `SELECT`, or anything that may stand after FROM. It is put in as it is: never text of others. */
  readonly from?: string;
  /** What columns are called otherwise than in the formula: by name of data, or of an element of it (`x[1]`). */
  readonly columns?: Readonly<Record<string, string>>;
  /** Columns of keys: a result for each of their values, each with parameters of its own, which are read from a table `parameters`. */
  readonly by?: readonly string[];
  /** 'refuse': what is missing is counted, and makes results NaN. 'drop': rows are left out where something is missing, and counted. */
  readonly missing?: 'refuse' | 'drop';
  /** A part of the rows at random, above 0 and below 1. */
  readonly sample?: number;
  /** Of the sample, where the dialect has one; default: 1. */
  readonly seed?: number;
  /** A column: rows where it is at least one bound value, `from`, and below another one, `to`: a minibatch. */
  readonly range?: string;
}
