// What the turns of a loop read: elements of columns, which are other vectors in each, and numbers that are the same in all.

import { constantValue, type Graph, inputSlot, leafEntries, type Node } from '../../../graph/graph.js';
import { ELEMENT } from '../../../ops/table.js';
import type { Line, Loop } from '../../../schedule/sections.js';
import type { FunctionCode } from '../function-code.js';
import { loadBoth, type Value } from '../vector/instructions.js';
import type { VectorWriter } from '../vector/writer.js';
import { type Column, columnCode } from './columns.js';
import { inputsOf } from './line.js';
import { sequence, whole } from './scalar.js';

/** Numbers that are the same for all rows and have a local, of which both lanes are the number. */
const MOST_KEPT = 100;

/** Where numbers are in memory, in units of a double. */
export interface ValuePlaces {
  /** Of the address of the first row of each column. */
  readonly addresses: readonly number[];
  /** Of an input that is the same for all rows. */
  input(slot: number): number;
  /** Of what another section has made; nodes are those of the whole program. */
  made(node: Node): number;
}

/** The line that runs for each row; null where totals are of columns as they are. */
export function lineIn({ sections }: Loop): Line | null {
  const [line, ...more] = sections;
  if (line === undefined) return null;
  if (line.kind !== 'line' || more.length > 0) throw new Error('internal error: a loop in a loop');
  return line;
}

/** An element of a column, by both numbers; null for a node that no row places. */
function elementOf(graph: Graph, node: Node, columns: readonly Column[]): [column: number, element: number] | null {
  if (graph.operation[node] !== ELEMENT) return null;
  const slot = leafEntries(graph, node)[0]!;
  const column = columns.findIndex(of => of.slot <= slot && slot < of.slot + of.width);
  return [column, slot - columns[column]!.slot];
}

/** What a loop reads that it does not make, besides inputs. */
const readBy = (loop: Loop): Node[] => [
  ...(lineIn(loop)?.links.imports ?? []),
  ...loop.totals.map(({ value }) => value).filter(value => !lineIn(loop)?.links.exports.includes(value)),
];

/** The elements of each column that a loop reads, in order. */
export function elementsRead(graph: Graph, loop: Loop, columns: readonly Column[]): number[][] {
  const elements: Set<number>[] = columns.map(() => new Set());
  for (const node of readBy(loop)) {
    const place = elementOf(graph, node, columns);
    if (place !== null) elements[place[0]]!.add(place[1]);
  }
  return elements.map(of => [...of].sort((a, b) => a - b));
}

export interface RowValues {
  /** Before the loop. */
  start(): void;
  /** Before a last odd row. */
  readonly startOdd: Value;
  /** At the start of a turn of so many pairs of rows. */
  readRows(pairs: number): void;
  /** On to the rows after so many pairs. */
  next(pairs: number): Value;
  /** In a turn, a leaf of the whole program or what another section has made. @param pair from 0 */
  value(node: Node, pair: number): Value;
  /** In a turn, an input of the line. */
  input(slot: number, pair: number): Value;
}

export function rowValues(
  graph: Graph,
  loop: Loop,
  columns: readonly Column[],
  places: ValuePlaces,
  writer: VectorWriter,
  own: FunctionCode,
): RowValues {
  const line = lineIn(loop);
  const elements = elementsRead(graph, loop, columns);
  const codes = columns
    .map(({ width }, c) => ({ c, width, elements: elements[c]! }))
    .filter(column => column.elements.length > 0)
    .map(column => ({ ...column, code: columnCode(column.width, column.elements, places.addresses[column.c]!, own) }));
  /** By the pair of rows, the column and the element. */
  const vectors: Map<number, Value>[][] = [];
  const kept = new Map<number, Value>();

  const inEveryRow = (place: number): Value => kept.get(place) ?? loadBoth(whole(0), 8 * place);
  function keep(place: number): void {
    if (!kept.has(place) && kept.size < MOST_KEPT) kept.set(place, writer.keep(inEveryRow(place)));
  }
  const placeOf = (node: Node): number => {
    const slot = inputSlot(graph, node);
    return slot === undefined ? places.made(node) : places.input(slot);
  };
  function value(node: Node, pair: number): Value {
    const constant = constantValue(graph, node);
    if (constant !== undefined) return writer.constant(constant);
    const place = elementOf(graph, node, columns);
    return place === null ? inEveryRow(placeOf(node)) : vectors[pair]![place[0]]!.get(place[1])!;
  }

  return {
    value,
    next: pairs => sequence(...codes.map(({ code }) => code.next(pairs))),
    startOdd: sequence(...codes.map(({ code }) => code.startOdd)),
    start() {
      for (const { code } of codes) writer.do(code.start);
      for (const slot of line === null ? [] : inputsOf(line)) if (slot < line!.links.first) keep(places.input(slot));
      for (const node of readBy(loop)) {
        if (constantValue(graph, node) === undefined && elementOf(graph, node, columns) === null) keep(placeOf(node));
      }
    },
    readRows(pairs) {
      for (let pair = 0; pair < pairs; pair++) {
        const ofPair = columns.map(() => new Map<number, Value>());
        vectors[pair] = ofPair;
        for (const { c, elements, code } of codes) {
          for (const [i, vector] of code.read(writer, pair).entries()) ofPair[c]!.set(elements[i]!, vector);
        }
      }
    },
    input(slot, pair) {
      const { first, imports } = line!.links;
      return slot < first ? inEveryRow(places.input(slot)) : value(imports[slot - first]!, pair);
    },
  };
}
