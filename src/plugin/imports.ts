// What a module of the user's imports from formula files, checked where it is written: a bundler's own message would not
// say how to have the missing function emitted.

import type * as acorn from 'acorn';
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

/** The named imports and re-exports of formula files. */
export function formulaImports(program: acorn.Program): FormulaImport[] {
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

export const isTypeOnly = (node: object): boolean =>
  ('importKind' in node && node.importKind === 'type') || ('exportKind' in node && node.exportKind === 'type');

export function importedName(
  specifier: acorn.ImportSpecifier | acorn.ImportDefaultSpecifier | acorn.ExportSpecifier,
): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const name = specifier.type === 'ImportSpecifier' ? specifier.imported : specifier.local;
  return name.type === 'Identifier' ? name.name : String(name.value);
}
