// Modules that pass on all of a formula, `export * from './model.formula'`: nothing is missing in them, but in what imports
// from them.

import { readFile, stat } from 'node:fs/promises';
import type * as acorn from 'acorn';
import { isModule, parseModule } from '../../from-javascript/syntax-tree.js';
import { isFormulaId, splitId } from '../import-id.js';
import { identifiersOf } from '../javascript/scopes.js';
import type { Resolve } from '../resolve.js';

/** What a module exports. */
interface Exports {
  /** Under names of its own. */
  readonly names: ReadonlySet<string>;
  /** All of other modules. */
  readonly all: readonly string[];
}

export interface PassedOn {
  /** Ids of formulas that pass on everything they have. */
  readonly formulas: readonly string[];
  /** The modules that lie between. */
  readonly through: readonly string[];
}

export interface Reexports {
  /** Whether all of something else may be behind a module. */
  passesOn(id: string): Promise<boolean>;
  /** Where a name could come from if it were there; null where it may come from something else. */
  behind(id: string, name: string, resolve: Resolve): Promise<PassedOn | null>;
}

export function createReexports(): Reexports {
  const known = new Map<string, { readonly modified: number; readonly module: Lazy }>();
  const moduleOf = async (file: string): Promise<Lazy> => {
    const { mtimeMs: modified } = await stat(file);
    const last = known.get(file);
    if (last?.modified === modified) return last.module;
    const module = readModule(file, await readFile(file, 'utf8'));
    known.set(file, { modified, module });
    return module;
  };
  return {
    async passesOn(id) {
      const { file } = splitId(id);
      return isModule(file) && (await moduleOf(file).catch(() => null))?.passesOn === true;
    },
    async behind(id, name, resolve) {
      const formulas = new Set<string>();
      const through = new Set<string>();
      const pending = [id];
      for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
        const { file } = splitId(next);
        if (isFormulaId(next)) {
          formulas.add(next);
          continue;
        }
        if (through.has(file)) continue;
        through.add(file);
        const module = isModule(file) ? await moduleOf(file).catch(() => null) : null;
        const exports = module?.exports() ?? null;
        if (exports === null || exports.names.has(name)) return null;
        for (const source of exports.all) {
          const found = await resolve(source, file);
          if (found === null) return null;
          pending.push(found);
        }
      }
      return { formulas: [...formulas], through: [...through] };
    },
  };
}

/** A module of which only the text is read, until its exports are asked for. */
interface Lazy {
  readonly passesOn: boolean;
  readonly exports: () => Exports | null;
}

function readModule(file: string, code: string): Lazy {
  let exports: Exports | null | undefined;
  return {
    passesOn: /\bexport\s*\*\s*from\b/.test(code),
    exports: () => {
      if (exports === undefined) exports = readExports(file, code);
      return exports;
    },
  };
}

/** Null where they are not known, as those of CommonJS. */
function readExports(file: string, code: string): Exports | null {
  if (!/\bexport\b/.test(code)) return null;
  const program = parseModule(file, code);
  if (program === null) return null;
  const names = new Set<string>();
  const all: string[] = [];
  for (const node of program.body) {
    if (node.type === 'ExportAllDeclaration') {
      if (!node.exported) all.push(String(node.source.value));
      else names.add(nameOf(node.exported));
    } else if (node.type === 'ExportNamedDeclaration') {
      for (const name of declaredBy(node.declaration)) names.add(name);
      for (const { exported } of node.specifiers) names.add(nameOf(exported));
    }
  }
  return { names, all };
}

function declaredBy(declaration: acorn.ExportNamedDeclaration['declaration']): string[] {
  if (!declaration) return [];
  const patterns = declaration.type === 'VariableDeclaration' ? declaration.declarations : [declaration];
  return patterns.flatMap(({ id }) => identifiersOf(id).map(({ name }) => name));
}

const nameOf = (name: acorn.Identifier | acorn.Literal): string =>
  name.type === 'Identifier' ? name.name : String(name.value);
