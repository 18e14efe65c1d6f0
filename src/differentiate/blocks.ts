// Derivatives of implicit blocks: those of what solves r(z, v) = 0 are those of linear equations with J = ∂r/∂z at the solution.
//
// The tangent is ż = -J⁻¹·ṙ, where ṙ is that of the residuals as v moves and z stays. The adjoint is λ = J⁻ᵀ·z̄, of which the
// residuals get -λ, and v what these contribute. J and the residuals at the solution are ordinary nodes, and so is what becomes of
// them: derivatives of all orders are there, and all of them share the factors of J.

import { residualsAt, rootsOf, solvedOf, unknownAt, unknownLeaves } from '../graph/block.js';
import type { Builder } from '../graph/build.js';
import { type Block, type Graph, isConstant, isLeaf, type Node, operandsOf, operationOf } from '../graph/graph.js';
import { replaced } from '../graph/replace.js';
import { usedBy } from '../graph/use.js';
import { colourColumns } from './colouring.js';
import type { InnerAdjoints } from './scans.js';
import { patternOf, transposed } from './sparsity.js';

/** Tangents of results for those of other nodes, from which nothing goes back; null for 0. */
export type InnerTangents = (tangents: ReadonlyMap<Node, Node>, results: readonly Node[]) => (Node | null)[];

/** Equations where they hold. */
interface View {
  /** What they are made of. */
  readonly outside: readonly Node[];
  /** Residuals, with leaves for the unknowns. */
  readonly residuals: readonly Node[];
  /** Nodes with the solution in the place of these leaves. */
  atRoots(nodes: readonly Node[]): Node[];
  /** X of J·X = B or of Jᵀ·X = B, for a vector. */
  solution(right: readonly Node[], isTransposed: boolean): Node[];
}

function viewOf(graph: Graph, g: Builder, node: Node, inner: InnerTangents): View {
  const { block, outside } = solvedOf(graph, node);
  const leaves = unknownLeaves(graph, node, block);
  const residuals = residualsAt(block, g, [...outside, ...leaves]);
  const roots = new Map(rootsOf(g, node, block).map((root, k) => [leaves[k]!, root]));
  const atRoots = (nodes: readonly Node[]): Node[] => replaced(graph, g, nodes, roots);
  const n = leaves.length;
  return {
    outside,
    residuals,
    atRoots,
    solution(right, isTransposed) {
      const [kink, ...entries] = atRoots([
        kinkIn(graph, g, residuals, leaves),
        ...jacobianOf(graph, g, residuals, leaves, inner),
      ]);
      // As a factor it is NaN in derivatives, too.
      const known = (of: Node): Node =>
        g.constantValue(kink!) === 0 ? of : g.mul(of, g.select(kink!, g.constant(Number.NaN), g.constant(1)));
      if (n === 1) return [known(g.solutionOfOne(right[0]!, entries[0]!))];
      if (block.sparse !== null) return sparseSolution(g, block, entries, right, isTransposed).map(known);
      const size = g.constant(n);
      const factors = g.make('factor', [size, ...entries]);
      const made = g.make('solution', [factors, size, g.constant(isTransposed ? 1 : 0), ...entries, ...right]);
      return right.map((_, k) => known(g.element(made, g.constant(k))));
    },
  };
}

/**
 * True where equations have a kink in an unknown. What a derivative is there is a convention, and its inverse is none: the solution
 * of max(z, 0) = 0 has no derivative.
 */
function kinkIn(graph: Graph, g: Builder, residuals: readonly Node[], unknowns: readonly Node[]): Node {
  const size = Math.max(...residuals) + 1;
  const used = usedBy(graph, residuals);
  const varies = new Uint8Array(size);
  for (const unknown of unknowns) if (unknown < size) varies[unknown] = 1;
  let found = g.constant(0);
  for (let node = Math.min(...unknowns); node < size; node++) {
    if (used[node] !== 1 || isLeaf(graph, node)) continue;
    const operands = operandsOf(graph, node);
    if (!operands.some(of => varies[of] === 1)) continue;
    varies[node] = 1;
    const kink = operationOf(graph, node).kink?.(g, operands, node);
    if (kink !== undefined) found = g.or(found, kink);
  }
  return found;
}

