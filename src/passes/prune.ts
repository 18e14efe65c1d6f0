// Branches that are never taken where they stand: in `x > 0 ? f : (x > 0 ? g : h)` the inner conditional is h.
//
// Repeated until nothing is left, so that the scheduler finds no arm that nothing can reach.

import type { BuildMode } from '../graph/build.js';
import { demandOf } from '../graph/demand.js';
import { arity, type Graph, hasOperation, operationOf } from '../graph/graph.js';
import { both, NEVER } from '../graph/guard.js';
import { type Rebuilt, rebuild, unchanged } from '../graph/rebuild.js';
import type { Node } from '../ops/operation.js';
import { operationAt } from '../ops/table.js';
import type { Pass } from './pass.js';

export const prune = {
  name: 'prune',
  run(graph: Graph, results: readonly Node[], mode: BuildMode): Rebuilt {
    let current = unchanged(graph);
    if (!hasOperation(graph, row => row.lazy !== undefined)) return current;
    for (;;) {
      const moved = results.map(node => current.nodes[node]!);
      const unreachable = unreachableArms(current.graph, moved);
      if (unreachable.size === 0) return current;
      const { operation } = current.graph;
      const next = rebuild(current.graph, moved, mode, {
        concerns: node => unreachable.has(node),
        replace(build, node, operands) {
          // What decides about its operands is known where the node stands.
          const { lazy, decided } = operationAt(operation[node]!);
          return decided!(build, operands, lazy![unreachable.get(node)!] === false);
        },
      });
      const nodes = current.nodes.map(node => (node === -1 ? -1 : (next.nodes[node] ?? -1)));
      current = { graph: next.graph, nodes };
    }
  },
} satisfies Pass;

/** Lazy nodes with an operand that is never looked at, and which. */
function unreachableArms(graph: Graph, results: readonly Node[]): Map<Node, number> {
  const found = new Map<Node, number>();
  const { demand, guards, arm } = demandOf(graph, results);
  for (let node = 0; node < demand.length; node++) {
    if (demand[node] === NEVER || operationOf(graph, node).lazy === undefined) continue;
    for (let index = 1; index < arity(graph, node); index++) {
      if (both(guards, demand[node]!, arm(node, index)) === NEVER) found.set(node, index);
    }
  }
  return found;
}
