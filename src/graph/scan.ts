// Recurrences in the graph: what their operands are, and where their entries stand.
//
// A recurrence runs through an index, upwards or downwards, and has some values in each turn. It starts from values that stand
// before its first turn. What a turn reads of those before it are STATE leaves, which mean nothing outside: there, the same
// values are entries.

import { codeOf, INDEX, SIZE, STATE, STEP } from '../ops/table.js';
import type { Span } from '../source.js';
import type { Builder } from './build.js';
import type { Domain } from './domain.js';
import {
  constantValue,
  FROM_FIRST,
  FROM_LAST,
  type Graph,
  type Index,
  indexNode,
  intern,
  leafEntries,
  type Node,
  operand,
  operandsOf,
  type Standing,
} from './graph.js';

export interface Scan {
  /** Among the graph's indices. */
  readonly index: number;
  /** No other recurrence of the graph has it. */
  readonly id: number;
  /** 1 upwards, -1 downwards. */
  readonly direction: 1 | -1;
  /** Values of a turn. */
  readonly bodies: readonly Node[];
  /** Those that stand before the first turn, the next one to it first: as many as a turn has for each. */
  readonly bases: readonly Node[];
}

const [SCAN, ENTRY] = (['scan', 'entry'] as const).map(codeOf) as [number, number];

export const isScan = (graph: Graph, node: Node): boolean => graph.operation[node] === SCAN;

export const isEntry = (graph: Graph, node: Node): boolean => graph.operation[node] === ENTRY;

/** A number for a recurrence to come. */
export const nextScan = (graph: Graph): number => graph.scans++;

/** A recurrence to come. */
export interface Opened extends Pick<Scan, 'index' | 'id'> {
  /** The indices around that it depends on. */
  readonly around: Domain;
}

/** What a turn reads of the one `lag` turns before it. */
export function stateNode(graph: Graph, { index, id, around }: Opened, component: number, lag: number): Node {
  return intern(graph, STATE, [index, id, component, lag, around]);
}

/** The turns of a recurrence, or of what is handed on. */
export function stepNode(
  graph: Graph,
  { index, id, direction }: Pick<Scan, 'index' | 'id' | 'direction'>,
  origin: Span,
): Node {
  return intern(graph, STEP, [index, id, direction], origin);
}

export function scanNode(graph: Graph, g: Builder, { index, id, direction, bodies, bases }: Scan): Node {
  const step = stepNode(graph, { index, id, direction }, g.origin);
  const sizes = [g.constant(bodies.length), g.constant(bases.length / bodies.length)];
  return g.intern(SCAN, [...sizes, ...bodies, ...bases, step]);
}

export function scanOf(graph: Graph, node: Node): Scan {
  const operands = operandsOf(graph, node);
  const [index, id, direction] = leafEntries(graph, operands.at(-1)!) as [number, number, 1 | -1];
  const width = constantValue(graph, operands[0]!)!;
  return { index, id, direction, bodies: operands.slice(2, 2 + width), bases: operands.slice(2 + width, -1) };
}

/** How many turns before it the first one may look at. */
export const reachOf = ({ bodies, bases }: Pick<Scan, 'bodies' | 'bases'>): number => bases.length / bodies.length;

/** The value of a recurrence at a place; one that stands before the first turn is that itself. */
export function entryNode(graph: Graph, g: Builder, scan: Node, component: number, at: Standing): Node {
  const { direction, bodies, bases, ...of } = scanOf(graph, scan);
  const { dimension, lower, upper } = graph.indices[of.index]!;
  const { index, offset } = fromItsEnd(graph, graph.indices[of.index]!, direction, at);
  const before = direction === 1 ? lower - offset : offset - upper;
  const isBase =
    index === (direction === 1 ? FROM_FIRST : FROM_LAST) && before > 0 && before <= reachOf({ bodies, bases });
  if (isBase) return bases[(before - 1) * bodies.length + component]!;
  const place =
    index === FROM_FIRST
      ? g.constant(0)
      : index === FROM_LAST
        ? intern(graph, SIZE, [dimension])
        : indexNode(graph, index);
  return g.intern(ENTRY, [scan, g.constant(component), place, g.constant(offset)]);
}

/** A place in a dimension whose size is known, counted from where the range ends, if it is there or beyond, else from where it starts. */
function fromItsEnd(
  graph: Graph,
  { dimension, lower, upper }: Index,
  direction: Scan['direction'],
  at: Standing,
): Standing {
  const size = graph.sizes.get(dimension);
  if (size === undefined || at.index >= 0) return at;
  const place = at.index === FROM_FIRST ? at.offset : size + at.offset;
  const isFromLast = direction === 1 ? place >= size + upper : place > lower;
  return isFromLast ? { index: FROM_LAST, offset: place - size } : { index: FROM_FIRST, offset: place };
}

export interface Entry {
  readonly scan: Node;
  readonly component: number;
  readonly at: Standing;
}

export function entryOf(graph: Graph, node: Node): Entry {
  const [scan, component, place, added] = operandsOf(graph, node) as [Node, Node, Node, Node];
  const offset = constantValue(graph, added)!;
  const code = graph.operation[place];
  const index = code === INDEX ? operand(graph, place, 0) : code === SIZE ? FROM_LAST : FROM_FIRST;
  return { scan, component: constantValue(graph, component)!, at: { index, offset } };
}

/** The same entry where an index of its place stands elsewhere. */
export function movedEntry(graph: Graph, g: Builder, node: Node, scan: Node, from: number, to: Standing): Node {
  const { component, at } = entryOf(graph, node);
  const standing = at.index === from ? { index: to.index, offset: at.offset + to.offset } : at;
  return entryNode(graph, g, scan, component, standing);
}

/** What a node inside of a recurrence reads of other turns. */
export interface State {
  readonly id: number;
  readonly component: number;
  readonly lag: number;
}

export function stateOf(graph: Graph, leaf: Node): State | null {
  if (graph.operation[leaf] !== STATE) return null;
  const [, id, component, lag] = leafEntries(graph, leaf) as [number, number, number, number];
  return { id, component, lag };
}
