// What a condition chooses of two arrays, objects or functions is not put together where the ways meet: it is known as a choice, of
// which an element is the choice of the elements. What is written goes into the one that is chosen.

import type { AnyNode } from 'acorn';
import type { Node } from '../graph/graph.js';
import { branch, choose } from './branches.js';
import { cannot, Fault } from './fault.js';
import { contentsOf, type Machine, newArray, newCell, reference, truth } from './machine.js';
import { itemsOf } from './members.js';
import { UNDEFINED, type UnclearValue, type Value } from './values.js';

/** The choice of what two values are made into. */
export function ofEach(machine: Machine, value: Value, make: (value: Value) => Value): Value {
  if (value.kind !== 'unclear' || value.choice === null) return make(value);
  const { condition, a, b } = value.choice;
  return choose(machine, condition, ofEach(machine, a, make), ofEach(machine, b, make));
}

/** Does something with the value that is chosen. */
export function forChosen(machine: Machine, value: Value, run: (value: Value) => void): void {
  if (value.kind !== 'unclear' || value.choice === null) return run(value);
  const { condition, a, b } = value.choice;
  const way = (of: Value) => () => {
    forChosen(machine, of, run);
    return 'goes on' as const;
  };
  branch(machine, condition, way(a), way(b));
}

/** Whether every way gives an array, or an object. */
export const isOfReferences = (value: UnclearValue): boolean =>
  value.choice !== null && leavesOf(value).every(({ kind }) => kind === 'reference');

/** Whether a value is undefined, which a condition may decide. */
export function isUndefined(machine: Machine, value: Value): Node | boolean {
  if (value.kind !== 'unclear' || value.choice === null) return value.kind === 'undefined';
  const of = ofEach(machine, value, one => truth(machine.build.constant(Number(one.kind === 'undefined'))));
  return of.kind === 'truth' ? of.node : false;
}

/** What a value is where it is not undefined. */
export function defined(machine: Machine, value: Value): Value {
  if (value.kind !== 'unclear' || value.choice === null) return value;
  const { condition } = value.choice;
  const [a, b] = [defined(machine, value.choice.a), defined(machine, value.choice.b)];
  if (a.kind === 'undefined') return b;
  return b.kind === 'undefined' ? a : choose(machine, condition, a, b);
}

/** A copy of the array, or of the object, that is chosen; what is no choice stays itself. @throws Fault where they differ in form */
export function copyOfChosen(machine: Machine, value: Value, at: AnyNode): Value {
  if (value.kind !== 'unclear' || value.choice === null) return value;
  const unlike = (): Fault => cannot(at, value.message, value.help);
  const leaves = leavesOf(value);
  const all = leaves.map(leaf => (leaf.kind === 'reference' ? contentsOf(machine, leaf) : null));
  if (all.every(of => of?.kind === 'list')) {
    const [length, ...more] = all.map(of => of.items.length);
    if (more.some(other => other !== length))
      throw new Fault(
        'WG351',
        at,
        'a condition decides how long this array is',
        'give it the same length on both ways',
      );
    const items = Array.from({ length: length! }, (_, i) =>
      ofEach(machine, value, one => itemsOf(machine, one, at)[i]!),
    );
    return newArray(machine, items);
  }
  if (!all.every(of => of?.kind === 'fields')) throw unlike();
  const keys = [...new Set(all.flatMap(of => [...of.items.keys()]))];
  const field = (key: string): Value =>
    ofEach(machine, value, one => {
      const of = contentsOf(machine, one as Extract<Value, { kind: 'reference' }>);
      return of.kind === 'fields' ? (of.items.get(key) ?? UNDEFINED) : UNDEFINED;
    });
  const items = new Map(keys.map(key => [key, field(key)]));
  return reference(newCell(machine, { kind: 'fields', items, owner: 'function' }));
}

function leavesOf(value: UnclearValue): Value[] {
  const found: Value[] = [];
  const pending: Value[] = [value];
  for (let of = pending.pop(); of !== undefined; of = pending.pop()) {
    if (of.kind === 'unclear' && of.choice !== null) pending.push(of.choice.b, of.choice.a);
    else found.push(of);
  }
  return found;
}
