// Methods of arrays whose elements are known one by one.

import type { AnyNode } from 'acorn';
import { cannot, Fault } from './fault.js';
import {
  conditionOf,
  constant,
  contentsOf,
  known,
  type Machine,
  newArray,
  newCell,
  reference,
  truth,
} from './machine.js';
import { checkGrows, itemsOf, writable } from './members.js';
import { callMath, takenBy } from './operators.js';
import { changesSince, layerOver, write } from './store.js';
import { type FunctionValue, HOLE, type List, type Reference, UNDEFINED, type Value } from './values.js';

/** What a method is of the elements of a list. */
type OfList = (machine: Machine, list: List, given: readonly Value[], of: Reference, at: AnyNode) => Value;

/** The function that a method is given. */
export function callback(machine: Machine, given: readonly Value[], at: AnyNode): (...values: Value[]) => Value {
  const [first] = given;
  if (first?.kind === 'builtIn') {
    const { name } = first;
    return (...values) => callMath(machine, name, values.slice(0, takenBy(name)), at);
  }
  if (first?.kind !== 'function') throw cannot(at, 'this method takes a function', "write 'x.map(v => 2 * v)'");
  return (...values) => machine.call(first as FunctionValue, values, at);
}

const position = (
  machine: Machine,
  value: Value | undefined,
  otherwise: number,
  length: number,
  at: AnyNode,
): number => {
  if (value === undefined || value.kind === 'undefined') return otherwise;
  const found = known(machine, value);
  if (found === undefined) throw cannot(at, 'where this is depends on values');
  const whole = Math.trunc(found);
  return whole < 0 ? Math.max(0, length + whole) : Math.min(whole, length);
};

const read = (item: Value | undefined): Value => (item === undefined || item === HOLE ? UNDEFINED : item);

/**
 * Goes through the elements that a list has as it begins, as they are when their turn comes: what a function does to those ahead of
 * it is seen. Holes are passed over.
 */
function through(
  machine: Machine,
  of: Reference,
  positions: Iterable<number>,
  turn: (item: Value, i: number) => void,
): void {
  for (const i of positions) {
    const { items } = contentsOf(machine, of) as List;
    const item = items[i];
    if (item !== undefined && item !== HOLE) turn(item, i);
  }
}

/** What a test says of each element. @throws Fault where it also does something: how far it comes is not known */
function tested(machine: Machine, { items }: List, given: readonly Value[], of: Reference, at: AnyNode): number[] {
  const test = callback(machine, given, at);
  const base = machine.store;
  const { cells } = machine;
  machine.store = layerOver(base);
  const conditions: number[] = [];
  through(machine, of, items.keys(), (item, i) => {
    conditions.push(conditionOf(machine, test(item, constant(machine, i), of), at));
  });
  const changes = changesSince(machine.store, base);
  machine.store = base;
  if ([...changes.keys()].some(cell => cell < cells))
    throw cannot(at, 'what is changed here depends on where the test ends', 'write a loop');
  return conditions;
}

function reduced(
  machine: Machine,
  { items }: List,
  given: readonly Value[],
  of: Reference,
  at: AnyNode,
  positions: readonly number[],
): Value {
  const make = callback(machine, given, at);
  const filled = positions.filter(i => items[i] !== HOLE);
  if (given.length < 2 && filled.length === 0)
    throw cannot(at, "'reduce' of an empty array without a start has no value");
  let value = given.length > 1 ? given[1]! : items[filled.shift()!]!;
  through(machine, of, filled, (item, i) => {
    value = make(value, item, constant(machine, i), of);
  });
  return value;
}

/** A new array of the kind that another one is. */
function like(machine: Machine, of: Reference, items: readonly Value[]): Reference {
  const { isTyped } = contentsOf(machine, of) as List;
  const made: List = { kind: 'list', items, owner: 'function' };
  return reference(newCell(machine, isTyped === true ? { ...made, isTyped } : made));
}

/** A list that may be of another length afterwards. */
function growing(machine: Machine, of: Reference, at: AnyNode): List {
  const contents = writable(machine, of, at) as List;
  checkGrows(contents, at);
  return contents;
}

