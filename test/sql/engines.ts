// Engines that queries run on in tests: DuckDB and SQLite in this process, PostgreSQL as a server of its own in a temporary
// folder. Every row that they give is a record of numbers, strings, booleans and nulls.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DOUBLE, DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import sqlite from 'node-sqlite3-wasm';
import pg from 'pg';

export type Value = number | string | boolean | null;
export type Row = Readonly<Record<string, Value>>;

export interface Engine {
  /** One statement, with numbers for `$1`, `$2`, ... (`?1`, `?2`, ... in SQLite). */
  query(statement: string, parameters?: readonly number[]): Promise<Row[]>;
  close(): Promise<void>;
}

const numbersOf = (row: Readonly<Record<string, unknown>>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : (value as Value)]),
  );

/** @param file the database, or in memory */
export async function openDuckDB(file = ':memory:'): Promise<Engine> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  return {
    async query(statement, parameters = []) {
      // Bound as DOUBLE, whole numbers too.
      const types = parameters.map(() => DOUBLE);
      const read = await connection.runAndReadAll(statement, [...parameters] as DuckDBValue[], types);
      return read.getRowObjectsJS().map(numbersOf);
    },
    async close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** @param file the database, or in memory */
export async function openSqlite(file = ':memory:'): Promise<Engine> {
  const database = new sqlite.Database(file);
  return {
    async query(statement, parameters = []) {
      return database.all(statement, [...parameters]).map(numbersOf);
    },
    async close() {
      database.close();
    },
  };
}

export interface PostgresServer {
  /** Where it listens, of the form `postgres://postgres@127.0.0.1:port/postgres`. */
  readonly url: string;
  open(): Promise<Engine>;
  /** Ends it at once, as a machine that fails does: what is connected to it loses its connection. */
  stop(): Promise<void>;
}

const postgresFolder = ((): string | null => {
  const found = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged) : [];
  const folders = [
    ...(found.status === 0 ? [found.stdout.trim()] : []),
    ...versions.sort((a, b) => Number(b) - Number(a)).map(version => path.join(packaged, version, 'bin')),
    ...(process.env.PATH ?? '').split(path.delimiter),
  ];
  return (
    folders.find(folder => existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres'))) ?? null
  );
})();

export const hasPostgres = postgresFolder !== null;

/** What a title says where there is no PostgreSQL. */
export const whyNoPostgres = hasPostgres ? '' : ' (skipped: no PostgreSQL)';

/** A server refuses to run as root: then it runs as `postgres`, or as nobody. */
function unprivileged(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map(of => Number(spawnSync('id', [of, 'postgres'], { encoding: 'utf8' }).stdout));
  return uid && gid ? { uid, gid } : { uid: 65534, gid: 65534 };
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

/** Anything that ends this process ends its servers. */
const running = new Set<() => void>();
process.on('exit', () => {
  for (const end of running) end();
});

/** A server with nothing in it, for whoever is on this machine. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-postgres-'));
  const user = unprivileged();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid!);
  const data = path.join(folder, 'data');
  const options = { ...user, cwd: folder, encoding: 'utf8' } as const;
  const initialised = spawnSync(
    path.join(postgresFolder!, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync', '--no-instructions'],
    options,
  );
  if (initialised.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(initialised.stderr);
  }
  const port = await freePort();
  const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, fsync: 'off' };
  const server = spawn(
    path.join(postgresFolder!, 'postgres'),
    ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const end = (): void => {
    running.delete(end);
    // An immediate shutdown: backends end as well.
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  running.add(end);
  try {
    await isReady(server, path.join(data, 'postmaster.pid'), () => said);
  } catch (error) {
    end();
    throw error;
  }
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  return {
    url,
    open: () => openPostgres(url),
    async stop() {
      const ended = new Promise(resolve => server.once('exit', resolve));
      if (server.exitCode === null) {
        server.kill('SIGQUIT');
        await ended;
      }
      end();
    },
  };
}

/** Its eighth line is written once it listens. */
async function isReady(server: ChildProcess, file: string, said: () => string): Promise<void> {
  for (let turns = 0; turns < 600; turns++) {
    if (server.exitCode !== null) break;
    if (existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready') return;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  throw new Error(`PostgreSQL does not start: ${said()}`);
}

async function openPostgres(url: string): Promise<Engine> {
  const client = new pg.Client({ connectionString: url });
  // A server that is stopped takes its connections along; the query that waits for one is rejected.
  client.on('error', () => {});
  await client.connect();
  return {
    async query(statement, parameters = []) {
      const { rows } = await client.query<Record<string, unknown>>(statement, [...parameters]);
      return rows.map(numbersOf);
    },
    close: () => client.end(),
  };
}
