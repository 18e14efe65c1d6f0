// Arrays that the function makes: `new Float64Array(n)`, `Array.from({ length: n }, (_, i) => …)`.

import type { AnyNode } from 'acorn';
import { dimensionBy } from '../lower/families.js';
import { affineOf } from './affine.js';
import { cannot, Fault } from './fault.js';
import { demandScale } from './layout.js';
import { countedLoop } from './loops.js';
import { constant, contentsOf, known, type Machine, newArray, newCell, numeric, reference, truth } from './machine.js';
import { itemsOf } from './members.js';
import { callMethod } from './methods.js';
import { writeElement } from './rows.js';
import { write } from './store.js';
import {
  type FunctionValue,
  HOLE,
  type NumberValue,
  type Reference,
  type Rows,
  UNDEFINED,
  type Value,
} from './values.js';

const ROUNDING = new Set([
  ...[
    'Float32Array',
    'Int8Array',
    'Uint8Array',
    'Uint8ClampedArray',
    'Int16Array',
    'Uint16Array',
    'Int32Array',
    'Uint32Array',
  ],
]);

/** An array of this length, of which every element is the same. */
function ofLength(machine: Machine, length: NumberValue, item: Value, at: AnyNode): Reference {
  const count = known(machine, length);
  if (count !== undefined) {
    if (!Number.isInteger(count) || count < 0)
      throw new Fault('WG351', at, `an array of ${count} elements cannot be made`);
    if (count > machine.lowering.limits.nodes)
      throw new Fault('WG351', at, `an array of ${count} elements is too long`);
    return newArray(machine, new Array<Value>(count).fill(item === UNDEFINED ? HOLE : item));
  }
  const affine = affineOf(machine.graph, length);
  const [only] = affine?.terms ?? [];
  if (affine === null || affine.terms.size !== 1 || only === undefined || only[0] >= 0)
    throw new Fault(
      'WG351',
      at,
      'how long this array is, is not known',
      "lengths are numbers, or those of arguments: 'x.length'",
    );
  const [term, stride] = only;
  const root = -1 - term;
  if (affine.over > 1) throw demandScale(machine.layout, root, affine.over);
  if (affine.constant % stride !== 0)
    throw new Fault('WG351', at, `this array ends inside of ${stride} elements that go together`);
  const value = numeric(machine, item.kind === 'undefined' ? constant(machine, Number.NaN) : item, at);
  const { lowering, build } = machine;
  const dimension = dimensionBy({ ...lowering, build }, root, affine.constant / stride);
  const nodes = new Array<number>(stride).fill(value.node);
  const isUnfilled = item.kind === 'undefined';
  const rows: Rows = { kind: 'rows', dimension, nodes, pending: null, owner: 'function', argument: null, isUnfilled };
  return reference(newCell(machine, rows));
}

/** `Array(n)`, `new Float64Array(x)`; null for every other name. */
export function constructArray(machine: Machine, name: string, given: readonly Value[], at: AnyNode): Value | null {
  if (ROUNDING.has(name)) throw cannot(at, `a ${name} rounds what is put into it`, 'make a Float64Array');
  const isTyped = name === 'Float64Array';
  if (!isTyped && name !== 'Array') return null;
  const [first] = given;
  if (first?.kind === 'reference' && isTyped) return typed(machine, copied(machine, first, at), at);
  if (isTyped && given.length === 0) return typed(machine, newArray(machine, []), at);
  if (given.length !== 1 || first?.kind !== 'number') return newArray(machine, given);
  if (!isTyped) return ofLength(machine, first, UNDEFINED, at);
  return typed(machine, ofLength(machine, first, constant(machine, 0), at), at);
}

/** An array with the same elements, of which none is a hole. */
export function copied(machine: Machine, of: Reference, at: AnyNode): Reference {
  const { kind } = contentsOf(machine, of);
  if (kind === 'list') return newArray(machine, itemsOf(machine, of, at));
  // That of an array is one.
  return callMethod(machine, of, 'slice', [], at) as Reference;
}

/** The same array, made a Float64Array: numbers, and no more than there are. */
function typed(machine: Machine, of: Reference, at: AnyNode): Reference {
  const contents = contentsOf(machine, of);
  if (contents.kind !== 'list') return of;
  const items = contents.items.map(item =>
    item.kind === 'undefined' ? constant(machine, Number.NaN) : numeric(machine, item, at),
  );
  write(machine.store, of.cell, { ...contents, items, isTyped: true });
  return of;
}

/** `Array.from(…)`, `Float64Array.of(…)`, `Array.isArray(x)`; null for every other name. */
export function madeFrom(
  machine: Machine,
  holder: string,
  name: string,
  given: readonly Value[],
  at: AnyNode,
): Value | null {
  if (ROUNDING.has(holder)) throw cannot(at, `a ${holder} rounds what is put into it`, 'make a Float64Array');
  if (holder !== 'Array' && holder !== 'Float64Array') return null;
  const [first, make] = given;
  const asHolder = (made: Reference): Reference => (holder === 'Array' ? made : typed(machine, made, at));
  if (name === 'of') return asHolder(newArray(machine, given));
  if (name === 'isArray') {
    const of = first?.kind === 'reference' ? contentsOf(machine, first) : null;
    const isArray = of !== null && of.kind !== 'fields' && !(of.kind === 'list' && of.isTyped === true);
    return truth(machine.build.constant(Number(isArray)));
  }
  if (name !== 'from' || first?.kind !== 'reference') return null;
  const contents = contentsOf(machine, first);
  if (contents.kind !== 'fields') {
    const copy = copied(machine, first, at);
    // That of an array is one.
    return asHolder(make === undefined ? copy : (callMethod(machine, copy, 'map', [make], at) as Reference));
  }
  const length = contents.items.get('length');
  if (length === undefined) return null;
  const made = ofLength(machine, numeric(machine, length, at), constant(machine, 0), at);
  if (make === undefined) return holder === 'Array' ? undefinedThroughout(machine, made) : asHolder(made);
  if (make.kind !== 'function') throw cannot(at, "'from' takes a function");
  return asHolder(filledBy(machine, made, numeric(machine, length, at), make, at));
}

/** `Array.from({ length: 3 })` has no numbers in it. */
function undefinedThroughout(machine: Machine, made: Reference): Reference {
  const contents = contentsOf(machine, made);
  if (contents.kind === 'list')
    return newArray(
      machine,
      contents.items.map(() => UNDEFINED),
    );
  const nodes = (contents as Rows).nodes.map(() => machine.build.constant(Number.NaN));
  write(machine.store, made.cell, { ...(contents as Rows), nodes });
  return made;
}

function filledBy(machine: Machine, made: Reference, length: NumberValue, make: FunctionValue, at: AnyNode): Reference {
  const contents = contentsOf(machine, made);
  if (contents.kind === 'list')
    return newArray(
      machine,
      contents.items.map((_, i) => machine.call(make, [UNDEFINED, constant(machine, i)], at)),
    );
  const counted = { first: constant(machine, 0), end: length, step: 1, name: 'i', label: null };
  countedLoop(machine, counted, at, i => {
    const value = numeric(machine, machine.call(make, [UNDEFINED, i], at), at);
    writeElement(machine, made.cell, contentsOf(machine, made) as Rows, i, value.node, at);
    return 'goes on';
  });
  return made;
}
