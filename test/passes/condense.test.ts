// Sums with a common factor, factors of two and signs in derivative code; the program itself stays as it was written.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

const operations = (formula: string, name: 'value' | 'valueAndGradient' = 'valueAndGradient'): number =>
  compile(formula, { emit: [name] }).stats.operations[name]!;

describe('a common factor of an adjoint sum', () => {
  it('is multiplied once', () => {
    // sin, exp, +, square; cos, 2·t, + and one product instead of two.
    expect(operations('(sin(x) + exp(x))^2')).toBe(8);
    // The same with a difference.
    expect(operations('(sin(x) - exp(x))^2')).toBe(8);
  });

  it('gives the derivative', () => {
    for (const x of [-3, -0.5, 0, 1e-9, 2]) {
      const expected = 2 * (Math.sin(x) + Math.exp(x)) * (Math.cos(x) + Math.exp(x));
      const [found] = compile('(sin(x) + exp(x))^2').gradient(x);
      expect(Math.abs(found - expected)).toBeLessThanOrEqual(4e-16 * Math.abs(expected) + 1e-300);
    }
  });
});

describe('a factor of two', () => {
  it('meets the other numbers of a derivative', () => {
    // 100·t² has the derivative 200·t.
    expect(operations('100*x^2')).toBe(3);
    expect([...compile('100*x^2').gradient(0.3)]).toEqual([60]);
    // x², -x²; then -2·x, which takes no negation.
    expect(compile('-x^2', { emit: ['gradient'] }).source).toMatch(/gradient\[0\] = (x \* -2|-2 \* x);/);
  });

  it('does not overflow on the way', () => {
    expect(compile('0.005*x^2').gradient(1e308)[0]).toBe(1e306);
  });

  it('is left alone where the product of the numbers is none', () => {
    // 2·x times 1.7e308 is finite for small x, while 3.4e308 is not.
    expect(compile('1.7e308*x^2').gradient(1e-3)[0]).toBe(1.7e308 * 2e-3);
  });

  it('stays in the program itself', () => {
    expect(operations('3*(2*x)', 'value')).toBe(2);
    expect(operations('a*b + a*c', 'value')).toBe(3);
    expect(compile('a = 2*x\n-a', { emit: ['value'] }).source).toContain('const a = 2 * x;');
  });
});

it('agrees with the derivative written out, over random polynomials', () => {
  const coefficient = fc.integer({ min: -9, max: 9 });
  fc.assert(
    fc.property(
      fc.array(coefficient, { minLength: 1, maxLength: 6 }),
      fc.array(coefficient, { minLength: 1, maxLength: 6 }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (a, b, x) => {
        const text = (list: number[]): string => list.map((c, i) => `(${c})*x^${i}`).join(' + ');
        const p = (list: number[]): number => list.reduce((sum, c, i) => sum + c * x ** i, 0);
        const slope = (list: number[]): number =>
          list.reduce((sum, c, i) => sum + (i === 0 ? 0 : c * i * x ** (i - 1)), 0);
        const size = (list: number[]): number => list.reduce((sum, c, i) => sum + Math.abs(c) * (i + 1) * 2 ** i, 0);
        const [found] = compile(`(${text(a)})*(${text(b)}) - (${text(a)})^2`).gradient(x);
        const expected = slope(a) * p(b) + p(a) * slope(b) - 2 * p(a) * slope(a);
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-13 * (size(a) * size(b) + size(a) ** 2));
      },
    ),
    { numRuns: 200 },
  );
});
