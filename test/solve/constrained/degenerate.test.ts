// What has no optimum, or one at which the usual conditions say little: it is said what is the matter.

import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/index.js';
import { maximize, minimize } from '../../../src/solve.js';

const both = ['interior-point', 'augmented-lagrangian'] as const;

describe.each(both)('nothing holds the constraints: %s', method => {
  it.each([
    ['bounds', 'param x = 0.5\nminimize x^2\nconstraint x >= 1\nconstraint x <= 0'],
    ['an equation without a root', 'param x = 3\nminimize x^2\nconstraint x^2 == -1'],
    ['half planes', 'param x = 3, y = 1\nminimize x^2\nconstraint x + y >= 3\nconstraint x + y <= 1'],
    ['a disc and a half plane', 'param x = 3, y = 1\nminimize x\nconstraint x^2 + y^2 <= 1\nconstraint x + y >= 3'],
    [
      'three lines',
      'param x = 0, y = 0\nminimize x^2 + y^2\nconstraint x + y == 1\nconstraint x - y == 1\nconstraint x == 3',
    ],
  ])('%s', (_, formula) => {
    const { converged, reason, message } = minimize(formula, { method });
    expect({ converged, reason }).toEqual({ converged: false, reason: 'infeasible' });
    expect(message).toMatch(/^infeasible: /);
  });
});

it('a value that falls ever more slowly is not taken for a minimum', () => {
  const formula = 'param x = 1, y = 1\nminimize -log(x) - y\nconstraint y <= 5 + 0*x';
  expect(minimize(formula)).toMatchObject({ converged: false, reason: 'unbounded' });
  const other = minimize(formula, { method: 'augmented-lagrangian' });
  expect(other.converged).toBe(false);
  expect(other.message).toMatch(/no end/);
});

it('says which constraints nothing can change', () => {
  const solution = minimize('param x = 1\nconst a = 2\nminimize x^2\nconstraint a == 3');
  expect(solution).toMatchObject({ converged: false, reason: 'infeasible' });
  expect(solution.message).toContain('no parameter changes');
  // By its form it may.
  expect(minimize('param x = 1\nminimize x^2\nconstraint 2 + 0*x == 3').reason).toBe('infeasible');
  expect(minimize('param x = 1\nconst a = 2\nminimize x^2\nconstraint a + 0*x == 2')).toMatchObject({
    converged: true,
    value: 0,
  });
});

describe.each(both)('the value has no end: %s', method => {
  it.each([
    ['a linear program', 'param x = 1, y = 1\nminimize -x - y\nconstraint x - y <= 1\nconstraint x >= 0'],
    ['along a line', 'param x = 1, y = 1\nminimize x*y\nconstraint x + y == 1'],
  ])('%s', (_, formula) => {
    expect(minimize(formula, { method })).toMatchObject({ converged: false, reason: 'unbounded' });
  });
});

describe('multipliers that are not the only ones, or are not there', () => {
  it.each([
    ['an equation twice', 'constraint x + y == 1\nconstraint 2*x + 2*y == 2'],
    ['an inequality three times', 'constraint x + y >= 1\nconstraint 2*x + 2*y >= 2\nconstraint 3*(x + y) >= 3'],
  ])('%s', (_, constraints) => {
    const { converged, x, held } = minimize(`param x = 3, y = 1\nminimize x^2 + y^2\n${constraints}`);
    expect(converged).toBe(true);
    expect(x.x).toBeCloseTo(0.5, 9);
    expect(held).toMatchObject({ independent: false, secondOrder: 'minimum' });
    // Those that are given do: Σ λ·∇c = ∇f = (1, 1).
    const sum = held!.constraints.reduce((total, { multiplier }, i) => total + (i + 1) * (multiplier as number), 0);
    expect(sum).toBeCloseTo(1, 7);
  });

  it('an equation whose gradient is 0 where it holds is not said to have one', () => {
    for (const method of both) {
      const { converged, message } = minimize('param x = 3\nminimize x\nconstraint x^2 == 0', { method });
      expect(converged).toBe(false);
      expect(message).toContain('multipliers grow without end');
    }
    // Hock and Schittkowski 13: the optimum (1, 0) is no KKT point.
    const cusp = minimize(
      'param x = 0 in [0, 10], y = 0 in [0, 10]\nminimize (x - 2)^2 + y^2\nconstraint (1 - x)^3 >= y',
    );
    expect(cusp.converged).toBe(false);
    expect(cusp.x.x).toBeCloseTo(1, 4);
  });

  it('a set without inner points', () => {
    const { converged, x } = minimize(
      'param x = 5, y = 3\nminimize x + y\nconstraint x >= 1\nconstraint x + 0*y <= 1\nconstraint y >= x^2',
    );
    expect(converged).toBe(true);
    expect([x.x, x.y]).toEqual([expect.closeTo(1, 9), expect.closeTo(1, 9)]);
  });
});

