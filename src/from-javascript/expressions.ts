// Expressions → values.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { assigned, clear, orElse, updated } from './assignments.js';
import { branchValue } from './branches.js';
import { array, called, listed } from './call-expressions.js';
import { checkDepth } from './depth.js';
import { cannot, Fault } from './fault.js';
import {
  conditionOf,
  constant,
  contentsOf,
  type Machine,
  newCell,
  number,
  reference,
  truth,
  valueIn,
} from './machine.js';
import { keyOf, readMember } from './members.js';
import { globalOf, lookUp } from './names.js';
import { constructArray } from './new-arrays.js';
import { binary, constantOf, isOfMath, unary } from './operators.js';
import { refused } from './refused.js';
import { isFunction } from './script.js';
import { unwrapped } from './syntax-tree.js';
import { type Scope, UNDEFINED, type Value } from './values.js';

export function evaluate(machine: Machine, written: AnyNode, scope: Scope): Value {
  const node = unwrapped(written);
  const { build } = machine;
  machine.build = build.at(node);
  machine.depth++;
  checkDepth(machine, node);
  const value = made(machine, node, scope);
  machine.depth--;
  machine.build = build;
  return value;
}

function made(machine: Machine, node: AnyNode, scope: Scope): Value {
  const of = (inner: AnyNode): Value => evaluate(machine, inner, scope);
  switch (node.type) {
    case 'Literal':
      return literal(machine, node);
    case 'Identifier':
      return named(machine, node, scope);
    case 'BinaryExpression':
      return operated(machine, node, scope);
    case 'UnaryExpression':
      if (node.operator === 'void') return UNDEFINED;
      return unary(machine, node.operator, of(node.argument), node);
    case 'LogicalExpression':
      return logical(machine, node, scope);
    case 'ConditionalExpression':
      return branchValue(
        machine,
        conditionOf(machine, of(node.test), node.test),
        () => of(node.consequent),
        () => of(node.alternate),
      );
    case 'AssignmentExpression':
      return assigned(machine, node, scope);
    case 'UpdateExpression':
      return updated(machine, node, scope);
    case 'SequenceExpression':
      return node.expressions.map(of).at(-1)!;
    case 'MemberExpression':
      return member(machine, node, scope);
    case 'CallExpression':
      return called(machine, node, scope);
    case 'NewExpression': {
      const { callee } = node;
      const name = callee.type === 'Identifier' && lookUp(machine, callee, scope) === null ? callee.name : null;
      const made = name === null ? null : constructArray(machine, name, listed(machine, node.arguments, scope), node);
      if (made === null) throw cannot(node, "'new' makes objects of classes", "arrays are: 'new Float64Array(n)'");
      return made;
    }
    case 'ArrayExpression':
      return array(machine, node, scope);
    case 'ObjectExpression':
      return object(machine, node, scope);
    default:
      if (isFunction(node)) return { kind: 'function', of: node, scope };
      throw refused(node) ?? cannot(node, 'this is not known here');
  }
}

function literal(machine: Machine, node: acorn.Literal): Value {
  if (typeof node.value === 'number') return constant(machine, node.value);
  if (typeof node.value === 'boolean') return truth(machine.build.constant(Number(node.value)));
  if (typeof node.value === 'string') return { kind: 'text', text: node.value, at: node };
  throw refused(node) ?? cannot(node, 'this is not known here');
}

function named(machine: Machine, node: acorn.Identifier, scope: Scope): Value {
  const found = lookUp(machine, node, scope);
  if (found !== null) {
    return clear(valueIn(machine, found.cell, node), node);
  }
  const { build } = machine;
  switch (node.name) {
    case 'undefined':
      return UNDEFINED;
    case 'NaN':
      return number(build.constant(Number.NaN));
    case 'Math':
      return { kind: 'builtIn', name: 'Math' };
    case 'Infinity':
      return number(build.constant(Number.POSITIVE_INFINITY));
    default:
      throw new Fault('WG252', node, `'${node.name}' is used other than by calling it`);
  }
}

/** Long sums are deep to the left: they are read from there, one after another. */
function operated(machine: Machine, whole: acorn.BinaryExpression, scope: Scope): Value {
  const chain: acorn.BinaryExpression[] = [];
  let at: AnyNode = whole;
  while (at.type === 'BinaryExpression') {
    chain.push(at);
    at = unwrapped(at.left);
  }
  let value = evaluate(machine, at, scope);
  const { build } = machine;
  for (const node of chain.reverse()) {
    if (node.operator === 'in' || node.operator === 'instanceof')
      throw cannot(node, `'${node.operator}' asks for more than numbers`);
    const right = evaluate(machine, node.right, scope);
    machine.build = build.at(node);
    value = binary(machine, node.operator, value, right, node);
  }
  machine.build = build;
  return value;
}

function logical(machine: Machine, node: acorn.LogicalExpression, scope: Scope): Value {
  const left = evaluate(machine, node.left, scope);
  const right = (): Value => evaluate(machine, node.right, scope);
  if (node.operator === '??') return orElse(machine, left, right);
  const condition = conditionOf(machine, left, node.left);
  const isAnd = node.operator === '&&';
  if (left.kind !== 'truth')
    return branchValue(machine, condition, isAnd ? right : () => left, isAnd ? () => left : right);
  // What is true or false is so by logic.
  let other: Value = left;
  const value = branchValue(
    machine,
    condition,
    isAnd ? () => (other = right()) : () => left,
    isAnd ? () => left : () => (other = right()),
  );
  if (other.kind !== 'truth' || other === left) return value;
  return truth(isAnd ? machine.build.and(left.node, other.node) : machine.build.or(left.node, other.node));
}

const HOLDERS = new Set(['Math', 'Number']);

function member(machine: Machine, node: acorn.MemberExpression, scope: Scope): Value {
  const object = unwrapped(node.object as AnyNode);
  const holder = globalOf(machine, object, scope);
  if (holder !== null && HOLDERS.has(holder) && !node.computed && node.property.type === 'Identifier')
    return ofHolder(machine, holder, node.property.name, node);
  const of = evaluate(machine, object, scope);
  const key = keyOf(node, of => evaluate(machine, of, scope));
  return clear(readMember(machine, of, key, node), node);
}

/** A constant, or a function, of Math or Number. */
function ofHolder(machine: Machine, holder: string, name: string, at: AnyNode): Value {
  const value = constantOf(holder as 'Math' | 'Number', name);
  if (value !== undefined) return constant(machine, value);
  if (holder === 'Math' && isOfMath(name)) return { kind: 'builtIn', name };
  throw cannot(at, `'${holder}.${name}' is not known here`);
}

function object(machine: Machine, { properties }: acorn.ObjectExpression, scope: Scope): Value {
  const items = new Map<string, Value>();
  for (const property of properties) {
    if (property.type === 'SpreadElement') {
      const of = evaluate(machine, property.argument, scope);
      const contents = of.kind === 'reference' ? contentsOf(machine, of) : null;
      if (contents?.kind !== 'fields') throw cannot(property, "'...' here takes the fields of an object");
      for (const [key, value] of contents.items) items.set(key, value);
      continue;
    }
    const { key, kind, value, computed } = property;
    if (kind !== 'init' || computed)
      throw cannot(property, 'a field of an object has a name and a value', "write '{ x: 1 }'");
    const name = key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : null;
    if (name === null) throw cannot(key, 'this is no name of a field');
    items.set(name, evaluate(machine, value, scope));
  }
  return reference(newCell(machine, { kind: 'fields', items, owner: 'function' }));
}
