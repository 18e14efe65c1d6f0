// What programs over rows are held against is right itself: the long programs have the derivatives that differences give.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { differentiated, heldUnlessTooLong, reference, type Value } from './agreement.js';
import type { Case } from './program.js';
import { numberRecipes, rowProgram, squareRecipes } from './rows.js';
import { recurrenceRecipes, type SizedRecipe, sizedProgram, sizedRecipes } from './sized.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 60);
const SEED = Number(process.env.WENGERT_SEED ?? 31);

/** Two estimates of a derivative along a direction; where they differ, a kink or a jump is near. */
function differences(at: (t: number) => ArrayLike<number>): { readonly near: number[]; readonly apart: number[] } {
  const central = (h: number): number[] => {
    const points = [at(2 * h), at(h), at(-h), at(-2 * h)] as const;
    return Array.from(
      points[0],
      (_, i) => (8 * (points[1][i]! - points[2][i]!) - points[0][i]! + points[3][i]!) / 12 / h,
    );
  };
  const [near, far] = [central(2e-4), central(4e-4)];
  return { near, apart: near.map((value, i) => Math.abs(value - far[i]!)) };
}

/** @returns how many numbers were compared. */
function expectDerivatives(of: Case): number {
  const { args, call, text } = reference(of, true);
  const wrt = differentiated(of);
  let compared = 0;
  const compare = (what: string, found: ArrayLike<number>, { near, apart }: ReturnType<typeof differences>): void => {
    const most = near.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
    for (const [i, value] of near.entries()) {
      // At the origin of a norm, second derivatives are NaN by rule.
      if (!(apart[i]! < 1e-7 * most) || Number.isNaN(found[i])) continue;
      compared++;
      if (!(Math.abs(found[i]! - value) <= 1e-5 * most))
        throw new Error(
          `${what} is ${Array.from(found)}, by differences ${near}, of\n${of.text}\nwritten out\n${text}`,
        );
    }
  };
  for (const argument of wrt) {
    const position = of.fixed.indexOf(argument);
    for (let k = 0; k < argument.values.length; k++) {
      const moved = (t: number): Value[] =>
        args.map((value, i) =>
          i !== position
            ? value
            : typeof value === 'number'
              ? value + t
              : Array.from(value, (v, j) => (j === k ? v + t : v)),
        );
      const along = wrt.map(other => {
        const list = other.values.map((_, j) => Number(other === argument && j === k));
        return other.shape.length === 0 ? list[0]! : list;
      });
      compare(
        'jvp',
        call('jvp', along),
        differences(t => call('value', [], moved(t))),
      );
      compare(
        'hvp',
        call('hvp', along),
        differences(t => call('gradient', [], moved(t))),
      );
    }
  }
  return compared;
}

function expectAll<T>(
  recipes: fc.Arbitrary<T>,
  sizes: readonly number[],
  seed: number,
  program: (recipe: T, n: number) => Case,
) {
  let compared = 0;
  fc.assert(
    fc.property(recipes, fc.constantFrom(...sizes), (recipe, n) => {
      const of = program(recipe, n);
      heldUnlessTooLong(() => {
        compared += expectDerivatives(of);
      });
    }),
    { numRuns: RUNS, seed },
  );
  expect(compared).toBeGreaterThan(40 * RUNS);
}

describe('programs written out have the derivatives that differences give', () => {
  it('over rows', () =>
    expectAll(fc.oneof(numberRecipes, squareRecipes), [1, 2, 3, 7], SEED, (recipe, n) => rowProgram(recipe, n)));

  it('of arrays', () =>
    expectAll<SizedRecipe>(sizedRecipes, [1, 2, 3, 5], SEED + 1, (recipe, n) => sizedProgram(recipe, n)));

  it('with recurrences', () =>
    expectAll<SizedRecipe>(recurrenceRecipes, [1, 2, 3, 5], SEED + 2, (recipe, n) => sizedProgram(recipe, n)));
});
