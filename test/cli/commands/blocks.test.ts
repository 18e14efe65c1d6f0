// Commands that show a program where it has implicit blocks: these stand as their equations.

import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { runIn } from '../capture.js';

const wengert = async (...args: string[]) => {
  const { exit, out, err } = await runIn('.', args);
  expect(err).toBe('');
  expect(exit).toBe(0);
  return out;
};
/** Cells of the lines of a table, up to an empty line. */
const cells = (out: string): string[][] =>
  out
    .split('\n\n')[0]!
    .trim()
    .split('\n')
    .map(line => line.split(/ {2,}/));

const KEPLER = 'input M, ecc\nimplicit E = M + 0.1\nE = M + ecc*sin(E)\nr = 1 - ecc*cos(E)\nr^2';
const CIRCLE = 'input a, b\nimplicit x = 1, y = 2.5\nconstraint x^2 + y^2 == a\nconstraint x*y == b\ns = x + y\ns^2';
const DIODE = 'param Is = 1, R = 0.5\ndata V, I\nimplicit i = 0.1\nconstraint i == Is*(exp(V - i*R) - 1)\nI = i';
const AT_KEPLER = ['--at', 'M=1', '--at', 'ecc=0.3'];
const AT_CIRCLE = ['--at', 'a=5', '--at', 'b=2'];

describe('explain', () => {
  it('has an equation that says its unknown as a line that uses itself, and no start', async () => {
    expect(cells(await wengert('explain', KEPLER))).toEqual([
      ['node', 'operation', 'adjoint equation'],
      ['M', 'M_bar = λ_E'],
      ['ecc', 'ecc_bar = t2 * t3_bar + sin(E) * λ_E'],
      ['E', 'M + ecc * sin(E)', 'λ_E = -sin(E) * t2_bar + ecc * λ_E * cos(E)'],
      ['t2', 'cos(E)', 't2_bar = ecc * t3_bar'],
      ['t3', 'ecc * t2', 't3_bar = -r_bar'],
      ['r', '1 - t3', 'r_bar = value_bar * r * 2'],
      ['value', 'r^2', 'value_bar = 1'],
    ]);
  });

  it('has what is 0 where an equation does not say its unknown', async () => {
    const out = await wengert('explain', CIRCLE, ...AT_CIRCLE);
    expect(cells(out).slice(3, 6)).toEqual([
      ['x', 'x^2 + y^2 - a = 0', '1', '0 = s_bar - λ_x * x * 2 - y * λ_y', '1'],
      ['y', 'x * y - b = 0', '2', '0 = s_bar - λ_x * y * 2 - x * λ_y', '2'],
      ['s', 'x + y', '3', 's_bar = value_bar * 2 * s', '6'],
    ]);
    expect(out).toContain('The adjoint of an implicit unknown is the multiplier of its equation.');
  });

  it('has what each row solves', async () => {
    const lines = cells(await wengert('explain', DIODE));
    expect(lines[1]).toEqual(['Is', 'Is_bar = Σ rows (exp(V - R * i) - 1) * λ_i']);
    expect(lines[5]).toEqual(['i', 'Is * (exp(V - R * i) - 1)', 'λ_i = -t7_bar - R * exp(V - R * i) * Is * λ_i']);
  });
});

