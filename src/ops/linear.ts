// Linear algebra: operations with several results, which are read one by one with `element`.
//
// A matrix is factorised once (`factor`); whatever is made of its factors takes the node of the factors and, as the derivative
// flows to these, the entries. Rules are those of linear algebra (Giles, Collected matrix derivative results, 2008), made of
// the same operations, so that all orders are there. What code reads comes with `expand`: there the entries are gone.

import { specialFunction } from './interpret.js';
import type {
  Build,
  Contribution,
  Form,
  Node,
  Operation,
  OperationName,
  SeveralRule,
  TangentRule,
} from './operation.js';

/** Entries of a matrix, row-major; null is 0 whatever the arguments. */
export type Entries = readonly (Node | null)[];

/** Where in what `factor` gives the determinant stands, and what comes of it; after the factors and two orders. */
export const factored = (n: number) => {
  const end = n * n + 2 * n;
  return { size: end + 6 + 2 * n, determinant: end + 1, logAbs: end + 2, log: end + 3, one: end + 4 };
};

const several = (name: string, lead: number): Form => ({ kind: 'several', name, lead });

interface Parts {
  readonly n: number;
  readonly lead: readonly Node[];
  /** The n² entries, and what comes after them. */
  readonly entries: readonly Node[];
  readonly rest: readonly Node[];
}

/** The operands of an operation on factors: these, the size, others, then entries. */
function partsOf(g: Build, operands: readonly Node[], lead: number): Parts {
  const n = g.constantValue(operands[1]!)!;
  const end = lead + n * n;
  return { n, lead: operands.slice(0, lead), entries: operands.slice(lead, end), rest: operands.slice(end) };
}

const elementsOf = (g: Build, of: Node, count: number, start = 0): Node[] =>
  Array.from({ length: count }, (_, k) => g.element(of, g.constant(start + k)));

/** Null for what is 0 by structure. */
const sparse = (g: Build, nodes: Entries): Entries =>
  nodes.map(node => (node === null || g.constantValue(node) === 0 ? null : node));

const dense = (g: Build, entries: Entries): Node[] => entries.map(node => node ?? g.constant(0));

const transposed = (entries: Entries, rows: number, columns: number): Entries =>
  Array.from({ length: rows * columns }, (_, i) => entries[(i % rows) * columns + Math.floor(i / rows)]!);

const sum = (g: Build, a: Node | null, b: Node | null): Node | null => (a === null ? b : b === null ? a : g.add(a, b));

const negated = (g: Build, a: Node | null): Node | null => (a === null ? null : g.neg(a));

/** Products of two entries, for each entry of the result, beyond which a call makes them all. */
const MOST_TERMS = 4;

/** An n×m times an m×p matrix, each entry made when it is asked for. */
function multiplied(g: Build, a: Entries, b: Entries, n: number, m: number, p: number): (i: number) => Node | null {
  const terms = (index: number): number[] =>
    Array.from({ length: m }, (_, k) => k).filter(
      k => a[Math.floor(index / p) * m + k] !== null && b[k * p + (index % p)] !== null,
    );
  const inB = Array.from({ length: m }, (_, k) => count(b.slice(k * p, k * p + p)));
  let total = 0;
  for (let i = 0; i < n * m; i++) if (a[i] !== null) total += inB[i % m]!;
  if (total > MOST_TERMS * n * p) {
    const sizes = [n, m, p].map(size => g.constant(size));
    const product = g.make('matrixProduct', [...sizes, ...dense(g, a), ...dense(g, b)]);
    return index => g.element(product, g.constant(n * m + m * p + index));
  }
  return index => {
    const row = Math.floor(index / p) * m;
    const products = terms(index).map(k => g.mul(a[row + k]!, b[k * p + (index % p)]!));
    return products.length === 0 ? null : products.reduce((x, y) => g.add(x, y));
  };
}

const count = (entries: Entries): number => entries.reduce((total: number, node) => total + (node === null ? 0 : 1), 0);

const all = (of: (i: number) => Node | null, length: number): Entries => Array.from({ length }, (_, i) => of(i));

const square = (g: Build, a: Entries, b: Entries, n: number): Entries => all(multiplied(g, a, b, n, n, n), n * n);

/** Several nodes as the results of one. */
const listed = (g: Build, entries: Entries): Node => g.make('list', dense(g, entries));

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

