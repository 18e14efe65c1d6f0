// A formula as a query, run on DuckDB: what it says of rows, of what is missing, of groups and of names.

import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import '../../src/special.js';
import { dialectNamed } from '../../src/emit/sql/dialects.js';
import { compile, FormulaError } from '../../src/index.js';
import { type DialectName, type QueryOptions, query } from '../../src/sql.js';
import { type Engine, openDuckDB } from './engines.js';

let engine: Engine;

beforeAll(async () => {
  engine = await openDuckDB();
  await engine.query('CREATE TABLE points (x DOUBLE, y DOUBLE, "group" VARCHAR)');
  await engine.query("INSERT INTO points VALUES (1, 3, 'a'), (2, 5, 'a'), (3, 10, 'b'), (4, 13, 'b'), (5, 15, 'b')");
  await engine.query(
    'CREATE TABLE gaps AS SELECT * FROM (VALUES (1.0, 2.0), (NULL, 3.0), (4.0, NULL), (5, 6)) AS v(x, y)',
  );
  await engine.query('CREATE TABLE nothing (x DOUBLE, y DOUBLE)');
});

afterAll(() => engine.close());

const LINE = 'param a, b\ndata x, y\ny = a*x + b';

async function run(formula: string, options: QueryOptions, point = {}) {
  const made = query(formula, options);
  const [row] = await engine.query(made.bound(point));
  return made.read(row!);
}

describe('a query', () => {
  // r = 3 - 2, 5 - 3, 10 - 4, 13 - 5, 15 - 6 at a = b = 1: Σr² = 186, -2Σr = -52, -2Σxr = -200.
  it('gives value, gradient and Gauss-Newton matrix of residuals in one row', async () => {
    const got = await run(LINE, { table: 'points', emit: ['gaussNewton'] }, { a: 1, b: 1 });
    expect(got).toEqual({
      value: 186,
      gradient: new Float64Array([-200, -52]),
      gaussNewton: new Float64Array([55, 15, 15, 5]),
      rows: 5,
      missing: 0,
      keys: [],
    });
  });

  it('binds placeholders in the order of its parameters', async () => {
    const made = query(LINE, { table: 'points' });
    expect(made.parameters.map(({ name }) => name)).toEqual(['a', 'b']);
    const [row] = await engine.query(made.text.replace('$a', '$1').replace('$b', '$2'), made.bind({ b: 1, a: 1 }));
    expect(made.read(row!).value).toBe(186);
  });

  it('has the directions of products among its parameters', async () => {
    const made = query('param a, b\ndata x\nsum((a*b - x)^2)', { table: 'points', emit: ['hvp', 'jvp'] });
    const direction = { a: 1, b: 0 };
    const [row] = await engine.query(made.bound({ a: 2, b: 3 }, { direction }));
    // f = Σ(ab - x)²: along a it is 2b·Σ(ab - x) = 90, and again 2b²n = 90, 2Σ(ab - x) + 2abn = 90.
    expect(made.read(row!)).toMatchObject({ hvp: new Float64Array([90, 90]), jvp: new Float64Array([90]) });
    expect(() => made.bind({ a: 2, b: 3 })).toThrow('the direction of derivatives is missing');
  });

  it('has one column for equal entries of a matrix, and none for those that never change', () => {
    const made = query('param p[3]\ndata x\nsum((p[1]*p[2] - x)^2) + p[3]', { table: 'points', emit: ['hessian'] });
    expect(made.columns).toEqual(['hessian_p_1_p_1', 'hessian_p_1_p_2', 'hessian_p_2_p_2', 'rows', 'missing']);
  });

  it('is about no table where there are no data', async () => {
    const got = await run('x^2*y', { emit: ['value', 'gradient'] }, { x: 3, y: 2 });
    expect(got).toMatchObject({ value: 18, gradient: new Float64Array([12, 9]), rows: 1, missing: 0 });
  });

  it('goes over rows again for what depends on sums over them', async () => {
    const formula = 'param p\ndata x\nm = mean(x)\nlogsumexp(p*(x - m)/std(x)) + count(x)';
    const wanted = compile(formula).valueAndGradient;
    const gradient = new Float64Array(1);
    const value = wanted(0.5, [1, 2, 3, 4, 5], undefined, undefined, gradient);
    const got = await run(formula, { table: 'points' }, { p: 0.5 });
    expect(got.value).toBeCloseTo(value, 12);
    expect(got.gradient![0]).toBeCloseTo(gradient[0]!, 12);
  });

  it('gives several results in order', async () => {
    const got = await run(
      'param p\ndata x\ns = p*sum(x)\nv = [mean(x), p^2]\noutput s, v',
      { table: 'points' },
      { p: 2 },
    );
    expect(got.value).toEqual(new Float64Array([30, 3, 4]));
    expect(got.jacobian).toEqual(new Float64Array([15, 0, 4]));
  });
});

