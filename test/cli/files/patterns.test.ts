// Commands over many files: `compile` and `types` with patterns, `--check` for CI, `--watch` while files come and go.

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/cli/main.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-patterns-'));
  mkdirSync(path.join(directory, 'src/deep'), { recursive: true });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const file = (name: string): string => path.join(directory, name);
const write = (name: string, text: string): void => writeFileSync(file(name), text);
const read = (name: string): string => readFileSync(file(name), 'utf8');
const PATTERN = 'src/**/*.formula';

function start(args: readonly string[], signal: AbortSignal) {
  const printed = { out: '', err: '' };
  const streams = {
    directory,
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
    say: (text: string) => {
      printed.err += text;
    },
    input: async () => '',
    color: false,
    progress: false,
  };
  return { printed, ended: run(args, streams, signal) };
}

async function wengert(...args: string[]) {
  const { printed, ended } = start(args, new AbortController().signal);
  const exit = await ended;
  return { exit, ...printed };
}

describe('compile with a pattern', () => {
  it('writes beside the only file that it matches, as beside many', async () => {
    write('src/one.formula', 'x^2');
    expect(await wengert('compile', PATTERN)).toEqual({ exit: 0, out: '', err: '' });
    expect(readdirSync(file('src')).sort()).toEqual(['deep', 'one.d.ts', 'one.formula', 'one.js', 'one.js.map']);
  });

  it('writes the files that are right where others are wrong, and tells every fault', async () => {
    write('src/one.formula', 'x^2');
    write('src/two.formula', 'tanhh(x)');
    write('src/deep/three.formula', 'x + y*');
    const { exit, err } = await wengert('compile', PATTERN);
    expect(exit).toBe(1);
    expect(err).toContain('src/two.formula:1:1');
    expect(err).toContain('src/deep/three.formula:1:');
    expect(existsSync(file('src/one.js'))).toBe(true);
    const { errors } = JSON.parse((await wengert('compile', PATTERN, '--json')).out);
    expect(errors.map((error: { file: string }) => error.file).sort()).toEqual([
      'src/deep/three.formula',
      'src/two.formula',
    ]);
  });

  it('tells a fault of its options once', async () => {
    for (const name of ['one', 'two', 'three']) write(`src/${name}.formula`, 'x^2');
    const { exit, err } = await wengert('compile', PATTERN, '--emit', 'hesian');
    expect(exit).toBe(1);
    expect(err).toBe(
      "error[WG402]: src/one.formula and 2 more: there is no function 'hesian' to export\n  = help: did you mean 'hessian'?\n",
    );
  });
});

describe('--check with a pattern', () => {
  it('says what the command would change, why, and how to change it', async () => {
    write('src/one.formula', 'x^2');
    write('src/two.formula', 'x^3');
    write('src/deep/three.formula', 'x^4');
    const missing = await wengert('compile', PATTERN, '--check');
    expect(missing.exit).toBe(1);
    expect(missing.err).toBe(
      [
        'stale: src/deep/three.js: it is missing',
        'stale: src/one.js: it is missing',
        'stale: src/two.js: it is missing',
        `  = help: wengert compile 'src/**/*.formula'\n`,
      ].join('\n'),
    );
    expect((await wengert('compile', PATTERN)).exit).toBe(0);
    expect(await wengert('compile', PATTERN, '--check')).toEqual({ exit: 0, out: '', err: '' });
    write('src/one.formula', 'x^5');
    rmSync(file('src/two.d.ts'));
    const stale = await wengert('compile', PATTERN, '--check');
    expect(stale.exit).toBe(1);
    expect(stale.err).toContain('stale: src/one.js: the formula has changed, or the file was edited\n');
    expect(stale.err).toContain('stale: src/two.js: two.d.ts is missing\n');
    expect(stale.err).not.toContain('three');
    expect(read('src/one.js')).toContain('x^2');
  });

  it('sees other options than those that a file was made with', async () => {
    write('src/one.formula', 'x^2');
    await wengert('compile', PATTERN, '--emit', 'value');
    const { exit, err } = await wengert('compile', PATTERN, '--emit', 'hessian', '--check');
    expect(exit).toBe(1);
    expect(err).toContain('it was made by another command: wengert compile one.formula -o one.js --emit value');
    expect((await wengert('--check', 'src/one.js')).exit).toBe(0);
    expect((await wengert('compile', 'src/one.formula', '--emit', 'value', '--check')).exit).toBe(0);
  });

  it('reports faults beside what is stale, and JSON with --json', async () => {
    write('src/one.formula', 'x^2');
    write('src/two.formula', 'tanhh(x)');
    const { exit, err } = await wengert('compile', PATTERN, '--check');
    expect(exit).toBe(1);
    expect(err).toContain('stale: src/one.js: it is missing');
    expect(err).toContain('error[WG201]');
    rmSync(file('src/two.formula'));
    expect(JSON.parse((await wengert('compile', PATTERN, '--check', '--json')).out).errors).toMatchObject([
      {
        code: 'WG606',
        file: 'src/one.js',
        message: 'stale: it is missing',
        help: "wengert compile 'src/**/*.formula'",
      },
    ]);
  });
});

