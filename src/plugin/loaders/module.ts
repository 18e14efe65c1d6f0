// A module of the project where no plugin of a bundler reads it: its inline formulas, and what it imports of formula files.

import path from 'node:path';
import { FormulaError, formatDiagnostics } from '../../diagnostic.js';
import { parseModule } from '../../from-javascript/syntax-tree.js';
import type { PluginOptions } from '../configuration.js';
import { editedText } from '../edited-text.js';
import { checkImports, importsFormulas } from '../imports/missing.js';
import { createReexports } from '../imports/reexports.js';
import { inlineFormulas, mayHoldFormulas } from '../inline/inline-formulas.js';
import { projectModule, withModules } from '../inline/modules.js';
import type { Resolve } from '../resolve.js';

export interface Compiled {
  readonly code: string;
  readonly map?: unknown;
}

/** What the tool does that a module is read for. */
export interface Tool {
  readonly resolve: Resolve;
  /** Another file decides about the module. */
  watch(file: string): void;
  warn(texts: readonly string[]): void;
  /** False where imports cannot have a query: formulas export what they do by themselves. */
  readonly isAdding?: boolean;
}

/** As messages name a file. */
export const shownOf = (file: string): string => path.relative(process.cwd(), file).split(path.sep).join('/');

/** Null where nothing is to be done. @throws FormulaError */
export async function compileModule(
  module: { readonly file: string; readonly shown: string; readonly code: string },
  config: PluginOptions,
  { resolve, watch, warn, isAdding = true }: Tool,
): Promise<Compiled | null> {
  const { file, shown, code } = module;
  const reexports = createReexports();
  const imports = await importsFormulas(module, resolve, reexports);
  const inline = mayHoldFormulas(code);
  if (!(imports || inline)) return null;
  const program = parseModule(file, code, reason => {
    if (inline) warn([`${shown} cannot be read here, formulas in it stay calls of the library: ${reason}`]);
  });
  if (program === null) return null;
  const checked = imports ? await checkImports(program, module, config, resolve, reexports, isAdding) : null;
  for (const each of checked?.sources ?? []) watch(each);
  if (checked !== null && checked.errors.length > 0) throw new FormulaError(checked.errors);
  const edits = checked?.edits ?? [];
  const main = projectModule(file, shown, code, program);
  const reader = { resolve, shownOf, watch };
  const inlined = inline ? await withModules(others => inlineFormulas([main], others, config, edits), reader) : null;
  warn(formatDiagnostics(inlined?.warnings ?? []));
  if (inlined !== null) return { code: inlined.code, map: JSON.parse(inlined.map) };
  if (edits.length === 0) return null;
  const edited = editedText(code, edits);
  const map = edited.generateMap({ source: file, includeContent: true, hires: 'boundary' });
  return { code: edited.toString(), map: JSON.parse(map.toString()) };
}
