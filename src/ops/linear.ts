// Linear algebra: operations with several results, which are read one by one with `element`.
//
// A matrix is factorised once (`factor`); whatever is made of its factors takes the node of the factors and, as the derivative
// flows to these, the entries. Rules are those of linear algebra (Giles, Collected matrix derivative results, 2008), made of
// the same operations, so that all orders are there. What code reads comes with `expand`: there the entries are gone.

import { once } from '../once.js';
import { determinants } from './determinants.js';
import { specialFunction } from './interpret.js';
import {
  all,
  barOf,
  dense,
  type Entries,
  elementsOf,
  inverseAlong,
  listed,
  multiplied,
  negated,
  partsOf,
  severalOf,
  sparse,
  square,
  sum,
  transposed,
} from './matrices.js';
import type { Build, Form, Node, Operation } from './operation.js';

/** Where in what `factor` gives the determinant stands, and what comes of it; after the factors and two orders. */
export const factored = (n: number) => {
  const end = n * n + 2 * n;
  return { size: end + 6 + 2 * n, determinant: end + 1, logAbs: end + 2, log: end + 3, one: end + 4 };
};

const several = (name: string, lead: number): Form => ({ kind: 'several', name, lead });

/** Of a list the node itself. */
const element: Operation = {
  name: 'element',
  arity: 2,
  apart: true,
  partials: [(_g, s) => s, null],
  tangent: (g, [tangent], [, k]) => g.element(tangent!, k!),
  form: { kind: 'element' },
  class: null,
  cost: 0,
  simplify(g, [of, k]) {
    const index = g.constantValue(k!)!;
    if (g.is(of!, 'list')) return g.operand(of!, index);
    const results = g.constantResults(of!);
    return results === null ? undefined : g.constant(results[index]!);
  },
};

/** Of numbers; what has their derivatives has no use for those of these. */
const ofNumbers = (name: 'overDeterminant' | 'determinant3', arity: number): Operation => ({
  name,
  arity,
  compute: specialFunction(name),
  partials: new Array<null>(arity).fill(null),
  form: { kind: 'special', name },
  class: 'transcendental',
  cost: 1,
});

/** Those that code consists of; leading operands are sizes, and the factors that a call works with. */
const called: readonly Operation[] = [
  severalOf({ name: 'factor', arity: 2, form: several('factorise', 1), results: ([n]) => factored(n!).size }),
  severalOf({
    name: 'solve',
    arity: 5,
    form: several('solveFactored', 4),
    results: ([, n, , m]) => n! * m! + n!,
  }),
  severalOf({ name: 'invert', arity: 2, form: several('invertFactored', 2), results: ([, n]) => n! * n! + n! }),
  severalOf({ name: 'cofactors', arity: 2, form: several('adjugateFactored', 2), results: ([, n]) => n! * n! + n! }),
  severalOf({ name: 'cofactorsAlong', arity: 3, form: several('adjugateAlong', 2), results: ([, n]) => 2 * n! * n! }),
];

/** What A·B is made of, of which the entries come after those of both. */
const matrixProduct: Operation = severalOf({
  name: 'matrixProduct',
  arity: 5,
  form: several('matrixProduct', 3),
  results: ([n, m, p]) => n! * m! + m! * p! + n! * p!,
  adjoints(g, adjoints, operands) {
    const { n, m, p, a, b, start } = factorsOf(g, operands);
    const bar = Array.from({ length: n * p }, (_, i) => adjoints.get(start + i) ?? null);
    const toA = once(() => multiplied(g, bar, transposed(b, m, p), n, p, m));
    const toB = once(() => multiplied(g, transposed(a, n, m), bar, m, n, p));
    return index => (index < 3 + n * m ? toA()(index - 3) : toB()(index - 3 - n * m));
  },
  tangent(g, tangents, operands) {
    const { n, m, p, a, b, start } = factorsOf(g, operands);
    const alongA = multiplied(g, sparse(g, tangents.slice(3, 3 + n * m)), b, n, m, p);
    const alongB = multiplied(g, a, sparse(g, tangents.slice(3 + n * m)), n, m, p);
    const zeros = new Array<null>(start).fill(null);
    return listed(g, [...zeros, ...all(i => sum(g, alongA(i), alongB(i)), n * p)]);
  },
});

function factorsOf(g: Build, operands: readonly Node[]) {
  const [n, m, p] = operands.slice(0, 3).map(size => g.constantValue(size)!) as [number, number, number];
  const a = sparse(g, operands.slice(3, 3 + n * m));
  const b = sparse(g, operands.slice(3 + n * m));
  return { n, m, p, a, b, start: n * m + m * p };
}

