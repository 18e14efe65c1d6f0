// The ways to differentiate a number by its inputs, each over shared nodes: as the textbook does, forward, and in reverse.

import { type BuildMode, createBuilder } from '../graph/build.js';
import type { Graph } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { adjointsOf } from './adjoint.js';
import { tangentsOf } from './tangent.js';
import { textbookDerivatives } from './textbook.js';

export type Derivation = 'symbolic' | 'forward' | 'adjoint';

/** One for each input; null for those that are 0 by structure. */
export function firstDerivatives(
  derivation: Derivation,
  graph: Graph,
  result: Node,
  inputs: readonly Node[],
  mode: Pick<BuildMode, 'algebraic'>,
): (Node | null)[] {
  if (derivation === 'symbolic') return inputs.map(input => textbookDerivatives(graph, input, [result], mode)[0]!);
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  if (derivation === 'adjoint') return adjointsOf(graph, [{ node: result, adjoint: one }], inputs, inputs, mode);
  return inputs.map(input => tangentsOf(graph, new Map([[input, one]]), [result], mode)[0]!);
}
