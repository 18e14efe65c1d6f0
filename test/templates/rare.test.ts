// Rare functions against tables of reference values.
//
// rare.cases.json holds the operands and the value for each function, with the orders that are in the name of a table left
// out. It was computed with mpmath 1.3 at 60 and again at 110 digits from the exact value of the doubles given, and rounded
// once; both had to round alike. The points are the ends of the intervals that the implementation distinguishes with their
// neighbours, and points at random with a fixed seed. Derivatives by the parameter of gammainc are of Cauchy's integral
// over a circle of the series DLMF 8.11.4; those of lambertw of the formula in its value.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as rare from '../../templates/rare.js';

const cases: Record<string, number[][]> = JSON.parse(
  readFileSync(new URL('./rare.cases.json', import.meta.url), 'utf8'),
);

/** The points at which f is off by more than the bound allows. */
function misses(
  name: string,
  f: (...operands: number[]) => number,
  bound: (expected: number, ...operands: number[]) => number,
): string[] {
  return cases[name]!.flatMap(row => {
    const operands = row.slice(0, -1);
    const expected = row.at(-1)!;
    const actual = f(...operands);
    const isNear = Math.abs(actual - expected) <= bound(expected, ...operands);
    return isNear ? [] : [`${name}(${operands.join(', ')}) = ${actual}, not ${expected}`];
  });
}

const relative =
  (tolerance: number) =>
  (expected: number): number =>
    tolerance * Math.abs(expected);

/** The distance to the next larger double. */
function ulp(x: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, Math.abs(x));
  bits.setBigUint64(0, bits.getBigUint64(0) + 1n);
  return bits.getFloat64(0) - Math.abs(x);
}

/** 1e-14 of the value or of the amplitude √(2/(πx)) of the oscillation, whichever is larger. */
const ofAmplitude = (expected: number, x: number): number =>
  1e-14 * Math.max(Math.abs(expected), Math.sqrt(2 / Math.PI / Math.abs(x)));

describe('erfcx', () => {
  it('is within 3 units of the last place', () => {
    expect(misses('erfcx', rare.erfcx, expected => 3 * ulp(expected))).toEqual([]);
  });

  it('overflows for large negative x, and vanishes like 1/x', () => {
    expect([-26.63, -1e300, -Infinity].map(rare.erfcx)).toEqual([Infinity, Infinity, Infinity]);
    expect([1e308, Infinity].map(rare.erfcx)).toEqual([Number('5.641895835477563e-309'), 0]);
    expect(rare.erfcx(0)).toBe(1);
    expect(rare.erfcx(NaN)).toBeNaN();
  });

  it.each([1, 2, 3, 6])('has the derivative of order %i', n => {
    expect(misses(`erfcxSlope${n}`, x => rare.erfcxSlope(n, x), relative(4e-15))).toEqual([]);
  });

  it('has derivatives of whole orders, and their limits at infinity', () => {
    expect(rare.erfcxSlope(0, 0.3)).toBe(rare.erfcx(0.3));
    expect([1, 2].map(n => rare.erfcxSlope(n, -Infinity))).toEqual([-Infinity, Infinity]);
    expect([1, 2].map(n => Math.abs(rare.erfcxSlope(n, Infinity)))).toEqual([0, 0]);
    for (const n of [-1, 1.5, NaN, Infinity]) expect(rare.erfcxSlope(n, 1)).toBeNaN();
    expect(rare.erfcxSlope(2, NaN)).toBeNaN();
  });
});

