// Under which conditions a derivative passes between a node and its operands: the arms of conditionals, and the operands that
// operations such as max choose. What is not chosen passes nothing, in either direction, so that 0·∞ cannot come from it.

import type { Arms, Choices, Flow } from '../graph/demand.js';
import { type Graph, operandsOf, operationOf } from '../graph/graph.js';
import { ALWAYS, both, NEVER } from '../graph/guard.js';
import type { Build, Node } from '../ops/operation.js';
import { operations } from '../ops/table.js';
import { partialOf } from './dependence.js';

const choosing = operations.map(({ passes }) => passes !== undefined);

/** The conditions of the nodes below `size` that choose and that vary, one for each operand; appended to the graph. */
export function choicesOf(graph: Graph, build: Build, size: number, varies: Uint8Array): Choices {
  const choices = new Map<Node, readonly Node[]>();
  for (let node = 0; node < size; node++) {
    if (varies[node] !== 1 || !choosing[graph.operation[node]!]) continue;
    const operands = operandsOf(graph, node);
    const { passes } = operationOf(graph, node);
    choices.set(
      node,
      operands.map((_, index) => passes!(build, index, operands, node)),
    );
  }
  return choices;
}

/** @param varies of every node that a derivative may flow to */
export function flowOf(graph: Graph, { guards, arm, truthOf }: Arms, choices: Choices, varies: Uint8Array): Flow {
  return (user, index) => {
    if (varies[graph.operands[graph.first[user]! + index]!] !== 1 || partialOf(graph, user, index) === null)
      return NEVER;
    const chosen = choices.get(user);
    if (chosen !== undefined) return truthOf(chosen[index]!);
    return operationOf(graph, user).lazy === undefined ? ALWAYS : both(guards, ALWAYS, arm(user, index));
  };
}
