// What dialects of SQL differ in: one record each. The shape of a query (query.ts) is the same in all.
//
// No form of a dialect raises an error, whatever its operands are: a query has one answer for all rows. What an engine raises,
// makes NULL or orders otherwise than IEEE 754 does is guarded in the form. Operands may stand in a form several times:
// those are columns, or numbers, by then.

import type { OperationName, Rule } from '../../ops/operation.js';
import type { Form, Named } from '../line/language.js';
import type { DialectName } from './settings.js';

/** What a query makes of all rows. */
export type Aggregate = 'sum' | 'prod' | 'min' | 'max';

export interface Dialect {
  readonly name: DialectName;
  /** As people write it. */
  readonly title: string;
  /**
   * How an operation on so many operands is written; null for what the dialect has not. Comparisons and logic are conditions
   * that are never NULL.
   * @param known the operands that are numbers, undefined for others: what is known needs no guard
   */
  form(operation: Named, count: number, known?: readonly (number | undefined)[]): Form | null;
  /** Operations in other words, for those that there is no form of; of a graph from which nothing is derived any more. */
  readonly rewritten: Readonly<Partial<Record<OperationName, Rule>>>;
  /** A number without a sign, Infinity, or NaN, of the type that is computed with. */
  number(value: number): string;
  /** What makes a condition a number of 0 and 1, and a number, which may be NaN, a condition. */
  readonly conversions: Readonly<Record<'toNumber' | 'toCondition', Form>>;
  /** Any text as the name of a column or a table. */
  identifier(name: string): string;
  /** A text as a value. */
  text(value: string): string;
  /** Rows of values with names for their columns, as what stands in brackets after `AS`; there is at least one. */
  relation(columns: readonly string[], rows: readonly (readonly string[])[]): string;
  /** A value that is bound when the query is run, as a number that is computed with. @param position from 1 on */
  placeholder(name: string, position: number): string;
  /** True where placeholders are told apart by their place alone: one that is there twice is bound twice. */
  readonly isPositional: boolean;
  /** A cell as a number that is computed with; NaN for what is missing, or is no number. */
  cell(column: string): string;
  /** Whether a cell is missing, or is no number, as a condition that is never NULL; null where there is no such cell. */
  missing(column: string): string;
  /** An aggregate of a column of numbers: of a NaN among them NaN, of none 0, 1, ∞ of the least and -∞ of the greatest. Null of one that there is not. */
  aggregate(combine: Aggregate, column: string): string | null;
  /** How many rows, as a number that is computed with. */
  readonly rows: string;
  /** How many rows a condition holds in, never NULL. */
  rowsWhere(condition: string): string;
  /** Stands at the end of a sub-select so that what it names is computed once, and not wherever it is used. */
  readonly fence: string;
  /** A part of a table at random, to stand after its name. @param part above 0, below 1. Null where it has none. */
  sample(part: number, seed: number): string | null;
}
