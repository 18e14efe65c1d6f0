// What turns of a loop hand on: variables, elements of arrays, fields of objects – places that hold a number each.

import type { AnyNode } from 'acorn';
import type { Node } from '../graph/graph.js';
import { copyOfChosen, isOfReferences } from './choices.js';
import { cannot, Fault } from './fault.js';
import { contentsOf, type Machine, nameOfKind, number, reference } from './machine.js';
import type { Carried, Slot, Written } from './reading.js';
import { columnAt } from './rows.js';
import { type Changes, type Held, read, type Store } from './store.js';
import { type Cell, type Fields, isContents, type List, type Rows, UNDEFINED, type Value } from './values.js';

export const sameSlot = (a: Slot, b: Slot): boolean => a.cell === b.cell && a.key === b.key && a.within === b.within;

/** What is in a place. */
export function valueIn(machine: Machine, held: Held, { key, within }: Slot): Value {
  if (within !== undefined) return itemIn(wholeOf(machine, held as Value)!, within);
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

/** The array, or the object, that a value is, or that is chosen of several; null for every other value. */
function wholeOf(machine: Machine, value: Value): List | Fields | null {
  const isChosen = value.kind === 'unclear' && isOfReferences(value);
  const of = isChosen ? copyOfChosen(machine, value, NOWHERE) : value;
  const contents = of.kind === 'reference' ? contentsOf(machine, of) : null;
  return contents === null || contents.kind === 'rows' ? null : contents;
}

const NOWHERE = { type: 'EmptyStatement', start: 0, end: 0 } as AnyNode;

const itemIn = (contents: List | Fields, key: string | number): Value =>
  (contents.kind === 'list' ? contents.items[key as number] : contents.items.get(key as string)) ?? UNDEFINED;

/** Places are written into a store; arrays, and objects, that each turn has others of are made anew. */
export function writerInto(machine: Machine, holds: (cell: Cell) => Held, put: (cell: Cell, held: Held) => void) {
  const renewed = new Map<Cell, { readonly cell: Cell; contents: List | Fields }>();
  return (slot: Slot, value: Value): void => {
    const { cell, within } = slot;
    if (within === undefined) return put(cell, withValue(holds(cell), slot, value));
    let own = renewed.get(cell);
    if (own === undefined) {
      own = { cell: machine.cells++, contents: { ...wholeOf(machine, holds(cell) as Value)!, owner: 'loop' } };
      renewed.set(cell, own);
      put(cell, reference(own.cell));
    }
    own.contents = withValue(own.contents, { cell: own.cell, key: within }, value) as List | Fields;
    put(own.cell, own.contents);
  };
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
    if (slot.key === null && addElements(slot, before, after)) return;
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
  /** Of another array in the place of one; false for everything else. */
  const addElements = ({ cell }: Slot, before: Value, after: Value): boolean => {
    const [was, is] = [wholeOf(machine, before), wholeOf(machine, after)];
    if (was === null || is === null || was.kind !== is.kind) return false;
    const [keys, others] = [was, is].map(of => [...of.items.keys()]) as [(string | number)[], (string | number)[]];
    if (keys.length !== others.length || keys.some(key => !others.includes(key))) return false;
    // What a turn also writes into is no longer only handed on.
    if (before.kind === 'reference' && changes.has(before.cell)) return false;
    const items = keys.map(within => ({ within, start: itemIn(was, within), end: itemIn(is, within) }));
    if (!items.every(({ start, end }) => start.kind === 'number' && end.kind === 'number')) return false;
    for (const { within, start } of items) {
      const node = (start as { readonly node: Node }).node;
      carried.push({ slot: { cell, key: null, within }, start: node, isTruth: false, isCoupled: false });
    }
    return true;
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
