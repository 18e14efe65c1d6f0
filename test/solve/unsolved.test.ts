// Solvers over programs with implicit unknowns: where a block has no solution there is no value, and the step was too long.

import { describe, expect, it } from 'vitest';
import { fit, minimize } from '../../src/solve.js';
import { runIn } from '../cli/capture.js';

describe('a step to where nothing is solved', () => {
  // z = √a, and z + 0.01/z is least at z = 0.1: a Newton step from a = 4 leads to negative a.
  const formula = 'param a = 4; implicit z = 1; constraint z^2 == a; minimize z + 0.01/z';

  it.each(['newton', 'newton-cg', 'l-bfgs-b', 'gradient-descent'] as const)('is too long for %s', method => {
    const { converged, x } = minimize(formula, { method });
    expect(converged).toBe(true);
    expect((x as { a: number }).a).toBeCloseTo(0.01, 6);
  });

  it.each(['interior-point', 'augmented-lagrangian'] as const)('is too long for %s', method => {
    const { converged, x } = minimize(`${formula}\nparam b = 3\nconstraint b*a == 0.02`, { method });
    expect(converged).toBe(true);
    const { a, b } = x as { a: number; b: number };
    expect(a).toBeCloseTo(0.01, 5);
    expect(b).toBeCloseTo(2, 3);
  });

  it('is too long for a fit', () => {
    const x = [1, 2, 3, 4];
    const { converged, parameters } = fit('param a = 9; data x, y; implicit z = 1; constraint z^2 == a*x; y = z', {
      x,
      y: x.map(of => Math.sqrt(0.01 * of)),
    });
    expect(converged).toBe(true);
    expect(parameters.a).toBeCloseTo(0.01, 8);
  });
});

describe('training by constraints', () => {
  it('goes over definitions of unknowns as over any statement', async () => {
    const formula = 'param w = 0.1, b = 0.2; implicit z = 0.5; z = tanh(w*z + b); minimize (z - 0.7)^2 + 0.01*w^2';
    const { out, exit } = await runIn('.', ['minimize', formula, '--method', 'multipliers', '--rate', '0.3', '--json']);
    expect(exit).toBe(0);
    // artanh(0.7) is b where w is 0.
    expect(JSON.parse(out).x.b).toBeCloseTo(Math.atanh(0.7), 4);
  });

  it('is refused where an equation does not say its unknown', async () => {
    const formula = 'param w = 0.1; implicit z = 0.5; constraint z^3 + z == w; minimize (z - 0.7)^2';
    const { err, exit } = await runIn('.', ['minimize', formula, '--method', 'multipliers']);
    expect(exit).toBe(2);
    expect(err).toContain("no equation says 'z'");
    expect(err).toContain("write it as 'z = …'");
  });
});

describe('a start at which nothing is solved', () => {
  it('is an error that names the unknown', async () => {
    const formula = 'param a = -1; implicit z = 1; constraint z^2 == a; minimize z + a^2';
    expect(() => minimize(formula)).toThrowError(expect.objectContaining({ name: 'NoConvergence', cycle: ['z'] }));
    const { exit, err } = await runIn('.', ['minimize', formula]);
    expect(exit).toBe(3);
    expect(err).toMatch(/error\[WG501\]: NoConvergence: the block of z .*\n +╭─ 1:24/);
    const data = 'x,y\n1,1\n2,2\n';
    const model = 'param a = -1; data x, y; implicit z = 1; constraint z^2 == a*x; y = z';
    const fitted = await runIn('.', ['fit', model, '--data', '-'], data);
    expect(fitted.exit).toBe(3);
    expect(fitted.err).toMatch(/error\[WG501\]: NoConvergence: row 1: the block of z .*\n +╭─ 1:35/);
  });
});
