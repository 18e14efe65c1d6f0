// More problems of W. Hock, K. Schittkowski, Test Examples for Nonlinear Programming Codes (1981), with the optima of the book, which
// has six to ten digits of them, or closed forms. Of some there are local minima, too: `lowest` is the book's where that is another one
// than is near the start. Starts outside of bounds are on them here.

import { describe, expect, it } from 'vitest';
import { minimize } from '../../../src/solve.js';
import cases from './hock-schittkowski.cases.json' with { type: 'json' };

interface Case {
  readonly problem: number;
  readonly value: number;
  readonly lowest?: number;
  readonly formula: readonly string[];
}

describe.each(['interior-point', 'augmented-lagrangian'] as const)('%s', method => {
  it.each(cases as readonly Case[])('solves problem $problem', ({ formula, value }) => {
    const solution = minimize(formula.join('\n'), { method });
    expect(solution).toMatchObject({ converged: true, reason: 'gradient' });
    expect(Math.abs(solution.value - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
    // The multipliers go with it: the conditions hold, and no direction leads on.
    const { residuals, secondOrder } = solution.held!;
    expect(Math.max(...Object.values(residuals))).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
    expect(secondOrder).not.toBe('saddle');
  });
});

describe('what has no optimum', () => {
  it.each([
    ['param x = 1, y = 1; minimize x + y; constraint x^2 + y^2 <= 1; constraint x + y >= 3', 'infeasible'],
    ['param x = 0, y = 0; minimize x^2; constraint x + y == 1; constraint x + y == 2', 'infeasible'],
    ['param x = 0.5 in [0, 1]; minimize x; constraint x^2 >= 4', 'infeasible'],
    ['param x = 1; minimize x; constraint log(x) <= -1; constraint x >= 1', 'infeasible'],
    // The value falls without end, and the constraint holds nowhere on the way.
    ['param x = 0; minimize x; constraint exp(x) == -1', 'infeasible'],
    ['param x = 1, y = 2; minimize x + y; constraint exp(x) + exp(y) <= -0.01', 'infeasible'],
    ['param x = 0; minimize x; constraint atan(x) == -2', 'infeasible'],
    ['param x = 1, y = 1; minimize x + y; constraint x == 2*y', 'unbounded'],
    ['param x = 1, y = 1; minimize -x^2; constraint y >= x', 'unbounded'],
    ['param x = 1, y = 1; minimize log(x) - y; constraint x - y >= 0; constraint x >= 0.1', 'unbounded'],
    ['param x = 1, y = 0; minimize -x; constraint y == x^2', 'unbounded'],
  ] as const)('%s: %s', (formula, reason) => {
    expect(minimize(formula)).toMatchObject({ converged: false, reason });
  });

  it.each([
    ['param x = 1, y = 1; minimize x + y; constraint x^2 + y^2 <= 1; constraint x + y >= 3', 'infeasible'],
    ['param x = 1, y = 1; minimize -x^2; constraint y >= x', 'unbounded'],
    // Penalties do not hold it back, and it is not known whether anything can.
    ['param x = 0; minimize x; constraint exp(x) == -1', 'line search'],
  ] as const)('by the augmented Lagrangian %s: %s', (formula, reason) => {
    expect(minimize(formula, { method: 'augmented-lagrangian' })).toMatchObject({ converged: false, reason });
  });
});
