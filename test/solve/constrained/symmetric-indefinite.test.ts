import { describe, expect, it } from 'vitest';
import { factorise, type SymmetricMatrix } from '../../../src/solve/constrained/symmetric-indefinite.js';

/** The lower triangle of a dense matrix. */
function matrixOf(dense: readonly (readonly number[])[]): SymmetricMatrix {
  const entries = dense.flatMap((row, i) => row.slice(0, i + 1).map((value, j) => ({ i, j, value })));
  const some = entries.filter(({ value }) => value !== 0);
  return {
    size: dense.length,
    rows: some.map(({ i }) => i),
    cols: some.map(({ j }) => j),
    values: some.map(({ value }) => value),
  };
}

function times({ size, rows, cols, values }: SymmetricMatrix, x: ArrayLike<number>): Float64Array {
  const product = new Float64Array(size);
  for (let k = 0; k < values.length; k++) {
    product[rows[k]!]! += values[k]! * x[cols[k]!]!;
    if (rows[k] !== cols[k]) product[cols[k]!]! += values[k]! * x[rows[k]!]!;
  }
  return product;
}

/** Numbers between −0.5 and 0.5, the same each time: Lehmer's generator. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647 - 0.5;
  };
}

describe('eigenvalues by sign', () => {
  it.each([
    ['one negative number', [[-2]], 1, 0],
    ['zero', [[0]], 0, 1],
    // Eigenvalues ±1: no pivot stands on the diagonal.
    [
      'a swap',
      [
        [0, 1],
        [1, 0],
      ],
      1,
      0,
    ],
    // 3 and −1.
    [
      'an indefinite matrix',
      [
        [1, 2],
        [2, 1],
      ],
      1,
      0,
    ],
    // 0 and 2.
    [
      'a singular one',
      [
        [1, 1],
        [1, 1],
      ],
      0,
      1,
    ],
    // The KKT matrix of x² + y² with x + y = 1 given twice.
    [
      'dependent equations',
      [
        [2, 0, 1, 2],
        [0, 2, 1, 2],
        [1, 1, 0, 0],
        [2, 2, 0, 0],
      ],
      1,
      1,
    ],
    [
      'nothing',
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      0,
      3,
    ],
    // What is small beside other rows is not small in its own.
    [
      'rows of different size',
      [
        [1e-20, 0],
        [0, -1e20],
      ],
      1,
      0,
    ],
  ])('%s', (_, dense, negative, zero) => {
    expect(factorise(matrixOf(dense))).toMatchObject({ negative, zero });
  });

  it('are those of the blocks of a KKT matrix of 1,600 rows', () => {
    const [n, m] = [1000, 600];
    const places: [number, number, number][] = [];
    for (let i = 0; i < n; i++) {
      places.push([i, i, 1 + (i % 7)]);
      if (i > 0) places.push([i, i - 1, 0.3]);
    }
    // Equations that do not depend on each other: each has a first variable of its own.
    for (let k = 0; k < m; k++) for (const d of [0, 1, 2, 3]) places.push([n + k, k + 2 * d, 1 + d + (k % 3)]);
    const matrix: SymmetricMatrix = {
      size: n + m,
      rows: places.map(([i]) => i),
      cols: places.map(([, j]) => j),
      values: places.map(([, , value]) => value),
    };
    const factor = factorise(matrix);
    expect(factor).toMatchObject({ negative: m, zero: 0 });
    const next = numbers(7);
    const x = Float64Array.from({ length: n + m }, next);
    const found = factor.solve(times(matrix, x));
    expect(Math.max(...found.map((value, i) => Math.abs(value - x[i]!)))).toBeLessThan(1e-9);
  });
});

describe('solving', () => {
  it.each([0.02, 0.1, 0.4, 1])('matrices of which a share of %d is not 0', density => {
    const next = numbers(42);
    for (let size = 1; size <= 61; size += 4) {
      const dense = Array.from({ length: size }, () => new Array<number>(size).fill(0));
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < i; j++) {
          if (next() + 0.5 < density) dense[i]![j] = dense[j]![i] = next() * 10 ** (4 * next());
        }
        // None is dominated by its diagonal, and some of that is 0.
        dense[i]![i] = i % 3 === 0 ? 0 : next();
      }
      const matrix = matrixOf(dense);
      const factor = factorise(matrix);
      const right = times(matrix, Float64Array.from({ length: size }, next));
      const left = times(matrix, factor.solve(right));
      // A right side that the matrix has made has a solution, whatever its rank.
      expect(Math.max(...left.map((value, i) => Math.abs(value - right[i]!)))).toBeLessThan(1e-9);
    }
  });

  it('adds entries of the same place', () => {
    const matrix = { size: 1, rows: [0, 0], cols: [0, 0], values: [1, 3] };
    expect(factorise(matrix).solve(Float64Array.of(8))).toEqual(Float64Array.of(2));
  });
});
