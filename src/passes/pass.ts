import type { BuildMode } from '../graph/build.js';
import type { Graph } from '../graph/graph.js';
import type { Rebuilt } from '../graph/rebuild.js';
import type { Node } from '../ops/operation.js';

/** Graph → graph, keeping the value of every result. */
export interface Pass {
  readonly name: string;
  run(graph: Graph, results: readonly Node[], mode: BuildMode): Rebuilt;
}
