// Results are written as soon as they are known, and yet an array may be read and written by one call.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

const point = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => 0.9 + 0.2 * Math.sin(1.7 * i + 0.3));

describe('results written while inputs are still read', () => {
  it('stand where they are computed, after what is read later', () => {
    const { source } = compile('input x[3]\nx[1]*x[2] + x[2]*x[3]', { emit: ['valueAndGradient'] });
    const lines = source.slice(source.indexOf('export function'), source.indexOf('return')).split('\n');
    const stores = lines.flatMap((line, i) => (line.includes('gradient[') ? [i] : []));
    const reads = lines.flatMap((line, i) => (/= x\[\d\];/.test(line) ? [i] : []));
    expect(stores).toHaveLength(3);
    expect(Math.max(...reads)).toBeLessThan(Math.min(...stores));
  });

  it.each([
    ['a product', 'input x[6]\nprod(x)', 6],
    ['a product swapped into place', 'input x[2]\nx[1]*x[2]', 2],
    ['Rosenbrock', 'input x[20]\nsum(100*(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i = 1:19)', 20],
    ['branches', 'input x[4]\nx[1] > 1 ? x[2]*exp(x[3])*x[4] : x[4]^3*sin(x[1])', 4],
    ['a long product, whose statements are ordered by depth', 'input x[120]\nprod(x)', 120],
  ])('%s: the gradient may overwrite its point', (_title, formula, n) => {
    const { valueAndGradient } = compile(formula);
    const apart = new Float64Array(n);
    const value = valueAndGradient(point(n), apart);
    const x = point(n);
    expect(valueAndGradient(x, x)).toBe(value);
    expect(x).toEqual(apart);
  });

  it('a step in place: the values of outputs may overwrite the input', () => {
    const { value } = compile('input x[3], dt\ny = [x[3], x[1] + dt*(x[2] - x[1]), x[2]*x[3]]\noutput y');
    const x = point(3);
    const [a, b, c] = x as unknown as [number, number, number];
    value(x, 0.1, x);
    expect([...x]).toEqual([c, a + 0.1 * (b - a), b * c]);
  });
});

describe('a program that is one chain after another', () => {
  it('computes what products of all others are', () => {
    const n = 120;
    const x = point(n);
    const { valueAndGradient } = compile(`input x[${n}]\nprod(x)`);
    const gradient = new Float64Array(n);
    const value = valueAndGradient(x, gradient) as number;
    for (let i = 0; i < n; i++) {
      const others = x.reduce((product, at, k) => (k === i ? product : product * at), 1);
      expect(Math.abs(gradient[i]! - others)).toBeLessThanOrEqual(1e-13 * Math.abs(others));
      expect(Math.abs(value - others * x[i]!)).toBeLessThanOrEqual(1e-13 * Math.abs(value));
    }
  });

  it('brings the two chains of a product side by side', () => {
    const { source } = compile('input x[120]\nprod(x)', { emit: ['valueAndGradient'] });
    const statements = source.match(/^ {2}const t\d+ = .*;$/gm)!;
    // In the order of the list all of the product would come before the first of its adjoints.
    const adjoint = statements.findIndex(line => /= x_120 \* x_119|= x_119 \* x_120/.test(line));
    expect(adjoint).toBeGreaterThanOrEqual(0);
    expect(adjoint).toBeLessThan(20);
  });
});

/** A determinant by Laplace's expansion, in which minors are used again and again. */
function minors(rows: readonly number[], columns: readonly number[]): string {
  const [row, ...others] = rows;
  const entry = (column: number): string => `A[${row! + 1},${column + 1}]`;
  if (others.length === 0) return entry(columns[0]!);
  const terms = columns.map(
    column =>
      `${entry(column)}*(${minors(
        others,
        columns.filter(of => of !== column),
      )})`,
  );
  return terms.reduce((sum, term, i) => `${sum} ${i % 2 === 0 ? '+' : '-'} ${term}`);
}

describe('values that wait long', () => {
  const formula = `input A[6,6]\n${minors([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5])}`;
  const A = Float64Array.from({ length: 36 }, (_, i) => Math.sin(1.7 * i + 0.3) + (i % 7 === 0 ? 2 : 0));

  it('go through an array in a determinant, not in a sum of terms', () => {
    const emit = ['valueAndGradient'] as const;
    expect(compile(formula, { emit }).source).toMatch(/^ {2}slots\[\d+\] = t\d+;$/m);
    const rosenbrock = 'input x[70]\nsum(100*(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i = 1:69)';
    expect(compile(rosenbrock, { emit }).source).not.toContain('slots');
  });

  it("leave the cofactors as they are: along every row, times the row's elements, they add up to the determinant", () => {
    const cofactors = new Float64Array(36);
    const value = compile(formula).valueAndGradient(A, cofactors) as number;
    for (let row = 0; row < 6; row++) {
      for (let other = 0; other < 6; other++) {
        let sum = 0;
        for (let k = 0; k < 6; k++) sum += A[6 * row + k]! * cofactors[6 * other + k]!;
        expect(Math.abs(sum - (row === other ? value : 0))).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      }
    }
  });

  it('are read right in pieces too, and where a function calls another one in between', () => {
    const whole = compile(formula);
    const pieces = compile(formula, { limits: { statements: 500 } });
    const [a, b] = [new Float64Array(36), new Float64Array(36)];
    for (const shift of [0, 0.5]) {
      const at = A.map(x => x + shift);
      expect(pieces.valueAndGradient(at, a)).toBe(whole.valueAndGradient(at, b));
      expect(a).toEqual(b);
    }
  });
});
