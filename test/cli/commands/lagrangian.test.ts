// `wengert lagrangian`: the constraints of a program and the equations of their multipliers, and at a point what the derivatives of
// the Lagrangian come to.

import katex from 'katex';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/index.js';
import { runIn } from '../capture.js';

const lagrangian = (...args: string[]) => runIn('.', ['lagrangian', ...args]);

const MISSION = 'a = exp(x)\nb = a^2\nc = a + b\nd = exp(c)\ne = sin(c)\nf = d + e';

type Numbers = number | string | null | (number | string | null)[];

interface Constraint {
  readonly name: string;
  readonly definition: string;
  readonly statement: boolean;
  readonly rows: boolean;
  readonly line: number;
  readonly column: number;
  readonly equation: string;
  readonly value: Numbers;
  readonly multiplier: Numbers;
  readonly residual: Numbers;
  readonly stationarity: Numbers;
}

interface Ranked {
  readonly name: string;
  readonly rounding: number;
}

interface Found {
  readonly value: number;
  readonly lagrangianValue: number;
  readonly constraints: readonly Constraint[];
  readonly auxiliaries: readonly { readonly name: string; readonly definition: string }[];
  readonly inputs: readonly Record<'name' | 'equation' | 'derivative' | 'gradient', unknown>[];
  readonly kkt: Readonly<Record<'residual' | 'stationarity' | 'gradient', number>>;
  readonly sensitivity: Readonly<Record<'byMultiplier' | 'byRounding', readonly Ranked[]>>;
}

async function json(formula: string, at: readonly string[], ...more: string[]) {
  const args = at.flatMap(of => ['--at', of]);
  const { exit, out, err } = await lagrangian(formula, ...args, '--format', 'json', ...more);
  expect(err).toBe('');
  expect(exit).toBe(0);
  const found: Found = JSON.parse(out);
  return { ...found, of: (name: string) => found.constraints.find(of => of.name === name)! };
}

describe('constraints of an optimum', () => {
  it('are said not to be in it: no pass has their multipliers', async () => {
    const { out } = await lagrangian('param x = 1; minimize x^2; constraint x^3 >= 1', '--at', 'x=2');
    expect(out).toContain("Not in L: the constraint of the optimum; 'wengert minimize' finds their multipliers.");
    expect((await lagrangian('param x = 1; minimize x^2', '--at', 'x=2')).out).not.toContain('Not in L');
  });
});

