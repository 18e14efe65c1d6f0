// `wengert minimize` and `wengert maximize`: the point, why it stopped, exit codes, drawings.

import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/main.js';
import { capture, runIn } from '../capture.js';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  writeFileSync(
    path.join(directory, 'rosenbrock.formula'),
    'param x = -1.2, y = 1\nminimize 100*(y - x^2)^2 + (1 - x)^2\n',
  );
});
afterAll(() => rmSync(directory, { recursive: true }));

const wengert = (...args: string[]) => runIn(directory, args);

describe('what it prints', () => {
  it('is the point, the value and why it stopped', async () => {
    const { exit, out, err } = await wengert('minimize', '(x - 1)^2 + (y + 2)^2 + 5', '--start', 'x=0,y=0');
    expect([exit, err]).toEqual([0, '']);
    const rows = out.split('\n').map(line => line.split(/ {2,}/));
    expect(rows.slice(0, 5)).toEqual([['x', '1'], ['y', '-2'], [''], ['minimum', '5'], ['gradient norm', '0']]);
    expect(rows.slice(5).map(([title]) => title)).toEqual(['converged', 'iterations', 'evaluations', 'method', '']);
  });

  it('is JSON for machines', async () => {
    const { exit, out } = await wengert(
      'maximize',
      'input A[1,2], k\ndot(A[1,:], A[1,:])*k',
      '--wrt',
      'A',
      '--start',
      'A=[[0,0]]',
      '--at',
      'k=-1',
      '--json',
    );
    expect(exit).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      x: { A: [[0, 0]] },
      value: 0,
      gradient: { A: [[0, 0]] },
      gradientNorm: 0,
      converged: true,
      reason: 'gradient',
      method: 'newton',
    });
  });

  it('is by the method and the tolerances that are asked for', async () => {
    const asked = ['minimize', 'rosenbrock.formula', '--json', '--method'];
    for (const method of ['newton', 'newton-cg', 'l-bfgs-b', 'gradient-descent']) {
      const found = JSON.parse((await wengert(...asked, method, '--tolerance', '1e-3')).out);
      expect(found).toMatchObject({ method, converged: true });
      expect(found.gradientNorm).toBeLessThanOrEqual(1e-3);
      expect(found.x.x).toBeCloseTo(1, 2);
    }
  });

  it('starts from a file, and of long vectors shows some', async () => {
    writeFileSync(path.join(directory, 'start.json'), JSON.stringify({ v: new Array(30).fill(0) }));
    const { exit, out } = await wengert(
      'minimize',
      'param v[n] = 0\nsum((v[i] - i)^2, i = 1:n)',
      '--start',
      'start.json',
    );
    expect(exit).toBe(0);
    expect(out).toContain('v[20]  20\n');
    expect(out).toMatch(/^… +10 more: --json$/m);
  });
});

describe('what has not converged', () => {
  it('exits with 3 and the best point, and says what can be done', async () => {
    const { exit, out, err } = await wengert('minimize', 'rosenbrock.formula', '--max-iterations', '3');
    expect(exit).toBe(3);
    expect(out).toMatch(/^best value +\d/m);
    expect(out).toMatch(/^not converged +as many iterations as were allowed$/m);
    expect(err).toBe('not converged: as many iterations as were allowed; allow more: --max-iterations\n');
    const json = await wengert('minimize', 'rosenbrock.formula', '--max-evaluations', '3', '--json');
    expect(json.exit).toBe(3);
    expect(JSON.parse(json.out)).toMatchObject({ converged: false, reason: 'evaluations', evaluations: 3 });
    expect(json.err).toBe('');
  });

  it('is also what has no bound', async () => {
    const { exit, err } = await wengert('maximize', 'x - y', '--start', 'x=1,y=1');
    expect(exit).toBe(3);
    expect(err).toContain('the value has no bound');
  });

  it('a start without a value names the statement that has none', async () => {
    const { exit, out, err } = await wengert('minimize', 'a = log(x)\na^2', '--start', 'x=-1');
    expect([exit, out]).toEqual([3, '']);
    expect(err).toContain("line 1, column 5: 'log(x)' is NaN");
    expect(err).toContain('error[WG510]: the value at the start is NaN');
  });

  it('interrupted, it prints the best point so far', async () => {
    const controller = new AbortController();
    const { streams, out, err } = capture(directory);
    const endless = 'param x = 1, y = 1\nsin(1000*x)*1e-9*x^2 + exp(-y)*1e-5 + (y - x^2)^2*1e-9';
    setTimeout(() => controller.abort(), 100);
    const args = ['--method', 'gradient-descent', '--tolerance', '1e-300', '--max-iterations', '1000000000'];
    expect(await run(['minimize', endless, ...args], streams, controller.signal)).toBe(130);
    expect(out()).toMatch(/^best value/m);
    expect(err()).toBe('not converged: interrupted\n');
  });

  it('progress is shown on a terminal and goes when it ends', async () => {
    const { streams, err } = capture(directory, { progress: true });
    const long = `${' '.repeat(100_000)}(x - 1)^2`;
    expect(await run(['minimize', long, '--start', 'x=0'], streams, new AbortController().signal)).toBe(0);
    expect(err()).toMatch(/iteration 1, value 0/);
    expect(err().endsWith('\r\u001b[K')).toBe(true);
  });
});

