// Slices and ends of arrays whose sizes are known at run time are what they are of arrays of that size.

import { describe, expect, it } from 'vitest';
import { type Compiled, compile, FormulaError } from '../../src/index.js';

const X = [1, 2, 4, 7];
const MATRIX = [1, 2, 3, 4, 5, 6, 7, 8];

const numbers = (compiled: Compiled, name: 'value' | 'gradient' | 'hessian'): number[] => {
  const found = compiled[name](X, MATRIX, MATRIX) as number | Float64Array;
  return typeof found === 'number' ? [found] : Array.from(found);
};

describe('slices', () => {
  it.each([
    'sum((x[2:n] - x[1:n-1]).^2)',
    'sum(x[2:end] .* x[1:end-1])',
    'x[end]*x[end-1]',
    'sum(x[:])',
    'sum(x[3:]) + size(x[2:n-1])[1]',
    'sum(A[2:n,1])*sum(A[:,2])',
    'sum(B[1,2:n] .* B[2,1:n-1])',
    'sum(A[2:n,:])*x[1]',
    'dot(x[2:n], x[1:n-1])/norm(x[2:n-1])',
    'sum(x[1:3].^2)',
    'x[n-2:n][2]*dot(x[[4, 1]], [1, 2])',
    'sum(A[[1, 3],:]*[1, 2]) + A[2:3,2][1]*x[2]',
    'sum(B[:,1:2]*[1, 2]) + sum(B[2,n-1:n])*x[2]^2',
    'max(x[2:n])*sum(x[2:n][2:n-1])',
  ])('%s', program => {
    const text = (n: string): string => `${n}param x[n]\ninput A[n,2], B[2,n]\n0*(A[1,1] + B[1,1]) + ${program}`;
    const [short, long] = [compile(text('')), compile(text('const n = 4\n'))];
    for (const name of ['value', 'gradient', 'hessian'] as const) {
      const wanted = numbers(long, name);
      const found = numbers(short, name);
      expect(found.length).toBe(wanted.length);
      for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, 11);
    }
  });

  it('may be empty', () => {
    const { value, gradient } = compile('param x[n]; sum((x[2:n] - x[1:n-1]).^2)');
    expect(value([3])).toBe(0);
    expect(Array.from(gradient([3]) as Float64Array)).toEqual([0]);
  });

  it.each([
    ['sum(x[2:n+1])', 'WG308', 'this is not within 1 … n'],
    ['sum(x[0:n])', 'WG308', 'this is not within 1 … n'],
    ['sum(x[[1, 0]])', 'WG308', "'x[[1, 0]]': index 0 is not one of 1 … n"],
    ['sum(x .* x[2:n])', 'WG302', ''],
  ])('%s is refused', (program, code, message) => {
    let found: unknown;
    try {
      compile(`param x[n]; ${program}`);
    } catch (error) {
      found = error;
    }
    expect(found).toBeInstanceOf(FormulaError);
    const [first] = (found as FormulaError).diagnostics;
    expect(first?.code).toBe(code);
    expect(first?.message).toContain(message);
  });
});
