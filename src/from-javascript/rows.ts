// Arrays whose length is known at run time: rows of one or more elements along a dimension.

import { FROM_FIRST, FROM_LAST, indexNode, type Node, type Standing, sizeNode } from '../graph/graph.js';
import { substitute } from '../graph/substitute.js';
import { faultAt, ownIndex, rootOf } from '../lower/families.js';
import type { Span } from '../source.js';
import { type Affine, affineOf, isWhole, ofTerm, sizeTerm } from './affine.js';
import { BeyondEdge, NothingThere } from './edges.js';
import { Fault } from './fault.js';
import { demandScale, demandUnion } from './layout.js';
import { affineNumber, type Machine, number } from './machine.js';
import { write } from './store.js';
import type { Cell, NumberValue, Rows } from './values.js';

/** How many elements there are. */
export function lengthOf(machine: Machine, { dimension, nodes }: Rows): NumberValue {
  const root = rootOf(machine.lowering, dimension);
  const affine = ofTerm(sizeTerm(root.dimension), nodes.length, nodes.length * root.plus);
  return affineNumber(machine, affine, () => {
    throw new Error('internal error: a length that is divided');
  });
}

/** What a column has in a row, apart from what the turn at hand has written. */
export function columnAt({ graph, build, lowering }: Machine, rows: Rows, column: number, at: Standing): Node {
  return substitute(graph, build, rows.nodes[column]!, ownIndex(lowering, rows.dimension), at);
}

/** Where an element stands. */
interface Place {
  readonly column: number;
  readonly row: Standing;
  /** That the row is one of, or whose end it is counted from; null for a number. */
  readonly dimension: number | null;
}

/** @throws Fault where it is not known, or where the arguments have to be laid out in another way */
function placeOf(machine: Machine, rows: Rows, at: NumberValue, span: Span): Place {
  const affine = affineOf(machine.graph, at);
  const unknown = (): Fault =>
    new Fault(
      'WG351',
      span,
      'where this element stands is not known',
      "an index is a number, or a loop's index times a number and plus a number: 'x[i]', 'x[3*i + 1]', 'x[n - 1]'",
    );
  const undivided = affine && settled(machine, affine);
  if (undivided === null || undivided.terms.size > 1) throw unknown();
  const { terms, constant } = undivided;
  const [only] = terms;
  if (only === undefined) {
    if (constant < 0)
      throw new NothingThere('WG351', span, `there is no element ${constant}`, 'elements are counted from 0');
    return { ...split(rows, constant, 0), dimension: null };
  }
  const [term, factor] = only;
  const dimension = term < 0 ? -1 - term : machine.graph.indices[term]!.dimension;
  const own = rootOf(machine.lowering, rows.dimension).dimension;
  const stride = rows.nodes.length;
  if (factor !== stride) {
    const isWider = stride === 1 && factor > 1 && rows.argument !== null;
    if (!isWider) throw unknown();
    // What counted as an element is one of several in a row.
    if (dimension === own) throw demandScale(machine.layout, own, factor);
    throw demandUnion(machine.layout, own, dimension, span, { argument: rows.argument!, stride: factor });
  }
  if (dimension !== own) throw demandUnion(machine.layout, own, dimension, span);
  return { ...split(rows, constant, term), dimension };
}

/** A row and a column of it: a number counts elements from the first, or from an index or the end. */
function split(rows: Rows, constant: number, term: number): Pick<Place, 'column' | 'row'> {
  const stride = rows.nodes.length;
  const ahead = Math.floor(constant / stride);
  const column = constant - ahead * stride;
  return { column, row: { index: term, offset: ahead + 1 } };
}

/** A whole number without a divisor: where there is one the length is a multiple of it; null where an index is divided. */
function settled(machine: Machine, affine: Affine): Affine | null {
  if (affine.over === 1) return affine;
  for (const [term] of affine.terms) if (term < 0) throw demandScale(machine.layout, -1 - term, affine.over);
  return null;
}

