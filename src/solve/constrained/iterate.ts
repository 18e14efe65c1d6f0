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
