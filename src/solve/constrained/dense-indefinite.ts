// L·D·Lᵀ of a dense symmetric matrix, pivots the largest of all that is left. J. R. Bunch, B. N. Parlett, Direct methods for
// solving symmetric indefinite systems of linear equations (1971).

export interface DenseFactor {
  readonly negative: number;
  readonly zero: number;
  /** Overwrites the right side with the solution. */
  solve(right: Float64Array): void;
}

/** What is no more than rounding beside entries of 1. */
export const ZERO = 1e-13;

/** Where one row as the pivot lets entries grow as much as two do. */
const GROWTH = (1 + Math.sqrt(17)) / 8;

/** @param a row-major, both triangles; overwritten */
export function factoriseDense(a: Float64Array, size: number): DenseFactor {
  const order = Int32Array.from({ length: size }, (_, i) => i);
  /** Rows of each block, one after another: 1, or 2 and 0. */
  const block = new Uint8Array(size);
  let negative = 0;
  let done = 0;

  function swap(i: number, j: number): void {
    if (i === j) return;
    [order[i], order[j]] = [order[j]!, order[i]!];
    for (let k = 0; k < size; k++) {
      const [u, v] = [i * size + k, j * size + k];
      [a[u], a[v]] = [a[v]!, a[u]!];
    }
    for (let k = 0; k < size; k++) {
      const [u, v] = [k * size + i, k * size + j];
      [a[u], a[v]] = [a[v]!, a[u]!];
    }
  }

  while (done < size) {
    let [onDiagonal, pivot, off, row, column] = [0, done, 0, done, done];
    for (let i = done; i < size; i++) {
      const own = Math.abs(a[i * size + i]!);
      if (own > onDiagonal) [onDiagonal, pivot] = [own, i];
      for (let j = done; j < i; j++) {
        const value = Math.abs(a[i * size + j]!);
        if (value > off) [off, row, column] = [value, i, j];
      }
    }
    // What is left is rounding.
    if (!(Math.max(onDiagonal, off) > ZERO)) break;
    if (onDiagonal >= GROWTH * off) {
      swap(done, pivot);
      const own = a[done * size + done]!;
      if (own < 0) negative++;
      for (let i = done + 1; i < size; i++) {
        const value = a[i * size + done]! / own;
        if (value === 0) continue;
        for (let j = done + 1; j <= i; j++) {
          const changed = a[i * size + j]! - value * a[j * size + done]!;
          a[i * size + j] = changed;
        }
      }
      for (let i = done + 1; i < size; i++) a[i * size + done]! /= own;
      mirror(done + 1);
      block[done] = 1;
      done++;
      continue;
    }
    swap(done, column);
    swap(done + 1, row);
    const [p, q, r] = [a[done * size + done]!, a[(done + 1) * size + done]!, a[(done + 1) * size + done + 1]!];
    const determinant = p * r - q * q;
    negative += determinant < 0 ? 1 : p < 0 ? 2 : 0;
    const lefts = new Float64Array(2 * size);
    for (let i = done + 2; i < size; i++) {
      const [u, v] = [a[i * size + done]!, a[i * size + done + 1]!];
      lefts[2 * i] = (r * u - q * v) / determinant;
      lefts[2 * i + 1] = (p * v - q * u) / determinant;
      for (let j = done + 2; j <= i; j++)
        a[i * size + j]! -= lefts[2 * i]! * a[j * size + done]! + lefts[2 * i + 1]! * a[j * size + done + 1]!;
    }
    for (let i = done + 2; i < size; i++) {
      a[i * size + done] = lefts[2 * i]!;
      a[i * size + done + 1] = lefts[2 * i + 1]!;
    }
    mirror(done + 2);
    block[done] = 2;
    done += 2;
  }

  /** Makes the upper triangle of what is left that of the lower. */
  function mirror(from: number): void {
    for (let i = from; i < size; i++) for (let j = from; j < i; j++) a[j * size + i] = a[i * size + j]!;
  }

  return {
    negative,
    zero: size - done,
    solve(right) {
      const x = Float64Array.from(order, i => right[i]!);
      for (let k = 0; k < done; k += block[k]!) {
        const first = k + block[k]!;
        for (let i = first; i < size; i++) for (let j = k; j < first; j++) x[i]! -= a[i * size + j]! * x[j]!;
      }
      for (let k = 0; k < done; k += block[k]!) {
        const p = a[k * size + k]!;
        if (block[k] === 1) {
          x[k]! /= p;
          continue;
        }
        const [q, r] = [a[(k + 1) * size + k]!, a[(k + 1) * size + k + 1]!];
        const determinant = p * r - q * q;
        const [u, v] = [x[k]!, x[k + 1]!];
        x[k] = (r * u - q * v) / determinant;
        x[k + 1] = (p * v - q * u) / determinant;
      }
      x.fill(0, done);
      for (let k = done - 1; k >= 0; k--) {
        // The second row of a block is eliminated together with the first.
        const first = block[k] === 0 ? k + 1 : k + block[k]!;
        for (let i = first; i < size; i++) x[k]! -= a[i * size + k]! * x[i]!;
      }
      for (let i = 0; i < size; i++) right[order[i]!] = x[i]!;
    },
  };
}
