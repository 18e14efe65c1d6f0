// Blocks of many unknowns of which each equation has a few: their Jacobians are factorised by their entries. Expected values are those
// of the same programs written in a way that leaves no zeros, and of mpmath's findroot with 40 digits.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { chain, powerFlow, reactor } from '../bench/networks.js';

const close = (found: number, wanted: number, tolerance: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(wanted)));

/** A ring of cells, each of which is next to two others, and to one across. */
const ring = (n: number, more = ''): string => {
  const at = (i: number): number => ((i - 1 + n) % n) + 1;
  const equations = Array.from({ length: n }, (_, k) => {
    const i = k + 1;
    const others = `z[${at(i - 1)}] + z[${at(i + 1)}] + 0.2*z[${at(i + 7)}]`;
    return `constraint 3*z[${i}] + a*z[${i}]^3 - (${others})*b == sin(${i}*a)${more}`;
  });
  return `input a, b; implicit z[${n}] = 0.1\n${equations.join('\n')}\nsum(z.^2) + z[1]*z[3]`;
};

const isSparse = (source: string): boolean => source.includes('pattern_z');

describe('a block with few entries in its Jacobian', () => {
  const n = 30;
  const sparse = compile(ring(n));
  // 0·Σ z is in every equation.
  const full = compile(ring(n, ' + 0*sum(z)'));

  it('is told from others', () => {
    expect(isSparse(sparse.source)).toBe(true);
    expect(isSparse(full.source)).toBe(false);
    expect(isSparse(compile(ring(10)).source)).toBe(false);
  });

  it.each([
    [0.7, 0.9],
    [1.3, -0.4],
    [0, 1],
  ])('has the values and derivatives of one that is solved with all places, at %j', (a, b) => {
    close(sparse.value(a, b), full.value(a, b), 1e-14);
    for (const name of ['gradient', 'hessian'] as const) {
      const found = sparse[name](a, b) as Float64Array;
      for (const [i, wanted] of (full[name](a, b) as Float64Array).entries()) close(found[i]!, wanted, 1e-12);
    }
    close(sparse.jvp(a, b, 0.3, -2)[0], full.jvp(a, b, 0.3, -2)[0], 1e-13);
    const wanted = full.hvp(a, b, 0.3, -2) as Float64Array;
    for (const [i, found] of (sparse.hvp(a, b, 0.3, -2) as Float64Array).entries()) close(found, wanted[i]!, 1e-12);
  });

  it('has the value and the gradient of a solution with 40 digits', () => {
    expect(sparse.value(0.7, 0.9)).toBeCloseTo(5.332916452493995, 12);
    const [ofA, ofB] = sparse.gradient(0.7, 0.9) as Float64Array;
    close(ofA!, -0.7901542903697171, 1e-13);
    close(ofB!, 8.20619974401914, 1e-13);
  });
});

describe('matrices on whose diagonals pivots cannot stand', () => {
  /** Each equation is about the unknown after its own: the diagonal is next to nothing. */
  const shifted = (small: string): string => {
    const n = 24;
    const rows = Array.from(
      { length: n },
      (_, k) =>
        `constraint ${small}*z[${k + 1}] + z[${((k + 1) % n) + 1}] + 0.1*z[${((k + 2) % n) + 1}]^3 == a*${k + 1}/20`,
    );
    return `input a; implicit z[${n}] = 0\n${rows.join('\n')}\nsum(z.^2)`;
  };

  it.each(['1e-13', '1e-30', '(a - 1)'])('are factorised with other pivots: %s', small => {
    const program = compile(shifted(small));
    expect(isSparse(program.source)).toBe(true);
    const solution = new Float64Array(24).fill(Number.NaN);
    const value = program.value(1, solution);
    for (let k = 0; k < 24; k++)
      close(solution[(k + 1) % 24]! + 0.1 * solution[(k + 2) % 24]! ** 3, (k + 1) / 20, 1e-12);
    close(
      value,
      solution.reduce((sum, z) => sum + z * z, 0),
      1e-14,
    );
    // Central differences of the value.
    const [slope] = program.gradient(1) as Float64Array;
    close(slope!, (program.value(1 + 1e-5) - program.value(1 - 1e-5)) / 2e-5, 1e-7);
  });

  it('are said to be singular where they are', () => {
    // Each row less the next one adds up to 0.
    const n = 24;
    const rows = Array.from(
      { length: n },
      (_, k) => `constraint z[${k + 1}] - z[${((k + 1) % n) + 1}] == a*${k === 0 ? 1 : 0}`,
    );
    const { value, source } = compile(`input a; implicit z[${n}] = 0\n${rows.join('\n')}\nsum(z)`);
    expect(isSparse(source)).toBe(true);
    expect(() => value(1)).toThrow('singular Jacobian');
  });
});

describe('long equations', () => {
  it('are in several functions, which V8 optimises', () => {
    const cut = compile(ring(30), { limits: { statements: 100 } });
    expect(cut.source.match(/function solve_z_1_part/g)!.length).toBeGreaterThan(3);
    const whole = compile(ring(30));
    expect(cut.value(0.7, 0.9)).toBe(whole.value(0.7, 0.9));
    expect([...cut.gradient(0.7, 0.9)]).toEqual([...whole.gradient(0.7, 0.9)]);
  });
});

describe('networks', () => {
  // Each solved with 40 digits; derivatives as differences over 1e-9.
  it('of power lines', () => {
    const { text, args } = powerFlow(14);
    const { value, gradient, source } = compile(text);
    expect(source).toContain('pattern_t1');
    close(value(...args), 0.005914996399657524, 1e-15);
    const found = gradient(...args) as Float64Array;
    // Of the power of bus 6, and of the reactive power of bus 12.
    close(found[5]!, 0.003799591299062509, 1e-14);
    close(found[14 + 11]!, 0.009479156995224683, 1e-14);
  });

  it('of reactors', () => {
    const { text, args } = reactor(12);
    const { value, gradient, source } = compile(text);
    expect(source).toContain('pattern_A');
    close(value(...args), 0.03577615036540005, 1e-15);
    const [ofK1, , , ofA0] = gradient(...args) as Float64Array;
    close(ofK1!, -0.01237239731983899, 1e-14);
    close(ofA0!, -0.07731063528921282, 1e-14);
  });

  it('of blocks one after the other have a function for each', () => {
    const { text, args } = chain(20);
    const { value, gradient, source } = compile(text);
    expect(source.match(/^function solve_/gm)).toHaveLength(20);
    close(value(...args), 0.8044101116488678, 1e-14);
    close((gradient(...args) as Float64Array)[0]!, 0.6416417479794347, 1e-13);
  });
});
