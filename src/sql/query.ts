// A formula as a query, for whoever runs it.

import { checkOptions, type OptionKinds } from '../check-options.js';
import { createCompilation } from '../compilation.js';
import { shownAtCall } from '../diagnostic.js';
import type { Dialect } from '../emit/sql/dialect.js';
import { dialectNamed } from '../emit/sql/dialects.js';
import { boundInOrder, filled, placeholderText } from '../emit/sql/placeholders.js';
import { writeQuery } from '../emit/sql/query.js';
import type { QuerySettings } from '../emit/sql/settings.js';
import { PARAMETERS } from '../emit/sql/writing.js';
import type { QueryParameter, WrittenQuery } from '../emit/sql/written.js';
import type { DifferentiatedModel } from '../lower/model.js';
import { type CompileOptions, checkCompileOptions, type Formula } from '../options.js';
import { withLimits } from '../within-limits.js';
import { type Elements, elementsAt } from './point.js';
import type { Bound, Key, Point, Query, QueryOptions, QueryRow } from './query-types.js';
import { readRow } from './read-row.js';

/** What the settings of a query are. */
export const settingKinds: OptionKinds<QuerySettings> = {
  dialect: 'text',
  table: 'anything',
  from: 'text',
  columns: 'record',
  by: 'names',
  missing: 'text',
  sample: 'number',
  seed: 'number',
  range: 'text',
};

/**
 * A formula, and the derivatives that are asked for, as one SELECT over a table of data.
 * @throws FormulaError for a formula with errors, and for what the dialect cannot have
 */
export function query(formula: Formula, options: QueryOptions = {}): Query {
  return shownAtCall(query, () => written(formula, options));
}

function written(formula: Formula, options: QueryOptions): Query {
  const { settings, rest } = split(options);
  const compilation = createCompilation(formula, { ...rest, target: 'sql' });
  const { model, exports } = compilation;
  const dialect = dialectNamed(settings.dialect);
  const texts = withLimits(model, () => {
    const [member] = compilation.members(exports);
    return writeQuery(model, exports, member!.scheduled!, dialect, settings);
  });
  return queryOf(model, texts, dialect, settings);
}

/** A query that is written, of a model with these inputs. */
export function queryOf(
  model: DifferentiatedModel,
  written: WrittenQuery,
  dialect: Dialect,
  settings: Pick<QuerySettings, 'missing'>,
): Query {
  const parameters = boundInOrder(written, dialect);
  const elements = elementsAt(model);
  const values = (point: Point, more: Bound, of: readonly QueryParameter[]): number[] => {
    const at = elements(point, more.direction);
    return of.map(parameter => boundValue(parameter, at, more));
  };
  return {
    dialect: dialect.name,
    text: placeholderText(written, dialect),
    parameters,
    columns: written.columns,
    bind: (point, more = {}) => values(point, more, parameters),
    bound(point, more = {}) {
      const numbers = values(point, more, written.parameters);
      return filled(written, at => literal(dialect, numbers[at]!));
    },
    bindGroups: groups => grouped(written, dialect, elements, groups),
    read: (row): QueryRow => readRow(written, settings.missing ?? 'refuse', row),
  };
}

/** What is about the query, and what is about compiling. @throws FormulaError for an option that there is not */
function split(options: QueryOptions): { settings: QuerySettings; rest: CompileOptions } {
  const settings: Record<string, unknown> = {};
  const rest: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options))
    (Object.hasOwn(settingKinds, name) ? settings : rest)[name] = value;
  checkOptions(settings, settingKinds, 'query');
  checkCompileOptions(rest as CompileOptions);
  return { settings: settings as QuerySettings, rest: rest as CompileOptions };
}

function boundValue({ name, of }: QueryParameter, at: Elements, more: Bound): number {
  if (!('end' in of)) return at(of.input, of.element, of.isTangent);
  const end = more[of.end];
  // What is below NaN would be every row of some engines, and none of others.
  if (typeof end !== 'number' || Number.isNaN(end))
    throw new TypeError(`query: ${name}: where the range ${of.end === 'from' ? 'begins' : 'ends'} is missing`);
  return end;
}

/** A number of any sign where a placeholder may stand. */
function literal({ number }: Pick<Dialect, 'number'>, value: number): string {
  return value < 0 || Object.is(value, -0) ? `(-${number(-value)})` : number(value);
}

function grouped(
  written: WrittenQuery,
  dialect: Dialect,
  elements: ReturnType<typeof elementsAt>,
  groups: readonly { readonly keys: readonly Key[]; readonly point: Point }[],
): string {
  const { keys, groupColumns, texts } = written;
  if (keys.length === 0) throw new TypeError("bindGroups: the query has no groups: ask for them with 'by'");
  if (!Array.isArray(groups)) throw new TypeError(`bindGroups: groups are a list, got ${String(groups)}`);
  if (groups.length === 0) throw new RangeError('bindGroups: there are no groups');
  const columns = [...keys, ...groupColumns.map(({ name }) => name)].map(dialect.identifier);
  const rows = groups.map(({ keys: own, point }) => {
    if (!Array.isArray(own)) throw new TypeError(`bindGroups: the keys of a group are a list, got ${String(own)}`);
    if (own.length !== keys.length)
      throw new TypeError(
        `bindGroups: ${own.length} keys of a group, where groups are told apart by ${keys.join(', ')}`,
      );
    const at = elements(point);
    return [
      ...own.map(key => keyText(dialect, key)),
      ...groupColumns.map(({ input, element }) => literal(dialect, at(input, element, false))),
    ];
  });
  const first = `WITH ${dialect.identifier(PARAMETERS)} AS (\n  ${dialect.relation(columns, rows)}\n),\n`;
  // There is a pass over rows, and so a table before.
  return first + texts.join('').slice('WITH '.length);
}

function keyText(dialect: Dialect, key: unknown): string {
  if (typeof key === 'string') {
    // SQLite would end the statement there, and PostgreSQL has no such texts.
    if (key.includes('\0')) throw new TypeError('bindGroups: a key with the character 0, which no engine reads');
    return dialect.text(key);
  }
  if (typeof key === 'bigint') return String(key);
  if (typeof key === 'boolean') return key ? 'TRUE' : 'FALSE';
  if (typeof key === 'number' && Number.isFinite(key))
    return Number.isSafeInteger(key) ? String(key) : dialect.number(key);
  throw new TypeError(`bindGroups: a key is a number, a text or a boolean, got ${String(key)}`);
}
