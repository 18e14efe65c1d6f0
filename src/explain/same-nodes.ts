// Which nodes of two models of one program are the same: one of them may have written out what is a loop in the other, or keep
// equal statements apart.

import { isSolved, solvedOf } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import { domainOf, indicesIn, isOfRange } from '../graph/domain.js';
import { copyGraph, type Graph, isLeaf, NO_ORIGIN, type Node, operand, operandsOf } from '../graph/graph.js';
import { copyLeaf } from '../graph/rebuild.js';
import type { Model } from '../lower/model.js';
import { codeOf, UNKNOWN } from '../ops/table.js';

const STATEMENT = codeOf('statement');

/** For each node of a model the one of another that is made in the same way, or has the same name; -1 where there is none. */
export function sameNodes({ graph, statements }: Model, to: Model): Int32Array {
  // What is made anew is found where it is there already.
  const copy = copyGraph(to.graph);
  const build = createBuilder(copy, { derivative: false, algebraic: false });
  const named = namedIn(statements, to);
  const nodes = new Int32Array(graph.size);
  const made = (node: Node): Node => {
    if (isLeaf(graph, node)) return isSameLeaf(graph, to.graph, node) ? copyLeaf(graph, node, copy, NO_ORIGIN) : -1;
    if (graph.operation[node] === STATEMENT) return nodes[operand(graph, node, 0)]!;
    const operands = operandsOf(graph, node).map(of => nodes[of]!);
    if (operands.includes(-1) || (isSolved(graph, node) && !isSameBlock(graph, to.graph, node))) return -1;
    return build.intern(graph.operation[node]!, operands);
  };
  for (let node = 0; node < nodes.length; node++) {
    const found = made(node);
    nodes[node] = found < to.graph.size && found !== -1 ? found : (named.get(node) ?? -1);
  }
  return nodes;
}

/** Nodes of statements by those that have the same name. */
function namedIn(statements: Model['statements'], to: Model): Map<Node, Node> {
  const others = new Map(to.statements.map(({ name, nodes }) => [name, nodes]));
  const found = new Map<Node, Node>();
  for (const { name, nodes } of statements) {
    const other = others.get(name);
    // An array of another length is the same for any one index.
    if (other?.length === nodes.length) for (const [i, node] of nodes.entries()) found.set(node, other[i]!);
  }
  return found;
}

/** Leaves are the same where the indices that they depend on are. */
function isSameLeaf(graph: Graph, to: Graph, leaf: Node): boolean {
  if (graph.operation[leaf] === UNKNOWN) return false;
  return indicesIn(domainOf(graph, leaf)).every(index => {
    const other = to.indices[index];
    return other !== undefined && isOfRange(graph.indices[index]!, other);
  });
}

function isSameBlock(graph: Graph, to: Graph, solved: Node): boolean {
  const { number, block } = solvedOf(graph, solved);
  return to.blocks.get(number)?.names.join() === block.names.join();
}
