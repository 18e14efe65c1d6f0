// Matrices of nodes, for the rules of linear algebra: products that are written out or one call, whichever is shorter; and what
// rows of operations with several results are made of.

import type { Build, Form, Node, Operation, OperationName, SeveralRule, TangentRule } from './operation.js';

/** Entries of a matrix, row-major; null is 0 whatever the arguments. */
export type Entries = readonly (Node | null)[];

interface Parts {
  readonly n: number;
  readonly lead: readonly Node[];
  /** The n² entries, and what comes after them. */
  readonly entries: readonly Node[];
  readonly rest: readonly Node[];
}

/** The operands of an operation on factors: these, the size, others, then entries. */
export function partsOf(g: Build, operands: readonly Node[], lead: number): Parts {
  const n = g.constantValue(operands[1]!)!;
  const end = lead + n * n;
  return { n, lead: operands.slice(0, lead), entries: operands.slice(lead, end), rest: operands.slice(end) };
}

export const elementsOf = (g: Build, of: Node, count: number, start = 0): Node[] =>
  Array.from({ length: count }, (_, k) => g.element(of, g.constant(start + k)));

/** Null for what is 0 by structure. */
export const sparse = (g: Build, nodes: Entries): Entries =>
  nodes.map(node => (node === null || g.constantValue(node) === 0 ? null : node));

export const dense = (g: Build, entries: Entries): Node[] => entries.map(node => node ?? g.constant(0));

export const transposed = (entries: Entries, rows: number, columns: number): Entries =>
  Array.from({ length: rows * columns }, (_, i) => entries[(i % rows) * columns + Math.floor(i / rows)]!);

export const sum = (g: Build, a: Node | null, b: Node | null): Node | null =>
  a === null ? b : b === null ? a : g.add(a, b);

export const negated = (g: Build, a: Node | null): Node | null => (a === null ? null : g.neg(a));

/** Products of two entries, for each entry of the result, beyond which a call makes them all. */
const MOST_TERMS = 4;

/** An n×m times an m×p matrix, each entry made when it is asked for. */
export function multiplied(
  g: Build,
  a: Entries,
  b: Entries,
  n: number,
  m: number,
  p: number,
): (i: number) => Node | null {
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

export const count = (entries: Entries): number =>
  entries.reduce((total: number, node) => total + (node === null ? 0 : 1), 0);

export const all = (of: (i: number) => Node | null, length: number): Entries => Array.from({ length }, (_, i) => of(i));

export const square = (g: Build, a: Entries, b: Entries, n: number): Entries =>
  all(multiplied(g, a, b, n, n, n), n * n);

/** Several nodes as the results of one. */
export const listed = (g: Build, entries: Entries): Node => g.make('list', dense(g, entries));

export const listedZeros = (g: Build, length: number): Node =>
  g.make('list', new Array<Node>(length).fill(g.constant(0)));

/** The place of an entry in the transposed matrix of n rows. */
export const mirrored = (n: number, index: number): number => (index % n) * n + Math.floor(index / n);

/** The adjoints of the results of a matrix of n rows. */
export const barOf = (adjoints: ReadonlyMap<number, Node>, n: number): Entries =>
  all(k => adjoints.get(k) ?? null, n * n);

/** -A⁻¹·Ȧ·A⁻¹ */
export function inverseAlong(g: Build, output: Node, along: Entries, n: number): Entries {
  const x = elementsOf(g, output, n * n);
  const product = multiplied(g, square(g, x, sparse(g, along), n), x, n, n, n);
  return all(i => negated(g, product(i)), n * n);
}

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
export function severalOf({ name, arity, results = () => 0, form, adjoints, tangent, expand }: Several): Operation {
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
