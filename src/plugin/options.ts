// What a plugin compiles, and with which options: the import's query before the formula's own before the configuration's.

import type { ExportName } from '../emit/exports.js';
import type { CompileOptions } from '../options.js';
import { prepare } from '../options.js';

/** Options of every formula that a plugin compiles, where neither the formula nor its import says otherwise. */
export type PluginOptions = Pick<CompileOptions, 'emit' | 'wrt' | 'algebraic' | 'target' | 'limits'>;

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
  return file.endsWith('.formula') && !query.has('raw') && !query.has('url');
}

const listed = (text: string): string[] => text.split(',').map(name => name.trim());

/** @throws FormulaError */
export function optionsFor(text: string, { file, query }: ImportId, config: PluginOptions): CompileOptions {
  const { emit, ...rest } = config;
  const asked = query.get('emit');
  const wrt = query.get('wrt');
  const target = query.get('target');
  const options: CompileOptions = {
    ...rest,
    file,
    ...(wrt !== null && { wrt: listed(wrt) }),
    ...(query.has('algebraic') && { algebraic: query.get('algebraic') !== 'false' }),
    // Checked when it is used.
    ...(target !== null && { target: target as NonNullable<CompileOptions['target']> }),
  };
  if (asked !== null) return { ...options, emit: listed(asked) as ExportName[] };
  if (emit === undefined || prepare(text, options).model.emit !== null) return options;
  return { ...options, emit };
}
