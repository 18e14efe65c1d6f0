// A formula file as a module of a bundler.

import type { Diagnostic } from '../diagnostic.js';
import { emitFiles, type FileOptions } from '../files.js';
import { prepare } from '../options.js';
import { type ImportId, optionsFor, type PluginOptions } from './options.js';

export interface LoadedFormula {
  readonly code: string;
  /** Source map that leads to the formula's file. */
  readonly map: string;
  readonly warnings: readonly Diagnostic[];
}

/** @param shown the file's name in messages. @throws FormulaError */
export function loadFormula(text: string, id: ImportId, shown: string, config: PluginOptions): LoadedFormula {
  const options: FileOptions = { ...optionsFor(text, { ...id, file: shown }, config), format: 'esm' };
  const { code, map, warnings } = emitFiles(text, { ...options, map: { file: `${shown}.js`, source: id.file } });
  // Asked for in the line before.
  return { code: withoutBanner(code), map: map!, warnings };
}

/** The banner is for files that are kept; its lines stay, empty, for the map's sake. */
const withoutBanner = (code: string): string => code.replace(/^(?:\/\/.*\n)+/, banner => banner.replace(/.+/g, ''));

/** Everything that a formula's module exports. @throws FormulaError */
export function exportsOf(text: string, id: ImportId, config: PluginOptions): string[] {
  const { exports, target } = prepare(text, optionsFor(text, id, config));
  return [...exports, ...(target === 'wasm' ? ['init'] : []), 'inputs', 'wrt', 'outputs', 'sense'];
}
