// Random programs of arrays whose size is known when they are called give, in every export, what they give written out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { expectAgreement, heldUnlessTooLong, ordinaryWants, specialWants } from './agreement.js';
import { special } from './rows.js';
import { recurrenceRecipes, type SizedRecipe, sizedProgram, sizedRecipes } from './sized.js';
import { hasRecurrences, hasSizes, unless } from './support.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 25);
const SEED = Number(process.env.WENGERT_SEED ?? 51);

function agrees(recipes: fc.Arbitrary<SizedRecipe>, seed: number, isSpecial: boolean): void {
  const tally = { compared: 0, left: 0 };
  fc.assert(
    fc.property(recipes, fc.constantFrom(1, 2, 3, 5), (recipe, n) => {
      const of = isSpecial ? sizedProgram(recipe, n, special) : sizedProgram(recipe, n);
      const short = compile(of.text);
      heldUnlessTooLong(() => {
        const wants = isSpecial ? specialWants(of) : ordinaryWants(of, recipe.seed);
        expectAgreement(of, short, { wants, hessian: true, tally, seed: recipe.seed });
      });
    }),
    { numRuns: RUNS, seed },
  );
  expect(tally.compared).toBeGreaterThan(20 * RUNS);
  expect(tally.left).toBeLessThan(tally.compared / 10);
}

describe.skipIf(!hasSizes)(`random programs of arrays of unknown size${unless(hasSizes)}`, () => {
  it('at ordinary points', () => agrees(sizedRecipes, SEED, false));

  it('at zeros of both signs, ties, infinities and NaN', () => agrees(sizedRecipes, SEED + 1, true));
});

const both = hasSizes && hasRecurrences;

describe.skipIf(!both)(`random programs with recurrences${unless(both)}`, () => {
  it('at ordinary points', () => agrees(recurrenceRecipes, SEED + 2, false));

  it('at zeros of both signs, ties, infinities and NaN', () => agrees(recurrenceRecipes, SEED + 3, true));
});

describe('Gauss-Newton matrices by arrays of unknown size', () => {
  it('are those of arrays of known size, and their products with vectors', () => {
    const text = (size: string): string =>
      `param p[${size}], b; data x, y; y = dot(p, p)*x + b*p[1]^2*exp(-x); residual b - p[2]`;
    const [short, long] = [compile(text('n')), compile(text('2'))];
    const at = [[1, 2], 0.3, [0.5, -1, 2], [1, 2, 3], undefined, undefined];
    const made = [short, long].map(of => {
      const [gradient, matrix] = [new Float64Array(3), new Float64Array(9)];
      const value = of.gaussNewton(...at, gradient, matrix) as number;
      return [value, ...gradient, ...matrix];
    });
    for (const [i, wanted] of made[1]!.entries()) expect(made[0]![i]).toBeCloseTo(wanted, 10);
    const along = [[1, -2], 0.5] as const;
    const product = short.gaussNewtonProduct(...at, ...along) as Float64Array;
    const matrix = made[1]!.slice(4);
    for (let i = 0; i < 3; i++) {
      const wanted = matrix[3 * i]! - 2 * matrix[3 * i + 1]! + 0.5 * matrix[3 * i + 2]!;
      expect(product[i]).toBeCloseTo(wanted, 10);
      expect((long.gaussNewtonProduct(...at, ...along) as Float64Array)[i]).toBeCloseTo(wanted, 10);
    }
  });
});
