// Where an expression leads: through conversions, constants, parts of objects, conditions that are known and imports, to
// what is written out somewhere.

import type * as acorn from 'acorn';
import { type AnyNode, unwrapped } from '../../from-javascript/syntax-tree.js';
import { importedName, isTypeOnly } from '../javascript/imports.js';
import type { Binding } from '../javascript/scopes.js';
import type { ImportedModule, Place, ProjectModule } from './modules.js';
import { isFreeze, isLiteral, isUnchanged, partOf } from './object-literals.js';

/** Why an expression is not known. */
export interface Unknown {
  readonly why: string;
}

export const isUnknown = (found: object): found is Unknown => 'why' in found;

/** Values of the expressions that decide where others lead. */
export interface Deciding {
  /** The key of a member; null where it is not known. */
  keyOf(member: acorn.MemberExpression, module: ProjectModule): string | null;
  /** Whether a condition holds. */
  isTrue(condition: AnyNode, module: ProjectModule): boolean | Unknown;
}

/** @returns the way to the definition of an expression. */
export function createDefinitions(imported: ImportedModule, deciding: Deciding): (place: Place) => Place | Unknown {
  const following = new Set<Binding>();

  const definitionOf = ({ node: expression, module }: Place): Place | Unknown => {
    const { scopes } = module;
    const node = unwrapped(expression);
    switch (node.type) {
      case 'Identifier': {
        const binding = scopes.bindingOf(node);
        return binding === undefined ? { node, module } : followed(binding, module);
      }
      case 'MemberExpression': {
        const object = definitionOf({ node: node.object, module });
        if (isUnknown(object)) return object;
        const key = deciding.keyOf(node, module);
        return memberOf(object, key) ?? { node, module };
      }
      case 'ConditionalExpression': {
        const holds = deciding.isTrue(node.test, module);
        if (typeof holds === 'object') return holds;
        return definitionOf({ node: holds ? node.consequent : node.alternate, module });
      }
      case 'CallExpression':
        if (isFreeze(node, scopes) && node.arguments[0]) return definitionOf({ node: node.arguments[0], module });
    }
    return { node, module };
  };

  const followed = (binding: Binding, module: ProjectModule): Place | Unknown => {
    if (following.has(binding)) return { why: `'${binding.name}' is defined by itself` };
    following.add(binding);
    const found = definitionOfBinding(binding, module);
    following.delete(binding);
    return found;
  };

  const definitionOfBinding = ({ name, node, constant }: Binding, module: ProjectModule): Place | Unknown => {
    const { scopes } = module;
    const { type } = node as { type: string };
    if (type === 'TSEnumDeclaration' || type === 'TSEnumMember' || type === 'ImportNamespaceSpecifier') {
      return { node, module };
    }
    if (type === 'ImportSpecifier' || type === 'ImportDefaultSpecifier') {
      // The types were looked at in the line before.
      const specifier = node as acorn.ImportSpecifier | acorn.ImportDefaultSpecifier;
      return exported(sourceOf(specifier, module), importedName(specifier), module);
    }
    const declaration = scopes.parentOf(node);
    if (node.type !== 'VariableDeclarator' || declaration?.type !== 'VariableDeclaration') {
      const { id, params } = node as { id?: AnyNode | null; params?: unknown };
      const isParameter = params !== undefined && !(id?.type === 'Identifier' && id.name === name);
      return { why: `'${name}' is ${isParameter ? 'a parameter' : 'no constant'}` };
    }
    if (!constant) return { why: `'${name}' is not only set where it is declared` };
    if (!node.init) return { why: `'${name}' is no constant` };
    if (declaration.kind === 'var') return { why: `'${name}' can be read before it is set, write 'const'` };
    if (node.id.type === 'Identifier') return definitionOf({ node: node.init, module });
    const key = takenOut(node.id, name);
    const object = definitionOf({ node: node.init, module });
    if (isUnknown(object)) return object;
    return memberOf(object, key) ?? { why: `'${name}' is no constant` };
  };

  /** Null where what the member belongs to is no object that is written out. */
  const memberOf = (object: Place, key: string | null): Place | Unknown | null => {
    const { node, module } = object;
    const { type } = node as { type: string };
    if (node.type === 'ImportNamespaceSpecifier') {
      return key === null ? { why: 'its name is not known' } : exported(sourceOf(node, module), key, module);
    }
    if (type === 'TSEnumDeclaration') {
      const { id, members } = node as unknown as EnumDeclaration;
      const member = members.find(other => enumKey(other) === key);
      return member ? { node: member, module } : { why: `'${id.name}' has no such member` };
    }
    if (!isLiteral(node)) return null;
    const part = key === null ? null : partOf(node, key);
    if (part === null) return { why: `${key === null ? 'the key' : `'${key}'`} does not stand in the object` };
    if (!isUnchanged(node, module.scopes)) {
      return { why: "the object may be changed, write 'as const' after it or 'Object.freeze(…)' around it" };
    }
    return definitionOf({ node: part, module });
  };

  const exported = (specifier: string, name: string, importer: ProjectModule): Place | Unknown => {
    const module = imported(specifier, importer);
    if (module === null) return { why: `'${specifier}' is no module of the project that can be read` };
    return exportOf(module, name, new Set()) ?? { why: `'${specifier}' does not export a constant '${name}'` };
  };

  /** Null where the module does not have the export. */
  const exportOf = (module: ProjectModule, name: string, seen: Set<ProjectModule>): Place | Unknown | null => {
    const { scopes, program } = module;
    const local = (identifier: string): Place | Unknown | null => {
      const binding = scopes.top.get(identifier);
      return binding === undefined ? null : followed(binding, module);
    };
    seen.add(module);
    for (const node of program.body) {
      if (isTypeOnly(node)) continue;
      if (node.type === 'ExportDefaultDeclaration' && name === 'default') {
        return definitionOf({ node: node.declaration, module });
      }
      if (node.type !== 'ExportNamedDeclaration') continue;
      if (node.declaration && declaredNames(node.declaration, module).includes(name)) return local(name);
      const specifier = node.specifiers.find(other => !isTypeOnly(other) && nameOf(other.exported) === name);
      if (specifier === undefined) continue;
      const inner = nameOf(specifier.local);
      return node.source ? exported(String(node.source.value), inner, module) : local(inner);
    }
    for (const node of program.body) {
      if (node.type !== 'ExportAllDeclaration' || isTypeOnly(node)) continue;
      const { source, exported: alias } = node;
      if (alias || name === 'default') continue;
      const inner = imported(String(source.value), module);
      const found = inner === null || seen.has(inner) ? null : exportOf(inner, name, seen);
      if (found !== null) return found;
    }
    return null;
  };

  return definitionOf;
}

