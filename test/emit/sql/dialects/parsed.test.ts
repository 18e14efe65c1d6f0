// Text of every dialect is accepted by a parser of that dialect: every form, every rewritten operation, and what stands around
// them. That is of the writing alone; what it computes is in operations.test.ts, for engines that run here.

import { Dialect as Parser, parse } from '@polyglot-sql/sdk';
import { describe, expect, it } from 'vitest';
import { dialects } from '../../../../src/emit/sql/dialects.js';
import type { OperationName } from '../../../../src/ops/operation.js';
import '../../../../src/special.js';
import { asked, variantsOf } from './asked.js';
import { nodeFor, queryOf } from './queried.js';

const PARSERS: Readonly<Record<string, Parser>> = {
  duckdb: Parser.DuckDB,
  postgresql: Parser.PostgreSQL,
  sqlite: Parser.SQLite,
  spark: Parser.Spark,
  bigquery: Parser.BigQuery,
  snowflake: Parser.Snowflake,
  clickhouse: Parser.ClickHouse,
  trino: Parser.Trino,
};

const errorOf = (text: string, dialect: string): string | undefined => {
  const { success, error } = parse(text, PARSERS[dialect]!);
  return success ? undefined : `${error} in ${text}`;
};

describe.each(dialects.map(dialect => [dialect.name, dialect] as const))('%s', (name, dialect) => {
  it('has a parser that refuses what is none of its own', () => {
    for (const text of ['SELECT (', 'SELECT CASE WHEN 1 > 0 THEN']) expect(errorOf(text, name)).toBeDefined();
  });

  it.each(asked.map(row => [row.name, row] as const))('%s', (operation, row) => {
    // Of none, and of either operand known.
    for (const operands of variantsOf(row).slice(0, 3)) {
      const made = nodeFor(dialect, operation as OperationName, operands);
      const query = made && queryOf(dialect, made, 't');
      if (query !== null) expect(errorOf(query, name)).toBeUndefined();
    }
  });

  it('cells, aggregates, samples and bound values', () => {
    const column = dialect.identifier('a "quoted" `name` with \\ in it');
    const number = dialect.cell(column);
    const aggregates = (['sum', 'prod', 'min', 'max'] as const).flatMap(of => dialect.aggregate(of, 'c') ?? []);
    const sample = dialect.sample(0.25, 7) ?? '';
    const inner = `SELECT ${number} AS c, ${dialect.placeholder('theta', 1)} AS theta FROM t ${sample} ${dialect.fence}`;
    const rows = [dialect.rows, dialect.rowsWhere(dialect.missing(column)), dialect.rowsWhere('c = c')];
    expect(errorOf(`SELECT ${aggregates.join(', ')}, ${dialect.rows} FROM (${inner}) AS s`, name)).toBeUndefined();
    expect(errorOf(`SELECT ${rows.join(', ')} FROM t`, name)).toBeUndefined();
  });

  it('a sign before numbers is no comment', () => {
    const numbers = [0, 1, 0.1, 1e22, 1.5e-300, 5e-324, Number.POSITIVE_INFINITY, Number.NaN].map(dialect.number);
    expect(errorOf(`SELECT ${numbers.map(text => `-${text}`).join(', ')}`, name)).toBeUndefined();
    const negated = nodeFor(dialect, 'neg', [-3]);
    expect(queryOf(dialect, negated!, 't')).not.toContain('--');
  });
});
