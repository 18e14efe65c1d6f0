// Every row of the table: what was emitted is executed, to second order, against differences and mathjs.

import { all, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../src/cli/verify/differences.js';
import { compile } from '../../src/index.js';
import { overIndices } from '../../src/ops/over.js';
import { recurrences } from '../../src/ops/recurrences.js';
import { isLeafCode, operations } from '../../src/ops/table.js';
import { bothWays, outcomeOf } from '../interpret/both-ways.js';
import { cases } from './cases.js';
import '../../src/javascript.js';
import '../../src/special.js';

const math = create(all!);

// Those that go over rows are in over.test.ts.
const rows = operations
  .filter((row, code) => !isLeafCode(code) && ![...overIndices, ...recurrences].includes(row))
  .map(({ name }) => name);

const INTERPRETED = ['value', 'gradient', 'hessian'] as const;

describe('every operation', () => {
  it('has a case here', () => {
    expect(rows.filter(name => cases[name] === undefined)).toEqual([]);
  });

  it.each(rows)('%s: value, first and second derivatives', name => {
    const { formula, points, mathjs, isJavaScript } = cases[name]!;
    const names = ['x', 'y'].slice(0, points[0]!.length);
    const { value, gradient, hessian } = isJavaScript
      ? compile(`export const f = (${names.join(', ')}) => ${formula};`, { from: 'js' })
      : compile(`input ${names.join(', ')}\n${formula}`);
    for (const point of points) {
      if (mathjs !== undefined) {
        const wanted = Number(math.evaluate(mathjs, Object.fromEntries(names.map((of, i) => [of, point[i]]))));
        expect(Math.abs(value(...point) - wanted)).toBeLessThanOrEqual(4e-14 * Math.max(Math.abs(wanted), 1e-2));
      }
      const first = gradient(...point) as Float64Array;
      const second = hessian(...point) as Float64Array;
      for (const [i] of names.entries()) {
        const along = (x: number): number[] => point.map((at, k) => (k === i ? x : at));
        const slope = differenceOf(x => value(...along(x)), point[i]!);
        expect(Math.abs(first[i]! - slope.derivative)).toBeLessThanOrEqual(1e-8 * Math.max(Math.abs(first[i]!), 1));
        for (const [j] of names.entries()) {
          const bend = differenceOf(x => gradient(...along(x))[j], point[i]!);
          expect(Math.abs(second[j * names.length + i]! - bend.derivative)).toBeLessThanOrEqual(
            1e-7 * Math.max(Math.abs(bend.derivative), 1),
          );
        }
      }
    }
  });
});

describe('edges and kinks', () => {
  const derivative = (formula: string, ...point: number[]): number[] => [
    ...(compile(formula).gradient(...point) as Float64Array),
  ];
  const curvature = (formula: string, ...point: number[]): number[] => [
    ...(compile(formula).hessian(...point) as Float64Array),
  ];

  it.each<[string, number[], number[]]>([
    ['abs(x)', [0], [0]],
    ['sign(x)', [0], [0]],
    ['floor(x)', [1], [0]],
    ['round(x)', [0.5], [0]],
    ['relu(x)', [0], [0]],
    ['max(x, y)', [1, 1], [0.5, 0.5]],
    ['max(x, y, z)', [1, 1, 1], [1 / 3, 1 / 3, 1 / 3]],
    ['min(x, y, 1)', [1, 1], [1 / 3, 1 / 3]],
    ['hypot(x, y)', [0, 0], [0, 0]],
    ['norm(x)', [0], [0]],
    ['x^y', [0, 0], [0, Number.NEGATIVE_INFINITY]],
    ['x^y', [0, 2], [0, 0]],
    ['x^y', [-2, 3], [12, Number.NaN]],
    ['x^3', [-2], [12]],
    ['x^0', [0], [0]],
    ['sqrt(x)', [0], [Number.POSITIVE_INFINITY]],
    ['atan2(y, x)', [0, 0], [Number.NaN, Number.NaN]],
    ['mod(x, y)', [7.5, 2], [1, -3]],
    ['x > 0 ? sqrt(x) : 0', [-1], [0]],
    ['(x>0 ? sqrt(x) : 0) + (x>1 ? sqrt(x) : 0)', [-1], [0]],
    ['(x>0 ? sqrt(x) : 0) + (x>1 ? sqrt(x) : 0)', [0.25], [1]],
    ['sigmoid(x)', [800], [0]],
    ['softplus(x)', [800], [1]],
    ['softplus(x)', [-800], [0]],
    ['logsumexp(x, y)', [1e9, 1e9], [0.5, 0.5]],
  ])('gradient of %s at %j is %j', (formula, point, wanted) => {
    expect(derivative(formula, ...point)).toEqual(wanted);
  });

  it.each<[string, number[], number[]]>([
    ['abs(x)*x', [0], [0]],
    ['relu(x)', [0], [0]],
    ['x^2', [0], [2]],
    ['x^3', [0], [0]],
    ['hypot(x, y)', [0, 0], [Number.NaN, Number.NaN, Number.NaN, Number.NaN]],
    ['max(x, y)', [1, 1], [0, 0, 0, 0]],
  ])('hessian of %s at %j is %j', (formula, point, wanted) => {
    expect(curvature(formula, ...point).map(value => value + 0)).toEqual(wanted);
  });

  it.each<[string, number[], number]>([
    ['round(x)', [-0.5], -1],
    ['mod(x, y)', [-1, 3], 2],
    ['mod(x, y)', [5, 0], 5],
    ['x!', [5], 120],
    ['gamma(x)', [-1], Number.NaN],
    ['lgamma(x)', [-0.5], 1.2655121234846454],
    ['sqrt(x)', [-1], Number.NaN],
    ['x^0.5', [-0], -0],
    ['not (x < y)', [Number.NaN, 1], 1],
    ['x ? 1 : 2', [Number.NaN], 2],
    ['1 < x < 5', [3], 1],
    ['1 < x < 5', [5], 0],
  ])('%s at %j is %j', (formula, point, wanted) => {
    expect(compile(formula).value(...point)).toBe(wanted);
  });

  it.each(rows)('%s: the same bits where code is interpreted', name => {
    const { formula, points, isJavaScript } = cases[name]!;
    const names = ['x', 'y'].slice(0, points[0]!.length);
    const { generated, interpreted } = isJavaScript
      ? bothWays(`export const f = (${names.join(', ')}) => ${formula};`, INTERPRETED, { from: 'js' })
      : bothWays(`input ${names.join(', ')}\n${formula}`, INTERPRETED);
    const edges = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NaN].map(at => names.map((_, i) => at * (i + 1)));
    for (const of of INTERPRETED)
      for (const point of [...points, ...edges])
        expect(outcomeOf(interpreted[of], point), `${of}(${point})`).toEqual(outcomeOf(generated[of], point));
  });
});
