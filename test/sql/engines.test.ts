// The engines that other tests run on are what they are taken for.

import { afterAll, describe, expect, it } from 'vitest';
import { type Engine, hasPostgres, openDuckDB, openSqlite, startPostgres, whyNoPostgres } from './engines.js';

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

async function opened(open: () => Promise<Engine>): Promise<Engine> {
  const engine = await open();
  closing.push(engine.close);
  return engine;
}

describe('engines in this process', () => {
  it('DuckDB computes with doubles, and binds them', async () => {
    const engine = await opened(openDuckDB);
    expect(await engine.query("SELECT $1 / 2 AS half, 'NaN'::DOUBLE AS nan, -0e0 AS zero, COUNT(*) AS n", [3])).toEqual(
      [{ half: 1.5, nan: Number.NaN, zero: -0, n: 1 }],
    );
  });

  it('SQLite has functions of mathematics', async () => {
    const engine = await opened(openSqlite);
    expect(
      await engine.query('SELECT ?1 / 2.0 AS half, ln(0) AS missing, 9e999 AS infinity, exp(0) AS one', [3]),
    ).toEqual([{ half: 1.5, missing: null, infinity: Number.POSITIVE_INFINITY, one: 1 }]);
  });
});

describe.skipIf(!hasPostgres)(`PostgreSQL${whyNoPostgres}`, () => {
  it('listens, computes with doubles, and takes its connections along where it is stopped', async () => {
    const server = await startPostgres();
    closing.push(server.stop);
    const engine = await opened(server.open);
    expect(server.url).toMatch(/^postgres:\/\/postgres@127\.0\.0\.1:\d+\/postgres$/);
    expect(
      await engine.query("SELECT $1::float8 / 2 AS half, float8 'NaN' AS nan, COUNT(*)::float8 AS n", [3]),
    ).toEqual([{ half: 1.5, nan: Number.NaN, n: 1 }]);
    const waiting = engine.query('SELECT pg_sleep(60)');
    const [lost] = await Promise.allSettled([waiting, server.stop()]);
    expect(lost!.status).toBe('rejected');
  });
});
