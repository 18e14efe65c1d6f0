// Every method against problems whose minima were published.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { minimize } from '../../src/solve.js';
import { bounded, isMinimum, type Problem, unconstrained } from './problems.js';

/** Meyer's function is rounded by more than what L-BFGS-B can tell from a fall: it says that it has not converged. */
const NOT_SHOWN = new Set(['l-bfgs-b: 10 Meyer']);

/** What steps down the gradient alone take too long for. */
const TOO_CURVED = /^(3|4|10|11|13|18|20|22|24) |^hs25$/;

function expectSolved(problem: Problem, method: 'newton' | 'newton-cg' | 'l-bfgs-b' | 'gradient-descent'): void {
  const found = minimize(problem.text, { method });
  expect(isMinimum(found.value, problem), `${found.value} of ${problem.minima}`).toBe(true);
  expect(found.converged).toBe(!NOT_SHOWN.has(`${method}: ${problem.name}`));
  if (problem.point === undefined || !isMinimum(found.value, { ...problem, minima: problem.minima.slice(0, 1) }))
    return;
  for (const [i, x] of problem.point.entries())
    expect(Math.abs(found.theta[i]! - x)).toBeLessThanOrEqual(1e-4 * Math.max(1, Math.abs(x)));
}

describe.each(['newton', 'newton-cg', 'l-bfgs-b'] as const)('%s', method => {
  it.each([...unconstrained, ...bounded])('finds a minimum of $name', problem => {
    expectSolved(problem, method);
  });
});

describe('gradient-descent', () => {
  it.each([...unconstrained, ...bounded].filter(({ name }) => !TOO_CURVED.test(name)))(
    'finds a minimum of $name',
    problem => {
      expectSolved(problem, 'gradient-descent');
    },
  );
});

/** Minima of Lennard-Jones clusters, of depth 1 at distance 1: D. J. Wales, J. P. K. Doye, J. Phys. Chem. A 101 (1997). */
const clusters = [
  { atoms: 2, energy: -1 },
  { atoms: 3, energy: -3 },
  { atoms: 4, energy: -6 },
  { atoms: 5, energy: -9.103852 },
];

describe('Lennard-Jones', () => {
  const text = readFileSync(new URL('../../examples/lennard-jones.formula', import.meta.url), 'utf8');
  const corners = [
    [0, 0, 0],
    [1.1, 0, 0],
    [0.4, 1, 0.1],
    [0.5, 0.3, 0.9],
    [0.6, 0.4, -0.8],
  ];

  it.each(clusters)('of $atoms atoms comes to $energy', ({ atoms, energy }) => {
    for (const method of ['newton', 'newton-cg', 'l-bfgs-b'] as const) {
      const { value, converged, x } = minimize(text, { start: { x: corners.slice(0, atoms) }, method });
      expect(value).toBeCloseTo(energy, 6);
      expect(converged).toBe(true);
      expect(x.x).toHaveLength(atoms);
    }
  });
});

describe('functions of many parameters', () => {
  const ROSENBROCK = 'param x[n] = 1\nsum(100*(x[i + 1] - x[i]^2)^2 + (1 - x[i])^2, i = 1:n - 1)';
  const BROYDEN = `param x[n] = -1
sum(((3 - 2*x[i])*x[i] - x[i - 1] - 2*x[i + 1] + 1)^2, i = 2:n - 1) + ((3 - 2*x[1])*x[1] - 2*x[2] + 1)^2`;

  it('Rosenbrock, chained through 1,000 parameters, from near its minimum', () => {
    const start = { x: Float64Array.from({ length: 1000 }, (_, i) => 1 + 0.1 * Math.sin(i)) };
    for (const method of ['newton-cg', 'l-bfgs-b'] as const) {
      const { theta, converged } = minimize(ROSENBROCK, { start, method });
      expect(converged).toBe(true);
      for (const x of theta) expect(x).toBeCloseTo(1, 6);
    }
  });

  it('Broyden tridiagonal, of 1,000', () => {
    for (const method of ['newton-cg', 'l-bfgs-b'] as const) {
      const { value, converged, method: taken } = minimize(BROYDEN, { start: new Float64Array(1000).fill(-1), method });
      expect(taken).toBe(method);
      expect(converged).toBe(true);
      expect(value).toBeLessThan(1e-12);
    }
  });

  it('quadratic forms with bounds, of 1,000', () => {
    // Each parameter alone: (x - c)² between bounds is lowest at c or at the nearer bound.
    const count = 1000;
    const c = Float64Array.from({ length: count }, (_, i) => 3 * Math.sin(i));
    const scale = Float64Array.from({ length: count }, (_, i) => 10 ** (i % 4));
    const quadratic = 'input c[n], s[n]\nparam x[n] = 0\nsum(s[i]*(x[i] - c[i])^2, i = 1:n)';
    for (const method of ['newton-cg', 'l-bfgs-b', 'gradient-descent'] as const) {
      const given = { start: { x: new Float64Array(count) }, at: { c, s: scale }, method };
      const { theta, converged } = minimize(quadratic, {
        ...given,
        lower: { x: new Float64Array(count).fill(-1) },
        upper: { x: new Float64Array(count).fill(2) },
      });
      expect(converged).toBe(true);
      for (let i = 0; i < count; i++) expect(theta[i]).toBeCloseTo(Math.min(2, Math.max(-1, c[i]!)), 5);
    }
  });
});

describe('a quadratic program whose parameters depend on each other', () => {
  // x² + y² + z² - xy - yz - 4x - z, with x at most 1: by hand, x = 1 and then 2y = 1 + z, 2z = y + 1, so that y = z = 1.
  const text = 'param x = 0 in [-9, 1], y = 0, z = 0\nx^2 + y^2 + z^2 - x*y - y*z - 4*x - z';
  it.each(['newton', 'newton-cg', 'l-bfgs-b', 'gradient-descent'] as const)('%s', method => {
    const { x, value, gradient } = minimize(text, { method });
    for (const found of [x.x, x.y, x.z]) expect(found).toBeCloseTo(1, 7);
    expect(value).toBeCloseTo(-4, 12);
    // What the bound holds: df/dx = 2 - 1 - 4.
    expect(gradient[0]).toBeCloseTo(-3, 7);
  });
});
