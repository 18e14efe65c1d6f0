// The factor of least squares from sums alone. An engine gives the products G = KᵀK of columns K = [J r]·P, never a row; R with
// RᵀR = G is Cholesky's. Condition numbers are squared by it, and half of the digits may be lost where P is 1. So what is nearly
// dependent is asked for once more, with P the inverse of the triangle that was found: K then is close to orthogonal, and the
// triangle R·P⁻¹ is as good as one by reflections (Yamamoto, Nakatsukasa, Yanagisawa, Fukaya, Roundoff error analysis of the
// CholeskyQR2 algorithm, 2015; where G is no longer definite, with a shift: Fukaya and others, 2020).

import { lengthOf } from '../../solve/householder.js';

/** Condition number, of columns of length 1, from which on products are not good enough. */
const GOOD = 1e4;

/** Of columns of length 1: a pivot that is no more than this many roundings is none. */
const ROUNDINGS = 8;

/** Row-major triangles of m × m. */
export type Triangle = Float64Array;

/**
 * R with RᵀR = G. A column that depends on those before it has a row of zeros; with a shift none does.
 * @param products G, all of it or its upper half, row-major
 * @param shift added to the diagonal where columns are of length 1
 */
export function triangleOf(products: Float64Array, m: number, shift = 0): Triangle {
  const lengths = Float64Array.from({ length: m }, (_, j) => Math.sqrt(products[j * m + j]!));
  const triangle = new Float64Array(m * m);
  const least = ROUNDINGS * m * Number.EPSILON;
  for (let k = 0; k < m; k++) {
    const remainder = (j: number): number => {
      if (lengths[j] === 0 || lengths[k] === 0) return 0;
      let sum = products[k * m + j]! / lengths[k]! / lengths[j]!;
      if (j === k) sum += shift;
      for (let i = 0; i < k; i++) sum -= triangle[i * m + k]! * triangle[i * m + j]!;
      return sum;
    };
    const pivot = remainder(k);
    if (Number.isNaN(pivot)) return triangle.fill(Number.NaN);
    if (pivot <= (shift > 0 ? 0 : least)) continue;
    const root = Math.sqrt(pivot);
    triangle[k * m + k] = root;
    for (let j = k + 1; j < m; j++) triangle[k * m + j] = remainder(j) / root;
  }
  for (let i = 0; i < m; i++) for (let j = i; j < m; j++) triangle[i * m + j]! *= lengths[j]!;
  return triangle;
}

/** The inverse of a triangle; NaN where a diagonal is 0. */
function inverseOf(triangle: Triangle, m: number): Triangle {
  const inverse = new Float64Array(m * m);
  for (let j = 0; j < m; j++) {
    inverse[j * m + j] = 1 / triangle[j * m + j]!;
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let k = i + 1; k <= j; k++) sum += triangle[i * m + k]! * inverse[k * m + j]!;
      inverse[i * m + j] = -sum / triangle[i * m + i]!;
    }
  }
  return inverse;
}

function product(a: Triangle, b: Triangle, m: number): Triangle {
  const result = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let j = i; j < m; j++) {
      let sum = 0;
      for (let k = i; k <= j; k++) sum += a[i * m + k]! * b[k * m + j]!;
      result[i * m + j] = sum;
    }
  return result;
}

/** What columns are multiplied with, and what undoes it. */
export interface Preparation {
  readonly by: Triangle;
  readonly back: Triangle;
}

/** The triangle that products of prepared columns say. @param preparation null for none */
export function factorFrom(products: Float64Array, m: number, preparation: Preparation | null): Triangle {
  const triangle = triangleOf(products, m);
  return preparation === null ? triangle : product(triangle, preparation.back, m);
}

/**
 * Whether the columns of products are far enough from being dependent on each other: those of the Jacobian, without the last.
 * What cannot be told, as nothing is finite, is good enough.
 */
export function isGood(products: Float64Array, m: number): boolean {
  const n = m - 1;
  const used = Array.from({ length: n }, (_, j) => j).filter(j => products[j * m + j] !== 0);
  const scaled = new Float64Array(used.length ** 2);
  for (const [a, i] of used.entries())
    for (const [b, j] of used.entries())
      if (j >= i)
        scaled[a * used.length + b] =
          products[i * m + j]! / Math.sqrt(products[i * m + i]!) / Math.sqrt(products[j * m + j]!);
  const triangle = triangleOf(scaled, used.length);
  if (!triangle.every(Number.isFinite)) return true;
  if (used.some((_, k) => triangle[k * used.length + k] === 0)) return false;
  return lengthOf(inverseOf(triangle, used.length)) * Math.sqrt(used.length) <= GOOD;
}

/**
 * What makes columns nearly orthogonal, after their products and how they were prepared until now.
 * @returns null where there is nothing that could
 */
export function preparationAfter(products: Float64Array, m: number, before: Preparation | null): Preparation | null {
  const n = m - 1;
  const isFlat = Array.from({ length: m }, (_, j) => products[j * m + j] === 0);
  let triangle = triangleOf(products, m);
  if (!triangle.every(Number.isFinite)) return null;
  // Of columns that depend on each other: what is nearly one of the others stays, and is told apart in the next turn.
  if (isFlat.some((flat, j) => j < n && !flat && triangle[j * m + j] === 0))
    triangle = triangleOf(products, m, 11 * m * (m + 1) * Number.EPSILON);
  for (let j = 0; j < m; j++) {
    if (j < n && triangle[j * m + j] !== 0) continue;
    // A column of zeros stays one; residuals are left as they are, as those of the next point are others.
    for (let i = 0; i < m; i++) triangle[i * m + j] = 0;
    triangle[j * m + j] = 1;
  }
  const by = inverseOf(triangle, m);
  const back = before === null ? triangle : product(triangle, before.back, m);
  return { by: before === null ? by : product(before.by, by, m), back };
}
