// Random data programs are what they are in JavaScript, on every engine.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DialectName } from '../../src/sql.js';
import { numberRecipes, squareRecipes, vectorRecipes } from '../data/rows.js';
import { type Engine, hasPostgres, openDuckDB, openSqlite, startPostgres, whyNoPostgres } from './engines.js';
import { expectPrograms } from './programs.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 8);
const SEED = Number(process.env.WENGERT_SEED ?? 71);

const decimal = (value: number): string =>
  Number.isFinite(value) ? (Object.is(value, -0) ? '-0e0' : String(value)) : `'${value}'`;

const inSqlite = (value: number): string => (Number.isFinite(value) ? decimal(value) : value > 0 ? '9e999' : '-9e999');

interface On {
  readonly name: string;
  readonly dialect: DialectName;
  readonly type: string;
  readonly literal: (value: number) => string;
  readonly isThere: boolean;
  /** NULL is NaN in SQLite, and in a cell it is what is missing. */
  readonly hasNaN: boolean;
  open(): Promise<{ readonly engine: Engine; close(): Promise<void> }>;
}

const alone = (engine: Engine) => ({ engine, close: () => engine.close() });

const engines: readonly On[] = [
  {
    ...{ name: 'DuckDB', dialect: 'duckdb', type: 'DOUBLE', literal: decimal, isThere: true, hasNaN: true },
    open: async () => alone(await openDuckDB()),
  },
  {
    ...{ name: 'SQLite', dialect: 'sqlite', type: 'REAL', literal: inSqlite, isThere: true, hasNaN: false },
    open: async () => alone(await openSqlite()),
  },
  {
    ...{
      name: 'PostgreSQL',
      dialect: 'postgres',
      type: 'float8',
      literal: decimal,
      isThere: hasPostgres,
      hasNaN: true,
    },
    async open() {
      const server = await startPostgres();
      const engine = await server.open();
      return {
        engine,
        async close() {
          await engine.close();
          await server.stop();
        },
      };
    },
  },
];

describe.each(engines)('$name', ({ dialect, type, literal, isThere, hasNaN, open }) => {
  let on: Awaited<ReturnType<On['open']>>;
  beforeAll(async () => {
    if (isThere) on = await open();
  }, 60_000);
  afterAll(() => on?.close());
  // Planning them takes PostgreSQL long.
  const hasHessian = dialect !== 'postgres';
  const common = { runs: RUNS, seed: SEED, type, literal, hasNaN, hasHessian };

  it.skipIf(!isThere).each([
    ['numbers', numberRecipes, true, false],
    ['residuals', squareRecipes, true, false],
    ['vectors', vectorRecipes, false, false],
    ['numbers at special points', numberRecipes, true, true],
    ['residuals at special points', squareRecipes, true, true],
  ] as const)(
    `%s${isThere ? '' : whyNoPostgres}`,
    async (_name, recipes, isScalar, isSpecial) => {
      const tally = await expectPrograms(on.engine, dialect, recipes, { ...common, isScalar, isSpecial });
      if (process.env.WENGERT_TALLY) console.log(dialect, _name, tally);
      expect(tally.compared).toBeGreaterThan(RUNS);
      expect(tally.left).toBeLessThan(tally.compared / 10);
    },
    120_000,
  );
});
