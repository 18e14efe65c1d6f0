// The ways to differentiate that are compared, each over shared nodes and with the same rules for 0, 1 and -1.

import { adjointsOf } from '../differentiate/adjoint.js';
import { hessianOf, tensorOf } from '../differentiate/matrices.js';
import { tangentsOf } from '../differentiate/tangent.js';
import { textbookDerivatives } from '../differentiate/textbook.js';
import { type BuildMode, createBuilder } from '../graph/build.js';
import type { Graph } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';

type Mode = Pick<BuildMode, 'algebraic'>;

export type Derivation = 'symbolic' | 'forward' | 'adjoint';

/** Nodes of the unique entries (increasing indices) of a scalar's derivative of an order from 1 on, without those that are 0 by structure. */
export function deriveEntries(
  derivation: Derivation,
  graph: Graph,
  result: Node,
  inputs: readonly Node[],
  order: number,
  mode: Mode,
): Node[] {
  if (derivation === 'symbolic') return present(repeated(graph, result, inputs, order, mode));
  if (derivation === 'forward') {
    const gradient = inputs.map(input => tangentOf(graph, input, result, mode));
    return present(tensorOf(graph, gradient, inputs, order, mode).map(({ node }) => node));
  }
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  const adjoints = adjointsOf(graph, [{ node: result, adjoint: one }], inputs, inputs, mode);
  if (order === 1) return present(adjoints);
  if (order === 2) {
    const zero = createBuilder(graph, { derivative: true, ...mode }).constant(0);
    const { rows, entries } = hessianOf(
      graph,
      adjoints.map(node => node ?? zero),
      inputs,
      mode,
    );
    let at = 0;
    return rows.flatMap((row, i) =>
      Array.from(row, j => ({ j, node: entries[at++]! })).flatMap(({ j, node }) => (j <= i ? [node] : [])),
    );
  }
  return present(tensorOf(graph, adjoints, inputs, order, mode).map(({ node }) => node));
}

const present = (nodes: readonly (Node | null)[]): Node[] => nodes.filter(node => node !== null);

function tangentOf(graph: Graph, input: Node, result: Node, mode: Mode): Node | null {
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  return tangentsOf(graph, new Map([[input, one]]), [result], mode)[0]!;
}

/** The textbook's rules applied again to every entry of the order before. */
function repeated(graph: Graph, result: Node, inputs: readonly Node[], order: number, mode: Mode): (Node | null)[] {
  let entries: { readonly last: number; readonly node: Node }[] = [{ last: 0, node: result }];
  for (let done = 0; done < order; done++) {
    entries = inputs.flatMap((input, column) => {
      const lower = entries.filter(({ last }) => last <= column);
      const nodes = lower.map(({ node }) => node);
      const derived = textbookDerivatives(graph, input, nodes, mode);
      return derived.flatMap(node => (node === null ? [] : [{ last: column, node }]));
    });
  }
  return entries.map(({ node }) => node);
}
