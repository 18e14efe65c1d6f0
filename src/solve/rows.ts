// Rows of data as fitting goes over them: chunk after chunk, as often as it likes, from wherever they are kept.

import { randomNumbers } from './permutation.js';

export interface Chunk {
  /** In the order of the program's data, each flat: row r of `data x[k]` at r·k. */
  readonly columns: readonly ArrayLike<number>[];
  /** One a row; null where all are 1. */
  readonly weights: ArrayLike<number> | null;
  readonly start: number;
  readonly count: number;
}

export interface Rows {
  readonly count: number;
  /** A chunk may be overwritten by the next. */
  chunks(): Iterable<Chunk>;
}

/** Rows of one chunk. Sums over rows are made chunk by chunk, so that they do not depend on where rows are kept. */
export const CHUNK = 4096;

/** Rows of columns in memory. */
export function rowsOf(columns: readonly ArrayLike<number>[], weights: ArrayLike<number> | null, count: number): Rows {
  return {
    count,
    *chunks() {
      for (let start = 0; start < count; start += CHUNK)
        yield { columns, weights, start, count: Math.min(CHUNK, count - start) };
    },
  };
}

/**
 * A random part of rows, as many of them as a fraction says, and all others. Which are in it depends on the seed and on how many
 * there are, not on where they are kept (Knuth, The Art of Computer Programming, algorithm 3.4.2S).
 * @param widths how many numbers of each column are a row
 */
export function splitRows(rows: Rows, fraction: number, seed: number, widths: readonly number[]): [Rows, Rows] {
  const kept = Math.round(rows.count * fraction);
  const part = (isOf: boolean): Rows => ({
    count: isOf ? kept : rows.count - kept,
    *chunks() {
      const random = randomNumbers(seed);
      let [left, wanted] = [rows.count, kept];
      const taken = widths.map(width => new Float64Array(CHUNK * width));
      const weights = new Float64Array(CHUNK);
      let count = 0;
      for (const chunk of rows.chunks()) {
        for (let row = chunk.start; row < chunk.start + chunk.count; row++) {
          const isKept = random() * left < wanted;
          left--;
          if (isKept) wanted--;
          if (isKept !== isOf) continue;
          for (const [i, width] of widths.entries())
            for (let k = 0; k < width; k++) taken[i]![count * width + k] = chunk.columns[i]![row * width + k]!;
          weights[count++] = chunk.weights?.[row] ?? 1;
          if (count < CHUNK) continue;
          yield { columns: taken, weights, start: 0, count };
          count = 0;
        }
      }
      if (count > 0) yield { columns: taken, weights, start: 0, count };
    },
  });
  return [part(true), part(false)];
}

/** All rows in memory at once. */
export function inOneChunk(rows: Rows, widths: readonly number[]): Rows {
  const columns = widths.map(width => new Float64Array(rows.count * width));
  const weights = new Float64Array(rows.count);
  let next = 0;
  for (const { columns: from, weights: own, start, count } of rows.chunks()) {
    for (const [i, width] of widths.entries())
      for (let k = 0; k < count * width; k++) columns[i]![next * width + k] = from[i]![start * width + k]!;
    for (let row = 0; row < count; row++) weights[next + row] = own?.[start + row] ?? 1;
    next += count;
  }
  return { count: rows.count, chunks: () => [{ columns, weights, start: 0, count: rows.count }] };
}
