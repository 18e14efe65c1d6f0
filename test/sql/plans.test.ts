// What PostgreSQL makes of a query: workers that share the table, each with sums of its own.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { query } from '../../src/sql.js';
import { type Engine, hasPostgres, type PostgresServer, startPostgres, whyNoPostgres } from './engines.js';

describe.skipIf(!hasPostgres)(`plans of PostgreSQL${whyNoPostgres}`, () => {
  let server: PostgresServer;
  let engine: Engine;
  beforeAll(async () => {
    server = await startPostgres();
    engine = await server.open();
    await engine.query(
      'CREATE TABLE visits AS SELECT i / 100.0 AS x, i % 2 AS y, i % 3 AS kind FROM generate_series(1, 400) AS i',
    );
    await engine.query('ANALYZE visits');
    for (const setting of ['parallel_setup_cost', 'parallel_tuple_cost', 'min_parallel_table_scan_size'])
      await engine.query(`SET ${setting} = 0`);
  });
  afterAll(async () => {
    await engine?.close();
    await server?.stop();
  });

  const FORMULA = 'param w = 0.1, b = 0\ndata x, y\nz = w*x + b\nsum(softplus(z) - y*z)';
  const planOf = async (text: string): Promise<string[]> =>
    (await engine.query(`EXPLAIN (COSTS OFF) ${text}`)).map(row => String(row['QUERY PLAN']).replace(/^[ >-]+/, ''));

  it.each([[['value']], [['valueAndGradient']], [['valueGradientHessian']]] as const)(
    '%j is summed by each worker',
    async emit => {
      const { bound } = query(FORMULA, { dialect: 'postgres', table: 'visits', emit: [...emit] });
      const plan = await planOf(bound({}));
      expect(plan).toContain('Finalize Aggregate');
      const [gather, partial] = ['Gather', 'Partial Aggregate'].map(of => plan.indexOf(of));
      expect(gather).toBeGreaterThan(-1);
      expect(partial).toBeGreaterThan(gather!);
      expect(plan.at(-1)).toBe('Parallel Seq Scan on visits d');
    },
  );

  it('what is named is still computed once, at a level of its own', async () => {
    const { bound } = query(FORMULA, { dialect: 'postgres', table: 'visits', emit: ['valueAndGradient'] });
    const plan = await planOf(bound({}));
    expect(plan.filter(line => line.startsWith('Subquery Scan')).length).toBeGreaterThan(5);
  });

  it('comes to the same by however many workers', async () => {
    const { bound, read } = query(FORMULA, { dialect: 'postgres', table: 'visits', emit: ['valueAndGradient'] });
    const [shared] = await engine.query(bound({}));
    await engine.query('SET max_parallel_workers_per_gather = 0');
    const [alone] = await engine.query(bound({}));
    await engine.query('RESET max_parallel_workers_per_gather');
    // Σ log(1 + exp(z)) - y·z over z = x/10, x = 0.01 … 4, y = 0, 1, …: NumPy 2.
    for (const row of [shared, alone]) expect(read(row!).value).toBeCloseTo(280.02489499421404, 10);
  });
});