describe('what is missing', () => {
  it('is counted, and nothing is known', async () => {
    const got = await run('param a\ndata x, y\nsum(a*x > 2 ? y : 1)', { table: 'gaps' }, { a: 1 });
    expect(got).toMatchObject({ rows: 4, missing: 2, value: Number.NaN });
  });

  it('is left out where that is asked for, and counted', async () => {
    const got = await run('param a\ndata x, y\nsum(a*x*y)', { table: 'gaps', missing: 'drop' }, { a: 1 });
    expect(got).toMatchObject({ rows: 2, missing: 2, value: 32 });
  });

  it('counts of those columns alone that the formula has', async () => {
    const got = await run(
      'param a\ndata x\nsum(a*x)',
      { table: 'gaps', columns: { x: 'y' }, missing: 'drop' },
      { a: 1 },
    );
    expect(got).toMatchObject({ rows: 3, missing: 1, value: 11 });
  });

  it('has sums of no rows, and no mean', async () => {
    const got = await run('param a\ndata x\n[a + sum(x), mean(x), prod(x)]', { table: 'nothing' }, { a: 2 });
    expect(got).toMatchObject({ rows: 0, value: new Float64Array([2, Number.NaN, 1]) });
  });

  it('has no greatest of no rows', async () => {
    await expect(run('param a\ndata x\na*max(x)', { table: 'nothing' }, { a: 2 })).rejects.toThrow(RangeError);
  });
});

describe('groups', () => {
  it('have results of their own at parameters of their own', async () => {
    const made = query(LINE, { table: 'points', by: ['group'], emit: ['valueAndGradient'] });
    const text = made.bindGroups([
      { keys: ['b'], point: { a: 1, b: 1 } },
      { keys: ['a'], point: { a: 2, b: 1 } },
    ]);
    const rows = (await engine.query(text)).map(made.read).sort((p, q) => String(p.keys).localeCompare(String(q.keys)));
    expect(rows).toEqual([
      { keys: ['a'], value: 0, gradient: new Float64Array([-0, -0]), rows: 2, missing: 0 },
      { keys: ['b'], value: 181, gradient: new Float64Array([-190, -46]), rows: 3, missing: 0 },
    ]);
  });

  it('have stages of their own', async () => {
    const made = query('param a\ndata x\ns = a*mean(x)\nsum((x - s)^2)', {
      table: 'points',
      by: ['group'],
      emit: ['value'],
    });
    const rows = await engine.query(
      made.bindGroups([
        { keys: ['a'], point: { a: 1 } },
        { keys: ['b'], point: { a: 0 } },
        { keys: ['there is none'], point: { a: 0 } },
      ]),
    );
    expect(Object.fromEntries(rows.map(made.read).map(({ keys, value }) => [keys[0], value]))).toEqual({
      a: 0.5,
      b: 50,
    });
  });
});

describe('parts of the rows', () => {
  it('are those of a range', async () => {
    const made = query('param a\ndata y\nsum(a*y)', { table: 'points', range: 'x' });
    const [row] = await engine.query(made.bound({ a: 1 }, { from: 2, to: 4 }));
    expect(made.read(row!)).toMatchObject({ value: 15, rows: 2 });
    expect(() => made.bound({ a: 1 }, { from: 2 })).toThrow('where the range ends is missing');
    expect(() => made.bound({ a: 1 }, { from: 2, to: Number.NaN })).toThrow('where the range ends is missing');
  });

  it('are the same sample in every pass', async () => {
    await engine.query('CREATE TABLE many AS SELECT i::DOUBLE AS x FROM range(10000) AS r(i)');
    const made = query('param a\ndata x\nm = mean(x)\na*sum(x - m)', { table: 'many', sample: 0.1 });
    const [row] = await engine.query(made.bound({ a: 1 }));
    const got = made.read(row!);
    expect(got.rows).toBeGreaterThan(500);
    expect(got.rows).toBeLessThan(2000);
    // The mean is that of the same rows.
    expect(Math.abs(got.value as number)).toBeLessThan(1e-3);
  });
});

