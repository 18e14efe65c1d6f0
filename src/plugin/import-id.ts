// A formula file as it is imported, and the options that it is compiled with: those of the import's query before the formula's
// own before the configuration's.

import { createCompilation } from '../compilation.js';
import { formulaError } from '../diagnostic.js';
import { type ExportName, exportNames } from '../exports/table.js';
import type { CompileOptions } from '../options.js';
import { suggest } from '../suggest.js';
import { listed, type PluginOptions } from './configuration.js';

/** A file with the query of its import. */
export interface ImportId {
  readonly file: string;
  readonly query: URLSearchParams;
}

export function splitId(id: string): ImportId {
  const at = id.indexOf('?');
  return at === -1
    ? { file: id, query: new URLSearchParams() }
    : { file: id.slice(0, at), query: new URLSearchParams(id.slice(at + 1)) };
}

/** A formula file, unless its text or its address is what is imported. */
export function isFormulaId(id: string): boolean {
  const { file, query } = splitId(id);
  // Of other plugins are those with a null character.
  return file.endsWith('.formula') && !file.startsWith('\0') && !query.has('raw') && !query.has('url');
}

/** Whether a file is a package's, which is not the user's to change. */
export const isInPackage = (id: string): boolean => /[\\/]node_modules[\\/]/.test(id);

/** @throws FormulaError */
export function optionsFor(text: string, { file, query }: ImportId, config: PluginOptions): CompileOptions {
  checkQuery(query);
  const { emit, ...rest } = config;
  const options: CompileOptions = {
    ...rest,
    file,
    ...(query.has('wrt') && { wrt: query.getAll('wrt').flatMap(listed) }),
    ...(query.has('algebraic') && { algebraic: query.get('algebraic') !== 'false' }),
    ...(query.has('stable') && { stable: query.get('stable') !== 'false' }),
    // Checked when it is used.
    target: (query.get('target') ?? config.target ?? 'auto') as NonNullable<CompileOptions['target']>,
  };
  if (query.has('emit')) return { ...options, emit: query.getAll('emit').flatMap(listed) as ExportName[] };
  if (emit === undefined || createCompilation(text, options).model.emit !== null) return options;
  return { ...options, emit };
}

/** `formula` is for TypeScript, see imports/client.d.ts, the last ones for imports/additions.ts. */
const KEYS = ['emit', 'wrt', 'algebraic', 'stable', 'target', 'formula', 'with', 'part'];
/** What bundlers add for themselves. */
const BUNDLERS_KEYS = new Set([
  ...['t', 'v', 'import', 'used', 'hmr', 'direct', 'inline', 'no-inline', 'worker', 'sharedworker', 'vitest'],
]);

/** @throws FormulaError for a key that is one of ours misspelt. */
function checkQuery(query: URLSearchParams): void {
  for (const key of unknownKeys(query)) {
    const isFunction = exportNames.some(name => name === key);
    const near = isFunction ? `emit=${key}` : suggest(key, KEYS);
    if (near !== undefined) throw formulaError('WG602', `there is no option '${key}'`, `did you mean '${near}'?`);
  }
}

/** Keys of a query that mean nothing here and are not known to be a bundler's. */
export const unknownKeys = (query: URLSearchParams): string[] =>
  [...query.keys()].filter(key => !KEYS.includes(key) && !BUNDLERS_KEYS.has(key));
