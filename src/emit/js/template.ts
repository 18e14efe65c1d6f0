// Fills the holes of a template: a real JavaScript file whose placeholders are identifiers that start with `$`.
//
// A placeholder standing alone as a statement takes statements, one in a list of parameters, arguments or elements takes
// any number of expressions, one anywhere else exactly one. Other identifiers are kept.

import type * as ESTree from 'estree';

export interface Filling {
  readonly statements?: Readonly<Record<string, readonly ESTree.Statement[]>>;
  readonly expressions?: Readonly<Record<string, readonly ESTree.Expression[]>>;
}

/** A template's top-level functions by name. */
export type Template = ReadonlyMap<string, ESTree.FunctionDeclaration>;

/** The functions of a template file, read when first used. */
export function lazyTemplate(program: () => ESTree.Program): () => Template {
  let template: Template | undefined;
  return () => {
    template ??= functionsOf(program());
    return template;
  };
}

function functionsOf(program: ESTree.Program): Template {
  const found = new Map<string, ESTree.FunctionDeclaration>();
  for (const node of program.body) {
    const inner = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (inner?.type === 'FunctionDeclaration') found.set(inner.id.name, inner);
  }
  return found;
}

export function fill(template: Template, name: string, filling: Filling): ESTree.FunctionDeclaration {
  const found = template.get(name);
  if (found === undefined) throw new Error(`internal error: ${name}`);
  // Copying keeps the node's type.
  return copy(found, filling) as ESTree.FunctionDeclaration;
}

// Templates are our own files of a few levels, so this may recurse. Their nodes are plain JSON: objects, lists, scalars.
type Json = null | boolean | number | string | undefined | RegExp | bigint | object;

function copy(value: Json, filling: Filling): Json {
  if (Array.isArray(value)) return value.flatMap(item => spread(item, filling));
  if (value === null || typeof value !== 'object') return value;
  const node = value as Partial<ESTree.Identifier>;
  if (node.type === 'Identifier' && node.name !== undefined) return named(node.name, filling);
  // ESTree nodes are records of such values.
  const entries = Object.entries(value as Record<string, Json>);
  return Object.fromEntries(entries.map(([key, inner]) => [key, copy(inner, filling)]));
}

function named(name: string, filling: Filling): ESTree.Expression {
  if (!name.startsWith('$')) return { type: 'Identifier', name };
  const [only, ...more] = filling.expressions?.[name] ?? [];
  if (only === undefined || more.length > 0) throw new Error(`internal error: ${name}`);
  return only;
}

function spread(item: Json, filling: Filling): Json[] {
  const node = item as ESTree.Node | null;
  if (node?.type === 'Identifier' && node.name.startsWith('$')) {
    const values = filling.expressions?.[node.name];
    if (values !== undefined) return [...values];
  }
  if (node?.type === 'ExpressionStatement' && node.expression.type === 'Identifier') {
    const statements = filling.statements?.[node.expression.name];
    if (statements !== undefined) return [...statements];
  }
  return [copy(item, filling)];
}
