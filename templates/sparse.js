// Matrices of which most entries are 0, by factors P·A·Pᵀ = L·U whose entries are known to be where they are (src/graph/sparse.ts),
// without exchanges of rows. Whether they are good for anything is looked at afterwards: where pivots are small, where A is nearly
// singular, or where a solution does not solve the equations to the last digits, factors with complete pivoting (linear.js) are taken.
//
// The pattern: the number of rows n, of entries of A, and of L and U; the order of rows; where rows of L and U start, and a last
// start; where their diagonals are; their columns; where each entry of A comes to stand among them, its row, and its column.
//
// In the array, from `f` on: entries of A; L and U; a row; how large rows of A are; two vectors; 1 where these factors are not good,
// and 2 where others are behind that.
import { factorise, solveFactored } from './linear.js';
import { factoredStep, LEFT, lookAtRows, scalarsAt } from './newton.js';

/** Parts of a pivot's row that it must not be smaller than. */
const SMALLEST_PIVOT = 1e-9;
/**
 * How large solutions are, where each row is measured by its largest entry and each unknown by that of its column, from which on A is
 * looked at with complete pivoting.
 */
const LARGEST_INVERSE = 1e8;
/** Of what equations are made of the part that may be left of them. */
const ACCURATE = 1e-14;

/** Factors of the entries at f; returns how large solutions are with them. */
export function factoriseSparse(slots, f, pattern) {
  const n = pattern[0];
  const entries = pattern[1];
  const filled = pattern[2];
  const starts = 3 + n;
  const diagonals = starts + n + 1;
  const columns = diagonals + n;
  const places = columns + filled;
  const rows = places + entries;
  const lu = f + entries;
  const row = lu + filled;
  const size = row + n;
  const x = size + n;
  const across = x + n;
  const end = across + n;
  for (let p = 0; p < filled; p++) slots[lu + p] = 0;
  for (let i = 0; i < n; i++) {
    slots[size + i] = 0;
    slots[across + i] = 0;
  }
  for (let e = 0; e < entries; e++) {
    slots[lu + pattern[places + e]] += slots[f + e];
    const ofRow = size + pattern[rows + e];
    const ofColumn = across + pattern[rows + entries + e];
    slots[ofRow] = Math.max(slots[ofRow], Math.abs(slots[f + e]));
    slots[ofColumn] = Math.max(slots[ofColumn], Math.abs(slots[f + e]));
  }
  slots[end] = 0;
  for (let i = 0; i < n; i++) {
    const first = pattern[starts + i];
    const diagonal = pattern[diagonals + i];
    const last = pattern[starts + i + 1];
    for (let p = first; p < last; p++) slots[row + pattern[columns + p]] = slots[lu + p];
    for (let p = first; p < diagonal; p++) {
      const k = pattern[columns + p];
      const pivot = pattern[diagonals + k];
      const multiple = slots[row + k] / slots[lu + pivot];
      slots[row + k] = multiple;
      for (let q = pivot + 1; q < pattern[starts + k + 1]; q++) {
        slots[row + pattern[columns + q]] -= multiple * slots[lu + q];
      }
    }
    let largest = 0;
    for (let p = first; p < last; p++) {
      slots[lu + p] = slots[row + pattern[columns + p]];
      if (p >= diagonal) largest = Math.max(largest, Math.abs(slots[lu + p]));
    }
    const of = slots[size + pattern[3 + i]];
    if (!(Math.abs(slots[lu + diagonal]) > SMALLEST_PIVOT * Math.max(largest, of))) slots[end] = 1;
  }
  if (slots[end] > 0) return Infinity;
  let most = 0;
  for (let turn = 0; turn < 2; turn++) {
    for (let i = 0; i < n; i++) slots[x + i] = turn > 0 && i % 2 > 0 ? -slots[size + i] : slots[size + i];
    bySparse(slots, x, f, 0, pattern);
    for (let i = 0; i < n; i++) {
      const of = Math.abs(slots[x + i]) * slots[across + i];
      if (!(of < LARGEST_INVERSE)) slots[end] = 1;
      most = Math.max(most, of);
    }
  }
  return most;
}

/** X of A·X = B, or of Aᵀ·X = B, in place of a vector B, as the factors give it. */
function bySparse(slots, x, f, transposed, pattern) {
  const n = pattern[0];
  const filled = pattern[2];
  const starts = 3 + n;
  const diagonals = starts + n + 1;
  const columns = diagonals + n;
  const lu = f + pattern[1];
  const y = lu + filled;
  for (let i = 0; i < n; i++) slots[y + i] = slots[x + pattern[3 + i]];
  if (transposed > 0) {
    for (let i = 0; i < n; i++) {
      const known = slots[y + i] / slots[lu + pattern[diagonals + i]];
      slots[y + i] = known;
      for (let p = pattern[diagonals + i] + 1; p < pattern[starts + i + 1]; p++) {
        slots[y + pattern[columns + p]] -= slots[lu + p] * known;
      }
    }
    for (let i = n - 1; i > 0; i--) {
      const known = slots[y + i];
      for (let p = pattern[starts + i]; p < pattern[diagonals + i]; p++) {
        slots[y + pattern[columns + p]] -= slots[lu + p] * known;
      }
    }
  }
  if (!(transposed > 0)) {
    for (let i = 1; i < n; i++) {
      let sum = slots[y + i];
      for (let p = pattern[starts + i]; p < pattern[diagonals + i]; p++) {
        sum -= slots[lu + p] * slots[y + pattern[columns + p]];
      }
      slots[y + i] = sum;
    }
    for (let i = n - 1; i >= 0; i--) {
      let sum = slots[y + i];
      for (let p = pattern[diagonals + i] + 1; p < pattern[starts + i + 1]; p++) {
        sum -= slots[lu + p] * slots[y + pattern[columns + p]];
      }
      slots[y + i] = sum / slots[lu + pattern[diagonals + i]];
    }
  }
  for (let i = 0; i < n; i++) slots[x + pattern[3 + i]] = slots[y + i];
  return 0;
}

