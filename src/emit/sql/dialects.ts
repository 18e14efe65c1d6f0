// The dialects, by name.

import { suggest } from '../../suggest.js';
import type { Dialect } from './dialect.js';
import { duckdb } from './dialects/duckdb.js';
import { postgresql } from './dialects/postgresql.js';
import { sqlite } from './dialects/sqlite.js';
import type { DialectName } from './settings.js';
import { usage } from './usage.js';

export const dialects: readonly Dialect[] = [duckdb, postgresql, sqlite];

export const dialectNames: readonly DialectName[] = dialects.map(({ name }) => name);

/** @throws FormulaError for a name that is none */
export function dialectNamed(name: string = duckdb.name): Dialect {
  const found = dialects.find(of => of.name === name);
  if (found !== undefined) return found;
  const near = suggest(name, dialectNames);
  throw usage(
    `there is no dialect '${name}'`,
    near === undefined ? `dialects are ${dialectNames.join(', ')}` : `did you mean '${near}'?`,
  );
}