/** A member of TypeScript's enumerations, which the parser's types do not know. */
export interface EnumMember {
  readonly id: acorn.Identifier | acorn.Literal;
  readonly initializer?: acorn.Expression;
}

export interface EnumDeclaration {
  readonly id: acorn.Identifier;
  readonly members: readonly (AnyNode & EnumMember)[];
}

const enumKey = ({ id }: EnumMember): string => nameOf(id);

const nameOf = (name: acorn.Identifier | acorn.Literal): string =>
  name.type === 'Identifier' ? name.name : String(name.value);

/** The module that an import's specifier belongs to, as written. */
function sourceOf(specifier: AnyNode, { scopes }: ProjectModule): string {
  // Specifiers stand in imports.
  return String((scopes.parentOf(specifier) as acorn.ImportDeclaration).source.value);
}

const declaredNames = (declaration: AnyNode, { scopes }: ProjectModule): string[] => {
  const nodes = declaration.type === 'VariableDeclaration' ? declaration.declarations : [declaration];
  return nodes.flatMap(node => scopes.declaredBy(node).map(({ name }) => name));
};

/** The key that a pattern takes a name from: `b` in `{ b: name }`, 1 in `[, name]`. */
function takenOut(pattern: AnyNode, name: string): string | null {
  const isIt = (node: AnyNode | null): boolean => node?.type === 'Identifier' && node.name === name;
  if (pattern.type === 'ArrayPattern') {
    const index = pattern.elements.findIndex(isIt);
    return index === -1 ? null : String(index);
  }
  if (pattern.type !== 'ObjectPattern') return null;
  for (const property of pattern.properties) {
    if (property.type !== 'Property' || property.computed || !isIt(property.value)) continue;
    const { key } = property;
    return key.type === 'Identifier' || key.type === 'Literal' ? nameOf(key) : null;
  }
  return null;
}
