// Formulas that overflow or cancel become the stable operations that they stand for (`--stable`), before anything is
// differentiated. Without it, the places where a derivative overflows at an ordinary size.

import { createBuilder } from '../graph/build.js';
import type { Graph, Node } from '../graph/graph.js';
import { operandsOf, operationOf } from '../graph/graph.js';
import { rebuild } from '../graph/rebuild.js';
import { usedBy } from '../graph/use.js';
import type { OperationName } from '../ops/operation.js';
import { type FindStable, stableForms } from '../ops/stable.js';
import type { Pass } from './pass.js';

// Rows are named as operations are.
const findFor = (graph: Graph, node: Node): FindStable | undefined =>
  stableForms.get(operationOf(graph, node).name as OperationName);

export const stabilise = {
  name: 'stabilise',
  run: (graph, results, mode) =>
    rebuild(graph, results, mode, {
      concerns: node => findFor(graph, node) !== undefined,
      replace: (build, node, operands) => findFor(graph, node)!(build, operands)?.make(),
    }),
} satisfies Pass;

/** The other forms only lose digits. */
const MAY_OVERFLOW: readonly string[] = ['div', 'log'] satisfies OperationName[];

/** A node whose derivative overflows at an ordinary size, and what to write instead. */
export interface Overflowing {
  readonly node: Node;
  readonly instead: string;
}

export function overflowing(graph: Graph, results: readonly Node[]): Overflowing[] {
  const used = usedBy(graph, results);
  const build = createBuilder(graph, { derivative: false, algebraic: false });
  const found: Overflowing[] = [];
  for (let node = 0; node < used.length; node++) {
    const isLooked = used[node] === 1 && MAY_OVERFLOW.includes(operationOf(graph, node).name);
    const find = isLooked ? findFor(graph, node) : undefined;
    const instead = find?.(build, operandsOf(graph, node))?.instead;
    if (instead) found.push({ node, instead });
  }
  return found;
}
