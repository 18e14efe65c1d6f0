import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const write = (name: string, text: string): void => writeFileSync(path.join(directory, name), text);
const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');

const wengert = (...args: string[]) => runIn(directory, args, 'x^2');

const MISSION = 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)';

describe('compile', () => {
  it('prints the module of a formula, without the word compile', async () => {
    const { exit, out } = await wengert('sin(x)*y');
    expect(exit).toBe(0);
    expect(out).toContain('export function valueAndGradient(x, y, gradient) {');
    const module = await import(`data:text/javascript,${encodeURIComponent(out)}`);
    expect(module.evaluate({ x: 0, y: 3 })).toEqual({ value: 0, gradient: { x: 3, y: 0 } });
  });

  it('takes WebAssembly for a large formula, and says so, as the module does', async () => {
    write('large.formula', 'input x[2000]\nsum(sin(k*x[k]), k = 1:2000)\n');
    const { exit, err } = await wengert('large.formula', '-o', 'large.js');
    expect(exit).toBe(0);
    expect(err).toMatch(/^target wasm: \d+ nodes; 'auto' takes wasm from 4000 on\n$/);
    expect(read('large.js')).toContain(`// ${err}`);
    expect(read('large.js')).toContain('// wengert compile large.formula -o large.js\n');
    expect(read('large.d.ts')).toContain('export function init(): Promise<void>;\n');
    expect((await wengert('compile', '--check', 'large.js')).exit).toBe(0);
    const module = await import(pathToFileURL(path.join(directory, 'large.js')).href);
    expect(module.gradient(new Float64Array(2000))[1999]).toBe(2000);
  });

  it('takes the target that is named, and stats that of compile', async () => {
    write('large.formula', 'input x[2000]\nemit value\nsum(sin(k*x[k]), k = 1:2000)\n');
    const native = await wengert('large.formula', '--target', 'auto');
    expect(native.out).toContain('WebAssembly');
    expect((await wengert('large.formula', '--target', 'js')).out).not.toContain('WebAssembly');
    expect(JSON.parse((await wengert('stats', 'large.formula', '--json')).out).bytes).toBe(native.out.length);
  });

  it('takes the file of a command that names no target for JavaScript where it does not say otherwise', async () => {
    write('large.formula', 'input x[2000]\nemit value\nsum(sin(k*x[k]), k = 1:2000)\n');
    await wengert('large.formula', '-o', 'large.js', '--target', 'js');
    expect(read('large.js')).toContain('// wengert compile large.formula -o large.js --target js\n');
    expect((await wengert('compile', '--check', 'large.js')).exit).toBe(0);
    write('large.js', read('large.js').replace(' --target js', ''));
    expect(await wengert('compile', '--check', 'large.js')).toEqual({ exit: 0, out: '', err: '' });
  });

  it('maps the last of many lines as the first', async () => {
    const text = Array.from({ length: 12_000 }, (_, i) => `y${i} = x*${i}.5`).join('\n');
    write('long.formula', `${text}\n${Array.from({ length: 12_000 }, (_, i) => `sin(y${i})`).join(' + ')}\n`);
    expect((await wengert('long.formula', '-o', 'long.js', '--emit', 'value', '--target', 'js')).exit).toBe(0);
    const map = new TraceMap(read('long.js.map'));
    const code = read('long.js').split('\n');
    for (const i of [0, 4999, 9999, 10_000, 11_999]) {
      const line = code.findIndex(other => other.includes(`const y${i} =`));
      const place = originalPositionFor(map, { line: line + 1, column: code[line]!.indexOf('y') });
      expect(place, `y${i} at ${line + 1}`).toMatchObject({ source: 'long.formula', line: i + 1 });
    }
  });

  it('writes a module with declarations and a source map that leads back to the formula', async () => {
    write('model.formula', 'a = exp(x)\nb = a*y\n');
    expect(await wengert('model.formula', '-o', 'model.js')).toEqual({ exit: 0, out: '', err: '' });
    expect(readdirSync(directory).sort()).toEqual(['model.d.ts', 'model.formula', 'model.js', 'model.js.map']);
    const code = read('model.js').split('\n');
    const line = code.findIndex(text => text.includes('const b ='));
    const place = originalPositionFor(new TraceMap(read('model.js.map')), {
      line: line + 1,
      column: code[line]!.indexOf('b ='),
    });
    expect(place).toMatchObject({ source: 'model.formula', line: 2, column: 4 });
    expect(read('model.d.ts')).toContain('export function value(x: number, y: number): number;');
    const module = await import(pathToFileURL(path.join(directory, 'model.js')).href);
    expect(module.value(0, 2)).toBe(2);
  });

  it('writes several files beside their sources', async () => {
    write('one.formula', 'x^2');
    write('two.formula', 'x^3');
    expect((await wengert('*.formula', '--no-dts', '--no-source-map')).exit).toBe(0);
    expect(readdirSync(directory).sort()).toEqual(['one.formula', 'one.js', 'two.formula', 'two.js']);
  });

  it('does not overwrite what it did not make, unless forced', async () => {
    write('mine.js', 'precious');
    const refused = await wengert('x^2', '-o', 'mine.js');
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('WG605');
    expect(read('mine.js')).toBe('precious');
    expect((await wengert('x^2', '-o', 'mine.js', '--force')).exit).toBe(0);
  });

  it('writes through a link, and to nothing but files', async () => {
    mkdirSync(path.join(directory, 'folder'));
    write('real.js', '');
    expect((await wengert('x^2', '-o', 'real.js', '--force')).exit).toBe(0);
    symlinkSync('real.js', path.join(directory, 'link.js'));
    expect((await wengert('x^3', '-o', 'link.js')).exit).toBe(0);
    expect(lstatSync(path.join(directory, 'link.js')).isSymbolicLink()).toBe(true);
    expect(read('real.js')).toContain('x^3');
    for (const force of [[], ['--force']]) {
      const refused = await wengert('x^2', '-o', 'folder', ...force);
      expect(refused).toMatchObject({ exit: 1, err: expect.stringMatching(/WG605.*'folder' is a directory/) });
    }
    expect((await wengert('x^2', '-o', '.')).err).toContain("'.' is a directory");
    const device = await wengert('x^2', '-o', '/dev/null', '--force', '--no-dts', '--no-source-map');
    expect(device).toMatchObject({ exit: 1, err: expect.stringContaining('is no regular file') });
  });

  it('writes texts longer than a part, with pairs of surrogates at every place', async () => {
    const lines = Array.from({ length: 20_000 }, (_, i) => `a${i} = x # ${'y'.repeat(i % 7)}${'\u{1f600}'.repeat(30)}`);
    write('long.formula', `${lines.join('\n')}\n${lines.map((_, i) => `a${i}`).join(' + ')}`);
    expect((await wengert('long.formula', '-o', 'long.js')).exit).toBe(0);
    const first = read('long.js.map');
    expect(JSON.parse(first).sourcesContent).toEqual([read('long.formula')]);
    const before = statSync(path.join(directory, 'long.js.map'));
    expect((await wengert('long.formula', '-o', 'long.js')).exit).toBe(0);
    expect(statSync(path.join(directory, 'long.js.map'))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  it('reads standard input, and --formula with a leading minus', async () => {
    expect((await wengert('-')).out).toContain('x * x');
    expect((await wengert('--formula', '-x^2')).exit).toBe(0);
    const minus = await wengert('-x^2');
    expect(minus.exit).toBe(2);
    expect(minus.err).toContain("--formula '-x^2'");
  });

  it('says which file was probably meant', async () => {
    write('model.formula', 'x');
    const { exit, err } = await wengert('modle.formula');
    expect(exit).toBe(1);
    expect(err).toContain("did you mean 'model.formula'?");
  });

  it('emits cjs and iife', async () => {
    const cjs = (await wengert('x*y', '--format', 'cjs')).out;
    const exports: Record<string, (...args: number[]) => number> = {};
    new Function('exports', cjs)(exports);
    expect(exports.value!(2, 3)).toBe(6);
    const iife = (await wengert('x*y', '--format', 'iife', '--name', 'f')).out;
    expect(new Function(`${iife}; return f.value(2, 3);`)()).toBe(6);
  });
});

describe('the target auto', () => {
  it('is fresh where a large formula is JavaScript as WebAssembly has not what it calls', async () => {
    write('calls.formula', 'input x[4000], y\nsum(sin(k*x[k]*y), k = 1:4000) + norm(x)');
    const { err } = await wengert('compile', 'calls.formula', '-o', 'calls.js', '--emit', 'value');
    expect(err).toMatch(
      /^target js: \d+ nodes; 'auto' takes wasm from 4000 on, but it takes no call of so many numbers\n$/,
    );
    expect(await wengert('compile', '--check', 'calls.js')).toEqual({ exit: 0, out: '', err: '' });
  });
});

describe('--check', () => {
  it('is silent while a file is what its command makes, and names it when it is not', async () => {
    write('model.formula', 'x^2');
    await wengert('model.formula', '-o', 'model.js', '--emit', 'value,gradient');
    expect(await wengert('--check', 'model.js')).toEqual({ exit: 0, out: '', err: '' });
    write('model.formula', 'x^3');
    const stale = await wengert('--check', 'model.js');
    expect(stale.exit).toBe(1);
    expect(stale.err).toContain('stale: model.js: the formula has changed');
  });

  it('knows formulas with quotes and newlines', async () => {
    await wengert('a = x^2\na + 1', '-o', 'text.js');
    expect((await wengert('--check', 'text.js')).err).toBe('');
  });
});

describe('eval', () => {
  it('gives value and gradient as JSON', async () => {
    const { exit, out } = await wengert('eval', MISSION, '--at', 'x=0', '--json');
    expect(exit).toBe(0);
    const { value, gradient } = JSON.parse(out);
    expect(value).toBeCloseTo(8.298353525756, 11);
    expect(gradient.x).toBeCloseTo(20.91872778715, 10);
  });

  it('gives order 0 and 2', async () => {
    expect(
      JSON.parse((await wengert('eval', 'x^2*y', '--at', 'x=3', '--at', 'y=2', '--order', '0', '--json')).out),
    ).toEqual({ value: 18 });
    const { hessian } = JSON.parse(
      (await wengert('eval', 'x^2*y', '--at', 'x=3', '--at', 'y=2', '--order', '2', '--json')).out,
    );
    expect(hessian).toEqual([
      [4, 6],
      [6, 0],
    ]);
  });

  it('gives several outputs by name with their jacobian', async () => {
    const { out } = await wengert('eval', 'a = x*y; b = x+y; output a, b', '--at', 'x=3', '--at', 'y=2', '--json');
    expect(JSON.parse(out)).toEqual({
      value: { a: 6, b: 5 },
      jacobian: [
        [2, 3],
        [1, 1],
      ],
    });
  });

  it('writes what JSON cannot as strings, and names the statement that made it', async () => {
    const { out, err } = await wengert('eval', 'a = x - 1\nb = log(a)\nb*2', '--at', 'x=1', '--json');
    expect(JSON.parse(out).value).toBe('-Infinity');
    expect(err).toContain("line 2, column 5: 'log(a)' is -Infinity");
  });

  it('asks for what is missing', async () => {
    const { exit, err } = await wengert('eval', 'x*y');
    expect(exit).toBe(2);
    expect(err).toContain('needs x, y: --at x=1 --at y=2');
  });

  it('refuses to set a constant', async () => {
    expect((await wengert('eval', 'e^x', '--at', 'e=1', '--at', 'x=1')).err).toContain("'e' is a constant");
  });

  it('traces every value in order', async () => {
    const { out } = await wengert('eval', 'a = x^2\na + 1', '--at', 'x=3', '--trace', '--json');
    expect(JSON.parse(out).trace.map((row: { name: string | null; value: number }) => [row.name, row.value])).toEqual([
      ['a', 9],
      [null, 10],
    ]);
  });

  it('names the node of every line that the result is most sensitive to', async () => {
    const { out } = await wengert('eval', 'a = x^2\nb = a - 5*a\nb*3 + 1', '--at', 'x=3', '--trace', '--json');
    expect(JSON.parse(out).largestAdjoints).toEqual([
      { line: 1, name: 'a', adjoint: -12 },
      { line: 2, name: expect.any(String), adjoint: -3 },
      { line: 3, name: expect.any(String), adjoint: 1 },
    ]);
    expect((await wengert('eval', 'a = x^2\na + 1', '--at', 'x=3', '--trace')).out).toContain(
      'line  largest  adjoint\n   1  a        1\n',
    );
  });
});

describe('verify', () => {
  it('agrees with differences', async () => {
    const { exit, out } = await wengert('verify', 'exp(x)*sin(y)/z', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out).ok).toBe(true);
  });
});

describe('stats', () => {
  it('counts operations', async () => {
    const { out } = await wengert('stats', MISSION, '--json');
    expect(JSON.parse(out)).toMatchObject({
      operations: { value: 6, valueAndGradient: 12 },
      byClass: { transcendental: 4 },
      chunks: 1,
    });
  });
});

describe('errors', () => {
  it('are JSON on standard output with --json', async () => {
    const { exit, out, err } = await wengert('eval', 'tanhh(x)', '--at', 'x=1', '--json');
    expect(exit).toBe(1);
    expect(err).toBe('');
    expect(JSON.parse(out)).toEqual({
      errors: [
        {
          code: 'WG201',
          message: "unknown function 'tanhh'",
          file: null,
          line: 1,
          column: 1,
          length: 5,
          help: "did you mean 'tanh'?",
        },
      ],
      warnings: [],
    });
  });

  it('of usage exit with 2', async () => {
    expect((await wengert('x', '--frobnicate')).exit).toBe(2);
    expect((await wengert('x', '--format', 'amd')).exit).toBe(2);
    expect((await wengert('eval', 'x', '--at', 'x=one')).exit).toBe(2);
  });
});
