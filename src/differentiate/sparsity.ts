// Which results depend on which inputs, by propagation through the graph: structural nonzeros of a Jacobian.

import { type Graph, isLeaf, type Node } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { carries } from './dependence.js';

/** Column numbers of each row's nonzeros, increasing. */
export type Rows = readonly Int32Array[];

const NONE = new Int32Array(0);

/** Rows of the Jacobian's pattern; every entry outside of it is 0 at every point. */
export function patternOf(graph: Graph, results: readonly Node[], inputs: readonly Node[]): Rows {
  const used = usedBy(graph, results);
  const lastUse = lastUses(graph, used, results);
  const columns: (Int32Array | undefined)[] = new Array(used.length);
  for (const [column, input] of inputs.entries()) {
    if (input < used.length) columns[input] = union(columns[input] ?? NONE, Int32Array.of(column));
  }
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || isLeaf(graph, node)) continue;
    const start = graph.first[node]!;
    let found = columns[node] ?? NONE;
    for (let i = start; i < graph.first[node + 1]!; i++) {
      const operand = graph.operands[i]!;
      const more = columns[operand];
      if (more !== undefined && carries(graph, node, i - start)) found = union(found, more);
    }
    // Sets of values that nothing else reads are let go: a sum of n terms would keep n²/2 entries. Only once all operands are
    // looked at, which may be one node in several positions.
    for (let i = start; i < graph.first[node + 1]!; i++) {
      const operand = graph.operands[i]!;
      if (lastUse[operand] === node) columns[operand] = undefined;
    }
    if (found.length > 0) columns[node] = found;
  }
  return results.map(result => columns[result] ?? NONE);
}

/** The last user of each node; results are kept. */
function lastUses(graph: Graph, used: Uint8Array, results: readonly Node[]): Int32Array {
  const last = new Int32Array(used.length).fill(-1);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || isLeaf(graph, node)) continue;
    for (let i = graph.first[node]!; i < graph.first[node + 1]!; i++) last[graph.operands[i]!] = node;
  }
  for (const result of results) last[result] = -1;
  return last;
}

/** Of two increasing lists; one of them where it holds the other. */
function union(a: Int32Array, b: Int32Array): Int32Array {
  if (b.length === 0 || a === b) return a;
  if (a.length === 0) return b;
  const merged = new Int32Array(a.length + b.length);
  let count = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; count++) {
    const next = j === b.length || (i < a.length && a[i]! <= b[j]!) ? a[i]! : b[j]!;
    if (a[i] === next) i++;
    if (b[j] === next) j++;
    merged[count] = next;
  }
  if (count === a.length) return a;
  return count === b.length ? b : merged.slice(0, count);
}

/** The same nonzeros by column. */
export function transposed(rows: Rows, columnCount: number): Int32Array[] {
  const counts = new Int32Array(columnCount);
  for (const row of rows) for (const column of row) counts[column]!++;
  const columns = Array.from(counts, count => new Int32Array(count));
  counts.fill(0);
  for (const [i, row] of rows.entries()) for (const column of row) columns[column]![counts[column]!++] = i;
  return columns;
}

/** Pattern of a symmetric matrix from that of its rows as computed: an entry is 0 where it or its mirror image is. */
export function symmetric(rows: Rows): Int32Array[] {
  const columns = transposed(rows, rows.length);
  return rows.map((row, i) => {
    const mirrored = new Set(columns[i]);
    return row.filter(column => mirrored.has(column));
  });
}