describe('Bessel functions', () => {
  it.each(['j0', 'j1', 'y0', 'y1'] as const)('%s', name => {
    expect(misses(name, rare[name], ofAmplitude)).toEqual([]);
  });

  it.each(['jn', 'yn'] as const)('%s of orders up to several hundred, below and above x', name => {
    expect(misses(name, rare[name], (expected, _n, x) => ofAmplitude(expected, x!))).toEqual([]);
  });

  it('jn keeps its digits where it vanishes, for orders above x', () => {
    const small = cases.jn!.filter(([n, x]) => Math.abs(n!) > Math.abs(x!));
    expect(small.length).toBeGreaterThan(20);
    for (const [n, x, expected] of small)
      expect(Math.abs(rare.jn(n!, x!) / expected! - 1), `${n}, ${x}`).toBeLessThan(2e-14);
  });

  it.each([
    ['i0', 1e-14],
    ['i1', 1e-14],
    ['besselIn', 2e-14],
  ] as const)('%s', (name, tolerance) => {
    expect(misses(name, rare[name], relative(tolerance))).toEqual([]);
  });

  it.each<[keyof typeof rare, number[], number]>([
    ['j0', [0], 1],
    ['j0', [Infinity], 0],
    ['j0', [NaN], NaN],
    ['j1', [0], 0],
    ['j1', [-0], -0],
    ['j1', [-Infinity], -0],
    ['j1', [5e-324], 0],
    ['j1', [1e-300], 5e-301],
    ['j1', [NaN], NaN],
    ['jn', [0, 0], 1],
    ['jn', [5, 0], 0],
    ['jn', [5, Infinity], 0],
    ['jn', [5, NaN], NaN],
    ['jn', [2.5, 1], NaN],
    ['jn', [NaN, 1], NaN],
    ['jn', [Infinity, 1], NaN],
    ['jn', [2, 1e-200], 0],
    ['y0', [0], -Infinity],
    ['y0', [-1], NaN],
    ['y0', [Infinity], 0],
    ['y0', [NaN], NaN],
    ['y1', [0], -Infinity],
    ['y1', [5e-324], -Infinity],
    ['y1', [-1], NaN],
    ['y1', [Infinity], 0],
    ['yn', [3, 0], -Infinity],
    ['yn', [-3, 0], Infinity],
    ['yn', [300, 1], -Infinity],
    ['yn', [-301, 1], Infinity],
    ['yn', [2, -1], NaN],
    ['yn', [2, Infinity], 0],
    ['i0', [0], 1],
    ['i0', [Infinity], Infinity],
    ['i0', [-714], Infinity],
    ['i0', [NaN], NaN],
    ['i1', [0], 0],
    ['i1', [-0], -0],
    ['i1', [-Infinity], -Infinity],
    ['besselIn', [2, Infinity], Infinity],
    ['besselIn', [2, NaN], NaN],
    ['besselIn', [1.5, 1], NaN],
  ])('%s(%j) = %d', (name, operands, expected) => {
    expect((rare[name] as (...operands: number[]) => number)(...operands)).toBe(expected);
  });

  it('are even or odd as their order', () => {
    for (const x of [0.1, 3, 24.9, 40, 1e5]) {
      expect(rare.j0(-x)).toBe(rare.j0(x));
      expect(rare.j1(-x)).toBe(-rare.j1(x));
      for (const n of [2, 3, 40]) {
        const sign = n % 2 === 0 ? 1 : -1;
        expect(rare.jn(n, -x)).toBe(sign * rare.jn(n, x));
        expect(rare.jn(-n, x)).toBe(sign * rare.jn(n, x));
        expect(rare.yn(-n, x)).toBe(sign * rare.yn(n, x));
      }
    }
  });
});

describe('lambertw', () => {
  it('is within 2e-15, up to the branch point', () => {
    expect(misses('lambertw', rare.lambertw, relative(2e-15))).toEqual([]);
  });

  it.each([1, 2, 3, 5])('has the derivative of order %i, up to the branch point', n => {
    expect(misses(`lambertwSlope${n}`, x => rare.lambertwSlope(n, x), relative(1e-14))).toEqual([]);
  });

  it('takes the number next to -1/e for the branch point', () => {
    const branch = -Math.exp(-1);
    expect(rare.lambertw(branch)).toBe(-1);
    expect([1, 2, 3].map(n => rare.lambertwSlope(n, branch))).toEqual([Infinity, -Infinity, Infinity]);
    for (const x of [branch * (1 + 2 ** -52), -1, -Infinity, NaN]) {
      expect(rare.lambertw(x)).toBeNaN();
      expect(rare.lambertwSlope(1, x)).toBeNaN();
    }
  });

  it('has values and derivatives at 0 and infinity', () => {
    expect([0, -0, 5e-324, Infinity].map(rare.lambertw)).toEqual([0, -0, 5e-324, Infinity]);
    expect([1, 2, 3, 4].map(n => rare.lambertwSlope(n, 0))).toEqual([1, -2, 9, -64]);
    expect(rare.lambertwSlope(1, Infinity)).toBe(0);
  });
});

