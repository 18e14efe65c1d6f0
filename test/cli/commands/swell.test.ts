import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { derivative, type MathNode } from 'mathjs';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { run } from '../../../src/cli/main.js';
import { stats } from '../../../src/index.js';
import { compare, type Subject, subjectsOf } from '../../../src/swell/comparison.js';
import { families } from '../../../src/swell/families.js';
import { createSymbolist, type Symbolist } from '../../../src/swell/mathjs.js';
import { comparisonRecord } from '../../../src/swell/report.js';
import { capture, runIn } from '../capture.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  // Code is timed for a third of a second, which is most of what the command does: here a few calls are enough. Limits have another clock.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    now += 100;
    return now;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(directory, { recursive: true, force: true });
});

const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');

const swell = (args: readonly string[]) => runIn(directory, ['swell', ...args], 'x^2');

interface Row {
  n: number | null;
  order: number;
  pipeline: string;
  tree: string | null;
  nodes: number | null;
  operations: number | null;
  bytes: number | null;
  status: string;
  reason?: string;
}

async function rowsOf(...args: string[]): Promise<Row[]> {
  const { exit, out } = await swell([...args, '--json']);
  expect(exit).toBe(0);
  return JSON.parse(out).rows;
}

const rowOf = (rows: readonly Row[], pipeline: string, order = 1, n: number | null = null): Row =>
  rows.find(row => row.pipeline === pipeline && row.order === order && row.n === n)!;

/** Workers for all that ask for rows alone: the command has one of its own each time, which loads mathjs again. */
const mathjs = createSymbolist(10, import.meta.dirname)!;
const impatient = createSymbolist(0.3, import.meta.dirname)!;
afterAll(async () => {
  await mathjs.close();
  await impatient.close();
});

/** What the command tells as JSON, of a text or of members of a family. */
async function recordOf(subjects: readonly Subject[], orders: readonly number[], symbolist: Symbolist | null) {
  const comparing = { orders, limits: { seconds: 1 }, options: {}, symbolist, onStage: () => undefined };
  const { rows, growth } = comparisonRecord(await compare(subjects, comparing));
  return { rows: rows as Row[], growth };
}

const membersOf = (family: string, ...sizes: readonly number[]): Subject[] =>
  subjectsOf(families.find(({ name }) => name === family)!, sizes);

const comparedRows = async (text: string, ...orders: readonly number[]): Promise<Row[]> =>
  (await recordOf([{ n: null, text }], orders, mathjs)).rows;

const MISSION = 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)';
const QUICK = ['--limit', 'seconds=1'];

/** Operators of two operands and functions. */
function operationsOf(node: MathNode): number {
  let count = 0;
  node.traverse(inner => {
    const { type, args } = inner as MathNode & { args?: unknown[] };
    if (type === 'OperatorNode' && args!.length > 1) count += args!.length - 1;
    if (type === 'FunctionNode') count++;
  });
  return count;
}

describe('the formula of the mission', () => {
  it('has the counts known', async () => {
    const rows = await rowsOf(MISSION, '--orders', '1..2');
    const trees = (order: number) => rows.filter(row => row.order === order).map(row => [row.pipeline, row.tree]);
    expect(trees(1).slice(0, 2)).toEqual([
      ['mathjs', '33'],
      ['mathjs-simplified', '17'],
    ]);
    expect(trees(2).slice(0, 2)).toEqual([
      ['mathjs', '119'],
      ['mathjs-simplified', '48'],
    ]);
    expect(rowOf(rows, 'adjoint')).toMatchObject({ operations: 12, status: 'ok' });
    expect(rows.map(row => row.pipeline).slice(0, 6)).toEqual([
      'mathjs',
      'mathjs-simplified',
      'symbolic-tree',
      'symbolic-cse',
      'forward',
      'adjoint',
    ]);
  });

  it('ends with one sentence', async () => {
    const { out } = await swell([MISSION]);
    expect(out.trimEnd().split('\n').at(-1)).toBe('gradient: 25 operations as a formula, 12 as code; most from line 1');
    expect(out).toContain('Rules, the same for all');
    expect(out).toMatch(/sin\(x1\) \+ .* +shares nothing +12 +12 +12 +neither/);
    expect(out).toMatch(/exp\(x\)\*exp\(-x\) +an inverse to cancel +0 +\d+ +\d+ +formula/);
  });
});

