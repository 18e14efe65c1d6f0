// What `--data` says where it names an engine.

import { describe, expect, it } from 'vitest';
import { readLocation, schemeOf } from '../../../src/sql/engines/location.js';

const failing = (text: string): string => {
  try {
    readLocation(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('it did not fail');
};

describe('a location', () => {
  it.each([
    ['duckdb:file.db?table=t', { engine: 'duckdb', at: 'file.db', reads: { table: ['t'] } }],
    ['duckdb:/a b/c.db?table=main.t', { engine: 'duckdb', at: '/a b/c.db', reads: { table: ['main', 't'] } }],
    ['duckdb:C:\\x.db?table="a.b"."c""d"', { engine: 'duckdb', at: 'C:\\x.db', reads: { table: ['a.b', 'c"d'] } }],
    [
      "duckdb:?query=SELECT * FROM 'a.parquet';",
      { engine: 'duckdb', at: null, reads: { query: "SELECT * FROM 'a.parquet'" } },
    ],
    ['sqlite:file.db?table=t', { engine: 'sqlite', at: 'file.db', reads: { table: ['t'] } }],
    ['postgres://u@h/d?table=t', { engine: 'postgres', at: 'postgres://u@h/d', reads: { table: ['t'] } }],
    [
      'postgresql://u@h:5433/d?sslmode=require&query=SELECT a FROM t WHERE a = 1 & b > 2?',
      {
        engine: 'postgres',
        at: 'postgresql://u@h:5433/d?sslmode=require',
        reads: { query: 'SELECT a FROM t WHERE a = 1 & b > 2?' },
      },
    ],
    ['duckdb:f.db?query=SELECT%20a%20FROM%20t', { engine: 'duckdb', at: 'f.db', reads: { query: 'SELECT a FROM t' } }],
    [
      "duckdb:f.db?query=SELECT a FROM t WHERE b LIKE '%20'",
      {
        engine: 'duckdb',
        at: 'f.db',
        reads: { query: "SELECT a FROM t WHERE b LIKE '%20'" },
      },
    ],
  ])('%s', (text, wanted) => {
    expect(readLocation(text)).toMatchObject(wanted);
  });

  it.each([
    ['postgres://ann:secret@h/d?table=t', 'postgres://ann@h/d?table=t'],
    ['postgres://ann:se@cret@h:1/d?table=t', 'postgres://ann@h:1/d?table=t'],
    ['postgres://h/d?user=ann&password=secret&table=t', 'postgres://h/d?table=t'],
    [
      "duckdb:?query=SELECT * FROM postgres_scan('host=h password=secret', 'a', 'b')",
      "duckdb:?query=SELECT * FROM postgres_scan('host=h password=…', 'a', 'b')",
    ],
    [
      "duckdb:?query=SELECT * FROM f('postgres://ann:secret@h/d')",
      "duckdb:?query=SELECT * FROM f('postgres://ann@h/d')",
    ],
  ])('%s is shown as %s', (text, shown) => {
    expect(readLocation(text).shown).toBe(shown);
  });

  it.each([
    ['duckdb:f.db', 'which table is meant is not said'],
    ['duckdb:f.db?table=', "'' is no name of a table"],
    ['duckdb:f.db?table=a..b', "'a..b' is no name of a table"],
    ['duckdb:f.db?table="a', `'"a' is no name of a table`],
    ['duckdb:f.db?query= ; ', 'the query is empty'],
    ['duckdb:f.db?threads=4&table=t', "'duckdb:' has no setting 'threads'"],
    ['duckdb:f.db?table=t&query=SELECT 1', 'it has a table and a query'],
    ['sqlite:?table=t', 'a file is missing'],
    ['postgres://ann:sec/ret@h/d?table=t', 'it is no address'],
    ['postgres://ann:sec?ret@h/d?table=t', 'it is no address'],
    ['bigquery:project?table=t', "there is no engine 'bigquery' here"],
  ])('%s: %s', (text, message) => {
    expect(failing(text)).toContain(message);
    expect(failing(text)).not.toMatch(/sec|ret@/);
  });

  it('is no file, and no drive', () => {
    expect(['points.csv', 'C:\\points.csv', 'a:b.csv', './duckdb', 'http://h/points.csv'].map(schemeOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(schemeOf('snowflake:x')).toEqual({ name: 'snowflake', engine: null });
  });
});
