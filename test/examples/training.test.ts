// Examples that are fitted, trained and climbed, by the commands of examples/README.md, against answers that wengert did not compute.

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runIn } from '../cli/capture.js';
import { readsData, sharedData } from '../data/shared.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a script of examples prints. */
const printed = (script: string, ...args: string[]): string =>
  execFileSync(process.execPath, [`examples/${script}`, ...args], { cwd: root, encoding: 'utf8' });

async function answered(args: readonly string[], input = '') {
  const { exit, out, err } = await runIn(root, [...args, '--json'], input);
  expect(err).toBe('');
  return { exit, ...JSON.parse(out) };
}

const rowsOf = (text: string): number[][] =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map(line => line.split(',').map(Number));

const most = (values: readonly number[]): number => values.indexOf(Math.max(...values));
const dot = (u: readonly number[], v: readonly number[]): number => u.reduce((sum, of, i) => sum + of * v[i]!, 0);

/** Relative differences of numbers that belong together. */
function expectDigits(found: readonly number[], wanted: readonly number[], digits: number): void {
  expect(found).toHaveLength(wanted.length);
  for (const [i, of] of wanted.entries()) expect(Math.abs(found[i]! / of - 1)).toBeLessThan(10 ** -digits);
}

describe('linear-regression', () => {
  it('has the certified values of Norris (NIST StRD)', async () => {
    const { exit, parameters, standardErrors, residualStandardDeviation, rSquared } = await answered([
      ...['fit', 'examples/linear-regression.formula', '--data', 'examples/data/norris.csv'],
    ]);
    expect(exit).toBe(0);
    expectDigits([parameters.a, parameters.b], [-0.262323073774029, 1.00211681802045], 10);
    expectDigits([standardErrors.a, standardErrors.b], [0.232818234301152, 0.429796848199937e-3], 10);
    expectDigits([residualStandardDeviation, rSquared], [0.884796396144373, 0.999993745883712], 10);
  });
});

describe('logistic-regression', () => {
  it('has the coefficients and errors that Newton finds with 40 digits (mpmath)', async () => {
    const { exit, parameters, standardErrors, value } = await answered([
      ...[
        'fit',
        'examples/logistic-regression.formula',
        '--data',
        'examples/data/challenger.csv',
        '--loss',
        'logistic',
      ],
    ]);
    expect(exit).toBe(0);
    // R's glm prints 15.0429 (7.3786) and -0.2322 (0.1082).
    expectDigits([parameters.a, parameters.b], [15.0429016477024, -0.232162744218596], 8);
    expectDigits(
      [standardErrors.a, standardErrors.b, value],
      [7.37863638491657, 0.108236521649285, 20.3151926878668],
      8,
    );
  });
});

describe('softmax-regression', () => {
  it('has the weights that Newton finds with 40 digits (mpmath), which tell 148 of 150 irises', async () => {
    const data = 'examples/data/iris.csv';
    const { exit, parameters, value } = await answered(['fit', 'examples/softmax-regression.formula', '--data', data]);
    expect(exit).toBe(0);
    const { W, b }: { W: number[][]; b: number[] } = parameters;
    expectDigits(
      W.flat(),
      [
        ...[0.734136147653986, 1.70767376699055, -2.34778251581653, -1.10814370351363],
        ...[0.524943926856764, -0.166449684589475, -0.029308076607965, -0.992179314715292],
        ...[-1.25908007451075, -1.54122408240108, 2.37709059242449, 2.10032301822892],
      ],
      7,
    );
    expectDigits(b, [0.354718751742913, 0.70704579368157, -1.06176454542448], 7);
    expectDigits([value], [36.8506827355578], 12);
    const rows = rowsOf(readFileSync(path.join(root, data), 'utf8'));
    const right = rows.filter(row => most(W.map((weights, k) => dot(weights, row.slice(0, 4)) + b[k]!)) + 1 === row[4]);
    expect(right).toHaveLength(148);
  });
});

describe('filament', () => {
  it.each(['k=1,p=5', 'k=0.7,p=4'])('has the certified values of DanWood (NIST StRD) from %s', async start => {
    const { exit, parameters, standardErrors, value, residualStandardDeviation } = await answered([
      ...['fit', 'examples/filament.formula', '--data', 'examples/data/filament.csv', '--start', start],
    ]);
    expect(exit).toBe(0);
    expectDigits([parameters.k, parameters.p], [7.6886226176e-1, 3.8604055871], 9);
    expectDigits([standardErrors.k, standardErrors.p], [1.828197386e-2, 5.1726610913e-2], 9);
    expectDigits([value, residualStandardDeviation], [4.3173084083e-3, 3.2853114039e-2], 9);
  });
});

