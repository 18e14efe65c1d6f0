// Commands with programs that go over rows of data: points with columns, and what is said of rows.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runIn } from './capture.js';

const DECAY = 'param a = 1, b = 0.5\ndata x, y\ny = a*exp(-b*x)';
const LOGISTIC = 'param w[2] = 0, b = 0\ndata x[2], y\nz = dot(w, x) + b\nmean(softplus(z) - y*z)';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  writeFileSync(path.join(directory, 'point.json'), '{"w": [1, -1], "x": [[1, 2], [3, 4]], "y": [0, 1]}');
  const rows = Array.from({ length: 50_000 }, (_, i) => (i === 41_233 ? -1 : 1 + (i % 7)));
  writeFileSync(path.join(directory, 'long.json'), JSON.stringify({ x: rows }));
});
afterAll(() => rmSync(directory, { recursive: true }));

const wengert = (...args: string[]) => runIn(directory, args);
const json = async (...args: string[]) => JSON.parse((await wengert(...args, '--json')).out);

describe('eval', () => {
  it('takes columns as arrays with an entry for each row', async () => {
    // w·x + b is 5 and 11: log(1 + e⁵) and log(1 + e¹¹) - 11, and σ(5), σ(11) - 1 times x.
    const { value, gradient } = await json(
      ...['eval', LOGISTIC, '--at', 'w=[1,2]', '--at', 'x=[[1,2],[3,4]]', '--at', 'y=[0,1]'],
    );
    const [s, t] = [1 / (1 + Math.exp(-5)), 1 / (1 + Math.exp(-11)) - 1];
    expect(value).toBeCloseTo((Math.log1p(Math.exp(5)) + Math.log1p(Math.exp(11)) - 11) / 2, 12);
    expect(gradient.w[0]).toBeCloseTo((s + 3 * t) / 2, 12);
    expect(gradient.w[1]).toBeCloseTo((2 * s + 4 * t) / 2, 12);
    expect(gradient.b).toBeCloseTo((s + t) / 2, 12);
  });

  it('reads them from a file', async () => {
    // w·x is -1 in both rows.
    const { value } = await json('eval', LOGISTIC, '--at', 'point.json', '--order', '0');
    expect(value).toBeCloseTo(Math.log1p(Math.exp(-1)) + 0.5, 14);
  });

  it('has derivatives up to order 4', async () => {
    // Σ (y - a·x³)² has ∂²/∂a² = 2 Σ x⁶ = 2·65 and nothing above it.
    const result = await json('eval', 'param a\ndata x, y\ny = a*x^3', '--order', '4', '--at', 'a=1', ...xy);
    expect(result).toEqual({ value: 0, gradient: { a: 0 }, hessian: [[130]], third: [[[0]]], fourth: [[[[0]]]] });
  });
  const xy = ['--at', 'x=[1,2]', '--at', 'y=[1,8]'];

  it('keeps inputs apart that stand between the data', async () => {
    const { value } = await json('eval', 'data x\nparam a\ndata y\ninput c\nsum(a*x + c*y)', ...mixed, '--order', '0');
    expect(value).toBe(2 * (1 + 10) + 3 * (5 + 7));
  });
  const mixed = ['--at', 'x=[1,10]', '--at', 'y=[5,7]', '--at', 'a=2', '--at', 'c=3'];

  it.each([
    [['x=3', 'y=[1]'], '--at x: a column is an array with 2 numbers for each row'],
    [['x=[[1,2],[3]]', 'y=[1]'], '--at x: row 2 is not 2 numbers'],
    [['x=[[1,2],[3,"k"]]', 'y=[1]'], "--at x, row 2: 'k' is not a number"],
    [['x=[[1,2]]', 'y=[[1]]'], '--at y: row 1 is not a number'],
    [['x=[[1,2]]', 'y=[1,2]'], '--at y: it has 2 rows where x has 1'],
    [['y=[1,2]'], 'needs x: '],
  ])('refuses %s', async (settings, message) => {
    const { exit, err } = await wengert('eval', LOGISTIC, ...settings.flatMap(of => ['--at', of]));
    expect(exit).toBe(2);
    expect(err).toContain(`error[WG602]: ${message}`);
  });

  it.each([['eval'], ['eval', '--trace'], ['verify'], ['explain'], ['graph']])(
    'a maximum of no rows is a mistake of the point: %s %s',
    async (...command) => {
      const { exit, err } = await wengert(...command, 'param a = 1\ndata x\nmax(a*x)', '--at', 'x=[]');
      expect(exit).toBe(2);
      expect(err).toContain("error[WG602]: 'max' needs rows, got none");
    },
  );

  it('names the statement and the row that are not finite', async () => {
    const formula = 'param a = 1\ndata x, y\ny = a*log(x)';
    const { err } = await wengert('eval', formula, '--at', 'x=[1,2,-3]', '--at', 'y=[1,2,3]');
    expect(err).toBe("not finite: row 3: line 3, column 7: 'log(x)' is NaN\n");
    const slope = await wengert('eval', 'param a = 0\ndata x\nsum(x*sqrt(a*x))', '--at', 'x=[1,4]');
    expect(slope.err).toBe("not finite: row 1: line 3, column 7: the derivative by a of 'sqrt(a*x)' is Infinity\n");
    const square = await wengert('eval', 'param a = 1\ndata x, y\ny = a*x', '--at', 'x=[1,1e200]', '--at', 'y=[1,2]');
    expect(square.err).toBe("not finite: row 2: line 3, column 1: 'y = a*x' is Infinity\n");
    const given = await wengert('eval', formula, '--at', 'x=[1,NaN]', '--at', 'y=[1,2]');
    expect(given.err).toBe('not finite: the input x[2] is not\n');
  });

  it('does not blame the arm that a row does not take', async () => {
    const formula = 'param a = 1\ndata x\nsum(x > 0 ? log(x) : 0) + sum(1/(a - x))';
    const { err } = await wengert('eval', formula, '--at', 'x=[0,2,1]');
    expect(err).toBe("not finite: row 3: line 3, column 31: '1/(a - x)' is Infinity\n");
  });

  it('finds the row among many', async () => {
    const { err } = await wengert('eval', 'param a = 1\ndata x\nsum(a*sqrt(x))', '--at', 'long.json');
    expect(err).toBe("not finite: row 41234: line 3, column 7: 'sqrt(x)' is NaN\n");
  });

  it('traces what stands outside of rows, and the first rows', async () => {
    const at = ['--at', 'x=[1,2,3,4,5]'];
    const { out } = await wengert(
      'eval',
      'param a = 2\ndata x\nz = a*x\nm = max(z)\nm^2',
      '--trace',
      '--order',
      '0',
      ...at,
    );
    expect(out).toBe(`3  row 1  z  a*x     2
3  row 2  z  a*x     4
3  row 3  z  a*x     6
4         m  max(z)  10
5            m^2     100
and so on for 5 rows

line  largest  adjoint
   4  m        20
   5  value    1

value  100
`);
    const { trace } = await json('eval', 'param a = 2\ndata x\nsum(a*x)', '--trace', ...at);
    expect(trace.map(({ row, value }: { row: number; value: number }) => [row, value])).toEqual([
      ...[1, 2, 3].map(row => [row, 2 * row]),
      [null, 30],
    ]);
  });

  it('says that too many rows have no trace', async () => {
    const { exit, err } = await wengert(
      ...['eval', 'param a = 1\ndata x\nsum(sin(a*x)^2 + cos(a*x)^2 + exp(-abs(a*x)) + (a - x)^2 + 1/(1 + (a + x)^2))'],
      ...['--trace', '--at', 'long.json'],
    );
    expect(exit).toBe(2);
    expect(err).toMatch(/--trace computes every value of every row, and \d+ are too many/);
  });
});

