// Where in arrays the values are that an index places: elements of arguments, and what recurrences have left. Texts that both
// JavaScript and C read.

import type { Digit, Extent } from '../exports/plan.js';
import {
  FROM_FIRST,
  FROM_LAST,
  type Graph,
  leafEntries,
  type Node,
  operationOf,
  type Standing,
} from '../graph/graph.js';
import { entryOf, isEntry, reachOf } from '../graph/scan.js';
import { ROWS } from '../lower/lowering.js';
import { STATE } from '../ops/table.js';
import type { Loop, Recurrence } from '../schedule/sections.js';
import type { Column } from './column.js';
import type { Access } from './line/line-context.js';

/** The array of what a recurrence leaves: all values of a turn, then those of the next. */
export interface States {
  readonly name: string;
  /** Of the loop. */
  readonly index: number;
  readonly direction: Loop['direction'];
  /** The element that it starts with. */
  readonly first: number;
  readonly width: number;
  /** What locals are called that hold a value of it. */
  readonly keep: string;
}

export interface Subscripts {
  /** How long a dimension is, and a number more. */
  size(dimension: number, offset?: number): string;
  /** An element of a column, or of an array as long as a dimension. */
  element(column: Column, standing: Standing): string;
  /** What a local is called that holds it. */
  keep(column: Column, standing: Standing): string;
  /**
   * Where in an array of results something stands.
   * @param before what comes before it
   * @param element of which array, as it stands in the program, it is the place of; null for a number
   */
  result(before: Extent, element: Node | null, columnOf: (slot: number) => Column): string;
  /** The same of what takes no place of an argument; @param element whose indices are part of the place, null for none */
  placed(digits: readonly Digit[], element: Node | null): string;
  /** Says where recurrences keep what they leave. */
  keepStates(kept: readonly Kept[]): void;
  /** Says that the turns of a loop come next. */
  open(loop: Loop): void;
  /** What a node reads of a recurrence, inside of its turns or after them. */
  state(node: Node): StatePlace;
  /** Where a turn keeps each value that it leaves. */
  left(recurrence: Recurrence): readonly Stored[];
  /** Where what a recurrence starts from is kept. */
  starts(recurrence: Recurrence): readonly Stored[];
  /** How many numbers the array of a recurrence has room for. */
  room(kept: Kept): string;
}

/** Where a value of a recurrence is in its array. */
export interface StatePlace extends Pick<Access, 'keep'> {
  readonly name: string;
  readonly at: string;
}

export interface Stored {
  readonly place: StatePlace;
  readonly value: Node;
}

/**
 * @param sizeName what code calls the size of a dimension
 * @param turnOf the variable of a loop around
 * @param firstRow what code calls the first row that there is
 */
