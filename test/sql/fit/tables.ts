// Tables with columns of numbers, or of anything, in each of the engines that fits are tested on.

import path from 'node:path';
import { openTemporaryDuckDB } from '../../../src/sql/engines/duckdb.js';
import type { Engine } from '../../../src/sql/engines/engine.js';
import { openPostgres } from '../../../src/sql/engines/postgres.js';
import { openSqlite } from '../../../src/sql/engines/sqlite.js';
import * as testing from '../engines.js';

export type Cell = number | string | boolean | null;
export type Columns = Readonly<Record<string, readonly Cell[]>>;

/** A data base that tables can be put into, and be read from as users do. */
export interface Shelf {
  readonly name: string;
  put(table: string, columns: Columns): Promise<void>;
  open(): Promise<Engine>;
  close(): Promise<void>;
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

function literal(cell: Cell, double: string): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return `'${cell.replaceAll("'", "''")}'`;
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  return Number.isFinite(cell) ? `CAST(${cell} AS ${double})` : `CAST('${cell}' AS ${double})`;
}

function statements(table: string, columns: Columns, double: string): string[] {
  const names = Object.keys(columns);
  const typeOf = (name: string): string => {
    const first = columns[name]!.find(cell => cell !== null);
    return typeof first === 'string' ? 'VARCHAR' : typeof first === 'boolean' ? 'BOOLEAN' : double;
  };
  const count = columns[names[0]!]!.length;
  const rows = Array.from(
    { length: count },
    (_, row) => `(${names.map(name => literal(columns[name]![row]!, double)).join(', ')})`,
  );
  const made = `CREATE TABLE ${quoted(table)} (${names.map(name => `${quoted(name)} ${typeOf(name)}`).join(', ')})`;
  const filled = [];
  for (let at = 0; at < count; at += 500)
    filled.push(`INSERT INTO ${quoted(table)} VALUES ${rows.slice(at, at + 500).join(', ')}`);
  return [made, ...filled];
}

export async function duckdbShelf(): Promise<Shelf> {
  const engine = await openTemporaryDuckDB();
  return {
    name: 'DuckDB',
    async put(table, columns) {
      for (const statement of statements(table, columns, 'DOUBLE')) await engine.run(statement);
    },
    open: async () => ({ ...engine, close: async () => undefined }),
    close: () => engine.close(),
  };
}

export async function postgresShelf(): Promise<Shelf> {
  const server = await testing.startPostgres();
  const engine = await server.open();
  return {
    name: 'PostgreSQL',
    async put(table, columns) {
      for (const statement of statements(table, columns, 'DOUBLE PRECISION')) await engine.query(statement);
    },
    open: () => openPostgres(server.url),
    async close() {
      await engine.close();
      await server.stop();
    },
  };
}

export async function sqliteShelf(folder: string): Promise<Shelf> {
  const file = path.join(folder, 'shelf.sqlite');
  return {
    name: 'SQLite',
    async put(table, columns) {
      const engine = await testing.openSqlite(file);
      for (const statement of statements(table, columns, 'REAL')) await engine.query(statement);
      await engine.close();
    },
    open: () => openSqlite(file),
    close: async () => undefined,
  };
}
