// Says which statement first made a NaN or an infinity: of its value or, where all values are finite, of its derivative along
// the inputs of the first result that is not. Where every statement's derivative is finite too, it was made on the way back
// from the result, which the adjoints tell.

import type { Compilation } from '../../compilation.js';
import { tangentsOf } from '../../differentiate/tangent.js';
import { valuesOf } from '../../evaluate.js';
import { wengertList } from '../../explain/list.js';
import { numbersOf } from '../../explain/numbers.js';
import { functionsOf } from '../../functions.js';
import { createBuilder } from '../../graph/build.js';
import { isLeaf, type Node } from '../../graph/graph.js';
import { hasData, hasRunTimeSizes, resultNodes, wrtNodes } from '../../lower/model.js';
import { withLimits } from '../../within-limits.js';
import { elementNames } from '../formula/elements.js';
import { placesOf, type Span } from '../formula/lines.js';
import { type ArgumentValue, argumentsAt, type Point, toArguments } from '../formula/point.js';
import { inputsOf, writtenOut, writtenSize } from '../formula/written-out.js';
import type { Streams } from '../terminal/streams.js';
import { liveNodes } from '../verify/kinks.js';
import { observed, statementNames } from './observed.js';

/** A number that was asked for: of a result, differentiated along some of the differentiated elements. */
export interface Entry {
  readonly row: number;
  readonly along: readonly number[];
  readonly value: number;
}

/** What made a number that is not finite. */
interface Culprit {
  readonly span: Span | null;
  readonly value: number;
  /** What `value` is of the text at the span. */
  readonly role: string;
  /** The row that it is of, from 1 on; null outside of rows. */
  readonly row: number | null;
}

/** @param entries low orders first. */
export function warnIfNotFinite(
  entries: readonly Entry[],
  compilation: Compilation,
  point: Point,
  streams: Streams,
): void {
  const entry = entries.find(({ value }) => !Number.isFinite(value));
  if (entry === undefined) return;
  const first = point.values.findIndex(value => !Number.isFinite(value));
  if (first >= 0) {
    streams.say(`not finite: the input ${inputsThatAreNot(compilation, point)} is not\n`);
    return;
  }
  const close = closeTo(entry, compilation, point);
  const culprit = close === null ? null : culpritOf(entry, compilation, close);
  if (culprit === null) {
    const whole = hasData(compilation.model) ? 'what all rows make together is' : 'a result is';
    const what = entry.along.length > 0 ? 'a derivative is' : whole;
    streams.say(`not finite: the values are, ${what} not\n`);
    return;
  }
  const { line, column, text } = placesOf(compilation)(culprit.span);
  const row = culprit.row === null ? '' : `row ${culprit.row + close!.before}: `;
  const where = line === null ? '' : `line ${line}, column ${column}: `;
  streams.say(`not finite: ${row}${where}${culprit.role}'${text}' is ${culprit.value}\n`);
}

/** Most names that are listed; columns have many. */
const MOST_LISTED = 20;

function inputsThatAreNot({ model }: Compilation, { values, sizes }: Point): string {
  const names = elementNames(inputsOf(model, sizes)).filter((_, i) => !Number.isFinite(values[i]!));
  const rest = names.length - MOST_LISTED;
  return names.slice(0, MOST_LISTED).join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}

/** Nodes beyond which a program with data is not written out. */
const MOST_WRITTEN = 200_000;

/** Data that are not finite either, so few that the program can be written out. */
interface Close extends Point {
  /** Rows of the point before them. */
  readonly before: number;
}

/** The point itself or, where it has many rows, the first row that is not finite alone; null where there is none. */
function closeTo({ row, along }: Entry, compilation: Compilation, point: Point): Close | null {
  const { model } = compilation;
  if (writtenSize(model, point.sizes) <= MOST_WRITTEN) return { ...point, before: 0 };
  if (!hasData(model) || hasRunTimeSizes(model)) return null;
  const isFirst = along.length === 1;
  const f = functionsOf(compilation).get(
    along.length === 0 ? 'value' : model.scalar && isFirst ? 'gradient' : 'jacobian',
  );
  if (along.length > 1 && model.scalar) return null;
  const args = argumentsAt(model, point);
  const rows = Math.max(...point.sizes.filter(size => size !== undefined));
  for (let before = 0; before < rows; before++) {
    const found = f(...args, before, 1) as number | Float64Array;
    const value = typeof found === 'number' ? found : found[isFirst ? row * wrtNodes(model).length + along[0]! : row]!;
    if (!Number.isFinite(value)) return { ...oneRow(compilation, point, before), before };
  }
  return null;
}

