// Random programs over rows give, in every export, what they give written out.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { expectAgreement, heldUnlessTooLong, ordinaryWants, reference, specialWants, type Tally } from './agreement.js';
import type { Case } from './program.js';
import { numberRecipes, type Recipe, rowProgram, special, squareRecipes, vectorRecipes } from './rows.js';
import { hasData, hasResiduals, unless } from './support.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 25);
const SEED = Number(process.env.WENGERT_SEED ?? 41);

const CONDITIONAL = /[?<>]|max|min|logsumexp|norm|std|hypot|gate|relu|abs|mod|prod/;

function expectOrdinary(of: Case, seed: number, tally: Tally): void {
  const short = compile(of.text);
  heldUnlessTooLong(() => {
    const wants = ordinaryWants(of, seed);
    expectAgreement(of, short, { wants, hessian: of.rows <= 16, tally, seed });
  });
}

/**
 * Over so many rows; programs of none have no least element, which is an error. Whether what is NaN because there are none has
 * NaN or no derivatives is not said.
 */
function expectAtRows(recipe: Recipe, rows: number, tally: Tally): void {
  const of = rowProgram(recipe, rows);
  if (
    rows === 0 &&
    (of.long(false).fails || !Array.from(reference(of, false).call('value', [])).every(Number.isFinite))
  )
    return;
  expectOrdinary(of, recipe.seed, tally);
}

const agrees = (recipes: fc.Arbitrary<Recipe>, seed: number): void => {
  const tally = { compared: 0, left: 0 };
  fc.assert(
    fc.property(recipes, fc.constantFrom(1, 2, 3, 7), (recipe, rows) => expectAtRows(recipe, rows, tally)),
    { numRuns: RUNS, seed },
  );
  expect(tally.compared).toBeGreaterThan(20 * RUNS);
  expect(tally.left).toBeLessThan(tally.compared / 10);
};

describe.skipIf(!hasData)(`random programs over rows${unless(hasData)}`, () => {
  it('with a number as result', () => agrees(numberRecipes, SEED));

  it('with a vector as result', () => agrees(vectorRecipes, SEED + 1));

  it.skipIf(!hasResiduals)(`with responses and residuals${unless(hasResiduals)}`, () =>
    agrees(squareRecipes, SEED + 2),
  );

  // Sums are taken in blocks of 1,024 rows. Thousands of conditions are too much for a straight line: losses.test.ts has some.
  it.each([1023, 1024, 1025, 2049])('with %i rows', rows => {
    const tally = { compared: 0, left: 0 };
    const short = fc.oneof(numberRecipes, ...(hasResiduals ? [squareRecipes] : [])).filter(recipe => {
      const { text } = rowProgram(recipe, 1);
      return text.length > 120 && text.length < 600 && !CONDITIONAL.test(text);
    });
    fc.assert(
      fc.property(short, recipe => expectAtRows(recipe, rows, tally)),
      { numRuns: Math.max(2, Math.round(RUNS / 20)), seed: SEED + rows, endOnFailure: true },
    );
    expect(tally.compared).toBeGreaterThan(0);
  });

  it('with no rows', () => {
    const tally = { compared: 0, left: 0 };
    fc.assert(
      fc.property(numberRecipes, recipe => expectAtRows(recipe, 0, tally)),
      { numRuns: RUNS, seed: SEED + 3 },
    );
    expect(tally.compared).toBeGreaterThan(RUNS);
  });

  it('at zeros of both signs, ties, infinities and NaN', () => {
    const tally = { compared: 0, left: 0 };
    fc.assert(
      fc.property(fc.oneof(numberRecipes, vectorRecipes), fc.constantFrom(1, 2, 3, 7), (recipe, rows) => {
        const of = rowProgram(recipe, rows, special);
        const short = compile(of.text);
        heldUnlessTooLong(() => {
          const wants = specialWants(of);
          expectAgreement(of, short, { wants, hessian: true, tally, seed: recipe.seed });
        });
      }),
      { numRuns: RUNS, seed: SEED + 4 },
    );
    expect(tally.compared).toBeGreaterThan(20 * RUNS);
  });
});