describe('keys of groups', () => {
  const keyed = (dialect: DialectName) => query('param a\ndata x\na*sum(x)', { dialect, by: ['k'] });

  it('are texts whatever is in them, and whatever backslashes are by the settings of PostgreSQL', () => {
    const groups = [{ keys: ["\\'; DROP TABLE x; --"], point: { a: 1 } }];
    expect(keyed('postgres').bindGroups(groups)).toContain("(E'\\\\''; DROP TABLE x; --', 1::float8)");
    expect(keyed('sqlite').bindGroups(groups)).toContain("('\\''; DROP TABLE x; --', 1.0)");
  });

  it('are refused with the character 0, and where they are no list', () => {
    const groupsOf = (groups: unknown) => () => keyed('sqlite').bindGroups(groups as never);
    expect(groupsOf([{ keys: ['a\0b'], point: { a: 1 } }])).toThrow('a key with the character 0');
    expect(groupsOf([{ point: { a: 1 } }])).toThrow('the keys of a group are a list, got undefined');
    expect(groupsOf(undefined)).toThrow('groups are a list, got undefined');
  });
});

describe('names', () => {
  it('are quoted, whatever is in them', async () => {
    const [table, column] = ['odd "table"; DROP TABLE points; --', 'a"b;--'];
    await engine.query(`CREATE TABLE "${table.replaceAll('"', '""')}" ("${column.replaceAll('"', '""')}" DOUBLE)`);
    await engine.query(`INSERT INTO "${table.replaceAll('"', '""')}" VALUES (7)`);
    expect(await run('param p\ndata x\np*sum(x)', { table, columns: { x: column } }, { p: 2 })).toMatchObject({
      value: 14,
    });
    expect(await run(LINE, { table: 'points' }, { a: 1, b: 1 })).toMatchObject({ rows: 5 });
  });

  it('that differ in case alone, or mean something to SQL, are told apart', async () => {
    const formula = 'param A, a, select, rows, value\ndata x\nX = A*x\nT1 = a*x\nsum(X - T1) + select*rows + value';
    const got = await run(formula, { table: 'points' }, { A: 3, a: 1, select: 5, rows: 7, value: 11 });
    expect(got).toMatchObject({ value: 76, gradient: new Float64Array([15, -15, 7, 5, 1]), rows: 5 });
  });

  it('of tables are none of ours', async () => {
    await engine.query('CREATE TABLE pass_1 (x DOUBLE)');
    await engine.query('INSERT INTO pass_1 VALUES (1), (2)');
    expect(await run('param p\ndata x\np*sum((x - mean(x))^2)', { table: 'pass_1' }, { p: 2 })).toMatchObject({
      value: 1,
    });
    const from = 'SELECT x*2 AS x FROM pass_1;';
    expect(await run('param p\ndata x\np*sum(x)', { from }, { p: 2 })).toMatchObject({ value: 12 });
  });

  it('that begin a comment, or end one, change nothing', () => {
    const [head] = query('param a # */ ; DROP\ndata x\na*sum(x)', {}).text.split('\n');
    expect(head).toBe('WITH "pass_1" AS (');
  });
});

