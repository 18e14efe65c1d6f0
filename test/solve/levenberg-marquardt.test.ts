// The solver of least squares on its own, asked through the interface of solvers: minima of Moré, Garbow and Hillstrom
// (Testing unconstrained optimization software, ACM TOMS 7(1), 1981), bounds with answers by hand, and what is not to be lost.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { absorb, emptyFactor } from '../../src/solve/householder.js';
import { type Bounds, type Controls, type Outcome, run } from '../../src/solve/problem.js';
import { levenbergMarquardt } from '../../src/solve.js';

const NONE = Number.POSITIVE_INFINITY;
const free = (n: number): Bounds => ({ lower: new Float64Array(n).fill(-NONE), upper: new Float64Array(n).fill(NONE) });

/** Solves a program of residuals of the vector x. */
function solved(
  program: string,
  start: readonly number[],
  bounds = free(start.length),
  controls: Controls = {},
): Outcome {
  const n = start.length;
  const { residuals, residualJacobian } = compile(`param x[${n}]\n${program}`);
  const m = residuals(start).length;
  return run(levenbergMarquardt(Float64Array.from(start), bounds, controls), ({ theta }) => {
    const [r, jacobian] = [new Float64Array(m), new Float64Array(m * n)];
    const value = residualJacobian(theta, r, jacobian);
    const block = new Float64Array(m * (n + 1));
    for (let i = 0; i < m; i++) {
      block.set(jacobian.subarray(i * n, (i + 1) * n), i * (n + 1));
      block[i * (n + 1) + n] = r[i]!;
    }
    const factor = emptyFactor(n + 1);
    absorb(factor, n + 1, block, m);
    return { value, factor };
  });
}

const SERIES = Array.from(
  { length: 10 },
  (_, i) => `residual ${2 + 2 * (i + 1)} - (exp(${i + 1}*x[1]) + exp(${i + 1}*x[2]))`,
);

describe('minima', () => {
  it.each([
    ['Rosenbrock', 'residual 10*(x[2] - x[1]^2)\nresidual 1 - x[1]', [-1.2, 1], [1, 1], 0],
    [
      'Freudenstein and Roth, the local one',
      'residual -13 + x[1] + ((5 - x[2])*x[2] - 2)*x[2]\nresidual -29 + x[1] + ((x[2] + 1)*x[2] - 14)*x[2]',
      [0.5, -2],
      [11.4127789869021, -0.896805253274445],
      48.98425367924,
    ],
    [
      'Powell, badly scaled',
      'residual 10^4*x[1]*x[2] - 1\nresidual exp(-x[1]) + exp(-x[2]) - 1.0001',
      [0, 1],
      [1.09815932969981e-5, 9.10614673986652],
      0,
    ],
    [
      'Brown, badly scaled',
      'residual x[1] - 10^6\nresidual x[2] - 2*10^-6\nresidual x[1]*x[2] - 2',
      [1, 1],
      [1e6, 2e-6],
      0,
    ],
    [
      'Beale',
      'residual 1.5 - x[1]*(1 - x[2])\nresidual 2.25 - x[1]*(1 - x[2]^2)\nresidual 2.625 - x[1]*(1 - x[2]^3)',
      [1, 1],
      [3, 0.5],
      0,
    ],
    ['Jennrich and Sampson', SERIES.join('\n'), [0.3, 0.4], [0.257825213670128, 0.257825213670128], 124.362182355614],
  ] as const)('%s', (_, program, start, point, value) => {
    const { theta, converged, value: found, message } = solved(program, start);
    expect(converged, message).toBe(true);
    expect(found).toBeCloseTo(value, 9);
    for (const [i, of] of point.entries()) expect(Math.abs(theta[i]! - of)).toBeLessThan(1e-7 * Math.abs(of));
  });

  it('are not reached where iterations, evaluations or patience end, and that is said', () => {
    const rosenbrock = 'residual 10*(x[2] - x[1]^2)\nresidual 1 - x[1]';
    const reasonOf = (controls: Controls) => {
      const { reason, converged, theta } = solved(rosenbrock, [-1.2, 1], undefined, controls);
      expect(converged).toBe(false);
      expect(theta.every(Number.isFinite)).toBe(true);
      return reason;
    };
    expect(reasonOf({ maxIterations: 3 })).toBe('iterations');
    expect(reasonOf({ maxEvaluations: 4 })).toBe('evaluations');
    let asked = 0;
    expect(reasonOf({ interrupted: () => ++asked > 4 })).toBe('interrupted');
  });

  it('have what a derivative that misleads is not taken for', () => {
    // The slope says that the value falls to the left, where it rises.
    const wrong = run(levenbergMarquardt(Float64Array.of(1), free(1), {}), ({ theta }) => {
      const residual = 1 + (theta[0]! - 1) ** 2;
      const factor = emptyFactor(2);
      absorb(factor, 2, Float64Array.of(1, residual), 1);
      return { value: residual ** 2, factor };
    });
    expect([wrong.converged, wrong.reason]).toEqual([false, 'line search']);
  });
});

