// Values and adjoints of a list's nodes at a point.

import { valuesOf } from '../evaluate.js';
import { domainOf, EVERYWHERE } from '../graph/domain.js';
import { hasSeveral, type Node } from '../graph/graph.js';
import type { WengertList } from './list.js';

/** Of the nodes outside of rows: what rows compute is many numbers. */
export interface Numbers {
  readonly value: ReadonlyMap<Node, number>;
  /** Of the nodes that a result depends on. */
  readonly adjoint: ReadonlyMap<Node, number>;
}

/** Runs the code of the list and of its adjoints. */
export function numbersOf(list: WengertList, inputs: readonly (number | Float64Array)[]): Numbers {
  const { graph } = list.compilation.model;
  const isOne = (node: Node): boolean => domainOf(graph, node) === EVERYWHERE && !hasSeveral(graph, node);
  const values = list.nodes.map(({ node }) => node).filter(isOne);
  const adjoints = [...list.adjoints()].filter(
    (entry): entry is [Node, Node] => entry[1] !== null && isOne(entry[0]) && isOne(entry[1]),
  );
  const wanted = [...values, ...adjoints.map(([, adjoint]) => adjoint)];
  const found = valuesOf(list.compilation, wanted, inputs);
  return {
    value: new Map(values.map((node, i) => [node, found[i]!])),
    adjoint: new Map(adjoints.map(([node], i) => [node, found[values.length + i]!])),
  };
}