export function createSubscripts(
  graph: Graph,
  sizeName: (dimension: number) => string,
  turnOf: (index: number) => string,
  firstRow: () => string,
): Subscripts {
  const { sizes, indices } = graph;
  /** By the nodes of recurrences. */
  const states = new Map<Node, States>();
  /** The recurrence of a number, and where its turns go. */
  const recurrences = new Map<number, { readonly scan: Node; readonly direction: Loop['direction'] }>();

  function size(dimension: number, offset = 0): string {
    const known = sizes.get(dimension);
    return known === undefined ? plus(sizeName(dimension), offset) : String(known + offset);
  }

  /** How far a place is from the element of the number `first`. */
  function place(dimension: number, { index, offset }: Standing, first: number): string {
    if (index === FROM_FIRST) return String(offset - first);
    return index === FROM_LAST ? size(dimension, offset - first) : plus(turnOf(index), offset - first);
  }

  function stateAt(scan: Node, component: number, standing: Standing): StatePlace {
    const { name, index, first, width, keep } = states.get(scan)!;
    const { dimension } = indices[index]!;
    const known = standing.index === FROM_FIRST ? 0 : standing.index === FROM_LAST ? sizes.get(dimension) : undefined;
    const at =
      known === undefined
        ? plus(times(place(dimension, standing, first), width), component)
        : String((known + standing.offset - first) * width + component);
    const where = standing.index >= 0 ? turnOf(standing.index) : standing.index === FROM_LAST ? 'last' : 'at';
    const added = standing.offset === 0 ? '' : `_${standing.offset < 0 ? 'm' : ''}${Math.abs(standing.offset)}`;
    return { name, at, keep: `${keep}${width === 1 ? '' : `_${component + 1}`}_${where}${added}` };
  }

  function element(column: Column, standing: Standing): string {
    const { width, element, isAcross, dimension, base, plus: more = 0 } = column;
    // Rows are counted from 0.
    const entry = dimension === ROWS ? turnOf(standing.index) : place(dimension, standing, 1);
    const own = isAcross
      ? element === 0
        ? entry
        : `${bracketed(size(dimension, more))} * ${element} + ${entry}`
      : plus(times(entry, width), element);
    return base === undefined ? own : `${base} + ${own}`;
  }

  return {
    size,
    element,
    keep: ({ keep }, { index, offset }) =>
      `${keep}_${index === FROM_FIRST ? String(offset) : index === FROM_LAST ? 'last' : turnOf(index)}`,
    result(before, placed, columnOf) {
      const isFirst = before.fixed === 0 && before.arrays.length === 0;
      const parts = isFirst ? [] : [extentText(before, sizeName)];
      if (placed !== null) {
        const [slot, index, offset] = leafEntries(graph, placed) as [number, number, number];
        // What stands before it among the arguments is not there.
        const { base: _, ...column } = columnOf(slot);
        parts.push(element(column, { index, offset }));
      }
      return parts.join(' + ') || '0';
    },
    placed(digits, element) {
      const indices = element === null ? [] : leafEntries(graph, element).slice(1);
      let at = '0';
      for (const { times: often, before, step } of digits) {
        const terms = at === '0' || often === undefined ? [] : [product(at, extentText(often, sizeName))];
        const own = extentText(before, sizeName);
        if (own !== '0') terms.push(own);
        if (step !== null) {
          const standing = { index: indices[2 * step.along]!, offset: indices[2 * step.along + 1]! };
          const { dimension, plus: more, width, element: which } = step;
          const entry =
            dimension === ROWS ? `${turnOf(standing.index)} - ${firstRow()}` : place(dimension, standing, 1);
          const across = which === 0 ? entry : `${bracketed(size(dimension, more))} * ${which} + ${entry}`;
          terms.push(step.isAcross ? across : plus(times(entry, width), which));
        }
        at = terms.join(' + ') || '0';
      }
      return at;
    },
    keepStates(kept) {
      for (const { node, states: of } of kept) states.set(node, of);
    },
    open({ direction, recurrences: left }) {
      for (const { id, node } of left) recurrences.set(id, { scan: node, direction });
    },
    state(node) {
      if (graph.operation[node] === STATE) {
        const [index, id, component, lag] = leafEntries(graph, node) as [number, number, number, number];
        const { scan, direction } = recurrences.get(id)!;
        return stateAt(scan, component, { index, offset: -direction * lag });
      }
      if (!isEntry(graph, node)) throw new Error(`internal error: ${operationOf(graph, node).name} in a section`);
      const { scan, component, at } = entryOf(graph, node);
      return stateAt(scan, component, at);
    },
    left({ node, bodies }) {
      const { index } = states.get(node)!;
      return bodies.map((value, c) => ({ place: stateAt(node, c, { index, offset: 0 }), value }));
    },
    starts({ node, bases }) {
      const { index, direction, width } = states.get(node)!;
      const { lower, upper } = indices[index]!;
      return bases.map((value, i) => {
        const before = direction * (1 + Math.floor(i / width));
        const standing =
          direction === 1
            ? { index: FROM_FIRST, offset: lower - before }
            : { index: FROM_LAST, offset: upper - before };
        return { place: stateAt(node, i % width, standing), value };
      });
    },
    room({ states: { index, width }, reach }) {
      const { dimension, lower, upper } = indices[index]!;
      return times(size(dimension, upper - lower + 1 + reach), width);
    },
  };
}

/** `3 + n * 2`: how many numbers. */
export function extentText(
  { fixed, arrays, rows, times = 1 }: Extent,
  sizeName: (dimension: number) => string,
): string {
  const parts = arrays.map(({ dimension, width }) => `${sizeName(dimension)}${width === 1 ? '' : ` * ${width}`}`);
  if (rows !== undefined) parts.unshift(product(sizeName(ROWS), extentText(rows, sizeName)));
  const isShortened = fixed < 0 && parts.length > 0;
  if (fixed > 0 || parts.length === 0) parts.unshift(String(fixed));
  const length = `${parts.join(' + ')}${isShortened ? ` - ${-fixed}` : ''}`;
  if (times === 1) return length;
  return product(
    length,
    times === 'itself' ? length : typeof times === 'number' ? String(times) : extentText(times, sizeName),
  );
}

const bracketed = (text: string): string => (/ /.test(text) ? `(${text})` : text);

/** `n * 2`; one of them alone where the other is 1. */
function product(a: string, b: string): string {
  if (a === '1' || b === '1') return a === '1' ? b : a;
  return `${bracketed(a)} * ${bracketed(b)}`;
}

/** `i + 2`, `i`, `i - 1`. */
export const plus = (text: string, offset: number): string =>
  offset === 0 ? text : `${text} ${offset < 0 ? '-' : '+'} ${Math.abs(offset)}`;

const times = (text: string, width: number): string => (width === 1 ? text : `${bracketed(text)} * ${width}`);

/** What each recurrence of some sections keeps its values in. */
export interface Kept {
  readonly node: Node;
  readonly states: States;
  /** How many turns before the first it looks at. */
  readonly reach: number;
}

/** @param nameOf an array for a recurrence that the formula calls so, if anything */
export function keptBy(
  { indices }: Graph,
  loops: readonly Loop[],
  wanted: (node: Node) => string | undefined,
  claim: (name: string) => string,
): Kept[] {
  return loops.flatMap(({ index, direction, recurrences }) =>
    recurrences.map(({ node, bodies, bases }) => {
      const { lower } = indices[index]!;
      const width = bodies.length;
      const keep = (wanted(node) ?? 'state').replace(width === 1 ? '' : /_\d+$/, '');
      const reach = reachOf({ bodies, bases });
      const first = direction === 1 ? lower - reach : lower;
      return { node, reach, states: { name: claim(keep), index, direction, first, width, keep } };
    }),
  );
}
