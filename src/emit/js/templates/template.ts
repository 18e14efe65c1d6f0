// Fills the holes of a template: a real JavaScript file whose placeholders are identifiers that start with `$`.
//
// A placeholder standing alone as a statement takes statements, one in a list of parameters, arguments or elements takes
// any number of expressions, one anywhere else exactly one. Other identifiers are kept.

import type * as ESTree from 'estree';
import { once } from '../../../once.js';

export interface Filling {
  readonly statements?: Readonly<Record<string, readonly ESTree.Statement[]>>;
  readonly expressions?: Readonly<Record<string, readonly ESTree.Expression[]>>;
}

export interface Template {
  /** Its top-level functions by name. */
  readonly functions: ReadonlyMap<string, ESTree.FunctionDeclaration>;
  /** Nodes and lists with holes in them: all others stand in what is filled as they are. */
  readonly open: ReadonlySet<object>;
}

/** The functions of a template file, read when first used. */
export function lazyTemplate(program: () => ESTree.Program): () => Template {
  return once(() => read(program()));
}

function read(program: ESTree.Program): Template {
  const functions = new Map<string, ESTree.FunctionDeclaration>();
  for (const node of program.body) {
    const inner = node.type === 'ExportNamedDeclaration' ? node.declaration : node;
    if (inner?.type === 'FunctionDeclaration') functions.set(inner.id.name, inner);
  }
  const open = new Set<object>();
  const look = (value: Json): boolean => {
    if (value === null || typeof value !== 'object') return false;
    const inner = Object.values(value).filter(look);
    const isOpen = isHole(value) || inner.length > 0;
    if (isOpen) open.add(value);
    return isOpen;
  };
  for (const declaration of functions.values()) look(declaration);
  return { functions, open };
}

function isHole(value: object): boolean {
  const { type, name } = value as Partial<ESTree.Identifier>;
  return type === 'Identifier' && name!.startsWith('$');
}

export function fill(template: Template, name: string, filling: Filling): ESTree.FunctionDeclaration {
  const found = template.functions.get(name);
  if (found === undefined) throw new Error(`internal error: ${name}`);
  // Copying keeps the node's type.
  return copy(found, template, filling) as ESTree.FunctionDeclaration;
}

// Templates are our own files of a few levels, so this may recurse. Their nodes are plain JSON: objects, lists, scalars.
type Json = null | boolean | number | string | undefined | RegExp | bigint | object;

function copy(value: Json, template: Template, filling: Filling): Json {
  if (value === null || typeof value !== 'object' || !template.open.has(value)) return value;
  if (Array.isArray(value)) return value.flatMap(item => spread(item, template, filling));
  if (isHole(value)) return named((value as ESTree.Identifier).name, filling);
  // ESTree nodes are records of such values.
  const entries = Object.entries(value as Record<string, Json>);
  return Object.fromEntries(entries.map(([key, inner]) => [key, copy(inner, template, filling)]));
}

function named(name: string, filling: Filling): ESTree.Expression {
  const [only, ...more] = filling.expressions?.[name] ?? [];
  if (only === undefined || more.length > 0) throw new Error(`internal error: ${name}`);
  return only;
}

function spread(item: Json, template: Template, filling: Filling): Json[] {
  const node = item as ESTree.Node | null;
  if (node?.type === 'Identifier' && node.name.startsWith('$')) {
    const values = filling.expressions?.[node.name];
    if (values !== undefined) return [...values];
  }
  if (node?.type === 'ExpressionStatement' && node.expression.type === 'Identifier') {
    const statements = filling.statements?.[node.expression.name];
    if (statements !== undefined) return [...statements];
  }
  return [copy(item, template, filling)];
}
