// Jacobian and Hessian entry by entry, from the tangent and the adjoint transform.

import { type BuildMode, createBuilder } from '../graph/build.js';
import type { Graph, Node } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { adjointsOf } from './adjoint.js';
import { tangentsOf } from './tangent.js';

type Mode = Pick<BuildMode, 'algebraic'>;

/** Above this many sweeps only one direction is built, not both to compare them. */
const MOST_COMPARED = 64;

/** m×n entries row-major, null where structurally zero; by columns or by rows, whichever needs fewer nodes. */
export function jacobianOf(
  graph: Graph,
  results: readonly Node[],
  inputs: readonly Node[],
  mode: Mode,
): (Node | null)[] {
  const m = results.length;
  const n = inputs.length;
  if (m === 1 || Math.max(m, n) > MOST_COMPARED)
    return m <= n ? byRows(graph, results, inputs, mode) : byColumns(graph, results, inputs, mode);
  const rows = byRows(graph, results, inputs, mode);
  const columns = byColumns(graph, results, inputs, mode);
  return nodeCount(graph, columns) < nodeCount(graph, rows) ? columns : rows;
}

function byRows(graph: Graph, results: readonly Node[], inputs: readonly Node[], mode: Mode): (Node | null)[] {
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  return results.flatMap(node => adjointsOf(graph, [{ node, adjoint: one }], inputs, inputs, mode));
}

function byColumns(graph: Graph, results: readonly Node[], inputs: readonly Node[], mode: Mode): (Node | null)[] {
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  const columns = inputs.map(input => tangentsOf(graph, new Map([[input, one]]), results, mode));
  return results.flatMap((_, row) => columns.map(column => column[row]!));
}

function nodeCount(graph: Graph, nodes: readonly (Node | null)[]): number {
  const used = usedBy(
    graph,
    nodes.filter(node => node !== null),
  );
  return used.reduce((total, flag) => total + flag, 0);
}

/** Symmetric n×n entries row-major from a gradient, forward over reverse; each pair is one node. */
export function lowerTriangle(
  graph: Graph,
  gradient: readonly Node[],
  inputs: readonly Node[],
  mode: Mode,
): (Node | null)[] {
  const n = inputs.length;
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  const entries: (Node | null)[] = new Array(n * n).fill(null);
  for (const [column, input] of inputs.entries()) {
    const below = tangentsOf(graph, new Map([[input, one]]), gradient.slice(column), mode);
    for (const [offset, node] of below.entries()) {
      const row = column + offset;
      entries[row * n + column] = node;
      entries[column * n + row] = node;
    }
  }
  return entries;
}
