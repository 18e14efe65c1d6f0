// Which columns of a table a fit reads, and as what. Data and weights are numbers, keys tell groups apart. What an engine does not
// compare or compute with as it is, truths among data, dates among keys and numbers that are no doubles, is turned into what it does.

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
 * What is read of a table so that the columns are of such kinds; null where they are.
 * @param known all columns of the table
 * @throws FormulaError for a text among the data
 */
export function itemsOfKinds(
  dialect: DialectName,
  known: readonly EngineColumn[],
  { numbers, keys }: Used,
  shown: string,
): readonly string[] | null {
  const { identifier } = dialectNamed(dialect);
  const columnOf = new Map(known.map(column => [column.name, column]));
  for (const name of numbers) {
    const column = columnOf.get(name);
    if (column?.kind === 'text' || column?.kind === 'other') throw notNumbers(column, shown, keys.includes(name));
  }
  const castOf = (name: string): string | null => {
    const { kind, type } = columnOf.get(name) ?? {};
    if (dialect === 'postgres' && type === 'numeric' && numbers.includes(name)) return doubleOf(identifier(name));
    if (kind === 'truth' && numbers.includes(name)) return `CAST(${identifier(name)} AS INTEGER)`;
    return kind === 'other' ? `CAST(${identifier(name)} AS VARCHAR)` : null;
  };
  const used = [...new Set([...numbers, ...keys])];
  if (used.every(name => castOf(name) === null)) return null;
  return used.map(name => `${castOf(name) ?? identifier(name)} AS ${identifier(name)}`);
}

/** Beyond the largest double, and so small that it is nearer to 0 than to any other one. */
const [BEYOND, NOTHING] = ['1.7976931348623158e308', '2.4703282292062328e-324'];

/** PostgreSQL makes no double of a numeric that is beyond all of them, or rounds to 0: it raises. */
const doubleOf = (cell: string): string =>
  `CASE WHEN ${cell} = 0 OR abs(${cell}) BETWEEN ${NOTHING} AND ${BEYOND} THEN ${cell}::float8 ` +
  `WHEN abs(${cell}) < 1 THEN 0::float8 ELSE sign(${cell})::float8 * 'Infinity'::float8 END`;

function notNumbers({ name, type }: EngineColumn, shown: string, isKey: boolean): FormulaError {
  const also = isKey ? ', and tells groups apart' : '';
  return formulaError(
    'WG621',
    `${shown}: the column '${name}' is ${type}${also}`,
    `data are numbers: ?query=SELECT CAST("${name}" AS DOUBLE PRECISION) AS "${name}", … FROM …`,
  );
}
