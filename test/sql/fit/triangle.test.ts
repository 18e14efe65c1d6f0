// The factor of least squares from products alone: as good as one by reflections, where columns are prepared.

import { describe, expect, it } from 'vitest';
import { absorb, emptyFactor } from '../../../src/solve/householder.js';
import { factorFrom, isGood, type Preparation, preparationAfter, triangleOf } from '../../../src/sql/fit/triangle.js';

/** Products of rows times a triangle, as a query makes them. */
function productsOf(rows: readonly (readonly number[])[], m: number, preparation: Preparation | null): Float64Array {
  const products = new Float64Array(m * m);
  for (const row of rows) {
    const k = row.map((_, j) =>
      preparation === null ? row[j]! : row.reduce((sum, of, i) => sum + of * preparation.by[i * m + j]!, 0),
    );
    for (let i = 0; i < m; i++) for (let j = i; j < m; j++) products[i * m + j]! += k[i]! * k[j]!;
  }
  return products;
}

/** As engine-sums.ts asks. */
function prepared(rows: readonly (readonly number[])[], m: number) {
  let preparation: Preparation | null = null;
  for (let turn = 0; ; turn++) {
    const products = productsOf(rows, m, preparation);
    if (turn === 3 || isGood(products, m)) return { turn, factor: factorFrom(products, m, preparation) };
    preparation = preparationAfter(products, m, preparation)!;
  }
}

function reflected(rows: readonly (readonly number[])[], m: number): Float64Array {
  const factor = emptyFactor(m);
  absorb(factor, m, Float64Array.from(rows.flat()), rows.length);
  // Signs of rows are anybody's; Cholesky's are positive.
  return factor.map((of, at) => (factor[Math.floor(at / m) * m + Math.floor(at / m)]! < 0 ? -of : of));
}

function expectSame(found: Float64Array, wanted: Float64Array, m: number, digits: number): void {
  for (let i = 0; i < m; i++) {
    const size = Math.abs(wanted[i * m + i]!);
    for (let j = i; j < m; j++)
      expect(Math.abs(found[i * m + j]! - wanted[i * m + j]!), `row ${i}, column ${j}`).toBeLessThanOrEqual(
        10 ** -digits * Math.max(size, Math.abs(wanted[i * m + j]!)),
      );
  }
}

/** Powers of 0 to 1: a polynomial of this degree has them as columns, and something as residuals. */
const powers = (degree: number): number[][] =>
  Array.from({ length: 60 }, (_, row) => {
    const x = row / 59;
    return [...Array.from({ length: degree + 1 }, (_unused, k) => x ** k), Math.sin(7 * x) + 0.01 * Math.cos(99 * x)];
  });

describe('a triangle from products', () => {
  it("is Cholesky's: [4 2; 2 5] = Rᵀ[2 1; 0 2]", () => {
    expect([...triangleOf(Float64Array.of(4, 2, 2, 5), 2)]).toEqual([2, 1, 0, 2]);
  });

  it('needs one question where columns are told apart easily', () => {
    const { turn, factor } = prepared(powers(3), 5);
    expect(turn).toBe(0);
    expectSame(factor, reflected(powers(3), 5), 5, 10);
  });

  it.each([
    [6, 1],
    [9, 1],
    [12, 1],
    [15, 2],
  ])('is as good as reflections for a polynomial of degree %i, after %i more', (degree, turns) => {
    const m = degree + 2;
    const { turn, factor } = prepared(powers(degree), m);
    expect(turn).toBe(turns);
    // The condition number of degree 12 is 4e8, that of 15 is 8e10: products alone would have no digit of the last rows.
    expectSame(factor, reflected(powers(degree), m), m, degree < 15 ? 6 : 4);
  });

  it('finds a column that depends on others, and keeps what is of the rest', () => {
    const rows = powers(2).map(([a, b, c, r]) => [a!, b!, 2 * a! - b!, c!, r!]);
    const { factor } = prepared(rows, 5);
    expect(Math.abs(factor[2 * 5 + 2]!)).toBeLessThan(1e-14);
    const back = productsOf(
      Array.from({ length: 5 }, (_, i) => Array.from(factor.subarray(5 * i, 5 * i + 5))),
      5,
      null,
    );
    for (const [at, of] of productsOf(rows, 5, null).entries()) expect(back[at]).toBeCloseTo(of, 10);
  });

  it('takes columns of any magnitude, and of zeros', () => {
    const rows = powers(4).map(([a, b, c, d, e, r]) => [a! * 1e-90, b! * 1e80, 0, c!, d! * 1e-3, e!, r!]);
    const { factor } = prepared(rows, 7);
    const wanted = reflected(rows, 7);
    expect(factor[2 * 7 + 2]).toBe(0);
    for (const i of [0, 1, 3, 4, 5, 6]) expect(factor[i * 7 + i]! / wanted[i * 7 + i]!).toBeCloseTo(1, 9);
  });

  it('is not finite where products are not', () => {
    expect([...triangleOf(Float64Array.of(1, Number.NaN, Number.NaN, 1), 2)]).toEqual(new Array(4).fill(Number.NaN));
    expect(isGood(Float64Array.of(Number.NaN, 1, 1, 1), 2)).toBe(true);
  });
});