describe('what there is no query of', () => {
  const refused = (formula: string, options: QueryOptions = {}): string => {
    try {
      query(formula, options);
      return '';
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      return error.message.split('\n')[0]!;
    }
  };

  it.each([
    ['param p[n]\nsum(p)', {}, 'as long as arguments say'],
    ['param p\nz[1] = p\nz[i] = p*sin(z[i-1]) for i = 2:300\nz[300]', { limits: { nodes: 100 } }, 'more than 100'],
    ['param A[9,9]\ndet(A)', {}, 'linear algebra'],
    ['param p; implicit z = 1; constraint z^3 + z == p; z', {}, 'implicit blocks'],
    ['param p\ndata x\nsum(p*x)', { emit: ['evaluate'] }, "a query has no 'evaluate'"],
    ['param p\ndata x\nsum(p*x)', { columns: { z: 'a' } }, "the formula has no data 'z'"],
    ['param p\ndata x\nsum(p*x)', { dialect: 'duck' as never }, "'duck'"],
    ['param p\ndata x\nsum(p*x)', { table: 'a', from: 'b' }, "there are 'table' and 'from'"],
    ['param p\ndata x\nsum(p*x)', { sample: 2 }, 'sample'],
    ['param p\ndata x\nsum(p*x)', { seed: 3 }, "'seed' is of a sample, and there is none"],
    ['param p\ndata x\nsum(p*x)', { by: ['g', 'h', 'g'] }, "by: 'g' is there twice"],
    ['param p\nsin(p)', { by: ['x'] }, "'by' is about groups of rows"],
    ['param p\ndata x\nsum(p*x)', { tabel: 'a' } as QueryOptions, "has no option 'tabel'"],
  ] as const)('%s', (formula, options, message) => {
    expect(refused(formula, options as QueryOptions)).toContain(message);
  });

  it.each([
    [
      'bogus',
      "there is no function 'bogus' to export",
      [
        'value, gradient, valueAndGradient, jvp, jacobian, hessian, hvp',
        'valueGradientHessian, gaussNewton, gaussNewtonProduct',
      ].join(', '),
    ],
    ['valueAndGradients', "there is no function 'valueAndGradients' to export", "did you mean 'valueAndGradient'?"],
    // Of another input than x a module would have it as 'bindPacked'.
    [
      'packed',
      "a query has no 'packed'",
      "it gives back numbers: 'value', 'gradient', 'valueAndGradient', 'hessian', 'valueGradientHessian', 'gaussNewton', 'gaussNewtonProduct', 'hvp', 'jvp', 'jacobian'",
    ],
  ])('exports %j: what there is', (name, message, help) => {
    try {
      query('param p\ninput q\ndata x\nq*sum((p*x)^2)', { emit: [name as never] });
      expect.unreachable();
    } catch (error) {
      expect((error as FormulaError).diagnostics).toMatchObject([{ message, help }]);
    }
  });

  it('says which dialects have it', () => {
    const written = (dialect: DialectName, formula: string): string => {
      try {
        return query(formula, { dialect, emit: ['value'] }).text;
      } catch (error) {
        return (error as FormulaError).diagnostics.map(({ message, help }) => `${message}: ${help}`).join('\n');
      }
    };
    const [known, unknown] = ['param p; data x; sum(p*beta(2, x))', 'param p; data x; sum(jn(2, p*x))'];
    expect(written('sqlite', known)).toBe(
      "SQLite has no 'beta': dialects that can are duckdb; or compile to JavaScript",
    );
    expect(written('duckdb', known)).toContain('SELECT');
    expect(written('duckdb', unknown)).toBe(
      "no dialect of SQL has 'jn': compile to JavaScript; where it is of data alone, a column of the table may have its values",
    );
  });

  it('makes each form once', () => {
    const form = vi.spyOn(dialectNamed('postgres'), 'form');
    try {
      query('param p; data x; sum(atan2(p*x, 1)*max(x, p) + max(p, 0) + max(p, -0))', { dialect: 'postgres' });
      const asked = form.mock.calls.map(([{ name }, , known = []]) => [name, known] as const);
      expect(asked.length).toBeGreaterThan(5);
      expect(
        asked.filter(([name, known], i) => asked.findIndex(([n, k]) => n === name && isDeepStrictEqual(k, known)) < i),
      ).toEqual([]);
    } finally {
      form.mockRestore();
    }
  });

  it('is said of points', () => {
    const made = query(LINE, {});
    expect(() => made.bind({ a: 1 })).toThrow('b is missing');
    expect(() => made.bind({ a: 1, b: [1, 2] })).toThrow('b has 1 numbers, got 2');
    expect(() => made.bind({ a: 1, b: 1, bb: 2 })).toThrow("no input 'bb': did you mean 'b'?");
    expect(() => made.read({ value: 1 })).toThrow("no column 'rows'");
    expect(() => made.bind(undefined as never)).toThrow('an object of numbers by name is wanted, got undefined');
    expect(() => made.read(undefined as never)).toThrow('a row is an object of values by column, got undefined');
    expect(() => made.bindGroups([{ keys: ['a'], point: {} }])).toThrow("ask for them with 'by'");
  });
});

it('leaves the functions of what is compiled as they are', () => {
  const { gradient, source } = compile('param a\ndata x\nsum((a - x)^2)', { target: 'sql' });
  expect(gradient(1, [2, 3])).toEqual(new Float64Array([-6]));
  expect(source).toContain('SELECT');
});