describe('wrong usage', () => {
  it.each([
    [['x^2 + y'], 'needs x, y: --start x=1 --start y=2'],
    [['x*k', '--wrt', 'x', '--start', 'x=1'], 'needs k: --at k=1'],
    [['x^2', '--at', 'x=1'], '--at x: it is varied'],
    [['x*k', '--wrt', 'x', '--start', 'x=1,k=2'], '--start k: it is not varied'],
    [['x^2', '--start', 'z=1'], "--start z: the formula has no input 'z'"],
    [['x^2', '--start', 'x=a'], "--start x: 'a' is not a number"],
    [['x^2', '--start', 'x'], '--start x is neither name=value nor a file'],
    [['maximize -x^2', '--start', 'x=1'], "the program says 'maximize'"],
    [['param p = 1\ndata y\ny = p'], 'wengert fit MODEL --data FILE.csv'],
    [['[x, y]', '--start', 'x=1,y=1'], "'minimize' needs one number, but the program has 2"],
    [['x^2', '--start', 'x=1', '--plot', 'a.png'], "drawings end in '.svg'"],
    [['x^2', '--start', 'x=1', '--method', 'bfgs'], 'Allowed choices are newton'],
    [['x^2', '--start', 'x=1', '--tolerance', '-1'], 'a number above 0 is wanted'],
  ])('%s', async (args, message) => {
    const { exit, out, err } = await wengert('minimize', ...args);
    expect([exit, out]).toEqual([2, '']);
    expect(err).toContain(message);
  });
});

describe('--plot', () => {
  it.each([
    ['one parameter: the curve', ['exp(-x)*x', '--start', 'x=0.2'], 'Curve|curve over x'],
    ['two: contours', ['rosenbrock.formula'], 'Contours of the formula over x and y'],
    ['more: how it converged', ['x^2 + y^2 + z^4', '--start', 'x=1,y=1,z=1'], 'by iteration'],
    ['a start that is the minimum', ['x^2', '--start', 'x=0'], 'curve over x'],
    ['no bound', ['x + y', '--start', 'x=0,y=0'], 'Contours'],
    ['gaps in the domain', ['x - log(x - 0.5)', '--start', 'x=2'], 'curve over x'],
  ])('%s', async (_, args, label) => {
    const file = path.join(directory, 'path.svg');
    await wengert(args[0] === 'exp(-x)*x' ? 'maximize' : 'minimize', ...args, '--plot', 'path.svg');
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^<!-- Generated by wengert .* -->\n<svg /);
    expect(text).toMatch(new RegExp(label));
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
    rmSync(file);
  });

  it('escapes the formula, and writes over nothing that is not ours', async () => {
    writeFileSync(path.join(directory, 'mine.svg'), '<svg/>');
    const refused = await wengert('minimize', 'x < 0 ? x^2 : x^4', '--start', 'x=1', '--plot', 'mine.svg');
    expect(refused.exit).toBe(1);
    expect(readFileSync(path.join(directory, 'mine.svg'), 'utf8')).toBe('<svg/>');
    await wengert('minimize', 'x < 0 ? x^2 : x^4', '--start', 'x=1', '--plot', 'ours.svg');
    expect(readFileSync(path.join(directory, 'ours.svg'), 'utf8')).toContain('x &lt; 0 ? x^2 : x^4');
    expect(existsSync(path.join(directory, 'none.svg'))).toBe(false);
  });
});