describe('types', () => {
  const FORMULA = 'param w[2], A[2,3]\ninput t = 1\nsum(w)*sum(A)*t # */ `\n';

  it('writes declarations that show names, shapes and the formula', async () => {
    write('src/deep/model.formula', FORMULA);
    expect(await wengert('types', PATTERN)).toEqual({ exit: 0, out: '', err: '' });
    expect(readdirSync(file('src/deep')).sort()).toEqual(['model.d.formula.ts', 'model.formula']);
    const text = read('src/deep/model.d.formula.ts');
    expect(text).toMatch(/^\/\/ Generated by wengert .*\n\/\/ wengert types model\.formula\n/);
    expect(text).toContain(
      [
        '/**',
        ' * The value of the formula.',
        ' *',
        ' * ```',
        ' * param w[2], A[2,3]',
        ' * input t = 1',
        ' * sum(w)*sum(A)*t # * / `',
        ' * ```',
        ' *',
        ' * @param {ArrayLike<number>} w length 2',
        ' * @param {ArrayLike<number>} A 2×3, row-major: length 6',
        ' * @param {number} t',
        ' */',
        'export function value(w: ArrayLike<number>, A: ArrayLike<number>, t: number): number;',
      ].join('\n'),
    );
    expect(text).toContain(' * Inputs: w[2], A[2,3], t.\n');
  });

  it('takes exports from the formula before the command, as the plugins do', async () => {
    write('src/own.formula', 'emit hessian\nx^2');
    write('src/other.formula', 'x^2');
    await wengert('types', PATTERN, '--emit', 'hvp');
    expect(read('src/own.d.formula.ts').match(/(?<=export function )\w+/g)).toEqual(['hessian', 'hessian']);
    expect(read('src/other.d.formula.ts').match(/(?<=export function )\w+/g)).toEqual(['hvp', 'hvp']);
  });

  it('checks without writing, and keeps what it did not make', async () => {
    write('src/model.formula', FORMULA);
    const missing = await wengert('types', PATTERN, '--check');
    expect(missing).toEqual({
      exit: 1,
      out: '',
      err: "stale: src/model.d.formula.ts: it is missing\n  = help: wengert types 'src/**/*.formula'\n",
    });
    await wengert('types', PATTERN);
    expect((await wengert('types', PATTERN, '--check')).exit).toBe(0);
    write('src/model.formula', `# other\n${FORMULA}`);
    expect((await wengert('types', PATTERN, '--check')).err).toContain('the formula has changed');
    write('src/model.d.formula.ts', 'export {};');
    const refused = await wengert('types', PATTERN);
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain("'src/model.d.formula.ts' was not generated by wengert");
    expect((await wengert('types', PATTERN, '--force')).exit).toBe(0);
  });

  it('refuses what is no formula file, and nothing at all', async () => {
    write('src/model.txt', 'x');
    expect((await wengert('types', 'src/model.txt')).err).toContain("'src/model.txt' is not a .formula or .tex file");
    expect((await wengert('types')).exit).toBe(2);
    expect(await wengert('types', 'src/one.formula', '-o', 'one.d.ts')).toMatchObject({
      exit: 2,
      err: expect.stringContaining("'types' takes no -o\n  = help: TypeScript looks for"),
    });
    expect((await wengert('types', '--help')).out).not.toContain('-o,');
  });
});

describe('--watch with a pattern', () => {
  const soon = { timeout: 60_000, interval: 20 };

  it.each(['compile', 'types'])('%s follows files that change, come, go and are wrong', async command => {
    const made = (name: string): string => file(`${name}${command === 'types' ? '.d.formula.ts' : '.js'}`);
    const holds = (name: string, text: string) =>
      vi.waitFor(() => expect(readFileSync(made(name), 'utf8')).toContain(text), soon);
    write('src/one.formula', 'x + 1');
    write('src/wrong.formula', 'tanhh(x)');
    const interrupt = new AbortController();
    const { printed, ended } = start([command, PATTERN, '--watch'], interrupt.signal);
    await vi.waitFor(() => expect(printed.err).toContain('watching src/one.formula, src/wrong.formula'), soon);
    expect(printed.err).toContain("unknown function 'tanhh'");
    await holds('src/one', 'x + 1');

    const before = printed.err.length;
    write('src/deep/new.formula', 'x + 2');
    await holds('src/deep/new', 'x + 2');
    expect(printed.err.slice(before)).toBe('compiled src/deep/new.formula\n');

    mkdirSync(file('src/later/below'), { recursive: true });
    write('src/later/below/new.formula', 'x + 3');
    await holds('src/later/below/new', 'x + 3');

    write('src/wrong.formula', 'x + y*');
    await vi.waitFor(() => expect(printed.err).toMatch(/error\[WG1\d\d\]/), soon);
    write('src/one.formula', 'x + 4');
    await holds('src/one', 'x + 4');
    write('src/wrong.formula', 'x + 5');
    await holds('src/wrong', 'x + 5');

    rmSync(file('src/one.formula'));
    await vi.waitFor(() => expect(printed.err).toContain("'src/one.formula' is gone"), soon);
    expect(existsSync(made('src/one'))).toBe(true);

    // As another branch is checked out.
    rmSync(file('src'), { recursive: true });
    await vi.waitFor(() => expect(printed.err).toContain(`no file matches '${PATTERN}'`), soon);
    mkdirSync(file('src/deep'), { recursive: true });
    write('src/deep/back.formula', 'x + 6');
    await holds('src/deep/back', 'x + 6');
    interrupt.abort();
    expect(await ended).toBe(0);
  });

  it('ends at once where nothing matches', async () => {
    const { exit, err } = await wengert('compile', PATTERN, '--watch');
    expect(exit).toBe(1);
    expect(err).toContain(`no file matches '${PATTERN}'`);
  });
});
