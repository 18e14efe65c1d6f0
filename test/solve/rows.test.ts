// Where rows are kept makes no difference, to the last bit: in memory, in a file, or in arrays of whoever fits.

import { describe, expect, it } from 'vitest';
import { createRowStore } from '../../src/data/row-store.js';
import { fitting } from '../../src/solve/fit.js';
import { prepared, readModel } from '../../src/solve/prepare.js';
import type { Rows } from '../../src/solve/rows.js';
import { rowsOf, splitRows } from '../../src/solve/rows.js';
import { type Columns, fit } from '../../src/solve.js';

const COUNT = 20_000;
const MODEL = 'param a = 1, b = 1, w[2] = 0\ndata x, z[2], y\ny = a*exp(-b*x) + dot(w, z)';
const columns: Columns = {
  x: Float64Array.from({ length: COUNT }, (_, i) => (i % 97) / 20),
  z: Float64Array.from({ length: 2 * COUNT }, (_, i) => Math.sin(i)),
  y: Float64Array.from({ length: COUNT }, (_, i) => 3 * Math.exp(-0.7 * ((i % 97) / 20)) + Math.cos(3 * i) / 7),
};
const weights = Float64Array.from({ length: COUNT }, (_, i) => 1 + (i % 3));

function fitted(rows: Rows, options: object) {
  const read = readModel(MODEL, Object.keys(columns), [], {});
  const spelling = { start: String, fix: String, scale: String };
  const steps = fitting(prepared(read, options, spelling), rows, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

function stored(inMemory: number): Rows & { close(): void } {
  const store = createRowStore([1, 2, 1], true, inMemory);
  for (let i = 0; i < COUNT; i++)
    store.add(Float64Array.of(columns.x![i]!, columns.z![2 * i]!, columns.z![2 * i + 1]!, columns.y![i]!, weights[i]!));
  return { ...store.rows(), close: store.close };
}

describe.each([{}, { split: 0.7, seed: 3 }, { loss: 'cauchy', scale: 0.2 }])('a fit with %j', options => {
  it('is the same from arrays, from memory and from a file', () => {
    const whole = fit(MODEL, columns, { ...options, weights } as object);
    for (const inMemory of [2 ** 30, 2 ** 18, 0]) {
      const rows = stored(inMemory);
      expect(fitted(rows, options)).toEqual(whole);
      rows.close();
    }
  });
});

describe('a split', () => {
  it('has every row once, as many as were asked for', () => {
    const numbers = Float64Array.from({ length: 10_001 }, (_, i) => i);
    const parts = splitRows(rowsOf([numbers], null, numbers.length), 0.25, 1, [1]);
    const [first, second] = parts.map(part => {
      const found: number[] = [];
      for (const {
        columns: [own],
        start,
        count,
      } of part.chunks())
        for (let i = 0; i < count; i++) found.push(own![start + i]!);
      expect(found).toHaveLength(part.count);
      return found;
    });
    expect(first).toHaveLength(2500);
    expect([...first!, ...second!].sort((a, b) => a - b)).toEqual(Array.from(numbers));
    // No run of rows: of a quarter that is drawn, the longest gap is short.
    const gaps = first!.map((of, i) => of - (first![i - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(60);
  });
});
