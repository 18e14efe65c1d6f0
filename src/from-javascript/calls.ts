// Calls of the user's functions: each is read again with what it is given.

import type { AnyNode } from 'acorn';
import { closeTarget, leave, openTarget } from './branches.js';
import { cannot } from './fault.js';
import type { Flow, Machine } from './machine.js';
import { newArray } from './machine.js';
import { bind } from './patterns.js';
import { type FunctionValue, type Scope, UNDEFINED, type Value } from './values.js';

export function call(
  machine: Machine,
  { of, scope: outer }: FunctionValue,
  given: readonly Value[],
  at: AnyNode,
): Value {
  if (machine.calls.includes(of))
    throw cannot(at, 'a function calls itself: how often depends on values', 'write a loop of so many turns');
  if (of.async) throw cannot(of, 'what an async function gives comes later', 'hand it to the function as an argument');
  if (of.generator) throw cannot(of, 'a generator gives values one by one', 'write a loop');
  const scope: Scope = { outer, names: new Map(), isOfFunction: true };
  const { build } = machine;
  // Its way out is its own: 'break' in it leaves no loop of whoever calls.
  machine.calls.push(of);
  const target = openTarget(machine, 'return');
  for (const [i, parameter] of of.params.entries()) {
    if (parameter.type === 'RestElement')
      bind(machine, parameter.argument, newArray(machine, given.slice(i)), scope, 'let');
    else bind(machine, parameter, given[i] ?? UNDEFINED, scope, 'let');
  }
  let flow: Flow;
  if (of.body.type === 'BlockStatement') flow = machine.execute(of.body.body, scope);
  else flow = leave(machine, target, machine.evaluate(of.body, scope));
  const { value } = closeTarget(machine, target, flow);
  machine.calls.pop();
  machine.build = build;
  return value;
}
