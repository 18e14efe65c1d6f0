// How lines read what an index places, and where results go that it places: addresses in arrays whose sizes are known when a
// function is called (subscripts.ts has the same as text).
//
// An array may be asked for an element that it has not, where a condition then does not take it: that is NaN.

import type { Extent } from '../../../exports/plan.js';
import {
  type Dimension,
  FROM_FIRST,
  FROM_LAST,
  type Graph,
  leafEntries,
  type Node,
  type Standing,
} from '../../../graph/graph.js';
import { entryOf } from '../../../graph/scan.js';
import { ROWS } from '../../../lower/lowering.js';
import { ELEMENT, INDEX, SIZE, STATE } from '../../../ops/table.js';
import type { Loop, Recurrence } from '../../../schedule/sections.js';
import type { Read } from '../body.js';
import { type FunctionCode, I32 } from '../function-code.js';
import {
  addNumbers,
  asNumber,
  asWhole,
  choice,
  difference,
  get,
  isBelow,
  loadNumber,
  number,
  product,
  sequence,
  set,
  storeNumber,
  sum,
  when,
  whole,
  zeros,
} from '../rows/scalar.js';
import type { Value } from '../vector/instructions.js';
import type { ArrayPlaces } from './arrays.js';

const START = whole(0);

/** A whole number: some that is known when the code runs, and one more. */
interface Sum {
  readonly at: Value | null;
  readonly plus: number;
}

const wholeOf = ({ at, plus }: Sum): Value => {
  if (at === null) return whole(plus);
  if (plus === 0) return at;
  return plus > 0 ? sum(at, whole(plus)) : difference(at, whole(-plus));
};

const times = ({ at, plus }: Sum, factor: number): Sum => ({
  at: at === null || factor === 1 ? at : product(at, whole(factor)),
  plus: plus * factor,
});

const plus = (a: Sum, b: Sum): Sum => ({
  at: a.at === null ? b.at : b.at === null ? a.at : sum(a.at, b.at),
  plus: a.plus + b.plus,
});

/** A number in memory. */
interface InMemory {
  readonly load: Value;
  store(value: Value): Value;
}

/** The number at a place of an array. */
function at(array: Value, place: Sum): InMemory {
  const bytes = times(place, 8);
  // What is added to an address in the instruction has no sign.
  const isOffset = bytes.plus >= 0;
  const by = isOffset ? { ...bytes, plus: 0 } : bytes;
  const address = by.at === null && by.plus === 0 ? array : sum(array, wholeOf(by));
  const offset = isOffset ? bytes.plus : 0;
  return { load: loadNumber(address, offset), store: value => storeNumber(address, offset, value) };
}

export interface Reads {
  /** A leaf of the whole program that is none of its inputs, or what a recurrence has left. */
  read(node: Node): Read;
  /** How long a dimension is, and a number more. */
  size(dimension: Dimension, offset?: number): Value;
  /** The local that counts the turns of a loop; null after it. */
  turn(index: number, local: number | null): void;
  /** Says that the turns of a loop come next. */
  open(loop: Loop): void;
  /** Keeps what a turn leaves. @param value of a node */
  keep(recurrence: Recurrence, value: (node: Node) => Value): Value;
  /** Keeps what a recurrence starts from. */
  start(recurrence: Recurrence, loop: Loop, value: (node: Node) => Value): Value;
  /**
   * Adds to a place among results.
   * @param before what comes before it
   * @param element of which array, as it stands in the program, it is the place of; null for a number
   */
  add(output: number, before: Extent, element: Node | null, value: Value): Value;
  /** Fills an array of results with zeros. */
  clear(output: number): Value;
  /** What the function does first: what it reads again and again is in locals. */
  readonly first: Value;
}

