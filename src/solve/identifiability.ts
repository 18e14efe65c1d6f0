// What data say of parameters, as the factor of the Jacobian has it: their covariance, and which of them no data of this kind
// determine.
//
// Columns are compared at equal lengths, so that units of parameters mean nothing. A combination of parameters that changes
// the residuals less than rounding does is not determined: it is found by the singular value decomposition of the triangle
// (by one-sided rotations: Golub and Van Loan, Matrix Computations, section 8.6.3).

import { absorb, columnLengths, emptyFactor } from './householder.js';

export interface Determined {
  /** (JᵀJ)⁻¹, n × n, row-major; NaN in rows and columns of what is not determined, or was left out. */
  readonly inverse: Float64Array;
  /** How many combinations of the parameters the data determine. */
  readonly rank: number;
  /** Groups of parameters of which a combination is not determined. */
  readonly undetermined: readonly (readonly number[])[];
}

/** Relative to the largest; the Jacobian is rounded, and so are the parameters that it is taken at. */
const NO_SINGULAR_VALUE = 1e-12;

/** Part that a parameter has in a combination, below which it is rounding. */
const NO_PART = 1e-6;

/**
 * @param factor (n + 1) × (n + 1), row-major, of [J r]
 * @param varied the parameters that were free to vary
 */
export function determined(factor: Float64Array, n: number, varied: readonly number[]): Determined {
  const count = varied.length;
  const inverse = new Float64Array(n * n).fill(Number.NaN);
  const lengths = columnLengths(factor, n);
  const { columns, rotations } = singularVectors(scaledTriangle(factor, n, varied, lengths), count);
  const values = columns.map(column => Math.hypot(...column));
  const least = NO_SINGULAR_VALUE * Math.max(0, ...values);
  const kept = values.flatMap((value, k) => (value > least ? [k] : []));
  const undetermined = values.flatMap((value, k) => {
    if (value > least) return [];
    const largest = Math.max(...rotations[k]!.map(Math.abs));
    return [varied.filter((_, i) => Math.abs(rotations[k]![i]!) > NO_PART * largest)];
  });
  const isLost = new Set(undetermined.flat());
  for (const [i, row] of varied.entries()) {
    for (const [j, column] of varied.entries()) {
      if (isLost.has(row) || isLost.has(column)) continue;
      const sum = kept.reduce((of, k) => of + (rotations[k]![i]! * rotations[k]![j]!) / values[k]! ** 2, 0);
      inverse[row * n + column] = sum / (lengths[row]! * lengths[column]!);
    }
  }
  return { inverse, rank: kept.length, undetermined: joined(undetermined) };
}

/** The triangle of some columns, each of length 1; one that is zero stays so. */
function scaledTriangle(factor: Float64Array, n: number, varied: readonly number[], lengths: Float64Array) {
  const count = varied.length;
  const block = new Float64Array(n * count);
  for (let i = 0; i < n; i++)
    for (const [k, j] of varied.entries())
      if (j >= i && lengths[j]! > 0) block[i * count + k] = factor[i * (n + 1) + j]! / lengths[j]!;
  const triangle = emptyFactor(count);
  absorb(triangle, count, block, n);
  return triangle;
}

const MOST_SWEEPS = 60;

/** Columns of U·Σ and of V, of a square matrix U·Σ·Vᵀ. */
function singularVectors(matrix: Float64Array, n: number) {
  const columns = Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_unused, i) => matrix[i * n + j]!));
  const rotations = Array.from({ length: n }, (_, j) => Array.from({ length: n }, (_unused, i) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let isDone = true;
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const [a, b] = [columns[p]!, columns[q]!];
        const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
        if (ab === 0 || Math.abs(ab) <= Number.EPSILON * Math.sqrt(aa * bb)) continue;
        isDone = false;
        const zeta = (bb - aa) / (2 * ab);
        const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cosine = 1 / Math.hypot(1, tangent);
        rotate(a, b, cosine, cosine * tangent);
        rotate(rotations[p]!, rotations[q]!, cosine, cosine * tangent);
      }
    }
    if (isDone) break;
  }
  return { columns, rotations };
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, of, i) => sum + of * b[i]!, 0);

function rotate(a: number[], b: number[], cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    a[i] = cosine * x - sine * y;
    b[i] = sine * x + cosine * y;
  }
}

/** Groups that have a member in common are one. */
function joined(groups: readonly (readonly number[])[]): number[][] {
  const found: Set<number>[] = [];
  for (const group of groups) {
    const own = new Set(group);
    for (const other of found.filter(of => group.some(member => of.has(member)))) {
      for (const member of other) own.add(member);
      found.splice(found.indexOf(other), 1);
    }
    found.push(own);
  }
  return found.map(group => [...group].sort((a, b) => a - b));
}
