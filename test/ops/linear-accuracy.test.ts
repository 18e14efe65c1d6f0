// How many digits are left where matrices are nearly singular: value, first and second derivatives of det, log|det|, inv and
// solve against 50 digits (mpmath), for matrices with singular values from 1 down to 1/condition in geometric order. The bound
// is ten times the error of the same formulas in NumPy, as the median over 100 such matrices of the size and condition.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../src/index.js';

interface Measured {
  /** The value; the first derivatives of it, or of a sum over it; the derivative of these along a direction. */
  readonly values: readonly (readonly number[])[];
  /** Relative errors of NumPy, in the Euclidean norm. */
  readonly numpy: readonly number[];
}

interface Case extends Readonly<Record<'det' | 'logdet' | 'inv' | 'solve', Measured>> {
  readonly n: number;
  readonly condition: number;
  readonly A: readonly number[];
}

const cases: readonly Case[] = JSON.parse(readFileSync(new URL('linear.cases.json', import.meta.url), 'utf8'));

const numbers = (count: number, factor: number): number[] =>
  Array.from({ length: count }, (_, k) => (((k + 1) * factor) % 1009) / 1009 - 0.5);

function distance(found: ArrayLike<number>, wanted: readonly number[]): number {
  const sum = (of: readonly number[]): number => Math.hypot(...of);
  const size = sum(wanted);
  return size === 0 ? sum([...Array.from(found)]) : sum(wanted.map((x, i) => x - found[i]!)) / size;
}

describe.each(cases)('n = $n, condition $condition', ({ n, A, det, logdet, inv, solve }) => {
  const along = numbers(n * n, 104729);
  const [weights, b, w] = [numbers(n * n, 7919), numbers(n, 15485863), numbers(n, 179)];
  const square = `[${n},${n}]`;

  function expectClose(found: readonly ArrayLike<number>[], { values, numpy }: Measured): void {
    for (const [order, wanted] of values.entries())
      expect(distance(found[order]!, wanted)).toBeLessThanOrEqual(10 * Math.max(numpy[order]!, 1e-16));
  }

  const scalar = (c: Compiled): ArrayLike<number>[] => [[c.value(A)], c.gradient(A), c.hvp(A, along)];

  it('det', () => expectClose(scalar(compile(`input A${square}\ndet(A)`)), det));

  it('log(abs(det))', () => expectClose(scalar(compile(`input A${square}\nlog(abs(det(A)))`)), logdet));

  it('inv', () => {
    const weighted = compile(`param A${square}\ninput W${square}\nX = inv(A)\nsum(W.*X)`);
    expectClose(
      [compile(`input A${square}\ninv(A)`).value(A), weighted.gradient(A, weights), weighted.hvp(A, weights, along)],
      inv,
    );
  });

  it('solve', () => {
    const weighted = compile(`param A${square}, b[${n}]\ninput w[${n}]\ndot(w, A\\b)`);
    const zeros = b.map(() => 0);
    expectClose(
      [
        compile(`input A${square}, b[${n}]\nA\\b`).value(A, b),
        weighted.gradient(A, b, w).slice(0, n * n),
        weighted.hvp(A, b, w, along, zeros).slice(0, n * n),
      ],
      solve,
    );
  });
});
