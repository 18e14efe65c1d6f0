// P·A·Pᵀ = L·D·Lᵀ of a symmetric matrix that is not definite, D with blocks of one or two rows: how many of its eigenvalues are
// positive, negative and zero are those of A (Sylvester), which is what tells a minimum from a saddle.
//
// Pivots are chosen as elimination goes on: among those that are large enough beside their rows (I. S. Duff, J. K. Reid, The
// multifrontal solution of indefinite sparse symmetric linear equations, 1983) one of a row with few entries. What is left once
// it has filled up is a dense matrix, which dense-indefinite.ts takes. Rows and columns are scaled first, so that what is small
// is small beside its own row.

import { type DenseFactor, factoriseDense, ZERO } from './dense-indefinite.js';

/** A symmetric matrix by entries of either triangle, one of each pair; entries of the same place are added. */
export interface SymmetricMatrix {
  readonly size: number;
  readonly rows: ArrayLike<number>;
  readonly cols: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

export interface Factorisation {
  readonly negative: number;
  readonly zero: number;
  /** Solves with it; what belongs to eigenvalues that are zero is 0. */
  solve(right: Float64Array): Float64Array;
}

/** One or two rows that are eliminated, and what they have in the others. */
interface Pivot {
  readonly first: number;
  /** −1 where it is one row. */
  readonly second: number;
  /** The inverse of the block. */
  readonly inverse: readonly [number, number, number];
  readonly others: readonly number[];
  readonly ofFirst: readonly number[];
  readonly ofSecond: readonly number[];
}

/** How small a pivot may be beside its row. */
const THRESHOLD = 0.01;
/** Rows that are looked at for a pivot before the rest is taken to be dense. */
const CANDIDATES = 24;
/** Share of entries from which a matrix is dense. */
const DENSE = 0.35;
const SMALL = 24;

export function factorise({ size, rows, cols, values }: SymmetricMatrix): Factorisation {
  const scale = scalesOf({ size, rows, cols, values });
  const diagonal = new Float64Array(size);
  const entries = Array.from({ length: size }, () => new Map<number, number>());
  for (let k = 0; k < values.length; k++) {
    const [i, j] = [rows[k]!, cols[k]!];
    const value = values[k]! * scale[i]! * scale[j]!;
    if (i === j) diagonal[i]! += value;
    else if (value !== 0) {
      const sum = (entries[i]!.get(j) ?? 0) + value;
      entries[i]!.set(j, sum);
      entries[j]!.set(i, sum);
    }
  }
  const queue = createQueue(entries);
  const pivots: Pivot[] = [];
  let negative = 0;
  let zero = 0;
  let left = size;
  let count = entries.reduce((total, row) => total + row.size, 0);

  const largestIn = (i: number, except = -1): number => {
    let most = 0;
    for (const [j, value] of entries[i]!) if (j !== except) most = Math.max(most, Math.abs(value));
    return most;
  };

  /** Another row to eliminate together with one, of those with large entries the one that has fewest; −1 where none will do. */
  function partnerOf(i: number, most: number): number {
    let found = -1;
    for (const [j, value] of entries[i]!) {
      if (Math.abs(value) < 0.1 * most) continue;
      if (found === -1 || entries[j]!.size < entries[found]!.size) found = j;
    }
    const [a, b, c] = [diagonal[i]!, entries[i]!.get(found)!, diagonal[found]!];
    const determinant = Math.abs(a * c - b * b);
    const [ofFirst, ofSecond] = [largestIn(i, found), largestIn(found, i)];
    const limit = determinant / THRESHOLD;
    const isLarge =
      Math.abs(c) * ofFirst + Math.abs(b) * ofSecond <= limit &&
      Math.abs(b) * ofFirst + Math.abs(a) * ofSecond <= limit;
    return isLarge && determinant > ZERO * Math.max(b * b, Math.abs(a * c)) ? found : -1;
  }

  /** Adds to the entry of two rows that are left. */
  function add(i: number, j: number, value: number): void {
    const row = entries[i]!;
    const before = row.get(j);
    if (before === undefined) count += 2;
    const sum = (before ?? 0) + value;
    row.set(j, sum);
    entries[j]!.set(i, sum);
  }

  function remove(i: number): void {
    for (const j of entries[i]!.keys()) entries[j]!.delete(i);
    count -= 2 * entries[i]!.size;
    queue.remove(i);
    left--;
  }

  function eliminate(first: number, second: number): void {
    const rowOfFirst = entries[first]!;
    const rowOfSecond = second === -1 ? rowOfFirst : entries[second]!;
    const [a, c] = [diagonal[first]!, second === -1 ? 1 : diagonal[second]!];
    const b = second === -1 ? 0 : rowOfFirst.get(second)!;
    remove(first);
    if (second !== -1) remove(second);
    const determinant = a * c - b * b;
    const inverse = [c / determinant, -b / determinant, a / determinant] as const;
    const others = [...rowOfFirst.keys()].filter(j => j !== second);
    if (second !== -1) for (const j of rowOfSecond.keys()) if (j !== first && !rowOfFirst.has(j)) others.push(j);
    const values1 = others.map(j => rowOfFirst.get(j) ?? 0);
    const values2 = second === -1 ? values1 : others.map(j => rowOfSecond.get(j) ?? 0);
    const ofFirst: number[] = [];
    const ofSecond: number[] = [];
    for (const [k, j] of others.entries()) {
      const [u, v] = [values1[k]!, second === -1 ? 0 : values2[k]!];
      const left1 = inverse[0] * u + inverse[1] * v;
      const left2 = inverse[1] * u + inverse[2] * v;
      ofFirst.push(left1);
      ofSecond.push(left2);
      diagonal[j]! -= left1 * u + left2 * v;
      for (let l = 0; l < k; l++) {
        const change = left1 * values1[l]! + (second === -1 ? 0 : left2 * values2[l]!);
        if (change !== 0) add(j, others[l]!, -change);
      }
    }
    for (const j of others) queue.update(j);
    if (second === -1) negative += a < 0 ? 1 : 0;
    else negative += determinant < 0 ? 1 : a < 0 ? 2 : 0;
    pivots.push({ first, second, inverse, others, ofFirst, ofSecond });
  }

  /** Eliminates one row or two; false where none of those looked at is large enough. */
  function eliminateNext(): boolean {
    for (const i of queue.first(CANDIDATES)) {
      const most = largestIn(i);
      const own = Math.abs(diagonal[i]!);
      if (own <= ZERO && most <= ZERO) {
        // Nothing is left of it.
        zero++;
        remove(i);
        for (const j of entries[i]!.keys()) queue.update(j);
        return true;
      }
      if (own >= THRESHOLD * most && own > ZERO) {
        eliminate(i, -1);
        return true;
      }
      const partner = most > ZERO ? partnerOf(i, most) : -1;
      if (partner === -1) continue;
      eliminate(i, partner);
      return true;
    }
    return false;
  }

  while (left > SMALL && count < DENSE * left * left) if (!eliminateNext()) break;
  const rest = queue.all();
  const place = new Map(rest.map((i, k) => [i, k]));
  const remaining = new Float64Array(rest.length ** 2);
  for (const [k, i] of rest.entries()) {
    remaining[k * rest.length + k] = diagonal[i]!;
    for (const [j, value] of entries[i]!) remaining[k * rest.length + place.get(j)!] = value;
  }
  const factor = factoriseDense(remaining, rest.length);
  return {
    negative: negative + factor.negative,
    zero: zero + factor.zero,
    solve: right => solved(right, scale, pivots, { rest, factor }),
  };
}

function solved(
  right: Float64Array,
  scale: Float64Array,
  pivots: readonly Pivot[],
  { rest, factor }: { readonly rest: readonly number[]; readonly factor: DenseFactor },
): Float64Array {
  const x = right.map((value, i) => value * scale[i]!);
  for (const { first, second, others, ofFirst, ofSecond } of pivots) {
    const [a, b] = [x[first]!, second === -1 ? 0 : x[second]!];
    for (let k = 0; k < others.length; k++) x[others[k]!]! -= ofFirst[k]! * a + ofSecond[k]! * b;
  }
  const inner = Float64Array.from(rest, i => x[i]!);
  factor.solve(inner);
  const isSolved = new Uint8Array(x.length);
  for (const [k, i] of rest.entries()) {
    x[i] = inner[k]!;
    isSolved[i] = 1;
  }
  for (let p = pivots.length - 1; p >= 0; p--) {
    const { first, second, inverse, others, ofFirst, ofSecond } = pivots[p]!;
    const [a, b] = [x[first]!, second === -1 ? 0 : x[second]!];
    let [u, v] = [inverse[0] * a + inverse[1] * b, inverse[1] * a + inverse[2] * b];
    for (let k = 0; k < others.length; k++) {
      u -= ofFirst[k]! * x[others[k]!]!;
      v -= ofSecond[k]! * x[others[k]!]!;
    }
    x[first] = u;
    isSolved[first] = 1;
    if (second === -1) continue;
    x[second] = v;
    isSolved[second] = 1;
  }
  for (let i = 0; i < x.length; i++) x[i] = isSolved[i] === 1 ? x[i]! * scale[i]! : 0;
  return x;
}

/** Factors of rows and columns that make the largest entry of each about 1. D. Ruiz, A scaling algorithm to equilibrate both rows and columns norms in matrices (2001). */
function scalesOf({ size, rows, cols, values }: SymmetricMatrix): Float64Array {
  const scale = new Float64Array(size).fill(1);
  const most = new Float64Array(size);
  for (let pass = 0; pass < 4; pass++) {
    most.fill(0);
    for (let k = 0; k < values.length; k++) {
      const [i, j] = [rows[k]!, cols[k]!];
      const value = Math.abs(values[k]! * scale[i]! * scale[j]!);
      most[i] = Math.max(most[i]!, value);
      most[j] = Math.max(most[j]!, value);
    }
    for (let i = 0; i < size; i++) if (most[i]! > 0) scale[i]! /= Math.sqrt(most[i]!);
  }
  return scale;
}

/** Rows that are left, by how many entries they have. */
interface Queue {
  /** Some of those with the fewest. */
  first(count: number): number[];
  all(): number[];
  update(i: number): void;
  remove(i: number): void;
}

function createQueue(entries: readonly Map<number, number>[]): Queue {
  const size = entries.length;
  // Lists of rows with the same number of entries, linked both ways.
  const head = new Int32Array(size + 1).fill(-1);
  const next = new Int32Array(size).fill(-1);
  const previous = new Int32Array(size).fill(-1);
  const degree = new Int32Array(size).fill(-1);
  let least = 0;

  function insert(i: number): void {
    const at = entries[i]!.size;
    degree[i] = at;
    previous[i] = -1;
    next[i] = head[at]!;
    if (head[at] !== -1) previous[head[at]!] = i;
    head[at] = i;
    least = Math.min(least, at);
  }

  function remove(i: number): void {
    const [before, after] = [previous[i]!, next[i]!];
    if (before === -1) head[degree[i]!] = after;
    else next[before] = after;
    if (after !== -1) previous[after] = before;
    degree[i] = -1;
  }

  for (let i = size - 1; i >= 0; i--) insert(i);
  return {
    remove,
    update(i) {
      if (degree[i] === -1 || degree[i] === entries[i]!.size) return;
      remove(i);
      insert(i);
    },
    first(count) {
      while (least < size && head[least] === -1) least++;
      const found: number[] = [];
      for (let at = least; at <= size && found.length < count; at++)
        for (let i = head[at]!; i !== -1 && found.length < count; i = next[i]!) found.push(i);
      return found;
    },
    all: () => Array.from(degree.keys()).filter(i => degree[i] !== -1),
  };
}
