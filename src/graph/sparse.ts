// Matrices of which most entries are 0: which entries they have, in which order of rows and columns they are factorised, and where
// entries of the factors come, all of it known before any number is.
//
// Rows and columns have one order, so that pivots are on the diagonal, which has an entry in each row. It is that of least degree
// in the graph of A + Aᵀ (W. F. Tinney and J. W. Walker, 1967); of equal degrees the first comes first.

/** The entries of a matrix and of its factors. */
export interface Sparse {
  /** Row by row, and by columns in a row. */
  readonly entries: readonly { readonly row: number; readonly column: number }[];
  /** What code is told of it (templates/sparse.js). */
  readonly pattern: Int32Array;
  /** How many numbers factors take, with what they are worked on in. */
  readonly room: number;
}

/** Rows from which it is worth it. */
const LEAST_ROWS = 16;
/** Of all places of a matrix the part up to which entries of its factors may be. */
const MOST_FILLED = 0.4;

/**
 * @param rows for each row the columns in which it has entries, that of its diagonal among them
 * @returns null for what is small, or has not so many zeros
 */
export function sparseOf(rows: readonly (readonly number[])[]): Sparse | null {
  const n = rows.length;
  if (n < LEAST_ROWS || rows.some((columns, row) => !columns.includes(row))) return null;
  const most = MOST_FILLED * n * n;
  if (rows.reduce((sum, { length }) => sum + length, 0) > most) return null;
  const order = leastDegreeFirst(rows);
  const placeOf = new Int32Array(n);
  for (const [place, row] of order.entries()) placeOf[row] = place;
  const factors = factorsOf(
    order.map(row => rows[row]!.map(column => placeOf[column]!)),
    most,
  );
  if (factors === null) return null;

  const entries = rows.flatMap((columns, row) => columns.toSorted((a, b) => a - b).map(column => ({ row, column })));
  const starts = [0];
  for (const columns of factors) starts.push(starts.at(-1)! + columns.length);
  const filled = starts.at(-1)!;
  const placeIn = (row: number, column: number): number => starts[row]! + factors[row]!.indexOf(column);
  const pattern = Int32Array.from([
    n,
    entries.length,
    filled,
    ...order,
    ...starts,
    ...factors.map((_, row) => placeIn(row, row)),
    ...factors.flat(),
    ...entries.map(({ row, column }) => placeIn(placeOf[row]!, placeOf[column]!)),
    ...entries.map(({ row }) => row),
    ...entries.map(({ column }) => column),
  ]);
  return { entries, pattern, room: entries.length + filled + 4 * n + 1 };
}

/** Rows in the order in which they are eliminated. */
function leastDegreeFirst(rows: readonly (readonly number[])[]): number[] {
  const n = rows.length;
  const near = Array.from({ length: n }, () => new Set<number>());
  for (const [row, columns] of rows.entries()) {
    for (const column of columns) {
      if (column === row) continue;
      near[row]!.add(column);
      near[column]!.add(row);
    }
  }
  const isLeft = new Uint8Array(n).fill(1);
  const order: number[] = [];
  for (let step = 0; step < n; step++) {
    let least = -1;
    for (let i = 0; i < n; i++) if (isLeft[i] === 1 && (least === -1 || near[i]!.size < near[least]!.size)) least = i;
    order.push(least);
    isLeft[least] = 0;
    const others = [...near[least]!];
    for (const a of others) {
      near[a]!.delete(least);
      for (const b of others) if (a !== b) near[a]!.add(b);
    }
  }
  return order;
}

/** For each row the columns of its factors, L and U in one; null where they are more than so many. */
function factorsOf(rows: readonly (readonly number[])[], most: number): number[][] | null {
  const n = rows.length;
  const found: number[][] = [];
  const isIn = new Int32Array(n).fill(-1);
  let count = 0;
  for (const [i, columns] of rows.entries()) {
    const own = [...columns];
    for (const column of own) isIn[column] = i;
    for (let k = 0; k < i; k++) {
      if (isIn[k] !== i) continue;
      for (const column of found[k]!) {
        if (column <= k || isIn[column] === i) continue;
        isIn[column] = i;
        own.push(column);
      }
    }
    found.push(own.sort((a, b) => a - b));
    count += own.length;
    if (count > most) return null;
  }
  return found;
}