/**
 * The same, corrected once by what it leaves of the equations; B stays. 0 where X solves equations that differ from these by rounding.
 * @param b where B is
 */
function solveCorrected(slots, x, b, f, transposed, pattern) {
  const n = pattern[0];
  const entries = pattern[1];
  const rows = 3 + n + n + 1 + n + pattern[2] + entries;
  const from = transposed > 0 ? rows + entries : rows;
  const to = transposed > 0 ? rows : rows + entries;
  const left = f + entries + pattern[2] + 2 * n;
  const made = left + n;
  for (let i = 0; i < n; i++) slots[x + i] = slots[b + i];
  bySparse(slots, x, f, transposed, pattern);
  let isAccurate = 0;
  for (let turn = 0; turn < 3; turn++) {
    for (let i = 0; i < n; i++) {
      slots[left + i] = slots[b + i];
      slots[made + i] = Math.abs(slots[b + i]);
    }
    for (let e = 0; e < entries; e++) {
      const term = slots[f + e] * slots[x + pattern[to + e]];
      slots[left + pattern[from + e]] -= term;
      slots[made + pattern[from + e]] += Math.abs(term);
    }
    isAccurate = 1;
    for (let i = 0; i < n; i++) {
      if (!(Math.abs(slots[left + i]) <= ACCURATE * slots[made + i])) isAccurate = 0;
    }
    if (isAccurate > 0 || turn === 2) return 1 - isAccurate;
    bySparse(slots, left, f, transposed, pattern);
    for (let i = 0; i < n; i++) slots[x + i] += slots[left + i];
  }
  return 1;
}

/** X of A·X = B, or of Aᵀ·X = B, in place of B; NaN where A has no inverse, or none that is known. After B there is room for n. */
export function solveSparse(slots, o, f, transposed, pattern) {
  const n = pattern[0];
  const entries = pattern[1];
  const rows = 3 + n + n + 1 + n + pattern[2] + entries;
  const end = f + entries + pattern[2] + 4 * n;
  const dense = end + 1;
  for (let i = 0; i < n; i++) slots[o + n + i] = slots[o + i];
  if (!(slots[end] > 0)) {
    if (!(solveCorrected(slots, o, o + n, f, transposed, pattern) > 0)) return 0;
    for (let i = 0; i < n; i++) slots[o + i] = slots[o + n + i];
    slots[end] = 1;
  }
  if (slots[end] === 1) {
    for (let i = 0; i < n * n; i++) slots[dense + i] = 0;
    for (let e = 0; e < entries; e++)
      slots[dense + pattern[rows + e] * n + pattern[rows + entries + e]] += slots[f + e];
    factorise(slots, dense, n);
    slots[end] = 2;
  }
  return solveFactored(slots, o, dense, n, transposed, 1);
}

/** What `lookAt` does. */
export function lookAtSparse(slots, z, n, pattern) {
  const entries = pattern[1];
  const rows = 3 + n + n + 1 + n + pattern[2] + entries;
  const along = scalarsAt(z, n) - 3 * n;
  const size = along + n;
  let finite = 0;
  for (let i = 0; i < n; i++) {
    slots[along + i] = slots[z + 5 * n + i];
    slots[size + i] = Math.abs(slots[z + n + i]);
  }
  for (let e = 0; e < entries; e++) {
    const row = pattern[rows + e];
    const column = pattern[rows + entries + e];
    const entry = slots[z + 6 * n + row * n + column];
    const of = Math.abs(slots[z + column]);
    finite += 0 * entry;
    slots[along + row] += entry * slots[z + 4 * n + column];
    slots[size + row] += Math.abs(entry) * (of > 0 ? of : 1);
  }
  return lookAtRows(slots, z, n, finite);
}

/** The step of Newton's method, as `factoredStep` makes it. @param f where there is room for factors */
export function sparseStep(slots, z, n, f, pattern) {
  const jacobian = z + 6 * n;
  const right = scalarsAt(z, n) - 3 * n;
  const entries = pattern[1];
  const rows = 3 + n + n + 1 + n + pattern[2] + entries;
  const size = f + entries + pattern[2] + n;
  for (let i = 0; i < n; i++) slots[size + i] = 0;
  for (let e = 0; e < entries; e++) {
    const row = pattern[rows + e];
    const value = slots[jacobian + row * n + pattern[rows + entries + e]];
    slots[f + e] = value;
    slots[size + row] = Math.max(slots[size + row], Math.abs(value));
  }
  let isSolved = 1;
  for (let i = 0; i < n; i++) {
    if (!(slots[size + i] > 0)) isSolved = 0;
    slots[right + n + i] = -slots[z + n + i] / slots[size + i];
  }
  for (let e = 0; e < entries; e++) slots[f + e] /= slots[size + pattern[rows + e]];
  if (isSolved > 0) {
    slots[right + 3 * n + LEFT] = 1 / factoriseSparse(slots, f, pattern);
    if (slots[size + 3 * n] > 0 || solveCorrected(slots, right, right + n, f, 0, pattern) > 0) isSolved = 0;
  }
  if (!(isSolved > 0)) return factoredStep(slots, z, n);
  return 1;
}
