// Scripts of examples/ whose rows are in an engine, with fewer rows than they have for people: against what rows were made of, and
// the same by the command line.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runIn } from '../cli/capture.js';
import { hasPostgres, startPostgres, whyNoPostgres } from '../sql/engines.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const options = { cwd: root, encoding: 'utf8', timeout: 100_000 } as const;
const isBuilt = existsSync(path.join(root, 'dist/sql.js'));
const why = isBuilt ? '' : ' (skipped: not built)';

const folder = mkdtempSync(path.join(tmpdir(), 'wengert-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string): string => path.join(folder, name);

/** What a script prints, of which no run takes minutes. */
const printed = (script: string, ...args: string[]): string =>
  execFileSync(process.execPath, [`examples/${script}`, ...args], options);

async function fitted(...args: string[]) {
  const { exit, out, err } = await runIn(root, ['fit', ...args, '--json']);
  expect([exit, err]).toEqual([0, '']);
  return JSON.parse(out);
}

/** Rows of a table as it is printed, from the line below that with this word. */
function tableBelow(text: string, word: string): string[][] {
  const lines = text.split('\n');
  const head = lines.findIndex(line => line.startsWith(word));
  expect(head).toBeGreaterThan(-1);
  const rows = lines.slice(head + 1).map(line => line.trim().split(/ {2,}/));
  return rows.slice(
    0,
    rows.findIndex(cells => cells.length < 2),
  );
}

describe.skipIf(!isBuilt)(`visits.js${why}`, () => {
  it('finds what visits were made of, as the command line does', async () => {
    const file = inFolder('visits.duckdb');
    const text = printed('visits.js', '--rows', '20000', file);
    expect(text).toMatch(/^20000 rows of 21 columns, /);
    const lines = tableBelow(text, 'parameter');
    expect(lines.map(([name]) => name)).toEqual([...Array.from({ length: 20 }, (_, k) => `w[${k + 1}]`), 'b']);
    const deviations = lines.map(([, truth, estimate, error]) => (Number(estimate) - Number(truth)) / Number(error));
    // The sum of squares of 21 normal numbers is below 46.8 in 999 of 1000 cases (χ²) where they are independent; estimates depend on each other a little.
    expect(deviations.reduce((sum, of) => sum + of * of, 0)).toBeLessThan(46.8);
    const data = `duckdb:${file}?table=visits`;
    const { parameters, standardErrors } = await fitted(
      'examples/visits.formula',
      '--data',
      data,
      '--loss',
      'logistic',
    );
    const flat = ({ w, b }: { w: number[]; b: number }): string[] => [...w, b].map(of => of.toFixed(5));
    expect(flat(parameters)).toEqual(lines.map(([, , estimate]) => estimate));
    expect(flat(standardErrors)).toEqual(lines.map(([, , , error]) => error));
  });

  it('leaves a file alone that is there', () => {
    const { status, stderr } = spawnSync(process.execPath, ['examples/visits.js', 'package.json'], options);
    expect([status, stderr]).toEqual([2, 'package.json is there already\n']);
  });
});

describe.skipIf(!isBuilt)(`decay-groups.js${why}`, () => {
  it('finds the curve of each sample, as the command line does', async () => {
    const file = inFolder('decays.duckdb');
    const text = printed('decay-groups.js', '--samples', '40', '--points', '30', file);
    expect(text).toMatch(/^40 of 40 samples, 30 points each: \d+ queries, /);
    const lines = tableBelow(text, 'sample').map(cells => cells.map(Number));
    expect(lines.map(([sample]) => sample)).toEqual([1, 2, 3, 4, 5]);
    for (const [, a, foundA, errorA, k, foundK, errorK] of lines) {
      expect(Math.abs(foundA! - a!)).toBeLessThan(5 * errorA!);
      expect(Math.abs(foundK! - k!)).toBeLessThan(5 * errorK!);
    }
    // 40 numbers of which 95.4 of 100 are expected: 32 and fewer are one case of 10,000.
    const shares = [...text.matchAll(/[ak] in (\S+) %/g)].map(([, share]) => Number(share));
    expect(shares).toHaveLength(2);
    for (const share of shares) expect(share).toBeGreaterThan(80);
    const data = `duckdb:${file}?table=decays`;
    const { groups } = await fitted('examples/decay.formula', '--data', data, '--by', 'sample');
    expect(groups).toHaveLength(40);
    for (const [at, [, , a, , , k]] of lines.entries()) {
      expect(groups[at].parameters.a.toFixed(4)).toBe(a!.toFixed(4));
      expect(groups[at].parameters.k.toFixed(4)).toBe(k!.toFixed(4));
    }
  });
});

describe.skipIf(!isBuilt || !hasPostgres)(`mixture-postgres.js${why || whyNoPostgres}`, () => {
  it('finds the clouds in a server that it is told of, as the command line does', async () => {
    const server = await startPostgres();
    try {
      const text = printed('mixture-postgres.js', '--points', '1000', server.url);
      expectClouds(text);
      const { value } = await fitted('examples/clouds.formula', '--data', `${server.url}?table=clouds`);
      expect(value).toBeCloseTo(Number(/^loss (\S+) a point$/m.exec(text)![1]), 8);
      const again = spawnSync(process.execPath, ['examples/mixture-postgres.js', server.url], options);
      expect([again.status, again.stderr]).toEqual([
        2,
        'relation "clouds" already exists; that of an earlier run goes with DROP TABLE clouds\n',
      ]);
    } finally {
      await server.stop();
    }
  });

  it('says where nobody answers', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['examples/mixture-postgres.js', 'postgres://nobody@127.0.0.1:1/nothing'],
      options,
    );
    expect([status, stderr]).toEqual([2, 'no connection to PostgreSQL: connect ECONNREFUSED 127.0.0.1:1\n']);
  });

  /** 0.2 are five standard errors of the centre that is least known: 300 points of deviation 0.6. */
  function expectClouds(text: string): void {
    const wanted = [
      [0.5, -1.5, -0.5, 0.4, 0.4],
      [0.3, 0, 1, 0.6, 0.6],
      [0.2, 1.5, 0, 0.3, 0.3],
    ];
    const lines = tableBelow(text, 'cloud').map(cells => cells.slice(4).map(Number));
    expect(lines).toHaveLength(3);
    for (const [k, numbers] of lines.entries()) {
      expect(numbers).toHaveLength(5);
      for (const [i, of] of numbers.entries()) expect(Math.abs(of - wanted[k]![i]!)).toBeLessThan(0.2);
    }
  }
});
