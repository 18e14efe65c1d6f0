// The Lagrangian of programs with implicit unknowns: z has these among the statements, their equations lhs == rhs are constraints, and
// what is exported of L = f − Σ λ (z − f(x, z)) − Σ λ (lhs − rhs) solves nothing.

import { describe, expect, it } from 'vitest';
import type { ExportName } from '../../src/exports/table.js';
import { compile, emitSource } from '../../src/index.js';

function swept(formula: string, at: readonly unknown[]) {
  const compiled = compile(formula);
  const count = compiled.statements.reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0);
  const [z, lambda] = [new Float64Array(count), new Float64Array(count)];
  const value: number = compiled.sweep(...at, z, lambda);
  return { compiled, z, lambda, value };
}

const near = (values: ArrayLike<number>, digits = 13) =>
  Array.from(values, value => expect.closeTo(value, digits) as unknown as number);

const KEPLER = 'input M, ecc; implicit E = M; E = M + ecc*sin(E); r = 1 - ecc*cos(E); r^2 + E';
// x² + y² = 5 and xy = 2 at (1, 2); s = x + y is √(a + 2b), and s² has the gradient (1, 2).
const CIRCLE = 'input a, b; implicit x = 1, y = 2.5; constraint x^2 + y^2 == a; constraint x*y == b; s = x + y; s^2';

describe('after both passes', () => {
  it.each([
    // golden.md: E.
    [KEPLER, [1, 0.3], [1.288091313211838, 0.9163137092954955]],
    [CIRCLE, [5, 2], [1, 2, 3]],
    // Steps of an implicit method: z₂ = (√1.4 − 1)/0.2 from z₁ = 1, z₃ = (√(1 + 0.4 z₂) − 1)/0.2.
    [
      'input a; implicit z[3] = 1; z[1] = a; z[i] = z[i-1] - 0.1*z[i]^2 for i = 2:3; sum(z)',
      [1],
      [1, 0.916079783099616, 0.844723931118707],
    ],
    // Two blocks, the second of which needs the first: u = ∛a, v + exp(v) = u at v = 0.
    ['input a; implicit u = 1, v = 0.5; constraint u^3 == a; constraint v + exp(v) == u; u*v^2 + v', [1], [1, 0]],
  ] as const)('%s has no residuals, and the gradient is ∂L/∂x', (formula, at, values) => {
    const { compiled, z, lambda, value } = swept(formula, at);
    expect([...z]).toEqual(near(values, 12));
    for (const of of compiled.residual(...at, z)) expect(of).toBeCloseTo(0, 14);
    expect(compiled.lagrangian(...at, z, lambda)).toBeCloseTo(value, 13);
    const found: Float64Array = compiled.lagrangianGradient(...at, z, lambda);
    const gradient: Float64Array = compiled.gradient(...at);
    expect([...found]).toEqual(near([...gradient, ...new Array(2 * z.length).fill(0)], 12));
  });

  it('multipliers are what the result gains for what is added to a right side', () => {
    // ∂s²/∂a = 1 and ∂s²/∂b = 2, and a and b are right sides; s and value have 6 and nothing more.
    expect([...swept(CIRCLE, [5, 2]).lambda]).toEqual(near([1, 2, 6]));
    // As of Kepler's equation ∂f/∂M.
    const { compiled, lambda } = swept(KEPLER, [1, 0.3]);
    expect(lambda[0]).toBeCloseTo(compiled.gradient(1, 0.3)[0], 14);
  });

  it('an unknown that is said stays a statement', () => {
    const { compiled, z, lambda } = swept('input a; implicit x = 1; constraint x == a^2; b = x; b*x', [3]);
    expect([...z, ...lambda]).toEqual([9, 9, 18, 9]);
    expect([...compiled.residual(3, [10, 10])]).toEqual([1, 0]);
  });
});

