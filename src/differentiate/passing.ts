// Under which conditions a derivative passes between a node and its operands: the arms of conditionals, and the operands that
// operations such as max choose. What is not chosen passes nothing, in either direction, so that 0·∞ cannot come from it.

import type { Arms, Choices, Flow } from '../graph/demand.js';
import { constantValue, type Graph, isLeaf, operandsOf, operationOf } from '../graph/graph.js';
import { ALWAYS, type Guard, NEVER } from '../graph/guard.js';
import type { Build, Node } from '../ops/operation.js';
import { operations } from '../ops/table.js';
import { carries } from './dependence.js';

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
export function flowOf(graph: Graph, { arm, truthOf }: Arms, choices: Choices, varies: Uint8Array): Flow {
  return (user, index) => {
    if (varies[graph.operands[graph.first[user]! + index]!] !== 1 || !carries(graph, user, index)) return NEVER;
    const chosen = choices.get(user);
    return chosen === undefined ? arm(user, index) : truthOf(chosen[index]!);
  };
}

/** Most contributions under one guard that are each masked where that matters for infinite inputs only. */
const CROWD = 8;

/**
 * The guards of layers of rectified units and the like: under each are many contributions whose partials are finite for finite
 * inputs. There the adjoint is masked once instead, and 0 times a partial is 0; an infinite input may make NaN of it.
 * @param guardOf guard of what a node contributes to an operand
 */
export function crowdedGuards(
  graph: Graph,
  activity: Int32Array,
  isTame: Tame,
  guardOf: (node: Node, index: number) => Guard,
): ReadonlySet<Guard> {
  const counts = new Map<Guard, number>();
  for (let node = activity.length - 1; node >= 0; node--) {
    if (activity[node]! <= ALWAYS || isLeaf(graph, node)) continue;
    for (const [index, operand] of operandsOf(graph, node).entries()) {
      const guard = guardOf(node, index);
      if (guard !== NEVER && guard !== activity[operand] && isTame(node))
        counts.set(guard, (counts.get(guard) ?? 0) + 1);
    }
  }
  return new Set([...counts].filter(([, count]) => count > CROWD).map(([guard]) => guard));
}

/** True where a node and its partials are finite for finite inputs. */
export type Tame = (node: Node) => boolean;

export function tameNodes(graph: Graph, size: number): Tame {
  const tame = new Uint8Array(size);
  for (let node = 0; node < size; node++) {
    const value = constantValue(graph, node);
    if (isLeaf(graph, node)) tame[node] = value === undefined || Number.isFinite(value) ? 1 : 0;
    else
      tame[node] =
        operationOf(graph, node).tame === true && operandsOf(graph, node).every(of => tame[of] === 1) ? 1 : 0;
  }
  return node => tame[node] === 1;
}
