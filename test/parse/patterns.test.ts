// Expressions of a form that was parsed before are not parsed again: they are what they would be alone, at their own places.

import { describe, expect, it } from 'vitest';
import { createReport } from '../../src/diagnostic.js';
import { FormulaError, stats } from '../../src/index.js';
import { defaultLimits } from '../../src/limits.js';
import { parse } from '../../src/parse/parse.js';

const PLACES = new Set(['start', 'end', 'operatorStart', 'operatorEnd']);

/** The entries of the last statement, with places counted from `from`. */
function entries(text: string, from: number): unknown {
  const source = { name: null, text };
  const { statements } = parse(source, createReport(source), defaultLimits);
  const json = JSON.stringify(statements.at(-1), (key, value) => (PLACES.has(key) ? value - from : value));
  return JSON.parse(json);
}

describe('a form that comes again', () => {
  it.each([
    ['a + 2*b', 'alpha + 0.25*be'],
    ['a**2 - b', 'alpha ** 10 - be'],
    ['-a/(b*-c)', '- alpha / (be * - gam)'],
    ['2 x y^3', '12 alpha be ^ 31'],
    ['sin(a)*max(b, 1, c)', 'cosh(alpha)*hypot( be,10,gam )'],
    ['a < b <= 3 ? c : d', 'alpha > be >= 30 ? gam : de'],
    ['a > 1 and not (b == 2) or c != d', 'alpha > 10 and not (be == 20) or gam != de'],
    ["[1, a; b, 2]*[a, b]'", "[10, alpha; be, 20] * [alpha, be]'"],
    ['A[1, :] + A[end, 2:3]', 'Alpha[1, :] + Alpha[end, 20:30]'],
    ['v[1:2:end][2] + 3!', 'vector[1:20:end][1] + 4!'],
    ['sum(a*i, i = 1:n) + a', 'sum(alpha*k, k = 10:nn) + alpha'],
    ['mod(a, 2) + a mod 2', 'mod(alpha, 20) + alpha mod 20'],
  ])('%s', (first, second) => {
    const before = `p = ${first}\n`;
    expect(entries(`${before}q = ${second}`, before.length)).toEqual(entries(`q = ${second}`, 0));
    expect(entries(`${before}q = ${first}`, before.length)).toEqual(entries(`q = ${first}`, 0));
  });

  it('has its faults reported where they are', () => {
    const text = 'input u[2], w[3], x\np = u*x\nq = u*w\nr = dot(u, u)\ns = dot(u,  w)\nt = 2 u\nz = u w\noutput p';
    let found: { code: string; line: number | null; column: number | null; length: number | null }[] = [];
    try {
      stats(text);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      found = error.toJSON().errors.map(({ code, line, column, length }) => ({ code, line, column, length }));
    }
    expect(found).toEqual([
      { code: 'WG302', line: 3, column: 6, length: 1 },
      { code: 'WG304', line: 5, column: 5, length: 10 },
      { code: 'WG302', line: 7, column: 6, length: 1 },
    ]);
  });
});
