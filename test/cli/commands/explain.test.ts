// `wengert explain` and `wengert graph`: names, equations, and numbers against closed forms and `eval`.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import katex from 'katex';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../../src/index.js';
import { runIn } from '../capture.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

const wengert = (...args: string[]) => runIn(directory, args);

const MISSION = 'a = exp(x)\nb = a^2\nc = a + b\nexp(c) + sin(c)';
const BRANCH = 'input x, y\nx < 1 and y > 0 ? exp(x)*y : -log(x)/y^3';

/** Rows of the text table by the node's name. */
function rowsOf(out: string): Map<string, string[]> {
  const lines = out.trimEnd().split('\n');
  const starts = [...lines[0]!.matchAll(/(?:^|(?<= {2}))\S/g)].map(({ index }) => index);
  return new Map(
    lines.slice(1).map(line => {
      const cells = starts.map((start, i) => line.slice(start, starts[i + 1]).trim());
      return [cells[0]!, cells.slice(1)];
    }),
  );
}

describe('explain', () => {
  it('lists operations and the equations of their adjoints', async () => {
    const { exit, out } = await wengert('explain', MISSION);
    expect(exit).toBe(0);
    const rows = rowsOf(out);
    expect([...rows.keys()]).toEqual(['x', 'a', 'b', 'c', 't1', 't2', 'value']);
    expect(rows.get('a')).toEqual(['exp(x)', 'a_bar = b_bar * a * 2 + c_bar']);
    expect(rows.get('c')).toEqual(['a + b', expect.stringMatching(/t1_bar/)]);
    expect(rows.get('value')).toEqual(['t1 + t2', 'value_bar = 1']);
  });

  it('writes what derivatives are made of as a person does', async () => {
    const { out } = await wengert('explain', 'log(x)*x^y + hypot(x, y) + atan(x) + acsch(y)');
    const [x, y] = ['x', 'y'].map(name => rowsOf(out).get(name)!.at(-1));
    expect(x).toBe('x_bar = t1_bar / x + t2_bar * y * x^(y - 1) + t4_bar * x / hypot(x, y) + t6_bar / (1 + x^2)');
    expect(y).toBe('y_bar = t2_bar * t2 * log(x) + t4_bar * y / hypot(x, y) - t8_bar / (abs(y) * hypot(1, y))');
  });

  it('shows a matrix by its factors, and the adjoints of its entries by those of the results', async () => {
    const point = ['--at', 'A=[[2,1],[1,3]]', '--at', 'b=[5,10]'];
    const rows = rowsOf((await wengert('explain', 'input A[2,2], b[2]; x = solve(A, b); x[1]*x[2]', ...point)).out);
    expect(rows.get('v1')![0]).toBe('factors(A[1,1], A[1,2], A[2,1], A[2,2])');
    expect(rows.get('v2')![0]).toBe('solve(v1, b[1], b[2])');
    expect(rows.get('x[2]')!.slice(0, 2)).toEqual(['v2[2]', '3']);
    const [, , equation, adjoint] = rows.get('A[1,2]')!;
    expect(equation).toBe('A_bar[1,2] = -solveTransposed(v1, x_bar[1], x_bar[2])[1] * v2[2]');
    // The transposed system has x_bar = (3, 1) on its right.
    expect(Number(adjoint)).toBeCloseTo(-(8 / 5) * 3, 14);
  });

  it('has the values and adjoints of a point, which are those of closed forms', async () => {
    const x = 0.3;
    const a = Math.exp(x);
    const c = a + a * a;
    const cBar = Math.exp(c) + Math.cos(c);
    const rows = rowsOf((await wengert('explain', MISSION, '--at', `x=${x}`)).out);
    const expected = { x: [x, cBar * (1 + 2 * a) * a], a: [a, cBar * (1 + 2 * a)], b: [a * a, cBar], c: [c, cBar] };
    for (const [name, [value, adjoint]] of Object.entries(expected)) {
      const cells = rows.get(name)!;
      expect(Number(cells[1]), name).toBeCloseTo(value!, 12);
      expect(Number(cells[3]), name).toBeCloseTo(adjoint!, 10);
    }
  });

  it.each([
    [0.5, 2],
    [2, 3],
  ])('sends no adjoint into the arm that is not taken (x = %f, y = %f)', async (x, y) => {
    const rows = rowsOf((await wengert('explain', BRANCH, '--at', `x=${x}`, '--at', `y=${y}`)).out);
    const { gradient } = compile(BRANCH).evaluate({ x, y });
    expect(Number(rows.get('x')![3])).toBe(gradient.x);
    expect(Number(rows.get('y')![3])).toBe(gradient.y);
    const [expNode] = [...rows].find(([, [operation]]) => operation === 'exp(x)')!;
    const [logNode] = [...rows].find(([, [operation]]) => operation === 'log(x)')!;
    expect(Number(rows.get(x < 1 ? logNode : expNode)![3])).toBe(0);
  });

  it('names elements, and says whose adjoints those of several results are', async () => {
    const { out } = await wengert('explain', 'input v[2], s\nw = v*s\noutput w', '--at', 'v=[2,3]', '--at', 's=5');
    expect(out).toContain('w[2]');
    expect(out).toMatch(/^s +5 +s_bar = v\[1\] \* w_bar\[1\] \+ v\[2\] \* w_bar\[2\] +5$/m);
    expect(out).toContain('Adjoints are those of the sum of the 2 results.');
  });

  it('says of a greatest over rows that it is one, and of what the user compares what is written', async () => {
    const greatest = ['explain', 'param p = 1; data x; max(p*x)', '--at', 'x=[1,2,3]'];
    const { out } = await wengert(...greatest, '--format', 'latex');
    expect(out).toContain('& \\text{if } \\mathrm{value} \\le \\infty \\\\ \\mathrm{NaN} & \\text{otherwise}');
    expect(out).not.toContain('\\mathrm{value} = \\mathrm{value}');
    expect((await wengert(...greatest)).out).toContain('(value <= Infinity ? Σ rows (t1 < value ? 0 : 1) : NaN)');
    expect((await wengert('explain', 'a = x^2; a == a ? a : 3', '--at', 'x=2')).out).toMatch(/^t1 +a == a /m);
  });

  it.each([
    MISSION,
    BRANCH,
    'input alpha, x_1, theta2[3]\nsqrt(abs(alpha))*sigmoid(x_1)^2.5/min(theta2) + 1e-30*gamma(x_1) + max(alpha, -1e300)',
    'input πx, a_b_c\nlog1p(a_b_c)*πx + (not (a_b_c == 1) ? 2 : πx)',
  ])('is LaTeX that KaTeX reads', async formula => {
    const { exit, out } = await wengert('explain', formula, '--format', 'latex');
    expect(exit).toBe(0);
    expect(() => katex.renderToString(out, { throwOnError: true, strict: 'error', displayMode: true })).not.toThrow();
    const cells = out
      .split('\n')
      .slice(3, -2)
      .flatMap(line => line.replace(/ \\\\$/, '').split(' & '));
    expect(cells.length).toBeGreaterThan(10);
  });

  it('is a Markdown table in which every cell is code', async () => {
    const { out } = await wengert('explain', 'x or y ? x : y', '--format', 'markdown');
    expect(out.split('\n')[0]).toBe('| node | operation | adjoint equation |');
    expect(out).toContain('| `t1` | `x or y` |');
  });

  it('says what is missing at a point', async () => {
    const { exit, err } = await wengert('explain', 'x*y', '--at', 'x=1');
    expect(exit).toBe(2);
    expect(err).toContain('needs');
  });
});

