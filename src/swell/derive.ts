// The ways to differentiate that are compared, each over shared nodes and with the same rules for 0, 1 and -1.

import { type Derivation, firstDerivatives } from '../differentiate/derivations.js';
import { hessianOf, tensorOf } from '../differentiate/matrices.js';
import { textbookDerivatives } from '../differentiate/textbook.js';
import { type BuildMode, createBuilder } from '../graph/build.js';
import type { Graph } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';

type Mode = Pick<BuildMode, 'algebraic'>;

export type { Derivation };

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
  const gradient = firstDerivatives(derivation, graph, result, inputs, mode);
  if (derivation === 'forward') return present(tensorOf(graph, gradient, inputs, order, mode).map(({ node }) => node));
  if (order === 1) return present(gradient);
  if (order === 2) {
    const zero = createBuilder(graph, { derivative: true, ...mode }).constant(0);
    const { rows, entries } = hessianOf(
      graph,
      gradient.map(node => node ?? zero),
      inputs,
      mode,
    );
    let at = 0;
    return rows.flatMap((row, i) =>
      Array.from(row, j => ({ j, node: entries[at++]! })).flatMap(({ j, node }) => (j <= i ? [node] : [])),
    );
  }
  return present(tensorOf(graph, gradient, inputs, order, mode).map(({ node }) => node));
}

const present = (nodes: readonly (Node | null)[]): Node[] => nodes.filter(node => node !== null);

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
