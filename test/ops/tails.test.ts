// Tails and their derivatives as they are emitted, in every order and every export, against mpmath.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { derivativeOf } from '../../src/evaluate.js';
import { compile } from '../../src/index.js';

/**
 * Rows of x and the value and derivatives of order 1 to 4 at x; or of x, y, the value, and the derivatives by x, y, xx, xy,
 * yy, xxx, xxy, xyy, yyy. Made with mpmath 1.3 at 120 digits and more.
 */
const cases: Record<string, number[][]> = JSON.parse(
  readFileSync(new URL('./tails.cases.json', import.meta.url), 'utf8'),
);

function derivativesOf(formula: string): (point: readonly number[]) => number[] {
  const { value, gradient, hessian } = compile(formula);
  const compilation = createCompilation(formula, {});
  const higher = (order: number, point: readonly number[]): number[] =>
    derivativeOf(compilation, order, point).map(entry => entry.value);
  return point => {
    const second = [...(hessian(...point) as Float64Array)];
    const upper = point.length === 1 ? second : [second[0]!, second[1]!, second[3]!];
    const fourth = point.length === 1 ? higher(4, point) : [];
    return [value(...point), ...(gradient(...point) as Float64Array), ...upper, ...higher(3, point), ...fourth];
  };
}

describe('derivatives to the fourth order, of two operands to the third', () => {
  it.each(Object.keys(cases))('%s', formula => {
    const derivatives = derivativesOf(formula);
    const operands = formula.includes('y') ? 2 : 1;
    const wrong = cases[formula]!.flatMap(row => {
      const point = row.slice(0, operands);
      const actual = derivatives(point);
      return row.slice(operands).flatMap((expected, i) => {
        const allowed = Math.max(1e-13 * Math.abs(expected), 2 ** -1070);
        return Math.abs(actual[i]! - expected) <= allowed ? [] : [`${point} [${i}]: ${actual[i]}, not ${expected}`];
      });
    });
    expect(wrong).toEqual([]);
  });
});

/** The derivative of order 1, 2 and 3, from every export that has it. */
function everywhere(formula: string, point: readonly number[]): number[][] {
  const { gradient, jacobian, jvp, vjp, hessian, hvp } = compile(formula);
  const one = (result: unknown): number => Number((result as Float64Array)[0] ?? result) + 0;
  const third = derivativeOf(createCompilation(formula, {}), 3, point).map(entry => entry.value + 0);
  return [
    [one(gradient(...point)), one(jacobian(...point)), one(jvp(...point, 1)), one(vjp(...point, 1))],
    [one(hessian(...point)), one(hvp(...point, 1))],
    third,
  ];
}

const { NaN: NONE, POSITIVE_INFINITY: MUCH, NEGATIVE_INFINITY: LITTLE } = Number;

