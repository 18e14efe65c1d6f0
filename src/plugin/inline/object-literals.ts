// Parts of objects and arrays that a module writes out, and whether they are still there when somebody asks.

import type * as acorn from 'acorn';
import { type AnyNode, isWrapper, unwrapped } from '../../from-javascript/syntax-tree.js';
import { memberName } from '../javascript/members.js';
import type { Scopes } from '../javascript/scopes.js';

export type Literal = acorn.ObjectExpression | acorn.ArrayExpression;

export const isLiteral = (node: AnyNode): node is Literal =>
  node.type === 'ObjectExpression' || node.type === 'ArrayExpression';

/** What a literal holds under a key; null where that does not stand in it. */
export function partOf(literal: Literal, key: string): AnyNode | null {
  if (literal.type === 'ArrayExpression') {
    const isPlain = !literal.elements.some(element => element === null || element.type === 'SpreadElement');
    return isPlain && /^(0|[1-9]\d*)$/.test(key) ? (literal.elements[Number(key)] ?? null) : null;
  }
  let found: AnyNode | null = null;
  for (const property of literal.properties) {
    if (property.type === 'SpreadElement' || property.computed) found = null;
    else if (keyOf(property.key) === '__proto__') return null;
    else if (keyOf(property.key) === key) found = property.kind === 'init' && !property.method ? property.value : null;
  }
  return found;
}

function keyOf(key: AnyNode): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : null;
}

/** Whether nothing changes a literal: it is frozen, or nothing is done with what holds it but reading its parts. */
export function isUnchanged(literal: Literal, scopes: Scopes): boolean {
  let inner: AnyNode = literal;
  let outermost: Literal = literal;
  for (let parent = scopes.parentOf(inner); parent !== undefined; parent = scopes.parentOf(inner)) {
    if (isConstAssertion(parent)) return true;
    if (isFreeze(parent, scopes) && parent.arguments[0] === inner) {
      // Not what is inside of it.
      if (outermost === literal) return true;
    } else if (isLiteral(parent)) outermost = parent;
    else if (parent.type === 'VariableDeclarator') return isHeld(parent, outermost, scopes);
    else if (parent.type === 'MemberExpression') return isOnlyRead(inner, outermost, scopes);
    else if (!isWrapper(parent) && parent.type !== 'Property') return false;
    inner = parent;
  }
  return false;
}

/** Whether the variables that a literal is given to leave it as it is. */
function isHeld(declarator: acorn.VariableDeclarator, literal: Literal, scopes: Scopes): boolean {
  if (declarator.id.type !== 'Identifier') return !holdsLiterals(literal);
  const declaration = scopes.parentOf(declarator);
  if (declaration === undefined || scopes.parentOf(declaration)?.type === 'ExportNamedDeclaration') return false;
  return scopes
    .declaredBy(declarator)
    .every(
      ({ constant, isUsedOutside, references }) =>
        constant && !isUsedOutside && references.every(use => isOnlyRead(use, literal, scopes)),
    );
}

/** Whether an expression that is a literal is used for what stands in it alone, which is neither written nor handed on. */
function isOnlyRead(expression: AnyNode, literal: Literal, scopes: Scopes): boolean {
  let part: AnyNode | null = literal;
  let inner = expression;
  for (let parent = scopes.parentOf(inner); parent !== undefined; parent = scopes.parentOf(inner)) {
    if (parent.type === 'MemberExpression' && parent.object === inner && part !== null && isLiteral(part)) {
      const key = memberName(parent) ?? numberKey(parent);
      if (key === null && holdsLiterals(part)) return false;
      part = key === null ? null : partOf(part, key);
      part &&= unwrapped(part);
      // A method may change the object that it is called on.
      const user = scopes.parentOf(parent);
      if (user?.type === 'CallExpression' && user.callee === parent) return false;
      if (user?.type === 'TaggedTemplateExpression') return false;
    } else if (copies(parent, inner)) {
      return part !== null && isLiteral(part) && !holdsLiterals(part);
    } else if (!isWrapper(parent)) break;
    inner = parent;
  }
  return !(part !== null && isLiteral(part)) && !scopes.isAssigned(inner);
}

/** `const { a } = k`, `{ ...k }`, `for (const a of k)`, `Object.keys(k)`: what takes the parts and leaves the object. */
function copies(parent: AnyNode, object: AnyNode): boolean {
  switch (parent.type) {
    case 'SpreadElement':
      return true;
    case 'VariableDeclarator':
      return parent.init === object && parent.id.type !== 'Identifier';
    case 'ForOfStatement':
    case 'ForInStatement':
      return parent.right === object;
    case 'CallExpression': {
      const { callee } = parent;
      if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return false;
      return COPYING.has(`${callee.object.name}.${memberName(callee)}`);
    }
    default:
      return false;
  }
}

const COPYING = new Set(['Object.keys', 'Object.values', 'Object.entries', 'JSON.stringify']);

const holdsLiterals = (literal: Literal): boolean =>
  literal.type === 'ArrayExpression'
    ? literal.elements.some(element => element !== null && isLiteral(unwrapped(element)))
    : literal.properties.some(property => property.type !== 'Property' || isLiteral(unwrapped(property.value)));

/** The key in `list[2]`. */
export function numberKey({ property, computed }: acorn.MemberExpression): string | null {
  return computed && property.type === 'Literal' && typeof property.value === 'number' ? String(property.value) : null;
}

/** TypeScript's `as const`, which also keeps what is inside from being written. */
function isConstAssertion(node: AnyNode): boolean {
  const { typeAnnotation } = node as { typeAnnotation?: { typeName?: { name?: string } } };
  return isWrapper(node) && typeAnnotation?.typeName?.name === 'const';
}

/** `Object.freeze(…)`. */
export function isFreeze(node: AnyNode, scopes: Scopes): node is acorn.CallExpression {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object } = node.callee;
  const isGlobal = object.type === 'Identifier' && object.name === 'Object' && scopes.bindingOf(object) === undefined;
  return isGlobal && memberName(node.callee) === 'freeze';
}
