// Sums are taken in blocks of 1,024 rows and in two lanes: what is on both sides of such bounds, conditions and ties among it,
// against loops that keep the error of every addition.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { randomNumbers } from './program.js';
import { hasData, unless } from './support.js';

interface Reference {
  readonly value: number;
  readonly gradient: readonly number[];
  /** Sums of the sizes of terms: of the value and of each derivative. */
  readonly sizes: readonly number[];
}

/** Terms and their derivatives, added with the error of every addition kept (Neumaier 1974). */
function totals(rows: number, term: (r: number) => readonly number[]): { sums: number[]; sizes: number[] } {
  const first = term(0).length;
  const sums = new Array<number>(first).fill(0);
  const lost = new Array<number>(first).fill(0);
  const sizes = new Array<number>(first).fill(0);
  for (let r = 0; r < rows; r++) {
    for (const [k, value] of term(r).entries()) {
      const sum = sums[k]! + value;
      lost[k]! += Math.abs(sums[k]!) >= Math.abs(value) ? sums[k]! - sum + value : value - sum + sums[k]!;
      sums[k] = sum;
      sizes[k]! += Math.abs(value);
    }
  }
  return { sums: sums.map((sum, k) => sum + lost[k]!), sizes };
}

const ofTerms = (rows: number, term: (r: number) => readonly [number, ...number[]]): Reference => {
  const { sums, sizes } = totals(rows, term);
  return { value: sums[0]!, gradient: sums.slice(1), sizes };
};

/** A program over many rows of x and y, at p and q; what it gives, by a loop. */
type Long = readonly [
  program: string,
  reference: (x: Float64Array, y: Float64Array, p: number, q: number) => Reference,
];

const many: readonly Long[] = [
  ['sum(p*x + q*y)', (x, y, p, q) => ofTerms(x.length, r => [p * x[r]! + q * y[r]!, x[r]!, y[r]!])],
  [
    'r = y - p*x - q\nsum(abs(r) <= 1 ? r^2/2 : abs(r) - 0.5)',
    (x, y, p, q) =>
      ofTerms(x.length, r => {
        const e = y[r]! - p * x[r]! - q;
        const slope = Math.abs(e) <= 1 ? e : Math.sign(e);
        return [Math.abs(e) <= 1 ? (e * e) / 2 : Math.abs(e) - 0.5, -slope * x[r]!, -slope];
      }),
  ],
  [
    'sum(x > 0 and y < p ? exp(-q*x) : x < -1 ? log(-p*x) : 0)',
    (x, y, p, q) =>
      ofTerms(x.length, r => {
        if (x[r]! > 0 && y[r]! < p) return [Math.exp(-q * x[r]!), 0, -x[r]! * Math.exp(-q * x[r]!)];
        return x[r]! < -1 ? [Math.log(-p * x[r]!), 1 / p, 0] : [0, 0, 0];
      }),
  ],
  [
    'logsumexp(400*p*x + q*y)',
    (x, y, p, q) => {
      const z = Array.from(x, (v, r) => 400 * p * v + q * y[r]!);
      const most = z.reduce((a, b) => Math.max(a, b));
      const { sums } = totals(x.length, r => {
        const e = Math.exp(z[r]! - most);
        return [e, e * 400 * x[r]!, e * y[r]!];
      });
      const gradient = [sums[1]! / sums[0]!, sums[2]! / sums[0]!];
      return { value: most + Math.log(sums[0]!), gradient, sizes: [most, 1000, 10] };
    },
  ],
  [
    'norm(p*x + q)',
    (x, _, p, q) => {
      const { sums } = totals(x.length, r => [(p * x[r]! + q) ** 2, (p * x[r]! + q) * x[r]!, p * x[r]! + q]);
      const value = Math.sqrt(sums[0]!);
      return { value, gradient: [sums[1]! / value, sums[2]! / value], sizes: [value, value, value] };
    },
  ],
  [
    'std(p*x + q*y)',
    (x, y, p, q) => {
      const n = x.length;
      const [mx, my] = totals(n, r => [x[r]!, y[r]!]).sums.map(sum => sum / n) as [number, number];
      const { sums } = totals(n, r => {
        const [u, v] = [x[r]! - mx, y[r]! - my];
        const z = p * u + q * v;
        return [z * z, z * u, z * v];
      });
      const value = Math.sqrt(sums[0]! / (n - 1));
      return { value, gradient: [sums[1]!, sums[2]!].map(sum => sum / (n - 1) / value), sizes: [4, 4, 4] };
    },
  ],
  [
    // Ties in every block: rows of the largest x, and rows of q.
    'max(y > 1 ? q*9 : round(3*x) == 3 ? 9*p : 0)',
    (x, y, p, q) => {
      if (p !== q) throw new Error('no tie');
      const ofQ = y.reduce((count, v) => count + Number(v > 1), 0);
      const ofP = x.reduce((count, v, r) => count + Number(!(y[r]! > 1) && Math.round(3 * v) === 3), 0);
      return { value: 9 * p, gradient: [9, 9].map((v, k) => (v * [ofP, ofQ][k]!) / (ofP + ofQ)), sizes: [9, 9, 9] };
    },
  ],
  [
    'mean(square(x*p - mean(x*p)))*q',
    (x, _, p, q) => {
      const m = totals(x.length, r => [x[r]!]).sums[0]! / x.length;
      const [v] = totals(x.length, r => [(x[r]! - m) ** 2]).sums.map(sum => sum / x.length) as [number];
      return { value: q * p * p * v, gradient: [2 * q * p * v, p * p * v], sizes: [2, 2, 2] };
    },
  ],
];

