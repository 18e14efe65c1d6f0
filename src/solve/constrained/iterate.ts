// Where an interior-point method is.

import type { Places } from './problem.js';

export interface Iterate {
  readonly z: Float64Array;
  readonly value: number;
  readonly equations: Float64Array;
  readonly gradient: Float64Array;
  readonly jacobian: Float64Array;
}

export interface Multipliers {
  /** Of the equations. */
  readonly equations: Float64Array;
  /** Of lower and upper bounds, none below 0. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** The transposed Jacobian times multipliers. */
/** About how much each equation is rounded by, where what it is made of is large. */
export function equationRounding(
  { rows, cols }: Places,
  { z, jacobian }: { readonly z: Float64Array; readonly jacobian: Float64Array },
  count: number,
): Float64Array {
  const terms = new Float64Array(count);
  for (let k = 0; k < rows.length; k++) terms[rows[k]!]! += Math.abs(jacobian[k]! * z[cols[k]!]!);
  return terms.map(of => 1e-15 * of);
}

/** What equations may be missed by where they can hold. */
export const NEARLY = 1e-6;

export const isNearlyHeld = (missed: Float64Array, rounding: Float64Array): boolean =>
  missed.every((of, i) => Math.abs(of) <= NEARLY + rounding[i]!);

export function pullOf(
  { rows, cols }: Places,
  jacobian: Float64Array,
  multipliers: Float64Array,
  size: number,
): Float64Array {
  const product = new Float64Array(size);
  for (let k = 0; k < rows.length; k++) product[cols[k]!]! += jacobian[k]! * multipliers[rows[k]!]!;
  return product;
}
