// `wengert fit` in process where rows stay in an engine.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/cli/main.js';
import {
  hasPostgres,
  openDuckDB,
  openSqlite,
  type PostgresServer,
  startPostgres,
  whyNoPostgres,
} from '../../sql/engines.js';
import { capture, runIn } from '../capture.js';

let directory: string;
const ROWS = Array.from({ length: 60 }, (_, i) => {
  const age = i / 10;
  return { age, y: 2 * Math.exp(-0.7 * age) + 0.5 + Math.sin(i * 12.9898) / 50, w: 1 + (i % 3), country: 'ABC'[i % 3] };
});
const MODEL = ['fit', 'y = a*exp(-b*x) + c', '--columns', 'x=age', '--start', 'a=1,b=1,c=0'];

const insert = (table: string): string =>
  `INSERT INTO ${table} VALUES ${ROWS.map(({ age, y, w, country }) => `(${age}, ${y}, ${w}, '${country}')`).join(', ')}`;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'wengert-'));
  const lines = ROWS.map(({ age, y, w, country }) => `${age},${y},${w},${country}`);
  writeFileSync(path.join(directory, 'points.csv'), `age,y,w,country\n${lines.join('\n')}\n`);
  writeFileSync(path.join(directory, 'comma.csv'), 'age;y\n0,5;1\n1,5;NA\n2;3\n3;4,5\n');
  const duckdb = await openDuckDB(path.join(directory, 'points.db'));
  await duckdb.query('CREATE TABLE points (age DOUBLE, y DOUBLE, w BIGINT, country VARCHAR)');
  await duckdb.query(insert('points'));
  await duckdb.query(`COPY points TO '${path.join(directory, 'points.parquet')}'`);
  await duckdb.close();
  const sqlite = await openSqlite(path.join(directory, 'points.sqlite'));
  await sqlite.query('CREATE TABLE points (age REAL, y REAL, w INTEGER, country TEXT)');
  await sqlite.query(insert('points'));
  await sqlite.close();
});
afterAll(() => rmSync(directory, { recursive: true }));

const wengert = (...args: string[]) => runIn(directory, args);
async function json(...args: string[]) {
  const { out, exit, err } = await wengert(...args, '--json');
  expect(exit, out + err).toBe(0);
  return JSON.parse(out);
}
async function refused(...args: string[]): Promise<string> {
  const { exit, err } = await wengert(...args);
  expect(err).not.toContain('please report');
  return `${exit} ${err}`;
}

/** The same estimates and errors, as closely as is promised. */
function expectSame(found: Record<string, never>, wanted: Record<string, never>): void {
  const [a, b] = [found, wanted] as unknown as Record<string, Record<string, number>>[];
  for (const name of ['a', 'b', 'c']) {
    const error = b!.standardErrors![name]!;
    expect(Math.abs(a!.parameters![name]! - b!.parameters![name]!) / error).toBeLessThan(1e-8);
    expect(a!.standardErrors![name]! / error).toBeCloseTo(1, 6);
  }
  expect(Object.keys(found).sort()).toEqual(Object.keys(wanted).sort());
}

describe('a table', () => {
  it.each([
    ['DuckDB', ['--data', 'duckdb:points.db?table=points']],
    ["a query of DuckDB's", ['--data', 'duckdb:points.db?query=SELECT * FROM points WHERE age >= 0 -- all;']],
    ['Parquet', ['--data', 'points.parquet', '--engine', 'duckdb']],
    ['CSV', ['--data', 'points.csv', '--engine', 'duckdb']],
    ['SQLite', ['--data', 'sqlite:points.sqlite?table=points']],
  ])('of %s is fitted as the file is', async (_name, data) => {
    const options = ['--weights', 'w', '--bounds', 'b=0..5'];
    const found = await json(...MODEL, ...data, ...options);
    expectSame(found, await json(...MODEL, '--data', 'points.csv', ...options));
    expect(found.data).toEqual({ file: data[1], dropped: 0 });
  });

  it('is told of as a file is', async () => {
    const { exit, out } = await wengert(...MODEL, '--data', 'duckdb:points.db?table=points');
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^converged after \d+ iterations, \d+ evaluations: .*\n60 rows of duckdb:points\.db\?table=points; response y\n/,
    );
    expect(out).toMatch(/^a +2\.0115\d+ +0\.0071\d+ +1\.997\d+ … 2\.025\d+$/m);
  });

  it('may be texts with decimal commas and missing values', async () => {
    const args = [
      'fit',
      'y = a + b*age',
      '--data',
      'comma.csv',
      '--start',
      'a=0,b=0',
      '--engine',
      'duckdb',
      '--decimal',
      ',',
    ];
    expect(await refused(...args, '--delimiter', ';')).toContain(
      "1 error[WG622]: comma.csv: 1 row has no value for 'y'",
    );
    const { parameters, data } = await json(...args, '--delimiter', ';', '--drop-missing');
    // Through (0.5, 1), (2, 3) and (3, 4.5): Σ(x-x̄)(y-ȳ)/Σ(x-x̄)² = 4.4166…/3.1666….
    expect(parameters.b).toBeCloseTo(53 / 38, 12);
    expect(data.dropped).toBe(1);
  });

  it('becomes a module, whose command has no password', async () => {
    const { exit } = await wengert(...MODEL, '--data', 'duckdb:points.db?table=points', '--emit', 'decay.js');
    expect(exit).toBe(0);
    const code = readFileSync(path.join(directory, 'decay.js'), 'utf8');
    expect(code).toContain("--data 'duckdb:points.db?table=points'");
    expect(code).toContain('export function predict');
  });
});

