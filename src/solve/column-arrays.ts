// Columns in memory, and what is wrong with them.

import { formulaError } from '../diagnostic.js';
import { suggest } from '../suggest.js';
import type { Fitted } from './fitted.js';
import type { ReadModel } from './prepare.js';
import { type Rows, rowsOf } from './rows.js';

/** Columns by name: a number for each row, of `data x[k]` k numbers, a row after another. */
export type Columns = Readonly<Record<string, ArrayLike<number>>>;

/** Checks columns against what the model wants of them. */
export function columnsOf(
  { data }: ReadModel,
  fitted: Fitted,
  columns: Columns,
  weights: ArrayLike<number> | string | undefined,
): Rows {
  let count: number | null = null;
  let first = '';
  const checked = (name: string, values: ArrayLike<number> | undefined, width: number): ArrayLike<number> => {
    if (values === undefined) {
      const near = suggest(name, Object.keys(columns));
      const help = near ? `did you mean '${near}'?` : `the columns are ${Object.keys(columns).join(', ')}`;
      throw formulaError('WG602', `there is no column '${name}'`, help);
    }
    if (values === null || typeof values !== 'object' || typeof values.length !== 'number')
      throw formulaError('WG602', `'${name}' is no array`, 'columns are arrays of numbers');
    const rows = values.length / width;
    if (!Number.isInteger(rows))
      throw formulaError('WG602', `'${name}' has ${values.length} numbers, which are no rows of ${width}`);
    if (count !== null && rows !== count)
      throw formulaError(
        'WG602',
        `'${name}' has ${rows} rows where '${first}' has ${count}`,
        'all columns are of the same length',
      );
    if (count === null) [count, first] = [rows, name];
    for (let i = 0; i < values.length; i++)
      if (!Number.isFinite(values[i]))
        throw formulaError(
          'WG602',
          `'${name}', row ${Math.floor(i / width) + 1}: ${values[i]} is not a number`,
          'leave rows without a value out',
        );
    return values;
  };
  const found = data.map(({ name, nodes }) =>
    checked(name, Object.hasOwn(columns, name) ? columns[name] : undefined, nodes.length),
  );
  const own =
    typeof weights === 'string' ? checked(weights, columns[weights], 1) : weights && checked('weights', weights, 1);
  for (let i = 0; i < (own?.length ?? 0); i++)
    if (own![i]! < 0)
      throw formulaError('WG602', `the weight of row ${i + 1} is ${own![i]}`, 'weights are not negative');
  refuseResponses(
    fitted,
    data.map(({ name }) => name),
    found,
  );
  if ((count ?? 0) === 0) throw formulaError('WG602', 'there are no rows', 'give columns with numbers in them');
  return rowsOf(found, own ?? null, count!);
}

function refuseResponses(
  { responses, loss }: Fitted,
  names: readonly string[],
  columns: readonly ArrayLike<number>[],
): void {
  for (const of of responses) {
    if (of === null) continue;
    const values = columns[of.column]!;
    for (let i = of.element; i < values.length; i += of.width) {
      const wanted = loss.refuses(values[i]!);
      if (wanted === null) continue;
      const row = Math.floor(i / of.width) + 1;
      throw formulaError(
        'WG602',
        `'${names[of.column]}', row ${row}: ${values[i]} is not ${wanted}`,
        `as '${loss.name}' wants`,
      );
    }
  }
}
