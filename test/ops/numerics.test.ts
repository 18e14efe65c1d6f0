// Without `wengert/special`, which nothing here imports, rare functions are known by name only.

import { describe, expect, it } from 'vitest';
import { compile, emitSource, FormulaError } from '../../src/index.js';

function errorsOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors;
    throw error;
  }
  return [];
}

describe('a rare function whose numerics are not loaded', () => {
  it.each([
    ['erfcx(x)', 'erfcx'],
    ['j0(x)', 'j0'],
    ['j1(x)', 'j1'],
    ['jn(2, x)', 'jn'],
    ['y0(x)', 'y0'],
    ['y1(x)', 'y1'],
    ['i0(x)', 'i0'],
    ['i1(x)', 'i1'],
    ['gammainc(2, x)', 'gammainc'],
    ['lambertw(x)', 'lambertw'],
    ['i0(1)', 'i0'],
  ])('%s is an error that names the import', (call, name) => {
    expect(errorsOf(() => emitSource(`y = 2\ny + ${call}`))).toEqual([
      {
        code: 'WG220',
        message: `'${name}' is a rare function, and those are not loaded`,
        file: null,
        line: 2,
        column: 5,
        length: call.length,
        help: "add: import 'wengert/special'",
      },
    ]);
  });

  it('is one in functions of the program, over vectors and in programs built by calls', () => {
    const place = (formula: string) =>
      errorsOf(() => compile(formula)).map(({ code, line, column }) => [code, line, column]);
    expect(place('f(u) = j0(u)^2\nf(x)')).toEqual([['WG220', 1, 8]]);
    expect(place('input v[3]\nsum(j0(v))')).toEqual([['WG220', 2, 5]]);
    expect(place('sum(jn(i, x), i = 1:2)')).toEqual([['WG220', 1, 5]]);
    const built = errorsOf(() => compile(g => g.j0(g.input('x'))));
    expect(built.map(({ code, help }) => [code, help])).toEqual([['WG220', "add: import 'wengert/special'"]]);
  });

  it('has a name that variables may have', () => {
    const { value } = compile('y0 exp(-x) + j1^2 (1 + i0)');
    expect(value(3, 0, 2, 0.5)).toBe(9);
  });

  it('leaves other functions as they are', () => {
    expect(compile('gamma(x) + erf(0)').value(4)).toBe(6);
  });
});