describe('graph', () => {
  it('has a node for every input, operation and constant, and an edge for every operand', async () => {
    const { exit, out } = await wengert('graph', '2*x + y');
    expect(exit).toBe(0);
    expect(out).toMatch(/digraph "2\*x \+ y" \{/);
    for (const text of ['label="x"', 'label="y"', 'label="2"', 'label="t1 = 2 * x"', 'label="value = y + t1"'])
      expect(out.replace('t1 + y', 'y + t1').replace('x * 2', '2 * x')).toContain(text);
    expect(out.match(/->/g)).toHaveLength(4);
  });

  it('shows values and adjoints, and the backward graph beside', async () => {
    const { out } = await wengert('graph', MISSION, '--at', 'x=0', '--adjoint');
    expect(out).toContain('value 8.2984');
    expect(out).toContain('adjoint 20.919');
    expect(out).toContain('cluster_backward');
    expect(out).toContain('"a_bar = b_bar * a * 2 + c_bar\\nadjoint 20.919"');
  });

  it('writes SVG and DOT files, of hostile names too, and keeps what it did not make', async () => {
    const text = '# "<script>alert(1)</script>\n"\\ & ]]>\n';
    writeFileSync(path.join(directory, 'a"b<c>&$`.formula'), `${text.split('\n')[0]}\nx^2*y\n`);
    expect((await wengert('graph', 'a"b<c>&$`.formula', '-o', 'dag.svg')).exit).toBe(0);
    const svg = readFileSync(path.join(directory, 'dag.svg'), 'utf8');
    expect(svg).toContain('<title>a&quot;b&lt;c&gt;&amp;$`.formula</title>');
    expect(svg).not.toContain('<script');
    expect(svg.match(/class="node"/g)!.length).toBeGreaterThanOrEqual(4);
    expect((await wengert('graph', 'x*y', '-o', 'dag.svg')).exit).toBe(0);
    writeFileSync(path.join(directory, 'mine.svg'), '<svg/>');
    const refused = await wengert('graph', 'x*y', '-o', 'mine.svg');
    expect(refused.exit).toBe(1);
    expect(refused.err).toContain('--force');
    expect(existsSync(path.join(directory, 'mine.dot'))).toBe(false);
    expect((await wengert('graph', 'x*y', '-o', 'mine.png')).err).toContain("'.svg' or '.dot'");
  });

  it('draws up to 300 nodes whole and sums up lines beyond', async () => {
    const lines = (n: number) =>
      ['input x', 'y0 = x', ...Array.from({ length: n }, (_, i) => `y${i + 1} = sin(y${i})*x`)].join('\n');
    const whole = await wengert('graph', lines(140));
    expect(whole.out.match(/fillcolor/g)).toHaveLength(281);
    const summed = await wengert('graph', lines(400), '--at', 'x=1');
    expect(summed.out).toContain('"line 402" [label="line 402\\ny400 = sin(y399)*x\\n2 nodes\\n|adjoint| ≤ ');
    expect(summed.out).toContain('"input x" -> "line 402";');
    expect((await wengert('graph', lines(1200))).err).toContain("'wengert stats'");
  });
});