interface Several {
  readonly name: OperationName;
  readonly arity: number;
  readonly form?: Form;
  /** How many elements of the array the call needs, for the values of the leading operands. */
  readonly results?: NonNullable<Operation['results']>;
  readonly adjoints?: SeveralRule;
  readonly tangent?: TangentRule;
  readonly expand?: Operation['expand'];
}

/** An operation with several results; without rules no derivative flows through it. */
function severalOf({ name, arity, results = () => 0, form, adjoints, tangent, expand }: Several): Operation {
  return {
    name,
    arity,
    variadic: true,
    apart: true,
    results,
    ...(adjoints === undefined ? { partials: () => null } : { adjoints, tangent: tangent! }),
    form: form ?? { kind: 'expanded' },
    class: expand === undefined ? 'transcendental' : null,
    cost: 1,
    ...(expand !== undefined && { expand }),
  };
}

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

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
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
      return listed(g, all(multiplied(g, matrix, sparse(g, rest), n, n, rest.length / n), rest.length));
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
    const bar = all(k => adjoints.get(k) ?? null, n * n);
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

function inverseAlong(g: Build, output: Node, along: Entries, n: number): Entries {
  const x = elementsOf(g, output, n * n);
  const product = multiplied(g, square(g, x, sparse(g, along), n), x, n, n, n);
  return all(i => negated(g, product(i)), n * n);
}

/** A value that the factors have, with the derivative of the determinant: value, factors, size, entries. */
const determinant: Operation = {
  name: 'determinant',
  arity: 4,
  variadic: true,
  apart: true,
  // The adjugate, which is known where A is singular too.
  adjoint(g, operands) {
    const { n } = partsOf(g, operands.slice(1), 2);
    const adjugate = g.make('adjugate', operands.slice(1));
    return entryOf(n, 3, (k, s) => g.mul(s, g.element(adjugate, g.constant(k))));
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
    const inverse = g.make('inverse', [factors!, size!, ...entries]);
    return entryOf(g.constantValue(size!)!, 4, (k, s) => g.mul(g.mul(s, one!), g.element(inverse, g.constant(k))));
  },
  form: { kind: 'expanded' },
  class: null,
  cost: 1,
  // Of constants.
  simplify: (g, [value]) => (g.constantValue(value!) === undefined ? undefined : value),
  expand: (_g, [value]) => value,
};

/** What entry ij gets is made of the result ji of a matrix. @param lead operands before the entries */
const entryOf =
  (n: number, lead: number, make: (k: number, s: Node) => Node): Contribution =>
  (index, s) =>
    make(((index - lead) % n) * n + Math.floor((index - lead) / n), s);

/** The transposed matrix of cofactors: factors, size, entries. */
const adjugate: Operation = severalOf({
  name: 'adjugate',
  arity: 3,
  // Its derivative is symmetric, as it is the second one of the determinant.
  adjoints(g, adjoints, operands) {
    const { n } = partsOf(g, operands, 2);
    const bar = all(k => adjoints.get(k) ?? null, n * n);
    const along = g.make('adjugateAlong', [...operands, ...dense(g, transposed(bar, n, n))]);
    return index => entryOf(n, 2, k => g.element(along, g.constant(k)))(index, along);
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
    const bar = transposed(
      all(k => adjoints.get(k) ?? null, n * n),
      n,
      n,
    );
    const toRest = once(() => g.make('adjugateAlong', [...lead, ...entries, ...dense(g, bar)]));
    const toA = once(() => adjugateAlongBoth(g, lead, entries, sparse(g, rest), bar));
    const swapped = (index: number): number => (index % n) * n + Math.floor(index / n);
    return index =>
      index < 2 + n * n ? toA()[swapped(index - 2)]! : g.element(toRest(), g.constant(swapped(index - 2 - n * n)));
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
  const inverse = g.make('inverse', matrix);
  const x = elementsOf(g, inverse, n * n);
  const m = elementsOf(g, g.make('adjugate', matrix), n * n);
  const mAlong = elementsOf(g, g.make('adjugateAlong', [...matrix, ...dense(g, h)]), n * n);
  const xAlong = inverseAlong(g, inverse, h, n);
  const trace = (a: Entries, b: Entries): Node =>
    a
      .map((node, i) => [node, b[(i % n) * n + Math.floor(i / n)]!] as const)
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
  determinant,
  logDeterminant,
  adjugate,
  adjugateAlong,
];
