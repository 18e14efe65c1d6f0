// A table and a model's data → rows that a fit goes over.

import type { Input } from '../lower/model.js';
import type { Fitted } from '../solve/fitted.js';
import { columnsFor, type Mapping, placeOfWeights } from './columns.js';
import { fileFault } from './fault.js';
import { createRowStore, type RowStore } from './row-store.js';
import type { Row, Table } from './table.js';

export interface ReadOptions {
  readonly mapping: Mapping;
  /** Name of the column with weights; null for none. */
  readonly weights: string | null;
  /** Rows with a missing value are left out and counted, in place of being an error. */
  readonly dropsMissing: boolean;
  /** Called now and then. */
  readonly onRows?: (count: number) => void;
  /** Throws where reading is to stop. */
  readonly check?: () => void;
}

export interface ReadRows {
  readonly store: RowStore;
  /** How many rows were left out. */
  readonly dropped: number;
}

/** Rows between two calls. */
const OFTEN = 50_000;

export async function readRows(
  table: Table,
  data: readonly Input[],
  { loss, responses }: Pick<Fitted, 'loss' | 'responses'>,
  options: ReadOptions,
): Promise<ReadRows> {
  const { mapping, weights, dropsMissing, onRows, check } = options;
  const widths = data.map(({ nodes }) => nodes.length);
  const columns = columnsFor(table, data, mapping);
  const names = columns.map(column => table.names[column]!);
  const weightAt = weights === null ? null : columns.length;
  if (weights !== null) {
    columns.push(placeOfWeights(table, weights));
    names.push(weights);
  }
  const starts = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  const checked = responses.flatMap(of => (of === null ? [] : [starts[of.column]! + of.element]));
  const store = createRowStore(widths, weights !== null);
  let dropped = 0;
  const visit = (row: Row): void => {
    const { values, number } = row;
    if (number % OFTEN === 0) {
      onRows?.(number);
      check?.();
    }
    for (let i = 0; i < values.length; i++) {
      if (!Number.isNaN(values[i])) continue;
      if (!dropsMissing)
        throw row.fault(
          i,
          'WG622',
          `row ${number} has no value for '${names[i]}'`,
          '--drop-missing leaves such rows out, and says how many',
        );
      dropped++;
      return;
    }
    for (const i of checked) {
      const wanted = loss.refuses(values[i]!);
      if (wanted !== null)
        throw row.fault(
          i,
          'WG621',
          `row ${number}, '${names[i]}': ${values[i]} is not ${wanted}`,
          `as --loss ${loss.name} wants`,
        );
    }
    if (weightAt !== null && values[weightAt]! < 0)
      throw row.fault(
        weightAt,
        'WG621',
        `row ${number}, '${names[weightAt]}': a weight of ${values[weightAt]}`,
        'weights are not negative',
      );
    store.add(values);
  };
  try {
    await table.read(columns, visit);
  } catch (error) {
    store.close();
    throw error;
  }
  if (store.rows().count === 0) {
    store.close();
    if (dropped > 0)
      throw fileFault(
        'WG622',
        table.file,
        `each of ${dropped} rows has a missing value`,
        'which column they are in: leave --drop-missing out',
      );
    throw fileFault('WG624', table.file, 'there are no rows', 'below the names of columns are rows of numbers');
  }
  return { store, dropped };
}
