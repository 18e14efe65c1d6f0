// What every command has: help, version, how much is shown, and what is said of an option that is not there.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands.js';
import { run } from '../../src/cli/main.js';
import { isColored } from '../../src/cli/terminal/shown.js';
import { version } from '../../src/version.js';
import { capture, runIn } from './capture.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const wengert = (...args: string[]) => runIn(directory, args);

describe('help', () => {
  it('is what no arguments print', async () => {
    const { exit, out, err } = await wengert();
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^Usage: wengert \[command\] \[options\]/);
    for (const { name } of commands) expect(out).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect((await wengert('--help')).out).toBe(out);
  });

  it.each(commands.map(row => [row.name, row] as const))(
    'of %s lists its options, and no others',
    async (name, row) => {
      const { exit, out } = await wengert(name, '--help');
      expect(exit).toBe(0);
      const listed = [...out.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gm)].map(([, option]) => option);
      const own = Object.values(row.options)
        .filter(({ isHidden }) => isHidden !== true)
        .map(({ flags }) => /--[\w-]+/.exec(flags)![0]);
      const everywhere = ['--quiet', '--color', '--no-color', '--config', '--no-config', '--help'];
      expect(listed).toEqual([...own, ...everywhere]);
      expect((await wengert('help', name)).out).toBe(out);
    },
  );

  it('of commands that make no module has no --emit', async () => {
    for (const name of ['eval', 'explain', 'lagrangian', 'graph', 'swell', 'minimize', 'maximize'])
      expect((await wengert(name, '--help')).out, name).not.toContain('--emit');
  });
});

it.each(['version', '-V', '--version'])('%s is the version', async word => {
  expect(await wengert(word)).toEqual({ exit: 0, out: `${version}\n`, err: '' });
});

describe('an option that is not there', () => {
  it.each([
    [['minimize', 'x^2', '--strat', 'x=1'], "unknown option '--strat'", "did you mean '--start'?"],
    [['x^2', '--stabel'], "unknown option '--stabel'", "did you mean '--stable'?"],
    [
      ['eval', 'x^2', '--hessian'],
      "unknown option '--hessian'",
      "second derivatives are 'eval … --order 2', as a function '--emit hessian'",
    ],
    [
      ['minimize', 'x^2', '--subject-to', 'x >= 1'],
      "unknown option '--subject-to'",
      "write 'constraint x + y == 1' as a line of the formula",
    ],
    [['eval', 'x', '--frobnicate'], "unknown option '--frobnicate'", "see 'wengert eval --help'"],
    [
      ['eval', 'x', '--emit', 'value'],
      "'eval' takes no --emit",
      'it is an option of compile, verify, stats, types, fit',
    ],
    [
      ['fit', 'y = a*x', '--data', 'lab.duckdb', '--table', 'runs'],
      "'fit' takes no --table",
      "which table is meant is part of --data: 'duckdb:FILE?table=NAME'",
    ],
  ])('%j: what is meant', async (args, message, help) => {
    expect(await wengert(...args)).toEqual({ exit: 2, out: '', err: `error[WG602]: ${message}\n  = help: ${help}\n` });
  });
});

it('adds up what is exported', async () => {
  const { out } = await wengert('x^2', '--emit', 'value', '--emit', 'hessian,gradient');
  expect([...out.matchAll(/^export function (\w+)/gm)].map(([, name]) => name)).toEqual([
    'value',
    'gradient',
    'hessian',
  ]);
});

describe('--quiet', () => {
  it('says nothing but results and errors', async () => {
    const loud = await wengert('e*x');
    expect(loud.err).toContain('WG209');
    for (const args of [
      ['e*x', '--quiet'],
      ['compile', '-q', 'e*x'],
      ['--quiet', 'compile', 'e*x'],
    ])
      expect(await wengert(...args)).toEqual({ exit: 0, out: loud.out, err: '' });
    expect((await wengert('e*', '--quiet')).err).toContain('WG103');
  });
});

