// Jacobians and Hessians from the tangent and the adjoint transform: one sweep for every colour of a sparse pattern.

import { type BuildMode, createBuilder } from '../graph/build.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import type { Graph, Node } from '../graph/graph.js';
import { adjointsOf } from './adjoint.js';
import { colourColumns, starColouring } from './colouring.js';
import { patternOf, type Rows, symmetric, transposed } from './sparsity.js';
import { tangentsOf } from './tangent.js';

type Mode = Pick<BuildMode, 'algebraic'>;

/** How a Jacobian is computed. */
export type Direction = 'forward' | 'reverse' | 'mixed';

/** A matrix by its structural nonzeros. */
export interface SparseMatrix {
  readonly rows: Rows;
  /** Node of each nonzero, row by row. */
  readonly entries: readonly Node[];
  /** Sweeps through the graph, and their direction. */
  readonly sweeps: number;
  readonly direction: Direction;
}

/** A part of a Jacobian that sweeps in one direction compute. */
interface Part {
  readonly direction: 'forward' | 'reverse';
  /** Nonzeros of this part, by row. */
  readonly rows: Rows;
}

/**
 * The ways to compute a Jacobian that may need the fewest operations; all of the same matrix. Results that are known for any one
 * index go forward alone: on the way back, what there is of all its values is summed.
 */
export function jacobiansOf(
  graph: Graph,
  results: readonly Node[],
  inputs: readonly Node[],
  mode: Mode,
): SparseMatrix[] {
  const rows = patternOf(graph, results, inputs);
  const whole = (direction: Part['direction']): Part[] => [{ direction, rows }];
  const isOpen = results.some(result => domainOf(graph, result) !== EVERYWHERE);
  const ways = isOpen ? [whole('forward')] : [whole('forward'), whole('reverse'), ...mixes(rows, inputs.length)];
  const counted = ways.map(parts => ({
    parts,
    sweeps: parts.reduce((total, part) => total + colouringOf(part, inputs.length).count, 0),
  }));
  const { size } = graph;
  const matrices: SparseMatrix[] = [];
  for (const { parts, sweeps } of counted.toSorted((a, b) => a.sweeps - b.sweeps)) {
    if (matrices.length > 0 && sweeps * size > MOST_COMPARED) continue;
    const found = new Map<number, Node>();
    for (const part of parts) compute(graph, results, inputs, part, mode, found);
    const direction = parts.length > 1 ? 'mixed' : parts[0]!.direction;
    matrices.push({ rows, entries: inOrder(graph, rows, inputs.length, found), sweeps, direction });
  }
  return matrices;
}

/** Sweeps times nodes beyond which only the way with the fewest sweeps is built, not the others to compare them. */
const MOST_COMPARED = 20_000_000;

/** Rows far denser than the others go backward, or columns far denser forward; the rest goes the other way. */
function mixes(rows: Rows, columnCount: number): Part[][] {
  const denseRows = farAboveMedian(rows.map(row => row.length));
  const columns = transposed(rows, columnCount);
  const denseColumns = farAboveMedian(columns.map(column => column.length));
  const split = (keep: (row: number, column: number) => boolean): Rows =>
    rows.map((row, i) => row.filter(column => keep(i, column)));
  const ways: Part[][] = [];
  if (denseRows.size > 0) {
    ways.push([
      { direction: 'reverse', rows: split(row => denseRows.has(row)) },
      { direction: 'forward', rows: split(row => !denseRows.has(row)) },
    ]);
  }
  if (denseColumns.size > 0) {
    ways.push([
      { direction: 'forward', rows: split((_, column) => denseColumns.has(column)) },
      { direction: 'reverse', rows: split((_, column) => !denseColumns.has(column)) },
    ]);
  }
  return ways;
}

