// Calls of the user's functions: each is read again with what it is given.

import type { AnyNode } from 'acorn';
import { checkTime } from '../limits.js';
import { closeTarget, leave, openTarget } from './branches.js';
import { cannot } from './fault.js';
import { type Activation, contentsOf, declare, type Flow, known, type Machine, newArray } from './machine.js';
import { bind } from './patterns.js';
import { isFunction } from './script.js';
import { childrenOf } from './syntax-tree.js';
import { type FunctionNode, type FunctionValue, type Scope, UNDEFINED, type Value } from './values.js';

/** Calls of a function inside of one another. */
const MOST_CALLS = 100;

function knownOf(machine: Machine, value: Value): number | null {
  const contents = value.kind === 'reference' ? contentsOf(machine, value) : null;
  if (contents !== null) return contents.kind === 'list' ? contents.items.length : null;
  return known(machine, value) ?? null;
}

/** @throws Fault where a function calls itself and nothing that is known now says when that ends */
function checkEnds({ calls, graph }: Machine, { of, known: now }: Activation, at: AnyNode): void {
  checkTime(graph.budget, { start: at.start, end: at.end });
  const before = calls.findLast(call => call.of === of);
  if (before === undefined) return;
  const isCounting = now.some((value, i) => value !== null && value !== before.known[i]);
  if (isCounting && calls.filter(call => call.of === of).length < MOST_CALLS) return;
  const help = "write a loop of so many turns, or count down: 'n === 0 ? 1 : x * power(x, n - 1)'";
  throw cannot(at, 'a function calls itself: how often depends on values', help);
}

/** Names that 'var' declares anywhere in a function, which are there from its beginning. */
function varsOf(of: FunctionNode): readonly string[] {
  const found = VARS.get(of);
  if (found !== undefined) return found;
  const names: string[] = [];
  const pending = childrenOf(of.body);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isFunction(node)) continue;
    if (node.type === 'VariableDeclaration' && node.kind === 'var')
      for (const { id } of node.declarations) if (id.type === 'Identifier') names.push(id.name);
    pending.push(...childrenOf(node));
  }
  VARS.set(of, names);
  return names;
}

const VARS = new WeakMap<FunctionNode, readonly string[]>();

export function call(
  machine: Machine,
  { of, scope: outer }: FunctionValue,
  given: readonly Value[],
  at: AnyNode,
): Value {
  const activation: Activation = { of, known: given.map(value => knownOf(machine, value)) };
  checkEnds(machine, activation, at);
  if (of.async) throw cannot(of, 'what an async function gives comes later', 'hand it to the function as an argument');
  if (of.generator) throw cannot(of, 'a generator gives values one by one', 'write a loop');
  const scope: Scope = { outer, names: new Map(), isOfFunction: true };
  const { build } = machine;
  // Its way out is its own: 'break' in it leaves no loop of whoever calls.
  machine.calls.push(activation);
  const target = openTarget(machine, 'return');
  for (const [i, parameter] of of.params.entries()) {
    if (parameter.type === 'RestElement')
      bind(machine, parameter.argument, newArray(machine, given.slice(i)), scope, 'let');
    else bind(machine, parameter, given[i] ?? UNDEFINED, scope, 'let');
  }
  let flow: Flow;
  for (const name of varsOf(of)) if (!scope.names.has(name)) declare(machine, scope, name, UNDEFINED, false);
  if (of.body.type === 'BlockStatement') flow = machine.execute(of.body.body, scope);
  else flow = leave(machine, target, machine.evaluate(of.body, scope));
  const { value } = closeTarget(machine, target, flow);
  machine.calls.pop();
  machine.build = build;
  return value;
}