describe('a drawing', () => {
  it('has some rows of the sample, and the curve', async () => {
    const args = [...MODEL, '--data', 'duckdb:points.db?table=points', '--sample', '0.5', '--plot', 'fit.svg'];
    const { exit, err } = await wengert(...args);
    expect(exit, err).toBe(0);
    const svg = readFileSync(path.join(directory, 'fit.svg'), 'utf8');
    expect(svg).toMatch(/\((\d+) of 60 rows\)/);
    const drawn = Number(/\((\d+) of 60 rows\)/.exec(svg)![1]);
    expect(drawn).toBeGreaterThan(5);
    expect(drawn).toBeLessThan(55);
    // A circle in each of two frames.
    expect(svg.match(/<circle /g)).toHaveLength(2 * drawn);
  });

  it('is refused where all rows are needed for one', async () => {
    const args = ['fit', 'param a=1\ndata y\ny = a*mean(y)', '--data', 'duckdb:points.db?table=points'];
    expect(await refused(...args, '--sample', '0.5', '--plot', 'fit.svg')).toContain(
      '2 error[WG602]: --plot draws some rows',
    );
  });
});

describe('groups', () => {
  it('are a line each', async () => {
    const { exit, out } = await wengert(...MODEL, '--data', 'duckdb:points.db?table=points', '--by', 'country');
    expect(exit).toBe(0);
    expect(out).toMatch(
      /^3 of 3 groups of duckdb:points\.db\?table=points converged\n\ncountry {2}rows {2}a +± +b +± +c +± +stopped\n/,
    );
    expect(out).toMatch(/^B +20 +[\d.]+ +0\.0[\d.]+ +[\d.]+ +0\.0[\d.]+ +[\d.]+ +0\.0[\d.]+ +(step|value)$/m);
  });

  it('are a list of fits in JSON', async () => {
    const { groups, data } = await json(...MODEL, '--data', 'points.csv', '--engine', 'duckdb', '--by', 'country');
    expect(data).toEqual({ file: 'points.csv' });
    expect(groups.map(({ keys, rows }: { keys: object; rows: number }) => ({ ...keys, rows }))).toEqual(
      ['A', 'B', 'C'].map(country => ({ country, rows: 20 })),
    );
    expect(groups[0].standardErrors.a).toBeGreaterThan(0);
    expect(groups[0].covariance).toHaveLength(3);
  });

  it('fail without the others', async () => {
    const { exit, out } = await wengert(
      ...['fit', 'y = a + b*log(x - 5.05)', '--columns', 'x=age', '--start', 'a=0,b=0', '--by', 'late'],
      ...['--data', 'duckdb:points.db?query=SELECT *, age > 5 AS late FROM points'],
    );
    expect(exit).toBe(3);
    expect(out).toContain('1 of 2 groups');
    expect(out).toMatch(/^false +51 +– .*no finite value at the start$/m);
  });
});

