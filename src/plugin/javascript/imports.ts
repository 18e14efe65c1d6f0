// What a module of the user's imports, checked where it is written: a bundler's own message would not say how to have the
// missing function of a formula emitted.

import type * as acorn from 'acorn';
import { exportNames } from '../../exports/table.js';
import { type AnyNode, childrenOf, isWrapper } from '../../from-javascript/syntax-tree.js';
import type { Span } from '../../source.js';
import { memberName } from './members.js';
import { analyseScopes, type Scopes } from './scopes.js';

export interface ModuleImport {
  /** As written. */
  readonly source: string;
  /** Of that. */
  readonly span: Span;
  readonly names: readonly ImportedName[];
}

export interface ImportedName {
  readonly name: string;
  readonly span: Span;
}

const NAME = new RegExp(`\\b(?:${exportNames.join('|')})\\b`);

/**
 * From where a module imports names that formulas have, by any name of the source. Every module of a project is asked, so its
 * text is not parsed for that.
 */
export function likelySources(code: string): string[] {
  const named = [...code.matchAll(/\{([^{}]*)\}\s*from\s*['"]([^'"]+)['"]/g)];
  const whole = [...code.matchAll(/\*\s*as\s+([\w$]+)\s+from\s*['"]([^'"]+)['"]/g)];
  return [
    ...named.filter(([, names = '']) => NAME.test(names)),
    ...whole.filter(([, local]) => exportNames.some(name => code.includes(`${local}.${name}`))),
  ].map(([, , source = '']) => source);
}

/** The named imports and re-exports of a module, and the members of what it imports as a whole. */
export function importsOf(program: acorn.Program): ModuleImport[] {
  const found: ModuleImport[] = [];
  let known: Scopes | undefined;
  const scopes = (): Scopes => (known ??= analyseScopes(program));
  for (const node of program.body) {
    if (node.type !== 'ImportDeclaration' && node.type !== 'ExportNamedDeclaration') continue;
    const source = node.source?.value;
    if (typeof source !== 'string') continue;
    const names: ImportedName[] = [];
    for (const specifier of node.specifiers) {
      if (isTypeOnly(specifier)) continue;
      if (specifier.type === 'ImportNamespaceSpecifier') {
        names.push(...membersOf(specifier, scopes()));
      } else names.push(named(importedName(specifier), specifier));
    }
    if (!isTypeOnly(node)) found.push({ source, span: spanOf(node.source!), names });
  }
  return [...found, ...loadedLater(program, scopes)];
}

/** What the module names of one that it imports as a whole: `m.hessian`, `const { hessian } = m`. */
function membersOf(specifier: acorn.ImportNamespaceSpecifier, scopes: Scopes): ImportedName[] {
  const references = scopes.top.get(specifier.local.name)?.references ?? [];
  return references.flatMap(reference => namedOf(reference, scopes));
}

/** The members that are asked of an expression where it stands. */
function namedOf(expression: AnyNode, scopes: Scopes): ImportedName[] {
  let inner = expression;
  let parent = scopes.parentOf(inner);
  while (parent !== undefined && (isWrapper(parent) || parent.type === 'AwaitExpression')) {
    inner = parent;
    parent = scopes.parentOf(inner);
  }
  if (parent === undefined) return [];
  if (parent.type === 'MemberExpression' && parent.object === inner) {
    const name = memberName(parent);
    return name === null ? [] : [named(name, parent.property)];
  }
  return parent.type === 'VariableDeclarator' ? takenBy(parent.id, parent, scopes) : [];
}

/** What is taken out by a pattern, or asked of the name that it is. @param declaring the declarator or function that has it. */
function takenBy(pattern: AnyNode, declaring: AnyNode, scopes: Scopes): ImportedName[] {
  if (pattern.type === 'Identifier') {
    const binding = scopes.declaredBy(declaring).find(({ name }) => name === pattern.name);
    // A variable may hold something else later.
    if (binding === undefined || (declaring.type === 'VariableDeclarator' && !binding.constant)) return [];
    return binding.references.flatMap(reference => namedOf(reference, scopes));
  }
  if (pattern.type !== 'ObjectPattern') return [];
  return pattern.properties.flatMap(property => {
    if (property.type !== 'Property' || property.computed || property.key.type !== 'Identifier') return [];
    return [named(property.key.name, property)];
  });
}

/**
 * What the module names of others that it loads when it runs: `const { hessian } = await import('./m.formula')`, or in a
 * function that is given to `then`.
 */
function loadedLater(program: acorn.Program, scopes: () => Scopes): ModuleImport[] {
  const found: ModuleImport[] = [];
  const pending: AnyNode[] = [program];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    pending.push(...childrenOf(node));
    if (node.type !== 'ImportExpression' || node.source.type !== 'Literal') continue;
    const { value } = node.source;
    if (typeof value !== 'string') continue;
    found.push({ source: value, span: spanOf(node.source), names: namedOfPromise(node, scopes()) });
  }
  return found;
}

/** What is named of the module once it is there: a promise has members of its own. */
function namedOfPromise(promise: AnyNode, scopes: Scopes): ImportedName[] {
  const parent = scopes.parentOf(promise);
  if (parent?.type === 'AwaitExpression') return namedOf(promise, scopes);
  if (parent?.type !== 'MemberExpression' || memberName(parent) !== 'then') return [];
  const call = scopes.parentOf(parent);
  const then = call?.type === 'CallExpression' && call.callee === parent ? call.arguments[0] : undefined;
  if (then?.type !== 'ArrowFunctionExpression' && then?.type !== 'FunctionExpression') return [];
  const [parameter] = then.params;
  return parameter === undefined ? [] : takenBy(parameter, then, scopes);
}

const spanOf = ({ start, end }: acorn.Node): Span => ({ start, end });

/** A name where a node begins with it. */
const named = (name: string, { start }: acorn.Node): ImportedName => ({
  name,
  span: { start, end: start + name.length },
});

export const isTypeOnly = (node: object): boolean =>
  ('importKind' in node && node.importKind === 'type') || ('exportKind' in node && node.exportKind === 'type');

export function importedName(
  specifier: acorn.ImportSpecifier | acorn.ImportDefaultSpecifier | acorn.ExportSpecifier,
): string {
  if (specifier.type === 'ImportDefaultSpecifier') return 'default';
  const name = specifier.type === 'ImportSpecifier' ? specifier.imported : specifier.local;
  return name.type === 'Identifier' ? name.name : String(name.value);
}
