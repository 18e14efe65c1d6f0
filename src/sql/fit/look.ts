// A look at all rows before a fit asks for sums of them: how many there are, of each group, and what in them is nothing to fit to.
// What files of data are refused for row by row is counted here.

import type { Dialect } from '../../emit/sql/dialect.js';
import { dialectNamed } from '../../emit/sql/dialects.js';
import { columnThere, fromTable, isAnyMissing, type TableSettings } from '../../emit/sql/table.js';
import type { LossName } from '../../solve/losses.js';
import type { Key } from '../query-types.js';

/** Columns by what they are called in the table. */
export interface Looked {
  readonly data: readonly string[];
  /** Of responses, which losses want in a range. */
  readonly responses: readonly string[];
  readonly weights: string | null;
}

/** What there is in all rows, or in those of a group. */
export interface Seen {
  /** Null where a row has none. */
  readonly keys: readonly (Key | null)[];
  /** Without those that are left out. */
  readonly rows: number;
  /** Rows where something is missing. */
  readonly missing: number;
  /** Rows, by column, where it is missing or is no number. */
  readonly missingIn: ReadonlyMap<string, number>;
  /** Rows that nothing is missing in, by column, where it is infinite, or NaN. */
  readonly notFiniteIn: ReadonlyMap<string, number>;
  /** Where a response is none for the loss, and where a weight is negative. */
  readonly refusedIn: ReadonlyMap<string, number>;
  readonly negative: number;
}

export interface Look {
  readonly text: string;
  read(row: Readonly<Record<string, unknown>>): Seen;
}

/** What responses are refused where these hold, as the losses of solve/losses.ts say. */
const REFUSED: Readonly<Partial<Record<LossName, (cell: string, number: (value: number) => string) => string>>> = {
  logistic: (cell, number) => `${cell} < ${number(0)} OR ${cell} > ${number(1)}`,
  poisson: (cell, number) => `${cell} < ${number(0)}`,
};

/** @throws FormulaError for settings that mean nothing */
export function lookAt(settings: TableSettings, { data, responses, weights }: Looked, loss: LossName): Look {
  const dialect = dialectNamed(settings.dialect);
  const { number } = dialect;
  const cellOf = (name: string): string => columnThere(dialect, name);
  const columns = [...new Set([...data, ...(weights === null ? [] : [weights])])];
  const anyMissing = isAnyMissing(dialect, columns);
  const items: string[] = [];
  /** Rows where a condition holds, as a column of the result: what it is called. */
  const counted = (condition: string): string => {
    items.push(dialect.rowsWhere(condition));
    return `n${items.length}`;
  };
  /** Of rows that nothing is missing in. */
  const within = (condition: string): string => counted(`NOT (${anyMissing}) AND (${condition})`);
  // NaN is above all numbers in some engines, and beside all of them in others: it is between none in either.
  const isNotFinite = (cell: string): string =>
    `NOT (${cell} > -${number(Number.POSITIVE_INFINITY)} AND ${cell} < ${number(Number.POSITIVE_INFINITY)})`;

  const all = counted(`NOT (${anyMissing})`);
  const missing = counted(anyMissing);
  const missingIn = columns.map(name => [name, counted(dialect.missing(cellOf(name)))] as const);
  const notFiniteIn = columns.map(name => [name, within(isNotFinite(dialect.cell(cellOf(name))))] as const);
  const isRefused = REFUSED[loss];
  const refusedIn =
    isRefused === undefined
      ? []
      : [...new Set(responses)].map(name => [name, within(isRefused(dialect.cell(cellOf(name)), number))] as const);
  const negative = weights === null ? null : within(`${dialect.cell(cellOf(weights))} < ${number(0)}`);

  const by = settings.by ?? [];
  return {
    text: textOf(dialect, settings, by, items),
    read(row) {
      const count = (name: string): number => Number(row[name] ?? 0);
      const counts = (of: readonly (readonly [string, string])[]): ReadonlyMap<string, number> =>
        new Map(of.map(([name, column]) => [name, count(column)]));
      return {
        keys: by.map(name => row[name] as Key | null),
        rows: count(all),
        missing: count(missing),
        missingIn: counts(missingIn),
        notFiniteIn: counts(notFiniteIn),
        refusedIn: counts(refusedIn),
        negative: negative === null ? 0 : count(negative),
      };
    },
  };
}

function textOf(dialect: Dialect, settings: TableSettings, by: readonly string[], items: readonly string[]): string {
  const { identifier } = dialect;
  const keys = by.map(name => columnThere(dialect, name));
  const columns = [
    ...by.map((name, i) => `${keys[i]} AS ${identifier(name)}`),
    ...items.map((item, i) => `${item} AS ${identifier(`n${i + 1}`)}`),
  ];
  const grouped = by.length === 0 ? '' : `\nGROUP BY ${keys.join(', ')}\nORDER BY ${keys.join(', ')}`;
  return `SELECT ${columns.join(',\n  ')}\n${fromTable(dialect, settings)}${grouped}`;
}
