// Says which statement first made a NaN or an infinity: of its value or, where all values are finite, of its derivative along
// the inputs of the first result that is not. Where every statement's derivative is finite too, it was made on the way back
// from the result, which the adjoints tell.

import type { Compilation } from '../../compilation.js';
import { tangentsOf } from '../../differentiate/tangent.js';
import { observe, valuesOf } from '../../evaluate.js';
import { wengertList } from '../../explain/list.js';
import { numbersOf } from '../../explain/numbers.js';
import { createBuilder } from '../../graph/build.js';
import { isLeaf, type Node } from '../../graph/graph.js';
import { resultNodes, wrtNodes } from '../../lower/model.js';
import { withLimits } from '../../within-limits.js';
import { elementNames } from '../formula/elements.js';
import { placesOf, type Span } from '../formula/lines.js';
import { type ArgumentValue, toArguments } from '../formula/point.js';
import type { Streams } from '../terminal/streams.js';
import { liveNodes } from '../verify/kinks.js';

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
}

/** @param entries low orders first. */
export function warnIfNotFinite(
  entries: readonly Entry[],
  compilation: Compilation,
  point: readonly number[],
  streams: Streams,
): void {
  const entry = entries.find(({ value }) => !Number.isFinite(value));
  if (entry === undefined) return;
  const inputs = elementNames(compilation.model.inputs).filter((_, i) => !Number.isFinite(point[i]!));
  if (inputs.length > 0) {
    streams.err(`not finite: the input ${inputs.join(', ')} is not\n`);
    return;
  }
  const culprit = culpritOf(entry, compilation, toArguments(compilation.model.inputs, point));
  if (culprit === null) {
    streams.err('not finite: the values are, a derivative is not\n');
    return;
  }
  const { line, column, text } = placesOf(compilation)(culprit.span);
  const where = line === null ? '' : `line ${line}, column ${column}: `;
  streams.err(`not finite: ${where}${culprit.role}'${text}' is ${culprit.value}\n`);
}

function culpritOf(entry: Entry, compilation: Compilation, inputs: readonly ArgumentValue[]): Culprit | null {
  const value = observe(compilation, inputs).find(observed => !Number.isFinite(observed.value));
  if (value !== undefined) return { span: value.span, value: value.value, role: '' };
  const forward = withLimits(compilation.model, () => firstDerivative(compilation.scratch(), inputs, entry));
  return forward ?? (entry.along.length === 1 ? lastAdjoint(compilation, inputs) : null);
}

/** The first node, in the order of the program, whose derivative is not finite: of first order, then of higher ones. */
function firstDerivative(
  compilation: Compilation,
  inputs: readonly ArgumentValue[],
  { row, along }: Entry,
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
    return { span: spanOf(compilation, present[first]!), value, role: `the ${ORDERS[order]} by ${by.join(', ')} of ` };
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
function lastAdjoint(compilation: Compilation, inputs: readonly ArgumentValue[]): Culprit | null {
  const list = withLimits(compilation.model, () => wengertList(compilation));
  const { adjoint } = numbersOf(list, inputs);
  const node = list.nodes.findLast(({ node: of }) => !Number.isFinite(adjoint.get(of) ?? 0))?.node;
  if (node === undefined) return null;
  return { span: spanOf(compilation, node), value: adjoint.get(node)!, role: "the result's derivative by " };
}

const ORDERS = ['derivative', 'second derivative', 'third derivative', 'fourth derivative'] as const;

function spanOf({ model: { graph } }: Compilation, node: Node): Span | null {
  const start = graph.origin[2 * node]!;
  return start < 0 ? null : { start, end: graph.origin[2 * node + 1]! };
}
