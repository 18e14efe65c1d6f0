// Problems of W. Hock, K. Schittkowski, Test Examples for Nonlinear Programming Codes (1981), with their numbers. Solutions are
// closed forms where there are, else those of the KKT equations with the constraints that are met, solved with 30 digits by mpmath
// (findroot); the book's own have some six right digits. A multiplier is df*/du for left = right + u.

import { describe, expect, it } from 'vitest';
import { minimize } from '../../../src/solve.js';

interface Problem {
  readonly formula: string;
  readonly value: number;
  readonly x: readonly number[];
  readonly multipliers: readonly number[];
}

const params = (starts: readonly number[], bounds = ''): string =>
  `param ${starts.map((start, i) => `x${i + 1} = ${start}${bounds}`).join(', ')}`;

const positive = (count: number): string =>
  Array.from({ length: count }, (_, i) => `constraint x${i + 1} >= 0`).join('\n');

const problems: Readonly<Record<number, Problem>> = {
  10: {
    formula: `${params([-10, 10])}
      minimize x1 - x2
      constraint -3*x1^2 + 2*x1*x2 - x2^2 + 1 >= 0`,
    value: -1,
    x: [0, 1],
    multipliers: [0.5],
  },
  11: {
    formula: `${params([4.9, 0.1])}
      minimize (x1 - 5)^2 + x2^2 - 25
      constraint x2 >= x1^2`,
    value: -8.498464223154677,
    x: [1.2347728250533, 1.5246639294901],
    multipliers: [3.0493278589802],
  },
  12: {
    formula: `${params([0, 0])}
      minimize 0.5*x1^2 + x2^2 - x1*x2 - 7*x1 - 7*x2
      constraint 4*x1^2 + x2^2 <= 25`,
    value: -30,
    x: [2, 3],
    multipliers: [-0.5],
  },
  14: {
    formula: `${params([2, 2])}
      minimize (x1 - 2)^2 + (x2 - 1)^2
      constraint x1 - 2*x2 + 1 == 0
      constraint -x1^2/4 - x2^2 + 1 >= 0`,
    value: 9 - 2.875 * Math.sqrt(7),
    x: [(Math.sqrt(7) - 1) / 2, (Math.sqrt(7) + 1) / 4],
    multipliers: [-1.594491118252307, 1.846591439606113],
  },
  15: {
    formula: `${params([-2, 1])}
      minimize 100*(x2 - x1^2)^2 + (1 - x1)^2
      constraint x1*x2 - 1 >= 0
      constraint x1 + x2^2 >= 0
      constraint x1 <= 0.5`,
    value: 306.5,
    x: [0.5, 2],
    multipliers: [700, 0],
  },
  22: {
    formula: `${params([2, 2])}
      minimize (x1 - 2)^2 + (x2 - 1)^2
      constraint 2 - x1 - x2 >= 0
      constraint x2 - x1^2 >= 0`,
    value: 1,
    x: [1, 1],
    multipliers: [2 / 3, 2 / 3],
  },
  24: {
    formula: `${params([1, 0.5])}
      minimize ((x1 - 3)^2 - 9)*x2^3/(27*sqrt(3))
      constraint x1/sqrt(3) - x2 >= 0
      constraint x1 + sqrt(3)*x2 >= 0
      constraint 6 - x1 - sqrt(3)*x2 >= 0
      ${positive(2)}`,
    value: -1,
    x: [3, Math.sqrt(3)],
    multipliers: [Math.sqrt(3) / 2, 0, 0.5],
  },
  29: {
    formula: `${params([1, 1, 1])}
      minimize -x1*x2*x3
      constraint x1^2 + 2*x2^2 + 4*x3^2 <= 48`,
    value: -16 * Math.SQRT2,
    x: [4, 2 * Math.SQRT2, 2],
    multipliers: [-Math.SQRT1_2],
  },
  35: {
    formula: `${params([0.5, 0.5, 0.5])}
      minimize 9 - 8*x1 - 6*x2 - 4*x3 + 2*x1^2 + 2*x2^2 + x3^2 + 2*x1*x2 + 2*x1*x3
      constraint x1 + x2 + 2*x3 <= 3
      ${positive(3)}`,
    value: 1 / 9,
    x: [4 / 3, 7 / 9, 4 / 9],
    multipliers: [-2 / 9],
  },
  43: {
    formula: `${params([0, 0, 0, 0])}
      minimize x1^2 + x2^2 + 2*x3^2 + x4^2 - 5*x1 - 5*x2 - 21*x3 + 7*x4
      constraint 8 - x1^2 - x2^2 - x3^2 - x4^2 - x1 + x2 - x3 + x4 >= 0
      constraint 10 - x1^2 - 2*x2^2 - x3^2 - 2*x4^2 + x1 + x4 >= 0
      constraint 5 - 2*x1^2 - x2^2 - x3^2 - 2*x1 + x2 + x4 >= 0`,
    value: -44,
    x: [0, 1, 2, -1],
    multipliers: [1, 0, 2],
  },
  65: {
    formula: `param x1 = -4.5 in [-4.5, 4.5], x2 = 4.5 in [-4.5, 4.5], x3 = 0 in [-5, 5]
      minimize (x1 - x2)^2 + (x1 + x2 - 10)^2/9 + (x3 - 5)^2
      constraint x1^2 + x2^2 + x3^2 <= 48`,
    value: 0.9535288568047828,
    x: [3.650461725213, 3.650461725213, 4.62041755532],
    multipliers: [-0.082153277303463],
  },
  71: {
    formula: `param x1 = 1 in [1, 5], x2 = 5 in [1, 5], x3 = 5 in [1, 5], x4 = 1 in [1, 5]
      minimize x1*x4*(x1 + x2 + x3) + x3
      constraint x1*x2*x3*x4 >= 25
      constraint x1^2 + x2^2 + x3^2 + x4^2 == 40`,
    value: 17.0140172891563,
    x: [1, 4.7429996372644, 3.8211499841849, 1.3794082931727],
    multipliers: [0.55229366012073, -0.16146856677051],
  },
  76: {
    formula: `${params([0.5, 0.5, 0.5, 0.5])}
      minimize x1^2 + 0.5*x2^2 + x3^2 + 0.5*x4^2 - x1*x3 + x3*x4 - x1 - 3*x2 + x3 - x4
      constraint 5 - x1 - 2*x2 - x3 - x4 >= 0
      constraint 4 - 3*x1 - x2 - 2*x3 + x4 >= 0
      constraint x2 + 4*x3 - 1.5 >= 0
      ${positive(4)}`,
    value: -103 / 22,
    x: [3 / 11, 23 / 11, 0, 6 / 11],
    multipliers: [5 / 11, 0, 0],
  },
  93: {
    formula: `${params([5.54, 4.4, 12.02, 11.82, 0.702, 0.852])}
      minimize .0204*x1*x4*(x1 + x2 + x3) + .0187*x2*x3*(x1 + 1.57*x2 + x4) + .0607*x1*x4*x5^2*(x1 + x2 + x3) + .0437*x2*x3*x6^2*(x1 + 1.57*x2 + x4)
      constraint .001*x1*x2*x3*x4*x5*x6 - 2.07 >= 0
      constraint 1 - .00062*x1*x4*x5^2*(x1 + x2 + x3) - .00058*x2*x3*x6^2*(x1 + 1.57*x2 + x4) >= 0
      ${positive(6)}`,
    value: 135.0759628291518,
    x: [5.3326663355288, 4.656744059172, 10.432991940468, 12.082306340064, 0.75260743622383, 0.87865087465914],
    multipliers: [71.459489765748, 62.152228924313],
  },
  100: {
    formula: `${params([1, 2, 0, 4, 0, 1, 1])}
      minimize (x1 - 10)^2 + 5*(x2 - 12)^2 + x3^4 + 3*(x4 - 11)^2 + 10*x5^6 + 7*x6^2 + x7^4 - 4*x6*x7 - 10*x6 - 8*x7
      constraint 127 - 2*x1^2 - 3*x2^4 - x3 - 4*x4^2 - 5*x5 >= 0
      constraint 282 - 7*x1 - 3*x2 - 10*x3^2 - x4 + x5 >= 0
      constraint 196 - 23*x1 - x2^2 - 6*x6^2 + 8*x7 >= 0
      constraint -4*x1^2 - x2^2 + 3*x1*x2 - 2*x3^2 - 5*x6 + 11*x7 >= 0`,
    value: 680.6300573744021,
    x: [
      2.3304993728796, 1.9513723728969, -0.47754139238887, 4.3657262336558, -0.62448697052682, 1.038131018608,
      1.5942267116119,
    ],
    multipliers: [1.1397199591674, 0, 0, 0.36861451718721],
  },
  113: {
    formula: `${params([2, 3, 5, 5, 1, 2, 7, 3, 6, 10])}
      minimize x1^2 + x2^2 + x1*x2 - 14*x1 - 16*x2 + (x3 - 10)^2 + 4*(x4 - 5)^2 + (x5 - 3)^2 + 2*(x6 - 1)^2 + 5*x7^2 + 7*(x8 - 11)^2 + 2*(x9 - 10)^2 + (x10 - 7)^2 + 45
      constraint 105 - 4*x1 - 5*x2 + 3*x7 - 9*x8 >= 0
      constraint -10*x1 + 8*x2 + 17*x7 - 2*x8 >= 0
      constraint 8*x1 - 2*x2 - 5*x9 + 2*x10 + 12 >= 0
      constraint -3*(x1 - 2)^2 - 4*(x2 - 3)^2 - 2*x3^2 + 7*x4 + 120 >= 0
      constraint -5*x1^2 - 8*x2 - (x3 - 6)^2 + 2*x4 + 40 >= 0
      constraint -0.5*(x1 - 8)^2 - 2*(x2 - 4)^2 - 3*x5^2 + x6 + 30 >= 0
      constraint -x1^2 - 2*(x2 - 2)^2 + 2*x1*x2 - 14*x5 + 6*x6 >= 0
      constraint 3*x1 - 6*x2 - 12*(x9 - 8)^2 + 7*x10 >= 0`,
    value: 24.30620906817981,
    x: [
      2.1719963712555, 2.3636829736973, 8.7739257384769, 5.0959844879485, 0.99065476496386, 1.4305739789363,
      1.3216442081617, 9.8287258078863, 8.2800916700983, 8.3759266639213,
    ],
    multipliers: [
      1.7165331534682, 0.47452015418897, 1.3759266639213, 0.020545555102422, 0.31202850893533, 0, 0.28704931929088, 0,
    ],
  },
};

/** Relative where they are above 1. */
function expectNear(actual: readonly number[], wanted: readonly number[]): void {
  expect(actual).toHaveLength(wanted.length);
  for (const [i, of] of wanted.entries())
    expect(Math.abs(actual[i]! - of)).toBeLessThan(1e-9 * Math.max(1, Math.abs(of)));
}

describe.each(['interior-point', 'augmented-lagrangian'] as const)('%s', method => {
  it.each(Object.entries(problems))('solves problem %s', (_, { formula, value, x, multipliers }) => {
    const solution = minimize(formula, { method });
    expect(solution).toMatchObject({ converged: true, reason: 'gradient', method });
    expectNear([solution.value], [value]);
    expectNear(Object.values(solution.x) as number[], x);
    const { constraints, residuals, secondOrder, independent } = solution.held!;
    expectNear(
      constraints.map(({ multiplier }) => multiplier as number),
      multipliers,
    );
    expect(Math.max(...Object.values(residuals))).toBeLessThan(1e-9);
    expect({ secondOrder, independent }).toEqual({ secondOrder: 'minimum', independent: true });
  });
});
