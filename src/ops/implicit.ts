// Implicit blocks: quantities that equations determine. `solved` finds them, and has its unknowns as results.
//
// What the equations are is no matter of the table: a graph keeps them beside its nodes (graph/block.ts). The derivative of a
// solution is that of linear equations whose matrix is the Jacobian of these, see differentiate/blocks.ts.

import { specialFunction } from './interpret.js';
import { factored } from './linear.js';
import { severalOf } from './matrices.js';
import type { Operation } from './operation.js';

/** Where in what solving a block works in its numbers stand, from its unknowns on: those of templates/newton.js. */
export function placesOf(n: number) {
  const jacobian = 6 * n;
  const scalars = jacobian + factored(n).size + 4 * n;
  return { residual: n, size: 2 * n, jacobian, scalars, slope: scalars + 11, length: scalars + 15 };
}

/**
 * The number of the block, how many unknowns it has, of how many values its equations are made, and what room sparse factors take;
 * then these values, and what the unknowns start from, in whose places they are when they are found.
 */
const solved: Operation = severalOf({
  name: 'solved',
  arity: 5,
  form: { kind: 'several', name: 'solved', lead: 4 },
  results: ([, n, outside, room]) => outside! + placesOf(n!).length + room!,
  adjoints: () => {
    throw new Error('internal error: the adjoint of a block is made of its equations');
  },
  tangent: () => {
    throw new Error('internal error: the tangent of a block is made of its equations');
  },
});

/**
 * What solves the equation of one unknown: a/b as any quotient is, but for what is made of its derivatives. There the scale is
 * divided, and not the quotient, which is as small as b is large: of both, the product that is left is of the size of the unknown.
 */
const solutionOfOne: Operation = {
  name: 'solutionOfOne',
  arity: 2,
  compute: (a, b) => a! / b!,
  partials: [
    (g, s, [, b]) => g.solutionOfOne(s, b!),
    (g, s, [, b], quotient) => g.neg(g.mul(quotient, g.solutionOfOne(s, b!))),
  ],
  form: { kind: 'expanded' },
  class: 'div',
  cost: 5,
  simplifyDerivative: (g, [a]) => (g.constantValue(a!) === 0 ? g.constant(0) : undefined),
  expand: (g, [a, b]) => g.div(a!, b!),
};

/**
 * A value, and NaN where another one is no number: that one is computed for its sake. No condition, as what it is made of would be
 * computed whatever conditions there are.
 */
const provided: Operation = {
  name: 'provided',
  arity: 2,
  compute: specialFunction('provided'),
  partials: [(g, s, [, other]) => g.provided(s, other!), null],
  apart: true,
  form: { kind: 'special', name: 'provided' },
  class: null,
  cost: 0,
};

export const implicitBlocks: readonly Operation[] = [solved, solutionOfOne, provided];
