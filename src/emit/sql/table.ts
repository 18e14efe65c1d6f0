// The table that rows are read from, and which of its columns are which data.

import { type DifferentiatedModel, elementName, elementVariable, type Input } from '../../lower/model.js';
import { suggest } from '../../suggest.js';
import type { Dialect } from './dialect.js';
import type { QuerySettings } from './settings.js';
import { usage } from './usage.js';

export interface TableSettings extends QuerySettings {
  /** What is read of the rows in the place of their columns, in SQL: the same names for what is of another type there. */
  readonly items?: readonly string[];
}

/** The columns of the table that the elements of data are, unless the settings say otherwise x_1, x_2, … of a vector x. */
export function columnsOf(input: Input, { columns = {} }: Pick<QuerySettings, 'columns'>): string[] {
  const mapped = new Map(Object.entries(columns));
  return input.nodes.map((_, i) => mapped.get(elementName(input, i)) ?? elementVariable(input, i));
}

/** Columns of the table, by the slots of the data that are read from them. */
export function cellsOf(
  { inputs }: Pick<DifferentiatedModel, 'inputs'>,
  settings: Pick<QuerySettings, 'columns'>,
): Map<number, string> {
  const data = inputs.filter(({ role }) => role === 'data');
  const known = new Set(data.flatMap(input => input.nodes.map((_, i) => elementName(input, i))));
  for (const name of Object.keys(settings.columns ?? {})) {
    if (known.has(name)) continue;
    const near = suggest(name, known);
    throw usage(
      `columns: the formula has no data '${name}'`,
      near === undefined ? `its data are ${[...known].join(', ')}` : `did you mean '${near}'?`,
    );
  }
  return new Map(
    data.flatMap(input => columnsOf(input, settings).map((column, i) => [input.slot + i, column] as const)),
  );
}

/** What stands after FROM, without a name of its own. */
function tableText(dialect: Dialect, settings: TableSettings): string {
  const rows = rowsText(dialect, settings);
  return settings.items === undefined
    ? rows
    : `(SELECT ${settings.items.join(', ')} FROM ${rows} AS ${dialect.identifier(SOURCE)})`;
}

function rowsText(dialect: Dialect, { table = 'data', from, sample, seed = 1 }: QuerySettings): string {
  const isQuery = from !== undefined && /^\s*(?:select|with|values|table)\b/i.test(from);
  if (from !== undefined) checkText(from, 'from');
  const parts = typeof table === 'string' ? [table] : table;
  for (const part of parts) checkText(part, 'table');
  const text =
    from === undefined
      ? parts.map(part => dialect.identifier(part)).join('.')
      : isQuery
        ? `(${from.replace(/;\s*$/, '')}\n)`
        : from;
  if (sample === undefined) return text;
  const sampled = dialect.sample(sample, seed);
  if (sampled === null)
    throw usage(`${dialect.title} has no sample of rows that is the same each time`, 'take ranges of a key: range');
  if (isQuery) throw usage('a sample is one of a table, and this is a query', 'sample in the query');
  return `(SELECT * FROM ${text} ${sampled})`;
}

/** What rows are called where they are read from the table. */
const SOURCE = 'd';

/** The table as it is read, from `FROM` on. */
export const fromTable = (dialect: Dialect, settings: TableSettings): string =>
  `FROM ${tableText(dialect, settings)} AS ${dialect.identifier(SOURCE)}`;

/** A column of the table there. */
export const columnThere = ({ identifier }: Pick<Dialect, 'identifier'>, name: string): string =>
  `${identifier(SOURCE)}.${identifier(name)}`;

/** Whether something is missing in a row, of columns of which there is one at least. */
export const isAnyMissing = (dialect: Dialect, columns: Iterable<string>): string =>
  [...new Set(columns)].map(name => dialect.missing(columnThere(dialect, name))).join(' OR ');

/** Names that mean tables already: no sub-select of ours may be called so. */
export const tableNames = ({ table = 'data', from = '' }: QuerySettings): string[] => [
  ...(typeof table === 'string' ? [table] : table),
  ...(from.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []),
];

/** @throws FormulaError for settings that mean nothing together */
export function checkSettings(
  { table, from, by = [], sample, seed, range, missing, columns = {} }: QuerySettings,
  hasData: boolean,
): void {
  if (table !== undefined && from !== undefined)
    throw usage("there are 'table' and 'from'", 'rows are read from one of them');
  if (by.length > 0 && !hasData)
    throw usage("'by' is about groups of rows, and the formula has no data", "declare 'data x'");
  if (
    by.length > 0 &&
    tableNames({ ...(table !== undefined && { table }), ...(from !== undefined && { from }) }).some(
      name => name.toLowerCase() === 'parameters',
    )
  )
    throw usage(
      "a table is called 'parameters', as that of the parameters of groups is",
      'give it another name, in a view',
    );
  const twice = by.find((name, i) => by.indexOf(name) < i);
  if (twice !== undefined) throw usage(`by: '${twice}' is there twice`, 'name each column once');
  if (range !== undefined && by.length > 0)
    throw usage("'range' and 'by' do not go together", 'take ranges of all groups, or groups of all rows');
  if (sample !== undefined && !(sample > 0 && sample < 1))
    throw usage(`sample: ${sample}`, 'a part is above 0 and below 1');
  if (seed !== undefined && sample === undefined)
    throw usage("'seed' is of a sample, and there is none", "add 'sample', a part of the rows, or leave it out");
  if (seed !== undefined && !Number.isSafeInteger(seed)) throw usage(`seed: ${seed}`, 'a seed is a whole number');
  if (missing !== undefined && missing !== 'refuse' && missing !== 'drop')
    throw usage(`missing: '${missing}'`, "it is 'refuse' or 'drop'");
  for (const name of [...by, ...Object.values(columns), ...(range === undefined ? [] : [range])])
    checkText(name, 'columns');
}

/** Nothing that ends a text for an engine. */
function checkText(text: string, option: string): void {
  if (typeof text !== 'string' || text === '') throw usage(`${option}: no name`, 'names are texts');
  if (text.includes('\u0000')) throw usage(`${option}: a name with the character 0`, 'no engine has such names');
}
