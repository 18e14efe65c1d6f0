// What is given a new value, and what stands there before.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { branchValue } from './branches.js';
import { defined, isUndefined } from './choices.js';
import { cannot, Fault } from './fault.js';
import { conditionOf, constant, type Machine, numeric } from './machine.js';
import { keyOf, readMember, writeMember } from './members.js';
import { lookUp } from './names.js';
import { binary } from './operators.js';
import { write } from './store.js';
import { unwrapped } from './syntax-tree.js';
import type { Scope, Value } from './values.js';

export function assigned(machine: Machine, node: acorn.AssignmentExpression, scope: Scope): Value {
  const { operator, left, right } = node;
  if (operator === '=') {
    if (unwrapped(left).type !== 'MemberExpression') {
      const value = machine.evaluate(right, scope);
      assign(machine, left, value, scope);
      return value;
    }
    const place = placeOf(machine, left, scope);
    const value = machine.evaluate(right, scope);
    place.write(value);
    return value;
  }
  // Compound assignments have no patterns on the left.
  const place = placeOf(machine, left, scope);
  const before = place.read();
  const plain = operator.slice(0, -1);
  if (plain === '&&' || plain === '||' || plain === '??') {
    const given = (): Value => {
      const value = machine.evaluate(right, scope);
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
  const value = binary(machine, plain, before, machine.evaluate(right, scope), node);
  place.write(value);
  return value;
}

/** `left ?? right` */
export function orElse(machine: Machine, left: Value, right: () => Value): Value {
  const isMissing = isUndefined(machine, left);
  if (typeof isMissing === 'boolean') return isMissing ? right() : left;
  return branchValue(machine, isMissing, right, () => defined(machine, left));
}

/** `x++` and its like. */
export function updated(machine: Machine, node: acorn.UpdateExpression, scope: Scope): Value {
  const place = placeOf(machine, node.argument, scope);
  const before = numeric(machine, place.read(), node.argument);
  const after = binary(machine, node.operator === '++' ? '+' : '-', before, constant(machine, 1), node);
  place.write(after);
  return node.prefix ? after : before;
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
      read: () => machine.evaluate(node, scope),
      write: value => assign(machine, node, value, scope),
    };
  const object = machine.evaluate(node.object as AnyNode, scope);
  const key = keyOf(node, of => machine.evaluate(of, scope));
  return {
    read: () => clear(readMember(machine, object, key, node), node),
    write: value => writeMember(machine, object, key, value, node),
  };
}

/** @throws Fault where a value that is read has none of its own */
export function clear(value: Value, at: AnyNode): Value {
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
