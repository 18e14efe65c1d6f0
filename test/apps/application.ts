// An application of this folder as its user has it: in a folder of its own, with what its package.json names and the packed
// package installed by npm.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { inject } from 'vitest';

export interface Application {
  readonly directory: string;
  /** Output of a program of the application, or of npm; an error with all that it said where it fails. */
  run(program: string, ...args: string[]): string;
  /** The same where it is to fail. */
  failureOf(program: string, ...args: string[]): string;
  /** Starts a server, which is told where to listen by PORT, and waits until it answers. */
  serve(program: string, ...args: string[]): Promise<Served>;
  edit(file: string, change: (text: string) => string): void;
}

export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * @param name of a folder beside this file.
 * @param packages that are installed beside those of its package.json.
 */
export function install(name: string, packages: readonly string[] = [], folder = name): Application {
  const directory = path.join(inject('folder'), folder);
  cpSync(path.join(import.meta.dirname, name), directory, { recursive: true });
  const programs = [path.join(directory, 'node_modules/.bin'), inject('programs'), process.env.PATH].join(
    path.delimiter,
  );
  const { NODE_ENV: _, VITEST: __, ...environment } = process.env;
  const env = { ...environment, PATH: programs, NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1' };
  const start = (program: string, args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: directory, env, encoding: 'utf8' });
    return { status, said: `${stdout}${stderr}` };
  };
  const application: Application = {
    directory,
    run(program, ...args) {
      const { status, said } = start(program, args);
      if (status !== 0) throw new Error(`${program} ${args.join(' ')} fails:\n${said}`);
      return said;
    },
    failureOf(program, ...args) {
      const { status, said } = start(program, args);
      if (status === 0) throw new Error(`${program} ${args.join(' ')} does not fail:\n${said}`);
      return said;
    },
    async serve(program, ...args) {
      const port = await freePort();
      const options = { cwd: directory, env: { ...env, PORT: `${port}`, HOST: '127.0.0.1' }, detached: true } as const;
      const server = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
      return answering(server, `http://127.0.0.1:${port}`);
    },
    edit(file, change) {
      const place = path.join(directory, file);
      writeFileSync(place, change(readFileSync(place, 'utf8')));
    },
  };
  application.run('npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', ...packages, inject('tarball'));
  return application;
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer().on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });

async function answering(server: ChildProcess, url: string): Promise<Served> {
  let said = '';
  for (const stream of [server.stdout!, server.stderr!]) stream.on('data', text => (said += text));
  const ended = new Promise<void>(resolve => server.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    // With what it has started itself.
    if (server.exitCode === null) process.kill(-server.pid!, 'SIGTERM');
    await ended;
    // Which one of those may hold open.
    for (const stream of [server.stdout!, server.stderr!]) stream.destroy();
  };
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) break;
    const isThere = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isThere) return { url, stop };
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  if (server.exitCode === null) await stop();
  throw new Error(`the server does not answer:\n${said}`);
}

/** Files that end in one of these, by name, with their text. */
export function textsIn(directory: string, ...ends: string[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    const file = path.join(directory, name);
    if (ends.some(end => name.endsWith(end)) && statSync(file).isFile()) found.set(name, readFileSync(file, 'utf8'));
  }
  return found;
}

/** What only the compiler says. Minified code keeps it. */
const COMPILER = /unknown function|did you mean|FormulaError/;

/** Names of files that have the compiler in them. */
export const withCompiler = (directory: string): string[] =>
  [...textsIn(directory, '.js', '.mjs', '.cjs', '.html')]
    .filter(([, text]) => COMPILER.test(text))
    .map(([name]) => name);

export const bytesOf = (texts: ReadonlyMap<string, string>): number =>
  [...texts.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
