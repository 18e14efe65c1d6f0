// The matrix of a Newton step on the conditions of Karush, Kuhn and Tucker,
//
//     H + Σ + shift   Jᵀ
//     J              −c        c ≥ 0
//
// with as many negative eigenvalues as it has equations where H is positive definite along directions that hold these. Where
// it has not, H is shifted until it is. Wächter and Biegler (2006), section 3.1.

import type { Places } from './problem.js';
import { type Factorisation, factorise } from './symmetric-indefinite.js';

export interface KKT {
  /** Solves, with corrections of what rounding leaves. */
  solve(right: Float64Array): Float64Array;
  readonly shift: number;
}

export interface KKTMatrix {
  /** The matrix without a shift. @param relaxed c */
  plain(values: KKTValues, relaxed?: number): Factorisation;
  /** The matrix shifted so that the step descends; null where no shift does. */
  corrected(values: KKTValues, barrier: number): KKT | null;
}

export interface KKTValues {
  /** Of the lower triangle of H. */
  readonly hessian: Float64Array;
  /** Σ. */
  readonly diagonal: Float64Array;
  readonly jacobian: Float64Array;
}

const FIRST_SHIFT = 1e-4;
const LEAST_SHIFT = 1e-20;
const MOST_SHIFT = 1e40;
/** c where equations depend on each other. */
export const RELAXED = 1e-8;
const CORRECTIONS = 3;

/** @param places of the lower triangle of H, and of J */
export function createKKT(size: number, equations: number, places: { hessian: Places; jacobian: Places }): KKTMatrix {
  const whole = size + equations;
  const count = places.hessian.rows.length;
  const ofJacobian = places.jacobian.rows.length;
  const rows = new Int32Array(count + ofJacobian + whole);
  const cols = new Int32Array(rows.length);
  rows.set(Int32Array.from(places.hessian.rows));
  cols.set(Int32Array.from(places.hessian.cols));
  rows.set(
    Int32Array.from(places.jacobian.rows, i => size + i),
    count,
  );
  cols.set(Int32Array.from(places.jacobian.cols), count);
  for (let i = 0; i < whole; i++) rows[count + ofJacobian + i] = cols[count + ofJacobian + i] = i;
  let last = 0;

  function matrixOf({ hessian, diagonal, jacobian }: KKTValues, shift: number, relaxed: number): Float64Array {
    const values = new Float64Array(rows.length);
    values.set(hessian);
    values.set(jacobian, count);
    for (let i = 0; i < size; i++) values[count + ofJacobian + i] = diagonal[i]! + shift;
    values.fill(-relaxed, count + ofJacobian + size);
    return values;
  }

  function residual(values: Float64Array, x: Float64Array, right: Float64Array): Float64Array {
    const left = right.slice();
    for (let k = 0; k < values.length; k++) {
      const [i, j, value] = [rows[k]!, cols[k]!, values[k]!];
      left[i]! -= value * x[j]!;
      if (i !== j) left[j]! -= value * x[i]!;
    }
    return left;
  }

  const largest = (of: Float64Array): number => of.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

  const solving =
    (values: Float64Array, factor: Factorisation) =>
    (right: Float64Array): Float64Array => {
      const x = factor.solve(right);
      let size = largest(residual(values, x, right));
      for (let k = 0; k < CORRECTIONS && size > 0; k++) {
        const correction = factor.solve(residual(values, x, right));
        const better = x.map((value, i) => value + correction[i]!);
        const left = largest(residual(values, better, right));
        if (!(left < size)) break;
        x.set(better);
        size = left;
      }
      return x;
    };

  const factorised = (values: Float64Array): Factorisation => {
    const factor = factorise({ size: whole, rows, cols, values });
    return { ...factor, solve: solving(values, factor) };
  };

  return {
    plain: (values, relaxed = 0) => factorised(matrixOf(values, 0, relaxed)),
    corrected(values, barrier) {
      if (![values.hessian, values.diagonal, values.jacobian].every(of => of.every(Number.isFinite))) return null;
      let relaxed = 0;
      let factor = factorised(matrixOf(values, 0, 0));
      const fits = (): boolean => factor.zero === 0 && factor.negative === equations;
      if (fits()) return { ...factor, shift: 0 };
      if (factor.zero > 0) relaxed = RELAXED * Math.max(barrier, LEAST_SHIFT) ** 0.25;
      let shift = last === 0 ? FIRST_SHIFT : Math.max(LEAST_SHIFT, last / 3);
      if (factor.zero > 0) {
        // Equations that depend on each other need no shift.
        factor = factorised(matrixOf(values, 0, relaxed));
        if (fits()) return { ...factor, shift: 0 };
      }
      for (; shift <= MOST_SHIFT; shift *= last === 0 ? 100 : 8) {
        factor = factorised(matrixOf(values, shift, relaxed));
        if (!fits()) continue;
        last = shift;
        return { ...factor, shift };
      }
      return null;
    },
  };
}
