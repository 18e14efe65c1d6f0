import type { BuildMode } from '../graph/build.js';
import type { Graph } from '../graph/graph.js';
import type { Rebuilt } from '../graph/rebuild.js';
import type { Node } from '../ops/operation.js';

export interface PassMode extends BuildMode {
  /** Nodes below this one are the program as it was written, those from here on its derivatives. */
  readonly primal: Node;
}

/** Graph → graph, keeping the value of every result. */
export interface Pass {
  readonly name: string;
  run(graph: Graph, results: readonly Node[], mode: PassMode): Rebuilt;
}
