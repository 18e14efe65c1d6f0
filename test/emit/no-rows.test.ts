// Reductions over no rows: a sum is 0, a mean NaN, and there is no extremum.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';

const of = (expression: string) => compile(`param a = 1\ndata x\n${expression}`);

describe('no rows', () => {
  it.each([
    ['sum(a*x)', 0],
    ['prod(a*x)', 1],
    ['count(x)*a', 0],
    ['mean(a*x)', NaN],
    ['logsumexp(a*x)', -Infinity],
    // What is not taken has no say.
    ['count(x) > 0 ? max(a*x) : 7', 7],
  ])('%s is %d', (expression, value) => {
    expect(of(expression).value(1, [])).toBe(value);
    expect(of(expression).value(1, [1, 2], 1, 0)).toBe(value);
  });

  it.each(['min', 'max'])('%s is an error that names the call', name => {
    const { value, valueAndGradient, bindPacked } = of(`${name}(a*x) + sum(x)`);
    const message = (call: string): RangeError => new RangeError(`${call}: '${name}' needs rows, got none`);
    expect(() => value(1, [])).toThrow(message('value(a, x, start, count)'));
    expect(() => valueAndGradient(1, [1], 1, undefined, [0])).toThrow(
      message('valueAndGradient(a, x, start, count, gradient)'),
    );
    expect(() => bindPacked({ x: [] })([1])).toThrow(RangeError);
    expect(value(1, [3])).toBe(6);
  });
});

describe('no terms inside of other loops', () => {
  it('are an error where one is wanted, and only there', () => {
    const { value } = compile('input x[n]\ndata y\nsum(max(x*y))');
    expect(() => value([], [1, 2])).toThrow(new RangeError("value(x, y, start, count): 'max' needs terms, got none"));
    expect(value([], [])).toBe(0);
    expect(value([3, 4], [1, -1])).toBe(4 - 3);
    expect(compile('input x[n]\ndata y\nsum(n > 0 ? max(x*y) : 1)').value([], [1, 2])).toBe(2);
  });
});

describe('multipliers', () => {
  it('are those of statements outside of rows', () => {
    const { multipliers } = compile('param a\ndata x\nm = mean(a*x)\ns = m^2\ns + m');
    expect(multipliers(2, [1, 2])).toEqual({ m: 7, s: 1 });
  });

  it('are arrays of those that depend on the row', () => {
    // ∂/∂z = 2z + x/3 of Σz² + mean(x·z), z = 2x.
    const text = 'param a\ndata x\nz = a*x\nq = [z^2, x*z]\ns = sum(q[1]) + mean(q[2])\ns';
    const { multipliers } = compile(text);
    const third = 1 / 3;
    expect(multipliers(2, [3, 6, 9])).toEqual({
      z: new Float64Array([13, 26, 39]),
      q: new Float64Array([1, third, 1, third, 1, third]),
      s: 1,
    });
    expect(multipliers(2, [3, 6, 9], 1, 1)).toEqual({
      z: new Float64Array([24 + 6]),
      q: new Float64Array([1, 1]),
      s: 1,
    });
    expect(multipliers(2, [], 0, 0)).toEqual({ z: new Float64Array(0), q: new Float64Array(0), s: 1 });
  });

  it('of rows that pass nothing are 0', () => {
    // d = √z where z > 1, and Σ(1 - d)² has -2(1 - d) as its derivative by d.
    const { multipliers } = compile('param a\ndata x, y\nz = a*x\nd = z > 1 ? sqrt(z) : 0\ny = d');
    expect(multipliers(1, [0, 4, -1], [1, 1, 1])).toEqual({
      z: new Float64Array([0, 2 / 4, 0]),
      d: new Float64Array([-2, 2, -2]),
    });
  });

  it.each([
    [
      'param a\ninput x[n]\nz = a*x\nsum(z)',
      /'multipliers' has no arrays whose sizes are known at run time yet, and 'z'/,
    ],
    ['param a\ndata x\nq = [a*x, a]\nsum(q[1]*q[2])', /some of 'q' is the same for all of them/],
  ])('are refused of %j', (text, message) => {
    expect(() => compile(text, { emit: ['multipliers'] })).toThrow(FormulaError);
    expect(() => compile(text, { emit: ['multipliers'] })).toThrow(message);
  });
});
