// TypeScript declarations of a formula's module as an import of it finds them: `model.d.formula.ts` beside `model.formula`,
// where `allowArbitraryExtensions` makes TypeScript look.

import { createCompilation } from '../../compilation.js';
import type { Diagnostic } from '../../diagnostic.js';
import { exportNames } from '../../exports/table.js';
import { declarationsText } from '../../files.js';
import type { PluginOptions } from '../configuration.js';
import { isFormulaFile, optionsFor, splitId } from '../import-id.js';
import { addable } from './additions.js';
import { emissionOf } from './formula-file.js';

export interface FormulaTypes {
  readonly declarations: string;
  readonly warnings: readonly Diagnostic[];
}

/** The types of what a plugin with these options lets a module import without a query. @throws FormulaError */
export function typesOf(text: string, file: string, config: PluginOptions): FormulaTypes {
  const id = splitId(file);
  const options = optionsFor(text, id, config);
  const compilation = createCompilation(text, options);
  const emission = emissionOf(text, id, config);
  const added = addable(exportNames, emission);
  const all =
    added.length === 0 ? compilation : createCompilation(text, { ...options, emit: [...emission.functions, ...added] });
  return { declarations: declarationsText(all), warnings: compilation.warnings };
}

/** Null for a file that no plugin takes for a formula. */
export function typesFile(file: string): string | null {
  return isFormulaFile(file) ? file.replace(/\.([^.]+)$/, '.d.$1.ts') : null;
}
