// A program whose intermediate variables are free: each stands in the graph as an input of its own, and what the program says
// that it is stands beside it, as the right side of a constraint `z = f(x, z)`. What is derived of it holds at every x and z, not
// only where the constraints hold. For an unknown of an implicit block there is its equation instead: nothing is solved.

import { isRoot, isSolved, residualsAt, rootAt, rootsOf, solvedOf } from '../graph/block.js';
import { createBuilder } from '../graph/build.js';
import { inputNode, isLeaf, type Node, operandsOf, originOf } from '../graph/graph.js';
import { copyLeaf, emptyLike } from '../graph/rebuild.js';
import { usedBy } from '../graph/use.js';
import { type DifferentiatedModel, slotCount } from '../lower/model.js';
import { remembered } from '../once.js';
import { codeOf } from '../ops/table.js';
import { activeConditions } from './activity.js';
import type { DeriveMode } from './derivatives.js';

export interface Freed {
  /** The program over its variables. What statements are called after is what the program says that they are. */
  readonly model: DifferentiatedModel;
  /** An input for each variable, in slots after those of the model. */
  readonly variables: readonly Node[];
  readonly constraints: readonly Said[];
  /** Whether the result passes a derivative to each: a condition of x and z. */
  readonly passing: readonly Node[];
}

/** What the program says of a variable. */
export interface Said {
  /** What it is, or what is 0. */
  readonly node: Node;
  /** True for the equation of an unknown. */
  readonly isEquation: boolean;
}

const STATEMENT = codeOf('statement');

/**
 * @param model in whose graph conditions may be made
 * @param intermediate what becomes free; of a node that is there twice, or is an input, the program reads none of the others
 */
export function freed(model: DifferentiatedModel, intermediate: readonly Node[], mode: DeriveMode): Freed {
  const { graph, inputs, outputs, statements, residuals, residualResults } = model;
  const conditions = activeConditions(model, intermediate, intermediate, mode);
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
    if (isSolved(graph, node)) continue;
    if (isRoot(graph, node)) {
      moved[node] = inputNode(copy, slot!, origin);
      continue;
    }
    // Operations as they stand, so that a variable has the bits that its statement has where the program runs.
    const own = slot !== undefined && code === STATEMENT ? operands[0]! : build.intern(code, operands);
    moved[node] = slot === undefined ? own : inputNode(copy, slot, origin);
    if (slot !== undefined) definitions.set(node, own);
  }
  const there = <T extends { readonly nodes: readonly Node[] }>(item: T): T => ({ ...item, nodes: item.nodes.map(at) });
  const definitionAt = (node: Node): Node => definitions.get(node) ?? at(node);
  const isAlias = (node: Node, i: number): boolean => slots.get(node) !== first + i;
  const nothing = build.constant(0);
  const residualOf = remembered((solved: Node): readonly Node[] => {
    const { block, outside } = solvedOf(graph, solved);
    const unknowns = rootsOf(createBuilder(graph, { derivative: false, ...mode }), solved, block);
    return residualsAt(block, build, [...outside, ...unknowns].map(at));
  });
  const saidOf = (node: Node, i: number): Said => {
    if (!isRoot(graph, node)) return { node: isAlias(node, i) ? at(node) : definitionAt(node), isEquation: false };
    const { node: solved, unknown } = rootAt(graph, node);
    return { node: residualOf(solved)[unknown]!, isEquation: true };
  };
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
      hasHessian: false,
    },
    variables: intermediate.map((_, i) => inputNode(copy, first + i)),
    constraints: intermediate.map(saidOf),
    passing: conditions.map((node, i) => (isAlias(intermediate[i]!, i) ? nothing : at(node))),
  };
}