describe('verify', () => {
  const EVERY = 'value,gradient,valueAndGradient,evaluate,bindPacked,jvp,vjp,jacobian,hessian,hvp,valueGradientHessian';

  it.each([
    ['a logistic regression', LOGISTIC, EVERY],
    ['a fit', DECAY, `${EVERY},gaussNewton,residuals,residualJacobian`],
    [
      'residuals of rows, of none, and with statistics',
      'param a = 1, b = 1\ndata x, y\ny = a*(x - mean(b*x))\nresidual [a*b*x, a]\nresidual a*max(y)',
      'residuals,residualJacobian,gaussNewton',
    ],
    [
      'statistics of a second stage',
      'param a = 1\ndata x\nz = sin(a*x)\nstd(z) + logsumexp(z - mean(z)) + norm(z)',
      EVERY,
    ],
    ['extrema and conditionals', 'param a = 1\ndata x, y\nz = x > 1 ? a*x : y/a\nmax(z) - min(z^2) + prod(z)', EVERY],
    // A loop of derivatives needs the outer conditional where its condition is false, and only there.
    [
      'conditionals in statistics',
      'param a = 0.8, w = 0.3, b = 1\ndata x\nvariance(x > w ? (b > x ? w : 1) : sin(a))',
      'gradient,hessian,hvp',
    ],
    [
      'multipliers of rows',
      'param a = 1\ndata x\nz = a*x\nq = [z^2, sin(z)]\nm = mean(z)\nsum(q[1]*(q[2] - m))',
      'multipliers,jacobian',
    ],
    ['multipliers', 'param a = 1\ndata x\nm = mean(a*x)\ns = sum((a*x - m)^2)\nm*s', 'multipliers,jacobian'],
  ])('compares every derivative of %s with differences', async (_what, formula, emit) => {
    const { exit, out } = await wengert('verify', formula, '--emit', emit, '--json');
    const { ok, unchecked, points, functions } = JSON.parse(out);
    expect([exit, ok, unchecked]).toEqual([0, true, []]);
    expect(functions).toEqual(expect.arrayContaining(emit.split(',')));
    expect(points).toHaveLength(5);
    for (const { at, derivatives } of points) {
      expect(at.x).toHaveLength(5);
      const verdicts = new Set(derivatives.map(({ verdict }: { verdict: string }) => verdict));
      expect(verdicts).toEqual(new Set(['agrees']));
    }
  });

  it('takes the columns of a point', async () => {
    const { exit, out } = await wengert('verify', LOGISTIC, '--at', 'point.json');
    expect(exit).toBe(0);
    expect(out).toMatch(/\n3 derivatives at 1 point: none differs/);
  });

  it('compares JᵀJ', async () => {
    const { points } = await json(
      'verify',
      'param a\ndata x, y\ny = a*x',
      '--emit',
      'gaussNewton',
      '--at',
      'a=1',
      ...[...['--at', 'x=[1,2,3]', '--at', 'y=[2,3,4]']],
    );
    const [row] = points[0].derivatives.filter(({ order }: { order: number }) => order === 2);
    expect(row).toMatchObject({ function: 'gaussNewton', output: 'JᵀJ', derivative: 14, verdict: 'agrees' });
  });
});

