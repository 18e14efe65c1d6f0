// Which nodes a program needs, and of those that it needs only sometimes under which condition.

import { createBuilder } from '../graph/build.js';
import { conditionBuilder } from '../graph/condition.js';
import { type Demand, schedulableDemandOf } from '../graph/demand.js';
import { copyGraph, type Graph, isLeaf, operandsOf, originOf } from '../graph/graph.js';
import { ALWAYS, both, type Guard, isExhausted, NEVER, negation } from '../graph/guard.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';

export interface Guards {
  /** Guard of every node. */
  readonly demand: Int32Array;
  armGuard(node: Node, index: number): Guard;
  complement(guard: Guard): Guard;
  /** Condition node of a guard that something is computed under. */
  condition(guard: Guard): Node;
}

export interface Guarded {
  /** The graph; where there are guards, with nodes for their conditions. */
  readonly graph: Graph;
  /** What the results need besides leaves, in the order of the list. */
  readonly needed: Int32Array;
  /** Null where everything is computed: nothing is conditional, or so much that it is not worth telling apart. */
  readonly guards: Guards | null;
}

export function guardsOf(graph: Graph, results: readonly Node[]): Guarded {
  const demanded = schedulableDemandOf(graph, results);
  const needed = neededOf(graph, demanded.demand);
  if (isExhausted(demanded.guards) || !demanded.demand.some(guard => guard > ALWAYS)) {
    return { graph, needed, guards: null };
  }
  const withConditions = copyGraph(graph);
  const conditionOf = makeConditions(withConditions, demanded, needed);
  const demand = demandOfConditions(withConditions, demanded, conditionOf.values());
  return {
    graph: withConditions,
    needed,
    guards: {
      demand,
      armGuard: (node, index) => both(demanded.guards, demand[node]!, demanded.arm(node, index)),
      complement: guard => negation(demanded.guards, guard),
      condition: guard => conditionOf.get(guard)!,
    },
  };
}

function neededOf(graph: Graph, demand: Int32Array): Int32Array {
  const needed = new Int32Array(demand.length);
  let count = 0;
  for (let node = 0; node < demand.length; node++) {
    if (demand[node] !== NEVER && !isLeaf(graph, node)) needed[count++] = node;
  }
  return needed.subarray(0, count);
}

/** Makes the condition node of every guard that something is computed under. */
function makeConditions(graph: Graph, { demand, guards }: Demand, needed: Int32Array): Map<Guard, Node> {
  // What decides about statements goes with the last result: no text made it.
  const last = originOf(graph, demand.length - 1);
  const build = createBuilder(graph, { derivative: false, algebraic: false }).at(last);
  const conditionFor = conditionBuilder(build, guards);
  const conditionOf = new Map<Guard, Node>();
  for (const node of needed) {
    const guard = demand[node]!;
    if (guard > ALWAYS && !conditionOf.has(guard)) conditionOf.set(guard, conditionFor(guard));
  }
  return conditionOf;
}

const LOGIC = new Set([codeOf('and'), codeOf('or'), codeOf('not')]);

/**
 * Demand with that of conditions. Logic inside one is unconditional: where it reads a condition that was not computed, its
 * outcome does not depend on that.
 */
function demandOfConditions(graph: Graph, demanded: Demand, conditions: Iterable<Node>): Int32Array {
  const demand = new Int32Array(graph.size).fill(NEVER);
  demand.set(demanded.demand);
  const pending = [...conditions];
  const seen = new Set<Node>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node) || !LOGIC.has(graph.operation[node]!) || demanded.guards.variableOf.has(node)) continue;
    seen.add(node);
    demand[node] = ALWAYS;
    pending.push(...operandsOf(graph, node));
  }
  return demand;
}