describe("mathjs's columns", () => {
  it.each(['x^3*sin(x)/(x+1)', 'sqrt(x)*log(x) - -x', 'x^x + tan(2*x)'])('are what mathjs says of %s', async text => {
    const rows = await comparedRows(text, 1, 2);
    for (const [pipeline, simplify] of [
      ['mathjs', false],
      ['mathjs-simplified', true],
    ] as const) {
      const first = derivative(text, 'x', { simplify });
      const second = derivative(first, 'x', { simplify });
      expect(rowOf(rows, pipeline).tree).toBe(String(operationsOf(first)));
      expect(rowOf(rows, pipeline, 2).tree).toBe(String(operationsOf(second)));
    }
  });

  it('are what mathjs says of a family, its statements put into one another', async () => {
    const { rows } = await recordOf(membersOf('e2e', 2), [1], mathjs);
    const text = '(x^2 + x)^2 + (x^2 + x)';
    expect(rowOf(rows, 'mathjs', 1, 2).tree).toBe(String(operationsOf(derivative(text, 'x', { simplify: false }))));
    expect(rowOf(rows, 'mathjs-simplified', 1, 2).tree).toBe(String(operationsOf(derivative(text, 'x'))));
  });

  it('say where mathjs has no derivative', async () => {
    const rows = await comparedRows('relu(x)*x', 1);
    expect(rowOf(rows, 'mathjs')).toMatchObject({ status: 'stopped', tree: null, operations: null });
    expect(rowOf(rows, 'adjoint').status).toBe('ok');
  });

  it('take vectors written out', async () => {
    const rows = await comparedRows('input v[2]\ndot(v, v)', 1);
    // 2·v1 and 2·v2.
    expect(rowOf(rows, 'mathjs-simplified')).toMatchObject({ tree: '2', status: 'ok' });
  });
});

describe('families', () => {
  it('are stopped where they take too long, and say when', async () => {
    const rows = await rowsOf('--family', 'e2e', '--n', '36..40', ...QUICK);
    const mathjs = rows.filter(row => row.pipeline === 'mathjs-simplified');
    expect(mathjs.map(row => row.status)).toEqual(new Array(5).fill('stopped'));
    expect(mathjs.at(-1)!.reason).toMatch(/at n = 36$/);
    // T(n) = 2^(n+1) - 2 of the formula; of code 5n - 1.
    expect(rowOf(rows, 'adjoint', 1, 40)).toMatchObject({ operations: 199, status: 'ok' });
    expect(BigInt(rowOf(rows, 'symbolic-tree', 1, 40).tree!)).toBeGreaterThan(10n ** 13n);
  });

  it.each(families.map(({ name }) => name))('%s: nothing hangs at n = 40', async name => {
    const { rows } = await recordOf(membersOf(name, 40), [1, 2], impatient);
    expect(rows).toHaveLength(12);
    for (const row of rows) expect(row.status).toMatch(/^(ok|stopped)$/);
  });

  it('have the operations that stats says', async () => {
    for (const { name, text } of families) {
      const { rows } = await recordOf(membersOf(name, 4), [1], null);
      const row = rowOf(rows, 'adjoint', 1, 4);
      expect(row.operations, name).toBe(stats(text(4)).operations.valueAndGradient);
    }
  });

  it('name the line that most comes from', async () => {
    writeFileSync(path.join(directory, 'model.formula'), 'a = x^2\nb = exp(a)*sin(a)*y\nc = b^2 + b\nc^2 + c');
    const { out } = await swell(['model.formula', '--json']);
    expect(JSON.parse(out).summary).toMatch(/; most from line 2$/);
  });

  it('grow', async () => {
    const { growth } = await recordOf(membersOf('nested-exp', 1, 2, 3, 4, 5, 6, 7, 8), [1], null);
    expect(growth.find(({ pipeline }) => pipeline === 'adjoint')).toMatchObject({ kind: 'power' });
  });
});