describe('lagrangian', () => {
  const json = async (formula: string, ...at: string[]) =>
    JSON.parse(await wengert('lagrangian', formula, ...at, '--json'));

  it('has equations as constraints, with their multipliers', async () => {
    const out = await wengert('lagrangian', CIRCLE, ...AT_CIRCLE);
    expect(cells(out)).toEqual([
      ['constraint', 'value', 'λ equation', 'λ'],
      ['x^2 + y^2 - a = 0', '1', '0 = λ_s - λ_x * x * 2 - y * λ_y', '1'],
      ['x * y - b = 0', '2', '0 = λ_s - λ_x * y * 2 - x * λ_y', '2'],
      ['s = x + y', '3', 'λ_s = λ_value * s * 2', '6'],
      ['value = s^2', '9', 'λ_value = 1', '1'],
    ]);
    expect(out).toContain('    - λ_x * (x^2 + y^2 - a)\n    - λ_y * (x * y - b)\n    - λ_s * (s - (x + y))\n');
  });

  it('is 0 in all conditions, and ∂L/∂x is the gradient', async () => {
    for (const [formula, ...at] of [
      [KEPLER, ...AT_KEPLER],
      [CIRCLE, ...AT_CIRCLE],
      [DIODE, '--at', 'V=[0.1,0.2,0.4]', '--at', 'I=[0.05,0.1,0.3]'],
    ] as const) {
      const { kkt, inputs } = await json(formula, ...at);
      for (const of of Object.values(kkt) as number[]) expect(of).toBeLessThan(1e-14);
      const { gradient } = JSON.parse(await wengert('eval', formula, ...at, '--json'));
      for (const { name, derivative } of inputs) expect(derivative).toBeCloseTo(gradient[name], 13);
    }
  });

  it('has an entry for each equation, and of rows the numbers of all', async () => {
    const circle = await json(CIRCLE, ...AT_CIRCLE);
    expect(circle.constraints[0]).toMatchObject({
      name: 'x',
      constraint: 'x^2 + y^2 - a = 0',
      definition: null,
      statement: true,
      rows: false,
      line: 3,
      equation: '0 = λ_s - λ_x * x * 2 - y * λ_y',
      residual: 0,
      stationarity: 0,
    });
    expect(circle.constraints[1]).toMatchObject({ name: 'y', line: 4 });
    expect(circle.constraints[0].multiplier).toBeCloseTo(1, 14);
    const diode = await json(DIODE, '--at', 'V=[0.1,0.2]', '--at', 'I=[0.05,0.1]');
    const [current] = diode.constraints;
    expect(current).toMatchObject({ constraint: 'i = Is * (exp(V - R * i) - 1)', rows: true });
    // λ = 2(i − I)/(1 + R·Is·exp(V − iR)), what the squares gain for what is added to the right side.
    for (const [row, [V, I]] of [
      [0.1, 0.05],
      [0.2, 0.1],
    ].entries()) {
      const i = current.value[row];
      expect(i).toBeCloseTo(Math.exp(V! - 0.5 * i) - 1, 14);
      expect(current.multiplier[row]).toBeCloseTo((2 * (i - I!)) / (1 + 0.5 * Math.exp(V! - 0.5 * i)), 14);
    }
  });

  it('ranks unknowns among the others', async () => {
    const out = await wengert('lagrangian', KEPLER, ...AT_KEPLER, '--sensitivity');
    expect(out).toMatch(/\nE +3:1 +E = M \+ ecc\*sin\(E\) +1\.28809131321183\d+ +\S+\n/);
    const { sensitivity } = JSON.parse(await wengert('lagrangian', KEPLER, ...AT_KEPLER, '--sensitivity', '--json'));
    // z is E, and λ = 2·r·ecc·sin(E)/(1 − ecc·cos(E)) = 2·ecc·sin(E), as r is the slope of Kepler's equation.
    const E = sensitivity.byMultiplier.find(({ name }: { name: string }) => name === 'E');
    expect(E.multiplier).toBeCloseTo(0.6 * Math.sin(1.2880913132118377), 14);
    expect(E.rounding).toBeCloseTo(E.multiplier * E.value * 2 ** -53, 30);
  });

  it('leaves alone what stands in an arm that is not taken', async () => {
    // x² = −1 has no solution, and nobody asks for one.
    const formula = 'input a, b; implicit x = 1; constraint x^2 == a; b > 0 ? x*b : 3*b';
    const out = await wengert('lagrangian', formula, '--at', 'a=-1', '--at', 'b=-1');
    expect(cells(out)[3]).toEqual(['x^2 - a = 0', 'not taken', '0 = b * λ_t6 - λ_x * x * 2', '0']);
    const taken = await runIn('.', ['lagrangian', formula, '--at', 'a=-1', '--at', 'b=1']);
    expect([taken.exit, taken.out]).toEqual([3, '']);
    expect(taken.err).toMatch(/WG501\]: NoConvergence: the block of x/);
  });

  it('is LaTeX that katex reads', async () => {
    for (const command of ['lagrangian', 'explain']) {
      const out = await wengert(command, CIRCLE, ...AT_CIRCLE, '--format', 'latex');
      for (const part of out.split('\n\n').filter(text => !text.startsWith('%')))
        expect(() => katex.renderToString(part, { displayMode: true, throwOnError: true })).not.toThrow();
      expect(out).toContain('x^{2} + y^{2} - a = 0');
    }
  });
});

describe('graph', () => {
  it('draws the cycle, forwards and backwards', async () => {
    const dot = await wengert('graph', KEPLER, '--adjoint', ...AT_KEPLER);
    const id = (label: string): string => new RegExp(`(\\w+) \\[label="${label}`).exec(dot)![1]!;
    const E = id('E = M \\+ ecc \\* sin\\(E\\)');
    expect(dot).toContain(`${id('M\\\\n')} -> ${E};`);
    expect(dot).toContain(`a${E.slice(1)} -> a${E.slice(1)};`);
    expect(dot).not.toContain('solved');
    const circle = await wengert('graph', CIRCLE);
    const [x, y] = [id2('x'), id2('y')];
    function id2(name: string): string {
      return new RegExp(`(\\w+) \\[label="${name}\\\\n`).exec(circle)![1]!;
    }
    expect(circle).toContain(`${x} -> ${y};`);
    expect(circle).toContain(`${y} -> ${x};`);
  });
});