describe('refusals', () => {
  const data = ['--data', 'duckdb:points.db?table=points'];
  it.each([
    [
      ['--data', 'duckdb:points.db?table=nowhere'],
      '1 error[WG625]: DuckDB: Catalog Error: Table with name nowhere does not exist!',
    ],
    [['--data', 'duckdb:nowhere.db?table=t'], '1 error[WG625]: DuckDB: IO Error: Cannot open database'],
    [
      ['--data', 'duckdb:points.csv?table=points'],
      "2 error[WG602]: --data duckdb:points.csv?table=points: 'points.csv' is a file of rows, and a table is in a data base\n  = help: --data points.csv --engine duckdb reads it\n",
    ],
    [
      [...data, '--by', ''],
      "2 error[WG602]: option '--by <columns>' argument '' is invalid. names of columns are wanted",
    ],
    [[...data, '--by', ' , '], "2 error[WG602]: option '--by <columns>' argument ' , ' is invalid. names of columns"],
    [
      [...data, '--by', 'country, w,country'],
      "2 error[WG602]: option '--by <columns>' argument 'country, w,country' is invalid. 'country' is there twice",
    ],
    [
      [...data, '--sample', 'half'],
      "2 error[WG602]: option '--sample <part>' argument 'half' is invalid. a number is wanted",
    ],
    [[...data, '--seed', '3'], '2 error[WG602]: --seed is of what is random, and nothing is\n  = help: add --starts,'],
    [['--data', 'points.csv', '--seed', '3'], '2 error[WG602]: --seed is of what is random, and nothing is'],
    [['--data', 'sqlite:nowhere.db?table=t'], "1 error[WG605]: there is no file 'nowhere.db'"],
    [['--data', 'nowhere.csv', '--engine', 'duckdb'], "1 error[WG605]: there is no file 'nowhere.csv'"],
    [['--data', '-', '--engine', 'duckdb'], '2 error[WG602]: --engine duckdb reads files, and - is standard input'],
    [
      ['--data', 'snowflake:x?table=t'],
      "2 error[WG602]: --data snowflake:x?table=t: there is no engine 'snowflake' here",
    ],
    [
      ['--data', 'sqlite:points.sqlite?table=points', '--engine', 'duckdb'],
      '2 error[WG602]: --data sqlite:points.sqlite?table=points is not read by',
    ],
    [[...data, '--delimiter', ';'], '2 error[WG602]: --delimiter, --decimal and --header are of files'],
    [[...data, '--plot', 'fit.svg'], '2 error[WG602]: --plot draws rows'],
    [[...data, '--split', '0.8'], '2 error[WG602]: --split holds rows out at random'],
    [[...data, '--by', 'country', '--emit', 'x.js'], '2 error[WG602]: --emit writes one model'],
    [[...data, '--by', 'county'], "1 error[WG623]: duckdb:points.db?table=points: there is no column 'county'"],
    [[...data, '--sample', '2'], '2 error[WG602]: the sample 2 is no part'],
    [
      [...data, '--weights', 'country'],
      "1 error[WG621]: duckdb:points.db?table=points: the column 'country' is VARCHAR",
    ],
    [
      ['--data', 'points.csv', '--by', 'country'],
      "2 error[WG602]: --by is of tables that an engine has, and 'points.csv' is a file",
    ],
    [['--data', 'postgres://ann:sesame@127.0.0.1:1/d?table=t'], '1 error[WG625]: PostgreSQL: '],
  ])('%s', async (args, message) => {
    const said = await refused(...MODEL, ...args);
    expect(said).toContain(message);
    expect(said).not.toContain('sesame');
  });

  it('name the columns that there are', async () => {
    const said = await refused('fit', 'param a=1\ndata x, y\ny = a*x', ...data);
    expect(said).toContain("1 error[WG623]: duckdb:points.db?table=points: there is no column 'x'");
  });
});

