// What is made of a function against the function itself, executed: values to the bit, also where numbers are zeros, infinities or
// none; derivatives against differences of the function's own values.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import '../../src/javascript.js';
import { executed } from './executed.js';
import { functions, type Given, type Written } from './functions.js';

const SPECIAL = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2.5,
  -2.5,
  0.49999999999999994,
  1e300,
  -1e-300,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
];

/** Points with special numbers in the place of one or two of a point's. */
function specialPoints([point]: readonly Given[]): Given[] {
  return SPECIAL.flatMap((value, k) =>
    point!.flatMap((given, place) => {
      const other = SPECIAL[(3 * k + place) % SPECIAL.length]!;
      const replaced = (of: typeof given, at: number) => {
        if (at === place) return typeof of === 'number' ? value : of.map((v, i) => (i === k % of.length ? value : v));
        return typeof of === 'number' ? other : of;
      };
      return [point!.map(replaced), point!.map((of, at) => (at === place ? replaced(of, at) : of))];
    }),
  );
}

const compiled = ({ code, lengths, function: name }: Written) =>
  compile(code, { from: 'js', ...(lengths && { lengths }), ...(name && { function: name }) });

const flat = (value: unknown): number[] => (typeof value === 'number' ? [value] : Array.from(value as number[]));

/** Differences of the sixth order, of a function of all numbers of a point. */
function differences(f: (...given: Given) => unknown, point: Given): number[][] {
  const slopes: number[][] = [];
  for (const [at, given] of point.entries()) {
    for (const [i, x] of [given].flat().entries()) {
      const h = 1e-3 * Math.max(1, Math.abs(x));
      const moved = (by: number): number[] => {
        const shifted = point.map((of, k) =>
          k !== at ? of : typeof of === 'number' ? of + by : of.map((v, j) => (j === i ? v + by : v)),
        );
        return flat(f(...shifted));
      };
      const [a, b, c] = [1, 2, 3].map(k => {
        const [up, down] = [moved(k * h), moved(-k * h)];
        return up.map((v, j) => v - down[j]!);
      }) as [number[], number[], number[]];
      slopes.push(a.map((_, j) => (45 * a[j]! - 9 * b[j]! + c[j]!) / (60 * h)));
    }
  }
  return slopes;
}

describe('a function of JavaScript', () => {
  describe.each(functions)('$name', written => {
    const original = executed(written.code, written.function);
    let known: Record<string, (...given: Given) => unknown> | undefined;
    const made = () => (known ??= compiled(written) as unknown as NonNullable<typeof known>);

    it('has the same bits', () => {
      for (const given of [...written.points, ...specialPoints(written.points)]) {
        const [found, expected] = [flat(made().value!(...given)), flat(original(...given))];
        expect(found, given.map(of => `[${of}]`).join()).toEqual(expected);
      }
    });

    it('has the same bits of no elements, or says how many it needs', () => {
      const [point] = written.points;
      if (written.lengths !== undefined || !point!.some(of => Array.isArray(of))) return;
      const empty = point!.map(of => (typeof of === 'number' ? of : []));
      let found: number[];
      try {
        found = flat(made().value!(...empty));
      } catch (error) {
        expect(String(error)).toMatch(/must be/);
        return;
      }
      expect(found).toEqual(flat(original(...empty)));
    });

    it('has the derivatives', () => {
      for (const given of written.points) {
        const expected = differences(original, given);
        const isVector = typeof original(...given) !== 'number';
        const found = flat((isVector ? made().jacobian! : made().gradient!)(...given));
        const wanted = isVector
          ? expected[0]!.flatMap((_, row) => expected.map(column => column[row]!))
          : expected.flat();
        expect(found.length).toBe(wanted.length);
        for (const [i, slope] of found.entries()) {
          // Where one divides by zero.
          if (!Number.isFinite(wanted[i]!)) continue;
          expect(Math.abs(slope - wanted[i]!), `${JSON.stringify(given)} ${i}: ${slope} ${wanted[i]}`).toBeLessThan(
            1e-6 * (1 + Math.abs(wanted[i]!)),
          );
        }
      }
    });
  });
});