describe('the listing', () => {
  it('has the constraints of the mission, and the equations of their multipliers', async () => {
    const { exit, out } = await lagrangian(MISSION);
    expect(exit).toBe(0);
    const [listing, inputs, text] = out.split('\n\n');
    expect(listing!.split('\n').map(line => line.split(/ {2,}/))).toEqual([
      ['constraint', 'λ equation'],
      ['a = exp(x)', 'λ_a = λ_b * a * 2 + λ_c'],
      ['b = a^2', 'λ_b = λ_c'],
      ['c = a + b', 'λ_c = d * λ_d + λ_e * cos(c)'],
      ['d = exp(c)', 'λ_d = λ_f'],
      ['e = sin(c)', 'λ_e = λ_f'],
      ['f = d + e', 'λ_f = 1'],
    ]);
    expect(inputs!.split('\n')[1]!.split(/ {2,}/)).toEqual(['x', 'a * λ_a']);
    expect(text!.split('\n').map(line => line.trim())).toEqual([
      'L = f',
      '- λ_a * (a - exp(x))',
      '- λ_b * (b - a^2)',
      '- λ_c * (c - (a + b))',
      '- λ_d * (d - exp(c))',
      '- λ_e * (e - sin(c))',
      '- λ_f * (f - (d + e))',
      '',
    ]);
  });

  it.each([
    ['named', MISSION, 'abcdef'.split('')],
    // golden.md gives the same numbers of the formula in one line.
    ['unnamed', 'exp(exp(x)+exp(x)^2) + sin(exp(x)+exp(x)^2)', ['t1', 't2', 't3', 't4', 't5', 'value']],
  ])('has the known numbers of the mission, %s', async (_what, formula, names) => {
    const found = await json(formula, ['x=0']);
    expect(found.constraints.map(({ name }) => name)).toEqual(names);
    expect(found.value).toBeCloseTo(8.298353525756, 10);
    expect(found.lagrangianValue).toBe(found.value);
    const multipliers = found.constraints.map(({ multiplier }) => multiplier as number);
    expect(multipliers[0]).toBeCloseTo(20.91872778715, 10);
    // e² + cos 2
    for (const i of [1, 2]) expect(multipliers[i]).toBeCloseTo(Math.E ** 2 + Math.cos(2), 10);
    expect(multipliers.slice(3)).toEqual([1, 1, 1]);
    expect(found.inputs).toEqual([
      {
        name: 'x',
        equation: expect.stringMatching(/^∂L\/∂x = \w+ \* λ_\w+$/),
        derivative: expect.closeTo(20.91872778715, 10),
        gradient: expect.closeTo(20.91872778715, 10),
      },
    ]);
    expect(found.kkt).toEqual({ residual: 0, stationarity: 0, gradient: 0 });
  });

  it('keeps statements apart that share a node', async () => {
    const found = await json('a = x*y\nb = y*x\na*b^2', ['x=2', 'y=3']);
    expect(found.of('a')).toMatchObject({ definition: 'x * y', value: 6, multiplier: 36, statement: true });
    expect(found.of('b')).toMatchObject({ definition: 'x * y', value: 6, multiplier: 72, line: 2, column: 1 });
    expect(found.of('value')).toMatchObject({ statement: false, multiplier: 1 });
    // Where something else reads it, too, the node has a name, which both are other names for.
    const shared = await json('a = x*y\nb = y*x\na*b^2 + x*y', ['x=2', 'y=3']);
    expect(shared.of('v1')).toMatchObject({ definition: 'x * y', multiplier: 36 + 72 + 1 });
    expect(shared.of('a').definition).toBe('v1');
    expect(shared.kkt.stationarity).toBe(0);
  });

  it('has elements of vectors and recurrences, names for others, and numbers', async () => {
    const found = await json('input x\nn = 3\nz[1] = x\nz[i] = z[i-1]^2 for i = 2:3\nw = [z[3], n]\nw[1]*w[2]', [
      'x=2',
    ]);
    expect(found.constraints.map(({ name, definition, multiplier }) => [name, definition, multiplier])).toEqual([
      ['n', '3', 16],
      ['z[1]', 'x', 96],
      ['z[2]', 'z[1]^2', 24],
      ['z[3]', 'z[2]^2', 3],
      ['w[1]', 'z[3]', 3],
      ['w[2]', 'n', 16],
      ['value', 'w[1] * w[2]', 1],
    ]);
    expect(found.kkt).toEqual({ residual: 0, stationarity: 0, gradient: 0 });
  });

  it('has the multipliers that the library has', async () => {
    const formula = 'input A[2,2], b[2]\nx = A\\b\nd = det(A)\nr = norm(x - b)\nr*d + x[1]';
    const found = await json(formula, ['A=[[2,1],[1,3]]', 'b=[5,10]']);
    const { x, d, r } = compile(formula).multipliers([2, 1, 1, 3], [5, 10]);
    expect(['x[1]', 'x[2]', 'd', 'r'].map(name => found.of(name).multiplier)).toEqual([...x, d, r]);
    expect(found.auxiliaries[0]).toEqual({ name: 'v1', definition: 'factors(A[1,1], A[1,2], A[2,1], A[2,2])' });
    for (const largest of Object.values(found.kkt)) expect(largest).toBeLessThan(1e-14);
  });

  it('has statements that the result does not need, whose multiplier is 0', async () => {
    const { out, err } = await lagrangian('a = x^2; b = a + 1; a', '--at', 'x=2', '--json');
    expect(err).toMatch(/WG210/);
    expect(JSON.parse(out).constraints[1]).toMatchObject({ name: 'b', value: 5, multiplier: 0, residual: 0 });
  });

  it('of a formula that computes nothing is the formula', async () => {
    expect((await lagrangian('x')).out).toBe('input  ∂L/∂x\nx      1\n\nL = x\n');
    expect((await lagrangian('3 + 4')).out).toMatch(/^L = 7\n/);
  });
});

