// Special functions against tables of reference values.
//
// special.cases.json holds [x, f(x)] for each function, and [a, b, f(a, b)] for those of two operands. It was computed
// with mpmath 1.3 at 60 and again at 130 digits, from the exact value of the doubles given, and rounded once; both had
// to round alike. The points are the ends of the intervals that the implementation distinguishes with their neighbours,
// points at random with a fixed seed, and points crowded about zeros and poles. lgamma, digamma and polygamma of
// negative x were computed by the reflection formula, mod in exact rationals.

import { readFileSync } from 'node:fs';
import { all, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import {
  acot,
  acoth,
  acsc,
  acsch,
  asec,
  asech,
  cosAsin,
  digamma,
  erf,
  gamma,
  lgamma,
  mod,
  nthRoot,
  polygamma,
  round,
  sqrtSquareMinusOne,
  tanhSlope,
} from '../../templates/special.js';

const cases: Record<string, number[][]> = JSON.parse(
  readFileSync(new URL('./special.cases.json', import.meta.url), 'utf8'),
);

const byName = { acot, acoth, acsc, acsch, asec, asech, cosAsin, erf, gamma, nthRoot, sqrtSquareMinusOne };

/** The points at which f is off by more than the relative tolerance and by more than the absolute allowance. */
function misses(
  name: string,
  f: (...operands: number[]) => number,
  tolerance: number,
  allowance: (x: number) => number = () => 0,
): string[] {
  return cases[name]!.flatMap(row => {
    const operands = row.slice(0, -1);
    const expected = row.at(-1)!;
    const actual = f(...operands);
    const bound = Math.max(tolerance * Math.abs(expected), allowance(operands[0]!));
    return Math.abs(actual - expected) <= bound ? [] : [`${name}(${operands.join(', ')}) = ${actual}, not ${expected}`];
  });
}

function isPoleOf(f: (x: number) => number): void {
  for (const x of [0, -0, -1, -2, -7, -170, -171, -1e300, -Infinity, NaN]) expect(f(x), `at ${x}`).toBeNaN();
}

describe('reference values', () => {
  it.each(['erf', 'gamma'] as const)('%s', name => {
    expect(misses(name, byName[name], 1e-14)).toEqual([]);
  });

  it('lgamma, absolute only about its zeros below 0', () => {
    expect(misses('lgamma', lgamma, 1e-14, x => (x < -2 ? 2e-15 : 0))).toEqual([]);
  });

  it('digamma, absolute only about its zeros below 0, where two terms of the size of log(1 - x) cancel', () => {
    expect(misses('digamma', digamma, 1e-14, x => (x < 0 ? 1e-15 * (1 + Math.log1p(-x)) : 0))).toEqual([]);
  });

  it.each([1, 2, 3, 4, 5, 6])('polygamma of order %i', m => {
    expect(misses(`polygamma${m}`, x => polygamma(m, x), 1e-14)).toEqual([]);
  });

  it.each(['nthRoot', 'asec', 'acsc', 'acot', 'asech', 'acsch', 'acoth', 'cosAsin', 'sqrtSquareMinusOne'] as const)(
    '%s, within 2 units of the last place',
    name => {
      expect(misses(name, byName[name], 4.5e-16)).toEqual([]);
    },
  );

  it('mod, correctly rounded', () => {
    expect(misses('mod', mod, 0)).toEqual([]);
  });
});

describe('erf', () => {
  it('is odd, and 1 at infinity', () => {
    for (const x of [0, 5e-324, 0.3, 1, 2, 5.5, 7, Infinity]) expect(erf(-x)).toBe(-erf(x));
    expect(erf(Infinity)).toBe(1);
    expect(erf(1e300)).toBe(1);
    expect(erf(NaN)).toBeNaN();
  });

  it('does not decrease where its formulas meet', () => {
    for (const x of [1, 6]) {
      const [below, at, above] = [x * (1 - 2 ** -53), x, x * (1 + 2 ** -52)].map(erf);
      expect(below).toBeLessThanOrEqual(at!);
      expect(at).toBeLessThanOrEqual(above!);
    }
  });
});

describe('gamma', () => {
  it('is the factorial, exactly up to 22!', () => {
    let factorial = 1n;
    for (let n = 1; n <= 23; n++) {
      expect(BigInt(gamma(n))).toBe(factorial);
      factorial *= BigInt(n);
    }
  });

  it('has its poles at the integers up to 0', () => {
    isPoleOf(gamma);
  });

  it('overflows above 171.62 and next to 0', () => {
    expect(gamma(171.62)).toBeLessThan(Infinity);
    for (const x of [171.63, 172, 173, 1e308, Infinity, 5e-324]) expect(gamma(x)).toBe(Infinity);
    expect(gamma(-5e-324)).toBe(-Infinity);
  });

  it('underflows gradually to a zero with its sign', () => {
    // Γ(-175.5) = 2.10747307e-319; Γ(-177.5) = 6.73e-324, and the least positive double is 4.94e-324.
    expect(gamma(-175.5)).toBe(2.1075e-319);
    expect(gamma(-177.5)).toBe(5e-324);
    expect(gamma(-200.5)).toBe(-0);
    expect(gamma(-201.5)).toBe(0);
    expect(gamma(-1e15 - 0.5)).toBe(-0);
  });
});

describe('lgamma', () => {
  it('has its poles at the integers up to 0', () => {
    isPoleOf(lgamma);
  });

  it('is zero at 1 and 2, and infinite with its operand', () => {
    expect(lgamma(1)).toBe(0);
    expect(lgamma(2)).toBe(0);
    expect(lgamma(Infinity)).toBe(Infinity);
    expect(lgamma(2.5e305)).toBeLessThan(Infinity);
    expect(lgamma(1e308)).toBe(Infinity);
  });
});

describe('digamma', () => {
  it('has its poles at the integers up to 0', () => {
    isPoleOf(digamma);
  });

  it('is infinite with its operand, and of the sign of the pole next to 0', () => {
    expect(digamma(Infinity)).toBe(Infinity);
    expect(digamma(5e-324)).toBe(-Infinity);
    expect(digamma(-5e-324)).toBe(Infinity);
  });
});

describe('polygamma', () => {
  it('has its poles at the integers up to 0', () => {
    for (const m of [1, 2, 5]) isPoleOf(x => polygamma(m, x));
  });

  it('vanishes at infinity', () => {
    for (const m of [1, 2, 6]) expect(polygamma(m, Infinity)).toBe(0);
  });

  it('overflows next to 0 with its sign', () => {
    expect([1, 2, 3].map(m => polygamma(m, 5e-324))).toEqual([Infinity, -Infinity, Infinity]);
    expect([1, 2, 3].map(m => polygamma(m, -5e-324))).toEqual([Infinity, Infinity, Infinity]);
  });

  it('is defined for whole orders from 1 on', () => {
    for (const m of [0, -1, 1.5, NaN]) expect(polygamma(m, 2)).toBeNaN();
  });
});

describe('mod', () => {
  it.each([
    [5, 3, 2],
    [-5, 3, 1],
    [5, -3, -1],
    [-5, -3, -2],
    [6, 3, 0],
    [-6, 3, 0],
    [6, -3, 0],
    [5, 0, 5],
    [-5, -0, -5],
    [2 ** 53, 3, 2],
    [1e300, 7, Number(BigInt(1e300) % 7n)],
    [-1e-20, 3, 3],
    [1, Infinity, 1],
    [-1, Infinity, Infinity],
    [-1, -Infinity, -1],
    [1, -Infinity, -Infinity],
    [Infinity, 3, NaN],
    [-Infinity, 3, NaN],
    [NaN, 3, NaN],
    [3, NaN, NaN],
  ])('mod(%d, %d) = %d', (a, b, expected) => {
    expect(mod(a, b)).toBe(expected);
  });
});

describe('round', () => {
  it.each([
    [0.5, 1],
    [-0.5, -1],
    [1.5, 2],
    [2.5, 3],
    [-2.5, -3],
    [0.49999999999999994, 0],
    [-0.49999999999999994, -0],
    [-0.2, -0],
    [0, 0],
    [-0, -0],
    [2 ** 51 + 0.5, 2 ** 51 + 1],
    [2 ** 52 - 0.5, 2 ** 52],
    [2 ** 52 + 1, 2 ** 52 + 1],
    [-(2 ** 52) - 1, -(2 ** 52) - 1],
    [1e300, 1e300],
    [Infinity, Infinity],
    [-Infinity, -Infinity],
    [NaN, NaN],
  ])('round(%d) = %d', (x, expected) => {
    expect(round(x)).toBe(expected);
  });
});

describe('nthRoot', () => {
  it('is exact for perfect powers', () => {
    for (let n = 1; n <= 60; n++) {
      for (let a = 2n; a < 400n; a++) {
        const power = Number(a ** BigInt(n));
        if (BigInt(power) !== a ** BigInt(n)) break;
        expect(nthRoot(power, n)).toBe(Number(a));
      }
    }
    expect(nthRoot(1000, 3)).toBe(10);
  });

  it.each([
    [-8, 3, -2],
    [-32, 5, -2],
    [-16, 4, NaN],
    [-16, 2, NaN],
    [32, -5, 0.5],
    [-8, -3, -0.5],
    [5, 0, NaN],
    [4, 0.5, 16],
    [-4, 0.5, NaN],
    [0, 2, 0],
    [0, 3, 0],
    [0, 5, 0],
    [-0, 5, -0],
    [0, 6, 0],
    [0, -4, Infinity],
    [Infinity, 4, Infinity],
    [Infinity, 5, Infinity],
    [-Infinity, 5, -Infinity],
    [-Infinity, 3, -Infinity],
    [-Infinity, 4, NaN],
    [Infinity, -5, 0],
    [-Infinity, -5, -0],
    [NaN, 5, NaN],
    [5, NaN, NaN],
    [5, Infinity, 1],
  ])('nthRoot(%d, %d) = %d', (x, n, expected) => {
    expect(nthRoot(x, n)).toBe(expected);
  });
});

describe('inverse reciprocal functions', () => {
  it.each([
    ['asec', 1, 0],
    ['asec', -1, Math.PI],
    ['asec', Infinity, Math.PI / 2],
    ['asec', -Infinity, Math.PI / 2],
    ['asec', 0.5, NaN],
    ['asec', 0, NaN],
    ['acsc', 1, Math.PI / 2],
    ['acsc', -1, -Math.PI / 2],
    ['acsc', Infinity, 0],
    ['acsc', -Infinity, -0],
    ['acsc', 0.5, NaN],
    ['acot', 0, Math.PI / 2],
    ['acot', Infinity, 0],
    ['acot', -1, -Math.PI / 4],
    ['asech', 1, 0],
    ['asech', 0, Infinity],
    ['asech', 1.5, NaN],
    ['asech', -0.5, NaN],
    ['acsch', 0, Infinity],
    ['acsch', -0, -Infinity],
    ['acsch', Infinity, 0],
    ['acsch', -Infinity, -0],
    ['acoth', 1, Infinity],
    ['acoth', -1, -Infinity],
    ['acoth', Infinity, 0],
    ['acoth', -Infinity, -0],
    ['acoth', 0.5, NaN],
    ['acoth', 0, NaN],
    ['cosAsin', 1, 0],
    ['cosAsin', 2, NaN],
    ['sqrtSquareMinusOne', 1, 0],
    ['sqrtSquareMinusOne', -1, 0],
    ['sqrtSquareMinusOne', 0.5, NaN],
    ['sqrtSquareMinusOne', -Infinity, Infinity],
  ] as const)('%s(%d) = %d', (name, x, expected) => {
    expect(byName[name](x)).toBe(expected);
  });
});

describe('tanhSlope', () => {
  it("is 1/cosh² to 4 units of the last place, where 1 - tanh² cancels too, against mathjs's 64 digits", () => {
    const big = create(all!, { number: 'BigNumber', precision: 64 });
    const points = [0, 1e-300, 1e-9, 0.3, 1.0986122, 1.0986123, 1.2, 2.5, 7, 18.9, 19.1, 40, 300, 350, 371, 380];
    for (let i = 0; i < 300; i++) points.push(0.01 * i);
    for (const x of points) {
      const wanted = Number(big.evaluate(`1/cosh(${x.toPrecision(60)})^2`));
      for (const at of [x, -x]) {
        const error = Math.abs(tanhSlope(at, Math.tanh(at)) - wanted);
        expect(error, `at ${at}`).toBeLessThanOrEqual(Math.max(9e-16 * wanted, 1e-323));
      }
    }
  });

  it('is 0 at infinity and NaN where there is no number', () => {
    expect(tanhSlope(Infinity, 1)).toBe(0);
    expect(tanhSlope(-Infinity, -1)).toBe(0);
    expect(tanhSlope(NaN, NaN)).toBeNaN();
  });
});

describe('the text of the module', () => {
  it('is of functions and single constants, each of which can be copied', () => {
    const text = readFileSync(new URL('../../templates/special.js', import.meta.url), 'utf8');
    const starts = text.split('\n').filter(line => /^[^\s/}\])]/.test(line));
    expect(starts.filter(line => !/^(?:export )?function \w+\([\w, ]*\) \{$|^const [A-Z_]+ = /.test(line))).toEqual([]);
    expect(text).not.toMatch(/\bthis\b|\bimport |\bclass\b/);
  });
});