/** Positions of counts that are more than twice the median; none where half of them are 0. */
function farAboveMedian(counts: readonly number[]): Set<number> {
  const sorted = counts.toSorted((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  return new Set(counts.flatMap((count, i) => (median > 0 && count > 2 * median ? [i] : [])));
}

function colouringOf({ direction, rows }: Part, columnCount: number) {
  return direction === 'forward'
    ? colourColumns(rows, columnCount)
    : colourColumns(transposed(rows, columnCount), rows.length);
}

/** Adds the entries of one part to `found`, by row × columns + column. */
function compute(
  graph: Graph,
  results: readonly Node[],
  inputs: readonly Node[],
  part: Part,
  mode: Mode,
  found: Map<number, Node>,
): void {
  const { direction, rows } = part;
  const n = inputs.length;
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  const { colours, count } = colouringOf(part, n);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (const [i, colour] of colours.entries()) if (colour !== -1) members[colour]!.push(i);
  const columns = transposed(rows, n);
  for (const together of members) {
    if (direction === 'forward') {
      const wanted = [...new Set(together.flatMap(column => [...columns[column]!]))];
      const position = new Map(wanted.map((row, i) => [row, i]));
      const seeds = new Map(together.map(column => [inputs[column]!, one]));
      const tangents = tangentsOf(
        graph,
        seeds,
        wanted.map(row => results[row]!),
        mode,
      );
      for (const column of together) {
        for (const row of columns[column]!) put(found, row * n + column, tangents[position.get(row)!]!);
      }
      continue;
    }
    const wanted = [...new Set(together.flatMap(row => [...rows[row]!]))];
    const position = new Map(wanted.map((column, i) => [column, i]));
    const nodes = wanted.map(column => inputs[column]!);
    const seeds = together.map(row => ({ node: results[row]!, adjoint: one }));
    const adjoints = adjointsOf(graph, seeds, inputs, nodes, mode);
    for (const row of together) {
      for (const column of rows[row]!) put(found, row * n + column, adjoints[position.get(column)!]!);
    }
  }
}

function put(found: Map<number, Node>, key: number, node: Node | null): void {
  if (node !== null) found.set(key, node);
}

function inOrder(graph: Graph, rows: Rows, columnCount: number, found: ReadonlyMap<number, Node>): Node[] {
  const zero = createBuilder(graph, { derivative: true, algebraic: false }).constant(0);
  return rows.flatMap((row, i) => Array.from(row, column => found.get(i * columnCount + column) ?? zero));
}

/** The symmetric Jacobian of a gradient, forward over reverse; an entry and its mirror image are one node. */
export function hessianOf(graph: Graph, gradient: readonly Node[], inputs: readonly Node[], mode: Mode): SparseMatrix {
  const n = inputs.length;
  const computed = patternOf(graph, gradient, inputs);
  const rows = symmetric(computed);
  // Sums of columns mix wherever the gradient's code depends on both, so colours go by that.
  const columns = transposed(computed, n);
  const neighbours = computed.map((row, i) => Int32Array.from(new Set([...row, ...columns[i]!])).sort());
  const { colours, count } = starColouring(neighbours);
  const members: number[][] = Array.from({ length: count }, () => []);
  for (const [i, colour] of colours.entries()) if (colour !== -1) members[colour]!.push(i);
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  const found = new Map<number, Node>();
  const readsAlone = (row: number, column: number): boolean =>
    neighbours[row]!.every(other => other === column || colours[other] !== colours[column]);
  for (const together of members) {
    const pairs = together.flatMap(column =>
      Array.from(rows[column]!, row => [row, column] as const).filter(
        ([row]) => !found.has(row * n + column) && readsAlone(row, column),
      ),
    );
    const wanted = [...new Set(pairs.map(([row]) => row))];
    const position = new Map(wanted.map((row, i) => [row, i]));
    const seeds = new Map(together.map(column => [inputs[column]!, one]));
    const tangents = tangentsOf(
      graph,
      seeds,
      wanted.map(row => gradient[row]!),
      mode,
    );
    for (const [row, column] of pairs) {
      put(found, row * n + column, tangents[position.get(row)!]!);
      put(found, column * n + row, tangents[position.get(row)!]!);
    }
  }
  return { rows, entries: inOrder(graph, rows, n, found), sweeps: count, direction: 'forward' };
}

/** All entries row-major. */
export function dense({ rows, entries }: SparseMatrix, columnCount: number, zero: Node): Node[] {
  const all = new Array<Node>(rows.length * columnCount).fill(zero);
  let next = 0;
  for (const [i, row] of rows.entries()) for (const column of row) all[i * columnCount + column] = entries[next++]!;
  return all;
}

/** Unique entries of the derivative of this order, by their increasing indices; null where structurally 0. */
export function tensorOf(
  graph: Graph,
  gradient: readonly (Node | null)[],
  inputs: readonly Node[],
  order: number,
  mode: Mode,
): { readonly indices: readonly number[]; readonly node: Node | null }[] {
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  let entries = gradient.map((node, i) => ({ indices: [i], node }));
  for (let done = 1; done < order; done++) {
    const next: typeof entries = [];
    for (const [column, input] of inputs.entries()) {
      const lower = entries.filter(({ indices }) => indices.at(-1)! <= column);
      const known = lower.flatMap(({ node }) => (node === null ? [] : [node]));
      const tangents = tangentsOf(graph, new Map([[input, one]]), known, mode);
      let at = 0;
      for (const { indices, node } of lower) {
        next.push({ indices: [...indices, column], node: node === null ? null : tangents[at++]! });
      }
    }
    entries = next;
  }
  return entries;
}