describe('edges', () => {
  it.each<[string, number, number, number, number]>([
    ['erfc(x)', MUCH, 0, 0, 0],
    ['erfc(x)', LITTLE, 0, 0, 0],
    ['erfc(x)', 1e300, 0, 0, 0],
    ['normcdf(x)', MUCH, 0, 0, 0],
    ['normcdf(x)', LITTLE, 0, 0, 0],
    ['normcdf(x)', -1e200, 0, 0, 0],
    ['lognormcdf(x)', MUCH, 0, 0, 0],
    ['lognormcdf(x)', LITTLE, MUCH, -1, 0],
    ['logit(x)', 0, MUCH, LITTLE, MUCH],
    ['logit(x)', 1, MUCH, MUCH, MUCH],
    ['logit(x)', 0.5, 4, 0, 32],
    ['logit(x)', -1, NONE, NONE, NONE],
    ['logit(x)', 2, NONE, NONE, NONE],
    ['log1mexp(x)', 0, LITTLE, LITTLE, LITTLE],
    ['log1mexp(x)', 1, NONE, NONE, NONE],
    ['log1mexp(x)', 800, NONE, NONE, NONE],
    ['log1mexp(x)', LITTLE, 0, 0, 0],
    ['exp2(x)', LITTLE, 0, 0, 0],
    ['silu(x)', MUCH, 1, 0, 0],
    ['silu(x)', LITTLE, 0, 0, 0],
    ['silu(x)', 800, 1, 0, 0],
    ['silu(x)', -800, 0, 0, 0],
    ['gelu(x)', MUCH, 1, 0, 0],
    ['gelu(x)', LITTLE, 0, 0, 0],
    ['gelu(x)', 1e200, 1, 0, 0],
    ['mish(x)', MUCH, 1, 0, 0],
    ['mish(x)', LITTLE, 0, 0, 0],
    ['mish(x)', 800, 1, 0, 0],
    // The derivatives of |x| at 0 are 0, as in x/(1 + abs(x)).
    ['softsign(x)', 0, 1, 0, 0],
    ['softsign(x)', MUCH, 0, 0, 0],
    ['softsign(x)', LITTLE, 0, 0, 0],
    // Those of exp(x) - 1 at 0.
    ['elu(x)', 0, 1, 1, 1],
    ['elu(x)', LITTLE, 0, 0, 0],
    ['elu(x)', MUCH, 1, 0, 0],
    ['elu(x)', 1e-300, 1, 0, 0],
  ])('%s at %d has the derivatives %d, %d, %d', (formula, x, first, second, third) => {
    expect(everywhere(formula, [x])).toEqual([Array(4).fill(first), Array(2).fill(second), [third]]);
  });

  it.each(Object.keys(cases))('%s has no derivative at NaN', formula => {
    const inner = formula.replace('y', '1.5');
    expect(everywhere(inner, [NONE])).toEqual([Array(4).fill(NONE), Array(2).fill(NONE), [NONE]]);
  });

  it.each([
    ['beta(x, y)', 0, 1],
    ['beta(x, y)', -1, 2.5],
    ['beta(x, y)', 2.5, -1],
    ['lbeta(x, y)', 0, 1],
    ['lbeta(x, y)', -1, 2.5],
    ['lbeta(x, y)', 2.5, -1],
    ['combinations(x, y)', -1, 2],
    ['combinations(x, y)', -2, 0.5],
  ])('%s at (%d, %d) has no value and no derivative of any order', (formula, x, y) => {
    expect(derivativesOf(formula)([x, y])).toEqual(Array(10).fill(NONE));
  });
});

describe('all exports', () => {
  it.each([
    'beta(x, y)',
    'lbeta(x, y)',
    'combinations(x + 4, y)',
    'silu(x)*gelu(y) + mish(x*y)',
    'lognormcdf(x - y)^2',
  ])('agree on %s', formula => {
    const { gradient, jacobian, jvp, vjp, hessian, hvp } = compile(formula);
    const close = (actual: unknown, expected: number): void => {
      const difference = Math.abs(Number((actual as Float64Array)[0] ?? actual) - expected);
      expect(difference).toBeLessThanOrEqual(1e-14 * Math.abs(expected));
    };
    const point = [1.25, 0.75];
    const first = gradient(...point) as Float64Array;
    const second = hessian(...point) as Float64Array;
    expect([...(jacobian(...point) as Float64Array)]).toEqual([...first]);
    expect([...(vjp(...point, 1) as Float64Array)]).toEqual([...first]);
    for (const [i, seed] of [
      [1, 0],
      [0, 1],
    ].entries()) {
      close(jvp(...point, ...seed), first[i]!);
      const product = hvp(...point, ...seed) as Float64Array;
      close(product[0], second[i]!);
      close(product[1], second[2 + i]!);
    }
    expect(second[1]).toBe(second[2]);
  });

  it('have a derivative where both operands are one', () => {
    // lbeta(x, x) by x is 2·(ψ(x) - ψ(2x)), at 1 -2.
    expect(compile('lbeta(x, x)').gradient(1)).toEqual(new Float64Array([-2]));
    // combinations(x, x) is 1.
    expect(compile('combinations(x, x)').gradient(2.5)).toEqual(new Float64Array([0]));
  });
});
