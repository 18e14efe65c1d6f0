// Examples of what equations determine, against mpmath (40 digits), closed forms, and what was known before.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runIn } from '../cli/capture.js';
import { example } from './example.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const isBuilt = existsSync(new URL('../../dist/solve.js', import.meta.url));

const answered = async (...args: string[]) => {
  const { exit, out, err } = await runIn(root, [...args, '--json']);
  return { exit, err, ...JSON.parse(out) };
};

function run(script: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`examples/${script}`, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
}

const NUMBER = /-?\d+\.?\d*(?:e-?\d+)?/g;

const near = (found: number, wanted: number, digits: number): void =>
  expect(Math.abs(found / wanted - 1)).toBeLessThan(10 ** -digits);

describe('values and derivatives', () => {
  it.each([
    ['kepler', [1, 0.3], 1.2880913132118377, [1.0913293011504175, 1.0480083050499363]],
    ['lambert-w', [1], 0.5671432904097838, [0.3618962566348892]],
    ['colebrook', [1e5, 1e-4], 0.018513866077471644, [-3.46021793971495e-8, 5.069633533677355]],
    ['van-der-waals', [50, 320], 0.41861528036660967, [-0.011234687928376041, 0.00248467977312748]],
  ] as const)('of %s are those of mpmath', (name, at, value, gradient) => {
    const program = example(name);
    near(program.value(...at), value, 14);
    for (const [i, of] of gradient.entries()) near(program.gradient(...at)[i], of, 12);
  });

  it('W is what it is the inverse of, and has no branch point inside', () => {
    const { value, gradient } = example('lambert-w');
    for (const w of [-0.9, -0.5, 0.1, 2, 10]) near(value(w * Math.exp(w)), w, 12);
    // W′ = 1/(exp(W)·(1 + W)).
    near(gradient(2 * Math.exp(2))[0], 1 / (Math.exp(2) * 3), 13);
    expect(() => value(-1 / Math.E)).toThrowError(/SingularBlock|singular/);
    expect(() => value(-0.5)).toThrowError(/not solved|singular/);
  });

  it('of a real gas go to those of an ideal one', () => {
    const { value } = example('van-der-waals');
    const ideal = (0.0831446 * 320) / 1e-4;
    near(value(1e-4, 320), ideal, 5);
  });
});

describe('spring', () => {
  it('is as light as the literature has it', async () => {
    // A. D. Belegundu 1982, J. S. Arora: 0.0127; the best known is 0.012665232788 at (0.051689, 0.356718, 11.288966).
    const { exit, value, x, constraints } = await answered('minimize', 'examples/spring.formula');
    expect(exit).toBe(0);
    near(value, 0.012665232788, 10);
    near(x.d, 0.051689, 5);
    near(x.D, 0.356718, 5);
    near(x.N, 11.288966, 5);
    const multipliers = constraints.map((of: { multiplier: number }) => of.multiplier);
    expect(multipliers.map((of: number) => Math.sign(of))).toEqual([1, -1, 0, 0]);
  });
});

describe('pendulum', () => {
  it('swings up, with 1,002 variables', async () => {
    const { exit, x, value, iterations } = await answered('minimize', 'examples/pendulum.formula');
    expect(exit).toBe(0);
    expect(x.angle.length + x.speed.length + x.torque.length).toBe(1002);
    expect(iterations).toBeLessThan(60);
    expect([x.angle[0], x.speed[0], x.angle.at(-1), x.speed.at(-1)]).toEqual(
      [Math.PI, 0, 0, 0].map(of => expect.closeTo(of, 9)),
    );
    // What is asked for is what has been spent: h·Σ torque².
    near(value, (5 / 333) * x.torque.reduce((sum: number, of: number) => sum + of * of, 0), 12);
  });
});

describe('growth and xor', () => {
  it('have the lowest losses that four methods agree about', async () => {
    for (const [name, loss] of [
      ['xor', 0.08434401803783],
      ['growth', 0.0015763870983482],
    ] as const) {
      const { exit, value } = await answered('minimize', `examples/${name}.formula`);
      expect(exit).toBe(0);
      expect(value).toBeCloseTo(loss, 12);
    }
  });
});

describe('equilibrium', () => {
  it('has a gradient that verify agrees with', async () => {
    const { exit, ok } = await answered('verify', 'examples/equilibrium.formula', '--samples', '1');
    expect([exit, ok]).toEqual([0, true]);
  });
});

describe.skipIf(!isBuilt)(`scripts${isBuilt ? '' : ' (skipped: not built)'}`, () => {
  it('equilibrium.js tells more than 95 of 100 points that it has not seen', () => {
    const { status, out, err } = run('equilibrium.js', '--points', '100');
    expect([status, err]).toEqual([0, '']);
    const shares = [...out.matchAll(/: (\S+) % are told/g)].map(([, share]) => Number(share));
    expect(shares).toHaveLength(2);
    // A straight line tells 85 of 100.
    for (const share of shares) expect(share).toBeGreaterThan(95);
  });

  it('training-by-constraints.js comes to the lowest losses by each method, and draws the chart of examples/README.md', () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
    try {
      const { status, out, err } = run('training-by-constraints.js', '--plot', path.join(directory, 'way.svg'));
      expect([status, err]).toEqual([0, '']);
      const losses = [...out.matchAll(/ (\d\.\d{12})$/gm)].map(([, loss]) => Number(loss));
      for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(i < 4 ? 0.084344018 : 0.001576387, 9);
      expect(losses).toHaveLength(8);
      expect(out).not.toContain('not converged');
      const drawn = readFileSync(path.join(directory, 'way.svg'), 'utf8');
      const kept = readFileSync(path.join(root, 'examples/training-by-constraints.svg'), 'utf8');
      expect(drawn.replaceAll(NUMBER, '#')).toBe(kept.replaceAll(NUMBER, '#'));
      const [places, wanted] = [drawn, kept].map(svg => (svg.match(NUMBER) ?? []).map(Number)) as [number[], number[]];
      // Pixels and the like. Where a loss is all but the lowest, its logarithm is of rounding.
      const away = places.filter((of, i) => Math.abs(of - wanted[i]!) > 0.5);
      expect([places.length, away]).toEqual([wanted.length, []]);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('training-by-constraints.js refuses other options', () => {
    expect(run('training-by-constraints.js', '--plots', 'x').status).toBe(2);
  });
});