describe('second-order conditions', () => {
  it('a stationary point that is no minimum is left', () => {
    const { value, held } = minimize(
      'param x = 0\nminimize -x^2\nconstraint -1 <= x <= 2\nconstraint x + exp(x) <= 50',
    );
    expect([1, 4]).toContain(-value);
    expect(held!.secondOrder).toBe('minimum');
  });

  it('are undecided where the reduced Hessian is singular', () => {
    const { converged, held } = minimize('param x = 1, y = 2\nminimize x^2 + 0*y^2\nconstraint x == 1');
    expect(converged).toBe(true);
    expect(held!.secondOrder).toBe('undecided');
  });

  it('hold at vertices of linear programs, where nothing is free', () => {
    // Dantzig: maximise 3x + 5y; the dual is (0, 3/2, 1).
    const { value, x, held } = maximize(`param x = 1, y = 1
      maximize 3*x + 5*y
      constraint x <= 4 + 0*y
      constraint 2*y <= 12
      constraint 3*x + 2*y <= 18
      constraint x >= 0
      constraint y >= 0`);
    expect(value).toBeCloseTo(36, 9);
    expect([x.x, x.y]).toEqual([expect.closeTo(2, 9), expect.closeTo(6, 9)]);
    const multipliers = held!.constraints.map(({ multiplier }) => multiplier);
    expect(multipliers.at(-1)).toBeCloseTo(1, 9);
    expect(held!.secondOrder).toBe('minimum');
  });
});

describe('ways in', () => {
  const formula = 'param x = 3, y = 1\nminimize x^2 + y^2\nconstraint x + y == 1';

  it('takes a module that exports what is needed', () => {
    const whole = compile(formula, {
      emit: ['value', 'valueAndGradient', 'constraints', 'constraintsJacobianSparse', 'constrainedHessianSparse'],
    });
    expect(minimize({ ...whole }).x).toEqual({ x: 0.5, y: 0.5 });
    const { constraints: _, ...less } = { ...whole };
    expect(() => minimize(less)).toThrow(/no constraints: emit these/);
  });

  it('refuses methods that do not go with the program', () => {
    expect(() => minimize(formula, { method: 'newton' })).toThrow(/'newton' is not for programs with constraints/);
    expect(() => minimize('x^2', { start: [1], method: 'interior-point' })).toThrow(/this one has none but bounds/);
  });

  it('stops where it is told to', () => {
    expect(minimize(formula, { maxEvaluations: 1 })).toMatchObject({ converged: false, reason: 'evaluations' });
    const slow = 'param x = -1.2, y = 1\nminimize 100*(y - x^2)^2 + (1 - x)^2\nconstraint x*y >= 1';
    expect(minimize(slow, { maxIterations: 2 })).toMatchObject({ converged: false, reason: 'iterations' });
    expect(minimize(slow, { signal: AbortSignal.abort() })).toMatchObject({ reason: 'interrupted' });
  });

  it('fixes parameters with equal bounds, and takes inputs that are not varied', () => {
    const more = 'param x = 3, y = 1, z = 2 in [2, 2]\ninput a\nminimize x^2 + y^2 + a*z\nconstraint x + y + z == a';
    const { x, held } = minimize(more, { at: { a: 6 } });
    expect(x).toEqual({ x: 2, y: 2, z: 2 });
    // x = y = (6 − z)/2: the value is (6 − z)²/2 + 6·z.
    expect((held!.boundMultipliers as Record<string, number>).z).toBeCloseTo(2, 9);
  });

  it('says what is not finite at the start', () => {
    const solution = minimize('param x = -1\nminimize x^2\nconstraint log(x) >= 0');
    expect(solution).toMatchObject({ converged: false, reason: 'not finite' });
  });
});
