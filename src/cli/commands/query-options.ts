// The options of queries, of `wengert compile --target sql`.

import { readMapping } from '../../data/columns.js';
import { dialectNames } from '../../emit/sql/dialects.js';
import type { QuerySettings } from '../../emit/sql/settings.js';
import { type FlagsOf, optionRows } from '../command.js';
import { collect, columnNames, finiteNumber, wholeNumber } from '../option-values.js';
import { usageError } from '../terminal/failure.js';

export const queryOptions = optionRows({
  dialect: {
    flags: '--dialect <name>',
    description: 'of a query (default: duckdb)',
    choices: dialectNames,
    recorded: true,
  },
  table: {
    flags: '--table <name>',
    description: "of a query, whose rows are the data; 'schema.table' too (default: data)",
    recorded: true,
  },
  columns: {
    flags: '--columns <x=age>',
    description: 'of a query: what columns of the table are called otherwise than in the formula; repeatable',
    read: collect,
    recorded: (texts: readonly string[]) => texts,
  },
  by: {
    flags: '--by <columns>',
    description: "of a query: a result for each group of rows, with parameters from the table 'parameters'",
    read: columnNames,
    recorded: true,
  },
  range: {
    flags: '--range <column>',
    description: 'of a query: only rows where the column is from one bound value to below another',
    recorded: true,
  },
  sample: {
    flags: '--sample <part>',
    description: 'of a query: this part of the rows, at random',
    read: finiteNumber,
    recorded: true,
  },
  seed: { flags: '--seed <n>', description: 'of the sample (default: 1)', read: wholeNumber, recorded: true },
  dropMissing: {
    flags: '--drop-missing',
    description: 'of a query: leave out rows where a cell is missing, and count them',
    recorded: true,
  },
});

type QueryFlags = FlagsOf<typeof queryOptions>;

/** What the options say; undefined where there are none. @throws FormulaError where there is no query that they could be of */
export function querySettings(flags: QueryFlags, isQuery: boolean): QuerySettings | undefined {
  const { dialect, table, columns, by, range, sample, seed, dropMissing } = flags;
  const settings: QuerySettings = {
    ...(dialect && { dialect }),
    ...(table !== undefined && { table: table.split('.') }),
    ...(columns && { columns: Object.fromEntries(readMapping(columns)) }),
    ...(by && { by }),
    ...(range !== undefined && { range }),
    ...(sample !== undefined && { sample }),
    ...(seed !== undefined && { seed }),
    ...(dropMissing && { missing: 'drop' }),
  };
  const given = Object.keys(settings);
  if (given.length === 0) return undefined;
  if (isQuery) return settings;
  const option = given[0] === 'missing' ? 'drop-missing' : given[0];
  throw usageError(`--${option} is of queries`, 'add --target sql');
}
