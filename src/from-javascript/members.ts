// Elements of arrays and fields of objects: what is read, and what is written.

import type * as acorn from 'acorn';
import type { AnyNode } from 'acorn';
import { affineOf, isWhole } from './affine.js';
import { forChosen, isOfReferences, ofEach } from './choices.js';
import { NothingThere } from './edges.js';
import { cannot, Fault } from './fault.js';
import { constant, contentsOf, known, type Machine, nameOfKind, numeric } from './machine.js';
import { elementOf, lengthOf, writeElement } from './rows.js';
import { write } from './store.js';
import {
  type Contents,
  HOLE,
  type List,
  type NumberValue,
  type Reference,
  type Rows,
  UNDEFINED,
  type Value,
} from './values.js';

/** The name of a field, or which element. */
export type Key = string | Value;

/** What is in an array or an object there. */
export function readMember(machine: Machine, of: Value, key: Key, at: AnyNode): Value {
  if (of.kind === 'unclear' && isOfReferences(of)) return ofEach(machine, of, one => readMember(machine, one, key, at));
  if (of.kind === 'unclear') throw cannot(at, of.message, of.help);
  if (of.kind !== 'reference')
    throw new Fault('WG351', at, `this is ${nameOfKind(machine, of)}, which has no elements or fields`);
  const contents = contentsOf(machine, of);
  if (typeof key === 'string') return readField(machine, contents, key, at);
  if (contents.kind === 'fields') throw cannot(at, 'a field of an object is known by its name', "write 'p.x'");
  if (contents.kind === 'rows') return elementOrNothing(machine, of, contents, numeric(machine, key, at), at);
  const position = knownPosition(machine, key, at);
  const item = contents.items[position];
  if (item !== undefined) return item === HOLE ? UNDEFINED : item;
  return { kind: 'undefined', why: position < contents.items.length ? noElement(position, at) : beyond(contents, at) };
}

function readField(machine: Machine, contents: Contents, key: string, at: AnyNode): Value {
  if (contents.kind === 'fields') return contents.items.get(key) ?? UNDEFINED;
  if (key === 'length')
    return contents.kind === 'list' ? constant(machine, contents.items.length) : lengthOf(machine, contents);
  throw cannot(at, `'.${key}' of an array is not known here`);
}

/** An element; undefined where an array of any length has none there, whatever its length is. */
function elementOrNothing(machine: Machine, { cell }: Reference, rows: Rows, index: NumberValue, at: AnyNode): Value {
  try {
    return elementOf(machine, cell, rows, index, at);
  } catch (error) {
    if (error instanceof NothingThere) return { kind: 'undefined', why: error };
    throw error;
  }
}

const noElement = (position: number, at: AnyNode): Fault =>
  new Fault('WG351', at, `there is no element ${position}`, 'elements are counted from 0');

const beyond = ({ items }: List, at: AnyNode): Fault =>
  new Fault('WG351', at, `this array has ${items.length} elements`, 'elements are counted from 0');

/** Which element of a list. @throws Fault where that is not known */
function knownPosition(machine: Machine, key: Value, at: AnyNode): number {
  const value = known(machine, key);
  if (value === undefined) {
    const isIndex = key.kind === 'number' && key.affine !== null && !isWhole(affineOf(machine.graph, key)!);
    const help = isIndex
      ? "make the array as long before: 'new Array(x.length)'; or loop to a number"
      : 'which element it is must not depend on values';
    throw new Fault('WG351', at, 'which element this is, is not known', help);
  }
  return value;
}

/** The same where something is put. */
function positionIn(machine: Machine, list: List, key: Value, at: AnyNode): number {
  const value = knownPosition(machine, key, at);
  if (!Number.isInteger(value) || value < 0) throw noElement(value, at);
  if (value >= list.items.length) throw beyond(list, at);
  return value;
}

/** Puts a value into an array or an object. */
export function writeMember(machine: Machine, of: Value, key: Key, value: Value, at: AnyNode): void {
  if (of.kind === 'unclear' && isOfReferences(of))
    return forChosen(machine, of, one => writeMember(machine, one, key, value, at));
  if (of.kind === 'unclear') throw cannot(at, of.message, of.help);
  if (of.kind !== 'reference')
    throw new Fault('WG351', at, `this is ${nameOfKind(machine, of)}, which has no elements or fields`);
  const contents = writable(machine, of, at);
  if (contents.kind === 'fields') {
    if (typeof key !== 'string') throw cannot(at, 'a field of an object is known by its name', "write 'p.x'");
    write(machine.store, of.cell, { ...contents, items: new Map([...contents.items, [key, value]]) });
    return;
  }
  if (typeof key === 'string') throw cannot(at, `'.${key}' of an array is not set`);
  if (contents.kind === 'rows') {
    const index = numeric(machine, key, at);
    writeElement(machine, of.cell, contents, index, numeric(machine, value, at).node, at);
    return;
  }
  const isNext = known(machine, key) === contents.items.length;
  if (isNext) checkGrows(contents, at);
  const position = isNext ? contents.items.length : positionIn(machine, contents, key, at);
  write(machine.store, of.cell, { ...contents, items: replaced(contents, position, value) });
}

/** @throws Fault for an array that has the length that it has */
export function checkGrows({ isTyped, items }: List, at: AnyNode): void {
  if (isTyped !== true) return;
  const help = "make it longer: 'new Float64Array(n + 1)', or an array: '[]'";
  throw new Fault('WG351', at, `this Float64Array has ${items.length} elements, and does not grow`, help);
}

const replaced = ({ items }: List, position: number, value: Value): readonly Value[] => {
  const copy = [...items];
  copy[position] = value;
  return copy;
};

/** What is in an array that may be changed. */
export function writable(machine: Machine, of: Reference, at: AnyNode): Contents {
  const contents = contentsOf(machine, of);
  if (contents.owner === 'caller')
    throw cannot(at, "this changes an argument, which is the caller's", "copy it first: 'const y = x.slice()'");
  if (contents.owner === 'loop')
    throw cannot(at, 'which array this is depends on how often a loop runs', "copy it first: 'const y = x.slice()'");
  if (contents.owner === 'module')
    throw cannot(at, 'this changes what other calls of the function see', 'make the array in the function');
  return contents;
}

/** The name or the value that a member expression has in its brackets, or behind its point. */
export function keyOf({ property, computed }: acorn.MemberExpression, evaluate: (node: AnyNode) => Value): Key {
  if (!computed && property.type === 'Identifier') return property.name;
  if (property.type === 'Literal' && typeof property.value === 'string') return property.value;
  if (property.type === 'PrivateIdentifier') throw cannot(property, 'a private field is not known here');
  const key = evaluate(property);
  return key.kind === 'text' ? key.text : key;
}

/** Elements of an array one by one. @throws Fault where they are as many as is known at run time */
export function itemsOf(machine: Machine, of: Value, at: AnyNode): readonly Value[] {
  if (of.kind !== 'reference') throw new Fault('WG351', at, `this is ${nameOfKind(machine, of)}, not an array`);
  const contents = contentsOf(machine, of);
  if (contents.kind === 'list') return contents.items.map(item => (item === HOLE ? UNDEFINED : item));
  if (contents.kind === 'rows') {
    const help = 'give the array a length: --length x=3, or the type [number, number, number]';
    throw new Fault('WG351', at, 'how many elements there are is known at run time', help);
  }
  throw new Fault('WG351', at, 'an object has no elements');
}
