// `wengert minimize` and `wengert maximize` of programs with constraints: multipliers, residuals, and what has no optimum.

import { describe, expect, it } from 'vitest';
import { runIn } from '../capture.js';

const wengert = (...args: string[]) => runIn('.', args);
const GOLDEN = 'param x = 0, z = 0\nminimize (z-2)^2 + x^2\nconstraint z == exp(x)';

describe('what it prints', () => {
  it('is the point, constraints with their multipliers, and how well the conditions hold', async () => {
    const { exit, out, err } = await wengert('minimize', GOLDEN);
    expect([exit, err]).toEqual([0, '']);
    const rows = out.split('\n').map(line => line.split(/ {2,}/));
    expect(rows[3]).toEqual(['constraint', 'left − right', 'λ = df*/du']);
    expect(rows[4]![0]).toBe('z == exp(x)');
    expect(Number(rows[4]![2])).toBeCloseTo(-0.6208405618793695, 10);
    const facts = Object.fromEntries(rows.slice(6).map(([title, ...rest]) => [title, rest.join(' ')]));
    expect(Number(facts.minimum)).toBeCloseTo(0.371439823028937, 12);
    expect(facts).toMatchObject({
      'second order': 'sufficient: the reduced Hessian is definite',
      converged: 'the conditions of Karush, Kuhn and Tucker hold',
      method: 'interior-point',
    });
    for (const residual of ['stationarity', 'feasibility', 'complementarity'])
      expect(Number(facts[residual])).toBeLessThan(1e-9);
  });

  it('names bounds that are met', async () => {
    const program =
      'param x = 1, v[2] = 1\nmaximize x + v[1] - v[2]\nconstraint x^2 + v[1]^2 <= 2\nconstraint 0 <= v <= 9';
    const { exit, out } = await wengert('maximize', program);
    expect(exit).toBe(0);
    // v[2] is at 0: the maximum falls by as much as that bound rises.
    expect(out).toMatch(/^bound of v\[2\] +-1$/m);
    expect(out).not.toMatch(/bound of x/);
  });

  it('is JSON for machines', async () => {
    const { exit, out } = await wengert('minimize', GOLDEN, '--json', '--method', 'augmented-lagrangian');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      x: { x: expect.closeTo(0.5244798110606967, 10), z: expect.closeTo(1.68957971906032, 10) },
      converged: true,
      reason: 'gradient',
      method: 'augmented-lagrangian',
      constraints: [{ text: 'z == exp(x)', kind: 'equality', multiplier: expect.closeTo(-0.6208405618793695, 10) }],
      boundMultipliers: { x: 0, z: 0 },
      residuals: { stationarity: expect.closeTo(0, 9), feasibility: expect.closeTo(0, 9), complementarity: 0 },
      secondOrder: 'minimum',
      independent: true,
    });
  });

  it('lists long constraints in part', async () => {
    const program = 'const n = 20; param x[n] = 1; minimize sum(x .^ 2); constraint 2*x == 1';
    const { out } = await wengert('minimize', program);
    expect(out).toContain('2*x == 1 [1]');
    expect(out).toContain('… 10 more: --json');
  });
});

describe('exit 3', () => {
  it.each([
    ['infeasible', 'param x = 1; minimize x^2; constraint x >= 1; constraint x <= 0', /infeasible/],
    ['unbounded', 'param x = 1, y = 1; minimize -x - y; constraint x - y <= 1; constraint x >= 0', /unbounded/],
    ['without multipliers', 'param x = 3; minimize x; constraint x^2 == 0', /multipliers grow without end/],
  ])('%s', async (_, program, said) => {
    const { exit, out, err } = await wengert('minimize', program);
    expect(exit).toBe(3);
    expect(err).toMatch(/^not converged: /);
    expect(err).toMatch(said);
    // Numbers on their way are no multipliers.
    expect(out).not.toContain('λ');
    expect(out).toContain('constraints missed by');
    const record = JSON.parse((await wengert('minimize', program, '--json')).out);
    expect(record).toMatchObject({ converged: false, secondOrder: null });
  });

  it('too few iterations', async () => {
    const { exit, err } = await wengert('minimize', GOLDEN, '--max-iterations', '1');
    expect([exit, err]).toEqual([3, expect.stringContaining('--max-iterations')]);
  });

  it('a constraint that has no value at the start', async () => {
    const { exit, err } = await wengert('minimize', 'param x = -1; minimize x^2; constraint log(x) >= 0');
    expect(exit).toBe(3);
    expect(err).toContain('a constraint at the start is not finite');
  });
});

describe('training by constraints', () => {
  it('frees named statements', async () => {
    const program = 'param x = 2\na = log(x)\nb = a^2\nminimize (b - 1)^2';
    const { exit, out } = await wengert(
      'minimize',
      program,
      '--method',
      'multipliers',
      '--rate',
      '0.2',
      '--sweeps',
      '2',
    );
    expect(exit).toBe(0);
    expect(out).toMatch(/^x +2\.71828/);
    expect(out).toMatch(/^method +multipliers$/m);
  });

  it('wants some', async () => {
    const { exit, err } = await wengert('minimize', 'param x = 2; minimize x^2', '--method', 'multipliers');
    expect([exit, err]).toEqual([2, expect.stringContaining('named statements')]);
  });
});

describe('refused', () => {
  it.each([
    [
      ['--method', 'newton'],
      /'newton' is not for programs with constraints[\s\S]*--method interior-point or augmented-lagrangian/,
    ],
    [['--method', 'simplex'], /interior-point/],
    [['--method', 'multipliers'], /'multipliers' is not for programs with constraints/],
    [['--sweeps', '0'], /a whole number from 1/],
  ])('%j', async (flags, said) => {
    const { exit, err } = await wengert('minimize', GOLDEN, ...flags);
    expect(exit).toBe(2);
    expect(err).toMatch(said);
    expect(err).not.toMatch(/ at /);
  });
});
