// Which extrema of rows a program is made of whatever its values are: it has none where there are no rows.

import { type Graph, operandsOf, operationOf } from '../graph/graph.js';
import { type DifferentiatedModel, resultNodes } from '../lower/model.js';
import type { Combine, Node } from '../ops/operation.js';
import { allResults, type Schedule, type Total } from '../schedule/sections.js';

const EXTREMA: ReadonlyMap<string, Combine> = new Map([
  ['minOver', 'min'],
  ['maxOver', 'max'],
]);

export function extremaOf(model: Pick<DifferentiatedModel, 'graph' | 'outputs'>): ReadonlySet<Combine> {
  const { graph } = model;
  return new Set([...extremaIn(graph, resultNodes(model))].map(node => EXTREMA.get(operationOf(graph, node).name)!));
}

/** Which totals of a function's loops the program has no value without. */
export function neededExtrema(model: Pick<DifferentiatedModel, 'graph' | 'outputs'>, { graph, results }: Schedule) {
  const extrema = extremaOf(model);
  // What derivatives look at under a condition need not be there.
  const needed = extrema.size === 0 ? null : extremaIn(graph, allResults(results));
  return ({ node, combine }: Pick<Total, 'node' | 'combine'>): boolean =>
    extrema.has(combine) && needed?.has(node) === true;
}

/** What stands in an arm of a conditional is not among them, nor what other reductions find for themselves. */
export function extremaIn(graph: Graph, results: readonly Node[]): ReadonlySet<Node> {
  const found = new Set<Node>();
  if (graph.indices.length === 0) return found;
  const seen = new Set<Node>();
  const pending = [...results];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const { name, lazy } = operationOf(graph, node);
    if (EXTREMA.has(name)) found.add(node);
    if (name === 'held') continue;
    for (const [i, operand] of operandsOf(graph, node).entries()) if (lazy?.[i] === undefined) pending.push(operand);
  }
  return found;
}
