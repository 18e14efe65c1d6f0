// Commands on programs with implicit unknowns.

import { describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

const KEPLER = 'input M, ecc\nimplicit E = M\nE = M + ecc*sin(E)\nE';
// A diode with a resistor: each row has its own current.
const DIODE = 'param Is = 1, R = 0.5\ndata V, I\nimplicit i = 0.1\nconstraint i == Is*(exp(V - i*R) - 1)\nI = i';

const wengert = (...args: string[]) => runIn('.', args);
const json = async (...args: string[]) => JSON.parse((await wengert(...args, '--json')).out);

describe('a program with an implicit unknown', () => {
  it('is evaluated to the third order', async () => {
    const found = await json('eval', KEPLER, '--at', 'M=1', '--at', 'ecc=0.3', '--order', '3');
    expect(found.value).toBeCloseTo(1.2880913132118377, 14);
    expect(found.gradient.M).toBeCloseTo(1.0913293011504175, 14);
    expect(found.hessian[0][0]).toBeCloseTo(-0.374453255325404, 13);
    // mpmath: diff of findroot, 40 digits.
    expect(found.third[0][0][0]).toBeCloseTo(0.2667360988877, 11);
  });

  it('is traced', async () => {
    const { out } = await wengert('eval', KEPLER, '--at', 'M=1', '--at', 'ecc=0.3', '--trace');
    expect(out).toMatch(/3 {2}E {2}E = M \+ ecc\*sin\(E\) {2}1\.288091313211837/);
  });

  it('is a numerical failure where it is not solved, with the place of the unknown', async () => {
    const failed = await wengert('eval', KEPLER, '--at', 'M=0', '--at', 'ecc=1');
    expect(failed.exit).toBe(3);
    expect(failed.out).toBe('');
    expect(failed.err).toContain(
      'error[WG501]: SingularBlock: the block of E has a singular Jacobian where it starts: 1 iteration, residual 0',
    );
    const { errors } = await json('eval', KEPLER, '--at', 'M=0', '--at', 'ecc=1');
    expect(errors[0]).toMatchObject({ code: 'WG501', line: 2, column: 10, length: 1 });
    const verified = await wengert('verify', KEPLER, '--at', 'M=0', '--at', 'ecc=1');
    expect([verified.exit, verified.out]).toEqual([3, '']);
  });

  it('is verified: values by the table of operations, derivatives by differences', async () => {
    const { exit, out } = await wengert('verify', KEPLER, '--emit', 'value,gradient,hessian,multipliers');
    expect(out).toContain('none differs');
    expect(exit).toBe(0);
    const program = `param a = 2, b = 0.5\ninput c = 0.3\nimplicit x = 1, y = a, z[2] = [0.5, 0.5]
      constraint x^2 + y^2 == 4*a\nconstraint x*y == b + 1\nz = tanh([a*z[2] + x, b*z[1] - y])
      w = z[1]*x + z[2]\n(w > 0 ? w^2 : sqrt(-w)) + c*y`;
    expect((await wengert('verify', program, '--emit', 'gradient,hessian,jvp,vjp')).out).toContain('none differs');
  });

  it('is counted, an iteration apart', async () => {
    const { operations, perIteration } = await json('stats', KEPLER);
    expect(operations.value).toBe(1);
    expect(perIteration.operations.value).toBe(perIteration.operations.valueAndGradient);
    expect(perIteration.byClass.transcendental).toBe(2);
    expect((await wengert('stats', KEPLER)).out).toContain('per iteration');
    expect((await json('stats', 'x^2')).perIteration).toBeUndefined();
  });

  it('has no formula that symbolic derivatives could be of: its code is measured', async () => {
    const { exit, out } = await wengert('swell', KEPLER, '--json');
    expect(exit).toBe(0);
    const { rows } = JSON.parse(out);
    const reasons = rows.map((of: { reason?: string }) => of.reason ?? 'measured');
    expect(reasons).toEqual([...new Array(4).fill('an implicit unknown has no formula'), 'measured', 'measured']);
    expect((await wengert('swell', KEPLER)).out).toContain(
      'operations leave out what solves their equations; ns has it',
    );
  });
});

describe('unknowns that each row has its own of', () => {
  const at = ['--at', 'V=[0.1,0.2]', '--at', 'I=[0.1,0.3]'];

  it('are evaluated, traced and verified', async () => {
    const { value } = await json('eval', DIODE, ...at);
    const { trace } = await json('eval', DIODE, ...at, '--trace');
    const currents = trace
      .filter(({ name }: { name?: string }) => name === 'i')
      .map((of: { value: number }) => of.value);
    expect(currents).toHaveLength(2);
    for (const [row, i] of currents.entries()) expect(Math.exp([0.1, 0.2][row]! - 0.5 * i) - 1).toBeCloseTo(i, 14);
    expect(value).toBeCloseTo((0.1 - currents[0]) ** 2 + (0.3 - currents[1]) ** 2, 15);
    expect((await wengert('verify', DIODE, '--emit', 'gradient,hessian')).out).toContain('none differs');
  });

  it('of which one has no solution say so', async () => {
    const { exit, err } = await wengert('eval', DIODE, '--at', 'V=[0.1,2000]', '--at', 'I=[0.1,0.3]');
    expect([exit, err.includes('error[WG501]: NonFinite: row 2: the block of i')]).toEqual([3, true]);
  });
});
