// Which columns of a table a fit reads, and as what. Data and weights are numbers, keys tell groups apart. What an engine does not
// compare or compute with as it is, truths among data and dates among keys, is turned into what it does.

import { type FormulaError, formulaError } from '../../diagnostic.js';
import { dialectNamed } from '../../emit/sql/dialects.js';
import type { EngineColumn } from '../engines/engine.js';
import type { DialectName } from '../query-types.js';

export interface Used {
  /** Data and weights. */
  readonly numbers: readonly string[];
  readonly keys: readonly string[];
}

/**
 * What stands after FROM so that the columns are of such kinds: the same where they are.
 * @param known all columns of the table
 * @throws FormulaError for a text among the data
 */
export function fromWithKinds(
  dialect: DialectName,
  from: string,
  known: readonly EngineColumn[],
  { numbers, keys }: Used,
  shown: string,
): string {
  const { identifier } = dialectNamed(dialect);
  const columnOf = new Map(known.map(column => [column.name, column]));
  for (const name of numbers) {
    const column = columnOf.get(name);
    if (column?.kind === 'text' || column?.kind === 'other') throw notNumbers(column, shown, keys.includes(name));
  }
  const castOf = (name: string): string | null => {
    const kind = columnOf.get(name)?.kind;
    if (kind === 'truth' && numbers.includes(name)) return `CAST(${identifier(name)} AS INTEGER)`;
    return kind === 'other' ? `CAST(${identifier(name)} AS VARCHAR)` : null;
  };
  const used = [...new Set([...numbers, ...keys])];
  if (used.every(name => castOf(name) === null)) return from;
  const items = used.map(name => `${castOf(name) ?? identifier(name)} AS ${identifier(name)}`);
  return `(SELECT ${items.join(', ')} FROM ${from} AS ${identifier('d')})`;
}

function notNumbers({ name, type }: EngineColumn, shown: string, isKey: boolean): FormulaError {
  const also = isKey ? ', and tells groups apart' : '';
  return formulaError(
    'WG621',
    `${shown}: the column '${name}' is ${type}${also}`,
    `data are numbers: ?query=SELECT CAST("${name}" AS DOUBLE PRECISION) AS "${name}", … FROM …`,
  );
}