describe('spiral', () => {
  it('tells all points that it learns, and those of the arms that it has not seen', async () => {
    const points = printed('spiral.js');
    const { exit, parameters, value } = await answered(['fit', 'examples/spiral.formula', '--data', '-'], points);
    expect(exit).toBe(0);
    expect(value).toBeLessThan(0.02);
    const { W, b, V, c }: Record<string, number[]> & { W: number[][]; V: number[][] } = parameters;
    const armOf = (x: number, y: number): number => {
      const hidden = W.map((weights, i) => Math.tanh(dot(weights, [x, y]) + b![i]!));
      return 1 + most(V.map((weights, k) => dot(weights, hidden) + c![k]!));
    };
    const rows = rowsOf(points);
    expect(rows).toHaveLength(300);
    expect(rows.filter(([x, y, arm]) => armOf(x!, y!) !== arm)).toEqual([]);
    for (const arm of [1, 2, 3]) {
      for (let radius = 0.055; radius < 1; radius += 0.01) {
        const angle = (2 * Math.PI * arm) / 3 + 4 * radius;
        expect(armOf(radius * Math.cos(angle), radius * Math.sin(angle))).toBe(arm);
      }
    }
  });
});

describe('mixture', () => {
  const fitting = ['fit', 'examples/mixture.formula', '--data', '-'];

  it('finds what expectation and maximisation finds (numpy, to 13 digits) of points on a die', async () => {
    const { exit, parameters, value } = await answered(fitting, printed('mixture.js'));
    expect(exit).toBe(0);
    expectDigits([value], [-580.3521398476714], 11);
    const { alpha, mu, q, l }: { alpha: number[]; mu: number[][]; q: number[][]; l: number[] } = parameters;
    const odds = alpha.map(Math.exp);
    const total = odds.reduce((sum, of) => sum + of);
    expectDigits(
      odds.map(of => of / total),
      [0.198977040994, 0.199020756208, 0.199257896003, 0.200114060719, 0.202630246077],
      6,
    );
    expectDigits(
      mu.flat(),
      [
        ...[-0.960096818413, -1.044408191147, -1.051219618307, 1.013726008823, -0.02390315228, -0.032151641206],
        ...[1.021474218548, -0.948799459145, 0.950069886095, 0.987722541451],
      ],
      5,
    );
    // The first and the last precision.
    const precision = (k: number): number[] => {
      const [first, second] = q[k]!.map(Math.exp) as [number, number];
      return [first ** 2 + l[k]! ** 2, l[k]! * second, second ** 2];
    };
    expectDigits(precision(0), [9.582335360417, 1.558346012166, 14.354748394298], 5);
    expectDigits(precision(4), [9.94653210989, -1.082644015671, 14.726821449226], 5);
  });

  it.skipIf(sharedData === null)(
    `reaches the highest that ten starts of the same reach, on a thousand points of ADBench${readsData}`,
    async () => {
      const points = printed('mixture.js', path.join(sharedData!, 'adbench/1k_gmm_d2_K5.txt'));
      const { exit, rows, value } = await answered(fitting, points);
      expect([exit, rows]).toEqual([0, 1000]);
      expectDigits([value], [-2875.718847], 9);
    },
  );
});

describe('ascent', () => {
  // e^c + sin(c) at c = e + e², 40 digits (mpmath).
  const atBound = 24521.662861313;

  it.each(['newton', 'gradient-descent', 'l-bfgs-b'])('reaches the bound by %s', async method => {
    const { exit, x, value, converged } = await answered(['maximize', 'examples/ascent.formula', '--method', method]);
    expect({ exit, x, converged }).toEqual({ exit: 0, x: { x: 1 }, converged: true });
    expectDigits([value], [atBound], 14);
  });

  it('has no maximum without bounds, and says so', async () => {
    const formula = 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)';
    const { exit, out, err } = await runIn(root, ['maximize', formula, '--start', 'x=0']);
    expect(exit).toBe(3);
    expect(out).toContain('not converged  the value has no bound');
    expect(err).toContain("bounds keep it finite: 'param x = 1 in [0, 10]'");
  });
});