describe('a branch that is not taken', () => {
  it('has neither value nor residual', async () => {
    const formula = 'a = sqrt(x)\nx > 0 ? a*2 : x^2';
    const found = await json(formula, ['x=-1']);
    expect(found.of('a')).toMatchObject({ value: null, residual: null, multiplier: 0, stationarity: 0 });
    expect(found.inputs[0]).toMatchObject({ derivative: -2, gradient: -2 });
    expect(found.kkt).toEqual({ residual: 0, stationarity: 0, gradient: 0 });
    const { out } = await lagrangian(formula, '--at', 'x=-1');
    expect(out).toMatch(/^a = sqrt\(x\) +not taken +λ_a = 2 \* λ_t\d +0$/m);
    expect(out).toMatch(/^What stands in an arm that is not taken has no value and no residual\.$/m);
  });
});

describe('data', () => {
  const formula = 'param a\ndata x, y\nz = a*x\nm = mean(z)\nsum((y - z - m)^2)';

  it('have a constraint for each row, listed once', async () => {
    const { out } = await lagrangian(formula);
    expect(out).toMatch(/^z = a \* x +λ_z = /m);
    expect(out).toMatch(/- Σ rows λ_z \* \(z - a \* x\)$/m);
    expect(out).toMatch(/^One constraint for each row of the data: z, t9, t2, t3\.$/m);
  });

  it('have the multipliers of all rows', async () => {
    const [a, x, y] = [2, [1, 2, 3], [3, 4, 9]];
    const found = await json(formula, [`a=${a}`, `x=${JSON.stringify(x)}`, `y=${JSON.stringify(y)}`]);
    // r = y − z − m, λm = −2 Σ r, λz = −2 r + λm/3.
    const m = 4;
    const r = x.map((of, i) => y[i]! - a * of - m);
    const ofMean = -2 * r.reduce((sum, of) => sum + of);
    expect(found.of('z')).toMatchObject({ rows: true, value: [2, 4, 6], residual: [0, 0, 0] });
    expect(found.of('z').multiplier).toEqual(r.map(of => expect.closeTo(-2 * of + ofMean / 3, 12)));
    expect(found.of('m')).toMatchObject({ rows: false, value: 4, multiplier: ofMean });
    expect(found.kkt.residual).toBe(0);
    expect(found.kkt.gradient).toBeLessThan(1e-13);
  });

  it('have rows in which an arm is not taken, and statements that no result needs', async () => {
    const rows = ['param a\ndata x\nz = sqrt(x)\nu = a + x\nsum(x > 0 ? a*z : 0)', '--at', 'a=2', '--at', 'x=[-1,4]'];
    const { out } = await lagrangian(...rows);
    expect(out).toMatch(/^z = sqrt\(x\) +-, 2 /m);
    const { constraints, kkt } = JSON.parse((await lagrangian(...rows, '--json')).out);
    expect(constraints[0]).toMatchObject({ name: 'z', value: [null, 2], multiplier: [0, 2], residual: [null, 0] });
    expect(constraints[1]).toMatchObject({ name: 'u', value: [1, 6], multiplier: [0, 0], residual: [0, 0] });
    expect(kkt).toEqual({ residual: 0, stationarity: 0, gradient: 0 });
  });

  it('are shown as far as there is room', async () => {
    const column = JSON.stringify(Array.from({ length: 50 }, (_, i) => i));
    const { out } = await lagrangian('param a\ndata x\nz = a*x\nsum(z)', '--at', 'a=2', '--at', `x=${column}`);
    expect(out).toMatch(/^z = a \* x +0, 2, 4, … +λ_z = λ_value +1, 1, 1, …$/m);
  });
});

