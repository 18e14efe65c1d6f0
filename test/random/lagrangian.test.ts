// The derivatives of the Lagrangian of random formulas with branches, at points where kinks and domains meet: after both passes no
// residual is left, and what is left of it is the gradient, also where what is not taken has no value.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kktAt } from '../../src/cli/lagrangian/kkt.js';
import { createCompilation } from '../../src/compilation.js';
import { constraintsOf } from '../../src/explain/constraints.js';
import { compile } from '../../src/index.js';
import { formulas, textOf } from './formula.js';

const INPUTS = 'input x, y, z';

const points = fc.tuple(
  ...INPUTS.slice('input '.length)
    .split(', ')
    .map(() => fc.constantFrom(0, 1, -1, 2, 0.5, -2, 1.5)),
);

/** The same, with what sums of several multipliers are rounded by. What is not finite may be NaN: ∞·0 is, in another order. */
function isSame(found: number, expected: number, multipliers: ArrayLike<number>): void {
  if (Object.is(found + 0, expected + 0) || (!Number.isFinite(expected) && Number.isNaN(found))) return;
  const size = Array.from(multipliers, Math.abs)
    .filter(Number.isFinite)
    .reduce((a, b) => Math.max(a, b), 1);
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * (size + Math.abs(expected)));
}

describe('the Lagrangian of random formulas', () => {
  it('of every operation', () => {
    fc.assert(
      fc.property(formulas, points, (formula, at) => {
        const compilation = createCompilation(`${INPUTS}\n${textOf(formula)}`, {}, true);
        const of = constraintsOf(compilation);
        const kkt = kktAt(of, compilation, { values: at, sizes: [] });
        const taken = of.constraints.flatMap(({ node }) => kkt.of(node)).filter(({ isTaken }) => isTaken);
        const multipliers = taken.map(({ multiplier }) => multiplier);
        for (const { value, residual, multiplier, stationarity } of taken) {
          if (Number.isFinite(value)) expect(residual).toBe(0);
          if (Number.isFinite(multiplier)) isSame(stationarity, 0, multipliers);
        }
        for (const { derivative, gradient } of kkt.inputs) isSame(derivative, gradient, multipliers);
        if (multipliers.every(Number.isFinite) && taken.every(({ value }) => Number.isFinite(value)))
          isSame(kkt.lagrangian, kkt.value, multipliers);
      }),
      { numRuns: 150 },
    );
  });

  it('of named statements, in emitted functions', () => {
    const statements = fc.tuple(formulas, formulas, formulas);
    fc.assert(
      fc.property(statements, points, (three, at) => {
        const [p, q, r] = three.map(textOf) as [string, string, string];
        // Names in the formulas are of one letter.
        const chained = q.replaceAll(/\bx\b/g, 'p');
        const text = `${INPUTS}\np = ${p}\nq = ${chained}\nr = ${r}\nx < 1 ? p*q : (y > 0 ? q + r : max(p, r))`;
        const compiled = compile(text);
        const [z, lambda] = [new Float64Array(3), new Float64Array(3)];
        expect(compiled.sweep(...at, z, lambda)).toBe(compiled.value(...at));
        for (const [i, of] of compiled.residual(...at, z).entries()) if (Number.isFinite(z[i])) expect(of + 0).toBe(0);
        const found: Float64Array = compiled.lagrangianGradient(...at, z, lambda);
        for (const [i, of] of compiled.gradient(...at).entries()) isSame(found[i]!, of, lambda);
        for (const [i, of] of lambda.entries()) if (Number.isFinite(of)) isSame(found[3 + i]!, 0, lambda);
      }),
      { numRuns: 60 },
    );
  });
});
