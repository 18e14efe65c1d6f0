// DuckDB, in this process: a file that it reads only, or a data base of its own for what queries name, as files of Parquet. What does
// not fit into memory it keeps beside its file.

import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import { nameKinds, plainCell } from './cells.js';
import type { ColumnKind, Engine, EngineRow } from './engine.js';
import { engineFault } from './fault.js';
import { loaded } from './load.js';

const TITLE = 'DuckDB';

/** Statements that are kept prepared: a fit has some few, again and again. */
const MOST_PREPARED = 8;

/** @param file null for no file @throws FormulaError */
export const openDuckDB = (file: string | null): Promise<Engine> =>
  file === null ? openTemporaryDuckDB() : opened(file, { access_mode: 'READ_ONLY' }, async () => {});

/** A data base of its own in a temporary folder, which is gone when it is closed. @throws FormulaError */
export async function openTemporaryDuckDB(): Promise<Engine> {
  const { mkdtemp, rm } = await import('node:fs/promises');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const folder = await mkdtemp(join(tmpdir(), 'wengert-'));
  const discard = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    return await opened(join(folder, 'data.duckdb'), {}, discard);
  } catch (error) {
    await discard();
    throw error;
  }
}

async function opened(
  place: string,
  config: Readonly<Record<string, string>>,
  discard: () => Promise<void>,
): Promise<Engine> {
  const driver = await loaded(TITLE, '@duckdb/node-api', () => import('@duckdb/node-api'));
  let instance: DuckDBInstance;
  let connection: DuckDBConnection;
  try {
    instance = await driver.DuckDBInstance.create(place, config);
    connection = await instance.connect();
  } catch (error) {
    throw engineFault(TITLE, error);
  }
  const prepared = new Map<string, DuckDBPreparedStatement>();

  async function statementOf(text: string): Promise<DuckDBPreparedStatement> {
    const known = prepared.get(text);
    if (known !== undefined) return known;
    const statement = await connection.prepare(text);
    const [oldest] = prepared;
    if (prepared.size === MOST_PREPARED) {
      prepared.delete(oldest![0]);
      oldest![1].destroySync();
    }
    prepared.set(text, statement);
    return statement;
  }

  async function read(text: string, values: readonly number[], names: readonly string[] | undefined) {
    try {
      const statement = await statementOf(text);
      // Whole numbers would be bound as integers.
      if (names === undefined) statement.bind([...values], Array(values.length).fill(driver.DOUBLE));
      else {
        const named = <T>(of: (i: number) => T): Record<string, T> =>
          Object.fromEntries(names.map((name, i) => [name, of(i)]));
        statement.bind(
          named(i => values[i]!),
          named(() => driver.DOUBLE),
        );
      }
      return await statement.runAndReadAll();
    } catch (error) {
      throw engineFault(TITLE, error);
    }
  }

  return {
    title: TITLE,
    dialect: 'duckdb',
    async run(text, values = [], names) {
      const found = await read(text, values, names);
      return found
        .getRowObjectsJS()
        .map((row): EngineRow => Object.fromEntries(Object.entries(row).map(([name, of]) => [name, plainCell(of)])));
    },
    async columnsOf(from) {
      const found = await read(`SELECT * FROM ${from} LIMIT 0`, [], undefined);
      const types = found.columnTypes();
      return found.columnNames().map((name, i) => ({ name, kind: kindOf(String(types[i])), type: String(types[i]) }));
    },
    async interrupt() {
      connection.interrupt();
    },
    async close() {
      for (const statement of prepared.values()) statement.destroySync();
      connection.closeSync();
      instance.closeSync();
      await discard();
    },
  };
}

const kindOf = (type: string): ColumnKind =>
  nameKinds(type, /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|DECIMAL\b.*)$/, /^BOOLEAN$/, /^VARCHAR$/);
