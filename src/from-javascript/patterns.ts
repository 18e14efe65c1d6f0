// Names that get values: of declarations, of parameters, of `[a, b] = [b, a]`.

import type { AnyNode } from 'acorn';
import { assign } from './expressions.js';
import { cannot, Fault } from './fault.js';
import { constant, contentsOf, declare, type Machine, nameOfKind, newArray } from './machine.js';
import { readMember } from './members.js';
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
      const given = value.kind === 'undefined' ? machine.evaluate(pattern.right, scope) : value;
      return bind(machine, pattern.left, given, scope, declares);
    }
    case 'ArrayPattern':
      return bindElements(machine, pattern.elements, value, scope, declares, pattern);
    case 'ObjectPattern':
      for (const property of pattern.properties) {
        if (property.type === 'RestElement') throw cannot(property, "'...' collects the other fields", 'name them');
        const { key, computed } = property;
        const name =
          key.type === 'Identifier' && !computed ? key.name : key.type === 'Literal' ? String(key.value) : null;
        if (name === null) throw cannot(key, 'this is no name of a field');
        bind(machine, property.value, readMember(machine, value, name, property), scope, declares);
      }
      return;
    default:
      if (declares === null) return assign(machine, pattern, value, scope);
      throw cannot(pattern, 'this is no name');
  }
}

function bindElements(
  machine: Machine,
  elements: readonly (AnyNode | null)[],
  value: Value,
  scope: Scope,
  declares: 'const' | 'let' | null,
  at: AnyNode,
): void {
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