describe('colours', () => {
  it('are there or not as options say, the last of them', async () => {
    const errOf = async (color: boolean, ...args: string[]) => {
      const { streams, err } = capture(directory, { color });
      await run(args, streams, new AbortController().signal);
      return err();
    };
    const plain = await errOf(false, 'sin(');
    expect(plain).not.toContain('\u001b');
    const colored = await errOf(false, 'sin(', '--color');
    expect(colored).toContain('\u001b[');
    expect(await errOf(true, 'sin(')).toBe(colored);
    expect(await errOf(true, 'sin(', '--no-color')).toBe(plain);
    expect(await errOf(true, 'sin(', '--no-color', '--color')).toBe(colored);
    expect(await errOf(true, '--no-color', 'sin(')).toBe(plain);
  });

  it.each([
    [true, {}, true],
    [false, {}, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { FORCE_COLOR: '' }, true],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '' }, true],
    [false, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('of a terminal (%s) in %j: %s', (isTerminal, environment, expected) => {
    expect(isColored(isTerminal, environment)).toBe(expected);
  });
});

describe('--json', () => {
  it('is one document of every command that has it, and refused by the others', async () => {
    const calls: Readonly<Record<string, readonly string[]>> = {
      compile: ['x^2'],
      eval: ['x^2', '--at', 'x=1'],
      verify: ['x^2', '--samples', '1'],
      stats: ['x^2'],
      explain: ['x^2'],
      lagrangian: ['a = x^2; a + 1'],
      swell: ['x^2'],
      minimize: ['x^2', '--start', 'x=1'],
      maximize: ['1-x^2', '--start', 'x=1'],
    };
    const having = commands.filter(({ options }) => Object.hasOwn(options, 'json')).map(({ name }) => name);
    // They take files.
    expect(having.filter(name => name !== 'types' && name !== 'fit')).toEqual(
      expect.arrayContaining(Object.keys(calls)),
    );
    for (const [name, args] of Object.entries(calls)) {
      const { exit, out } = await wengert(name, ...args, '--json');
      expect(exit, name).toBe(0);
      expect(typeof JSON.parse(out), name).toBe('object');
    }
    for (const name of ['graph', 'playground', 'version', 'completion']) {
      const { exit, out } = await wengert(name, '--json');
      expect(exit).toBe(2);
      expect(JSON.parse(out).errors[0].message).toBe(`'${name}' takes no --json`);
    }
  });

  it('of compile has the module, or the files', async () => {
    const printed = JSON.parse((await wengert('x^2', '--json')).out);
    expect(printed).toEqual({
      modules: [{ formula: null, files: [], code: (await wengert('x^2')).out }],
      errors: [],
      warnings: [],
    });
    const written = JSON.parse((await wengert('e*x', '-o', 'a.mjs', '--json')).out);
    expect(written).toMatchObject({
      modules: [{ formula: null, files: ['a.mjs', 'a.d.mts', 'a.mjs.map'] }],
      warnings: [{ code: 'WG209' }],
    });
    expect(written.modules[0].code).toBeUndefined();
  });

  it('of --check is there where nothing is stale', async () => {
    await wengert('x^2', '-o', 'fresh.mjs');
    const { exit, out } = await wengert('compile', '--check', 'fresh.mjs', '--json');
    expect({ exit, out: JSON.parse(out) }).toEqual({ exit: 0, out: { errors: [], warnings: [] } });
  });

  it('of explain has the list, at a point with its numbers', async () => {
    const { steps } = JSON.parse((await wengert('explain', 'a = x^2; 3*a', '--at', 'x=2', '--json')).out);
    expect(steps).toEqual([
      {
        name: 'x',
        kind: 'input',
        operation: '',
        isResult: false,
        adjoint: { equation: 'x_bar = a_bar * x * 2', value: 12 },
        value: 2,
      },
      {
        name: 'a',
        kind: 'named',
        operation: 'x^2',
        isResult: false,
        adjoint: { equation: 'a_bar = 3 * value_bar', value: 3 },
        value: 4,
      },
      expect.objectContaining({ operation: 'a * 3', isResult: true, value: 12 }),
    ]);
  });
});
