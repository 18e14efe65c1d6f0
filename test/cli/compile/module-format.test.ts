// The kind of module that a file is: what its name and the package around it say, and what is told where an option says otherwise.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runIn } from '../capture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), text);
};
const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');
const wengert = (...args: string[]) => runIn(directory, args);

const isESM = (name: string): boolean => /^export /m.test(read(name));
const isCommonJS = (name: string): boolean => /^exports\.value = value;$/m.test(read(name));

describe('a module', () => {
  it.each([
    [null, 'a.js', isESM],
    [null, 'a.mjs', isESM],
    [null, 'a.cjs', isCommonJS],
    ['{}', 'a.js', isESM],
    ['{ "type": "module" }', 'deep/a.js', isESM],
    ['{ "type": "module" }', 'a.cjs', isCommonJS],
    ['{ "type": "commonjs" }', 'a.js', isCommonJS],
    ['{ "type": "commonjs" }', 'deep/er/a.js', isCommonJS],
    ['{ "type": "commonjs" }', 'a.mjs', isESM],
    ['no JSON', 'a.js', isESM],
  ] as const)('beside a package.json of %s named %s is what Node takes it for', async (manifest, name, is) => {
    if (manifest !== null) write('package.json', manifest);
    const { exit } = await wengert('x^2*y', '-o', name);
    expect(exit).toBe(0);
    expect(is(name)).toBe(true);
    expect(await wengert('--check', name)).toEqual({ exit: 0, out: '', err: '' });
  });

  it('can be imported and required where npm init has been', async () => {
    write('package.json', '{ "name": "app", "type": "commonjs" }');
    const { err } = await wengert('x^2*y', '-o', 'area.js');
    expect(err).toBe(`format cjs: package.json says "type": "commonjs"; for 'import' name it 'area.mjs'\n`);
    write('main.mjs', "import { value } from './area.js'; console.log(value(3, 2));");
    write('main.js', "console.log(require('./area.js').value(3, 2));");
    for (const main of ['main.mjs', 'main.js'])
      expect(execFileSync(process.execPath, [main], { cwd: directory, encoding: 'utf8' })).toBe('18\n');
    expect((await wengert('x^2*y', '-o', 'area.js', '--quiet')).err).toBe('');
  });

  it('that Node takes for something else is told of, and stays what was asked for', async () => {
    write('package.json', '{ "type": "commonjs" }');
    const made = await wengert('x^2', '-o', 'a.js', '--format', 'esm');
    expect(made).toMatchObject({ exit: 0, out: '' });
    expect(made.err).toBe(
      `format esm: but Node takes 'a.js' for CommonJS, as package.json says "type": "commonjs"; name it 'a.mjs', or leave --format out\n`,
    );
    expect(read('a.js')).toContain("\n// wengert compile --formula 'x^2' -o a.js --format esm\n");
    expect(await wengert('--check', 'a.js')).toEqual({ exit: 0, out: '', err: '' });
    write('package.json', '{ "type": "module" }');
    expect((await wengert('x^2', '-o', 'b.js', '--format', 'cjs')).err).toContain("name it 'b.cjs'");
  });

  it('that the command does not name is named as what was asked for', async () => {
    write('package.json', '{ "type": "commonjs" }');
    write('src/a.formula', 'x^2*y');
    write('src/b.formula', 'x + 1');
    const plain = await wengert('src/*.formula', '--outdir', 'dist');
    expect(plain.err).toContain("for 'import' add --format esm, which writes 'dist/a.mjs'\n");
    expect(isCommonJS('dist/a.js')).toBe(true);
    const asked = ['src/*.formula', '--outdir', 'dist', '--format', 'esm'];
    expect(await wengert(...asked)).toEqual({ exit: 0, out: '', err: '' });
    expect(isESM('dist/a.mjs') && isESM('dist/b.mjs')).toBe(true);
    expect(existsSync(path.join(directory, 'dist/a.d.mts'))).toBe(true);
    expect(await wengert(...asked, '--check')).toEqual({ exit: 0, out: '', err: '' });
    expect(await wengert('--check', 'dist/a.mjs')).toEqual({ exit: 0, out: '', err: '' });
    write('package.json', '{ "type": "module" }');
    expect((await wengert('src/*.formula', '--outdir', 'lib', '--format', 'cjs')).err).toBe('');
    expect(isCommonJS('lib/a.cjs')).toBe(true);
  });

  it.each([
    ['a.cjs', 'esm', "'a.cjs' is named as CommonJS is, but the format is esm"],
    ['a.mjs', 'cjs', "'a.mjs' is named as an ES module is, but the format is cjs"],
    ['a.c', 'iife', "'a.c' is named as C is, but the format is iife"],
    ['a.mjs', 'c', "'a.mjs' is named as an ES module is, but the format is c"],
  ])('named %s cannot be %s', async (name, format, message) => {
    const { exit, err } = await wengert('x^2', '-o', name, '--format', format);
    expect(exit).toBe(2);
    expect(err).toContain(message);
    expect(existsSync(path.join(directory, name))).toBe(false);
  });
});

describe('--outdir', () => {
  const filesBelow = (folder: string) =>
    readdirSync(path.join(directory, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.js'))
      .sort();

  it('takes modules as their sources stand below what they have in common', async () => {
    write('src/a.formula', 'x^2');
    write('src/deep/b.formula', 'x^3');
    const args = ['src/**/*.formula', '--outdir', 'out'];
    expect(await wengert(...args)).toEqual({ exit: 0, out: '', err: '' });
    expect(filesBelow('out')).toEqual(['a.js', path.join('deep', 'b.js')]);
    expect(filesBelow('src')).toEqual([]);
    expect(read('out/deep/b.js')).toContain('// wengert compile ../../src/deep/b.formula -o b.js\n');
    expect(JSON.parse(read('out/deep/b.js.map')).sources).toEqual(['../../src/deep/b.formula']);
    expect((await wengert(...args, '--check')).exit).toBe(0);
    write('src/deep/b.formula', 'x^4');
    const stale = await wengert(...args, '--check');
    expect(stale.exit).toBe(1);
    expect(stale.err).toBe(
      "stale: out/deep/b.js: the formula has changed, or the file was edited\n  = help: wengert compile 'src/**/*.formula' --outdir out\n",
    );
  });

  it('takes one file, and leaves -o and formulas alone', async () => {
    write('src/a.formula', 'x^2');
    await wengert('src/a.formula', '--outdir', 'one');
    expect(filesBelow('one')).toEqual(['a.js']);
    await wengert('src/a.formula', './src/../src/a.formula', '--outdir', 'two').then(({ err }) => {
      expect(err).toContain("two files would be 'two/a.js");
    });
    await wengert('src/a.formula', '--outdir', 'three', '-o', 'here.js');
    expect(existsSync(path.join(directory, 'three'))).toBe(false);
    expect(isESM('here.js')).toBe(true);
    expect((await wengert('x^2', '--outdir', 'four')).out).toContain('export function value');
  });
});
