// What a module imports of formulas that they do not export, under whatever name the bundler finds them.

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type * as acorn from 'acorn';
import { type Diagnostic, FormulaError } from '../../diagnostic.js';
import { exportNames } from '../../exports/table.js';
import type { Source, Span } from '../../source.js';
import type { PluginOptions } from '../configuration.js';
import type { Edit } from '../edited-text.js';
import { type ImportId, isFormulaId, namesFormulas, splitId } from '../import-id.js';
import { type ImportedName, importsOf, likelySources } from '../javascript/imports.js';
import type { Resolve } from '../resolve.js';
import { acceptedIn, addable, addedBy, additionsOf, unusual, withAdded } from './additions.js';
import { adviceFor } from './advice.js';
import { type Emission, emissionOf } from './formula-file.js';
import type { Reexports } from './reexports.js';

/** The module that imports. */
interface Importer {
  readonly file: string;
  /** Its name in messages. */
  readonly shown: string;
  readonly code: string;
}

export interface CheckedImports {
  /** Files of formulas that the module imports from, and of modules by which it does. */
  readonly sources: readonly string[];
  /** Where imports are written anew, so that they have what their formulas do not export by default. */
  readonly edits: readonly Edit[];
  /** What is missing. */
  readonly errors: readonly Diagnostic[];
  /** What is wrong with formulas at no place of theirs, as with the query of an import. */
  readonly faults: readonly Diagnostic[];
}

/** Whether a module imports from formulas, by whatever way; its text decides in most cases. */
export async function importsFormulas(
  { file, code }: Importer,
  resolve: Resolve,
  reexports: Reexports,
): Promise<boolean> {
  if (namesFormulas(code) || code.includes('?gradient')) return true;
  for (const source of likelySources(code)) {
    const id = await resolve(source, file);
    if (id !== null && (isFormulaId(id) || (await reexports.passesOn(id)))) return true;
  }
  return false;
}

/** @param isAdding false where an import cannot have a query, by which formulas emit more than they do by default. */
export async function checkImports(
  program: acorn.Program,
  importer: Importer,
  config: PluginOptions,
  resolve: Resolve,
  reexports: Reexports,
  isAdding = true,
): Promise<CheckedImports> {
  const { imported, through } = await importedFormulas(program, importer, config, resolve, reexports);
  const source: Source = { name: importer.shown, text: importer.code };
  const errors: Diagnostic[] = [];
  const faults: Diagnostic[] = [];
  const edits: Edit[] = [];
  for (const [id, { written, span, names, sites }] of imported) {
    const split = splitId(id);
    const { emission, wrong, isFaulty } = await read(id, config);
    for (const fault of wrong) {
      const message = `${path.basename(split.file)}: ${fault.message}`;
      faults.push({ ...fault, message, source, span });
    }
    const all = names.map(({ name }) => name);
    // An import of what is wrong stays as it is once that is mended, so that nothing is said beside the formula's own errors.
    const possible = emission !== null ? addable(all, emission) : isFaulty ? unusual(all) : [];
    const added = isAdding && sites.length > 0 ? possible : [];
    if (added.length > 0) edits.push(...sites.flatMap(site => rewritten(site, added, importer.code)));
    if (emission === null) continue;
    const there = added.length === 0 ? emission : await withAdditions(split, added, emission, config);
    for (const { names: missing, message, help } of adviceFor(all, { ...split, written }, there)) {
      const first = names.find(({ name }) => name === missing[0])!;
      errors.push({ code: 'WG607', severity: 'error', message, source, span: first.span, help });
    }
  }
  const formulas = [...imported.keys()].map(id => splitId(id).file);
  return { sources: [...new Set([...formulas, ...through])], edits, errors, faults };
}

function rewritten({ source, span }: Site, added: readonly string[], code: string): Edit[] {
  const text = JSON.stringify(withAdded(source, added));
  return [{ span, text }, ...acceptedIn(code, source, text)];
}

async function withAdditions(
  { file, query }: ImportId,
  added: readonly string[],
  emission: Emission,
  config: PluginOptions,
): Promise<Emission> {
  const all = new URLSearchParams(query);
  all.append('with', added.join(','));
  const additions = additionsOf(await readFile(file, 'utf8'), { file, query: all }, config);
  return { ...emission, exports: [...emission.exports, ...additions.added] };
}

/** Where a module names a formula that it imports from. */
interface Site {
  readonly source: string;
  /** Of the text with its quotes. */
  readonly span: Span;
}

/** What is imported of one formula. */
interface Imported {
  /** How, for the first time, and where. */
  readonly written: string;
  readonly span: Span;
  readonly names: ImportedName[];
  /** None where it is imported by way of another module. */
  readonly sites: Site[];
}

/** The formulas that a module imports from, by id, and the modules by which it does. */
async function importedFormulas(
  program: acorn.Program,
  { file }: Importer,
  config: PluginOptions,
  resolve: Resolve,
  reexports: Reexports,
): Promise<{ readonly imported: ReadonlyMap<string, Imported>; readonly through: ReadonlySet<string> }> {
  const imported = new Map<string, Imported>();
  const through = new Set<string>();
  const add = (id: string, written: string, span: Span, names: readonly ImportedName[], sites: Site[] = []): void => {
    const known = imported.get(id);
    if (known === undefined) imported.set(id, { written, span, names: [...names], sites });
    else {
      known.names.push(...names);
      known.sites.push(...sites);
    }
  };
  for (const { source, span, names } of importsOf(program)) {
    const passed = names.filter(({ name }) => exportNames.some(known => known === name));
    if (passed.length === 0 && !isFormulaId(source)) continue;
    const id = await resolve(source, file);
    if (id === null) continue;
    if (isFormulaId(id)) add(id, source, span, names, [{ source, span }]);
    else if (await reexports.passesOn(id)) {
      for (const wanted of passed) {
        const behind = await reexports.behind(id, wanted.name, resolve);
        if (behind === null || behind.formulas.length === 0) continue;
        for (const each of behind.through) through.add(each);
        const emissions = await Promise.all(behind.formulas.map(formula => read(formula, config)));
        const isThere = emissions.some(({ emission }) => emission?.exports.includes(wanted.name));
        // Of several that could have it, one is to be changed.
        for (const formula of behind.formulas)
          add(formula, path.basename(formula), span, formula === behind.formulas[0] && !isThere ? [wanted] : []);
      }
    }
  }
  return { imported, through };
}

interface ReadFormula {
  /** Null where the formula is missing or wrong, which loading it tells. */
  readonly emission: Emission | null;
  /** Errors that have no place in the formula. */
  readonly wrong: readonly Diagnostic[];
  /** It has errors in places of its own. */
  readonly isFaulty: boolean;
}

async function read(id: string, config: PluginOptions): Promise<ReadFormula> {
  const imported = splitId(id);
  try {
    const text = await readFile(imported.file, 'utf8');
    if (addedBy(imported).length === 0)
      return { emission: emissionOf(text, imported, config), wrong: [], isFaulty: false };
    const { own, added } = additionsOf(text, imported, config);
    return { emission: { ...own, exports: [...own.exports, ...added] }, wrong: [], isFaulty: false };
  } catch (error) {
    const errors =
      error instanceof FormulaError ? error.diagnostics.filter(({ severity }) => severity === 'error') : [];
    const isFaulty = errors.some(({ span }) => span !== null);
    return { emission: null, wrong: isFaulty ? [] : errors, isFaulty };
  }
}
