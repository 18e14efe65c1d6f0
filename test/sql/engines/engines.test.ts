// What runs queries: cells of all kinds, columns, what cannot be written, statements that are ended, and drivers that are missing.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDuckDB } from '../../../src/sql/engines/duckdb.js';
import type { Engine } from '../../../src/sql/engines/engine.js';
import { loaded } from '../../../src/sql/engines/load.js';
import { openPostgres } from '../../../src/sql/engines/postgres.js';
import * as testing from '../engines.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'wengert-engines-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const failing = async (run: () => Promise<unknown>): Promise<string> => {
  try {
    await run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
};

/** What both answer in the same way. */
function answers(open: () => Promise<Engine>, types: Readonly<Record<'double' | 'slow', string>>): void {
  it('reads numbers of all kinds, and binds doubles', async () => {
    const engine = await open();
    const [row] = await engine.run(
      `SELECT CAST(7 AS BIGINT) AS whole, CAST(1.25 AS DECIMAL(10, 3)) AS tenths, CAST('nan' AS ${types.double}) AS none,
       CAST('-inf' AS ${types.double}) AS least, CAST(9007199254740993 AS BIGINT) AS long, NULL AS missing, 'text' AS said,
       2 > 1 AS truth, DATE '2026-11-29' AS day, $1 / CAST(2 AS ${types.double}) AS half, CAST(0.1 AS REAL) AS short`,
      [3],
    );
    expect(row).toMatchObject({ whole: 7, tenths: 1.25, none: Number.NaN, least: Number.NEGATIVE_INFINITY, half: 1.5 });
    expect(row).toMatchObject({ long: 9007199254740993n, missing: null, said: 'text', truth: true });
    expect(row!.day).toMatch(/^2026-11-29/);
    expect(row!.short).toBeCloseTo(0.1, 7);
    await engine.close();
  });

  it('knows columns of a table and of a query, whatever these are called', async () => {
    const engine = await open();
    expect(await engine.columnsOf('"odd ""name"""')).toEqual([
      { name: 'x', kind: 'number', type: expect.stringMatching(/^double/i) },
      { name: 'a "b" $1', kind: 'text', type: expect.any(String) },
      { name: 'ok', kind: 'truth', type: expect.stringMatching(/^boolean$/i) },
      { name: 'day', kind: 'other', type: expect.stringMatching(/^date$/i) },
    ]);
    expect((await engine.columnsOf('(SELECT 1 AS n) AS q')).map(({ name, kind }) => [name, kind])).toEqual([
      ['n', 'number'],
    ]);
    await engine.close();
  });

  it('reads only', async () => {
    const engine = await open();
    expect(await failing(() => engine.run('DROP TABLE "odd ""name"""'))).toMatch(/WG625.*read.only/i);
    expect(await failing(() => engine.run('SELECT * FROM nowhere'))).toMatch(/WG625.*: .*nowhere/);
    // It goes on after what was no statement.
    expect(await engine.run('SELECT COUNT(*) AS n FROM "odd ""name"""')).toEqual([{ n: 1 }]);
    await engine.close();
  });

  it('ends a statement, and goes on', async () => {
    const engine = await open();
    const running = failing(() => engine.run(types.slow));
    await new Promise(resolve => setTimeout(resolve, 200));
    await engine.interrupt();
    expect(await running).toMatch(/WG625.*(interrupt|cancel)/i);
    expect(await engine.run('SELECT COUNT(*) AS n FROM "odd ""name"""')).toEqual([{ n: 1 }]);
    await engine.close();
  });
}

const FILL = [
  `CREATE TABLE "odd ""name""" (x DOUBLE PRECISION, "a ""b"" $1" VARCHAR, ok BOOLEAN, day DATE)`,
  `INSERT INTO "odd ""name""" VALUES (1, 'a', TRUE, NULL)`,
];

describe('DuckDB', () => {
  beforeAll(async () => {
    const engine = await testing.openDuckDB(path.join(folder, 'file.db'));
    for (const statement of FILL) await engine.query(statement);
    await engine.close();
  });

  answers(() => openDuckDB(path.join(folder, 'file.db')), {
    double: 'DOUBLE',
    slow: 'SELECT COUNT(*) FROM range(100000) AS a, range(10000000) AS b WHERE a.range * b.range % 7 = 3',
  });

  it('makes no file', async () => {
    expect(await failing(() => openDuckDB(path.join(folder, 'nowhere.db')))).toMatch(/WG625.*does not exist/);
  });
});

describe.skipIf(!testing.hasPostgres)(`PostgreSQL${testing.whyNoPostgres}`, () => {
  let server: testing.PostgresServer;
  beforeAll(async () => {
    server = await testing.startPostgres();
    const engine = await server.open();
    for (const statement of FILL) await engine.query(statement);
    await engine.close();
  });
  afterAll(() => server.stop());

  answers(() => openPostgres(server.url), { double: 'float8', slow: 'SELECT pg_sleep(60)' });

  it('sees the same rows to its end', async () => {
    const engine = await openPostgres(server.url);
    const count = 'SELECT COUNT(*) AS n FROM "odd ""name"""';
    expect(await engine.run(count)).toEqual([{ n: 1 }]);
    const other = await server.open();
    await other.query(`INSERT INTO "odd ""name""" (x) VALUES (2)`);
    expect(await engine.run(count)).toEqual([{ n: 1 }]);
    await other.query(`DELETE FROM "odd ""name""" WHERE x = 2`);
    await other.close();
    await engine.close();
  });

  it('says no password where it is not reached', async () => {
    const { port } = new URL(server.url);
    for (const address of [
      `postgres://ann:sesame@127.0.0.1:${port}/postgres`,
      'postgres://ann:sesame@127.0.0.1:1/d?password=sesame',
    ]) {
      const message = await failing(() => openPostgres(address));
      expect(message).toMatch(/WG625.*: PostgreSQL: ./);
      expect(message).not.toContain('sesame');
    }
  });

  it('loses its connection, and says so', async () => {
    const own = await testing.startPostgres();
    const engine = await openPostgres(own.url);
    const running = failing(() => engine.run('SELECT pg_sleep(60)'));
    await new Promise(resolve => setTimeout(resolve, 100));
    await own.stop();
    expect(await running).toMatch(/WG625.*PostgreSQL: /);
    expect(await failing(() => engine.run('SELECT 1'))).toMatch(/WG625.*PostgreSQL: /);
    // Nobody is there to be asked to end it.
    await engine.interrupt();
    await engine.close();
  });
});

it('says how a driver is installed that is missing', async () => {
  const missing = () =>
    Promise.reject(Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' }));
  expect(await failing(() => loaded('DuckDB', '@duckdb/no-such-driver', missing))).toBe(
    "error[WG625]: DuckDB is asked by the package '@duckdb/no-such-driver', which is not installed\n  = help: npm install @duckdb/no-such-driver",
  );
});