describe('--sensitivity', () => {
  const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);

  it('finds what cancels', async () => {
    // 1 − cos x near 0: cos x is rounded by half an ulp of 1, which x² makes a number of the size of the result.
    const { sensitivity } = await json('(1-cos(x))/x^2', ['x=1e-4'], '--sensitivity');
    expect(sensitivity.byRounding[0]).toMatchObject({ line: 1, column: 4, text: 'cos(x)', multiplier: -1e8 });
    expect(sensitivity.byRounding[0]!.rounding).toBeCloseTo(2 ** -53 * 1e8, 12);
    expect(sensitivity.byRounding[1]!.rounding).toBeLessThan(1e-15);
    // The same without cancellation has no such part.
    const good = await json('2*(sin(x/2)/x)^2', ['x=1e-4'], '--sensitivity');
    for (const { rounding } of good.sensitivity.byRounding) expect(rounding).toBeLessThan(1e-15);
  });

  it('ranks by multipliers and by rounding', async () => {
    const { sensitivity } = await json('a = x + 1000\nb = x\n2*a + 3*b', ['x=1'], '--sensitivity');
    expect(names(sensitivity.byMultiplier)).toEqual(['b', 'a', 't1', 't2', 'value']);
    expect(names(sensitivity.byRounding).slice(0, 2)).toEqual(['value', 'a']);
  });

  it('has what is not finite first', async () => {
    const { out } = await lagrangian('a = x + 1\nb = log(x)\na + b*x', '--at', 'x=0', '--json', '--sensitivity');
    expect(JSON.parse(out).sensitivity.byRounding[0]).toMatchObject({ name: 'b', value: '-Infinity', rounding: 'NaN' });
  });

  it('shows names, places and texts', async () => {
    const { out } = await lagrangian('y = 1 - cos(x)\ny/x^2', '--at', 'x=1e-4', '--sensitivity');
    expect(out).toMatch(/^t1 +1:9 +cos\(x\) +0\.999999995 +-100000000$/m);
    expect(out).toMatch(/\|λ z\| 2⁻⁵³\nt1 +1:9/);
  });

  it('needs a point', async () => {
    const { exit, err } = await lagrangian('x^2', '--sensitivity');
    expect(exit).toBe(2);
    expect(err).toMatch(/WG602.*'--sensitivity' ranks numbers/);
  });
});

describe('formats', () => {
  it('LaTeX is what KaTeX takes', async () => {
    const formula = 'input x_1[2], beta\nA_t = x_1*beta\nmax(A_t[1], A_t[2]) > 2 ? A_t[1]/beta : -(sum(A_t))^2';
    const { exit, out } = await lagrangian(
      ...[formula, '--at', 'x_1=[1,2e-9]', '--at', 'beta=3', '--format', 'latex', '--sensitivity'],
    );
    expect(exit).toBe(0);
    const parts = out.split('\n\n');
    expect(parts).toHaveLength(7);
    for (const part of parts.filter(of => !of.startsWith('%')))
      expect(() => katex.renderToString(part, { displayMode: true, strict: 'error' }), part).not.toThrow();
    expect(out).toContain('\\lambda_{\\mathrm{A\\_t}_{1}}');
  });

  it('Markdown has tables of code', async () => {
    const { out } = await lagrangian('a = x^2\na*3', '--at', 'x=2', '--format', 'markdown');
    expect(out).toContain('| constraint | value | λ equation | λ |\n| --- | --- | --- | --- |\n| `a = x^2` | `4` |');
    expect(out).toContain('```text\nL = value - λ_a * (a - x^2) - λ_value * (value - a * 3)\n```');
    expect(out).toContain('| `∂L/∂z` | `0` |');
  });

  it('JSON says what is not a number in strings', async () => {
    const { exit, out, err } = await lagrangian('log(x) + 1', '--at', 'x=-1', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ value: 'NaN', kkt: { residual: 'NaN', stationarity: 0 } });
    expect(err).toMatch(/^not finite: line 1, column 1: 'log\(x\)' is NaN$/m);
  });
});

describe('what has no Lagrangian', () => {
  it.each([
    [
      'several results',
      'a = x*y; output a, x',
      1,
      /WG403.*'lagrangian' needs one number as the result, but the program has 2/,
    ],
    ['a vector', 'input x[3]\n2*x', 1, /WG403.*needs one number as the result, but the program has 3/],
    ['sizes known at run time', 'input w[n]\ndot(w, w)', 1, /WG199.*'lagrangian' does not show sizes/],
    ['a fault', 'x +', 1, /WG103/],
  ])('%s', async (_what, formula, code, message) => {
    const { exit, out, err } = await lagrangian(formula);
    expect(exit).toBe(code);
    expect(out).toBe('');
    expect(err).toMatch(message);
  });

  it('columns of so many rows that a list of their variables is none', async () => {
    const column = JSON.stringify(new Array(30_000).fill(1));
    const { exit, err } = await lagrangian('param a\ndata x\nsum(sin(a*x)^2)', '--at', 'a=1', '--at', `x=${column}`);
    expect(exit).toBe(2);
    expect(err).toMatch(/WG602.*a constraint for each variable of each row/);
  });
});
