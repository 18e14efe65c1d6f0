// The built `wengert/special` beside the built root, whose names are shortened: what its sources give, once it is imported.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as sources from '../../src/index.js';
import * as direct from '../../src/special.js';

const dist = new URL('../../dist/', import.meta.url);
const isBuilt = existsSync(new URL('special.js', dist));

const FORMULAS = [
  'erfcx(x) + j0(x) + j1(x) + jn(3, x) + jn(-2, x)',
  'y0(x) + y1(x) + i0(x) + i1(x)',
  'gammainc(x, y)*lambertw(x)',
  'gammainc(2, 3) + jn(7, 5) + lambertw(1) + x',
];

describe.skipIf(!isBuilt)(`the built subpath${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('is missed by the root until it is imported, and then gives what the sources give', async () => {
    const root: typeof sources = await import(new URL('index.js', dist).href);
    for (const formula of FORMULAS) {
      expect(() => root.compile(formula)).toThrow("add: import 'wengert/special'");
    }
    const special: typeof direct = await import(new URL('special.js', dist).href);
    for (const formula of FORMULAS) {
      for (const options of [{}, { target: 'wasm' }, { emit: ['hessian', 'hvp'] }] as const)
        expect(root.emitSource(formula, options)).toBe(sources.emitSource(formula, options));
    }
    expect(Object.keys(special).sort()).toEqual(Object.keys(direct).sort());
    // mpmath 1.3.
    expect(special.jn(2, 3)).toBeCloseTo(0.4860912605858911, 15);
    expect(special.gammainc(2, 3)).toBeCloseTo(0.8008517265285442, 15);
    expect(special.lambertw(1)).toBeCloseTo(0.5671432904097838, 15);
  });

  it('is in the command line', () => {
    const bin = fileURLToPath(new URL('../bin/wengert.js', dist));
    const args = [bin, 'eval', 'j0(x)', '--at', 'x=2', '--json'];
    const { value, gradient } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    expect(value).toBeCloseTo(0.22389077914123567, 15);
    expect(gradient.x).toBeCloseTo(-0.5767248077568734, 15);
  });
});
