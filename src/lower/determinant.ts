// Determinant and inverse without division by pivots, so that they have derivatives at singular leading blocks too.
//
// Laplace's expansion with shared minors: the minors of the first k rows, one for each set of k columns, come from those
// of the first k - 1 rows. n·2ⁿ⁻¹ products instead of n!, each right for every matrix. The inverse is the transposed matrix
// of cofactors over the determinant; a cofactor is a sum of products of minors above and below its row.

import type { Build, Node } from '../ops/operation.js';
import type { Tensor } from './tensor.js';

/** Largest matrix: 2ⁿ minors. */
export const MOST_ROWS = 12;

/** For every set of columns (as bits) the minor of as many rows, taken in the order given; null where it is 0 by structure. */
function minors(g: Build, { shape, nodes }: Tensor, rows: readonly number[]): (Node | undefined)[] {
  const n = shape[1]!;
  const found: (Node | undefined)[] = new Array(2 ** n);
  found[0] = g.constant(1);
  // Sets in increasing order: every subset comes before the set.
  for (let set = 1; set < 2 ** n; set++) {
    const size = bits(set);
    if (size > rows.length) continue;
    const row = rows[size - 1]!;
    let sum: Node | undefined;
    let above = 0;
    for (let column = n - 1; column >= 0; column--) {
      if ((set & (1 << column)) === 0) continue;
      const smaller = found[set & ~(1 << column)];
      const entry = nodes[row * n + column]!;
      const isZero = g.constantValue(entry) === 0;
      if (smaller !== undefined && !isZero) {
        const term = size === 1 ? entry : g.mul(entry, smaller);
        if (sum === undefined) sum = above % 2 === 0 ? term : g.neg(term);
        else sum = above % 2 === 0 ? g.add(sum, term) : g.sub(sum, term);
      }
      above++;
    }
    found[set] = sum;
  }
  return found;
}

function bits(set: number): number {
  let count = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) count++;
  return count;
}

/** Of a square matrix with at most MOST_ROWS rows. */
export function determinant(g: Build, matrix: Tensor): Node {
  const n = matrix.shape[0]!;
  const rows = Array.from({ length: n }, (_, i) => i);
  return minors(g, matrix, rows)[2 ** n - 1] ?? g.constant(0);
}

/** Of a square matrix with at most MOST_ROWS rows; not finite where the matrix is singular. */
export function inverse(g: Build, matrix: Tensor): Tensor {
  const n = matrix.shape[0]!;
  const rows = Array.from({ length: n }, (_, i) => i);
  const upper = minors(g, matrix, rows);
  // Taken from the last row up, a minor of k rows has its rows in reverse order: k(k-1)/2 swaps.
  const lower = minors(g, matrix, [...rows].reverse());
  const det = upper[2 ** n - 1] ?? g.constant(0);
  const full = 2 ** n - 1;
  const nodes: Node[] = new Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const cofactor = cofactorOf(g, upper, lower, i, j, full & ~(1 << j), n);
      nodes[j * n + i] = g.div(cofactor, det);
    }
  }
  return { shape: [n, n], nodes };
}

/** Sum over the sets of `row` columns for the rows above; the other columns go to the rows below. */
function cofactorOf(
  g: Build,
  upper: readonly (Node | undefined)[],
  lower: readonly (Node | undefined)[],
  row: number,
  column: number,
  columns: number,
  n: number,
): Node {
  let sum: Node | undefined;
  for (let set = columns; ; set = (set - 1) & columns) {
    const below = columns & ~set;
    const [top, bottom] = [upper[set], lower[below]];
    if (bits(set) === row && top !== undefined && bottom !== undefined) {
      const size = n - 1 - row;
      const swaps = inversions(set, below) + (size * (size - 1)) / 2 + row + column;
      const term = row === 0 ? bottom : size === 0 ? top : g.mul(top, bottom);
      if (sum === undefined) sum = swaps % 2 === 0 ? term : g.neg(term);
      else sum = swaps % 2 === 0 ? g.add(sum, term) : g.sub(sum, term);
    }
    if (set === 0) return sum ?? g.constant(0);
  }
}

/** Pairs of a column in `first` that stands after one in `second`. */
function inversions(first: number, second: number): number {
  let count = 0;
  for (let rest = second; rest !== 0; rest &= rest - 1) {
    const lowest = rest & -rest;
    count += bits(first & ~(2 * lowest - 1));
  }
  return count;
}
