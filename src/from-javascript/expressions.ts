// Expressions → values.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { branchValue } from './branches.js';
import { copyOfChosen, defined, isUndefined } from './choices.js';
import { checkDepth } from './depth.js';
import { cannot, Fault } from './fault.js';
import {
  conditionOf,
  constant,
  contentsOf,
  type Machine,
  newArray,
  newCell,
  number,
  numeric,
  reference,
  truth,
  valueIn,
} from './machine.js';
import { itemsOf, keyOf, readMember, writeMember } from './members.js';
import { callMethod, spreadMath } from './methods.js';
import { lookUp } from './names.js';
import { constructArray, copied, madeFrom } from './new-arrays.js';
import { callObject } from './object-functions.js';
import { binary, callMath, callPredicate, constantOf, isOfMath, unary } from './operators.js';
import { refused } from './refused.js';
import { isFunction } from './script.js';
import { write } from './store.js';
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
    case 'UpdateExpression': {
      const place = placeOf(machine, node.argument, scope);
      const before = numeric(machine, place.read(), node.argument);
      const after = binary(machine, node.operator === '++' ? '+' : '-', before, constant(machine, 1), node);
      place.write(after);
      return node.prefix ? after : before;
    }
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

function assigned(machine: Machine, node: acorn.AssignmentExpression, scope: Scope): Value {
  const { operator, left, right } = node;
  if (operator === '=') {
    if (unwrapped(left).type !== 'MemberExpression') {
      const value = evaluate(machine, right, scope);
      assign(machine, left, value, scope);
      return value;
    }
    const place = placeOf(machine, left, scope);
    const value = evaluate(machine, right, scope);
    place.write(value);
    return value;
  }
  // Compound assignments have no patterns on the left.
  const place = placeOf(machine, left, scope);
  const before = place.read();
  const plain = operator.slice(0, -1);
  if (plain === '&&' || plain === '||' || plain === '??') {
    const given = (): Value => {
      const value = evaluate(machine, right, scope);
      place.write(value);
      return value;
    };
    if (plain === '??') return orElse(machine, before, given);
    const condition = conditionOf(machine, before, left);
    return branchValue(
      machine,
      condition,
      plain === '&&' ? given : () => before,
      plain === '&&' ? () => before : given,
    );
  }
  const value = binary(machine, plain, before, evaluate(machine, right, scope), node);
  place.write(value);
  return value;
}

/** `left ?? right` */
export function orElse(machine: Machine, left: Value, right: () => Value): Value {
  const isMissing = isUndefined(machine, left);
  if (typeof isMissing === 'boolean') return isMissing ? right() : left;
  return branchValue(machine, isMissing, right, () => defined(machine, left));
}

/** What is assigned to: which element it is, is found once, and before what it is given. */
interface Place {
  read(): Value;
  write(value: Value): void;
}

function placeOf(machine: Machine, target: AnyNode, scope: Scope): Place {
  const node = unwrapped(target);
  if (node.type !== 'MemberExpression')
    return {
      read: () => evaluate(machine, node, scope),
      write: value => assign(machine, node, value, scope),
    };
  const object = evaluate(machine, node.object as AnyNode, scope);
  const key = keyOf(node, of => evaluate(machine, of, scope));
  return {
    read: () => clear(readMember(machine, object, key, node), node),
    write: value => writeMember(machine, object, key, value, node),
  };
}

/** @throws Fault where a value that is read has none of its own */
function clear(value: Value, at: AnyNode): Value {
  if (value.kind === 'unclear' && value.node === null && value.choice === null)
    throw cannot(at, value.message, value.help);
  return value;
}

/** Puts a value where the left side of an assignment says. */
export function assign(machine: Machine, target: AnyNode, value: Value, scope: Scope): void {
  const node = unwrapped(target);
  if (node.type === 'Identifier') {
    const found = lookUp(machine, node, scope);
    if (found === null) throw new Fault('WG252', node, `'${node.name}' is not a variable of the function`);
    if (found.isConstant) throw cannot(node, `'${node.name}' is a constant`, "declare it with 'let'");
    if (machine.ofModule.has(found.cell))
      throw cannot(
        node,
        `'${node.name}' is what other calls of the function see`,
        'hand it to the function as an argument',
      );
    write(machine.store, found.cell, value);
    return;
  }
  if (node.type === 'MemberExpression') return placeOf(machine, node, scope).write(value);
  machine.bind(node, value, scope, null);
}

const HOLDERS = new Set(['Math', 'Number']);

/** `Math`, `Number`, `Array`, … where the name is not the function's own. */
function globalOf(machine: Machine, node: AnyNode, scope: Scope): string | null {
  return node.type === 'Identifier' && lookUp(machine, node, scope) === null ? node.name : null;
}

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

/** Arguments and elements, with what '...' has. */
function listed(machine: Machine, nodes: readonly (AnyNode | null)[], scope: Scope): Value[] {
  return nodes.flatMap((node): readonly Value[] => {
    if (node === null) return [UNDEFINED];
    if (node.type !== 'SpreadElement') return [evaluate(machine, node, scope)];
    return itemsOf(machine, copyOfChosen(machine, evaluate(machine, node.argument, scope), node), node);
  });
}

