// Fits to tables: what keeps rows from being fitted to, names of any kind, samples, and ends before their time.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FormulaError } from '../../../src/index.js';
import type { Engine } from '../../../src/sql/engines/engine.js';
import { openPostgres } from '../../../src/sql/engines/postgres.js';
import type { Run } from '../../../src/sql/fit/asking.js';
import { fitTable, type TableFitOptions } from '../../../src/sql.js';
import { hasPostgres, startPostgres, whyNoPostgres } from '../engines.js';
import { duckdbShelf, type Shelf, sqliteShelf } from './tables.js';

let shelf: Shelf;
let engine: Engine;
beforeAll(async () => {
  shelf = await duckdbShelf();
  engine = await shelf.open();
  const x = Array.from({ length: 300 }, (_, i) => i / 50);
  await shelf.put('decay', { x, y: x.map((of, i) => 3 * Math.exp(-0.8 * of) + Math.sin(i * 12.9898) / 100) });
});
afterAll(() => shelf.close());

const MODEL = 'y = a*exp(-b*x)';
const START = { start: { a: 1, b: 0.5 } };
const DECAY = { ...START, table: 'decay' };

async function failing(model: string, options: TableFitOptions, run: Run = engine.run): Promise<string> {
  try {
    await fitTable(model, run, options);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error.message;
  }
  throw new Error('it did not fail');
}

describe('rows', () => {
  it.each([
    ['missing', { x: [1, null, 3], y: [1, 2, null] }, {}, "WG622]: bad: 2 rows have no value for 'x' and 'y'"],
    ['NaN', { x: [1, 2, 3], y: [1, Number.NaN, 3] }, {}, "WG621]: bad: 1 row with a value of 'y' that is not finite"],
    [
      'infinite',
      { x: [1, Number.NEGATIVE_INFINITY], y: [1, 2] },
      {},
      "WG621]: bad: 1 row with a value of 'x' that is not finite",
    ],
    [
      'all missing',
      { x: [null, 1], y: [1, null] },
      { missing: 'drop' },
      'WG622]: bad: each of 2 rows has a missing value',
    ],
    [
      'negative weights',
      { x: [1, 2], y: [1, 2], w: [1, -1] },
      { weights: 'w' },
      "WG621]: bad: 1 row with a negative weight 'w'",
    ],
    ['weights of 0 alone', { x: [1, 2], y: [1, 2], w: [0, 0] }, { weights: 'w' }, 'WG602]: all weights are 0'],
  ] as const)('are refused where they are %s', async (_name, columns, options, message) => {
    await engine.run('DROP TABLE IF EXISTS bad');
    await shelf.put('bad', columns);
    expect(await failing(MODEL, { ...START, ...options, table: 'bad' })).toContain(message);
  });

  it('are refused that a loss does not go with', async () => {
    await engine.run('DROP TABLE IF EXISTS bad');
    await shelf.put('bad', { x: [1, 2, 3], y: [0, 1, 2] });
    const options = { start: { a: 0, b: 0 }, table: 'bad', loss: 'logistic' } as const;
    expect(await failing('y = a*x + b', options)).toContain(
      "WG621]: bad: 1 row with a 'y' that is not a response from 0 to 1",
    );
  });

  it('may be none', async () => {
    await engine.run('CREATE TABLE nothing (x DOUBLE, y DOUBLE)');
    expect(await failing(MODEL, { ...START, table: 'nothing' })).toContain('WG624]: there are no rows');
    expect(await failing(`param a=1, b=1\ndata x, y\n${MODEL}`, { table: 'nothing' })).toContain(
      'nothing: there are no rows',
    );
  });

  it('are left out where something is missing, and counted', async () => {
    await engine.run('DROP TABLE IF EXISTS bad');
    await shelf.put('bad', { x: [0, 1, 2, null, 4], y: [1, 0.6, 0.4, 1, null] });
    const result = await fitTable(MODEL, engine.run, { ...START, table: 'bad', missing: 'drop' });
    expect(result).toMatchObject({ rows: 3, dropped: 2, converged: true });
  });
});

