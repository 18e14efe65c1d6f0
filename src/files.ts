// Formula → everything that goes into files: the module, what other code is told of it, its source map.

import { type Compilation, createCompilation } from './compilation.js';
import type { Diagnostic } from './diagnostic.js';
import type { SecondCore } from './emit/js/line/chunk-printer.js';
import { createSourceMap, type MapNames } from './emit/js/print/source-map.js';
import { emitDeclarations } from './emit/js/types/module-types.js';
import type { OnStage } from './emit/target.js';
import { type CompileOptions, type Formula, nameOf } from './options.js';
import { moduleText } from './text.js';
import { withLimits } from './within-limits.js';

export interface FileOptions extends CompileOptions {
  /** Lines for the banner, such as the command that makes the file. */
  readonly banner?: readonly string[];
  /** Whether linters and formatters are asked to pass the module by. */
  readonly isPassedBy?: boolean;
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
  /** Of TypeScript, or a header of C; empty of a query. */
  readonly declarations: string;
  /** Source map, version 3, as JSON; null unless asked for. */
  readonly map: string | null;
  readonly warnings: readonly Diagnostic[];
  /** What the target `auto` took of a large formula, and why; no line for another. */
  readonly choice: readonly string[];
}

/** @throws FormulaError with every error of the formula. */
export function emitFiles(formula: Formula, options: FileOptions = {}): EmittedFiles {
  options.onStage?.('reading');
  const compilation = createCompilation(formula, options);
  const { model, choice, warnings } = compilation;
  const map = options.map === undefined ? null : createSourceMap(options.map, model.source?.text ?? '');
  const code = moduleText(compilation, { ...options, mapper: map });
  const declarations = declarationsText(compilation);
  return { code, map: map?.toJSON() ?? null, declarations, warnings, choice };
}

/** What other code is told of the module: types, where the target has nothing of its own to say. */
export function declarationsText(compilation: Compilation): string {
  const { options, model, exports, target } = compilation;
  const name = nameOf(options);
  if (target.declare === undefined)
    return emitDeclarations(model, exports, name, {
      brought: target.brings(model),
      isMinimal: options.minimal === true,
    });
  const members = withLimits(model, () => compilation.members(exports));
  return target.declare(model, members, { name });
}