describe.skipIf(!hasPostgres)(`PostgreSQL${whyNoPostgres}`, () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await startPostgres();
    const engine = await server.open();
    await engine.query('CREATE SCHEMA lab');
    await engine.query('CREATE TABLE lab.points (age float8, y numeric, w int, country text)');
    await engine.query(insert('lab.points'));
    await engine.close();
  });
  afterAll(() => server.stop());

  /** Each statement takes a while. */
  const slowly = (url: string): string =>
    `${url}?query=SELECT points.* FROM lab.points, (SELECT pg_sleep(0.25) AS slept) AS s WHERE slept::text = ''`;
  /** Something happens after some time; only that there is a best point by then has to be. */
  const WHILE = 1500;

  it('is fitted as the file is, and its password is nowhere', async () => {
    const address = `${server.url.replace('postgres@', 'postgres:sesame@')}?table=lab.points`;
    const found = await wengert(...MODEL, '--data', address, '--weights', 'w', '--json', '--emit', 'pg.js');
    expect(found.exit, found.err).toBe(0);
    expectSame(JSON.parse(found.out), await json(...MODEL, '--data', 'points.csv', '--weights', 'w'));
    const code = readFileSync(path.join(directory, 'pg.js'), 'utf8');
    expect(code).toContain(`--data '${server.url}?table=lab.points'`);
    expect(found.out + found.err + code).not.toContain('sesame');
  });

  it('has numbers that are no doubles, and those are no numbers to fit to', async () => {
    const engine = await server.open();
    await engine.query('CREATE TABLE lab.wide (age numeric, y numeric, isLate boolean)');
    await engine.query('INSERT INTO lab.wide SELECT i, 2*i + 1, i > 5 FROM generate_series(1, 9) AS i');
    const line = ['fit', 'param a=1, b=0\ndata age, y\ny = a*age + b', '--data', `${server.url}?table=lab.wide`];
    // What rounds to 0 is 0, and the smallest double is itself.
    await engine.query(
      'INSERT INTO lab.wide VALUES (1e-400, 1, false), (-1e-400, 1, false), (4.9e-324, 1, false), (2e-324, 1, true)',
    );
    const { parameters, rows } = await json(...line);
    expect(rows).toBe(13);
    expect([parameters.a, parameters.b]).toEqual([expect.closeTo(2, 9), expect.closeTo(1, 9)]);
    for (const [cell, shown] of [
      ['1e400', '1e400'],
      ['-1e309', '-1e309'],
      ["'Infinity'", 'Infinity'],
      ["'NaN'", 'NaN'],
    ]) {
      await engine.query(`INSERT INTO lab.wide VALUES (3, ${cell}, true)`);
      const said = await refused(...line);
      expect(said, shown).toContain('1 error[WG621]: ');
      expect(said, shown).toContain("1 row with a value of 'y' that is not finite");
      await engine.query('DELETE FROM lab.wide WHERE age = 3 AND y <> 7');
    }
    await engine.close();
  });

  it('has samples of what is turned into numbers', async () => {
    const engine = await server.open();
    await engine.query('CREATE TABLE lab.mixed (age numeric, late boolean)');
    await engine.query('INSERT INTO lab.mixed SELECT i / 100.0, i % 7 > 3 FROM generate_series(1, 2000) AS i');
    await engine.close();
    const args = ['fit', 'param a=1, b=0\ndata age, late\nlate = a*age + b', '--data', `${server.url}?table=lab.mixed`];
    const { parameters, notes } = await json(...args, '--sample', '0.2');
    const whole = await json(...args);
    expect(parameters.a).toBeCloseTo(whole.parameters.a, 9);
    expect(notes[0]).toContain('0.2 of them at random');
  });

  it('has groups', async () => {
    const { groups } = await json(...MODEL, '--data', `${server.url}?table=lab.points`, '--by', 'country');
    expect(groups).toHaveLength(3);
    expect(groups[2].converged).toBe(true);
  });

  it('gives the best point so far where it is interrupted', async () => {
    const { streams, out, err } = capture(directory);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), WHILE);
    const exit = await run([...MODEL, '--data', slowly(server.url)], streams, controller.signal);
    expect(exit).toBe(130);
    expect(out() + err()).toMatch(/NOT converged after \d+ iterations?, .*: interrupted|nothing has been fitted/);
  });

  it('gives the best point so far where it is lost, and exit 3', async () => {
    const own = await startPostgres();
    const engine = await own.open();
    await engine.query('CREATE SCHEMA lab');
    await engine.query('CREATE TABLE lab.points AS SELECT 0::float8 AS age, 1::float8 AS y LIMIT 0');
    await engine.query(`INSERT INTO lab.points VALUES ${ROWS.map(({ age, y }) => `(${age}, ${y})`).join(', ')}`);
    await engine.close();
    const stopped = new Promise(resolve => setTimeout(() => resolve(own.stop()), WHILE));
    const { exit, out, err } = await wengert(...MODEL, '--data', slowly(own.url));
    await stopped;
    expect(exit).toBe(3);
    expect(out).toMatch(
      /^NOT converged after \d+ iterations?, \d+ evaluations: ended with the best point so far: PostgreSQL: /,
    );
    expect(out).toMatch(/^a +\d/m);
    expect(err).toMatch(/^ended before its time: PostgreSQL: .*\n$/);
  });
});
