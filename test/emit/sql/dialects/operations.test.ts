// Every operation of the table, on the engines that run here, against what JavaScript computes: at ordinary numbers, where
// functions have their zeros and steps, where results overflow, underflow and are denormal, at zeros of either sign,
// infinities and NaN.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../../../src/emit/sql/dialect.js';
import { dialectNamed } from '../../../../src/emit/sql/dialects.js';
import type { OperationName } from '../../../../src/ops/operation.js';
import '../../../../src/special.js';
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
import { asked, variantsOf } from './asked.js';
import { insert, nodeFor, queryOf } from './queried.js';

const { MAX_VALUE: MAX, MIN_VALUE: MIN } = Number;
const [INF, NAN] = [Number.POSITIVE_INFINITY, Number.NaN];

/** Of one operand. */
const LINE = [
  ...[0, -0, 1, -1, 0.5, -0.5, 1.5, -1.5, 2, -2, 2.5, -2.5, 3, 0.25, 0.3, -0.3, 0.75, 0.9, 0.9999999, 1.0000001],
  ...[7.3, -7.9, 12.1, 25.7, -30.2, 40.3, 100.5, -150.3, 500.25, -600, Math.SQRT1_2, Math.PI / 2, Math.PI],
  ...[1e-5, -1e-9, 1e-17, 1e-160, -1e-200, 2 ** -1022, 1e-310, MIN, -MIN, 709.7, -709.7, -745, 750, -750],
  ...[
    1e5,
    1e8,
    -1e10,
    2 ** 52 + 0.5,
    2 ** 53 + 2,
    1e17,
    1e22,
    1e100,
    -1e160,
    1e300,
    2 ** 1023,
    MAX,
    -MAX,
    INF,
    -INF,
    NAN,
  ],
].map(x => [x]);

/** Every number of a list with every other one. */
const crossed = (list: readonly number[], count: number): number[][] =>
  count === 0 ? [[]] : crossed(list, count - 1).flatMap(point => list.map(x => [...point, x]));

const FEW = [
  ...[0, -0, 1, -1, 2, 3, -2, -3, 0.5, -0.5, 2.5, -2.5, 1 / 3, 7.25, 50.5, -700, 1000],
  ...[1e-170, MIN, -MIN, 1e-308, 1e17, -1e17, 1e160, -1e200, 1e300, MAX, -MAX, 2 ** 53 - 1, 1e308, INF, -INF, NAN],
  ...[2 ** -537, 2 ** 511],
];
const TABLES: readonly (readonly number[][])[] = [
  [],
  LINE,
  crossed(FEW, 2),
  crossed([0, -0, 1, -1, 2, 0.5, -2.5, 3.7, 1e-200, 1e200, MAX, INF, -INF, NAN, MIN, 12.5], 3),
];

/** What is no formula of what dialects have. */
const REFUSED: ReadonlySet<string> = new Set([
  'beta', 'lbeta', 'lbetaDerivative', 'combinations', 'logCombinationsDerivative', 'erfcx', 'erfcxSlope', 'j0', 'j1', 'jn', 'y0', 'y1', 'yn', 'i0', 'i1', 'besselIn',
  'gammainc', 'gammaincSlope', 'gammaDensity', 'lambertw', 'lambertwSlope',
]); // biome-ignore format: a list

interface Case {
  readonly name: string;
  open(): Promise<Engine>;
  /** What is refused otherwise than elsewhere. */
  readonly differs: readonly string[];
  /** Tables do not keep the sign of a zero. */
  readonly hasSignedZeros: boolean;
  readonly isThere: boolean;
  readonly whyNot: string;
}

const here = { differs: [], hasSignedZeros: true, isThere: true, whyNot: '' };
const stopping: (() => Promise<void>)[] = [];
const cases: readonly Case[] = [
  { ...here, name: 'duckdb', differs: ['beta'], open: openDuckDB },
  {
    ...here,
    name: 'clickhouse',
    differs: ['polygamma'],
    open: openClickHouse,
    isThere: hasClickHouse,
    whyNot: whyNoClickHouse,
  },
  { ...here, name: 'sqlite', open: openSqlite, hasSignedZeros: false },
  {
    ...here,
    name: 'postgres',
    isThere: hasPostgres,
    whyNot: whyNoPostgres,
    async open() {
      const server = await startPostgres();
      stopping.push(server.stop);
      return server.open();
    },
  },
];

afterAll(async () => {
  for (const stop of stopping) await stop();
});

/** Numbers as they are shown where they differ. */
const shown = (x: number): string => (Object.is(x, -0) ? '-0' : String(x));

/** Within 1e-12, and among denormal numbers within 8 of the smallest. */
const isNear = (got: number, wanted: number): boolean =>
  Object.is(got, wanted) || Math.abs(got - wanted) <= Math.max(1e-12 * Math.abs(wanted), 8 * MIN);

for (const { name: of, differs, open, isThere, whyNot, hasSignedZeros } of cases) {
  describe.skipIf(!isThere)(`${of}${whyNot}`, () => {
    const dialect: Dialect = dialectNamed(of)!;
    let engine: Engine;
    beforeAll(async () => {
      engine = await open();
      for (const count of [1, 2, 3]) await insert(engine, dialect, `points${count}`, TABLES[count]!);
    });
    afterAll(() => engine.close());

    it.each(asked.map(row => [row.name, row] as const))('%s', async (name, row) => {
      const wrong: string[] = [];
      for (const operands of variantsOf(row)) {
        const count = operands.filter(operand => typeof operand !== 'number').length;
        const made = nodeFor(dialect, name as OperationName, operands);
        const query = made && queryOf(dialect, made, `points${count}`);
        // Of known operands some are formulas that are not in general.
        if (count === operands.length)
          expect(query === null, `${name} is refused`).toBe(REFUSED.has(name) !== differs.includes(name));
        if (query === null) continue;
        const rows = await engine.query(query);
        for (const [i, { r }] of rows.entries()) {
          const point = TABLES[count]![i]!.map(x => (hasSignedZeros ? x : x + 0));
          const given = operands.map(operand => (typeof operand === 'number' ? operand : point[operand.column]!));
          const wanted = row.compute!(...given);
          const got = r === null ? NAN : Number(r);
          if (isNear(got, wanted) && (wanted !== 0 || got !== 0 || !hasSignedZeros || Object.is(got, wanted))) continue;
          if (isLeftOut(name, given, got) || (of === 'clickhouse' && isUnderflow(name, given, got))) continue;
          wrong.push(`${name}(${given.map(shown).join(', ')}) is ${shown(got)}, not ${shown(wanted)}`);
        }
      }
      expect(wrong.slice(0, 20)).toEqual([]);
    });
  });
}

/** What is NaN where the number is known to JavaScript, and nothing else. */
function isLeftOut(name: string, given: readonly number[], got: number): boolean {
  if (!Number.isNaN(got)) return false;
  // Quotients that are no whole number which a double holds.
  if (name === 'mod' || name === 'remainder') return Math.abs(given[0]! / given[1]!) >= 2 ** 53;
  return false;
}

/** ClickHouse loses the sign of what is too small for a double. */
function isUnderflow(name: string, given: readonly number[], got: number): boolean {
  return name === 'atan2' && got === 0 && Math.abs(given[0]! / given[1]!) < 2 ** -1022;
}
