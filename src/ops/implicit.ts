// Implicit blocks: quantities that equations determine. `solved` finds them, and has its unknowns as results.
//
// What the equations are is no matter of the table: a graph keeps them beside its nodes (graph/block.ts). The derivative of a
// solution is that of linear equations whose matrix is the Jacobian of these, see differentiate/blocks.ts.

import { factored } from './linear.js';
import { severalOf } from './matrices.js';
import type { Operation } from './operation.js';

/** Where in what solving a block works in its numbers stand, from its unknowns on: those of templates/newton.js. */
export function placesOf(n: number) {
  const jacobian = 6 * n;
  const scalars = jacobian + factored(n).size + 4 * n;
  return { residual: n, size: 2 * n, jacobian, scalars, slope: scalars + 11, length: scalars + 12 };
}

/**
 * The number of the block, how many unknowns it has, and of how many values its equations are made; then these, and what the
 * unknowns start from, in whose places they are when they are found.
 */
const solved: Operation = severalOf({
  name: 'solved',
  arity: 4,
  form: { kind: 'several', name: 'solved', lead: 3 },
  results: ([, n, outside]) => outside! + placesOf(n!).length,
  adjoints: () => {
    throw new Error('internal error: the adjoint of a block is made of its equations');
  },
  tangent: () => {
    throw new Error('internal error: the tangent of a block is made of its equations');
  },
});

export const implicitBlocks: readonly Operation[] = [solved];
