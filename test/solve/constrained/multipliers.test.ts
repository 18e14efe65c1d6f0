// The optimum min (z − 2)² + x² for z = exp(x): x* and λ* to 16 digits, and p″(0) of the optimum p(u) for z = exp(x) + u, by Newton
// and by implicit differentiation of the KKT equations with mpmath.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/index.js';
import { augmentedLagrangian } from '../../../src/solve/constrained/augmented-lagrangian.js';
import { constrained } from '../../../src/solve/constrained/subject.js';
import { maximize, minimize } from '../../../src/solve.js';
import { readsData, sharedData } from '../../data/shared.js';

const program = (shift = 0): string =>
  `param x = 0, z = 0\nminimize (z - 2)^2 + x^2\nconstraint z == exp(x) + ${shift}`;

const POINT = 0.5244798110606967;
const MULTIPLIER = -0.6208405618793695;
const CURVATURE = 0.2856;

const multiplierOf = (formula: string, index = 0): number =>
  minimize(formula).held!.constraints[index]!.multiplier as number;

describe('the optimum of golden numbers', () => {
  it.each(['interior-point', 'augmented-lagrangian'] as const)('is found by %s', method => {
    const { x, value, held } = minimize(program(), { method });
    expect(x.x).toBeCloseTo(POINT, 12);
    expect(x.z).toBeCloseTo(Math.exp(POINT), 12);
    expect(value).toBeCloseTo(POINT ** 2 + (Math.exp(POINT) - 2) ** 2, 12);
    expect(held!.constraints[0]).toMatchObject({ text: 'z == exp(x) + 0', kind: 'equality' });
    expect(held!.constraints[0]!.multiplier).toBeCloseTo(MULTIPLIER, 12);
  });

  it.each([
    [1, 0.222],
    [10, 0.0278],
    [100, 0.0028],
  ])('errors of λ shrink by p″/(ρ + p″) each time: ρ = %d', (penalty, ratio) => {
    const formula = compile(program());
    const bounds = { lower: new Float64Array(2).fill(-Infinity), upper: new Float64Array(2).fill(Infinity) };
    const { problem, answer } = constrained(formula, theta => [...theta], { start: new Float64Array(2), bounds }, '')!;
    const errors: number[] = [];
    const controls = {
      gradientTolerance: 1e-11,
      onIteration: ({ multipliers }: { readonly multipliers: Float64Array }) =>
        errors.push(Math.abs(multipliers[0]! - MULTIPLIER)),
    };
    const solving = augmentedLagrangian({ penalty, growth: 1 })(problem, controls);
    let step = solving.next();
    while (step.done !== true) step = solving.next(answer(step.value, 1));
    expect(step.value.converged).toBe(true);
    // The first is on its way to the solution, the last are rounding.
    const ratios = errors.slice(1).map((error, i) => error / errors[i]!);
    const settled = ratios.filter((_, i) => i > 0 && errors[i + 1]! > 1e-9);
    expect(settled.length).toBeGreaterThan(0);
    expect(settled.at(-1)).toBeCloseTo(CURVATURE / (penalty + CURVATURE), 3);
    expect(Math.abs(settled.at(-1)! - ratio)).toBeLessThan(0.005 * ratio + 5e-4);
  });
});

describe('a multiplier is what the optimum gains', () => {
  const step = 1e-4;

  it.each([
    ['of an equation', program(), (u: number) => program(u), 0],
    [
      'of an inequality that is met',
      'param x = 1, y = 1\nminimize (x - 3)^2 + (y - 2)^4\nconstraint x^2 + y^2 <= 5',
      (u: number) => `param x = 1, y = 1\nminimize (x - 3)^2 + (y - 2)^4\nconstraint x^2 + y^2 <= ${5 + u}`,
      0,
    ],
    [
      'of one that is not',
      'param x = 1, y = 1\nminimize (x - 3)^2 + (y - 2)^4\nconstraint x^2 + y^2 <= 50',
      (u: number) => `param x = 1, y = 1\nminimize (x - 3)^2 + (y - 2)^4\nconstraint x^2 + y^2 <= ${50 + u}`,
      0,
    ],
    [
      'of a range at its lower end',
      'param x = 3\nminimize x^2\nconstraint 1 <= exp(x) - x <= 5\nconstraint 2 <= x + x^3',
      (u: number) => `param x = 3\nminimize x^2\nconstraint 1 <= exp(x) - x <= 5\nconstraint ${2 + u} <= x + x^3`,
      1,
    ],
  ])('%s', (_, formula, perturbed, index) => {
    const difference = (minimize(perturbed(step)).value - minimize(perturbed(-step)).value) / (2 * step);
    // What is on the left of <= is subtracted: u is added to the right side there.
    const sign = formula.includes('constraint 2 <=') ? -1 : 1;
    expect(sign * multiplierOf(formula, index)).toBeCloseTo(difference, 6);
  });

  it('of a bound, and of a maximum', () => {
    const of = (most: number) =>
      maximize(`param x = 1, y = 1\nmaximize x*y\nconstraint x + y^2 == 9\nconstraint x <= ${most}`);
    const { held } = of(4);
    const difference = (of(4 + step).value - of(4 - step).value) / (2 * step);
    expect((held!.boundMultipliers as Record<string, number>).x).toBeCloseTo(difference, 6);
    expect(held!.constraints[0]!.multiplier).toBeGreaterThan(0);
  });
});

interface Problem {
  readonly problem: string;
  readonly objective: string;
  readonly constraints: readonly string[];
  readonly x0: readonly number[];
  readonly x_star: readonly string[];
  readonly lambda_star: readonly string[];
  readonly f_star: string;
}

describe.skipIf(sharedData === null)(`problems with equations, solved with 40 digits${readsData}`, () => {
  const file = sharedData === null ? null : path.join(sharedData, 'hs/equality_kkt.json');
  const all: Problem[] = file === null ? [] : JSON.parse(readFileSync(file, 'utf8')).problems;

  it.each(all.map(of => [of.problem, of] as const))('%s', (_, of) => {
    const formula = [
      `param ${of.x0.map((start, i) => `x${i + 1} = ${start}`).join(', ')}`,
      `minimize ${of.objective}`,
      ...of.constraints.map(constraint => `constraint ${constraint} == 0`),
    ].join('\n');
    const { converged, value, x, held } = minimize(formula);
    expect(converged).toBe(true);
    expect(value).toBeCloseTo(Number(of.f_star), 9);
    for (const [i, star] of of.x_star.entries()) expect(x[`x${i + 1}`]).toBeCloseTo(Number(star), 8);
    // There L = f + Σ λ·c.
    for (const [i, star] of of.lambda_star.entries())
      expect(held!.constraints[i]!.multiplier).toBeCloseTo(-Number(star), 8);
  });
});
