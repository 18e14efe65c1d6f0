// What a module imports from formula files that they do not export.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as acorn from 'acorn';
import type { Diagnostic } from '../diagnostic.js';
import { exportNames } from '../emit/exports.js';
import { importDiagnostic } from './errors.js';
import { exportsOf } from './formula-file.js';
import { formulaImports } from './imports.js';
import { type ImportId, type PluginOptions, splitId } from './options.js';

export interface Missing {
  /** Files of the formulas that the module imports from. */
  readonly formulas: readonly string[];
  readonly missing: readonly { readonly formula: string; readonly diagnostic: Diagnostic }[];
}

/** @param module its file, its name in messages and its text. */
export async function missingExports(
  program: acorn.Program,
  { file, shown, code }: { readonly file: string; readonly shown: string; readonly code: string },
  config: PluginOptions,
): Promise<Missing> {
  const formulas: string[] = [];
  const missing: { formula: string; diagnostic: Diagnostic }[] = [];
  for (const { source, names } of formulaImports(program)) {
    // Aliases are the bundler's to resolve, and their missing exports its to report.
    if (!/^\.{1,2}\//.test(source)) continue;
    const imported = splitId(path.join(path.dirname(file), source));
    const formula = imported.file;
    formulas.push(formula);
    const emitted = await exported(imported, config);
    for (const wanted of names) {
      const { name } = wanted;
      if (emitted === null || emitted.includes(name)) continue;
      const message = `'${name}' is not emitted by ${path.basename(formula)}${wayOut(name, emitted)}`;
      missing.push({ formula, diagnostic: importDiagnostic(message, wanted, code, shown) });
    }
  }
  return { formulas, missing };
}

/** The exports of a formula; null where it is missing or wrong, which loading it tells. */
async function exported(imported: ImportId, config: PluginOptions): Promise<string[] | null> {
  try {
    return exportsOf(await readFile(imported.file, 'utf8'), imported, config);
  } catch {
    return null;
  }
}

function wayOut(name: string, emitted: readonly string[]): string {
  if (exportNames.some(other => other === name)) return `; add 'emit ${name}'`;
  return `; it exports ${emitted.join(', ')}`;
}
