// Training by constraints: that exact sweeps make it gradient descent is stated with steps computed here by hand.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { maximize, minimize } from '../../src/solve.js';

/** A network with two hidden units, for exclusive or, one statement a layer; starts are none that are symmetric. */
const NETWORK = `param A[2,2] = [0.9, -0.7; -0.6, 0.8], a[2] = [0.1, -0.2], b[2] = [0.7, 0.6], c = -0.1
const inputs = [1, 1, -1, -1; 1, -1, 1, -1]
h1 = tanh(A*inputs[:,1] + a)
h2 = tanh(A*inputs[:,2] + a)
h3 = tanh(A*inputs[:,3] + a)
h4 = tanh(A*inputs[:,4] + a)
o1 = dot(b, h1) + c
o2 = dot(b, h2) + c
o3 = dot(b, h3) + c
o4 = dot(b, h4) + c
minimize (o1 + 1)^2 + (o2 - 1)^2 + (o3 - 1)^2 + (o4 + 1)^2 + 0.01*(sum(A .* A) + dot(b, b))`;

/** A recurrence of five steps that is to end at 1. */
const RECURRENCE = `param w = 0.3, u = 0.2
s1 = tanh(u)
s2 = tanh(w*s1 + u)
s3 = tanh(w*s2 + u)
s4 = tanh(w*s3 + u)
s5 = tanh(w*s4 + u)
minimize (s5 - 0.8)^2 + 0.1*(w^2 + u^2)`;

const numbersOf = (x: unknown): number[] => [Object.values(x as Record<string, number[]>)].flat(4) as number[];

describe.each([
  ['a network', NETWORK, 0.1],
  ['a recurrence', RECURRENCE, 0.05],
])('%s', (_, formula, rate) => {
  it('ends where other methods do, with one sweep for each step', () => {
    const found = minimize(formula, { method: 'multipliers', rate, gradientTolerance: 1e-7 });
    const other = minimize(formula, { method: 'gradient-descent', gradientTolerance: 1e-9 });
    expect(found).toMatchObject({ converged: true, method: 'multipliers' });
    expect(found.value).toBeCloseTo(other.value, 9);
  });

  it('is gradient descent where sweeps go on until nothing changes', () => {
    const { valueAndGradient, wrt } = compile(formula);
    const sizes = wrt.map(({ shape }) => (shape as number[]).reduce((product, size) => product * size, 1));
    const { path } = minimize(formula, { method: 'multipliers', rate, sweeps: 20, maxIterations: 25, path: true });
    let theta = [...path![0]!.theta];
    for (const step of path!.slice(1)) {
      let next = 0;
      const args = sizes.map((size, i) => {
        next += size;
        return wrt[i]!.shape.length === 0 ? theta[next - 1]! : theta.slice(next - size, next);
      });
      const gradient = new Float64Array(theta.length);
      valueAndGradient(...args, gradient);
      theta = theta.map((x, i) => x - rate * gradient[i]!);
      for (const [i, x] of theta.entries()) expect(step.theta[i]).toBeCloseTo(x, 12);
    }
    expect(path).toHaveLength(26);
  });
});

it('goes up where a formula is maximised, stays within bounds, and leaves what is fixed', () => {
  const program = 'param x = 0.5 in [0, 2], y = 3 in [3, 3]\na = x^2\nb = 4*a - a^2\nmaximize b + y - (x - 1)^2';
  const { x, converged } = maximize(program, { method: 'multipliers', gradientTolerance: 1e-8 });
  expect(converged).toBe(true);
  expect(x.y).toBe(3);
  expect(x.x).toBeCloseTo(maximize(program).x.x as number, 6);
});

it('takes statements that are not defined where all values are 0', () => {
  const program = 'param x = 2\na = x + 1\nb = log(a)\nc = 1/b\nminimize (c - 0.5)^2';
  const { x, converged } = minimize(program, { method: 'multipliers', rate: 0.5 });
  expect(converged).toBe(true);
  // 1/log(x + 1) = 1/2.
  expect(x.x).toBeCloseTo(Math.E ** 2 - 1, 5);
});

it('says where it does not go', () => {
  expect(() => minimize('param x = 1\nminimize x^2', { method: 'multipliers' })).toThrow(/named statements/);
  expect(() => minimize(RECURRENCE, { method: 'multipliers', sweeps: 0 })).toThrow(/sweeps must be a whole number/);
  const steep = minimize('param x = 3\na = x^2\nminimize a^2', { method: 'multipliers', rate: 10 });
  expect(steep).toMatchObject({ converged: false, reason: 'not finite' });
  expect(steep.message).toContain('smaller rate');
  expect(minimize(RECURRENCE, { method: 'multipliers', maxEvaluations: 3 }).reason).toBe('evaluations');
  expect(numbersOf(minimize(RECURRENCE, { method: 'multipliers', maxIterations: 0 }).x)).toEqual([0.3, 0.2]);
});
