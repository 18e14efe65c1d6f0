// Derivatives that a program with implicit blocks has without their solutions: those of a block whose equations do not say what its
// unknowns are, such as 0·z = 0, and second derivatives of linear ones. They hold where there is a solution, and so it is looked for.

import type { DeriveMode } from '../differentiate/derivatives.js';
import { summedOver } from '../differentiate/sums.js';
import { isSolved } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import { domainOf } from '../graph/domain.js';
import type { Graph, Node } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { type DifferentiatedModel, resultNodes } from '../lower/model.js';
import type { Derived } from './plan.js';

/**
 * What a function gives back, NaN where the results of the program are: whatever computes it solves all blocks that computing
 * them does, or throws what that throws.
 */
export function withSolutions(model: DifferentiatedModel, derived: Derived, mode: DeriveMode): Derived {
  const { graph } = model;
  // Where unknowns are arguments nothing is solved.
  if (graph.blocks.size === 0 || derived.model !== undefined) return derived;
  const { returned, stores = [], multipliers = [], placed = [] } = derived;
  const given = [
    ...(returned === undefined ? [] : [returned]),
    ...stores.flatMap(({ nodes }) => nodes),
    ...multipliers.flatMap(({ nodes }) => nodes),
    ...placed.map(({ node }) => node),
  ];
  const results = resultNodes(model);
  const solved = blocksOf(graph, given);
  const missing = results.filter(node => [...blocksOf(graph, [node])].some(block => !solved.has(block)));
  if (missing.length === 0) return derived;
  const g = createBuilder(graph, { derivative: true, algebraic: mode.algebraic });
  const others = missing.map(node => summedOver(graph, g, node, domainOf(graph, node)));
  const known = new Map<Node, Node>();
  const checked = (node: Node): Node => {
    const found = known.get(node) ?? others.reduce((value, other) => g.provided(value, other), node);
    known.set(node, found);
    return found;
  };
  return {
    ...derived,
    ...(returned !== undefined && { returned: checked(returned) }),
    stores: stores.map(store => ({ ...store, nodes: store.nodes.map(checked) })),
    multipliers: multipliers.map(of => ({ ...of, nodes: of.nodes.map(checked) })),
  };
}

function blocksOf(graph: Graph, nodes: readonly Node[]): Set<Node> {
  const used = usedBy(graph, nodes);
  const found = new Set<Node>();
  for (let node = 0; node < used.length; node++) if (used[node] === 1 && isSolved(graph, node)) found.add(node);
  return found;
}
