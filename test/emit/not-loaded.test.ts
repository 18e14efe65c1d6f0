// Without `wengert/wasm` and `wengert/c`, which nothing here imports, WebAssembly and C are known by name only.

import { describe, expect, it } from 'vitest';
import { compile, emitSource, FormulaError, stats } from '../../src/index.js';

function errorsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors;
    throw error;
  }
  return [];
}

const LARGE = 'input x[2000]\nsum(sin(k*x[k]), k = 1:2000)';

describe('the target wasm where it is not loaded', () => {
  it('is an error that names the import', () => {
    const [found, ...more] = errorsOf(() => emitSource('x^2', { target: 'wasm' }));
    expect(more).toEqual([]);
    expect([found?.code, found?.message, found?.help]).toEqual([
      'WG610',
      "the target 'wasm' is not loaded",
      "add: import 'wengert/wasm'",
    ]);
    for (const run of [compile, stats]) expect(errorsOf(() => run('x^2', { target: 'wasm' }))).toHaveLength(1);
  });

  it('is not what auto takes, and large modules say why', () => {
    const { source, gradient } = compile(LARGE, { target: 'auto' });
    expect(source).toMatch(
      /^\/\/ target js: \d+ nodes; 'auto' takes wasm from 4000 on, but 'wengert\/wasm' is not imported$/m,
    );
    expect(source).not.toContain('WebAssembly');
    expect(gradient(new Float64Array(2000))[1999]).toBe(2000);
    expect(emitSource('exp(x)', { target: 'auto' })).toBe(emitSource('exp(x)'));
  });
});

describe('the format c where it is not loaded', () => {
  it('is an error that names the import', () => {
    const [found, ...more] = errorsOf(() => emitSource('x^2', { format: 'c' }));
    expect(more).toEqual([]);
    expect([found?.code, found?.message, found?.help]).toEqual([
      'WG610',
      "the format 'c' is not loaded",
      "add: import 'wengert/c'",
    ]);
  });
});
