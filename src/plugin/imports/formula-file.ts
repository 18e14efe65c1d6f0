// A formula file as a module of a bundler.

import { createCompilation } from '../../compilation.js';
import type { Diagnostic } from '../../diagnostic.js';
import { metadataNames } from '../../exports/metadata.js';
import { type ExportName, haveStatements } from '../../exports/table.js';
import { emitFiles, type FileOptions } from '../../files.js';
import type { DifferentiatedModel } from '../../lower/model.js';
import type { PluginOptions } from '../configuration.js';
import { type ImportId, optionsFor, unknownKeys } from '../import-id.js';

export interface LoadedFormula {
  readonly code: string;
  /** Source map that leads to the formula's file. */
  readonly map: string;
  readonly warnings: readonly Diagnostic[];
}

/** @param shown the file's name in messages. @throws FormulaError */
export function loadFormula(
  text: string,
  id: ImportId,
  shown: string,
  config: PluginOptions,
  format: 'esm' | 'cjs' = 'esm',
): LoadedFormula {
  const options: FileOptions = { ...optionsFor(text, { ...id, file: shown }, config), format };
  const { code, map, warnings } = emitFiles(text, { ...options, map: { file: `${shown}.js`, source: id.file } });
  const ignored = unknownKeys(id).map(
    (key): Diagnostic => ({
      ...{ code: 'WG602', severity: 'warning', source: null, span: null },
      message: `'${key}' in the query of ${shown} means nothing to wengert`,
      help: 'emit, wrt, algebraic, stable and target do',
    }),
  );
  // The map was asked for in the line before; the formula that a part adds to has the same warnings.
  return { code: withoutBanner(code), map: map!, warnings: id.query.has('part') ? [] : [...warnings, ...ignored] };
}

/** The banner is for files that are kept; its lines stay, empty, for the map's sake. */
const withoutBanner = (code: string): string => code.replace(/^(?:\/\/.*\n)+/, banner => banner.replace(/.+/g, ''));

/** What a formula's module exports, and who says so. */
export interface Emission {
  /** The functions, then what every module has. */
  readonly exports: readonly string[];
  readonly functions: readonly ExportName[];
  readonly chosenBy: 'import' | 'formula' | 'configuration' | null;
  readonly model: DifferentiatedModel;
}

/** @throws FormulaError */
export function emissionOf(text: string, id: ImportId, config: PluginOptions): Emission {
  const { exports, target, model } = createCompilation(text, optionsFor(text, id, config));
  const chosenBy = id.query.has('emit') ? 'import' : model.emit !== null ? 'formula' : config.emit && 'configuration';
  return {
    exports: [
      ...exports,
      ...target.brings(model),
      ...metadataNames(model),
      ...(haveStatements(exports) ? ['statements'] : []),
    ],
    functions: exports,
    chosenBy: chosenBy ?? null,
    model,
  };
}
