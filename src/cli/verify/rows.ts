// What is compared at one point, row by row: one row for each derivative and each answer that functions give to it.

import type { DifferentiatedModel } from '../../lower/model.js';
import { resultNodes, wrtNodes } from '../../lower/model.js';
import { elementNames } from '../formula/elements.js';
import type { Claims, DerivativeClaim, Seeds } from './claims.js';
import { createJudge, type Judge, type Judgement, type Surroundings } from './compare.js';
import { sampleOf, samplePlaces } from './sample.js';
import { axis, type Direction } from './stencil.js';

export interface Row {
  readonly order: 0 | 1 | 2;
  readonly function: string;
  readonly output: string;
  readonly inputs: readonly string[];
  /** A value, in rows of order 0. */
  readonly derivative: number;
  readonly judgement: Judgement;
  /** Rows of one place have the same. */
  readonly place: string;
}

export interface Compared {
  readonly rows: readonly Row[];
  /** Derivatives of each order that the functions give, of which the rows may be a sample. */
  readonly totals: { readonly first: number; readonly second: number };
}

const VALUE_TOLERANCE = 1e-9;

/** Values against those that the operations table gives, which no emitted code has part in. */
export function valueRows(
  model: DifferentiatedModel,
  claims: Claims,
  expected: ArrayLike<number>,
  largest: number,
): Row[] {
  const outputs = elementNames(model.outputs);
  return outputs.flatMap((output, row) =>
    claims.values.map(claim => {
      const derivative = claim.of(row);
      const judgement = judgeValue(derivative, expected[row]!, largest);
      return { order: 0, function: claim.function, output, inputs: [], derivative, judgement, place: `${row}` };
    }),
  );
}

/** @param largest of the numbers that a value is made of */
export function judgeValue(value: number, expected: number, largest: number): Judgement {
  const error = Object.is(value, expected) ? 0 : Math.abs(value - expected);
  // What is left where numbers of the size of the largest cancel.
  const uncertainty = Number.isFinite(largest) ? 100 * Number.EPSILON * largest : 0;
  const agrees = error === 0 || error <= VALUE_TOLERANCE * Math.abs(expected) + uncertainty;
  return { difference: expected, error, uncertainty, verdict: agrees ? 'agrees' : 'differs', reason: null };
}

/** First derivatives, and second ones where a function gives such. */
export function derivativeRows(
  model: DifferentiatedModel,
  claims: Claims,
  around: Surroundings,
  seeds: Seeds,
  most: number,
): Compared {
  const outputs = elementNames(model.outputs);
  const inputs = elementNames(model.wrt);
  const slots = model.wrt.flatMap(({ slot, nodes }) => nodes.map((_, i) => slot + i));
  const rows: Row[] = [];
  const [m, n] = [resultNodes(model).length, wrtNodes(model).length];

  const add = (
    order: 1 | 2,
    claim: string,
    output: number,
    of: readonly string[],
    derivative: number,
    judge: Judge,
  ) => {
    const judgement = judge(derivative);
    const place = `${output}/${[...of].sort().join('/')}`;
    rows.push({ order, function: claim, output: outputs[output]!, inputs: of, derivative, judgement, place });
  };
  const each = (
    claimed: readonly DerivativeClaim[],
    row: number,
    column: number,
    visit: (name: string, derivative: number) => void,
  ): void => {
    for (const { function: name, of } of claimed) {
      const derivative = of(row, column);
      if (derivative !== undefined) visit(name, derivative);
    }
  };

  const nonzeros = (of: readonly DerivativeClaim[]): number[] => [...new Set(of.flatMap(claim => claim.nonzeros()))];
  const firsts = claims.first.length === 0 ? [] : samplePlaces(m * n, most, () => nonzeros(claims.first));
  // One stencil serves all results of a column, and is then let go: a stencil keeps the results of every point.
  const byColumn = new Map<number, number[]>();
  for (const i of firsts) byColumn.set(i % n, [...(byColumn.get(i % n) ?? []), Math.floor(i / n)]);
  const columns: Row[][] = [];
  for (const [column, of] of byColumn) {
    const judgeOf = createJudge(around, [axis(slots[column]!)]);
    for (const row of of) {
      const judge = remembered(judgeOf({ row, component: null }));
      const start = rows.length;
      each(claims.first, row, column, (name, derivative) => add(1, name, row, [inputs[column]!], derivative, judge));
      columns[row * n + column] = rows.splice(start);
    }
  }
  for (const i of firsts) rows.push(...columns[i]!);
  const pairOf = (place: number): number => {
    const [i, j] = [Math.floor(place / n), place % n];
    const [high, low] = [Math.max(i, j), Math.min(i, j)];
    return (high * (high + 1)) / 2 + low;
  };
  const pairs =
    claims.second.length === 0
      ? []
      : samplePlaces((n * (n + 1)) / 2, most, () => [...new Set(nonzeros(claims.second).map(pairOf))]);
  for (const pair of pairs) {
    const i = Math.floor((Math.sqrt(8 * pair + 1) - 1) / 2);
    const j = pair - (i * (i + 1)) / 2;
    const judge = remembered(createJudge(around, [axis(slots[i]!), axis(slots[j]!)])({ row: 0, component: i }));
    each(claims.second, i, j, (name, of) => add(2, name, 0, [inputs[i]!, inputs[j]!], of, judge));
    if (i !== j) each(claims.second, j, i, (name, of) => add(2, name, 0, [inputs[j]!, inputs[i]!], of, judge));
  }
  // Along all inputs at once: seeds that are not 0 take other ways than those that are.
  if (n > 1) {
    const everywhere: Direction = { slots, weights: seeds.tangents };
    for (const claim of claims.along) {
      const count = claim.function === 'jvp' ? m : claim.function === 'hvp' ? n : 0;
      const first = claim.function === 'jvp' ? createJudge(around, [everywhere]) : null;
      for (const i of sampleOf(count, Math.min(most, 50))) {
        const judge =
          first?.({ row: i, component: null }) ??
          createJudge(around, [axis(slots[i]!), everywhere])({ row: 0, component: i });
        if (first !== null) add(1, claim.function, i, [ALONG], claim.of(i), judge);
        else add(2, claim.function, 0, [inputs[i]!, ALONG], claim.of(i), judge);
      }
    }
  }
  const totals = {
    first: claims.first.length === 0 ? 0 : m * n,
    second: claims.second.length === 0 ? 0 : (n * (n + 1)) / 2,
  };
  return { rows, totals };
}

/** Stands where an input's name does. */
export const ALONG = '(direction)';

/** Functions agree in most derivatives to the last bit. */
function remembered(judge: Judge): Judge {
  const known = new Map<number, Judgement>();
  return derivative => {
    const found = known.get(derivative) ?? judge(derivative);
    known.set(derivative, found);
    return found;
  };
}
