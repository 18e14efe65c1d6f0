// A program whose intermediate variables are free: each stands in the graph as an input of its own, and what the program says
// that it is stands beside it, as the right side of a constraint `z = f(x, z)`. What is derived of it holds at every x and z, not
// only where the constraints hold.

import { createBuilder } from '../graph/build.js';
import { conditionBuilder } from '../graph/condition.js';
import { activityOf, armsOf } from '../graph/demand.js';
import { inputNode, isLeaf, type Node, operandsOf, originOf } from '../graph/graph.js';
import { copyLeaf, emptyLike } from '../graph/rebuild.js';
import { usedBy } from '../graph/use.js';
import { type DifferentiatedModel, resultNodes, slotCount, wrtNodes } from '../lower/model.js';
import { codeOf } from '../ops/table.js';
import { variesWith } from './dependence.js';
import type { DeriveMode } from './derivatives.js';
import { choicesOf, flowOf } from './passing.js';

export interface Freed {
  /** The program over its variables. What statements are called after is what the program says that they are. */
  readonly model: DifferentiatedModel;
  /** An input for each variable, in slots after those of the model. */
  readonly variables: readonly Node[];
  /** What the program says that each is. */
  readonly definitions: readonly Node[];
  /** Whether the result passes a derivative to each: a condition of x and z. */
  readonly passing: readonly Node[];
}

const STATEMENT = codeOf('statement');

/**
 * @param model in whose graph conditions may be made
 * @param intermediate what becomes free; of a node that is there twice, or is an input, the program reads none of the others
 */
export function freed(model: DifferentiatedModel, intermediate: readonly Node[], mode: DeriveMode): Freed {
  const { graph, inputs, outputs, statements, residuals, residualResults } = model;
  const conditions = passingConditions(model, intermediate, mode);
  const first = slotCount(model);
  const slots = new Map<Node, number>();
  for (const [i, node] of intermediate.entries())
    if (!isLeaf(graph, node) && !slots.has(node)) slots.set(node, first + i);

  const kept = [...inputs, ...outputs, ...residualResults, { nodes: residuals }].flatMap(({ nodes }) => nodes);
  const used = usedBy(graph, [...kept, ...intermediate, ...conditions]);
  const copy = emptyLike(graph, used.length);
  let build = createBuilder(copy, { derivative: false, ...mode });
  const moved = new Int32Array(used.length).fill(-1);
  const at = (node: Node): Node => moved[node]!;
  const definitions = new Map<Node, Node>();
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const origin = originOf(graph, node);
    if (isLeaf(graph, node)) {
      moved[node] = copyLeaf(graph, node, copy, origin);
      continue;
    }
    build = build.at(origin);
    const code = graph.operation[node]!;
    const operands = operandsOf(graph, node).map(at);
    const slot = slots.get(node);
    // Operations as they stand, so that a variable has the bits that its statement has where the program runs.
    const own = slot !== undefined && code === STATEMENT ? operands[0]! : build.intern(code, operands);
    moved[node] = slot === undefined ? own : inputNode(copy, slot, origin);
    if (slot !== undefined) definitions.set(node, own);
  }
  const there = <T extends { readonly nodes: readonly Node[] }>(item: T): T => ({ ...item, nodes: item.nodes.map(at) });
  const definitionAt = (node: Node): Node => definitions.get(node) ?? at(node);
  const isAlias = (node: Node, i: number): boolean => slots.get(node) !== first + i;
  const nothing = build.constant(0);
  return {
    model: {
      ...model,
      graph: copy,
      inputs: inputs.map(there),
      outputs: outputs.map(there),
      wrt: model.wrt.map(there),
      residuals: residuals.map(at),
      residualResults: residualResults.map(there),
      statements: statements.map(item => ({ ...item, nodes: item.nodes.map(definitionAt) })),
      primal: copy.size,
    },
    variables: intermediate.map((_, i) => inputNode(copy, first + i)),
    definitions: intermediate.map((node, i) => (isAlias(node, i) ? at(node) : definitionAt(node))),
    passing: conditions.map((node, i) => (isAlias(intermediate[i]!, i) ? nothing : at(node))),
  };
}

/** For each node the condition under which it is used by what carries a derivative of the result; made in the model's graph. */
function passingConditions(model: DifferentiatedModel, nodes: readonly Node[], mode: DeriveMode): Node[] {
  const { graph } = model;
  const build = createBuilder(graph, { derivative: true, ...mode });
  const roots = resultNodes(model);
  const size = roots.reduce((most, root) => Math.max(most, root + 1), 0);
  const varies = variesWith(graph, size, [...wrtNodes(model), ...nodes]);
  const choices = choicesOf(graph, build, size, varies);
  const arms = armsOf(graph, size, choices);
  const flow = flowOf(graph, arms, choices, varies);
  const activity = activityOf(graph, size, arms.guards, roots, [], flow);
  const conditionFor = conditionBuilder(build, arms.guards);
  return nodes.map(node => (node < size ? conditionFor(activity[node]!) : build.constant(0)));
}