describe('stats', () => {
  it('counts what loops repeat once, and apart', async () => {
    const { operations, perRow, byClass, byStatement } = await json('stats', LOGISTIC);
    // The division of the mean; of each row two products and two sums, z - with exp, log1p, max, abs, two sums and a product,
    // and the sum over rows.
    expect([operations.value, perRow.operations.value]).toEqual([1, 12]);
    expect(byClass).toMatchObject({ mul: 3, div: 2, transcendental: 0 });
    expect(perRow.byClass).toMatchObject({ transcendental: 2, compare: 4 });
    expect(byStatement).toEqual([
      { line: 4, text: 'mean(softplus(z) - y*z)', value: 1, gradient: 1, perRow: { value: 8, gradient: 5 } },
      { line: 3, text: 'z = dot(w, x) + b', value: 0, gradient: 0, perRow: { value: 4, gradient: 2 } },
    ]);
    const { out } = await wengert('stats', LOGISTIC);
    expect(out).toMatch(/^function {10}operations {2}per row {2}nodes\nvalue +1 +12 /);
  });

  it('has no such columns without data', async () => {
    const { perRow, byStatement } = await json('stats', 'x^2');
    expect([perRow, byStatement[0].perRow]).toEqual([undefined, undefined]);
  });
});

describe('explain and graph', () => {
  it('write reductions and their adjoints', async () => {
    const { out } = await wengert('explain', DECAY);
    expect(out).toMatch(/^a .* a_bar = Σ rows t8 \* t9_bar$/m);
    expect(out).toMatch(/^value {2}Σ rows t1 {2}value_bar = 1$/m);
    const { out: mean } = await wengert('explain', 'param a\ndata x\nmean(a*x)');
    expect(mean).toMatch(/^a .* a_bar = Σ rows x \* t2_bar$/m);
    expect(mean).toMatch(/^value +sum \/ count/m);
    const { out: tex } = await wengert('explain', 'param a\ndata x\nmax(a*x)', '--format', 'latex');
    expect(tex).toContain(String.raw`\mathrm{value} & \max_{\text{rows}} \left(t_{1}\right)`);
  });

  it('have numbers outside of rows', async () => {
    const { out } = await wengert('explain', 'param a = 2\ndata x\nz = a*x\nsum(z)', '--at', 'x=[1,2]');
    expect(out).toMatch(/^a +2 +a_bar = .* {2}3$/m);
    expect(out).toMatch(/^z +a \* x +z_bar = value_bar$/m);
    expect(out).toContain("'wengert eval --trace' lists the first rows");
  });

  it('draw them', async () => {
    const { exit, out } = await wengert('graph', DECAY, '--adjoint', '--at', 'x=[1,2]', '--at', 'y=[1,2]');
    expect(exit).toBe(0);
    expect(out).toContain('label="value = Σ rows t1');
    expect(out).toContain('label="a_bar = Σ rows t8 * t9_bar');
  });
});

