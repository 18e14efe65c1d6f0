// What a module of the user's imports from formula files, checked where it is written: a bundler's own message would not
// say how to have the missing function emitted.

import { tsPlugin } from '@sveltejs/acorn-typescript';
import { Parser } from 'acorn';
import type * as ESTree from 'estree';
import { isFormulaId } from './options.js';

export interface FormulaImport {
  /** As written. */
  readonly source: string;
  readonly names: readonly ImportedName[];
}

export interface ImportedName {
  readonly name: string;
  /** Lines from 1, columns from 0. */
  readonly line: number;
  readonly column: number;
}

const MODULE = /\.[cm]?[jt]sx?$/;

/** Whether a module may import a formula; cheap, as every module of a project is asked. */
export const mayImportFormulas = (file: string, code: string): boolean =>
  MODULE.test(file) && code.includes('.formula');

/** The named imports and re-exports of formula files; none in a module that cannot be read, which the bundler will say. */
export function formulaImports(file: string, code: string): FormulaImport[] {
  const typescript = Parser.extend(tsPlugin({ jsx: /x$/.test(file) }) as never);
  let program: ESTree.Program;
  try {
    // acorn's nodes are ESTree's, with positions.
    program = typescript.parse(code, { sourceType: 'module', ecmaVersion: 'latest', locations: true }) as never;
  } catch {
    return [];
  }
  const found: FormulaImport[] = [];
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration') continue;
    const source = node.source?.value;
    if (typeof source !== 'string' || !isFormulaId(source)) continue;
    const names: ImportedName[] = [];
    for (const specifier of node.specifiers) {
      if (specifier.type === 'ImportNamespaceSpecifier' || isTypeOnly(specifier)) continue;
      const name = importedName(specifier);
      names.push({ name, line: specifier.loc!.start.line, column: specifier.loc!.start.column });
    }
    if (!isTypeOnly(node)) found.push({ source, names });
  }
  return found;
}

const isTypeOnly = (node: object): boolean =>
  ('importKind' in node && node.importKind === 'type') || ('exportKind' in node && node.exportKind === 'type');

function importedName(
  specifier: ESTree.ImportSpecifier | ESTree.ImportDefaultSpecifier | ESTree.ExportSpecifier,
): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const name = specifier.type === 'ImportSpecifier' ? specifier.imported : specifier.local;
  return name.type === 'Identifier' ? name.name : String(name.value);
}
