// PostgreSQL for the scripts that have their rows in it: a server that is named, or one of their own in a temporary folder.

import { spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { refuse } from './script.js';

/** @param {string} [url] of a server that is there, such as postgres://user@host/database */
export async function openPostgres(url) {
  const { default: pg } = await import('pg').catch(() =>
    refuse('the driver of PostgreSQL is a package of its own: npm install pg'),
  );
  const server = url === undefined ? await startServer() : { url, stop() {} };
  const client = new pg.Client({ connectionString: server.url });
  const asked = { queries: 0, seconds: 0 };
  try {
    await client.connect();
  } catch (error) {
    server.stop();
    refuse(`no connection to PostgreSQL: ${error.message}`);
  }
  // A server that is stopped takes its connections along: whoever waits for a query hears of it.
  client.on('error', () => {});
  return {
    asked,
    /** A statement of its own, such as one that makes a table. */
    statement: text => client.query(text),
    /** @returns rows, numbers for placeholders being in their order */
    async run(text, values) {
      const start = performance.now();
      const { rows } = await client.query(text, values);
      asked.queries++;
      asked.seconds += (performance.now() - start) / 1000;
      return rows;
    },
    async close() {
      await client.end();
      server.stop();
    },
  };
}

/** Where `initdb` and `postgres` are, or undefined. */
function programs() {
  const packaged = '/usr/lib/postgresql';
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => b - a) : [];
  const folders = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...versions.map(version => path.join(packaged, version, 'bin')),
  ];
  return folders.find(folder => ['initdb', 'postgres'].every(name => existsSync(path.join(folder, name))));
}

/** A server refuses to run as root. */
function unprivileged() {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map(of => Number(spawnSync('id', [of, 'postgres'], { encoding: 'utf8' }).stdout));
  return uid && gid ? { uid, gid } : { uid: 65534, gid: 65534 };
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** With nothing in it, and gone with this process. */
async function startServer() {
  const bin = programs();
  if (bin === undefined)
    refuse('there is no PostgreSQL on this machine: name a server, as in postgres://user@host/database');
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  const user = unprivileged();
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = path.join(folder, 'data');
  const settings = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  const { status, stderr } = spawnSync(path.join(bin, 'initdb'), settings, { ...user, cwd: folder, encoding: 'utf8' });
  if (status !== 0) {
    rmSync(folder, { recursive: true });
    refuse(`no data base was made: ${stderr}`);
  }
  const port = await freePort();
  const listening = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${folder}`, 'fsync=off'];
  const server = spawn(path.join(bin, 'postgres'), ['-D', data, ...listening.flatMap(of => ['-c', of])], {
    ...user,
    cwd: folder,
    stdio: 'ignore',
  });
  const stop = () => {
    process.off('exit', stop);
    // At once: nothing of it is kept.
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  process.on('exit', stop);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  // Its eighth line is written once the server listens.
  const state = path.join(data, 'postmaster.pid');
  for (let turn = 0; turn < 600 && server.exitCode === null; turn++) {
    if (existsSync(state) && readFileSync(state, 'utf8').split('\n')[7]?.trim() === 'ready')
      return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  return refuse('PostgreSQL does not start');
}

/** A number between 0 and 1 that depends on a row and a number alone: the same on each machine. */
export const uniform = (row, number) =>
  `((hashint8extended(${row}, ${number}) + 9223372036854775808.0)::float8 / 18446744073709551616.0)`;

/** One of mean 0 and variance 1, made of two as Box and Muller do. */
export const gaussian = (row, number) =>
  `(sqrt(-2 * ln(greatest(${uniform(row, number)}, 1e-20))) * cos(2 * pi() * ${uniform(row, number + 1)}))`;