describe('files', () => {
  const args = ['--family', 'rosenbrock', '--n', '2..3', ...QUICK];

  it('CSV has a line for each row', async () => {
    const { out } = await swell([...args, '--csv']);
    const [head, ...lines] = out.trimEnd().split('\n');
    expect(head).toMatch(/^n,order,pipeline,tree,nodes,operations,bytes,status,reason,/);
    expect(lines).toHaveLength(12);
    expect(lines[5]).toMatch(/^2,1,adjoint,\d+,\d+,\d+,\d+,ok,,/);
  });

  it('SVG and HTML are whole, labelled, and written over only when they are ours', async () => {
    expect((await swell([...args, '--svg', 'chart.svg', '--html', 'report.html'])).exit).toBe(0);
    const svg = read('chart.svg');
    expect(svg).toMatch(/^<!-- Generated by wengert .* -->\n<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/);
    expect(svg).toContain('log scale');
    for (const text of ['mathjs', 'symbolic-tree', 'forward', 'adjoint', '10²']) expect(svg).toContain(text);
    const html = read('report.html');
    expect(html).toContain('function valueAndGradient(');
    expect(html).toContain('<svg');
    expect(html).not.toMatch(/<(script|link)|src=|https?:(?!\/\/www\.w3\.org)/);
    const smaller = ['--family', 'rosenbrock', '--n', '2', '--csv', ...QUICK];
    expect((await swell([...smaller, '--svg', 'chart.svg'])).exit).toBe(0);
    writeFileSync(path.join(directory, 'mine.svg'), '<svg/>');
    expect(await swell([...smaller, '--svg', 'mine.svg'])).toMatchObject({ exit: 1 });
    expect(read('mine.svg')).toBe('<svg/>');
  });

  it('what the user wrote is escaped', async () => {
    await swell(['x < 1 ? x^2 : x # </title><script>alert(1)</script>', '--html', 'report.html', '--svg', 'chart.svg']);
    expect(read('report.html')).not.toContain('<script');
    expect(read('chart.svg')).not.toContain('<script');
  });
});

describe('wrong usage', () => {
  it.each([
    [['--family', 'chebishev'], 2, "did you mean 'chebyshev'?"],
    [['--family', 'e2e', 'x^2'], 2, 'both given'],
    [['x^2', '--n', '3'], 2, '--n needs --family'],
    [['x^2', '--orders', '0..5'], 2, '--orders are 1 to 4'],
    [['x^2', '--orders', 'two'], 2, 'a whole number or a range'],
    [['--family', 'e2e', '--n', '5..2'], 2, 'the range is empty'],
    [['x^2', '--json', '--csv'], 2, 'both given'],
    [['[x, y]'], 1, 'WG403'],
    [['foo(x)'], 1, 'WG2'],
    [[], 2, 'a formula or a file is missing'],
  ])('%j', async (args, exit, message) => {
    const result = await swell(args);
    expect(result.exit).toBe(exit);
    expect(result.err + result.out).toContain(message);
  });
});

it('says on a terminal what it is at, from its first moment, and clears the line', async () => {
  vi.restoreAllMocks();
  const { streams, err } = capture(directory, { progress: true });
  const args = ['swell', '--family', 'e2e', '--n', '1..2', '--csv', ...QUICK];
  expect(await run(args, streams, new AbortController().signal)).toBe(0);
  const stages = [1, 2].map(n => expect.stringMatching(new RegExp(`^\\d\\.\\d s: n = ${n} …$`)));
  expect(err().split('\r\u001b[K')).toEqual(['', ...stages, '']);
});