describe('gammainc', () => {
  it('is within 1e-13', () => {
    expect(misses('gammainc', rare.gammainc, relative(1e-13))).toEqual([]);
  });

  it.each([1, 2, 3])('has the derivative of order %i by its parameter, absolute about the zeros of the second', m => {
    const bound = (expected: number, a?: number, x?: number): number =>
      Math.max(2e-13 * Math.abs(expected), m === 2 && Math.abs(x! - a!) < 1 ? 1e-14 / a! : 0);
    expect(misses(`gammaincSlope${m}`, (a, x) => rare.gammaincSlope(m, a!, x!), bound)).toEqual([]);
  });

  it.each([0, 1, 2, 3].flatMap(j => [0, 1, 2].map(m => [j, m] as const)))(
    'has the density with derivatives of orders %i and %i',
    (j, m) => {
      const density = (a?: number, x?: number): number => rare.gammaDensity(j, m, a!, x!);
      expect(misses(`gammaDensity${j}${m}`, density, relative(5e-13))).toEqual([]);
    },
  );

  it.each([
    [2, 0, 0],
    [0, 3, 1],
    [0, 0, NaN],
    [2, Infinity, 1],
    [Infinity, 2, 0],
    [Infinity, Infinity, NaN],
    [-1, 2, NaN],
    [2, -1, NaN],
    [NaN, 2, NaN],
    [2, NaN, NaN],
    [1e6, 1e9, 1],
    [1e12, 1, 0],
    [3, 5e-324, 0],
  ])('gammainc(%d, %d) = %d', (a, x, expected) => {
    expect(rare.gammainc(a, x)).toBe(expected);
  });

  it.each<[number, number, number, number]>([
    // x^(a - 1)·exp(-x)/Γ(a) and its derivatives, as series in x.
    [0, 0, 0.5, Infinity],
    [0, 0, 1, 1],
    [0, 0, 2, 0],
    [0, 0, 1.5, 0],
    [1, 0, 0.5, -Infinity],
    [1, 0, 1, -1],
    [1, 0, 1.5, Infinity],
    [1, 0, 2, 1],
    [1, 0, 3, 0],
    [2, 0, 1, 1],
    [2, 0, 1.5, -Infinity],
    [2, 0, 2, -2],
    [2, 0, 3, 1],
    [0, 1, 2, 0],
    [0, 1, 1, -Infinity],
    [0, 1, 0.5, -Infinity],
    [0, 2, 1, Infinity],
    [1, 1, 1, Infinity],
  ])('the derivatives of orders %d and %d of the density of %d at 0 are %d', (j, m, a, expected) => {
    expect(rare.gammaDensity(j, m, a, 0)).toBe(expected);
  });

  it('has no derivatives outside of its domain', () => {
    for (const [a, x] of [
      [-1, 1],
      [0, 1],
      [1, -1],
      [NaN, 1],
      [1, NaN],
    ] as const) {
      expect(rare.gammaincSlope(1, a, x)).toBeNaN();
      expect(rare.gammaDensity(0, 0, a, x)).toBeNaN();
    }
  });
});

describe('the text of the module', () => {
  const text = readFileSync(new URL('../../templates/rare.js', import.meta.url), 'utf8');

  it('is of functions and single constants, each of which can be copied', () => {
    const starts = text.split('\n').filter(line => /^[^\s/}\])]/.test(line));
    const declared =
      /^import \{[\w, ]+\} from '\.\/special\.js';$|^(?:export )?function \w+\([\w, ]*\) \{$|^const [A-Z_]+ = /;
    expect(starts.filter(line => !declared.test(line))).toEqual([]);
    const code = text.replace(/\/\*\*.*?\*\/|\/\/[^\n]*/gs, '');
    expect(code).not.toMatch(/\b(?:this|class|continue|break|true|false)\b|\belse if\b/);
  });

  it('declares no name that the other template has, as both are copied into one module', () => {
    const other = readFileSync(new URL('../../templates/special.js', import.meta.url), 'utf8');
    const namesOf = (of: string): string[] =>
      [...of.matchAll(/^(?:export )?(?:function|const) (\w+)/gm)].map(([, name]) => name!);
    expect(namesOf(text).filter(name => namesOf(other).includes(name))).toEqual([]);
  });
});
