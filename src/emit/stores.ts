// Results that a function writes to its arrays: where each goes, and zeros that a loop writes.

import type { Argument } from '../exports/declared.js';
import type { FunctionPlan } from '../exports/plan.js';
import { constantValue, type Graph, type Node } from '../graph/graph.js';

/** Zeros of one array beyond which a loop writes them. */
const MOST_ZEROS = 32;

/** How a function stores its results, which are counted through all arrays. */
export interface Stored {
  /** The element that a result goes to. */
  target(position: number, outputs: readonly Argument[]): { readonly name: string; readonly index: number };
  /** True for a result of an array that a loop fills with zeros first. */
  isInZeros(position: number): boolean;
  /** False where that loop has written it. */
  isWritten(position: number): boolean;
  /** The arrays that such loops fill. */
  filled(outputs: readonly Argument[]): { readonly name: string; readonly length: number }[];
}

/** @param nodes of all results, in the graph of the line that stores them */
export function storedResults(
  { stores: plans }: Pick<FunctionPlan, 'stores'>,
  graph: Graph,
  nodes: readonly Node[],
): Stored {
  let next = 0;
  const stores = plans.map(plan => {
    next += plan.nodes.length;
    return { nodes: nodes.slice(next - plan.nodes.length, next) };
  });

  // Not -0: that may come of a rule for constants, and targets give the same bits.
  const isZero = (node: Node): boolean => Object.is(constantValue(graph, node), 0);
  const zeros = stores.map(({ nodes }) => nodes.filter(isZero).length > MOST_ZEROS);
  const placeOf = (position: number): { which: number; index: number } => {
    let index = position;
    let which = 0;
    while (index >= stores[which]!.nodes.length) index -= stores[which++]!.nodes.length;
    return { which, index };
  };
  return {
    target(position, outputs) {
      const { which, index } = placeOf(position);
      return { name: outputs[which]!.name, index };
    },
    isInZeros: position => zeros[placeOf(position).which]!,
    isWritten(position) {
      const { which, index } = placeOf(position);
      return !(zeros[which] && isZero(stores[which]!.nodes[index]!));
    },
    filled: outputs => outputs.flatMap(({ name, length }, which) => (zeros[which] ? [{ name, length: length! }] : [])),
  };
}