describe('what there is not', () => {
  it('is said by swell', async () => {
    const { exit, err } = await wengert('swell', DECAY);
    expect(exit).toBe(1);
    expect(err).toMatch(/error\[WG403\]: 'swell' has no loops yet\n.*in place of 'data'/);
  });
});

describe('sizes known at run time', () => {
  const PAIRS =
    'input x[n], A[n,2]\nparam p[2] = 0.5\nsum(x[i]*p[1] + A[i,2]*p[2], i = 1:n) + p[1]^2*sum(x[i]*x[i+1], i = 1:n-1)';

  it('come from what is given', async () => {
    // Σ xᵢ/2 + Σ Aᵢ₂/2 + (2 + 6)/4, and its derivatives.
    const { value, gradient } = await json('eval', PAIRS, '--at', 'x=[1,2,3]', '--at', 'A=[[0,4],[0,5],[0,6]]');
    expect(value).toBe(3 + 7.5 + 2);
    expect(gradient).toEqual({ p: [6 + 8, 15] });
    const { err } = await wengert('eval', PAIRS, '--at', 'x=[1,2,3]', '--at', 'A=[[0,4]]');
    expect(err).toContain('error[WG602]: --at A: it has 1 entry where x has 3');
  });

  it.each(['eval', 'verify'])("are at least what positions and ranges need: '%s'", async command => {
    const { exit, err } = await wengert(command, 'input x[n]\nx[5]*2', '--at', 'x=[1,2]');
    expect(exit).toBe(2);
    expect(err).toContain('error[WG602]: --at x: n must be at least 5, got 2');
  });

  it.each([['eval', '--at', 'x=[1,2]'], ['verify', '--at', 'x=[1]'], ['verify']])(
    'are to leave a maximum something: %s',
    async (...command) => {
      const { exit, err } = await wengert(...command, 'input x[n]\nmax(x[i]*x[i+6], i = 1:n-6)');
      expect(exit).toBe(2);
      expect(err).toContain("error[WG602]: 'max' needs terms, got none");
    },
  );

  it('may be those of what is differentiated', async () => {
    const { gradient } = await json('eval', 'param x[n]\nsum(x[i]^2, i = 1:n)*x[1]', '--at', 'x=[1,2,3]');
    expect(gradient).toEqual({ x: [14 + 2, 4, 6] });
  });

  it.each([
    ['sums in sums', 'param x[n,2]\nsum(sum(1/(1 + norm(x[i,:] - x[j,:])), j = i+1:n), i = 1:n)'],
    ['positions', PAIRS],
    ['a position beyond the usual samples', 'input x[n]\nx[9]*x[2]'],
    ['a matrix with long rows', 'input B[2,n]\nparam p = 1\nsum(sin(p*B[1,i])*B[2,i] + i*p, i = 1:n)'],
  ])('are verified: %s', async (_what, formula) => {
    const { exit, out } = await wengert('verify', formula);
    expect(exit).toBe(0);
    expect(out).toMatch(/none differs/);
  });

  it.each(['explain', 'graph', 'swell'])("are what '%s' says that it does not show", async command => {
    const { exit, err } = await wengert(command, PAIRS);
    expect(exit).toBe(1);
    expect(err).toMatch(new RegExp(`error\\[WG(199|403)\\]: '${command}'`));
  });
});
