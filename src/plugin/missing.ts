// What a module imports of formulas that they do not export, under whatever name the bundler finds them.

import { readFile } from 'node:fs/promises';
import type * as acorn from 'acorn';
import type { Diagnostic } from '../diagnostic.js';
import { exportNames } from '../emit/exports.js';
import { adviceFor } from './advice.js';
import { importDiagnostic } from './errors.js';
import { type Emission, emissionOf } from './formula-file.js';
import { type ImportedName, importsOf } from './imports.js';
import { type ImportId, isFormulaId, type PluginOptions, splitId } from './options.js';
import type { Reexports } from './reexports.js';
import type { Resolve } from './resolve.js';

export interface CheckedImports {
  /** Files of formulas that the module imports from, by whichever way. */
  readonly formulas: ReadonlySet<string>;
  /** Modules by which it does. */
  readonly through: ReadonlySet<string>;
  readonly errors: readonly Diagnostic[];
}

/** @param module its file, its name in messages and its text. */
export async function checkImports(
  program: acorn.Program,
  { file, shown, code }: { readonly file: string; readonly shown: string; readonly code: string },
  config: PluginOptions,
  resolve: Resolve,
  reexports: Reexports,
): Promise<CheckedImports> {
  const imported = new Map<string, ImportedName[]>();
  const formulas = new Set<string>();
  const through = new Set<string>();
  const add = (id: string, names: readonly ImportedName[]): void => {
    formulas.add(splitId(id).file);
    imported.set(id, [...(imported.get(id) ?? []), ...names]);
  };
  for (const { source, names } of importsOf(program)) {
    const passed = names.filter(({ name }) => exportNames.some(known => known === name));
    if (passed.length === 0 && !isFormulaId(source)) continue;
    const id = await resolve(source, file);
    if (id === null) continue;
    if (isFormulaId(id)) {
      add(id, names);
      continue;
    }
    for (const wanted of passed) {
      const behind = await reexports.behind(id, wanted.name, resolve);
      if (behind === null || behind.formulas.length === 0) continue;
      const emissions = await Promise.all(behind.formulas.map(formula => emission(splitId(formula), config)));
      for (const each of behind.through) through.add(each);
      const isThere = emissions.some(found => found?.exports.includes(wanted.name));
      // Of several that could have it, one is to be changed.
      for (const formula of behind.formulas) add(formula, formula === behind.formulas[0] && !isThere ? [wanted] : []);
    }
  }
  const errors: Diagnostic[] = [];
  for (const [id, names] of imported) {
    const split = splitId(id);
    const found = await emission(split, config);
    const all = names.map(({ name }) => name);
    for (const { names: missing, message, help } of found === null ? [] : adviceFor(all, split, found)) {
      const first = names.find(({ name }) => name === missing[0])!;
      errors.push(importDiagnostic(message, help, first, code, shown));
    }
  }
  return { formulas, through, errors };
}

/** Null where the formula is missing or wrong, which loading it tells. */
async function emission(imported: ImportId, config: PluginOptions): Promise<Emission | null> {
  try {
    return emissionOf(await readFile(imported.file, 'utf8'), imported, config);
  } catch {
    return null;
  }
}
