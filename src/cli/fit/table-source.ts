// `--data duckdb:…`, `--data postgres://…` and `--engine duckdb`: where the rows are of a fit that an engine makes the sums of.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { DelimitedOptions } from '../../data/delimited.js';
import type { Engine } from '../../sql/engines/engine.js';
import { readLocation, schemeOf } from '../../sql/engines/location.js';
import { openFile, openLocation } from '../../sql/engines/open.js';
import { quote } from '../files/recorded-command.js';
import { fileError, usageError } from '../terminal/failure.js';
import type { Streams } from '../terminal/streams.js';

export interface TableSource {
  readonly engine: Engine;
  readonly from: string;
  /** In messages and reports. */
  readonly shown: string;
}

/** True where an engine is asked, and no file is read. */
export const isOfEngine = (data: string, engine: string | undefined): boolean =>
  engine !== undefined || schemeOf(data) !== null;

/** Files that DuckDB reads rows from, and takes for no data base. */
const ROWS = /\.(csv|tsv|json|jsonl|ndjson|parquet|pq)(\.gz|\.zst)?$/i;

/** @throws FormulaError */
export async function openSource(
  data: string,
  asked: string | undefined,
  format: DelimitedOptions,
  streams: Streams,
): Promise<TableSource> {
  if (schemeOf(data) === null) return openedFile(data, format, streams);
  const location = readLocation(data);
  const { engine, shown } = location;
  if (asked !== undefined && asked !== engine)
    throw usageError(`--data ${shown} is not read by --engine ${asked}`, 'leave --engine out');
  if (Object.keys(format).length > 0)
    throw usageError(
      `--delimiter, --decimal and --header are of files with cells, and --data ${shown} is a table`,
      'leave them out',
    );
  const { at } = location;
  // DuckDB opens addresses, too.
  const isFile = engine !== 'postgres' && at !== null && !/^[a-z][a-z\d+.-]+:/i.test(at);
  const place = isFile ? path.resolve(streams.directory, at) : at;
  if (engine === 'duckdb' && isFile && ROWS.test(at))
    throw usageError(
      `--data ${shown}: '${at}' is a file of rows, and a table is in a data base`,
      `--data ${quote(at)} --engine duckdb reads it`,
    );
  if (engine === 'sqlite' && !existsSync(place!))
    throw fileError(`there is no file '${at}'`, `as --data ${shown} says`);
  return { ...(await openLocation({ ...location, at: place })), shown };
}

/** Files of a pattern, and those of other machines, are the engine's to find. */
async function openedFile(data: string, format: DelimitedOptions, streams: Streams): Promise<TableSource> {
  if (data === '-') throw usageError('--engine duckdb reads files, and - is standard input', 'put it into a file');
  const isAway = /^[a-z][a-z\d+.-]+:\/\//i.test(data);
  const file = isAway ? data : path.resolve(streams.directory, data);
  if (!isAway && !/[*?[]/.test(data) && !existsSync(file))
    throw fileError(`there is no file '${data}'`, '--data names a file, or files: data/*.parquet');
  return { ...(await openFile(file, format)), shown: data };
}
