// Multipliers of what a program says: of a statement its adjoint, of an equation of implicit unknowns what a transposed solve makes
// of the adjoints of these. An unknown stands for the equation that it is matched with.

import { isRoot, rootAt } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import { constantNode, type Graph, type Node } from '../graph/graph.js';
import { type DifferentiatedModel, type NamedStatement, resultNodes, wrtNodes } from '../lower/model.js';
import { activeConditions, rootsBeside } from './activity.js';
import { adjointsOf } from './adjoint.js';
import { blockMultipliers, type InnerTangents } from './blocks.js';
import { type DeriveMode, zeroOf } from './derivatives.js';
import { tangentsOf } from './tangent.js';

/** The multiplier of every named statement, in their order. The model must have been lowered with statements kept apart. */
export function multipliersOf(model: DifferentiatedModel, mode: DeriveMode): NamedStatement[] {
  const statements = model.statements;
  const nodes = multiplierNodes(
    model,
    statements.flatMap(of => of.nodes),
    mode,
  );
  let next = 0;
  return statements.map(statement => {
    const start = next;
    next += statement.nodes.length;
    return { ...statement, nodes: nodes.slice(start, next) };
  });
}

/**
 * The multipliers of nodes; of several results those of their sum.
 * @param varying what has adjoints, beside what is differentiated
 */
export function multiplierNodes(
  model: DifferentiatedModel,
  nodes: readonly Node[],
  mode: DeriveMode,
  varying: readonly Node[] = nodes,
): Node[] {
  const { graph } = model;
  const roots = new Set(nodes.filter(node => isRoot(graph, node)).flatMap(node => rootsBeside(graph, node)));
  const wanted = [...new Set([...nodes, ...roots])];
  const inputs = [...wrtNodes(model), ...varying];
  const one = constantNode(graph, 1);
  const seeds = resultNodes(model).map(node => ({ node, adjoint: one }));
  const zero = zeroOf(model);
  const conditions = roots.size === 0 ? [] : activeConditions(model, [...roots], inputs, mode);
  const active = new Map([...roots].map((root, i) => [root, conditions[i]!]));
  const adjoints = adjointsOf(graph, seeds, inputs, wanted, mode);
  const adjointOf = new Map(wanted.map((node, i) => [node, adjoints[i] ?? zero]));
  const solve = solving(graph, adjointOf, mode);
  const g = createBuilder(graph, { derivative: true, ...mode });
  return nodes.map(node => {
    const condition = active.get(node);
    // Where a block is not needed nothing is solved.
    return condition === undefined ? adjointOf.get(node)! : g.select(condition, solve(node), zero);
  });
}

/** What the multiplier of an unknown's equation is, where its block is solved; a transposed solve for each block. */
function solving(graph: Graph, adjointOf: ReadonlyMap<Node, Node>, mode: DeriveMode): (root: Node) => Node {
  const solved = new Map<Node, readonly Node[]>();
  const g = createBuilder(graph, { derivative: true, ...mode });
  const inner: InnerTangents = (tangents, results) => tangentsOf(graph, tangents, results, mode);
  return root => {
    const { node, unknown } = rootAt(graph, root);
    const bar = rootsBeside(graph, root).map(of => adjointOf.get(of)!);
    const found = solved.get(node) ?? blockMultipliers(graph, g, node, bar, inner);
    solved.set(node, found);
    return found[unknown]!;
  };
}
