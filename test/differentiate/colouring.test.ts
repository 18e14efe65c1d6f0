// Colourings by their definitions, over random patterns, and how many colours known ones take.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourColumns, starColouring } from '../../src/differentiate/colouring.js';

const SIZE = 9;
const rowsOf = (lists: readonly (readonly number[])[]): Int32Array[] => lists.map(row => Int32Array.from(row).sort());

/** Random rows, from almost empty to almost full. */
const patterns = fc
  .tuple(fc.constantFrom(1, 2, 4, SIZE), fc.infiniteStream(fc.uniqueArray(fc.nat(SIZE - 1))))
  .map(([most, stream]) => rowsOf(Array.from({ length: SIZE }, () => stream.next().value!.slice(0, most))));

/** With their mirror images. */
const symmetricPatterns = patterns.map(rows => {
  const near = rows.map(row => new Set(row));
  for (const [i, row] of rows.entries()) for (const j of row) near[j]!.add(i);
  return rowsOf(near.map(set => [...set]));
});

/** Colours are 0 … count - 1, all in use, for exactly the columns with nonzeros. */
function expectUsed({ colours, count }: ReturnType<typeof colourColumns>, columns: ReadonlySet<number>): void {
  expect(Array.from(colours, (_, column) => columns.has(column))).toEqual(Array.from(colours, colour => colour !== -1));
  const used = new Set([...colours].filter(colour => colour !== -1));
  expect([...used].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
}

describe('a colouring of columns', () => {
  it('gives columns that share a row different colours', () => {
    fc.assert(
      fc.property(patterns, rows => {
        const coloured = colourColumns(rows, SIZE);
        expectUsed(coloured, new Set(rows.flatMap(row => [...row])));
        for (const row of rows) {
          const shared = [...row].map(column => coloured.colours[column]);
          expect(new Set(shared).size).toBe(row.length);
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it.each<[string, number[][], number]>([
    ['a diagonal', [[0], [1], [2], [3]], 1],
    [
      'a band of three',
      [
        [0, 1],
        [0, 1, 2],
        [1, 2, 3],
        [2, 3],
      ],
      3,
    ],
    ['a full row', [[0], [0, 1, 2, 3]], 4],
    ['nothing', [[], []], 0],
  ])('of %s takes as few as there can be', (_what, rows, count) => {
    expect(colourColumns(rowsOf(rows), 4).count).toBe(count);
  });

  it('goes by the number of nonzeros, then by the order of the program', () => {
    // Column 3 meets all others; 0 and 1 meet, and so do 1 and 2.
    const { colours } = colourColumns(rowsOf([[0, 3], [1, 3], [2, 3], [0, 1], [1, 2], [3]]), 4);
    expect([...colours]).toEqual([2, 1, 2, 0]);
    // Where every column meets every other in one row, by the order of the program alone.
    const full = colourColumns(rowsOf([[1, 3, 4], [4]]), 5);
    expect([...full.colours]).toEqual([-1, 0, -1, 1, 2]);
  });
});

describe('a star colouring', () => {
  it('gives neighbours different colours and no path of four vertices only two', () => {
    fc.assert(
      fc.property(symmetricPatterns, rows => {
        const coloured = starColouring(rows);
        const { colours } = coloured;
        expectUsed(coloured, new Set(rows.flatMap((row, i) => (row.length > 0 ? [i] : []))));
        const near = (a: number): number[] => [...rows[a]!].filter(b => b !== a);
        const wrong: number[][] = [];
        for (let a = 0; a < SIZE; a++) {
          for (const b of near(a)) {
            if (colours[a] === colours[b]) wrong.push([a, b]);
            for (const c of near(b)) {
              for (const d of near(c)) {
                const isPath = a !== c && a !== d && b !== d;
                if (isPath && colours[a] === colours[c] && colours[b] === colours[d]) wrong.push([a, b, c, d]);
              }
            }
          }
        }
        expect(wrong).toEqual([]);
      }),
      { numRuns: 1500, seed: 2 },
    );
  });

  it.each<[string, number[][], number]>([
    ['a diagonal', [[0], [1], [2]], 1],
    [
      'a star',
      [
        [0, 1, 2, 3, 4],
        [0, 1],
        [0, 2],
        [0, 3],
        [0, 4],
      ],
      2,
    ],
    ['a path of three', [[1], [0, 2], [1]], 2],
    ['a path of four', [[1], [0, 2], [1, 3], [2]], 3],
    [
      'a triangle',
      [
        [0, 1, 2],
        [0, 1, 2],
        [0, 1, 2],
      ],
      3,
    ],
    ['nothing', [[], []], 0],
  ])('of %s takes as few as there can be', (_what, rows, count) => {
    expect(starColouring(rowsOf(rows)).count).toBe(count);
  });

  it('of a large dense matrix, whose paths are too many to look at, has a colour for each column', () => {
    const size = 280;
    const rows = Array.from({ length: size }, () => Int32Array.from({ length: size }, (_, i) => i));
    expect(starColouring(rows).count).toBe(size);
    // Beside it, columns that share no row still share a colour.
    const beside = [...rows, Int32Array.of(size), Int32Array.of(size + 1)];
    const { colours, count } = starColouring(beside);
    expect([count, colours[size], colours[size + 1]]).toEqual([size, 0, 0]);
  });
});
