// Random graphs, node by node from the operations table: what analyses, passes and schedules are tried on.

import fc from 'fast-check';
import { type Builder, createBuilder } from '../../src/graph/build.js';
import { createGraph, type Graph, inputNode, type Node } from '../../src/graph/graph.js';
import { createBudget, defaultLimits } from '../../src/limits.js';
import type { OperationName } from '../../src/ops/operation.js';
import { codeOf, operationAt } from '../../src/ops/table.js';

export const INPUTS = 3;

/** An operation, and how far before it each operand stands. */
export type Recipe = readonly (readonly [name: OperationName, back: readonly number[]])[];

const SMOOTH = ['add', 'sub', 'mul', 'neg', 'sqrt', 'exp', 'square'] as const;
const CONDITIONAL = ['select', 'select', 'select', 'gt', 'lt', 'and', 'or', 'not'] as const;

export const recipes = (names: readonly OperationName[], maxLength = 40): fc.Arbitrary<Recipe> =>
  fc.array(fc.tuple(fc.constantFrom(...names), fc.array(fc.nat(9), { minLength: 3, maxLength: 3 })), {
    minLength: 5,
    maxLength,
  });

/** With arithmetic alone, and with conditionals whose arms share nodes. */
export const smoothRecipes = recipes(SMOOTH);
export const branchingRecipes = recipes([...SMOOTH, ...CONDITIONAL]);

/** Values where comparisons tie, roots are NaN and truth is that of a number. */
export const points = fc.array(fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 2), { minLength: INPUTS, maxLength: INPUTS });

export interface RandomGraph {
  readonly graph: Graph;
  readonly build: Builder;
  /** Inputs, constants, then the node of each line of the recipe; the rules of the table may have made some equal. */
  readonly nodes: readonly Node[];
}

export function emptyGraph() {
  const graph = createGraph(createBudget(defaultLimits), 8);
  return { graph, build: createBuilder(graph, { derivative: false, algebraic: false }) };
}

/** @param simplified whether the rules of the table apply; without them, there are arms that nothing can reach. */
export function graphOf(recipe: Recipe, simplified = true): RandomGraph {
  const { graph, build } = emptyGraph();
  const nodes: Node[] = Array.from({ length: INPUTS }, (_, slot) => inputNode(graph, slot));
  nodes.push(build.constant(0), build.constant(1));
  for (const [name, back] of recipe) {
    const code = codeOf(name);
    const operands = back.slice(0, operationAt(code).arity).map(step => nodes[Math.max(0, nodes.length - 1 - step)]!);
    nodes.push(simplified ? build.apply(code, operands) : build.intern(code, operands));
  }
  return { graph, build, nodes };
}
