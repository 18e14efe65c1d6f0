// Tails against reference values in tails.cases.json, made with mpmath 1.3 at 50 digits and more from operands that are
// doubles: at random over the whole range, close to zeros, and in the tails as far as the least numbers.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  beta,
  combinations,
  erfc,
  gelu,
  geluDerivative,
  lbeta,
  log1mexp,
  log1mexpSlope,
  logit,
  logitSlope,
  lognormcdf,
  lognormcdfDerivative,
  mish,
  mishDerivative,
  normcdf,
  silu,
  siluDerivative,
  softsign,
} from '../../templates/special.js';

const cases: Record<string, number[][]> = JSON.parse(
  readFileSync(new URL('./tails.cases.json', import.meta.url), 'utf8'),
);

const functions: Readonly<Record<string, (...operands: number[]) => number>> = {
  beta,
  combinations,
  erfc,
  gelu,
  lbeta,
  log1mexp,
  logit,
  lognormcdf,
  mish,
  normcdf,
  silu,
  softsign,
};

/** The distance of doubles about x, which is that of the least ones where x is subnormal. */
const spacing = (x: number): number => Math.max(2 ** (Math.floor(Math.log2(Math.abs(x))) - 52), 2 ** -1074);

/** The points at which a function is off by more than `allowed`. */
function misses(name: string, allowed: (expected: number) => number): string[] {
  return cases[name]!.flatMap(row => {
    const operands = row.slice(0, -1);
    const expected = row.at(-1)!;
    const actual = functions[name]!(...operands);
    const isClose = actual === expected || Math.abs(actual - expected) <= allowed(expected);
    return isClose ? [] : [`${name}(${operands.join(', ')}) = ${actual}, not ${expected}`];
  });
}

describe('reference values', () => {
  it.each(['erfc', 'normcdf', 'lognormcdf', 'logit', 'log1mexp', 'silu', 'gelu', 'mish', 'softsign'])(
    '%s, within 4 units of the last place',
    name => {
      expect(misses(name, expected => 4 * spacing(expected))).toEqual([]);
    },
  );

  it.each(['beta', 'lbeta', 'combinations'])('%s, within 1e-13', name => {
    expect(misses(name, expected => 1e-13 * Math.abs(expected))).toEqual([]);
  });
});

describe('values far out', () => {
  it.each([
    [erfc(26), 5.663192408856143e-296],
    [normcdf(-37), 5.725571222524577e-300],
    [lognormcdf(-9), -43.628149113332114],
    [lognormcdf(-1e10), -5e19],
    [lognormcdfDerivative(1, -1e200), 1e200],
    [lognormcdfDerivative(2, -1e200), -1],
    [lognormcdf(10), -7.619853024160525e-24],
    [lbeta(1e10, 2), -46.051701859980916],
    [combinations(1000, 500), 2.702882409454366e299],
    // The value is below the largest double, and n + 1 times it is not.
    [combinations(1029, 514), 1.4298206864989042e308],
  ])('%d is %d', (actual, expected) => {
    expect(Math.abs(actual - expected)).toBeLessThanOrEqual(4 * spacing(expected));
  });

  it('underflow and overflow', () => {
    expect(beta(535.5, 536)).toBe(5e-324);
    expect(beta(1e6, 1e6)).toBe(0);
    expect(beta(5e-324, 2)).toBe(Infinity);
    expect(combinations(1e20, 20)).toBe(Infinity);
    expect(combinations(1100, 550)).toBe(Infinity);
    expect(erfc(28)).toBe(0);
    expect(normcdf(-39)).toBe(0);
    expect(lognormcdf(-1e200)).toBe(-Infinity);
    for (const f of [silu, gelu, mish]) expect(f(-760)).toBe(-0);
  });

  it.each<[(x: number) => number, number, number]>([
    [erfc, 2, 0],
    [normcdf, 0, 1],
    [lognormcdf, -Infinity, 0],
    [log1mexp, -0, NaN],
    [logit, NaN, NaN],
    [silu, -0, Infinity],
    [gelu, -0, Infinity],
    [mish, -0, Infinity],
    [softsign, -1, 1],
    [x => lognormcdfDerivative(1, x), Infinity, 0],
    [x => lognormcdfDerivative(2, x), -1, -0],
    [x => lognormcdfDerivative(3, x), 0, 0],
    [x => siluDerivative(1, x), 0, 1],
    [x => geluDerivative(1, x), 0, 1],
    [x => mishDerivative(1, x), 0, 1],
    [log1mexpSlope, -0, NaN],
    [logitSlope, NaN, NaN],
  ])('%s at -∞ is %d, at ∞ %d, and at NaN NaN', (f, below, above) => {
    expect([f(-Infinity) + 0, f(Infinity) + 0]).toEqual([below + 0, above + 0]);
    expect(f(NaN)).toBeNaN();
  });
});

