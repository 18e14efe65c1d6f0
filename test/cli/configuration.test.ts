// wengert.config.{js,json}: what a project wants every time, and what the command line says against it.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string): void => {
  mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
  writeFileSync(path.join(directory, name), text);
};
const wengert = (...args: string[]) => runIn(directory, args);
const functionsOf = (code: string) => [...code.matchAll(/^export function (\w+)/gm)].map(([, name]) => name);

describe('settings', () => {
  it('hold for commands that have the option, and give way to what is written', async () => {
    write('wengert.config.json', '\ufeff{ "emit": ["value", "hessian"], "eval": { "order": 2 } }');
    expect(functionsOf((await wengert('x^2')).out)).toEqual(['value', 'hessian']);
    expect(functionsOf((await wengert('x^2', '--emit', 'value')).out)).toEqual(['value']);
    expect(functionsOf((await wengert('x^2', '--no-config', '--emit', 'hessian')).out)).toEqual(['hessian']);
    const { hessian } = JSON.parse((await wengert('eval', 'x^2', '--at', 'x=1', '--json')).out);
    expect(hessian).toEqual([[2]]);
    expect(JSON.parse((await wengert('eval', 'x^2', '--at', 'x=1', '--order', '0', '--json')).out)).toEqual({
      value: 1,
    });
  });

  it('come from JavaScript, too, and are recorded in what is generated', async () => {
    write(
      'wengert.config.mjs',
      "export default { compile: { emit: 'value', dts: false, sourceMap: false, limit: { nodes: 900 } } };",
    );
    await wengert('x^2', '-o', 'a.mjs');
    const code = readFileSync(path.join(directory, 'a.mjs'), 'utf8');
    expect(code).toContain(
      "\n// wengert compile --formula 'x^2' -o a.mjs --limit nodes=900 --emit value --no-dts --no-source-map\n",
    );
    rmSync(path.join(directory, 'wengert.config.mjs'));
    expect(await wengert('--check', 'a.mjs')).toEqual({ exit: 0, out: '', err: '' });
  });

  it('are those of the project, whose folders they name', async () => {
    write('package.json', '{}');
    write('wengert.config.json', '{ "compile": { "outdir": "dist" } }');
    write('src/deep/a.formula', 'x^2');
    expect((await runIn(path.join(directory, 'src'), ['deep/a.formula'])).err).toBe('');
    expect(readFileSync(path.join(directory, 'dist/a.js'), 'utf8')).toContain(
      'wengert compile ../src/deep/a.formula -o a.js',
    );
    // Not those above the project.
    write('src/package.json', '{}');
    expect((await runIn(path.join(directory, 'src'), ['deep/a.formula'])).out).toContain('export function value');
  });

  it('are another file where that is named, before the command or after it', async () => {
    write('other.json', '{ "emit": ["value"] }');
    expect(functionsOf((await wengert('--config', 'other.json', 'compile', 'x^2')).out)).toEqual(['value']);
    expect(functionsOf((await wengert('x^2', '--config', 'other.json')).out)).toEqual(['value']);
    expect((await wengert('x^2', '--config', 'none.json')).err).toContain("error[WG605]: there is no file 'none.json'");
  });
});

describe('a setting that means nothing', () => {
  it.each([
    ['{ "emits": [] }', "'wengert.config.json' has no setting 'emits'", "did you mean 'emit'?"],
    [
      '{ "compile": { "source-map": false } }',
      "'wengert.config.json: compile' has no setting 'source-map'",
      "did you mean 'sourceMap'?",
    ],
    [
      '{ "outdir": "dist" }',
      "'wengert.config.json': 'outdir' is a setting of compile",
      'put it there: { "compile": { "outdir": … } }',
    ],
    [
      '{ "compile": { "output": "a.js" } }',
      "'output' is an option of one run, and no setting",
      'give it on the command line',
    ],
    [
      '{ "files": ["a.formula"] }',
      "'wengert.config.json' has no setting 'files'",
      "formulas are named on the command line: wengert 'src/**/*.formula'",
    ],
    [
      '{ "types": { "colour": 1 } }',
      "'wengert.config.json: types' has no setting 'colour'",
      'the settings are wrt, algebraic, stable, from, function, length, limit, emit, target',
    ],
    ['{ "stable": "yes" }', 'wengert.config.json: stable is true or false', null],
    ['{ "target": "cuda" }', "wengert.config.json: target: 'cuda' is none of js, wasm, auto", null],
    ['{ "limit": { "nods": 3 } }', "wengert.config.json: limit: 'nods=3': did you mean 'nodes'?", null],
    ['{ "compile": true }', "'wengert.config.json': 'compile' is an object of the options of that command", null],
    ['[]', "'wengert.config.json' is no object of settings", 'for example: { "target": "js" }'],
  ])('%s is refused', async (text, message, help) => {
    write('wengert.config.json', text);
    const { exit, err, out } = await wengert('x^2');
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(message);
    if (help !== null) expect(err).toContain(`  = help: ${help}\n`);
  });

  it('is told of a file that cannot be read', async () => {
    write('wengert.config.json', '{');
    expect(await wengert('x^2')).toMatchObject({
      exit: 1,
      err: expect.stringContaining("cannot read 'wengert.config.json'"),
    });
    rmSync(path.join(directory, 'wengert.config.json'));
    write('wengert.config.mjs', 'export default {');
    expect((await wengert('x^2')).err).toContain("cannot read 'wengert.config.mjs'");
  });
});
