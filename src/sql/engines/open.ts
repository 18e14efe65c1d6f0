// What `--data` names, opened: an engine, and where in it the rows are.

import type { DelimitedOptions } from '../../data/delimited.js';
import { missingCells } from '../../data/numbers.js';
import { formulaError } from '../../diagnostic.js';
import { dialectNamed } from '../../emit/sql/dialects.js';
import { openDuckDB, openTemporaryDuckDB } from './duckdb.js';
import type { Engine } from './engine.js';
import type { Location } from './location.js';
import { openPostgres } from './postgres.js';
import { openSqlite } from './sqlite.js';

/** A table or a query of an engine. */
export interface Source {
  readonly engine: Engine;
  /** What stands after FROM. */
  readonly from: string;
}

/** @throws FormulaError where it cannot be opened */
export async function openLocation({ engine, at, reads }: Location): Promise<Source> {
  const opened = await openEngine(engine, at);
  if ('query' in reads) return { engine: opened, from: `(${reads.query}\n)` };
  const { identifier } = dialectNamed(opened.dialect);
  return { engine: opened, from: reads.table.map(identifier).join('.') };
}

function openEngine(engine: Location['engine'], at: string | null): Promise<Engine> {
  // Others than DuckDB have a place.
  if (engine === 'postgres') return openPostgres(at!);
  return engine === 'sqlite' ? openSqlite(at!) : openDuckDB(at);
}

/**
 * A file, or files of a pattern, that DuckDB reads. Parquet it goes over each time; texts it copies first, into a data base that is
 * there as long as it is open.
 * @throws FormulaError for what it does not read
 */
export async function openFile(file: string, format: DelimitedOptions): Promise<Source> {
  const engine = await openTemporaryDuckDB();
  const { text } = dialectNamed('duckdb');
  const name = file.replace(/\.(gz|zst)$/i, '');
  if (/\.(parquet|pq)$/i.test(name)) return { engine, from: `read_parquet(${text(file)})` };
  const isJson = /\.(json|jsonl|ndjson)$/i.test(name);
  const { delimiter, decimal, header } = format;
  const settings = [
    text(file),
    ...(isJson ? [] : [`nullstr = [${missingCells.map(text).join(', ')}]`]),
    ...(delimiter === undefined ? [] : [`delim = ${text(delimiter)}`]),
    ...(decimal === undefined ? [] : [`decimal_separator = ${text(decimal)}`]),
    ...(header === undefined ? [] : ['header = false', `names = [${header.map(text).join(', ')}]`]),
  ];
  try {
    if (isJson && settings.length > 1)
      throw formulaError(
        'WG602',
        `${file}: --delimiter, --decimal and --header are of texts with cells`,
        'leave them out',
      );
    await engine.run(`CREATE TABLE data AS SELECT * FROM ${isJson ? 'read_json' : 'read_csv'}(${settings.join(', ')})`);
  } catch (error) {
    await engine.close();
    throw error;
  }
  return { engine, from: '"data"' };
}
