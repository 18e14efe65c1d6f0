// Names that get values: of declarations, of parameters, of `[a, b] = [b, a]`.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { copyOfChosen } from './choices.js';
import { assign, orElse } from './expressions.js';
import { cannot, Fault } from './fault.js';
import { constant, contentsOf, declare, type Machine, nameOfKind, newArray, newCell, reference } from './machine.js';
import { readMember } from './members.js';
import { constantOf, isOfMath } from './operators.js';
import { type Scope, UNDEFINED, type Value } from './values.js';

/** @param declares null where the pattern has places that are there already */
export function bind(
  machine: Machine,
  pattern: AnyNode,
  value: Value,
  scope: Scope,
  declares: 'const' | 'let' | null,
): void {
  switch (pattern.type) {
    case 'Identifier':
      if (declares === null) return assign(machine, pattern, value, scope);
      return declare(machine, scope, pattern.name, value, declares === 'const');
    case 'AssignmentPattern': {
      const given = orElse(machine, value, () => machine.evaluate(pattern.right, scope));
      return bind(machine, pattern.left, given, scope, declares);
    }
    case 'ArrayPattern':
      return bindElements(machine, pattern.elements, value, scope, declares, pattern);
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') {
          bind(machine, property.argument, otherFields(machine, pattern, value, property), scope, declares);
          continue;
        }
        const { key, computed } = property;
        const name =
          key.type === 'Identifier' && !computed ? key.name : key.type === 'Literal' ? String(key.value) : null;
        if (name === null) throw cannot(key, 'this is no name of a field');
        bind(machine, property.value, fieldOf(machine, value, name, property), scope, declares);
      }
      return;
    default:
      if (declares === null) return assign(machine, pattern, value, scope);
      throw cannot(pattern, 'this is no name');
  }
}

/** What a pattern's `...` collects: the fields that it does not name. */
function otherFields(machine: Machine, { properties }: acorn.ObjectPattern, value: Value, at: AnyNode): Value {
  const contents = value.kind === 'reference' ? contentsOf(machine, value) : null;
  if (contents?.kind !== 'fields') throw cannot(at, "'...' here collects the fields of an object", 'name them');
  const named = new Set(
    properties.flatMap(of => (of.type === 'Property' && of.key.type === 'Identifier' ? [of.key.name] : [])),
  );
  const items = new Map([...contents.items].filter(([name]) => !named.has(name)));
  return reference(newCell(machine, { kind: 'fields', items, owner: 'function' }));
}

/** A field, of Math's own too. */
function fieldOf(machine: Machine, of: Value, name: string, at: AnyNode): Value {
  if (of.kind !== 'builtIn' || of.name !== 'Math') return readMember(machine, of, name, at);
  const value = constantOf('Math', name);
  if (value !== undefined) return constant(machine, value);
  if (isOfMath(name)) return { kind: 'builtIn', name };
  throw cannot(at, `'Math.${name}' is not known here`);
}

function bindElements(
  machine: Machine,
  elements: readonly (AnyNode | null)[],
  chosen: Value,
  scope: Scope,
  declares: 'const' | 'let' | null,
  at: AnyNode,
): void {
  const value = copyOfChosen(machine, chosen, at);
  if (value.kind !== 'reference')
    throw new Fault('WG351', at, `this is ${nameOfKind(machine, value)}, which has no elements`);
  const contents = contentsOf(machine, value);
  for (const [i, element] of elements.entries()) {
    if (element === null) continue;
    if (element.type === 'RestElement') {
      if (contents.kind !== 'list') throw cannot(element, "how many elements '...' has is known at run time");
      bind(machine, element.argument, newArray(machine, contents.items.slice(i)), scope, declares);
      continue;
    }
    const isThere = contents.kind !== 'list' || i < contents.items.length;
    bind(
      machine,
      element,
      isThere ? readMember(machine, value, constant(machine, i), element) : UNDEFINED,
      scope,
      declares,
    );
  }
}

/** A variable of the whole function, which may be declared again. */
export function bindVar(machine: Machine, id: AnyNode, value: Value | null, scope: Scope): void {
  let whole: Scope = scope;
  while (whole.isOfFunction !== true && whole.outer !== null) whole = whole.outer;
  const isThere = id.type === 'Identifier' && whole.names.has(id.name);
  if (isThere && value === null) return;
  bind(machine, id, value ?? UNDEFINED, isThere ? scope : whole, isThere ? null : 'let');
}
