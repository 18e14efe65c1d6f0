// What a module imports from formula files that they do not export.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as acorn from 'acorn';
import { exportNames } from '../emit/exports.js';
import { exportsOf } from './formula-file.js';
import { formulaImports, type ImportedName } from './imports.js';
import { type ImportId, type PluginOptions, splitId } from './options.js';

export interface MissingExport extends ImportedName {
  readonly message: string;
}

export async function missingExports(
  program: acorn.Program,
  file: string,
  config: PluginOptions,
): Promise<MissingExport[]> {
  const missing: MissingExport[] = [];
  for (const { source, names } of formulaImports(program)) {
    // Aliases are the bundler's to resolve, and their missing exports its to report.
    if (!/^\.{1,2}\//.test(source)) continue;
    const imported = splitId(path.join(path.dirname(file), source));
    const emitted = await exported(imported, config);
    for (const imports of names) {
      const { name } = imports;
      if (emitted === null || emitted.includes(name)) continue;
      const message = `'${name}' is not emitted by ${path.basename(imported.file)}${wayOut(name, emitted)}`;
      missing.push({ ...imports, message });
    }
  }
  return missing;
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
