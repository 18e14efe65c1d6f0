// DuckDB for the scripts that have their rows in it: a file, a little memory, and what each query took.

import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refuse } from './script.js';

/** What it keeps of a file in memory; of more rows it reads more often. */
const MEMORY = '512MB';

/**
 * @param {string} [file] a new one, which stays; without it the data base is in a temporary folder, which goes with `close`
 */
export async function createDuckDB(file) {
  if (file !== undefined && existsSync(file)) refuse(`${file} is there already`);
  const { DOUBLE, DuckDBInstance } = await import('@duckdb/node-api').catch(() =>
    refuse('DuckDB is a package of its own: npm install @duckdb/node-api'),
  );
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  const discard = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', discard);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  const place = file ?? path.join(folder, 'data.duckdb');
  const settings = { memory_limit: MEMORY, temp_directory: folder, preserve_insertion_order: 'false' };
  const instance = await DuckDBInstance.create(place, settings).catch(error => refuse(error.message));
  const connection = await instance.connect();
  const asked = { queries: 0, seconds: 0 };
  return {
    place,
    asked,
    /** A statement of its own, such as one that makes a table. */
    statement: text => connection.run(text),
    /** What `fitTable` calls: numbers are DOUBLE, whole ones too. */
    async run(text, values, names) {
      const start = performance.now();
      const byName = of => Object.fromEntries(names.map((name, i) => [name, of(i)]));
      const types = byName(() => DOUBLE);
      const read = await connection.runAndReadAll(
        text,
        byName(i => values[i]),
        types,
      );
      asked.queries++;
      asked.seconds += (performance.now() - start) / 1000;
      return read.getRowObjectsJS();
    },
    close() {
      connection.closeSync();
      instance.closeSync();
      discard();
    },
  };
}

/** A number between 0 and 1 that depends on a row and a number alone: the same on each machine, on as many threads as it has. */
export const uniform = (row, number) =>
  `(hash(CAST(${row} * 10000 + ${number} AS BIGINT)) / 18446744073709551616::DOUBLE)`;

/** One of mean 0 and variance 1, made of two as Box and Muller do. */
export const gaussian = (row, number) =>
  `(sqrt(-2 * ln(1 - ${uniform(row, number)})) * cos(2 * pi() * ${uniform(row, number + 1)}))`;