describe('names', () => {
  it('are those of the table, whatever these are, and never SQL', async () => {
    const table = `t"; DROP TABLE decay; --`;
    const column = `a'b"; DROP TABLE decay; --`;
    await shelf.put(table, { [column]: [0, 1, 2, 3], 'y $1': [1, 3, 5.1, 6.9], 'w"': [1, 1, 2, 1] });
    const result = await fitTable('param a=0, b=0\ndata x, y\ny = a + b*x', engine.run, {
      table: [table],
      columns: { x: column, y: 'y $1' },
      weights: 'w"',
    });
    expect(result.parameters.b).toBeCloseTo(2, 1);
    expect(await engine.run('SELECT COUNT(*) AS n FROM decay')).toEqual([{ n: 300 }]);
  });

  it('of the model may be those that queries have of their own', async () => {
    const model = 'param weight=1, prepared=0.5\ndata x, y\ny = weight*exp(-prepared*x)';
    const result = await fitTable(model, engine.run, { table: 'decay', weights: 'x' });
    expect(result.parameters.prepared).toBeCloseTo(0.8, 1);
  });

  it('are said that there are not', async () => {
    expect(await failing('y = a*exp(-b*z)', DECAY)).toContain("no start for 'z'");
    expect(await failing(MODEL, { ...DECAY, loss: 'huber' })).toContain("'huber' needs a scale");
    expect(await failing(MODEL, { ...DECAY, dialect: 'duckbd' as 'duckdb' })).toContain("did you mean 'duckdb'?");
    expect(await failing(MODEL, { ...DECAY, tabel: 'decay' } as TableFitOptions)).toContain(
      "fitTable has no option 'tabel'",
    );
    expect(await failing(MODEL, { ...START, table: 'nowhere' })).toMatch(/WG625.*nowhere/);
  });
});

it('is of a program whatever it exports, and of fixed inputs', async () => {
  const model = 'input c = 0.5\nparam a=1, b=0.5\ndata x, y\nemit hessianSparse\ny = a*exp(-b*x) + c - 0.5';
  const result = await fitTable(model, engine.run, { table: 'decay' });
  expect(result.parameters.b).toBeCloseTo(0.8, 1);
  const shifted = await fitTable(model, engine.run, { table: 'decay', fix: { c: 1.5 } });
  expect(shifted.value).toBeGreaterThan(100 * result.value);
  const grouped = { table: 'decay', by: 'x' } as TableFitOptions;
  expect(await failing(model, grouped)).toContain("fitTable has no option 'by'");
});

it('starts from a sample', async () => {
  const plain = await fitTable(MODEL, engine.run, DECAY);
  const texts: string[] = [];
  const run: Run = (text, values, names) => {
    texts.push(text);
    return engine.run(text, values, names);
  };
  const result = await fitTable(MODEL, run, { ...DECAY, sample: 0.5, seed: 3 });
  expect(result.parameters.b).toBeCloseTo(plain.parameters.b as number, 9);
  expect(result.rows).toBe(300);
  expect(result.evaluations).toBeLessThan(plain.evaluations);
  expect(result.notes[0]).toMatch(/^started from a fit to a part of the rows, 0\.5 of them at random: /);
  expect(texts.filter(text => /bernoulli/i.test(text)).length).toBeGreaterThan(3);
});