/** @param entries of all places */
function sparseSolution(
  g: Builder,
  { number, sparse }: Block,
  entries: readonly Node[],
  right: readonly Node[],
  isTransposed: boolean,
): Node[] {
  const n = right.length;
  const places = sparse!.entries.map(({ row, column }) => row * n + column);
  const told = [number, n, places.length, sparse!.room, isTransposed ? 1 : 0, ...places].map(of => g.constant(of));
  const made = g.make('sparseSolution', [...told, ...places.map(place => entries[place]!), ...right]);
  return right.map((_, k) => g.element(made, g.constant(k)));
}

/**
 * The multipliers λ = J⁻ᵀ·z̄ of the equations of a block: what the result gains for what is added to the right side of each.
 * @param bar adjoints of the unknowns
 */
export const blockMultipliers = (
  graph: Graph,
  g: Builder,
  node: Node,
  bar: readonly Node[],
  inner: InnerTangents,
): Node[] => viewOf(graph, g, node, inner).solution(bar, true);

/** All entries, row-major: a sweep for each colour of the columns. */
function jacobianOf(
  graph: Graph,
  g: Builder,
  residuals: readonly Node[],
  unknowns: readonly Node[],
  inner: InnerTangents,
): Node[] {
  const n = unknowns.length;
  const rows = patternOf(graph, residuals, unknowns);
  const columns = transposed(rows, n);
  const { colours, count } = colourColumns(rows, n);
  const entries = new Array<Node>(n * n).fill(g.constant(0));
  for (let colour = 0; colour < count; colour++) {
    const together = unknowns.map((_, k) => k).filter(k => colours[k] === colour);
    const wanted = [...new Set(together.flatMap(k => [...columns[k]!]))];
    const tangents = inner(
      new Map(together.map(k => [unknowns[k]!, g.constant(1)])),
      wanted.map(row => residuals[row]!),
    );
    const at = new Map(wanted.map((row, i) => [row, tangents[i]!]));
    for (const k of together) for (const row of columns[k]!) entries[row * n + k] = at.get(row) ?? g.constant(0);
  }
  return entries;
}

/**
 * The tangents of the unknowns, as results of one node; null where all are 0.
 * @param tangentOf those of nodes that the equations are made of, null for 0
 * @param inner where the tangents of leaves are given
 */
export function blockTangent(
  graph: Graph,
  g: Builder,
  node: Node,
  tangentOf: (node: Node) => Node | null,
  inner: InnerTangents,
): Node | null {
  const { outside, residuals, atRoots, solution } = viewOf(graph, g, node, inner);
  const along = new Map<Node, Node>();
  for (const of of outside) {
    const tangent = isConstant(graph, of) ? null : tangentOf(of);
    if (tangent !== null) along.set(of, tangent);
  }
  const found = inner(along, residuals);
  if (found.every(tangent => tangent === null)) return null;
  const zero = g.constant(0);
  const right = atRoots(found.map(tangent => (tangent === null ? zero : g.neg(tangent))));
  return g.make('list', [...outside.map(() => zero), ...solution(right, false)]);
}

/**
 * What a block contributes to the nodes that its equations are made of.
 * @param adjoints of results that have one, by their number
 * @param isWanted of what the equations are made of
 * @param active a value where the block is active, and 0 elsewhere
 * @param tangents where those of leaves are given
 */
export function blockAdjoint(
  graph: Graph,
  g: Builder,
  node: Node,
  adjoints: ReadonlyMap<number, Node>,
  isWanted: (node: Node) => boolean,
  active: (value: Node) => Node,
  inner: InnerAdjoints,
  tangents: InnerTangents,
): (readonly [to: Node, term: Node])[] {
  const { block } = solvedOf(graph, node);
  const { outside, residuals, atRoots, solution } = viewOf(graph, g, node, tangents);
  const zero = g.constant(0);
  const bar = new Array<Node>(residuals.length).fill(zero);
  for (const [result, adjoint] of adjoints) bar[unknownAt(block, result)] = adjoint;
  const lambda = solution(bar, true);
  const wanted = [...new Set(outside)].filter(of => !isConstant(graph, of) && isWanted(of));
  const seeds = residuals.map((residual, i) => ({ node: active(residual), adjoint: g.neg(lambda[i]!) }));
  const found = inner(seeds, wanted);
  const terms = atRoots(found.map(term => term ?? zero));
  return wanted.flatMap((to, i) => (found[i] === null ? [] : [[to, terms[i]!] as const]));
}
