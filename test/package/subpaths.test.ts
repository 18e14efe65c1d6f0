// The built `wengert/special`, `wengert/wasm` and `wengert/c` beside the built root: what their sources give, once they are imported.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as sources from '../../src/index.js';
import * as direct from '../../src/special.js';
import '../../src/c.js';
import '../../src/wasm.js';

const dist = new URL('../../dist/', import.meta.url);
const isBuilt = existsSync(new URL('wasm.js', dist));
const why = isBuilt ? '' : ' (skipped: not built)';
const built = (file: string): string => fileURLToPath(new URL(file, dist));
const load = (file: string) => import(new URL(file, dist).href);

const FORMULAS = [
  'erfcx(x) + j0(x) + j1(x) + jn(3, x) + jn(-2, x)',
  'y0(x) + y1(x) + i0(x) + i1(x)',
  'gammainc(x, y)*lambertw(x)',
  'gammainc(2, 3) + jn(7, 5) + lambertw(1) + x',
];

describe.skipIf(!isBuilt)(`the built subpaths${why}`, () => {
  it('are missed by the root until they are imported, and then give what the sources give', async () => {
    const root: typeof sources = await load('index.js');
    expect(() => root.compile('exp(x)', { target: 'wasm' })).toThrow("add: import 'wengert/wasm'");
    for (const formula of FORMULAS) {
      expect(() => root.compile(formula)).toThrow("add: import 'wengert/special'");
    }
    expect(() => root.emitSource('exp(x)', { format: 'c' })).toThrow("add: import 'wengert/c'");
    for (const file of ['wasm.js', 'c.js']) expect(Object.keys(await load(file))).toEqual([]);
    const special: typeof direct = await load('special.js');
    for (const formula of FORMULAS) {
      for (const options of [{}, { target: 'wasm' }, { emit: ['hessian', 'hvp'] }, { format: 'c' }] as const)
        expect(root.emitSource(formula, options)).toBe(sources.emitSource(formula, options));
    }
    expect(Object.keys(special).sort()).toEqual(Object.keys(direct).sort());
    // mpmath 1.3.
    expect(special.jn(2, 3)).toBeCloseTo(0.4860912605858911, 15);
    expect(special.gammainc(2, 3)).toBeCloseTo(0.8008517265285442, 15);
    expect(special.lambertw(1)).toBeCloseTo(0.5671432904097838, 15);
  });

  it('are kept by bundlers, which leave out imports that do nothing', async () => {
    const imports = ['special', 'wasm', 'c', 'javascript'].map(
      name => `import ${JSON.stringify(built(`${name}.js`))};`,
    );
    const contents = `import { compile, emitSource } from ${JSON.stringify(built('index.js'))};
${imports.join('\n')}
export const value = compile('j0(x)', { target: 'wasm' }).value(2);
export const source = emitSource('x^2', { format: 'c' });`;
    const stdin = { contents, resolveDir: fileURLToPath(dist) };
    const { outputFiles, warnings } = await build({ stdin, bundle: true, minify: true, format: 'esm', write: false });
    expect(warnings).toEqual([]);
    const { value, source } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0]!.text)}`);
    expect(value).toBeCloseTo(0.22389077914123567, 15);
    expect(source).toContain('double');
  });

  it('are in the command line', () => {
    const bin = fileURLToPath(new URL('../bin/wengert.js', dist));
    const run = (...args: string[]) => execFileSync(process.execPath, [bin, ...args], { encoding: 'utf8' });
    const { value, gradient } = JSON.parse(run('eval', 'j0(x)', '--at', 'x=2', '--json'));
    expect(value).toBeCloseTo(0.22389077914123567, 15);
    expect(gradient.x).toBeCloseTo(-0.5767248077568734, 15);
    expect(run('exp(x)', '--target', 'wasm')).toContain('WebAssembly.instantiate');
  });
});