describe('logarithms', () => {
  it('logit has its zero at 1/2 and is infinite at 0 and 1, NaN outside', () => {
    expect([0, 0.5, 1].map(logit)).toEqual([-Infinity, 0, Infinity]);
    for (const x of [-5e-324, -1, 1 + 2 ** -52, 2]) expect([logit(x), logitSlope(x)]).toEqual([NaN, NaN]);
  });

  it('log1mexp is -∞ at 0 and NaN above', () => {
    expect([log1mexp(0), log1mexp(-0), log1mexpSlope(0)]).toEqual([-Infinity, -Infinity, -Infinity]);
    for (const x of [5e-324, 1, 800]) expect([log1mexp(x), log1mexpSlope(x)]).toEqual([NaN, NaN]);
  });
});

describe('beta', () => {
  it('does not depend on the order of its operands', () => {
    for (const [a, b] of [
      [0.3, 7],
      [25, 30.5],
      [-2.5, 1.25],
      [-2.5, -0.75],
      [1e-300, 3],
    ] as const) {
      expect(beta(b, a)).toBe(beta(a, b));
      expect(lbeta(b, a)).toBe(lbeta(a, b));
    }
  });

  it.each([
    [-2.5, 1.25, -0.21850479619101],
    [-2.5, -0.75, 8.521687051449389],
    [-0.5, 3.25, -5.618694759197399],
  ])('B(%d, %d) below 0 is %d', (a, b, expected) => {
    expect(Math.abs(beta(a, b) / expected - 1)).toBeLessThanOrEqual(1e-14);
    expect(Math.abs(lbeta(a, b) / Math.log(Math.abs(expected)) - 1)).toBeLessThanOrEqual(1e-14);
  });

  it('is NaN at the poles of Γ, and 0 where only the denominator has one', () => {
    for (const [a, b] of [
      [0, 1],
      [-0, 1],
      [-3, 2],
      [1, -3],
      [-1, -1],
      [-Infinity, 1],
      [NaN, 1],
    ] as const) {
      expect([beta(a, b), lbeta(a, b)]).toEqual([NaN, NaN]);
    }
    for (const x of [-2.5, 0.5, 3, 30, 800, 1e30, Infinity]) {
      expect([beta(x, NaN), beta(NaN, x), lbeta(x, NaN), lbeta(NaN, x)]).toEqual(Array(4).fill(NaN));
      expect([combinations(x, NaN), combinations(NaN, x)]).toEqual([NaN, NaN]);
    }
    expect(beta(0.5, -0.5) + 0).toBe(0);
    expect(lbeta(0.5, -0.5)).toBe(-Infinity);
  });

  it('has a logarithm that is exact about its zero at (1, 1)', () => {
    expect(lbeta(1, 1)).toBe(0);
    expect(lbeta(1 + 2 ** -40, 1 + 2 ** -42)).toBe(-1.1368683772158541e-12);
  });
});

describe('combinations', () => {
  it('are exact up to 2^53', () => {
    let row = [1n];
    for (let n = 0; n <= 60; n++) {
      for (const [k, exact] of row.entries()) {
        if (exact < 2n ** 53n) expect(BigInt(combinations(n, k)), `${n} over ${k}`).toBe(exact);
      }
      row = [1n, ...row.map((above, k) => above + (row[k + 1] ?? 0n))];
    }
  });

  it.each([
    [3, 5, 0],
    [3, -1, 0],
    [2.5, -2, 0],
    [2.5, 4.5, 0],
    [0, 0, 1],
    [-2.5, 3, -6.5625],
    [2.5, 1.5, 2.5],
    [0.5, 3, 0.0625],
    [-1, 0, NaN],
    [-3, 2, NaN],
    [NaN, 2, NaN],
    [4, NaN, NaN],
  ])('%d over %d is %d', (n, k, expected) => {
    expect(combinations(n, k)).toBe(expected);
  });

  it.each([
    [-1.5, 2.25, 1.3843383430501737],
    [2, 3.5, -0.04850436360895858],
  ])('%d over %d, by reflection, is %d', (n, k, expected) => {
    expect(Math.abs(combinations(n, k) / expected - 1)).toBeLessThanOrEqual(1e-14);
  });
});
