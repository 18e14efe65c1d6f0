// `if (x.length !== y.length) throw …`: what a function refuses. Lengths that it wants are those that the module asks for; where values
// are refused, everything that the function gives is NaN, derivatives as well.

import type { AnyNode } from 'acorn';
import type { Node } from '../graph/graph.js';
import { affineOf } from './affine.js';
import { cannot } from './fault.js';
import { demandUnion } from './layout.js';
import { known, type Machine } from './machine.js';
import { unwrapped } from './syntax-tree.js';
import type { Scope, Value } from './values.js';

/** Whether a statement does nothing but throw. */
export function throwsOnly(statement: AnyNode): boolean {
  const only = statement.type === 'BlockStatement' && statement.body.length === 1 ? statement.body[0]! : statement;
  return only.type === 'ThrowStatement';
}

/**
 * Whether a condition under which the function throws is about lengths alone, which are then so that it does not hold.
 * @throws Relaid where two lengths turn out to be one
 */
export function isOfLengths(machine: Machine, test: AnyNode, scope: Scope): boolean {
  const sides: AnyNode[] = [];
  const pending = [test];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const node = unwrapped(next);
    if (node.type === 'LogicalExpression' && node.operator === '||') pending.push(node.right, node.left);
    else sides.push(node);
  }
  return sides.every(side => isMet(machine, side, scope));
}

function isMet(machine: Machine, node: AnyNode, scope: Scope): boolean {
  if (known(machine, machine.evaluate(node, scope)) === 0) return true;
  if (node.type === 'UnaryExpression' && node.operator === '!')
    return asksFor(machine, machine.evaluate(node.argument, scope), 1);
  if (node.type !== 'BinaryExpression') return false;
  const [left, right] = [machine.evaluate(node.left as AnyNode, scope), machine.evaluate(node.right, scope)];
  const number = known(machine, right);
  if (node.operator === '!==' || node.operator === '!=') return areOne(machine, left, right, node);
  if (number === undefined || !Number.isInteger(number)) return false;
  if (node.operator === '<') return asksFor(machine, left, number);
  if (node.operator === '<=') return asksFor(machine, left, number + 1);
  return number === 0 && (node.operator === '===' || node.operator === '==') && asksFor(machine, left, 1);
}

/** The one length that a value is, and by how many elements it is longer. */
function lengthIn(machine: Machine, value: Value) {
  const affine = value.kind === 'number' ? affineOf(machine.graph, value) : null;
  const [only, ...more] = affine?.terms ?? [];
  if (affine === null || only === undefined || more.length > 0 || only[0] >= 0 || affine.over !== 1) return null;
  return { dimension: -1 - only[0], factor: only[1], constant: affine.constant };
}

function asksFor(machine: Machine, value: Value, atLeast: number): boolean {
  const length = lengthIn(machine, value);
  if (length === null || length.factor <= 0) return false;
  const size = machine.lowering.dimensions[length.dimension]!;
  size.least = Math.max(size.least, Math.ceil((atLeast - length.constant) / length.factor));
  return true;
}

function areOne(machine: Machine, a: Value, b: Value, at: AnyNode): boolean {
  const [left, right] = [lengthIn(machine, a), lengthIn(machine, b)];
  if (left === null || right === null || left.factor !== right.factor || left.constant !== right.constant) return false;
  if (left.dimension !== right.dimension) throw demandUnion(machine.layout, left.dimension, right.dimension, at);
  return true;
}

/** Notes where the function throws. */
export function refuse(machine: Machine, at: AnyNode): 'leaves' {
  const { build, targets, conditions } = machine;
  const gone = targets.flatMap(({ exits }) => exits.map(({ condition }) => condition)).filter(of => of !== null);
  const all = [...conditions, ...gone.map(condition => build.not(condition))];
  if (all.length === 0) throw cannot(at, 'this throws, whatever the arguments are');
  if (machine.loops.length > 0)
    throw cannot(
      at,
      "'throw' in a loop over an array of any length",
      'check the elements before the function is called',
    );
  machine.thrown.push(all.reduce((a, b) => build.and(a, b)));
  return 'leaves';
}

/** A result as it is where the function throws nowhere, else NaN. */
export function unlessThrown({ build, thrown }: Machine, node: Node): Node {
  if (thrown.length === 0) return node;
  const isThrown = thrown.reduce((a, b) => build.or(a, b));
  return build.mul(node, build.select(isThrown, build.constant(Number.NaN), build.constant(1)));
}
