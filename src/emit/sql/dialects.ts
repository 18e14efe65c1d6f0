// The dialects, by name.

import type { Dialect } from './dialect.js';
import { duckdb } from './dialects/duckdb.js';
import { postgresql } from './dialects/postgresql.js';
import { sqlite } from './dialects/sqlite.js';

export const dialects: readonly Dialect[] = [duckdb, postgresql, sqlite];

const byName: ReadonlyMap<string, Dialect> = new Map(dialects.map(dialect => [dialect.name, dialect]));

/** Null where there is none of the name. */
export const dialectNamed = (name: string): Dialect | null => byName.get(name) ?? null;
