// Cells, and what is made of all rows, on the engines that run here: of none, of NaN, of infinities, and of terms whose sum is no
// double.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Aggregate, Dialect } from '../../../../src/emit/sql/dialect.js';
import { dialectNamed } from '../../../../src/emit/sql/dialects.js';
import {
  type Engine,
  hasClickHouse,
  hasPostgres,
  openClickHouse,
  openDuckDB,
  openSqlite,
  startPostgres,
  whyNoClickHouse,
  whyNoPostgres,
} from '../../../sql/engines.js';
import { insert } from './queried.js';

const { MAX_VALUE: MAX } = Number;
const [INF, NAN] = [Number.POSITIVE_INFINITY, Number.NaN];

const stopping: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const stop of stopping) await stop();
});

const engines: readonly (readonly [string, () => Promise<Engine>, boolean, string])[] = [
  ['duckdb', openDuckDB, true, ''],
  ['sqlite', openSqlite, true, ''],
  ['clickhouse', openClickHouse, hasClickHouse, whyNoClickHouse],
  ['postgres', openPostgres, hasPostgres, whyNoPostgres],
];

async function openPostgres(): Promise<Engine> {
  const server = await startPostgres();
  stopping.push(server.stop);
  return server.open();
}

/** Columns, and what sum, min and max of each are. */
const COLUMNS: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[], [0, INF, -INF]],
  [[2, -3, 5], [4, -3, 5]],
  [[1, NAN, 2], [NAN, NAN, NAN]],
  [[NAN], [NAN, NAN, NAN]],
  [[1, INF], [INF, 1, INF]],
  [[-INF, INF], [NAN, -INF, INF]],
  [[-INF, 4], [-INF, -INF, 4]],
  [[MAX, MAX, 1], [INF, 1, MAX]],
  [[-MAX, -MAX], [-INF, -MAX, -MAX]],
  [[1e-320, 1e-320], [2e-320, 1e-320, 1e-320]],
]; // biome-ignore format: one a line

const numberOf = (value: unknown): number => (value === null ? NAN : Number(value));

for (const [name, open, isThere, whyNot] of engines) {
  describe.skipIf(!isThere)(`${name}${whyNot}`, () => {
    const dialect: Dialect = dialectNamed(name)!;
    let engine: Engine;
    beforeAll(async () => {
      engine = await open();
    });
    afterAll(() => engine.close());

    it('sums, products and the least and greatest', async () => {
      for (const [i, [column, [sum, min, max]]] of COLUMNS.entries()) {
        // A table has some row; what is asked of none is asked of those that are left.
        await insert(engine, dialect, `column${i}`, column.length === 0 ? [[1]] : column.map(x => [x]));
        const inner = `SELECT x0 AS c FROM column${i}${column.length === 0 ? ' WHERE id > 9' : ''}`;
        const asked = async (combine: Aggregate): Promise<number> => {
          const text = dialect.aggregate(combine, 'c')!;
          const [row] = await engine.query(`SELECT ${text} AS r, ${dialect.rows} AS n FROM (${inner}) AS s`);
          expect(row!.n).toBe(column.length);
          return numberOf(row!.r);
        };
        expect([column, await asked('sum'), await asked('min'), await asked('max')]).toEqual([column, sum, min, max]);
        if (dialect.aggregate('prod', 'c') !== null)
          expect(await asked('prod')).toBe(column.reduce((product, x) => product * x, 1));
      }
    });

    it('missing cells are NaN, and counted', async () => {
      const type = name === 'clickhouse' ? 'Nullable(Float64)' : 'DOUBLE PRECISION';
      const storage = name === 'clickhouse' ? ' ENGINE = Memory' : '';
      const column = dialect.identifier('its "cells"');
      await engine.query(`CREATE TABLE cells (id INTEGER, ${column} ${type})${storage}`);
      await engine.query('INSERT INTO cells VALUES (0, 1.5), (1, NULL), (2, -2)');
      const rows = await engine.query(`SELECT ${dialect.cell(column)} AS r FROM cells ORDER BY id`);
      expect(rows.map(({ r }) => numberOf(r))).toEqual([1.5, NAN, -2]);
      const [counted] = await engine.query(`SELECT ${dialect.rowsWhere(dialect.missing(column)!)} AS n FROM cells`);
      expect(counted!.n).toBe(1);
    });
  });
}

it('SQLite: text among numbers is missing, and whole numbers are no integers', async () => {
  const engine = await openSqlite();
  const { cell, missing, rowsWhere } = dialectNamed('sqlite')!;
  await engine.query('CREATE TABLE cells (id, x)');
  await engine.query("INSERT INTO cells VALUES (0, 7), (1, '8'), (2, 'many'), (3, x'00'), (4, 0.5)");
  const rows = await engine.query(`SELECT ${cell('x')} / 2.0 AS r, typeof(${cell('x')}) AS t FROM cells ORDER BY id`);
  expect(rows.map(({ r }) => r)).toEqual([3.5, null, null, null, 0.25]);
  expect(rows[0]!.t).toBe('real');
  expect(await engine.query(`SELECT ${rowsWhere(missing('x')!)} AS n FROM cells`)).toEqual([{ n: 3 }]);
  await engine.close();
});

it('DuckDB: text that is a number is one', async () => {
  const engine = await openDuckDB();
  const { cell } = dialectNamed('duckdb')!;
  const rows = await engine.query(`SELECT ${cell('x')} AS r FROM (VALUES ('1e3'), ('many'), (NULL)) AS t(x)`);
  expect(rows.map(({ r }) => r)).toEqual([1000, NAN, NAN]);
  await engine.close();
});
