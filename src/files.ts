// Formula → everything that goes into files: the module, its TypeScript declarations, its source map.

import type { Diagnostic } from './diagnostic.js';
import type { SecondCore } from './emit/js/chunk-printer.js';
import { emitDeclarations } from './emit/js/declarations.js';
import type { OnStage } from './emit/js/module.js';
import { createSourceMap, type MapNames } from './emit/js/source-map.js';
import { choiceOf, emitText, globalName } from './emit/text.js';
import { type CompileOptions, type Formula, prepare } from './options.js';

export interface FileOptions extends CompileOptions {
  /** Lines for the banner, such as the command that makes the file. */
  readonly banner?: readonly string[];
  /** Names for the source map; without them none is made. */
  readonly map?: MapNames;
  /** What stands at the end of the module. */
  readonly footer?: string;
  readonly onStage?: OnStage;
  /** Prints chunks of long lines too. */
  readonly secondCore?: SecondCore;
}

export interface EmittedFiles {
  readonly code: string;
  /** TypeScript declarations. */
  readonly declarations: string;
  /** Source map, version 3, as JSON; null unless asked for. */
  readonly map: string | null;
  readonly warnings: readonly Diagnostic[];
  /** What the target `auto` took, and why; no line for another target. */
  readonly choice: readonly string[];
}

/** @throws FormulaError with every error of the formula. */
export function emitFiles(formula: Formula, options: FileOptions = {}): EmittedFiles {
  const { onStage, secondCore, footer, banner = [] } = options;
  onStage?.('reading');
  const prepared = prepare(formula, options);
  // Before derivatives grow the graph.
  const choice = choiceOf(prepared, options);
  const map = options.map === undefined ? null : createSourceMap(options.map, prepared.model.source?.text ?? '');
  const code = emitText(formula, prepared, options, { banner, mapper: map, footer, onStage, secondCore });
  return {
    code,
    map: map?.toJSON() ?? null,
    declarations: emitDeclarations(prepared, globalName(options)),
    warnings: prepared.warnings,
    choice,
  };
}
