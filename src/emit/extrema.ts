// Which extrema of rows a program is made of whatever its values are: it has none where there are no rows.

import { operandsOf, operationOf } from '../graph/graph.js';
import { type DifferentiatedModel, resultNodes } from '../lower/model.js';
import type { Combine, Node } from '../ops/operation.js';

const EXTREMA: ReadonlyMap<string, Combine> = new Map([
  ['minOver', 'min'],
  ['maxOver', 'max'],
]);

/** What stands in an arm of a conditional is not among them, nor what other reductions find for themselves. */
export function extremaOf(model: Pick<DifferentiatedModel, 'graph' | 'outputs'>): ReadonlySet<Combine> {
  const { graph } = model;
  const found = new Set<Combine>();
  if (graph.indices.length === 0) return found;
  const seen = new Set<Node>();
  const pending = resultNodes(model);
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const { name, lazy } = operationOf(graph, node);
    const combine = EXTREMA.get(name);
    if (combine !== undefined) found.add(combine);
    if (name === 'held') continue;
    for (const [i, operand] of operandsOf(graph, node).entries()) if (lazy?.[i] === undefined) pending.push(operand);
  }
  return found;
}
