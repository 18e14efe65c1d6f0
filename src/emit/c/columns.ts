// Columns of data among the arguments of a function in C.

import type { Argument } from '../../exports/declared.js';
import { elementVariable, type Input } from '../../lower/model.js';

/** Where a column of data is read. */
export interface DataColumn {
  readonly name: string;
  /** Numbers for each row, and which of them. */
  readonly width: number;
  readonly element: number;
  readonly keep: string;
}

export interface Columns {
  of(slot: number): DataColumn;
  /** The parameters that say which rows; null without data. */
  readonly rows: { readonly start: string; readonly count: string } | null;
}

/** @param own the arguments of the inputs, and what stands after them */
export function columnsOf(listed: readonly Input[], own: readonly Argument[]): Columns {
  const [start, count] = own.filter(({ range }) => range !== undefined);
  return {
    of(slot) {
      const k = listed.findIndex(input => input.slot <= slot && slot < input.slot + input.nodes.length);
      const element = slot - listed[k]!.slot;
      const { name, width } = own[k]!;
      return { name, width: width!, element, keep: elementVariable(listed[k]!, element) };
    },
    rows: start === undefined || count === undefined ? null : { start: start.name, count: count.name },
  };
}
