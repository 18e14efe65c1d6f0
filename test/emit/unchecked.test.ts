// Modules that leave out checks, metadata and documentation compute what the others do.

import { describe, expect, it } from 'vitest';
import { exportNames } from '../../src/exports/table.js';
import { emitFiles } from '../../src/files.js';
import { compile, type ExportName, emitSource, FormulaError } from '../../src/index.js';
import '../../src/wasm.js';

const PROGRAMS = [
  'x^2*y',
  'param a = 1, b = 2 in [0, 3]; data x[2], y; sum((a*x[1] + b*x[2] - y)^2)',
  'input A[2,2], x[2]; A*x',
  'input x[n]; sum(x[i]^2, i = 1:n)',
  'param w[3] = 0.1; data x[3], y; y = dot(w, x)',
  'input p, q; implicit z = 1; z = cos(p*z); z*q',
  'a = x*y; b = a + x; maximize a*b',
];

/** All that a program can have; passes over data apart. */
function exportsOf(program: string, isPassed: boolean): ExportName[] {
  return exportNames.filter(name => {
    if (!isPassed && ['begin', 'rows', 'partial', 'combine', 'finish'].includes(name)) return false;
    try {
      emitSource(program, { emit: [name] });
      return true;
    } catch (error) {
      if (error instanceof FormulaError) return false;
      throw error;
    }
  });
}

const LOOK = /\b(?:refuse|refuseRows|refuseSizes|checkTheta)\(/;

describe.each(PROGRAMS)('%s', program => {
  it('without checks has none, in any export and any format', () => {
    const emit = exportsOf(program, false);
    expect(emitSource(program, { emit })).toMatch(LOOK);
    for (const format of ['esm', 'cjs', 'iife'] as const)
      expect(emitSource(program, { emit, format, checks: false })).not.toMatch(LOOK);
  });

  it('keeps those that something calls', () => {
    const emit = exportsOf(program, true);
    for (const code of [emitSource(program, { emit, checks: false }), emitSource(program, { emit, minimal: true })])
      for (const [, name] of code.matchAll(/\b(refuse|refuseRows|refuseSizes|checkTheta|describe|readPoint|nest)\(/g))
        expect(code).toContain(`function ${name}(`);
  });
});

it('computes the same', () => {
  const at = { p: [3, 2], rows: [new Float64Array([1, 2, 3, 4]), new Float64Array([5, 6])] };
  for (const options of [{ checks: false }, { minimal: true }] as const) {
    const plain = compile('x^2*y', options);
    expect([plain.value(...at.p), [...plain.gradient(...at.p)], plain.packed([3, 2])]).toEqual([18, [12, 9], 18]);
    expect(plain.evaluate({ x: 3, y: 2 })).toEqual({ value: 18, gradient: { x: 12, y: 9 } });
    const data = compile(PROGRAMS[1]!, options);
    // (1 + 4 - 5)² + (3 + 8 - 6)²
    expect(data.value(1, 2, ...at.rows)).toBe(25);
    expect([...data.gradient(1, 2, ...at.rows)]).toEqual([30, 40]);
    expect([...data.gradient(1, 2, ...at.rows, 0, 1)]).toEqual([0, 0]);
    // Wrong arguments are taken as they are.
    expect(plain.value(3)).toBe(Number.NaN);
  }
});

it('of WebAssembly, and of data in parts, keeps the checks', () => {
  expect(emitSource('x^2*y', { target: 'wasm', checks: false })).toMatch(LOOK);
  expect(emitSource(PROGRAMS[1]!, { emit: ['begin', 'rows', 'finish'], checks: false })).toMatch(LOOK);
  const wasm = compile(PROGRAMS[1]!, { target: 'wasm', minimal: true });
  expect(wasm.value(1, 2, new Float64Array([1, 2, 3, 4]), new Float64Array([5, 6]))).toBe(25);
});

describe('a minimal module', () => {
  it('is its functions', () => {
    expect(emitSource('x^2', { minimal: true }).replace(/^\/\/.*\n/gm, '')).toBe(`
export function value(x) {
  return x * x;
}

export function gradient(x, out = new Float64Array(1)) {
  valueAndGradient(x, out);
  return out;
}

export function valueAndGradient(x, gradient) {
  gradient[0] = x * 2;
  return x * x;
}
`);
    expect(emitSource('[x, x^2]', { minimal: true })).toMatch(/function value[\s\S]*function jacobian/);
  });

  it('has the metadata that functions read, and declares it', () => {
    const { code, declarations } = emitFiles('x^2', { minimal: true, emit: ['evaluate'] });
    const names = (text: string) => [...text.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name);
    expect(names(code)).toEqual(['evaluate', 'inputs', 'wrt']);
    expect(names(declarations)).toEqual(['evaluate', 'inputs', 'wrt']);
    expect(names(emitFiles('x^2', { minimal: true }).declarations)).toEqual([
      'value',
      'gradient',
      'gradient',
      'valueAndGradient',
    ]);
    expect(emitSource('x^2', { minimal: true, format: 'cjs' })).toMatch(
      /^exports\.value = value;\nexports\.gradient = gradient;\nexports\.valueAndGradient = valueAndGradient;\n$/m,
    );
  });
});