describe.skipIf(!hasData)(`sums over blocks of rows${unless(hasData)}`, () => {
  describe.each([1, 2, 3, 1023, 1024, 1025, 2047, 2048, 2049, 3073, 10_000])('of %i rows', rows => {
    const random = randomNumbers(rows);
    const x = Float64Array.from({ length: rows }, () => 3 * random() - 1.5);
    const y = Float64Array.from({ length: rows }, () => 3 * random() - 1.5);
    // So that there is a tie in the last row too, and none of the rows alone has another way.
    x[rows - 1] = 1;
    y[rows - 1] = 0.5;
    if (rows > 1) y[0] = 1.25;

    it.each(many)('%j', (program, reference) => {
      if (rows === 1 && program.startsWith('std')) return;
      const c = compile(`param p, q\ndata x, y\n${program}`);
      const [p, q] = [0.75, 0.75];
      const { value, gradient, sizes } = reference(x, y, p, q);
      const found = new Float64Array(2);
      const foundValue = c.valueAndGradient(p, q, x, y, undefined, undefined, found) as number;
      expect(Math.abs(foundValue - value)).toBeLessThanOrEqual(1e-12 * sizes[0]!);
      for (const [k, wanted] of gradient.entries())
        expect(Math.abs(found[k]! - wanted)).toBeLessThanOrEqual(1e-12 * sizes[k + 1]!);
      expect(c.value(p, q, x, y)).toBe(foundValue);
    });

    it('which depend on the rows only, not on where they stand', () => {
      const c = compile('param p, q\ndata x, y\nsum(exp(p*x)*sin(q*y))/(1 + norm(p*x - y))');
      const whole = c.gradient(0.75, -0.5, x, y) as Float64Array;
      const shifted = (list: Float64Array): Float64Array => Float64Array.of(Number.NaN, 7, ...list, Number.NaN);
      expect(c.gradient(0.75, -0.5, shifted(x), shifted(y), 2, rows)).toEqual(whole);
      expect(c.value(0.75, -0.5, shifted(x), shifted(y), 2, rows)).toBe(c.value(0.75, -0.5, x, y));
    });
  });

  it('of which parts add up to the whole', () => {
    const random = randomNumbers(8);
    const x = Float64Array.from({ length: 5000 }, () => random() - 0.5);
    const c = compile('param p\ndata x\nsum(exp(p*x))');
    let [value, slope] = [0, 0];
    for (let start = 0; start < x.length; start += 700) {
      const gradient = new Float64Array(1);
      value += c.valueAndGradient(0.5, x, start, Math.min(700, x.length - start), gradient) as number;
      slope += gradient[0]!;
    }
    expect(Math.abs(value - (c.value(0.5, x) as number))).toBeLessThan(1e-12 * value);
    expect(Math.abs(slope - (c.gradient(0.5, x) as Float64Array)[0]!)).toBeLessThan(1e-12 * 5000);
  });
});
