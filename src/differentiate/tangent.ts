// Forward mode, graph → graph: appends the nodes that carry a tangent from inputs to results.
//
// The same partial rules as the adjoint, scaled by the operand's tangent. A conditional's tangent is the conditional of its
// arms' tangents, which is as lazy as the conditional itself.

import { type Builder, type BuildMode, createBuilder } from '../graph/build.js';
import { type Graph, operandsOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { codeOf, INPUT } from '../ops/table.js';
import { partialOf, variesWith } from './dependence.js';

/** Tangents of `results` for the given tangents of inputs; null where a result does not depend on them. */
export function tangentsOf(
  graph: Graph,
  tangents: ReadonlyMap<Node, Node>,
  results: readonly Node[],
  mode: Pick<BuildMode, 'algebraic'>,
): (Node | null)[] {
  const build = createBuilder(graph, { derivative: true, algebraic: mode.algebraic });
  const used = usedBy(graph, results);
  const varies = variesWith(graph, used.length, [...tangents.keys()]);
  const tangent = new Int32Array(used.length).fill(-1);
  for (const [input, value] of tangents) if (input < used.length) tangent[input] = value;
  const outside = graph.currentOrigin;
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || varies[node] !== 1 || graph.operation[node]! <= INPUT) continue;
    graph.currentOrigin = { start: graph.origin[2 * node]!, end: graph.origin[2 * node + 1]! };
    tangent[node] =
      graph.operation[node] === SELECT ? ofSelect(build, graph, node, tangent) : sum(build, graph, node, tangent);
  }
  graph.currentOrigin = outside;
  return results.map(node => (tangent[node] === -1 ? null : tangent[node]!));
}

const SELECT = codeOf('select');

function ofSelect(build: Builder, graph: Graph, node: Node, tangent: Int32Array): Node {
  const [condition, whenTrue, whenFalse] = operandsOf(graph, node);
  const orZero = (value: number): Node => (value === -1 ? build.constant(0) : value);
  return build.select(condition!, orZero(tangent[whenTrue!]!), orZero(tangent[whenFalse!]!));
}

function sum(build: Builder, graph: Graph, node: Node, tangent: Int32Array): Node {
  const operands = operandsOf(graph, node);
  let total = -1;
  for (const [index, operand] of operands.entries()) {
    const partial = partialOf(graph, node, index);
    if (partial === null || tangent[operand] === -1) continue;
    const term = partial(build, tangent[operand]!, operands, node);
    total = total === -1 ? term : build.add(total, term);
  }
  return total;
}