/** A place as the graph counts it, which is known to be there. */
function standing(machine: Machine, rows: Rows, at: NumberValue, span: Span): Place {
  const place = placeOf(machine, rows, at, span);
  const isNumber = isWhole(affineOf(machine.graph, at)!);
  const index = isNumber ? FROM_FIRST : place.row.index < 0 ? FROM_LAST : place.row.index;
  const row = { index, offset: place.row.offset };
  const fault = faultAt(machine.lowering, rows.dimension, { ...row, dimension: place.dimension });
  if (fault !== null) throw beyond(machine, rows, row, span);
  return { ...place, row };
}

/** What is not there: before the first element, or behind the last. */
function beyond({ graph, lowering }: Machine, rows: Rows, { index, offset }: Standing, span: Span): Fault {
  if (index < 0) {
    const { code, message, help } = new BeyondEdge(index, 'first', 0, span);
    return new NothingThere(code, span, message, help);
  }
  const { lower, upper } = graph.indices[index]!;
  const { plus } = rootOf(lowering, rows.dimension);
  return lower + offset < 1
    ? new BeyondEdge(index, 'first', 1 - lower - offset, span)
    : new BeyondEdge(index, 'last', upper + offset - plus, span);
}

/** Whether a loop that is being read, other than that of an index, writes a column: some of it is as it was, some is not. */
const isInTheMaking = (
  { loops }: Machine,
  cell: Cell,
  { pending }: Rows,
  column: number,
  but: number | null,
): boolean =>
  (pending !== null && pending.index !== but && pending.values[column] != null) ||
  loops.some(loop => loop.index !== but && loop.writes(cell, column));

const inTheMaking = (span: Span): Fault =>
  new Fault(
    'WG351',
    span,
    'this array is being written in a loop around: which elements are there already depends on the turn',
    'read it behind the loop, keep what is needed in a variable, or give the array a length: --length x=3',
  );

/** @throws Fault where loops that are being read write the array */
export function checkMade(machine: Machine, cell: Cell, rows: Rows, span: Span): void {
  if (rows.nodes.some((_, column) => isInTheMaking(machine, cell, rows, column, null))) throw inTheMaking(span);
}

/** An element. */
export function elementOf(machine: Machine, cell: Cell, rows: Rows, at: NumberValue, span: Span): NumberValue {
  const { row, column } = standing(machine, rows, at, span);
  if (rows.pending !== null && rows.pending.index === row.index) {
    const written = row.offset === 0 ? rows.pending.values[column] : null;
    if (written != null) return number(written);
  }
  if (isInTheMaking(machine, cell, rows, column, row.index)) throw inTheMaking(span);
  for (const loop of machine.loops) {
    if (loop.index !== row.index || row.offset === 0) continue;
    const earlier = loop.earlier(cell, column, row.offset);
    if (earlier !== null) return number(earlier);
  }
  return number(columnAt(machine, rows, column, row));
}

/** Writes an element. */
export function writeElement(machine: Machine, cell: Cell, rows: Rows, at: NumberValue, value: Node, span: Span): void {
  const { graph, build, store } = machine;
  const { row, column } = standing(machine, rows, at, span);
  if (row.index >= 0) {
    if (row.offset !== 0 || (rows.pending !== null && rows.pending.index !== row.index)) {
      throw new Fault(
        'WG351',
        span,
        'a turn of a loop writes elements other than its own',
        "write 'y[i] = …', and read others: 'y[i] = f(y[i - 1])'",
      );
    }
    const values = rows.nodes.map((_, i) => (i === column ? value : (rows.pending?.values[i] ?? null)));
    write(store, cell, { ...rows, pending: { index: row.index, values }, isUnfilled: false });
    return;
  }
  const own = ownIndex(machine.lowering, rows.dimension);
  const { dimension } = rootOf(machine.lowering, rows.dimension);
  const place =
    row.index === FROM_FIRST
      ? build.constant(row.offset)
      : build.add(sizeNode(graph, dimension), build.constant(row.offset));
  const isThere = build.eq(indexNode(graph, own), place);
  const nodes = rows.nodes.map((node, i) => (i === column ? build.select(isThere, value, node) : node));
  write(store, cell, { ...rows, nodes, isUnfilled: false });
}
