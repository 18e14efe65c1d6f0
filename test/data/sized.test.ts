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
