// The dialects, by name.

import type { Dialect } from './dialect.js';
import { bigquery } from './dialects/bigquery.js';
import { clickhouse } from './dialects/clickhouse.js';
import { duckdb } from './dialects/duckdb.js';
import { postgresql } from './dialects/postgresql.js';
import { snowflake } from './dialects/snowflake.js';
import { spark } from './dialects/spark.js';
import { sqlite } from './dialects/sqlite.js';
import { trino } from './dialects/trino.js';

export const dialects: readonly Dialect[] = [duckdb, postgresql, sqlite, spark, bigquery, snowflake, clickhouse, trino];

const byName: ReadonlyMap<string, Dialect> = new Map(dialects.map(dialect => [dialect.name, dialect]));

/** Null where there is none of the name. */
export const dialectNamed = (name: string): Dialect | null => byName.get(name) ?? null;
