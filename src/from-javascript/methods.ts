// Methods of arrays. Of those whose length is known at run time they are loops of the graph.

import type { AnyNode } from 'acorn';
import { indexNode } from '../graph/graph.js';
import { ownIndex } from '../lower/families.js';
import { choose } from './branches.js';
import { copyOfChosen } from './choices.js';
import { cannot, Fault } from './fault.js';
import { callback, LIST } from './list-methods.js';
import { countedLoop } from './loops.js';
import {
  constant,
  contentsOf,
  known,
  type Machine,
  nameOfKind,
  newCell,
  number,
  numeric,
  reference,
  valueIn,
} from './machine.js';
import { writable } from './members.js';
import { callMath } from './operators.js';
import { checkMade, elementOf, lengthOf, writeElement } from './rows.js';
import { write } from './store.js';
import { type Reference, type Rows, UNDEFINED, type Value } from './values.js';

type OfRows = (machine: Machine, rows: Rows, given: readonly Value[], of: Reference, at: AnyNode) => Value;

/** Runs through an array in the order of its elements. */
function throughRows(
  machine: Machine,
  of: Reference,
  rows: Rows,
  from: number,
  at: AnyNode,
  turn: (item: Value, i: Value) => void,
): void {
  if (rows.isUnfilled)
    throw new Fault(
      'WG351',
      at,
      'there is nothing in this array yet: its methods pass over all of it',
      "fill it first: 'new Array(n).fill(0)', or use 'Array.from({ length: n }, (_, i) => …)'",
    );
  const counted = { first: constant(machine, from), end: lengthOf(machine, rows), step: 1, name: 'i', label: null };
  countedLoop(machine, counted, at, i => {
    const now = contentsOf(machine, of) as Rows;
    turn(elementOf(machine, of.cell, now, i, at), i);
    return 'goes on';
  });
}

const zeroed = (machine: Machine, rows: Rows, nodes: Rows['nodes']): Reference =>
  reference(newCell(machine, { ...rows, nodes, pending: null, owner: 'function', argument: null, isUnfilled: false }));

const ROWS: Readonly<Record<string, OfRows>> = {
  map(machine, rows, given, of, at) {
    const make = callback(machine, given, at);
    const made = zeroed(
      machine,
      rows,
      rows.nodes.map(() => machine.build.constant(0)),
    );
    throughRows(machine, of, rows, 0, at, (item, i) => {
      const value = numeric(machine, make(item, i, of), at);
      writeElement(machine, made.cell, contentsOf(machine, made) as Rows, numeric(machine, i, at), value.node, at);
    });
    return made;
  },
  forEach(machine, rows, given, of, at) {
    const run = callback(machine, given, at);
    throughRows(machine, of, rows, 0, at, (item, i) => void run(item, i, of));
    return UNDEFINED;
  },
  reduce(machine, rows, given, of, at) {
    const make = callback(machine, given, at);
    const start = given[1] ?? elementOf(machine, of.cell, rows, constant(machine, 0), at);
    const cell = newCell(machine, start);
    throughRows(machine, of, rows, given.length > 1 ? 0 : 1, at, (item, i) =>
      write(machine.store, cell, make(valueIn(machine, cell, at), item, i, of)),
    );
    return valueIn(machine, cell, at);
  },
  slice(machine, rows, given, of, at) {
    if (given.length > 0)
      throw cannot(at, 'a part of this array has a length that is known at run time', 'loop over the part');
    checkMade(machine, of.cell, rows, at);
    return zeroed(machine, rows, rows.nodes);
  },
  fill(machine, _rows, given, of, at) {
    const contents = writable(machine, of, at) as Rows;
    if (given.length !== 1) throw cannot(at, 'a part of this array is filled', 'write it in a loop');
    const value = numeric(machine, given[0]!, at);
    write(machine.store, of.cell, { ...contents, nodes: contents.nodes.map(() => value.node), isUnfilled: false });
    return of;
  },
  at(machine, rows, given, of, at) {
    const index = numeric(machine, given[0] ?? UNDEFINED, at);
    const value = known(machine, index);
    const length = lengthOf(machine, rows);
    const place = value !== undefined && value < 0 ? addTo(machine, length, value) : index;
    return elementOf(machine, of.cell, rows, place, at);
  },
};

