// A program in pieces computes, bit for bit, what it computes in one function.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { formulas, NAMES, textOf } from '../random/formula.js';
import { argumentsOf, numbers, program, trees } from '../random/shaped.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 300);

/** The same bits, NaN and signed zeros included. */
function expectSame(found: unknown, wanted: unknown): void {
  const bits = (value: unknown): unknown =>
    typeof value === 'number' ? (Object.is(value, -0) ? '-0' : value) : Array.from(value as ArrayLike<number>, bits);
  expect(bits(found)).toEqual(bits(wanted));
}

describe('random formulas with branches, in pieces of a few statements', () => {
  it.each([1, 3, 8])('of %i', statements => {
    const scope = fc.array(fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 2), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(formulas, scope, (formula, point) => {
        const text = `input ${NAMES.join(', ')}\n${textOf(formula)}`;
        const whole = compile(text);
        const pieces = compile(text, { limits: { statements } });
        expectSame(pieces.value(...point), whole.value(...point));
        expectSame(pieces.gradient(...point), whole.gradient(...point));
        expectSame(pieces.packed(point), whole.packed(point));
        expectSame(pieces.hvp(...point, 1, 2, 3), whole.hvp(...point, 1, 2, 3));
      }),
      { numRuns: RUNS, seed: statements },
    );
  });
});

describe('random programs of vectors and matrices, in pieces', () => {
  it('agree in every function', () => {
    fc.assert(
      fc.property(trees.vector, numbers, (tree, point) => {
        const text = program(tree.text);
        const whole = compile(text);
        const pieces = compile(text, { limits: { statements: 10 } });
        const args = argumentsOf(point);
        for (const name of ['value', 'jacobian', 'jacobianSparse'] as const)
          expectSame(pieces[name](...args), whole[name](...args));
        expectSame(pieces.vjp(...args, [1, 2, 3]), whole.vjp(...args, [1, 2, 3]));
      }),
      { numRuns: RUNS, seed: 21 },
    );
  });

  it('agree where values of a long sum and their derivatives are computed together', () => {
    const text = 'param s = 2, x[400]\nf = array(sin(s*x[i])*x[i], i = 1:400)\nlog(sum(f[i]*f[i+1], i = 1:399)^2 + 1)';
    const x = Float64Array.from({ length: 400 }, (_, i) => Math.cos(i));
    const whole = compile(text, { limits: { statements: 1e9 } });
    const pieces = compile(text, { limits: { statements: 300 } });
    for (const name of ['value', 'gradient', 'multipliers'] as const) {
      if (name === 'multipliers') expect(pieces[name](2, x)).toEqual(whole[name](2, x));
      else expectSame(pieces[name](2, x), whole[name](2, x));
    }
    expect(pieces.stats.chunks).toBeGreaterThan(5);
    expect(pieces.stats.operations).toEqual(whole.stats.operations);
    expect(pieces.source).toMatch(/function valueAndGradientPart3\(/);
  });
});
