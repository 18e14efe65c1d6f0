// `--from js`: commands take a function of a module in the place of a formula.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { originalPositionFor, TraceMap } from '@jridgewell/trace-mapping';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

const ENERGY = `const cutoff = 2.5;
/** The energy of atoms at x, y, z, x, y, z, … */
export function energy(positions) {
  const n = positions.length / 3;
  let total = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      let r2 = 0;
      for (let k = 0; k < 3; k++) {
        const d = positions[3 * i + k] - positions[3 * j + k];
        r2 += d * d;
      }
      if (r2 >= cutoff * cutoff) continue;
      const s6 = 1 / r2 ** 3;
      total += 4 * (s6 * s6 - s6);
    }
  }
  return total;
}
`;
const SEVERAL =
  'export const bowl = (x: number, y = 2): number => x*x*y;\nexport const f = (x: number): number => Math.sin(x);\n';

// 4·(r⁻¹² - r⁻⁶) of one pair at the distance 1.25, and its slope 4·(6·r⁻⁷ - 12·r⁻¹³) along x.
const R = 1.25;
const PAIR = 4 * (R ** -12 - R ** -6);
const SLOPE = 4 * (6 * R ** -7 - 12 * R ** -13);

describe('--from js', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'wengert-js-'));
    mkdirSync(path.join(folder, 'out'));
    writeFileSync(path.join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(path.join(folder, 'energy.js'), ENERGY);
    writeFileSync(path.join(folder, 'several.ts'), SEVERAL);
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const wengert = (...args: string[]) => runIn(folder, args);

  it('writes a module that is checked again and leads back to the function', async () => {
    const made = await wengert('energy.js', '--from', 'js', '-o', 'out/gradient.js');
    expect(made).toEqual({ exit: 0, out: '', err: '' });
    const code = readFileSync(path.join(folder, 'out/gradient.js'), 'utf8');
    expect(code.split('\n').slice(4, 6)).toEqual([
      '//   function(positions) of energy.js',
      '// wengert compile ../energy.js -o gradient.js --from js',
    ]);
    const { value, gradient } = await import(pathToFileURL(path.join(folder, 'out/gradient.js')).href);
    expect(value([0, 0, 0, R, 0, 0])).toBeCloseTo(PAIR, 14);
    expect(gradient([0, 0, 0, R, 0, 0])[3]).toBeCloseTo(SLOPE, 13);
    expect((await wengert('compile', '--check', 'out/gradient.js')).exit).toBe(0);
    const lines = code.split('\n');
    const line = lines.findIndex(text => text.includes(' = 1 / '));
    const map = new TraceMap(readFileSync(path.join(folder, 'out/gradient.js.map'), 'utf8'));
    expect(originalPositionFor(map, { line: line + 1, column: lines[line]!.indexOf(' = 1 / ') })).toMatchObject({
      source: '../energy.js',
      line: 14,
    });
  });

  it('is there in the other commands', async () => {
    const at = ['--at', `positions=[0,0,0,${R},0,0]`];
    const found = JSON.parse((await wengert('eval', 'energy.js', '--from', 'js', ...at, '--json')).out);
    expect(found.value).toBeCloseTo(PAIR, 14);
    expect(found.gradient.positions[1][0]).toBeCloseTo(SLOPE, 13);
    const nested = await wengert(
      'eval',
      'energy.js',
      '--from',
      'js',
      '--at',
      `positions=[[0,0,0],[${R},0,0]]`,
      '--json',
    );
    expect(JSON.parse(nested.out).value).toBe(found.value);
    expect((await wengert('verify', 'energy.js', '--from', 'js', ...at)).out).toContain(
      '6 derivatives at 1 point: none differs',
    );
    expect((await wengert('verify', 'energy.js', '--from', 'js', '--emit', 'value,hessian', ...at)).out).toContain(
      'none differs',
    );
    expect((await wengert('stats', 'energy.js', '--from', 'js')).out).toContain('valueAndGradient');
    expect((await wengert('explain', 'energy.js', '--from', 'js', '--length', 'positions=6')).out).toContain('s6_bar');
    expect((await wengert('graph', 'energy.js', '--from', 'js', '--length', 'positions=6')).out).toContain('digraph');
    const minimum = await wengert('minimize', 'energy.js', '--from', 'js', '--start', 'positions=[0,0,0,1.2,0,0.1]');
    // Two atoms come to rest at -1.
    expect(minimum.out).toMatch(/^minimum +-1$/m);
  });

  it('writes C, and WebAssembly', async () => {
    const c = await wengert('energy.js', '--from', 'js', '--format', 'c');
    expect([c.exit, c.err]).toEqual([0, '']);
    expect(c.out).toContain('double value(');
    const wasm = await wengert('verify', 'energy.js', '--from', 'js', '--target', 'wasm');
    expect(wasm.out).toContain('none differs');
  });

  it('takes one of several functions', async () => {
    expect(
      await wengert('eval', 'several.ts', '--from', 'js', '--function', 'bowl', '--at', 'x=3', '--json'),
    ).toMatchObject({
      exit: 0,
      out: expect.stringContaining('18'),
    });
    const unclear = await wengert('eval', 'several.ts', '--from', 'js', '--at', 'x=3');
    expect(unclear.exit).toBe(1);
    expect(unclear.err).toContain('error[WG251]: which function is meant? There are bowl, f');
  });

  it('is asked for where it is missing', async () => {
    expect((await wengert('energy.js')).err).toBe(
      "error[WG602]: 'energy.js' is a module, and is read as a formula\n  = help: add --from js\n",
    );
    expect((await wengert('x^2', '--function', 'f')).err).toContain('--function is of modules');
    expect((await wengert('energy.js', '--from', 'py')).exit).toBe(2);
    expect((await wengert('energy.js', '--from', 'js', '--length', 'x')).exit).toBe(2);
    expect((await wengert('eval', 'energy.js', '--from', 'js', '--length', 'n=3')).err).toContain(
      "there is no argument 'n'",
    );
  });

  it('reads standard input', async () => {
    const found = await runIn(folder, ['eval', '-', '--from', 'js', '--at', 'x=2'], 'export const f = x => x**3;');
    expect(found.out).toContain('12');
  });
});
