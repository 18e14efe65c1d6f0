// What turns of a loop hand on: variables, elements of arrays, fields of objects – places that hold a number each.

import type { AnyNode } from 'acorn';
import type { Node } from '../graph/graph.js';
import { cannot, Fault } from './fault.js';
import { type Machine, nameOfKind, number } from './machine.js';
import type { Carried, Slot, Written } from './reading.js';
import { columnAt } from './rows.js';
import { type Changes, type Held, read, type Store } from './store.js';
import { isContents, type Rows, type Value } from './values.js';

export const sameSlot = (a: Slot, b: Slot): boolean => a.cell === b.cell && a.key === b.key;

/** What is in a place. */
export function valueIn(machine: Machine, held: Held, { key }: Slot): Value {
  if (!isContents(held)) return held;
  if (held.kind === 'list') return held.items[key as number]!;
  if (held.kind === 'fields') return held.items.get(key as string)!;
  return number(pendingNode(machine, held, key as number, held.pending!.index));
}

/** What a row holds in a column, with what the turn of a loop around has written. */
export const pendingNode = (machine: Machine, rows: Rows, column: number, index: number): Node =>
  rows.pending?.values[column] ?? columnAt(machine, rows, column, { index, offset: 0 });

/** The same with another value in a place. */
export function withValue(held: Held, { key, row }: Slot, value: Value): Held {
  if (!isContents(held)) return value;
  if (held.kind === 'list') return { ...held, items: held.items.map((item, i) => (i === key ? value : item)) };
  if (held.kind === 'fields') return { ...held, items: new Map([...held.items, [key as string, value]]) };
  // Only numbers are in such arrays.
  const { node } = value as { node: Node };
  const values = held.nodes.map((_, i) => (i === key ? node : (held.pending?.values[i] ?? null)));
  return { ...held, pending: { index: row!, values } };
}

export interface Changed {
  readonly carried: readonly Carried[];
  readonly written: readonly Written[];
}

/** The places that a turn has changed. @param index that of the loop */
export function changedSlots(machine: Machine, inside: Store, changes: Changes, index: number, at: AnyNode): Changed {
  const carried: Carried[] = [];
  const written: Written[] = [];
  const add = (slot: Slot, before: Value, after: Value): void => {
    if (before === after) return;
    const isNumber = (value: Value): value is Extract<Value, { node: Node }> =>
      value.kind === 'number' || value.kind === 'truth';
    if (isNumber(before) && isNumber(after) && before.node === after.node) return;
    // What begins without a value has one once the loop is through.
    const start = before.kind === 'undefined' ? number(machine.build.constant(Number.NaN)) : before;
    if (!isNumber(start) || !isNumber(after) || (before.kind !== 'undefined' && before.kind !== after.kind)) {
      const kinds = `${nameOfKind(machine, before)} to ${nameOfKind(machine, after)}`;
      throw cannot(at, `a variable goes from ${kinds} in the turns of this loop`, 'let turns hand on numbers only');
    }
    carried.push({ slot, start: start.node, isTruth: after.kind === 'truth', isCoupled: false });
  };
  for (const [cell, after] of changes) {
    const before = read(inside, cell);
    // What the turn has made itself.
    if (before === undefined) continue;
    if (!isContents(before) || !isContents(after)) {
      if (isContents(before) !== isContents(after)) throw lengthFault(at);
      add({ cell, key: null }, before as Value, after as Value);
    } else if (before.kind === 'list' && after.kind === 'list') {
      if (before.items.length !== after.items.length) throw lengthFault(at);
      for (const [i, item] of after.items.entries()) add({ cell, key: i }, before.items[i]!, item);
    } else if (before.kind === 'fields' && after.kind === 'fields') {
      for (const [key, item] of after.items) {
        const was = before.items.get(key);
        if (was === undefined)
          throw cannot(at, `the turns of this loop give an object the field '${key}'`, 'give it the field before');
        add({ cell, key }, was, item);
      }
    } else if (before.kind === 'rows' && after.kind === 'rows') {
      if (before.nodes.some((node, i) => node !== after.nodes[i])) {
        const help = 'a turn may write its own element: y[i] = …';
        throw new Fault(
          'WG352',
          at,
          'every turn of this loop changes an array elsewhere than at its own element',
          help,
        );
      }
      for (const [column, node] of after.pending!.values.entries()) {
        if (node === null) continue;
        if (after.pending!.index === index) written.push({ cell, column });
        else {
          const was = pendingNode(machine, before, column, after.pending!.index);
          if (was !== node)
            carried.push({
              slot: { cell, key: column, row: after.pending!.index },
              start: was,
              isTruth: false,
              isCoupled: false,
            });
        }
      }
    }
  }
  return { carried, written };
}

const lengthFault = (at: AnyNode): Fault =>
  new Fault(
    'WG352',
    at,
    'an array grows in the turns of this loop, which are as many as is known at run time',
    "make it as long before: 'new Float64Array(x.length)', or use 'x.map(…)'",
  );
