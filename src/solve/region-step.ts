// The step within a radius at which a quadratic model with a known matrix is lowest, however the matrix is curved. By its
// eigenvalues, J. J. Moré, D. C. Sorensen, SIAM J. Sci. Stat. Comput. 4 (1983): the step is −(H + μI)⁻¹ g with the least
// μ ≥ 0 for which H + μI has no negative eigenvalue and the step is no longer than the radius; in the hard case, where no μ
// gives its length, along the eigenvector of the least eigenvalue as well.

import { EigenvalueDecomposition, type Matrix } from 'ml-matrix';
import { length } from './vectors.js';

export interface RegionStep {
  readonly step: Float64Array;
  /** True where the matrix is positive definite and the step is within the radius. */
  readonly isNewton: boolean;
  /** The least eigenvalue, and the greatest by magnitude. */
  readonly least: number;
  readonly greatest: number;
}

const MOST_ITERATIONS = 200;
/** How exactly a step is as long as the radius. */
const EXACT = 1e-4;

/** @param matrix symmetric and finite. */
export function regionStep(matrix: Matrix, gradient: Float64Array, radius: number): RegionStep {
  const n = gradient.length;
  const decomposition = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  const values = decomposition.realEigenvalues;
  const vectors = decomposition.eigenvectorMatrix;
  const least = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const greatest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  // The gradient, and then the step, in the eigenvectors.
  const turned = new Float64Array(n);
  for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) turned[k]! += vectors.get(i, k) * gradient[i]!;
  const at = (shift: number): Float64Array =>
    turned.map((value, k) => (value === 0 ? 0 : -value / (values[k]! + shift)));
  const back = (parts: Float64Array): Float64Array => {
    const step = new Float64Array(n);
    for (let i = 0; i < n; i++) for (let k = 0; k < n; k++) step[i]! += vectors.get(i, k) * parts[k]!;
    return step;
  };
  const found = { least, greatest };
  if (least > 0) {
    const newton = at(0);
    if (length(newton) <= radius) return { ...found, step: back(newton), isNewton: true };
  }
  const lowest = Math.max(0, -least);
  const isLeast = (k: number): boolean => values[k]! - least <= 4 * Number.EPSILON * greatest;
  const others = turned.map((value, k) => (isLeast(k) || value === 0 ? 0 : -value / (values[k]! + lowest)));
  const away = turned.reduce((most, value, k) => (isLeast(k) ? Math.max(most, Math.abs(value)) : most), 0);
  const rest = radius * radius - length(others) ** 2;
  if (least <= 0 && rest > 0 && away <= Number.EPSILON * length(turned)) {
    const first = values.indexOf(least);
    others[first] = (turned[first]! > 0 ? -1 : 1) * (least < 0 ? Math.sqrt(rest) : 0);
    return { ...found, step: back(others), isNewton: false };
  }
  const shift = shiftOf(at, lowest, radius, lowest + length(turned) / radius, values, turned);
  return { ...found, step: back(at(shift)), isNewton: false };
}

/** An eigenvalue above this share of the greatest is none of rounding. */
const CLEAR = 1e-6;

/** Newton's step along the eigenvectors in which the matrix is clearly positive, and none along the others. */
export function clearStep(matrix: Matrix, gradient: Float64Array): Float64Array {
  const { realEigenvalues: values, eigenvectorMatrix: vectors } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const greatest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  const step = new Float64Array(gradient.length);
  for (const [k, value] of values.entries()) {
    if (!(value > CLEAR * greatest)) continue;
    let slope = 0;
    for (let i = 0; i < step.length; i++) slope += vectors.get(i, k) * gradient[i]!;
    for (let i = 0; i < step.length; i++) step[i]! -= (vectors.get(i, k) * slope) / value;
  }
  return step;
}

/** Newton's method for 1/length − 1/radius, which is nearly linear in the shift, between two bounds. */
function shiftOf(
  at: (shift: number) => Float64Array,
  lowest: number,
  radius: number,
  highest: number,
  values: readonly number[],
  turned: Float64Array,
): number {
  let low = lowest;
  let high = highest;
  let shift = high;
  for (let count = 0; count < MOST_ITERATIONS; count++) {
    const long = length(at(shift));
    if (Math.abs(long - radius) <= EXACT * radius || high - low <= Number.EPSILON * high) break;
    if (long > radius) low = shift;
    else high = shift;
    let steep = 0;
    for (let k = 0; k < turned.length; k++) if (turned[k] !== 0) steep += turned[k]! ** 2 / (values[k]! + shift) ** 3;
    const next = shift + ((long * long) / steep) * ((long - radius) / radius);
    // Between a bound of 0 and another one there are many powers of ten.
    const middle = low === 0 ? 1e-3 * high : 0.5 * (low + high);
    shift = next > low && next < high ? next : middle;
  }
  return shift;
}
