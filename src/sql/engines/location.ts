// `--data` where it names an engine: `duckdb:FILE?table=…`, `postgres://…?query=…`. What of it is the engine's, what is read
// there, and how it may be shown: passwords are not.

import { formulaError } from '../../diagnostic.js';
import { withoutPasswords } from './fault.js';

export const engineNames = ['duckdb', 'postgres', 'sqlite'] as const;
export type EngineName = (typeof engineNames)[number];

export interface Location {
  readonly engine: EngineName;
  /** The file, or null where it needs none; of PostgreSQL the address. */
  readonly at: string | null;
  readonly reads: Reads;
  /** What names it in messages and reports. */
  readonly shown: string;
}

/** A table by the parts of its name; or what stands in its place, SQL of the user's own. */
export type Reads = { readonly table: readonly string[] } | { readonly query: string };

const SCHEMES: ReadonlyMap<string, EngineName> = new Map([
  ['duckdb', 'duckdb'],
  ['postgres', 'postgres'],
  ['postgresql', 'postgres'],
  ['sqlite', 'sqlite'],
]);

/** Engines of other names, which a driver of the user's own asks. */
const OTHERS = [
  'mysql',
  'mariadb',
  'mssql',
  'oracle',
  'snowflake',
  'bigquery',
  'clickhouse',
  'spark',
  'trino',
  'databricks',
];

/** What the text of `--data` begins with, and whether that is an engine's name. */
export function schemeOf(text: string): { readonly name: string; readonly engine: EngineName | null } | null {
  const [, name] = /^([a-z][a-z\d+.-]+):/i.exec(text) ?? [];
  if (name === undefined) return null;
  const engine = SCHEMES.get(name.toLowerCase()) ?? null;
  return engine !== null || OTHERS.includes(name.toLowerCase()) ? { name, engine } : null;
}

/**
 * @throws FormulaError for another engine, and for a text that says neither a table nor a query
 */
export function readLocation(text: string): Location {
  const scheme = schemeOf(text);
  if (scheme === null || scheme.engine === null)
    throw formulaError(
      'WG602',
      `--data ${withoutPasswords(text)}: there is no engine '${scheme?.name ?? ''}' here`,
      "there are duckdb:, postgres: and sqlite:; others run the query that 'wengert --target sql' writes",
    );
  const { name, engine } = scheme;
  const [before, settings] = cut(text);
  const { table, query, others } = settingsOf(settings);
  const shown = (engine === 'postgres' ? shownAddress(before, name) : before) + shownSettings(table, query);
  if (table !== null && query !== null)
    throw formulaError('WG602', `--data ${shown}: it has a table and a query`, 'leave one of them out');
  if (table === null && query === null)
    throw formulaError(
      'WG602',
      `--data ${shown}: which table is meant is not said`,
      `--data '${shown}?table=NAME', or ?query=SELECT …`,
    );
  const reads = query === null ? { table: partsOf(table!, shown) } : { query: statementOf(query, shown) };
  if (engine === 'postgres') return { engine, reads, shown, at: before + (others === '' ? '' : `?${others}`) };
  if (others !== '')
    throw formulaError(
      'WG602',
      `--data ${shown}: '${name}:' has no setting '${others.replace(/=.*$/s, '')}'`,
      'it has table and query',
    );
  const file = before.slice(name.length + 1).replace(/^\/\/(?=\/)/, '');
  if (engine === 'sqlite' && (file === '' || file === ':memory:'))
    throw formulaError('WG602', `--data ${shown}: a file is missing`, "--data 'sqlite:FILE?table=NAME'");
  return { engine, reads, shown, at: file === '' || file === ':memory:' ? null : file };
}

/** Before and behind the first question mark. */
function cut(text: string): readonly [string, string] {
  const at = text.indexOf('?');
  return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** `query=` is the rest of the text, whatever stands in it: SQL has ampersands and equals signs of its own. */
function settingsOf(text: string) {
  let table: string | null = null;
  let query: string | null = null;
  const others: string[] = [];
  let rest = text;
  while (rest !== '') {
    const [, ofQuery] = /^query=(.*)$/s.exec(rest) ?? [];
    if (ofQuery !== undefined) {
      query = decoded(ofQuery);
      break;
    }
    const at = rest.indexOf('&');
    const setting = at === -1 ? rest : rest.slice(0, at);
    rest = at === -1 ? '' : rest.slice(at + 1);
    if (setting.startsWith('table=')) table = decoded(setting.slice('table='.length));
    else if (setting !== '') others.push(setting);
  }
  return { table, query, others: others.join('&') };
}

/** Of an address that somebody has encoded, in which there is no space, what it stands for. */
function decoded(text: string): string {
  if (/\s/.test(text) || !/%[\da-f]{2}/i.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Parts between dots, each as it is or in double quotes. @throws FormulaError */
function partsOf(table: string, shown: string): string[] {
  const parts = table.match(/(?:"(?:[^"]|"")*"|[^".]+)(?=\.|$)/g) ?? [];
  const names = parts.map(part => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
  if (parts.join('.') !== table || names.length === 0 || names.includes('') || names.some(of => of.includes('\0')))
    throw formulaError(
      'WG602',
      `--data ${shown}: '${table}' is no name of a table`,
      'names are separated by dots, as in schema.points; one with a dot in it stands in double quotes',
    );
  return names;
}

/** Without the semicolon at its end. @throws FormulaError */
function statementOf(query: string, shown: string): string {
  const statement = query.trim().replace(/[;\s]+$/, '');
  if (statement === '')
    throw formulaError('WG602', `--data ${shown}: the query is empty`, '?query=SELECT x, y FROM points');
  return statement;
}

/** As a command may be recorded: what is no password stays. */
export function recordedLocation(text: string): string {
  const scheme = schemeOf(text);
  if (scheme === null || scheme.engine === null) return scheme === null ? text : withoutPasswords(text);
  const [before, settings] = cut(text);
  const { table, query, others } = settingsOf(settings);
  const address = scheme.engine === 'postgres' ? shownAddress(before, scheme.name) : before;
  const kept = others.split('&').filter(setting => setting !== '' && !/^(ssl)?password=/i.test(setting));
  const reads = shownSettings(table, query).slice(1);
  return `${address}?${[...kept, ...(reads === '' ? [] : [reads])].join('&')}`;
}

/** Without what follows the user's name. @throws FormulaError for what is no address: it may have a password anywhere */
function shownAddress(address: string, name: string): string {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw formulaError(
      'WG602',
      `--data ${name}:…: it is no address`,
      `write ${name}://user@host:5432/database?table=NAME; special characters in it as %40; passwords are read from PGPASSWORD or ~/.pgpass, too`,
    );
  }
  const user = url.username === '' ? '' : `${url.username}@`;
  return `${url.protocol}//${user}${url.host}${url.pathname}`;
}

function shownSettings(table: string | null, query: string | null): string {
  if (query !== null) return `?query=${withoutPasswords(query)}`;
  return table === null ? '' : `?table=${table}`;
}
