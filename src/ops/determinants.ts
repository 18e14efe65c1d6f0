// Determinants and their derivatives: the adjugate, which is known where a matrix is singular too, and its own derivative.

import { once } from '../once.js';
import {
  all,
  barOf,
  count,
  dense,
  type Entries,
  elementsOf,
  inverseAlong,
  listed,
  mirrored,
  negated,
  partsOf,
  severalOf,
  sparse,
  square,
  sum,
  transposed,
} from './matrices.js';
import type { Build, Node, Operation } from './operation.js';

/** A value that the factors have, with the derivative of the determinant: value, factors, size, entries. */
const determinant: Operation = {
  name: 'determinant',
  arity: 4,
  variadic: true,
  apart: true,
  // The adjugate, which is known where A is singular too.
  adjoint(g, operands) {
    const { n } = partsOf(g, operands.slice(1), 2);
    const cofactors = g.make('adjugate', operands.slice(1));
    return (index, s) => g.mul(s, g.element(cofactors, g.constant(mirrored(n, index - 3))));
  },
  form: { kind: 'expanded' },
  class: null,
  cost: 1,
  // Of constants.
  simplify: (g, [value]) => (g.constantValue(value!) === undefined ? undefined : value),
  expand: (_g, [value]) => value,
};

/** The same of a logarithm of it: value, factors, size, 1 where there is a derivative and NaN elsewhere, entries. */
const logDeterminant: Operation = {
  name: 'logDeterminant',
  arity: 5,
  variadic: true,
  apart: true,
  adjoint(g, [, factors, size, one, ...entries]) {
    const n = g.constantValue(size!)!;
    const inverted = g.make('inverse', [factors!, size!, ...entries]);
    return (index, s) => g.mul(g.mul(s, one!), g.element(inverted, g.constant(mirrored(n, index - 4))));
  },
  form: { kind: 'expanded' },
  class: null,
  cost: 1,
  // Of constants.
  simplify: (g, [value]) => (g.constantValue(value!) === undefined ? undefined : value),
  expand: (_g, [value]) => value,
};

/** The transposed matrix of cofactors: factors, size, entries. */
const adjugate: Operation = severalOf({
  name: 'adjugate',
  arity: 3,
  // Its derivative is symmetric, as it is the second one of the determinant.
  adjoints(g, adjoints, operands) {
    const { n } = partsOf(g, operands, 2);
    const bar = barOf(adjoints, n);
    const along = g.make('adjugateAlong', [...operands, ...dense(g, transposed(bar, n, n))]);
    return index => g.element(along, g.constant(mirrored(n, index - 2)));
  },
  tangent: (g, tangents, operands) => g.make('adjugateAlong', [...operands, ...dense(g, tangents.slice(2))]),
  expand: (g, [factors, n]) => g.cofactors(factors!, n!),
});

/** The derivative of the adjugate along a matrix: factors, size, entries, those of the matrix. */
const adjugateAlong: Operation = severalOf({
  name: 'adjugateAlong',
  arity: 4,
  adjoints(g, adjoints, operands) {
    const { n, lead, entries, rest } = partsOf(g, operands, 2);
    const bar = transposed(barOf(adjoints, n), n, n);
    const toRest = once(() => g.make('adjugateAlong', [...lead, ...entries, ...dense(g, bar)]));
    const toA = once(() => adjugateAlongBoth(g, lead, entries, sparse(g, rest), bar));
    return index => {
      const entry = mirrored(n, (index - 2) % (n * n));
      return index < 2 + n * n ? toA()[entry]! : g.element(toRest(), g.constant(entry));
    };
  },
  tangent(g, tangents, operands) {
    const { n, lead, entries, rest } = partsOf(g, operands, 2);
    const ofA = sparse(g, tangents.slice(2, 2 + n * n));
    const ofRest = sparse(g, tangents.slice(2 + n * n));
    const along = g.make('adjugateAlong', [...lead, ...entries, ...dense(g, ofRest)]);
    const linear = count(ofRest) === 0 ? new Array<null>(n * n).fill(null) : elementsOf(g, along, n * n);
    if (count(ofA) === 0) return listed(g, linear);
    const both = adjugateAlongBoth(g, lead, entries, sparse(g, rest), ofA);
    return listed(
      g,
      linear.map((node, i) => sum(g, node, both[i]!)),
    );
  },
  expand(g, operands) {
    const { lead, rest } = partsOf(g, operands, 2);
    return g.make('cofactorsAlong', [...lead, ...rest]);
  },
});

/**
 * The second derivative of the adjugate, along E and H. With X = A⁻¹ and M = adj(A) the first is tr(M·E)·X - X·E·M, of which
 * this is the derivative along H; where A is singular it is not known.
 */
function adjugateAlongBoth(g: Build, lead: readonly Node[], entries: readonly Node[], e: Entries, h: Entries): Entries {
  const n = g.constantValue(lead[1]!)!;
  const matrix = [...lead, ...entries];
  const inverted = g.make('inverse', matrix);
  const x = elementsOf(g, inverted, n * n);
  const m = elementsOf(g, g.make('adjugate', matrix), n * n);
  const mAlong = elementsOf(g, g.make('adjugateAlong', [...matrix, ...dense(g, h)]), n * n);
  const xAlong = inverseAlong(g, inverted, h, n);
  const trace = (a: Entries, b: Entries): Node =>
    a
      .map((node, i) => [node, b[mirrored(n, i)]!] as const)
      .flatMap(([p, q]) => (p === null || q === null ? [] : [g.mul(p, q)]))
      .reduce((p, q) => g.add(p, q), g.constant(0));
  const [first, second] = [trace(mAlong, e), trace(m, e)];
  const one = square(g, square(g, xAlong, e, n), m, n);
  const other = square(g, square(g, x, e, n), mAlong, n);
  const scaledBy = (s: Node, node: Node | null): Node | null => (node === null ? null : g.mul(s, node));
  return all(i => {
    const plus = sum(g, scaledBy(first, x[i]!), scaledBy(second, xAlong[i]!));
    const minus = sum(g, one[i]!, other[i]!);
    return sum(g, plus, negated(g, minus));
  }, n * n);
}

export const determinants: readonly Operation[] = [determinant, logDeterminant, adjugate, adjugateAlong];
