// What a fit asks, where an engine makes the sums: each question is one query at one point, whose numbers whoever runs the steps
// hands in. Null stands for an answer that does not come: there is no value then, and the solver is told to end.

import type { Fitted } from '../../solve/fitted.js';
import type { Answer, Request } from '../../solve/problem.js';
import type { Statistics } from '../../solve/statistics.js';
import { type Sums, solverFor } from '../../solve/sums.js';
import { nothingOf } from '../../solve/trials.js';
import type { Steps } from '../../solve/turns.js';
import type { Point } from '../query-types.js';
import type { FitQueries, FitQueryName } from './fit-queries.js';
import { factorFrom, isGood, type Preparation, preparationAfter } from './triangle.js';

/** A question of a fit. */
export interface Asked {
  readonly name: FitQueryName;
  readonly point: Point;
}

/** Numbers of a row, or none. */
export type Told = Float64Array | null;

type Asking<T> = Steps<T, Asked, Told>;

/** Questions for one point: the products of columns as they are, and prepared until they are good. */
const MOST_PREPARATIONS = 3;

/** Numbers of statistics before those of products. */
const STATISTICS = 7;

export function sumsOfEngine(fitted: Fitted, queries: Pick<FitQueries, 'pointAt'>, rows: number): Sums<Asked, Told> {
  const { model, parameters } = fitted;
  const n = parameters.names.length;
  const m = n + 1;
  const isTurned = model.sense === 'maximize';
  /** As it was good the last time: points of a fit are close to each other. */
  let preparation: Preparation | null = null;

  function* asked(name: FitQueryName, theta: Float64Array, by: Preparation | null = null): Asking<Told> {
    return yield { name, point: queries.pointAt(theta, by && halfOf(by.by, m)) };
  }

  /** @param before numbers that stand before the products */
  function* factored(
    plain: FitQueryName,
    prepared: FitQueryName,
    theta: Float64Array,
    before: number,
  ): Asking<{ readonly numbers: Float64Array; readonly factor: Float64Array } | null> {
    let isOfBefore = preparation !== null;
    for (let turn = 0; ; ) {
      const numbers = yield* asked(preparation === null ? plain : prepared, theta, preparation);
      if (numbers === null) return null;
      const products = wholeOf(numbers.subarray(before), m);
      const found = { numbers, factor: factorFrom(products, m, preparation) };
      if (isGood(products, m)) return found;
      // What was good elsewhere is no place to start from: columns there may have been of other magnitudes.
      if (isOfBefore) {
        preparation = null;
        isOfBefore = false;
        continue;
      }
      const next = turn++ === MOST_PREPARATIONS ? null : preparationAfter(products, m, preparation);
      if (next === null) return found;
      preparation = next;
    }
  }

  function* answer({ theta, wants }: Request): Asking<Answer> {
    if (wants === 'factor') {
      const found = yield* factored('products', 'preparedProducts', theta, 1);
      if (found === null) return { value: Number.NaN, factor: nothingOf(m * m) };
      return { value: found.numbers[0]!, factor: found.factor };
    }
    const isHessian = wants === 'hessian';
    const numbers = (yield* asked(isHessian ? 'hessian' : 'gradient', theta)) ?? nothingOf(1 + n + n * n);
    const own = isTurned ? numbers.map(of => -of) : numbers;
    const gradient = own.slice(1, 1 + n);
    return { value: own[0]!, gradient, ...(isHessian && { hessian: own.slice(1 + n) }) };
  }

  return {
    rows,
    // A pass over the table costs more than what is summed in it.
    solver: solverFor(fitted, true),
    answer,
    *statistics(theta): Asking<Statistics | null> {
      const found = yield* factored('statistics', 'preparedStatistics', theta, STATISTICS);
      if (found === null) return null;
      const [terms, cost, squares, total, influence, steepness, steepness2] = found.numbers as unknown as number[];
      return {
        factor: found.factor,
        terms: terms!,
        cost: cost!,
        squares: squares!,
        total: total!,
        influence: influence!,
        steepness: steepness!,
        steepness2: steepness2!,
      };
    },
  };
}

/** A matrix of its upper half, row by row. */
function wholeOf(half: Float64Array, m: number): Float64Array {
  const matrix = new Float64Array(m * m);
  let next = 0;
  for (let i = 0; i < m; i++) for (let j = i; j < m; j++) matrix[i * m + j] = half[next++]!;
  return matrix;
}

function halfOf(matrix: Float64Array, m: number): number[] {
  return Array.from({ length: m }, (_, i) => Array.from(matrix.subarray(i * m + i, (i + 1) * m))).flat();
}
