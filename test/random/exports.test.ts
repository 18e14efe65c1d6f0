// Every export gives the same derivatives, at ordinary and at special points: zeros of both signs, ties, infinities, NaN, and the
// exponents 0, 1 and 2.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { formulas, NAMES, textOf } from './formula.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 150);

const small = formulas.map(textOf).filter(text => text.length < 60);

/** Operations that random formulas alone seldom bring to their special points. */
const texts = fc.oneof(
  small,
  fc
    .tuple(
      fc.constantFrom(
        '(a)^(b)',
        'x^(b)',
        '(a)^y',
        'x^y + (b)*x^y',
        'hypot(a, b)*x',
        'norm([a, b, x])^2',
        'max(a, b, x)*y',
        'min(a, b) + max(b, x)',
        'relu(a)*(b)',
        'clamp(a, b, 1)*x',
        'logsumexp(a, b)',
        'logsumexp(a, b, x)',
        'mod(a, b)*x',
        'nthRoot(a, 3)*b',
        'cbrt(a)*(b)',
        'atan2(a, b)',
        'asin(a) + acosh(b)',
        'gamma(a)/(b)',
        'std(a, b, x)',
        'a ? b : (x ? a : b)',
        'log(a)*(b)',
        'sqrt(a)*(b) - sqrt(a)',
        'softplus(a) - sigmoid(b)',
        'abs(a)^(b)',
      ),
      small,
      small,
    )
    .map(([form, a, b]) => form.replace(/\b[ab]\b/g, name => `(${name === 'a' ? a : b})`)),
);

const special = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  2,
  0.5,
  -2,
  3,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
);
const points = fc.tuple(special, special, special);

/** The sign of zero is not promised in derivative code, and rounding may differ where sums are taken in another order. */
function agrees(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1);
}

describe('random formulas at special points', () => {
  it('have the same derivatives in every export', () => {
    let finite = 0;
    fc.assert(
      fc.property(texts, points, (text, point) => {
        const c = compile(`input ${NAMES.join(', ')}\n${text}`);
        const same = (name: string, found: ArrayLike<number>, wanted: ArrayLike<number>): void => {
          for (let i = 0; i < wanted.length; i++) {
            if (Number.isFinite(wanted[i]!)) finite++;
            if (!agrees(found[i]!, wanted[i]!))
              throw new Error(`${text} at ${point}: ${name} ${Array.from(found)}, wanted ${Array.from(wanted)}`);
          }
        };
        const gradient: Float64Array = c.gradient(...point);
        const filled = new Float64Array(3);
        c.valueAndGradient(...point, filled);
        same('valueAndGradient', filled, gradient);
        c.packed(point, filled);
        same('packed', filled, gradient);
        same('vjp', c.vjp(...point, 1), gradient);
        same('jacobian', c.jacobian(...point), gradient);
        const hessian: Float64Array = c.hessian(...point);
        const both = new Float64Array(9);
        c.valueGradientHessian(...point, filled, both);
        same('gradient of valueGradientHessian', filled, gradient);
        same('valueGradientHessian', both, hessian);
        const { rows, cols } = c.hessianPattern as unknown as { rows: number[]; cols: number[] };
        const sparse: Float64Array = c.hessianSparse(...point);
        const dense = new Float64Array(9);
        for (const [k, value] of sparse.entries()) dense[3 * rows[k]! + cols[k]!] = value;
        same('hessianSparse', dense, hessian);
        for (const i of [0, 1, 2]) {
          // 0 times what is infinite in another direction is NaN in a sum of directions, and nothing in one alone.
          const along = [0, 1, 2].map(k => (k === i ? 1 : 0));
          const [slope] = c.jvp(...point, ...along) as Float64Array;
          if (!Number.isNaN(slope)) same(`jvp along ${NAMES[i]}`, [slope!], [gradient[i]!]);
          const bend: Float64Array = c.hvp(...point, ...along);
          for (const k of [0, 1, 2])
            if (!Number.isNaN(bend[k])) same(`hvp along ${NAMES[i]}`, [bend[k]!], [hessian[3 * k + i]!]);
        }
      }),
      { numRuns: RUNS, seed: 19 },
    );
    expect(finite).toBeGreaterThan(RUNS);
  });
});