export const LIST: Readonly<Record<string, OfList>> = {
  map(machine, { items }, given, of, at) {
    const make = callback(machine, given, at);
    const made: Value[] = items.map(() => HOLE);
    through(machine, of, items.keys(), (item, i) => {
      made[i] = make(item, constant(machine, i), of);
    });
    return like(machine, of, made);
  },
  forEach(machine, { items }, given, of, at) {
    const run = callback(machine, given, at);
    through(machine, of, items.keys(), (item, i) => void run(item, constant(machine, i), of));
    return UNDEFINED;
  },
  reduce(machine, list, given, of, at) {
    return reduced(machine, list, given, of, at, [...list.items.keys()]);
  },
  reduceRight(machine, list, given, of, at) {
    return reduced(machine, list, given, of, at, [...list.items.keys()].reverse());
  },
  every(machine, list, given, of, at) {
    const { build } = machine;
    return truth(tested(machine, list, given, of, at).reduce((a, b) => build.and(a, b), build.constant(1)));
  },
  some(machine, list, given, of, at) {
    const { build } = machine;
    return truth(tested(machine, list, given, of, at).reduce((a, b) => build.or(a, b), build.constant(0)));
  },
  filter(machine, { items }, given, of, at) {
    const test = callback(machine, given, at);
    const kept: Value[] = [];
    through(machine, of, items.keys(), (item, i) => {
      const isKept = known(machine, test(item, constant(machine, i), of));
      if (isKept === undefined) throw cannot(at, "'.filter': how many elements are left depends on values");
      if (isKept) kept.push(item);
    });
    return like(machine, of, kept);
  },
  entries(machine, { items }) {
    return newArray(
      machine,
      items.map((item, i) => newArray(machine, [constant(machine, i), read(item)])),
    );
  },
  keys(machine, { items }) {
    return newArray(
      machine,
      items.map((_, i) => constant(machine, i)),
    );
  },
  values(machine, { items }) {
    return newArray(machine, items.map(read));
  },
  slice(machine, { items }, given, of, at) {
    const from = position(machine, given[0], 0, items.length, at);
    return like(machine, of, items.slice(from, position(machine, given[1], items.length, items.length, at)));
  },
  concat(machine, { items }, given, _of, at) {
    const more = given.flatMap((value): readonly Value[] => {
      const contents = value.kind === 'reference' ? contentsOf(machine, value) : null;
      if (contents?.kind === 'rows') itemsOf(machine, value, at);
      return contents?.kind === 'list' ? contents.items : [value];
    });
    return newArray(machine, [...items, ...more]);
  },
  push(machine, _list, given, of, at) {
    const contents = growing(machine, of, at);
    write(machine.store, of.cell, { ...contents, items: [...contents.items, ...given] });
    return constant(machine, contents.items.length + given.length);
  },
  unshift(machine, _list, given, of, at) {
    const contents = growing(machine, of, at);
    write(machine.store, of.cell, { ...contents, items: [...given, ...contents.items] });
    return constant(machine, contents.items.length + given.length);
  },
  pop(machine, _list, _given, of, at) {
    const contents = growing(machine, of, at);
    write(machine.store, of.cell, { ...contents, items: contents.items.slice(0, -1) });
    return read(contents.items.at(-1));
  },
  shift(machine, _list, _given, of, at) {
    const contents = growing(machine, of, at);
    write(machine.store, of.cell, { ...contents, items: contents.items.slice(1) });
    return read(contents.items[0]);
  },
  set(machine, _list, given, of, at) {
    const contents = writable(machine, of, at) as List;
    const [from, start] = given;
    if (contents.isTyped !== true || from === undefined)
      throw cannot(at, "'.set' is of a Float64Array", 'write a loop');
    const put = itemsOf(machine, from, at);
    const first = position(machine, start, 0, contents.items.length, at);
    if (first + put.length > contents.items.length)
      throw new Fault('WG351', at, `this Float64Array has ${contents.items.length} elements`);
    const items = contents.items.map((item, i) => put[i - first] ?? item);
    write(machine.store, of.cell, { ...contents, items });
    return UNDEFINED;
  },
  fill(machine, _list, given, of, at) {
    const contents = writable(machine, of, at) as List;
    const { length } = contents.items;
    const [from, to] = [position(machine, given[1], 0, length, at), position(machine, given[2], length, length, at)];
    const items = contents.items.map((item, i) => (i >= from && i < to ? (given[0] ?? UNDEFINED) : item));
    write(machine.store, of.cell, { ...contents, items });
    return of;
  },
  reverse(machine, _list, _given, of, at) {
    const contents = writable(machine, of, at) as List;
    write(machine.store, of.cell, { ...contents, items: contents.items.toReversed() });
    return of;
  },
  at(machine, { items }, given, _of, at) {
    const index = known(machine, given[0] ?? UNDEFINED);
    if (index === undefined) throw new Fault('WG351', at, 'which element this is, is not known');
    return read(items.at(index));
  },
};
