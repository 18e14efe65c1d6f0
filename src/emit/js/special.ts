// The special functions that a module uses, with what they use themselves, out of templates/special.js.

import type * as ESTree from 'estree';
import program from '../../../templates/special.js?estree';

type Declaration = ESTree.FunctionDeclaration | ESTree.VariableDeclaration;

interface Entry {
  readonly declaration: Declaration;
  readonly uses: readonly string[];
}

let entries: ReadonlyMap<string, Entry> | undefined;

function readEntries(): ReadonlyMap<string, Entry> {
  const declarations = new Map<string, Declaration>();
  for (const node of program().body as (ESTree.ModuleDeclaration | ESTree.Statement)[]) {
    const inner = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (inner?.type === 'FunctionDeclaration') declarations.set(inner.id.name, inner);
    else if (inner?.type === 'VariableDeclaration') {
      const [first] = inner.declarations;
      if (first?.id.type === 'Identifier') declarations.set(first.id.name, inner);
    }
  }
  const read = new Map<string, Entry>();
  for (const [name, declaration] of declarations) {
    const uses = [...identifiersIn(declaration)].filter(used => used !== name && declarations.has(used));
    read.set(name, { declaration, uses });
  }
  return read;
}

function identifiersIn(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const item of node) identifiersIn(item, found);
  else if (node !== null && typeof node === 'object') {
    const identifier = node as Partial<ESTree.Identifier>;
    if (identifier.type === 'Identifier' && identifier.name !== undefined) found.add(identifier.name);
    for (const value of Object.values(node)) identifiersIn(value, found);
  }
  return found;
}

/** Everything that `names` need, in the order of the template, each with its name there. */
export function specialDeclarations(names: Iterable<string>): { name: string; declaration: Declaration }[] {
  entries ??= readEntries();
  const known = entries;
  const needed = new Set<string>();
  const pending = [...names];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    pending.push(...(known.get(name)?.uses ?? []));
  }
  return [...known]
    .filter(([name]) => needed.has(name))
    .map(([name, entry]) => ({ name, declaration: entry.declaration }));
}

/** A copy of a declaration with its top-level names replaced. */
export function renamed(node: Declaration, names: ReadonlyMap<string, string>): Declaration {
  return copy(node, names) as Declaration;
}

function copy(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) return value.map(item => copy(item, names));
  if (value === null || typeof value !== 'object') return value;
  const node = value as Partial<ESTree.Identifier>;
  if (node.type === 'Identifier' && node.name !== undefined)
    return { ...node, name: names.get(node.name) ?? node.name };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner, names)]));
}
