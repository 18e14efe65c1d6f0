// The passes between differentiation and scheduling, in order.

import type { Graph } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { condense } from './condense.js';
import { exchangedSums } from './exchanged-sums.js';
import { expand } from './expand.js';
import { linearSums } from './linear-sums.js';
import type { Pass, PassMode } from './pass.js';
import { prune } from './prune.js';

/** The third one copies what the results need: the others and the scheduler have a graph of their own. */
const passes: readonly Pass[] = [exchangedSums, linearSums, condense, expand, prune];

export interface Optimised {
  readonly graph: Graph;
  /** Node of each result, in the order they were given. */
  readonly results: readonly Node[];
  /** New node of an old one, -1 where it is not needed any more. */
  nodeOf(old: Node): Node;
}

/** What the first node of the derivative is in a graph that a pass has made: they are made in order. */
function boundaryIn(nodes: Int32Array, primal: Node): Node {
  let boundary = 0;
  for (let node = 0; node < primal; node++) boundary = Math.max(boundary, (nodes[node] ?? -1) + 1);
  return boundary;
}

export function runPasses(graph: Graph, results: readonly Node[], mode: PassMode): Optimised {
  let current: Optimised = { graph, results, nodeOf: node => node };
  let { primal } = mode;
  for (const pass of passes) {
    const before = current;
    const { graph: next, nodes } = pass.run(before.graph, before.results, { ...mode, primal });
    if (next !== before.graph) primal = boundaryIn(nodes, primal);
    current = {
      graph: next,
      results: before.results.map(node => nodes[node]!),
      nodeOf: node => {
        const earlier = before.nodeOf(node);
        return earlier === -1 ? -1 : (nodes[earlier] ?? -1);
      },
    };
  }
  return current;
}