describe('bounds', () => {
  /** (x₁ - 3)² + (x₁ + x₂ - 5)² */
  const program = 'residual x[1] - 3\nresidual x[1] + x[2] - 5';
  const box = (lower: number[], upper: number[]): Bounds => ({
    lower: Float64Array.from(lower),
    upper: Float64Array.from(upper),
  });
  it.each([
    // With x₁ = 2 x₂ makes up for it; with x₂ = 0 x₁ is between 3 and 5; both at bounds; neither.
    [box([-NONE, -NONE], [2, NONE]), [2, 3]],
    [box([-NONE, -NONE], [NONE, 0]), [4, 0]],
    [box([-NONE, -NONE], [1, 1]), [1, 1]],
    [box([0, 0], [9, 9]), [3, 2]],
    [box([2.5, -NONE], [2.5, NONE]), [2.5, 2.5]],
  ])('%j hold at %j', (bounds, expected) => {
    const { theta, converged } = solved(program, [0, 0], bounds);
    expect(converged).toBe(true);
    expect(theta[0]).toBeCloseTo(expected[0]!, 12);
    expect(theta[1]).toBeCloseTo(expected[1]!, 12);
  });

  it('are left again where the minimum is inside, and never crossed on the way', () => {
    const { lower, upper } = box([-0.5, 0], [2, 3]);
    const seen: Float64Array[] = [];
    const rosenbrock = 'residual 10*(x[2] - x[1]^2)\nresidual 1 - x[1]';
    const onIteration: Controls['onIteration'] = ({ theta }) => seen.push(theta.slice());
    const { theta } = solved(rosenbrock, [-0.5, 3], { lower, upper }, { onIteration });
    expect(theta[0]).toBeCloseTo(1, 10);
    expect(theta[1]).toBeCloseTo(1, 10);
    for (const at of seen) for (const i of [0, 1]) expect(at[i]! >= lower[i]! && at[i]! <= upper[i]!).toBe(true);
  });
});

describe('the factor', () => {
  it('does not square the condition number: columns that differ by 1e-8 are told apart', () => {
    // Läuchli's matrix [1 1; ε 0; 0 ε], of which JᵀJ is singular in double precision; the residuals are 0 at (1, 2).
    const epsilon = 1e-8;
    const program = `residual x[1] + x[2] - 3\nresidual ${epsilon}*x[1] - ${epsilon}\nresidual ${epsilon}*x[2] - ${2 * epsilon}`;
    const { theta } = solved(program, [0, 0]);
    expect(theta[0]).toBeCloseTo(1, 6);
    expect(theta[1]).toBeCloseTo(2, 6);
  });

  it('is the same of all rows at once and of one after another, but for signs and rounding', () => {
    const [rows, columns] = [200, 5];
    const block = Float64Array.from({ length: rows * columns }, (_, i) => Math.sin(i * i) * 10 ** (i % columns));
    const whole = emptyFactor(columns);
    absorb(whole, columns, block.slice(), rows);
    const single = emptyFactor(columns);
    for (let i = 0; i < rows; i++) absorb(single, columns, block.slice(i * columns, (i + 1) * columns), 1);
    for (let k = 0; k < columns; k++) {
      const sign = Math.sign(whole[k * columns + k]!) * Math.sign(single[k * columns + k]!);
      for (let j = 0; j < columns; j++)
        expect(Math.abs(whole[k * columns + j]! - sign * single[k * columns + j]!)).toBeLessThan(1e-11 * 10 ** j);
    }
  });

  it('keeps lengths whose squares are too large or too small for a double', () => {
    for (const scale of [1e200, 1e-200]) {
      const factor = emptyFactor(1);
      absorb(factor, 1, Float64Array.of(3 * scale, 4 * scale), 2);
      expect(Math.abs(factor[0]!) / scale).toBeCloseTo(5, 12);
    }
  });
});
