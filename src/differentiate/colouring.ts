// Colourings: which columns (or rows) of a sparse matrix one sweep can compute together.
//
// Greedy algorithms of Gebremedhin, Manne and Pothen, "What color is your Jacobian? Graph coloring for computing
// derivatives", SIAM Review 47 (2005); vertices with many nonzeros first, ties in program order.

import { type Rows, transposed } from './sparsity.js';

export interface Colouring {
  /** Colour of each column, from 0; -1 for a column without nonzeros. */
  readonly colours: Int32Array;
  readonly count: number;
}

/** Columns that share a row get different colours. */
export function colourColumns(rows: Rows, columnCount: number): Colouring {
  const columns = transposed(rows, columnCount);
  const colours = new Int32Array(columnCount).fill(-1);
  const nonzero = columns.filter(column => column.length > 0).length;
  if (rows.some(row => row.length === nonzero)) {
    // Every column meets every other there.
    let next = 0;
    for (const [column, list] of columns.entries()) if (list.length > 0) colours[column] = next++;
    return { colours, count: next };
  }
  const forbidden: number[] = [];
  let count = 0;
  for (const column of largestFirst(columns)) {
    for (const row of columns[column]!) {
      for (const other of rows[row]!) if (colours[other] !== -1) forbidden[colours[other]!] = column + 1;
    }
    count = Math.max(count, give(colours, forbidden, column));
  }
  return { colours, count };
}

/**
 * Star colouring of a symmetric pattern: neighbours differ, and no path of four vertices has two colours. Every entry can
 * then be read from one row of one colour's sum of columns.
 */
export function starColouring(rows: Rows): Colouring {
  // Columns that share no row are a star colouring too: more colours, found faster.
  if (pathsOfThree(rows) > MOST_PATHS) return colourColumns(rows, rows.length);
  const colours = new Int32Array(rows.length).fill(-1);
  const forbidden: number[] = [];
  let count = 0;
  for (const vertex of largestFirst(rows)) {
    const forbid = (colour: number): void => {
      forbidden[colour] = vertex + 1;
    };
    for (const near of rows[vertex]!) {
      if (near === vertex) continue;
      const colour = colours[near]!;
      if (colour !== -1) forbid(colour);
      for (const far of rows[near]!) {
        if (far === vertex || far === near || colours[far] === -1) continue;
        if (colour === -1 || rows[far]!.some(end => end !== near && end !== far && colours[end] === colour)) {
          forbid(colours[far]!);
        }
      }
    }
    count = Math.max(count, give(colours, forbidden, vertex));
  }
  return { colours, count };
}

/** Most steps of the search below. */
const MOST_PATHS = 20_000_000;

function pathsOfThree(rows: Rows): number {
  const total = (row: Int32Array, of: readonly number[]): number => row.reduce((sum, i) => sum + of[i]!, 0);
  const one = rows.map(row => row.length);
  const two = rows.map(row => total(row, one));
  return rows.reduce((sum, row) => sum + total(row, two), 0);
}

/** The smallest colour that is not forbidden; returns how many colours there are at least. */
function give(colours: Int32Array, forbidden: readonly number[], vertex: number): number {
  let colour = 0;
  while (forbidden[colour] === vertex + 1) colour++;
  colours[vertex] = colour;
  return colour + 1;
}

function largestFirst(lists: Rows): number[] {
  const order = lists.map((_, i) => i).filter(i => lists[i]!.length > 0);
  return order.sort((a, b) => lists[b]!.length - lists[a]!.length || a - b);
}
