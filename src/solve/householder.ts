// The factor of least squares: the triangle R of a QR factorisation of [J r], made of blocks of rows as they arrive by
// Householder's reflections (Golub and Van Loan, Matrix Computations, section 5.2). Memory is that of one block however many
// rows there are, and J is never multiplied by its transpose, which would square its condition number.

/** A triangle of no rows: `columns` × `columns`, row-major. */
export const emptyFactor = (columns: number): Float64Array => new Float64Array(columns * columns);

/**
 * Makes R the triangle of the rows that it stands for and of those of a block, which is overwritten.
 * @param factor columns × columns, row-major, upper triangle
 * @param block rows × columns, row-major
 */
export function absorb(factor: Float64Array, columns: number, block: Float64Array, rows: number): void {
  const sums = new Float64Array(columns);
  for (let k = 0; k < columns; k++) {
    const diagonal = k * columns + k;
    const length = lengthBelow(factor[diagonal]!, columns, block, rows, k);
    if (length === 0) continue;
    // The reflection takes [R_kk, column k of the block] to [-sign(R_kk)·length, 0]; its vector has `head` on top.
    const head = factor[diagonal]! + (factor[diagonal]! < 0 ? -length : length);
    const image = factor[diagonal]! < 0 ? length : -length;
    // Overflow would be of vᵀv alone: the vector is taken in units of its head.
    for (let j = k + 1; j < columns; j++) sums[j] = factor[k * columns + j]!;
    for (let i = 0, row = 0; i < rows; i++, row += columns) {
      const v = block[row + k]! / head;
      block[row + k] = v;
      if (v === 0) continue;
      for (let j = k + 1; j < columns; j++) sums[j]! += v * block[row + j]!;
    }
    // 2/(vᵀv) of a vector whose head is 1.
    const scale = head / -image;
    for (let j = k + 1; j < columns; j++) {
      const change = scale * sums[j]!;
      sums[j] = change;
      factor[k * columns + j]! -= change;
    }
    for (let i = 0, row = 0; i < rows; i++, row += columns) {
      const v = block[row + k]!;
      if (v === 0) continue;
      for (let j = k + 1; j < columns; j++) block[row + j]! -= v * sums[j]!;
    }
    factor[diagonal] = image;
  }
}

/** Where squares are sums of which nothing is lost. */
const SMALL = 1e-290;
const LARGE = 1e290;

/** The length of column k from its diagonal on. */
function lengthBelow(top: number, columns: number, block: Float64Array, rows: number, k: number): number {
  let sum = top * top;
  for (let i = 0, at = k; i < rows; i++, at += columns) sum += block[at]! * block[at]!;
  if (sum > SMALL && sum < LARGE) return Math.sqrt(sum);
  let largest = Math.abs(top);
  for (let i = 0, at = k; i < rows; i++, at += columns) largest = Math.max(largest, Math.abs(block[at]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  sum = (top / largest) ** 2;
  for (let i = 0, at = k; i < rows; i++, at += columns) sum += (block[at]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** The length of a part of an array. */
export function lengthOf(values: Float64Array, from = 0, to = values.length): number {
  return lengthBelow(0, 1, values.subarray(from, to), to - from, 0);
}

/** How long the columns of J are, of which a factor of [J r] is the triangle. */
export function columnLengths(factor: Float64Array, n: number): Float64Array {
  const lengths = new Float64Array(n);
  for (let j = 0; j < n; j++) lengths[j] = lengthBelow(0, n + 1, factor.subarray(j), j + 1, 0);
  return lengths;
}