export function createReads(graph: Graph, places: ArrayPlaces, own: FunctionCode): Reads {
  const { indices } = graph;
  const turns = new Map<number, number>();
  const recurrences = new Map<number, { readonly scan: Node; readonly direction: Loop['direction'] }>();
  const wholes = new Map<number, number>();

  /** What is at a place, as an i32. */
  function wholeAt(place: number): Value {
    const local = wholes.get(place) ?? own.lasting(I32);
    wholes.set(place, local);
    return get(local);
  }

  function sizeOf(dimension: Dimension): Sum {
    const known = graph.sizes.get(dimension);
    return known === undefined ? { at: wholeAt(places.sizes.get(dimension)!), plus: 0 } : { at: null, plus: known };
  }

  /** How far a place is from the element of the number `from`. */
  function placeFrom(dimension: Dimension, { index, offset }: Standing, from: number): Sum {
    const by = { at: null, plus: offset - from };
    if (index === FROM_FIRST) return by;
    return plus(index === FROM_LAST ? sizeOf(dimension) : { at: get(turns.get(index)!), plus: 0 }, by);
  }

  const arrayOf = (slot: number): ArrayPlaces['arrays'][number] =>
    places.arrays.find(of => of.slot <= slot && slot < of.slot + of.width)!;

  /** Which entry of an array, and where the number of it is that a slot stands for. */
  function elementOf(slot: number, standing: Standing): { readonly entry: Sum; readonly place: Sum } {
    const { slot: first, width, dimension, isAcross } = arrayOf(slot);
    const element = slot - first;
    // Rows are counted from 0.
    const entry = placeFrom(dimension, standing, dimension === ROWS ? 0 : 1);
    const place = isAcross
      ? plus(times(sizeOf(dimension), element), entry)
      : plus(times(entry, width), { at: null, plus: element });
    return { entry, place };
  }

  /** What is there, or NaN for what is not. */
  function within(place: Sum, length: Value, load: Value): Value {
    return choice(isBelow(wholeOf(place), length), load, number(Number.NaN));
  }

  function readElement(node: Node): Read {
    const [slot, index, offset] = leafEntries(graph, node) as [number, number, number];
    const { place: array, dimension } = arrayOf(slot);
    const { entry, place } = elementOf(slot, { index, offset });
    const { load } = at(wholeAt(array), place);
    // The turns of a loop stay within.
    const isThere = index >= 0 && offset === 0;
    return { value: isThere ? load : within(entry, wholeOf(sizeOf(dimension)), load), isSlow: true };
  }

  function stateAt(scan: Node, component: number, standing: Standing) {
    const { place, states } = places.states.find(({ node }) => node === scan)!;
    const { index, first, width } = states;
    const of = plus(times(placeFrom(indices[index]!.dimension, standing, first), width), { at: null, plus: component });
    return { ...at(wholeAt(place), of), place: of, room: () => wholeAt(place + 1) };
  }

  function readState(node: Node): Read {
    if (graph.operation[node] === STATE) {
      const [index, id, component, lag] = leafEntries(graph, node) as [number, number, number, number];
      const { scan, direction } = recurrences.get(id)!;
      return { value: stateAt(scan, component, { index, offset: -direction * lag }).load, isSlow: true };
    }
    const { scan, component, at: standing } = entryOf(graph, node);
    const { place, room, load } = stateAt(scan, component, standing);
    return { value: within(place, room(), load), isSlow: true };
  }

  function outputPlace(output: number, before: Extent, element: Node | null): InMemory {
    const length = before.arrays.reduce<Sum>(
      (all, { dimension, width }) => plus(all, times(sizeOf(dimension), width)),
      { at: null, plus: before.fixed },
    );
    const array = wholeAt(places.outputs[output]!);
    if (element === null) return at(array, length);
    const [slot, index, offset] = leafEntries(graph, element) as [number, number, number];
    return at(array, plus(length, elementOf(slot, { index, offset }).place));
  }

  return {
    read(node) {
      const [entry] = leafEntries(graph, node) as [number];
      switch (graph.operation[node]) {
        case ELEMENT:
          return readElement(node);
        case INDEX:
          return { value: asNumber(get(turns.get(entry)!)), isSlow: true };
        case SIZE:
          return { value: asNumber(wholeOf(sizeOf(entry))), isSlow: true };
        default:
          return readState(node);
      }
    },
    size: (dimension, offset = 0) => wholeOf(plus(sizeOf(dimension), { at: null, plus: offset })),
    turn(index, local) {
      if (local === null) turns.delete(index);
      else turns.set(index, local);
    },
    open({ direction, recurrences: left }) {
      for (const { id, node } of left) recurrences.set(id, { scan: node, direction });
    },
    keep({ node, bodies }, value) {
      const { index } = places.states.find(of => of.node === node)!.states;
      return sequence(...bodies.map((of, c) => stateAt(node, c, { index, offset: 0 }).store(value(of))));
    },
    start({ node, bodies, bases }, { index, direction }, value) {
      const { lower, upper } = indices[index]!;
      const width = bodies.length;
      const stores = bases.map((of, i) => {
        const before = direction * (1 + Math.floor(i / width));
        const standing =
          direction === 1
            ? { index: FROM_FIRST, offset: lower - before }
            : { index: FROM_LAST, offset: upper - before };
        const { place, room, store } = stateAt(node, i % width, standing);
        return { isThere: isBelow(wholeOf(place), room()), store: store(value(of)) };
      });
      return sequence(...stores.map(({ isThere, store }) => when(isThere, store)));
    },
    add(output, before, element, value) {
      const { load, store } = outputPlace(output, before, element);
      return store(addNumbers(load, value));
    },
    clear(output) {
      const place = places.outputs[output]!;
      return zeros(wholeAt(place), product(wholeAt(place + 1), whole(8)));
    },
    get first() {
      return sequence(...[...wholes].map(([place, local]) => set(local, asWhole(loadNumber(START, 8 * place)))));
    },
  };
}
