// Calls, of the user's functions and of JavaScript's own, and the lists that they are given.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { branchValue } from './branches.js';
import { copyOfChosen } from './choices.js';
import { cannot, Fault } from './fault.js';
import { conditionOf, type Machine, newArray, numeric, truth } from './machine.js';
import { itemsOf } from './members.js';
import { callMethod, spreadMath } from './methods.js';
import { globalOf } from './names.js';
import { constructArray, copied, madeFrom } from './new-arrays.js';
import { callObject } from './object-functions.js';
import { callMath, callPredicate } from './operators.js';
import { refused } from './refused.js';
import { unwrapped } from './syntax-tree.js';
import { HOLE, type Scope, UNDEFINED, type Value } from './values.js';

/** Arguments and elements, with what '...' has. */
export function listed(machine: Machine, nodes: readonly (AnyNode | null)[], scope: Scope): Value[] {
  return nodes.flatMap((node): readonly Value[] => {
    if (node === null) return [HOLE];
    if (node.type !== 'SpreadElement') return [machine.evaluate(node, scope)];
    return itemsOf(machine, copyOfChosen(machine, machine.evaluate(node.argument, scope), node), node);
  });
}

/** `[...x]` is a copy, whatever its length is. */
export function array(machine: Machine, node: acorn.ArrayExpression, scope: Scope): Value {
  const [only, ...more] = node.elements;
  if (only?.type !== 'SpreadElement' || more.length > 0)
    return newArray(machine, listed(machine, node.elements, scope));
  const of = copyOfChosen(machine, machine.evaluate(only.argument, scope), only);
  if (of.kind !== 'reference') throw new Fault('WG351', only, 'only arrays are taken apart', "write '[...x]'");
  return copied(machine, of, node);
}

export function called(machine: Machine, node: acorn.CallExpression, scope: Scope): Value {
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
  const of = machine.evaluate(callee, scope);
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
  if (name === null) return applied(machine, machine.evaluate(callee, scope), node, scope);
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
  const of = machine.evaluate(object, scope);
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
  return spreadMath(machine, copyOfChosen(machine, machine.evaluate(only.argument, scope), only), name, node);
}
