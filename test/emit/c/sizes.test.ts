// Arrays whose sizes are known when functions are called, and recurrences, in C: what JavaScript makes of them, bit by bit where
// only operations are used that IEEE 754 rounds. Everything is compiled by gcc, with warnings as errors and an eye on memory.

import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../../src/files.js';
import { compile } from '../../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from './gcc.js';
import '../../../src/c.js';

const PROGRAMS: Readonly<Record<string, string>> = {
  pairs: 'param p[n], a\ninput x[n]\nsum(sum((p[i] - p[j])^2/(2 + x[j]^2), j = i+1:n), i = 1:n)*a + sum(x)',
  neighbours: 'param p[n], a\ninput x[n]\nsum((p[i+1] - 2*p[i] + p[i-1])^2*x[i], i = 2:n-1) + a*p[1]*p[n]',
  matrix:
    'param a, A[2,n], p[n], B[n,2]\ninput x[n]\nsum((B*[a, 1]) .* x) + max(p) - min(x) + sum(A[1,i]*i/n + A[2,i]^2, i = 1:n)',
  steps: 'param p[n], a\ninput x[n]\nz[1] = a\nz[i] = z[i-1]*p[i-1] + x[i]/i for i = 2:n\nz[n]*z[1] + sum(z .* x)',
  down: 'param p[n], a\ninput x[n]\nz[n,:] = [a, x[n]]\nz[i,:] = [z[i+1,2]*p[i], z[i+1,1] - x[i+1]] for i = n-1:-1:1\nz[1,1]*z[1,2] + sum(z[i,1]^2, i = 1:n)',
  longer:
    'param p[n], a\ninput x[n]\nz[1] = a\nz[i] = (z[i-1] > 0.25 ? z[i-1]*p[i-1] : z[i-1]^2) + x[i-1] for i = 2:n+1\nz[n+1]*z[n] + max(z)',
  lags: 'param p[n], a\ninput x[n]\nz[1] = a\nz[2] = a^2\nz[i] = z[i-1]*x[i] - z[i-2]*p[i] for i = 3:n\nsum(x[i]*z[i], i = 1:n)*prod(p)',
  known:
    'param p[n], a\ninput x[n]\nz[1] = a\nz[i] = z[i-1]*(1 - z[i-1]) + 1/i for i = 2:300\nz[300]*z[7] + sum(z)*p[1] + sum(sum(a/(j + k^2), j = 1:k), k = -2:200) + sum(x)',
  rows: 'param p[n], a\ninput x[n]\ndata t, y\nz[1] = a*t\nz[i] = z[i-1]*p[i] + x[i]*t for i = 2:n\ny = z[n] + sum(z)',
};

const FUNCTIONS = ['value', 'valueAndGradient', 'jvp', 'vjp', 'hvp'] as const;

const numbers = (length: number, seed: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const T = [0.5, -0.3, 0.8];
const Y = [1, 0.2, -0.4];

describe.skipIf(!hasCompiler)(`programs of arrays in C${whyNot}`, () => {
  it('have the bits of JavaScript', { timeout: 240_000 }, () => {
    const files: Record<string, string> = {};
    const statements: string[] = [];
    const wanted: number[] = [];
    for (const [name, program] of Object.entries(PROGRAMS)) {
      const { code, declarations } = emitFiles(program, { format: 'c', name, emit: FUNCTIONS });
      files[`${name}.c`] = code;
      files[`${name}.h`] = declarations;
      const compiled = compile(program);
      const isRows = name === 'rows';
      const data = isRows ? `${arrayIn(T)}, ${arrayIn(Y)}, ` : '';
      const range = isRows ? ', 0, 3' : '';
      for (const n of name === 'rows' ? [1, 2, 5] : [1, 2, 3, 7, 1030]) {
        const parts = compiled.wrt.map(({ shape }, i) =>
          shape.length === 0 ? 0.7 : numbers(n * (shape.length === 2 ? 2 : 1), i + n),
        );
        const along = compiled.wrt.map(({ shape }, i) =>
          shape.length === 0 ? -0.4 : numbers(n * (shape.length === 2 ? 2 : 1), i + n + 9),
        );
        const flat = (list: readonly (number | Float64Array)[]): string =>
          arrayIn(list.flatMap(of => (typeof of === 'number' ? [of] : [...of])));
        const length = parts.reduce<number>((sum, of) => sum + (typeof of === 'number' ? 1 : of.length), 0);
        const x = numbers(n, 3 * n);
        const given = [...parts, x, ...(isRows ? [T, Y, undefined, undefined] : [])];
        const head = `${flat(parts)}, ${arrayIn(x)}, ${data}${n}${range}`;
        const gradient = new Float64Array(length);
        const value = compiled.valueAndGradient(...given, gradient) as number;
        wanted.push(compiled.value(...given) as number, value, ...gradient);
        wanted.push(
          ...(compiled.jvp(...given, ...along) as Float64Array),
          ...(compiled.vjp(...given, 1.5) as Float64Array),
        );
        wanted.push(...(compiled.hvp(...given, ...along) as Float64Array));
        statements.push(
          `double v = ${name}_value(${head}); put(&v, 1);`,
          `double g[${length}]; double v = ${name}_value_and_gradient(${head}, g); put(&v, 1); put(g, ${length});`,
          `double v[1]; ${name}_jvp(${head}, ${flat(along)}, v); put(v, 1);`,
          `double g[${length}]; ${name}_vjp(${head}, 1.5, g); put(g, ${length});`,
          `double g[${length}]; ${name}_hvp(${head}, ${flat(along)}, g); put(g, ${length});`,
        );
      }
    }
    const found = runInC(files, statements);
    expect(found.length).toBe(wanted.length);
    const isSame = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));
    const wrong = found.findIndex((value, i) => !isSame(value, wanted[i]!));
    expect([wrong, found[wrong], wanted[wrong]]).toEqual([-1, undefined, undefined]);
  });
});