/** X of A·X = B or of Aᵀ·X = B: factors, size, 1 for Aᵀ, entries of A, of B. */
const solution: Operation = severalOf({
  name: 'solution',
  arity: 5,
  // λ = A⁻ᵀ·X̄ goes to B, and -λ·Xᵀ to A.
  adjoints(g, adjoints, operands, output) {
    const { n, lead, entries, rest } = partsOf(g, operands, 3);
    const m = rest.length / n;
    const isTransposed = g.constantValue(lead[2]!) === 1;
    const columns = Array.from({ length: m }, (_, c) => c).filter(c =>
      Array.from({ length: n }, (_, i) => adjoints.has(i * m + c)).includes(true),
    );
    const width = columns.length;
    const pick = (of: (k: number) => Node | null): Entries =>
      Array.from({ length: n }, (_, i) => columns.map(c => of(i * m + c))).flat();
    const bar = pick(k => adjoints.get(k) ?? null);
    const other = g.constant(isTransposed ? 0 : 1);
    const multiplier = g.make('solution', [lead[0]!, lead[1]!, other, ...entries, ...dense(g, bar)]);
    const lambda = elementsOf(g, multiplier, n * width);
    const x = pick(k => g.element(output, g.constant(k)));
    const toA = once(() =>
      isTransposed
        ? multiplied(g, x, transposed(lambda, n, width), n, width, n)
        : multiplied(g, lambda, transposed(x, n, width), n, width, n),
    );
    return index => {
      if (index < 3 + n * n) return negated(g, toA()(index - 3));
      const k = index - 3 - n * n;
      const column = columns.indexOf(k % m);
      return column === -1 ? null : lambda[Math.floor(k / m) * width + column]!;
    };
  },
  // A⁻¹·(Ḃ - Ȧ·X)
  tangent(g, tangents, operands, output) {
    const { n, lead, entries, rest } = partsOf(g, operands, 3);
    const m = rest.length / n;
    const along = sparse(g, tangents.slice(3, 3 + n * n));
    const matrix = g.constantValue(lead[2]!) === 1 ? transposed(along, n, n) : along;
    const moved = multiplied(g, matrix, elementsOf(g, output, n * m), n, n, m);
    const right = all(k => sum(g, tangents[3 + n * n + k]!, negated(g, moved(k))), n * m);
    return g.make('solution', [...lead, ...entries, ...dense(g, right)]);
  },
  expand(g, operands) {
    const { n, lead, entries, rest } = partsOf(g, operands, 3);
    if (n === 2) {
      const x = inverse2(g, entries);
      const matrix = g.constantValue(lead[2]!) === 1 ? transposed(x, n, n) : x;
      return listed(g, all(multiplied(g, matrix, rest, n, n, rest.length / n), rest.length));
    }
    return g.make('solve', [...lead, g.constant(rest.length / n), ...rest]);
  },
});

/** A⁻¹: factors, size, entries. */
const inverse: Operation = severalOf({
  name: 'inverse',
  arity: 3,
  // -A⁻ᵀ·X̄·A⁻ᵀ
  adjoints(g, adjoints, operands, output) {
    const { n } = partsOf(g, operands, 2);
    const x = transposed(elementsOf(g, output, n * n), n, n);
    const bar = barOf(adjoints, n);
    const toA = once(() => multiplied(g, square(g, x, bar, n), x, n, n, n));
    return index => negated(g, toA()(index - 2));
  },
  // -A⁻¹·Ȧ·A⁻¹
  tangent: (g, tangents, operands, output) =>
    listed(g, inverseAlong(g, output, tangents.slice(2), partsOf(g, operands, 2).n)),
  expand(g, [factors, n, ...entries]) {
    return entries.length === 4 ? listed(g, inverse2(g, entries)) : g.invert(factors!, n!);
  },
});

/** Of two rows: the determinant that all entries are divided by is the one that loses digits, and by it they lose the same. */
function inverse2(g: Build, entries: readonly Node[]): Node[] {
  const [a, b, c, d] = entries as [Node, Node, Node, Node];
  const determinant = g.sub(g.mul(a, d), g.mul(b, c));
  const size = g.abs(determinant);
  const isKnown = g.gt(size, g.max(g.constant(SMALLEST), g.abs(g.mul(g.mul(a, d), g.constant(ROUNDING)))));
  const isOrdinary = g.and(isKnown, g.lt(size, g.constant(LARGEST)));
  return [d, g.neg(b), g.neg(c), a].map(x =>
    g.select(isOrdinary, g.div(x, determinant), g.overDeterminant(x, a, b, c, d)),
  );
}

/** Between them a difference of products is what it should be, where rounding of the products is less. */
const [SMALLEST, LARGEST] = [1e-280, 1e300];
const ROUNDING = 2 ** -53;

/** Nodes as the results of one, which its elements are read from at once: no code has it. */
const list: Operation = severalOf({ name: 'list', arity: 1 });

export const linearAlgebra: readonly Operation[] = [
  element,
  list,
  ofNumbers('overDeterminant', 5),
  ofNumbers('determinant3', 9),
  ...called,
  matrixProduct,
  solution,
  inverse,
  ...determinants,
];
