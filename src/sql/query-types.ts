// What a query is to those who run it: its text, what is bound to it, and how its row is read.

import type { DialectName, QuerySettings } from '../emit/sql/settings.js';
import type { QueryParameter } from '../emit/sql/written.js';
import type { CompileOptions } from '../options.js';
import type { Values } from '../solve/elements.js';

export type { DialectName, QueryParameter, QuerySettings };

/** How a formula is compiled, and what the query is written for. */
export interface QueryOptions
  extends Pick<CompileOptions, 'wrt' | 'emit' | 'algebraic' | 'stable' | 'limits' | 'file'>,
    QuerySettings {}

/** The values of keys of a group. */
export type Key = number | bigint | string | boolean;

/** What a query gives back. */
export interface QueryRow {
  /** Present where they were asked for with `emit`; values of a program with several results are an array. */
  readonly value?: number | Float64Array;
  readonly gradient?: Float64Array;
  /** Row-major, as all matrices. */
  readonly hessian?: Float64Array;
  /** JᵀJ of residuals r, where `value` is Σr² and `gradient` 2·Jᵀr. */
  readonly gaussNewton?: Float64Array;
  readonly gaussNewtonProduct?: Float64Array;
  readonly hvp?: Float64Array;
  readonly jvp?: Float64Array;
  readonly jacobian?: Float64Array;
  /** Rows that were summed, and those in which a cell is missing, or is no number. */
  readonly rows: number;
  readonly missing: number;
  /** Of a query for groups, the values of `by`. */
  readonly keys: readonly unknown[];
}

/** Inputs by name, as `evaluate` takes them. */
export type Point = Readonly<Record<string, Values>>;

/** What is bound beside the inputs. */
export interface Bound {
  /** Of `hvp` and `jvp`: tangents of what is differentiated. */
  readonly direction?: Point;
  /** Of `range`. */
  readonly from?: number;
  readonly to?: number;
}

export interface Query {
  readonly dialect: DialectName;
  /** One SELECT with placeholders. With `by` it reads a table `parameters`, a row for each group: its keys and its parameters. */
  readonly text: string;
  /** In the order of `bind`. */
  readonly parameters: readonly QueryParameter[];
  /** Names of the columns of its row. */
  readonly columns: readonly string[];
  /**
   * Values for the placeholders, in their order. What is not given is an input's default or start.
   * @throws TypeError for an input that is missing, unknown or of another length
   */
  bind(point: Point, more?: Bound): number[];
  /** The text with numbers in the places of its placeholders. @throws as `bind` */
  bound(point: Point, more?: Bound): string;
  /** Of a query for groups: the text for some groups, with the parameters of each. @throws as `bind` */
  bindGroups(groups: readonly { readonly keys: readonly Key[]; readonly point: Point }[]): string;
  /**
   * A row as an engine gave it back, by names of columns. Where something is missing and rows are not left out for it, all is NaN.
   * @throws RangeError for no rows, where the formula has no value for none
   */
  read(row: Readonly<Record<string, unknown>>): QueryRow;
}
