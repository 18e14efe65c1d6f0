// A formula file as it is imported, and the options that it is compiled with: those of the import's query before the formula's
// own before the configuration's.

import { createCompilation } from '../compilation.js';
import { formulaError } from '../diagnostic.js';
import { type ExportName, exportNames } from '../exports/table.js';
import { isModule } from '../from-javascript/syntax-tree.js';
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

/** Files of formulas: in the language of formulas, and in TeX. */
const FORMULA = /\.(?:formula|tex)$/;

export const isFormulaFile = (file: string): boolean => FORMULA.test(file);

/** Whether text of a module may name such a file. */
export const namesFormulas = (code: string): boolean => /\.formula|\.tex['"`?]/.test(code);

/** A module of functions one of which is to be differentiated: './energy.js?gradient'. */
export const isOfFunctions = ({ file, query }: ImportId): boolean => isModule(file) && query.has('gradient');

/** A formula file, or a module in its place, unless its text or its address is what is imported. */
export function isFormulaId(id: string): boolean {
  const split = splitId(id);
  const { file, query } = split;
  // Of other plugins are those with a null character.
  const isOurs = isFormulaFile(file) || isOfFunctions(split);
  return isOurs && !file.startsWith('\0') && !query.has('raw') && !query.has('url');
}

/** Whether a file is a package's, which is not the user's to change. */
export const isInPackage = (id: string): boolean => /[\\/]node_modules[\\/]/.test(id);

/** @throws FormulaError */
export function optionsFor(text: string, id: ImportId, config: PluginOptions): CompileOptions {
  const { file, query } = id;
  checkQuery(id);
  const { emit, ...rest } = config;
  const options: CompileOptions = {
    ...rest,
    file,
    ...(file.endsWith('.tex') && { from: 'latex' }),
    ...(isOfFunctions(id) && functionOptions(query)),
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

/** `?gradient`, `?gradient=energy&length=x=9`. @throws FormulaError */
function functionOptions(query: URLSearchParams): Pick<CompileOptions, 'from' | 'function' | 'lengths'> {
  const name = query.get('gradient');
  const lengths = query
    .getAll('length')
    .flatMap(listed)
    .map((text): [string, number] => {
      const [, array, length] = /^([^=]+)=(\d+)$/.exec(text) ?? [];
      if (array === undefined) throw formulaError('WG602', `'length=${text}' is no length`, "write 'length=x=9'");
      return [array, Number(length)];
    });
  return {
    from: 'js',
    ...(name !== null && name !== '' && { function: name }),
    ...(lengths.length > 0 && { lengths: Object.fromEntries(lengths) }),
  };
}

/** `formula` is for TypeScript, see imports/client.d.ts, the last ones for imports/additions.ts. */
const KEYS = ['emit', 'wrt', 'algebraic', 'stable', 'target', 'formula', 'with', 'part'];
const KEYS_OF_FUNCTIONS = ['gradient', 'length'];
/** What bundlers add for themselves. */
const BUNDLERS_KEYS = new Set([
  ...['t', 'v', 'import', 'used', 'hmr', 'direct', 'inline', 'no-inline', 'worker', 'sharedworker', 'vitest'],
]);

/** @throws FormulaError for a key that is one of ours misspelt. */
function checkQuery(id: ImportId): void {
  for (const key of unknownKeys(id)) {
    const isFunction = exportNames.some(name => name === key);
    const near = isFunction ? `emit=${key}` : suggest(key, KEYS);
    if (near !== undefined) throw formulaError('WG602', `there is no option '${key}'`, `did you mean '${near}'?`);
  }
}

/** Keys of a query that mean nothing here and are not known to be a bundler's. */
export function unknownKeys(id: ImportId): string[] {
  const keys = isOfFunctions(id) ? [...KEYS, ...KEYS_OF_FUNCTIONS] : KEYS;
  return [...id.query.keys()].filter(key => !keys.includes(key) && !BUNDLERS_KEYS.has(key));
}
