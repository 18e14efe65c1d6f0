// The command in a module's banner makes the same files again: it keeps every option that changes them.

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OptionRow } from '../../src/cli/command.js';
import { compile } from '../../src/cli/commands/compile.js';
import { splitCommand } from '../../src/cli/files/recorded-command.js';
import { runIn } from './capture.js';

const FORMULA = 'a = x - x + y*sin(x)\na*(exp(a) - 1)/y + log(y)/y';

/** An option as it is written, and what else the command needs to show that it counts. */
const changing: Readonly<Record<string, readonly string[]>> = {
  '--wrt': ['--wrt', 'y'],
  '--emit': ['--emit', 'value,hessian'],
  '--algebraic': ['--algebraic'],
  '--stable': ['--stable'],
  '--limit': ['--limit', 'statements=3'],
  '--format': ['--format', 'cjs'],
  '--name': ['--format', 'iife', '--name', 'model'],
  '--target': ['--target', 'wasm'],
  '--no-checks': ['--no-checks'],
  '--minimal': ['--minimal'],
  '--no-dts': ['--no-dts'],
  '--no-source-map': ['--no-source-map'],
};

/** They say how a module of JavaScript is read. */
const ofModules = ['--from', '--function', '--length'];

/** They say what a query is about (compile/query.test.ts). */
const ofQueries = ['--dialect', '--table', '--columns', '--by', '--range', '--sample', '--seed', '--drop-missing'];

/** They say what to do with the files, or where the formula is from. */
const others = ['--json', '--output', '--outdir', '--watch', '--check', '--force', '--formula'];

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'wengert-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** What a command makes of the formula in a directory of its own: files by name. */
async function filesOf(name: string, args: readonly string[]): Promise<Record<string, string>> {
  const directory = path.join(root, name);
  mkdirSync(directory);
  writeFileSync(path.join(directory, 'model.formula'), FORMULA);
  expect(await runIn(directory, args)).toEqual({ exit: 0, out: '', err: '' });
  return Object.fromEntries(
    readdirSync(directory).map(file => [file, readFileSync(path.join(directory, file), 'utf8')]),
  );
}

/** What stands in files apart from the command that made them. */
const withoutCommand = (files: Record<string, string>): string[] =>
  Object.values(files).map(text => text.replace(/^\/\/ wengert compile .*\n/m, ''));

describe('the recorded command', () => {
  it('has the options that say so', () => {
    const rows: readonly OptionRow[] = Object.values(compile.options);
    const written = (kept: boolean) =>
      rows
        .filter(({ recorded }) => (recorded !== undefined) === kept)
        .map(({ flags }) => /--[a-z-]+/.exec(flags)![0])
        .sort();
    expect(written(true)).toEqual([...Object.keys(changing), ...ofModules, ...ofQueries].sort());
    expect(written(false)).toEqual([...others].sort());
  });

  it.each(Object.entries(changing))('keeps %s', async (option, written) => {
    const args = ['compile', 'model.formula', '-o', 'model.js'];
    const made = await filesOf('made', [...args, ...written]);
    // All the rest of what the option needs, such as the format that takes a name.
    const rest = written.slice(0, written.indexOf(option));
    expect(withoutCommand(made)).not.toEqual(withoutCommand(await filesOf('plain', [...args, ...rest])));
    const [, command] = /^\/\/ (wengert compile .*)$/m.exec(made['model.js']!)!;
    expect(command).toContain(written.join(' '));
    expect(await filesOf('again', splitCommand(command!).slice(1))).toEqual(made);
    expect((await runIn(path.join(root, 'made'), ['compile', '--check', 'model.js'])).exit).toBe(0);
  });

  it('keeps all of them together', async () => {
    const written = ['--wrt', 'y', '--emit', 'value,gradient', '--algebraic', '--limit', 'statements=3'];
    const files = ['--format', 'iife', '--name', 'model', '--target', 'wasm', '--no-dts', '--no-source-map'];
    const made = await filesOf('made', ['compile', 'model.formula', '-o', 'model.js', ...files, ...written]);
    const [, command] = /^\/\/ (wengert compile .*)$/m.exec(made['model.js']!)!;
    expect(await filesOf('again', splitCommand(command!).slice(1))).toEqual(made);
  });
});
