// What L-BFGS remembers: the last steps and how the gradient changed along them, and the approximation of the Hessian that
// these make. R. H. Byrd, P. Lu, J. Nocedal, C. Zhu, SIAM J. Sci. Comput. 16 (1995), whose letters are kept: S of steps, Y of
// changes, B = θI − W M Wᵀ with W = [Y θS].

import { LuDecomposition, Matrix } from 'ml-matrix';
import { dot } from './vectors.js';

export interface CurvaturePairs {
  readonly count: () => number;
  /** θ, by which the Hessian is approximated before anything is known of it. */
  readonly scale: () => number;
  /** Takes a pair in, and forgets the oldest of too many. False for one that shows no positive curvature, which is left out. */
  add(step: Float64Array, change: Float64Array): boolean;
  clear(): void;
  /** The inverse approximation times a vector, in place: the recursion with two loops. */
  solve(vector: Float64Array): void;
  /** The matrix M; null where it is singular. */
  middle(): Matrix | null;
  /** Row i of W. */
  row(i: number): Float64Array;
  /** Wᵀ times a vector. */
  project(vector: Float64Array): Float64Array;
}

export function createCurvaturePairs(most: number): CurvaturePairs {
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  // Sᵀ S and Sᵀ Y by row, kept as pairs come and go: each costs as much as a walk over all parameters.
  const stepStep: number[][] = [];
  const stepChange: number[][] = [];
  let scale = 1;

  const forget = (): void => {
    for (const list of [steps, changes]) list.shift();
    for (const products of [stepStep, stepChange]) {
      products.shift();
      for (const row of products) row.shift();
    }
  };

  return {
    count: () => steps.length,
    scale: () => scale,
    add(step, change) {
      const curvature = dot(step, change);
      const square = dot(change, change);
      // False for what is no number, too.
      if (!(curvature > Number.EPSILON * square && square < Number.POSITIVE_INFINITY && square / curvature > 0))
        return false;
      if (steps.length === most) forget();
      for (const [j, row] of stepStep.entries()) row.push(dot(steps[j]!, step));
      for (const [j, row] of stepChange.entries()) row.push(dot(steps[j]!, change));
      steps.push(step);
      changes.push(change);
      stepStep.push(steps.map(other => dot(step, other)));
      stepChange.push(changes.map(other => dot(step, other)));
      scale = square / curvature;
      return true;
    },
    clear() {
      for (const list of [steps, changes, stepStep, stepChange]) list.length = 0;
      scale = 1;
    },
    solve(vector) {
      const shares: number[] = [];
      for (let j = steps.length - 1; j >= 0; j--) {
        shares[j] = dot(steps[j]!, vector) / stepChange[j]![j]!;
        for (let i = 0; i < vector.length; i++) vector[i]! -= shares[j]! * changes[j]![i]!;
      }
      for (let i = 0; i < vector.length; i++) vector[i]! /= scale;
      for (let j = 0; j < steps.length; j++) {
        const share = shares[j]! - dot(changes[j]!, vector) / stepChange[j]![j]!;
        for (let i = 0; i < vector.length; i++) vector[i]! += share * steps[j]![i]!;
      }
    },
    middle() {
      const k = steps.length;
      const inverse = new Matrix(2 * k, 2 * k);
      for (let i = 0; i < k; i++) {
        inverse.set(i, i, -stepChange[i]![i]!);
        for (let j = 0; j < k; j++) {
          inverse.set(k + i, k + j, scale * stepStep[i]![j]!);
          if (i <= j) continue;
          inverse.set(k + i, j, stepChange[i]![j]!);
          inverse.set(j, k + i, stepChange[i]![j]!);
        }
      }
      return inverted(inverse);
    },
    row(i) {
      const k = steps.length;
      return Float64Array.from({ length: 2 * k }, (_, j) => (j < k ? changes[j]![i]! : scale * steps[j - k]![i]!));
    },
    project(vector) {
      const k = steps.length;
      return Float64Array.from({ length: 2 * k }, (_, j) =>
        j < k ? dot(changes[j]!, vector) : scale * dot(steps[j - k]!, vector),
      );
    },
  };
}

/** Null for a matrix that is singular, or that is none. */
export function inverted(matrix: Matrix): Matrix | null {
  if (matrix.to1DArray().some(value => !Number.isFinite(value))) return null;
  const factors = new LuDecomposition(matrix);
  if (factors.isSingular()) return null;
  const inverse = factors.solve(Matrix.eye(matrix.rows));
  return inverse.to1DArray().every(Number.isFinite) ? inverse : null;
}