describe('an end before its time', () => {
  /** Does something in place of the n-th statement. */
  const failingAfter = (count: number, then: () => Promise<never>): Run => {
    let left = count;
    return async (text, values, names) => (left-- > 0 ? engine.run(text, values, names) : then());
  };
  const gone = () => Promise.reject(new Error('the engine has gone'));

  it('is the best point so far', async () => {
    const result = await fitTable(MODEL, failingAfter(6, gone), DECAY);
    expect(result).toMatchObject({
      converged: false,
      reason: 'interrupted',
      message: 'ended with the best point so far: the engine has gone',
      standardErrors: null,
    });
    expect((result.fault as Error).message).toBe('the engine has gone');
    const better = await fitTable(MODEL, failingAfter(7, gone), DECAY);
    expect(better.value).toBeLessThanOrEqual(result.value);
    expect(result.notes).toContain('no standard errors: the sums that they are made of are not known');
  });

  it('is what the engine said where there is no point', async () => {
    for (const count of [0, 1, 2])
      await expect(fitTable(MODEL, failingAfter(count, gone), DECAY)).rejects.toThrow('the engine has gone');
  });

  it('by a signal has errors all the same', async () => {
    const controller = new AbortController();
    const interrupted = failingAfter(6, async () => {
      controller.abort();
      throw new Error('interrupted');
    });
    const again: Run = (text, values, names) =>
      controller.signal.aborted ? engine.run(text, values, names) : interrupted(text, values, names);
    const result = await fitTable(MODEL, again, { ...DECAY, signal: controller.signal });
    expect(result).toMatchObject({ converged: false, reason: 'interrupted', message: 'interrupted', fault: null });
    expect(result.standardErrors!.a).toBeGreaterThan(0);
    const before = fitTable(MODEL, engine.run, { ...DECAY, signal: AbortSignal.abort() });
    await expect(before).rejects.toThrow('interrupted; nothing has been fitted');
  });

  it.skipIf(!hasPostgres)(`of a server that stops while it works${whyNoPostgres}`, async () => {
    const server = await startPostgres();
    const other = await server.open();
    await other.query(`CREATE TABLE t AS SELECT i/1000.0::float8 AS x, 3*exp(-0.8*i/1000.0::float8) + 0.01*sin(i*i) AS y
      FROM generate_series(0, 5000) AS r(i)`);
    await other.close();
    const postgres = await openPostgres(server.url);
    let asked = 0;
    const run: Run = async (text, values, names) => {
      const running = postgres.run(text, values, names);
      if (++asked === 7) await Promise.allSettled([running, server.stop()]);
      return running;
    };
    // It may answer before it stops.
    const result = await fitTable(MODEL, run, { ...START, table: 't', dialect: 'postgres' });
    expect(result.converged).toBe(false);
    expect(result.message).toMatch(/^ended with the best point so far: PostgreSQL: ./);
    expect(result.value).toBeLessThan(5001);
    await postgres.close();
  });
});

it('asks for more numbers than a row may have in several', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'wengert-many-'));
  const sqlite = await sqliteShelf(folder);
  const COUNT = 45;
  const columns: Record<string, number[]> = { y: new Array(60).fill(0) };
  for (let k = 1; k <= COUNT; k++) {
    columns[`x_${k}`] = Array.from({ length: 60 }, (_, i) => Math.sin(i * k * 0.7 + k * k));
    for (let i = 0; i < 60; i++) columns.y![i]! += k * columns[`x_${k}`]![i]!;
  }
  await sqlite.put('t', columns);
  const own = await sqlite.open();
  const texts = new Set<string>();
  const run: Run = (text, values, names) => {
    texts.add(text);
    return own.run(text, values, names);
  };
  const w = Array.from({ length: COUNT }, (_, k) => k + 1);
  const model = `param w[${COUNT}]\ndata x[${COUNT}], y\ny = dot(w, x)`;
  const start = { w: w.map(of => of + 0.01) };
  const result = await fitTable(model, run, { table: 't', dialect: 'sqlite', start, maxIterations: 2 });
  for (const [k, of] of (result.parameters.w as readonly number[]).entries()) expect(of).toBeCloseTo(w[k]!, 6);
  // A look, and 1082 products, as they are and prepared, and 1088 statistics, in three each.
  expect(texts.size).toBe(10);
  await own.close();
  rmSync(folder, { recursive: true });
});
