// Determinants and inverses of matrices of small whole numbers, many of them singular, against exact arithmetic: values,
// gradients and Hessians of determinants at every rank, and no number for the inverse of what has none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../src/index.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 60);

type Matrix = readonly (readonly bigint[])[];

const without = (matrix: Matrix, rows: readonly number[], columns: readonly number[]): Matrix =>
  matrix.filter((_, i) => !rows.includes(i)).map(row => row.filter((_, j) => !columns.includes(j)));

/** By Laplace's expansion. */
function determinant(matrix: Matrix): bigint {
  const [first, ...others] = matrix;
  if (first === undefined) return 1n;
  return first.reduce((sum, x, j) => {
    if (x === 0n) return sum;
    const minor = determinant(without(others, [], [j]));
    return j % 2 === 0 ? sum + x * minor : sum - x * minor;
  }, 0n);
}

const signed = (size: bigint, isEven: boolean): number => Number(isEven ? size : -size);

function gradientOf(matrix: Matrix): number[] {
  return matrix.flatMap((row, i) =>
    row.map((_, j) => signed(determinant(without(matrix, [i], [j])), (i + j) % 2 === 0)),
  );
}

function hessianOf(matrix: Matrix): number[] {
  const places = matrix.flatMap((row, i) => row.map((_, j) => [i, j] as const));
  return places.flatMap(([i, j]) =>
    places.map(([k, l]) => {
      if (i === k || j === l) return 0;
      return signed(determinant(without(matrix, [i, k], [j, l])), ((i + j + k + l) % 2 === 0) === (i < k === j < l));
    }),
  );
}

/** Rows of numbers; some of them sums of others, or in another order or scale. */
const matrices = fc.integer({ min: 2, max: 5 }).chain(n =>
  fc
    .tuple(
      fc.array(fc.array(fc.constantFrom(0, 0, 1, -1, 2, -3, 5), { minLength: n, maxLength: n }), {
        minLength: n,
        maxLength: n,
      }),
      fc.integer({ min: 0, max: 3 }),
      fc.boolean(),
    )
    .map(([rows, repeated, isTriangular]) =>
      rows
        .map((row, i) => (i > 0 && i <= repeated ? row.map((_, j) => 2 * rows[i - 1]![j]! - rows[0]![j]!) : row))
        .map((row, i) => (isTriangular ? row.map((x, j) => (j < i ? 0 : x)) : row)),
    ),
);

const compiled = new Map<string, Compiled>();
const of = (formula: string): Compiled => {
  const known = compiled.get(formula) ?? compile(formula);
  compiled.set(formula, known);
  return known;
};

describe('matrices of whole numbers', () => {
  it('have the determinant, gradient and Hessian that they have', () => {
    fc.assert(
      fc.property(matrices, rows => {
        const n = rows.length;
        const exact = rows.map(row => row.map(BigInt));
        const c = of(`input A[${n},${n}]\ndet(A)`);
        const flat = rows.flat();
        const scale = Math.max(1, ...flat.map(Math.abs));
        const wanted = [[Number(determinant(exact))], gradientOf(exact), hessianOf(exact)];
        const found = [[c.value(flat)], c.gradient(flat), c.hessian(flat)] as ArrayLike<number>[];
        for (const [order, list] of wanted.entries()) {
          const size = (n * scale) ** Math.max(n - order, 0);
          for (const [i, x] of list.entries())
            expect(Math.abs(found[order]![i]! - x)).toBeLessThanOrEqual(1e-13 * size);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('have an inverse, or no number at all', () => {
    fc.assert(
      fc.property(matrices, rows => {
        const n = rows.length;
        const exact = rows.map(row => row.map(BigInt));
        const det = determinant(exact);
        const flat = rows.flat();
        const b = flat.slice(0, n);
        const inverse = of(`input A[${n},${n}]\ninv(A)`).value(flat) as Float64Array;
        const x = of(`input A[${n},${n}], b[${n}]\nA\\b`).value(flat, b) as Float64Array;
        const log = of(`input A[${n},${n}]\nlogdet(A)`);
        if (det === 0n) {
          for (const number of [...inverse, ...x, ...(log.gradient(flat) as Float64Array)]) expect(number).toBeNaN();
          expect([Number.NEGATIVE_INFINITY, Number.NaN].some(none => Object.is(none, log.value(flat)))).toBe(true);
          return;
        }
        const adjugate = gradientOf(exact);
        const wanted = flat.map((_, i) => adjugate[(i % n) * n + Math.floor(i / n)]! / Number(det));
        const size = Math.max(...wanted.map(Math.abs));
        const lost = 1e-13 * size * size * Math.max(...flat.map(Math.abs));
        for (const [i, number] of wanted.entries()) expect(Math.abs(inverse[i]! - number)).toBeLessThanOrEqual(lost);
        for (let i = 0; i < n; i++) {
          const sum = b.reduce((total, y, j) => total + wanted[i * n + j]! * y, 0);
          expect(Math.abs(x[i]! - sum)).toBeLessThanOrEqual(lost * n * Math.max(1, ...b.map(Math.abs)));
        }
        if (det < 0n) expect(log.value(flat)).toBeNaN();
        else expect(log.value(flat)).toBeCloseTo(Math.log(Number(det)), 10);
      }),
      { numRuns: RUNS },
    );
  });
});