describe('anywhere', () => {
  const { residual, lagrangian, lagrangianGradient, lagrangianHessianSparse, lagrangianHessianPattern } =
    compile(CIRCLE);
  const [a, b] = [5, 2];
  const [x, y, s] = [1.5, -2, 4];
  const [p, q, r] = [0.5, 3, -1];

  it('residuals are left sides minus right sides', () => {
    expect([...residual(a, b, [x, y, s])]).toEqual([x * x + y * y - a, x * y - b, s - (x + y)]);
  });

  it('the gradient is the one by hand', () => {
    const L = s * s - p * (x * x + y * y - a) - q * (x * y - b) - r * (s - x - y);
    expect(lagrangian(a, b, [x, y, s], [p, q, r])).toBe(L);
    expect([...lagrangianGradient(a, b, [x, y, s], [p, q, r])]).toEqual([
      ...[p, q],
      ...[-2 * p * x - q * y + r, -2 * p * y - q * x + r, 2 * s - r],
      ...[-(x * x + y * y - a), -(x * y - b), -(s - x - y)],
    ]);
  });

  it('its Jacobian is symmetric, and the one by hand', () => {
    const n = 8;
    const dense = Array.from({ length: n }, () => new Array<number>(n).fill(0));
    const { rows, cols } = lagrangianHessianPattern as unknown as { rows: number[]; cols: number[] };
    const entries: Float64Array = lagrangianHessianSparse(a, b, [x, y, s], [p, q, r]);
    for (const [i, of] of entries.entries()) dense[rows[i]!]![cols[i]!] = of;
    // a, b, x, y, s, then the multipliers.
    const upper = [
      [0, 0, 0, 0, 0, 1, 0, 0],
      [0, 0, 0, 0, 0, 0, 1, 0],
      [0, 0, -2 * p, -q, 0, -2 * x, -y, 1],
      [0, 0, -q, -2 * p, 0, -2 * y, -x, 1],
      [0, 0, 0, 0, 2, 0, 0, -1],
    ];
    for (const [i, row] of upper.entries())
      for (const [j, of] of row.entries()) expect([dense[i]![j], dense[j]![i]]).toEqual([of + 0, of + 0]);
  });

  it('L corrects values that nearly solve an equation: what is left of an error is its square', () => {
    const kepler = compile('input M; implicit E = 1; E = M + 0.3*sin(E); E^2 + E');
    const E = 1.288091313211838;
    const exact = E * E + E;
    const [z, lambda] = [new Float64Array(1), new Float64Array(1)];
    kepler.sweep(1, z, lambda);
    for (const error of [1e-2, 1e-4]) {
      const value = (E + error) ** 2 + (E + error);
      const corrected = kepler.lagrangian(1, [E + error], lambda);
      expect(Math.abs(value - exact)).toBeGreaterThan(3 * error);
      expect(Math.abs(corrected - exact)).toBeLessThan(2 * error ** 2);
    }
  });

  it('Newton steps on it solve the block and the multipliers at once', () => {
    const kepler = compile('input M; implicit E = 1; E = M + 0.3*sin(E); E^2');
    // 1.288091313211838 is golden.md's; λ = 2E/(1 − 0.3 cos E).
    let [E, lambda] = [1, 0];
    for (let step = 0; step < 8; step++) {
      const [, byE, byLambda] = kepler.lagrangianGradient(1, [E], [lambda]);
      const slope = 1 - 0.3 * Math.cos(E);
      const curvature = 2 - lambda * 0.3 * Math.sin(E);
      const dE = byLambda / slope;
      lambda += (byE + curvature * dE) / slope;
      E += dE;
    }
    expect(E).toBeCloseTo(1.288091313211838, 14);
    expect(lambda).toBeCloseTo(2.811463585330797, 12);
  });
});

describe('an arm that is not taken', () => {
  const formula = 'input a, b; implicit x = 1; constraint x^2 == a; b > 0 ? x*b : 3*b';

  it('has no multiplier', () => {
    const { compiled, z, lambda } = swept(formula, [4, -2]);
    expect([...z, ...lambda]).toEqual([2, 0]);
    expect([...compiled.lagrangianGradient(4, -2, z, lambda)].map(of => of + 0)).toEqual([0, 3, 0, 0]);
  });

  it('is solved by sweep, whose z has all unknowns', () => {
    expect(() => compile(formula).sweep(-1, -2, [0], [0])).toThrowError(
      expect.objectContaining({ name: 'NoConvergence', cycle: ['x'] }),
    );
  });
});

describe('in modules', () => {
  it('sweep alone solves', () => {
    const of = (name: ExportName): string => emitSource(KEPLER, { emit: [name] });
    expect(of('sweep')).toContain('solve_E(');
    for (const name of ['residual', 'lagrangian', 'lagrangianGradient', 'lagrangianHessianSparse'] as const)
      expect(of(name)).not.toContain('solve_E');
  });

  it('a sweep may go on from where another ended', () => {
    const { sweep } = compile(CIRCLE);
    const state = Float64Array.of(-1, -2.5);
    const [z, lambda] = [new Float64Array(3), new Float64Array(3)];
    expect(sweep(5, 2, z, lambda, state)).toBeCloseTo(9, 13);
    expect([...z]).toEqual(near([-1, -2, -3]));
    expect([...state]).toEqual(near([-1, -2]));
  });

  it('what rows have their own of is refused, with a way out', () => {
    const formula = 'param p = 1; data y, w; implicit i = 0.1; constraint i == exp(y - i*p); w = i';
    expect(() => compile(formula, { emit: ['sweep'] })).toThrowError(/depends on the row/);
  });
});
