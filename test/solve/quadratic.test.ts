// Quadratic functions between random bounds: the conditions of a minimum, which decide for a convex function, hold where a
// method says that it has converged.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minimize, type Packed } from '../../src/solve.js';

const number = fc.integer({ min: -20, max: 20 }).map(value => value / 4);
const vector = (length: number) => fc.array(number, { minLength: length, maxLength: length });

/** ½ (Bx)ᵀ(Bx) + ½ |x|² − cᵀx between bounds, some of which are the same or none. */
const problem = fc.integer({ min: 1, max: 6 }).chain(n =>
  fc.record({
    B: fc.array(vector(n), { minLength: n, maxLength: n }),
    c: vector(n),
    start: vector(n),
    lower: vector(n),
    width: fc.array(fc.constantFrom(0, 0.25, 1, 4, Number.POSITIVE_INFINITY), { minLength: n, maxLength: n }),
    isOpen: fc.array(fc.boolean(), { minLength: n, maxLength: n }),
  }),
);

describe.each(['newton', 'newton-cg', 'l-bfgs-b', 'gradient-descent'] as const)('%s', method => {
  it('ends where the gradient vanishes or a bound holds it', () => {
    fc.assert(
      fc.property(problem, ({ B, c, start, lower: low, width, isOpen }) => {
        const n = c.length;
        const lower = low.map((value, i) => (isOpen[i] ? Number.NEGATIVE_INFINITY : value));
        const upper = low.map((value, i) => value + width[i]!);
        const own: Packed = (theta, gradient) => {
          let value = 0;
          const y = B.map(row => row.reduce((sum, entry, j) => sum + entry * theta[j]!, 0));
          for (let i = 0; i < n; i++) {
            value += (y[i]! ** 2 + theta[i]! ** 2) / 2 - c[i]! * theta[i]!;
            if (gradient !== undefined)
              gradient[i] = B.reduce((sum, row, k) => sum + row[i]! * y[k]!, theta[i]! - c[i]!);
          }
          return value;
        };
        const options = { start, lower, upper, method };
        const found = method.startsWith('newton') ? minimize(written(B, c), options) : minimize(own, options);
        expect(found.converged).toBe(true);
        const gradient = new Float64Array(n);
        own(found.theta, gradient);
        const scale = 1e-6 * Math.max(1, ...gradient.map(Math.abs), ...c.map(Math.abs));
        for (let i = 0; i < n; i++) {
          const x = found.theta[i]!;
          expect(x).toBeGreaterThanOrEqual(lower[i]!);
          expect(x).toBeLessThanOrEqual(upper[i]!);
          if (x > lower[i]!) expect(gradient[i]).toBeLessThanOrEqual(scale);
          if (x < upper[i]!) expect(gradient[i]).toBeGreaterThanOrEqual(-scale);
        }
      }),
      { numRuns: method.startsWith('newton') ? 60 : 300, seed: 22 },
    );
  });
});

/** The same as a formula with its numbers in it. */
function written(B: readonly number[][], c: readonly number[]): string {
  const matrix = `[${B.map(row => `[${row.join(', ')}]`).join(', ')}]`;
  return `param x[${c.length}]\ny = ${matrix}*x\nsum(y.^2)/2 + dot(x, x)/2 - dot([${c.join(', ')}], x)`;
}
