// SQLite, in this process, as WebAssembly: it works while it is asked, and nothing else does meanwhile.

import { plainCell } from './cells.js';
import type { Engine, EngineColumn } from './engine.js';
import { engineFault } from './fault.js';
import { loaded } from './load.js';

const TITLE = 'SQLite';
const PACKAGE = 'node-sqlite3-wasm';

/** What of the driver is used. */
interface Database {
  all(text: string, values: readonly number[] | Readonly<Record<string, number>>): Record<string, unknown>[];
  close(): void;
}

/** @throws FormulaError */
export async function openSqlite(file: string): Promise<Engine> {
  const driver = await loaded(TITLE, PACKAGE, () => import('node-sqlite3-wasm'));
  const asked = async <T>(run: () => T): Promise<T> => {
    // Others have a turn before, as there is none while it works.
    await new Promise(resolve => setTimeout(resolve, 0));
    try {
      return run();
    } catch (error) {
      throw engineFault(TITLE, error);
    }
  };
  const database: Database = await asked(
    () => new driver.default.Database(file, { readOnly: true, fileMustExist: true }) as unknown as Database,
  );
  return {
    title: TITLE,
    dialect: 'sqlite',
    run: (text, values = [], names) =>
      asked(() =>
        database
          .all(
            text,
            names === undefined ? values : Object.fromEntries(names.map((name, i) => [`:${name}`, values[i]!])),
          )
          .map(row => Object.fromEntries(Object.entries(row).map(([name, of]) => [name, plainCell(of)]))),
      ),
    // Types are of values there, and not of columns.
    columnsOf: from => asked(() => columnsIn(database, from)),
    interrupt: async () => undefined,
    close: () => asked(() => database.close()),
  };
}

/** A text among the numbers of a column is one that is missing, as the dialect has it. */
function columnsIn(database: Database, from: string): EngineColumn[] {
  const [row = {}] = database.all(`SELECT * FROM ${from} LIMIT 1`, []);
  return Object.entries(row).map(([name, value]) => {
    const isText = typeof value === 'string';
    return { name, kind: isText ? 'text' : 'number', type: isText ? 'TEXT' : 'REAL' };
  });
}
