// Under which conditions what carries a derivative of the result uses a node. An unknown of an implicit block is used where any of
// the block is: its equation belongs to all of them.

import { isRoot, rootAt, rootsOf } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import { conditionBuilder } from '../graph/condition.js';
import { activityOf, armsOf } from '../graph/demand.js';
import type { Graph, Node } from '../graph/graph.js';
import { either, NEVER } from '../graph/guard.js';
import { type DifferentiatedModel, resultNodes, wrtNodes } from '../lower/model.js';
import { variesWith } from './dependence.js';
import type { DeriveMode } from './derivatives.js';
import { choicesOf, flowOf } from './passing.js';

/**
 * The condition of each node, made in the model's graph.
 * @param varying nodes that have adjoints, beside what is differentiated
 */
export function activeConditions(
  model: DifferentiatedModel,
  nodes: readonly Node[],
  varying: readonly Node[],
  mode: DeriveMode,
): Node[] {
  const { graph } = model;
  const build = createBuilder(graph, { derivative: true, ...mode });
  const together = nodes.map(node => (isRoot(graph, node) ? rootsBeside(graph, node) : [node]));
  const roots = resultNodes(model);
  const size = roots.reduce((most, root) => Math.max(most, root + 1), 0);
  const varies = variesWith(graph, size, [...wrtNodes(model), ...varying]);
  const choices = choicesOf(graph, build, size, varies);
  const arms = armsOf(graph, size, choices);
  const flow = flowOf(graph, arms, choices, varies);
  const activity = activityOf(graph, size, arms.guards, roots, [], flow);
  const conditionFor = conditionBuilder(build, arms.guards);
  return together.map(group =>
    conditionFor(group.reduce((guard, node) => either(arms.guards, guard, activity[node] ?? NEVER), NEVER)),
  );
}

/** All unknowns of the block of one. */
export function rootsBeside(graph: Graph, root: Node): Node[] {
  const { node, block } = rootAt(graph, root);
  return rootsOf(createBuilder(graph, { derivative: false, algebraic: false }), node, block);
}