const addTo = (machine: Machine, length: ReturnType<typeof number>, value: number) => ({
  ...length,
  affine: { ...length.affine!, constant: length.affine!.constant + value * length.affine!.over },
  node: machine.build.add(length.node, machine.build.constant(value)),
});

const REFUSED: Readonly<Record<string, string>> = {
  filter: 'how many elements are left depends on values',
  sort: 'the order of what is sorted depends on values',
  indexOf: 'where an element is depends on values',
  findIndex: 'where an element is depends on values',
  find: 'which element it is depends on values',
  includes: 'what is in an array depends on values',
  join: 'text has no derivative',
};

const CHANGING = new Set(['push', 'pop', 'shift', 'unshift', 'fill', 'reverse', 'set']);

export function callMethod(machine: Machine, chosen: Value, name: string, given: readonly Value[], at: AnyNode): Value {
  const isOfCopy = chosen.kind === 'unclear' && chosen.choice !== null && !CHANGING.has(name);
  const of = isOfCopy ? copyOfChosen(machine, chosen, at) : chosen;
  if (of.kind === 'unclear') throw cannot(at, of.message, of.help);
  if (of.kind !== 'reference')
    throw new Fault('WG351', at, `this is ${nameOfKind(machine, of)}, which has no method '${name}'`);
  const contents = contentsOf(machine, of);
  if (contents.kind === 'fields') {
    const field = contents.items.get(name);
    if (field?.kind !== 'function') throw cannot(at, `'${name}' is no function of this object`);
    return machine.call(field, given, at);
  }
  if (contents.kind === 'list' && Object.hasOwn(LIST, name)) return LIST[name]!(machine, contents, given, of, at);
  const refused = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
  if (refused !== undefined) throw cannot(at, `'.${name}': ${refused}`, 'write a loop that goes through all elements');
  if (contents.kind === 'rows' && Object.hasOwn(ROWS, name)) return ROWS[name]!(machine, contents, given, of, at);
  const help = Object.hasOwn(LIST, name) ? 'give the array a length, or write a loop' : 'write a loop';
  throw cannot(at, `the method '${name}' of arrays is not known here`, help);
}

/** `Math.max(...x)`. */
export function spreadMath(machine: Machine, of: Value, name: string, at: AnyNode): Value {
  if (of.kind !== 'reference') throw new Fault('WG351', at, `this is ${nameOfKind(machine, of)}, not an array`);
  const contents = contentsOf(machine, of);
  if (contents.kind === 'fields') throw new Fault('WG351', at, 'this is an object, not an array');
  if (contents.kind === 'list') return callMath(machine, name, contents.items, at);
  checkMade(machine, of.cell, contents, at);
  const { build, graph } = machine;
  const over = { min: 'minOver', max: 'maxOver', hypot: 'normOver' } as const;
  if (!Object.hasOwn(over, name)) throw cannot(at, `'Math.${name}' does not take as many numbers as an array has`);
  const index = indexNode(graph, ownIndex(machine.lowering, contents.dimension));
  const operation = over[name as keyof typeof over];
  if (operation === 'normOver')
    throw cannot(
      at,
      "'Math.hypot' of an array of run-time length is summed in another order",
      'add the squares up in a loop: Math.sqrt(sum)',
    );
  const nodes = contents.nodes.map(node => build[operation](node, index));
  const all = number(nodes.length === 1 ? nodes[0]! : build[name as 'min' | 'max'](...nodes));
  // Of no elements it is what everything is larger, or smaller, than.
  const empty = constant(machine, name === 'min' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY);
  return choose(machine, build.gt(build.count(index), build.constant(0)), all, empty);
}
