// Linear equations whose matrices have few entries, where which these are is known of a block (graph/sparse.ts): one vector at a
// time, with the rules of dense ones (linear.ts). What code reads comes with `expand`: factors, which all solutions with the same
// entries share, and solutions.

import { once } from '../once.js';
import { factored } from './linear.js';
import { elementsOf, listedZeros, severalOf } from './matrices.js';
import type { Build, Node, Operation } from './operation.js';

/** Number of the block, n, entries, room for factors, and 1 for Aᵀ; then the place of each entry, the entries, and the right side. */
const LEAD = 5;

function partsOf(g: Build, operands: readonly Node[]) {
  const [, n, count, , isTransposed] = operands.slice(0, LEAD).map(node => g.constantValue(node)!) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const start = LEAD + count;
  const places = operands.slice(LEAD, start).map(node => {
    const place = g.constantValue(node)!;
    const [row, column] = [Math.floor(place / n), place % n];
    return isTransposed === 1 ? { row: column, column: row } : { row, column };
  });
  return { n, start, places, isTransposed, entries: operands.slice(start, start + count), end: start + count };
}

/** X of A·X = B, or of Aᵀ·X = B. */
const sparseSolution: Operation = severalOf({
  name: 'sparseSolution',
  arity: LEAD + 1,
  // λ = A⁻ᵀ·X̄ goes to B, and -λ·Xᵀ to A.
  adjoints(g, adjoints, operands, output) {
    const { n, start, places, isTransposed, end } = partsOf(g, operands);
    const bar = Array.from({ length: n }, (_, i) => adjoints.get(i) ?? g.constant(0));
    const lead = [...operands.slice(0, LEAD - 1), g.constant(1 - isTransposed), ...operands.slice(LEAD, end)];
    const lambda = once(() => elementsOf(g, g.make('sparseSolution', [...lead, ...bar]), n));
    return index => {
      if (index < start) return null;
      if (index >= end) return lambda()[index - end]!;
      const { row, column } = places[index - start]!;
      return g.neg(g.mul(lambda()[row]!, g.element(output, g.constant(column))));
    };
  },
  // A⁻¹·(Ḃ - Ȧ·X)
  tangent(g, tangents, operands, output) {
    const { n, start, places, end } = partsOf(g, operands);
    const right = Array.from({ length: n }, (_, i) => tangents[end + i]!);
    for (const [e, { row, column }] of places.entries()) {
      const along = tangents[start + e]!;
      if (along === null || g.constantValue(along) === 0) continue;
      const term = g.mul(along, g.element(output, g.constant(column)));
      right[row] = right[row] === null ? g.neg(term) : g.sub(right[row]!, term);
    }
    return g.make('sparseSolution', [...operands.slice(0, end), ...right.map(node => node ?? g.constant(0))]);
  },
  expand(g, operands) {
    const { n, entries, end } = partsOf(g, operands);
    const [number, size, , room, isTransposed] = operands as [Node, Node, Node, Node, Node];
    const right = operands.slice(end);
    if (right.every(node => g.constantValue(node) === 0)) return listedZeros(g, n);
    const factors = g.make('sparseFactor', [number, size, room, ...entries]);
    return g.make('sparseSolve', [number, size, factors, isTransposed, ...right]);
  },
});

/** Those that code consists of. */
const called: readonly Operation[] = [
  severalOf({
    name: 'sparseFactor',
    arity: 4,
    form: { kind: 'several', name: 'factoriseSparse', lead: 3 },
    results: ([, n, room]) => room! + factored(n!).size,
  }),
  severalOf({
    name: 'sparseSolve',
    arity: 5,
    form: { kind: 'several', name: 'solveSparse', lead: 4 },
    results: ([, n]) => 2 * n!,
  }),
];

export const sparseAlgebra: readonly Operation[] = [sparseSolution, ...called];