/** The same point with one row of the data. */
function oneRow({ model }: Compilation, { values, sizes }: Point, row: number): Point {
  let next = 0;
  const kept = model.inputs.flatMap(({ nodes, rows }) => {
    const start = next;
    next += nodes.length * (rows === null ? 1 : sizes[rows]!);
    const at = rows === null ? start : start + row * nodes.length;
    return values.slice(at, at + nodes.length);
  });
  return { values: kept, sizes: sizes.map(() => 1) };
}

function culpritOf(entry: Entry, of: Compilation, { values, sizes }: Point): Culprit | null {
  const written = writtenOut(of, sizes);
  const { compilation, origins } = written;
  const rowOf = (node: Node): number | null => origins?.[node]?.row ?? null;
  const value = observed(written, statementNames(of.model), values).find(found => !Number.isFinite(found.value));
  if (value !== undefined) return { ...value, role: '' };
  const inputs = toArguments(compilation.model.inputs, values);
  const forward = withLimits(compilation.model, () => firstDerivative(compilation.scratch(), inputs, entry, rowOf));
  return forward ?? (entry.along.length === 1 ? lastAdjoint(compilation, inputs, rowOf) : null);
}

/** The first node, in the order of the program, whose derivative is not finite: of first order, then of higher ones. */
function firstDerivative(
  compilation: Compilation,
  inputs: readonly ArgumentValue[],
  { row, along }: Entry,
  rowOf: (node: Node) => number | null,
): Culprit | null {
  const { model } = compilation;
  const { graph } = model;
  const result = resultNodes(model)[row]!;
  const wrt = wrtNodes(model);
  const names = elementNames(model.wrt);
  const one = createBuilder(graph, { derivative: true, algebraic: false }).constant(1);
  const primal = liveAt(compilation, inputs, result);
  let derivatives: (Node | null)[] = primal;
  for (const [order, index] of along.entries()) {
    const known = derivatives.flatMap((node, i) => (node === null ? [] : [{ node, primal: primal[i]! }]));
    const tangents = tangentsOf(
      graph,
      new Map([[wrt[index]!, one]]),
      known.map(({ node }) => node),
      compilation,
    );
    const found = new Map(known.map(({ primal: of }, i) => [of, tangents[i]!]));
    derivatives = primal.map(of => found.get(of) ?? null);
    const present = primal.filter((_, i) => derivatives[i] !== null);
    const values = valuesOf(
      compilation,
      present.map(of => found.get(of)!),
      inputs,
    );
    const first = values.findIndex(value => !Number.isFinite(value));
    if (first < 0) continue;
    const by = along.slice(0, order + 1).map(i => names[i]!);
    const value = values[first]!;
    const role = `the ${ORDERS[order]} by ${by.join(', ')} of `;
    return { span: spanOf(compilation, present[first]!), value, role, row: rowOf(present[first]!) };
  }
  return null;
}

/** Operations that the result depends on at the point, operands first: arms not taken may have any derivative. */
function liveAt(compilation: Compilation, inputs: readonly ArgumentValue[], result: Node): Node[] {
  const { graph, primal } = compilation.model;
  const all = Array.from({ length: Math.min(primal, result + 1) }, (_, node) => node);
  const values = valuesOf(compilation, all, inputs);
  const live = liveNodes(graph, [result], node => values[node]!);
  return all.filter(node => live[node] === 1 && !isLeaf(graph, node));
}

/** The first node on the way back whose adjoint is not finite. */
function lastAdjoint(
  compilation: Compilation,
  inputs: readonly ArgumentValue[],
  rowOf: (node: Node) => number | null,
): Culprit | null {
  const list = withLimits(compilation.model, () => wengertList(compilation));
  const { adjoint } = numbersOf(list, inputs);
  const node = list.nodes.findLast(({ node: of }) => !Number.isFinite(adjoint.get(of) ?? 0))?.node;
  if (node === undefined) return null;
  const role = "the result's derivative by ";
  return { span: spanOf(compilation, node), value: adjoint.get(node)!, role, row: rowOf(node) };
}

const ORDERS = ['derivative', 'second derivative', 'third derivative', 'fourth derivative'] as const;

function spanOf({ model: { graph } }: Compilation, node: Node): Span | null {
  const start = graph.origin[2 * node]!;
  return start < 0 ? null : { start, end: graph.origin[2 * node + 1]! };
}