/** `[...x]` is a copy, whatever its length is. */
function array(machine: Machine, node: acorn.ArrayExpression, scope: Scope): Value {
  const [only, ...more] = node.elements;
  if (only?.type !== 'SpreadElement' || more.length > 0)
    return newArray(machine, listed(machine, node.elements, scope));
  const of = copyOfChosen(machine, evaluate(machine, only.argument, scope), only);
  if (of.kind !== 'reference') throw new Fault('WG351', only, 'only arrays are taken apart', "write '[...x]'");
  return copied(machine, of, node);
}

function called(machine: Machine, node: acorn.CallExpression, scope: Scope): Value {
  const callee = unwrapped(node.callee as AnyNode);
  if (callee.type === 'MemberExpression') return calledMember(machine, node, callee, scope);
  const name = globalOf(machine, callee, scope);
  if (name !== null) {
    const given = listed(machine, node.arguments, scope);
    if (name === 'Number' && given.length > 0) return numeric(machine, given[0]!, node);
    if (name === 'Boolean') {
      const condition = conditionOf(machine, given[0] ?? UNDEFINED, node);
      return truth(machine.build.not(machine.build.not(condition)));
    }
    const made = callPredicate(machine, name, given, node) ?? constructArray(machine, name, given, node);
    if (made !== null) return made;
    throw new Fault('WG252', callee, `'${name}' is not a function of this module, or one that is known here`);
  }
  const of = evaluate(machine, callee, scope);
  return applied(machine, of, node, scope);
}

/** What to write instead of what JavaScript has. */
const NOT_KNOWN: Readonly<Record<string, string>> = {
  Date: 'hand the time to the function as an argument',
  performance: 'hand the time to the function as an argument',
  crypto: 'hand random numbers to the function as an argument',
  JSON: 'hand numbers and arrays to the function as arguments',
  Object: "write the fields one by one: '{ x: 1 }'",
  globalThis: 'hand what is needed to the function as an argument',
  process: 'hand what is needed to the function as an argument',
};

function calledMember(
  machine: Machine,
  node: acorn.CallExpression,
  callee: acorn.MemberExpression,
  scope: Scope,
): Value {
  const object = unwrapped(callee.object as AnyNode);
  const holder = globalOf(machine, object, scope);
  const { computed, property } = callee;
  const name =
    property.type === 'Identifier' && !computed
      ? property.name
      : property.type === 'Literal' && typeof property.value === 'string'
        ? property.value
        : null;
  if (name === null) return applied(machine, evaluate(machine, callee, scope), node, scope);
  const fault = holder === null ? null : refused(node);
  if (fault !== null) throw fault;
  if (holder === 'Math') {
    const spread = spreadOver(machine, node, name, scope);
    return spread ?? callMath(machine, name, listed(machine, node.arguments, scope), node);
  }
  if (holder === 'Number') {
    const value = callPredicate(machine, name, listed(machine, node.arguments, scope), node);
    if (value !== undefined) return value;
    throw cannot(node, `'Number.${name}' is not known here`);
  }
  if (holder !== null && holder !== 'undefined') {
    const given = listed(machine, node.arguments, scope);
    const made =
      holder === 'Object' ? callObject(machine, name, given, node) : madeFrom(machine, holder, name, given, node);
    if (made !== null) return made;
    throw new Fault('WG252', node, `'${holder}.${name}' is not known here`, NOT_KNOWN[holder]);
  }
  const of = evaluate(machine, object, scope);
  return callMethod(machine, of, name, listed(machine, node.arguments, scope), node);
}

/** Calls a function that is a value. */
function applied(machine: Machine, of: Value, node: acorn.CallExpression, scope: Scope): Value {
  const given = listed(machine, node.arguments, scope);
  return appliedChosen(machine, of, given, node);
}

/** The one that a condition chooses; what either does to variables counts where it is the one. */
function appliedChosen(machine: Machine, of: Value, given: readonly Value[], node: acorn.CallExpression): Value {
  if (of.kind === 'unclear' && of.choice !== null) {
    const { condition, a, b } = of.choice;
    const way = (one: Value) => () => appliedChosen(machine, one, given, node);
    return branchValue(machine, condition, way(a), way(b));
  }
  if (of.kind === 'builtIn') return callMath(machine, of.name, given, node);
  if (of.kind !== 'function') throw cannot(node.callee as AnyNode, 'this is no function');
  return machine.call(of, given, node);
}

/** `Math.max(...x)` of all elements of an array. */
function spreadOver(machine: Machine, node: acorn.CallExpression, name: string, scope: Scope): Value | null {
  const [only, ...more] = node.arguments;
  if (only?.type !== 'SpreadElement' || more.length > 0) return null;
  return spreadMath(machine, copyOfChosen(machine, evaluate(machine, only.argument, scope), only), name, node);
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
