// The conditions of Karush, Kuhn and Tucker at a point: values by the forward pass and multipliers by the backward pass, put into the
// derivatives of the Lagrangian of a program whose variables are free. These are run, and not what the passes are known to give.

import type { Compilation } from '../../compilation.js';
import { lagrangianGradientOf, lagrangianOf } from '../../differentiate/lagrangian.js';
import { multiplierNodes } from '../../differentiate/multipliers.js';
import { codeOf, valuesOf } from '../../evaluate.js';
import type { Constraints } from '../../explain/constraints.js';
import { type Derived, planOf, scheduledPlan, type Vector } from '../../exports/plan.js';
import { functionsOf } from '../../functions.js';
import { constantNode, copyGraph, isLeaf, type Node } from '../../graph/graph.js';
import { usedBy } from '../../graph/use.js';
import { type DifferentiatedModel, resultNodes, wrtNodes } from '../../lower/model.js';
import { withLimits } from '../../within-limits.js';
import { executedNodes } from '../eval/observed.js';
import { argumentsAt, type Point } from '../formula/point.js';
import { writtenOut, writtenSize } from '../formula/written-out.js';
import { usageError } from '../terminal/failure.js';
import { interpret, solvedValues } from '../verify/replay.js';

/** Of one constraint, or of one row of it. */
export interface At {
  readonly value: number;
  readonly multiplier: number;
  /** z − f(x, z), which is −∂L/∂λ. */
  readonly residual: number;
  /** ∂L/∂z. */
  readonly stationarity: number;
  /** False in an arm that is not taken, where nothing is computed. */
  readonly isTaken: boolean;
}

export interface Kkt {
  readonly value: number;
  readonly lagrangian: number;
  /** By the node of a constraint, one for each row where it is in rows. */
  of(node: Node): readonly At[];
  /** By differentiated element: ∂L/∂x, and what `gradient` says. */
  readonly inputs: readonly { readonly derivative: number; readonly gradient: number }[];
}

/** Nodes beyond which no program is written out. */
const MOST_WRITTEN = 100_000;

/** @param compilation as it is compiled, without statements kept apart */
export function kktAt({ compilation: apart, constraints }: Constraints, compilation: Compilation, point: Point): Kkt {
  const size = writtenSize(apart.model, point.sizes);
  if (size > MOST_WRITTEN) {
    const message = `there is a constraint for each variable of each row, and ${size} are too many`;
    throw usageError(message, 'give fewer rows; without --at the constraints are listed');
  }
  const written = writtenOut(apart, point.sizes, true);
  const { model } = written.compilation;
  const args = argumentsAt(apart.model, point);
  return withLimits(model, () => {
    const variables = [...new Set(constraints.flatMap(({ node }) => written.nodesOf(node)))].filter(
      node => !isLeaf(model.graph, node),
    );
    const taken = takenNodes(written.compilation, point.values, args);
    const { z, lambda } = passes(written.compilation, variables, taken, args);
    const run = functionRunner(written.compilation, variables, [...args, z, lambda]);
    const derivatives = run(own => {
      const of = lagrangianGradientOf(own, variables, apart);
      return { of: of.model, nodes: [...of.byInputs, ...of.byVariables, ...of.byMultipliers] };
    });
    const [lagrangian, value] = run(own => {
      const of = lagrangianOf(own, variables, apart);
      return { of: of.model, nodes: [of.value, ...resultNodes(of.model)] };
    });
    const n = wrtNodes(model).length;
    const at = new Map(
      variables.map((node, i): [Node, At] => [
        node,
        {
          value: z[i]!,
          multiplier: lambda[i]!,
          residual: 0 - derivatives[n + variables.length + i]!,
          stationarity: derivatives[n + i]! + 0,
          isTaken: taken(node),
        },
      ]),
    );
    const gradient = functionsOf(compilation).get('gradient')(...args) as Float64Array;
    return {
      value: value!,
      lagrangian: lagrangian!,
      of: node => written.nodesOf(node).flatMap(own => at.get(own) ?? []),
      inputs: Array.from(gradient, (of, i) => ({ derivative: derivatives[i]!, gradient: of })),
    };
  });
}

type Arguments = readonly (number | Float64Array)[];

/** The forward and the backward pass. Blocks that are not needed are not solved: they may have no solution. */
function passes(compilation: Compilation, variables: readonly Node[], taken: (node: Node) => boolean, args: Arguments) {
  const scratch = compilation.scratch();
  const { graph } = scratch.model;
  const multipliers = multiplierNodes(scratch.model, variables, compilation);
  const nothing = constantNode(graph, Number.NaN);
  const values = graph.blocks.size === 0 ? variables : variables.map(node => (taken(node) ? node : nothing));
  const found = valuesOf(scratch, [...values, ...multipliers], args);
  return { z: found.subarray(0, variables.length), lambda: found.subarray(variables.length) };
}

/** Runs nodes that are derived of the program with free variables. */
function functionRunner(compilation: Compilation, variables: readonly Node[], args: readonly unknown[]) {
  const { model } = compilation;
  const seeds = (['z', 'lambda'] as const).map((name): Vector => ({ name, length: variables.length }));
  return (
    derive: (own: DifferentiatedModel) => { readonly of: DifferentiatedModel; readonly nodes: readonly Node[] },
  ) => {
    const { of, nodes } = derive({ ...model, graph: copyGraph(model.graph) });
    const derived: Derived = { model: of, seeds, stores: [{ target: 'out', nodes }] };
    const scheduled = scheduledPlan(planOf(model, 'derived', derived, compilation), compilation);
    return codeOf(scheduled, compilation).make()(...args) as Float64Array;
  };
}

/** False for what stands only in arms that are not taken. */
function takenNodes(compilation: Compilation, point: readonly number[], args: Arguments): (node: Node) => boolean {
  const { graph, ...model } = compilation.model;
  const results = resultNodes(model);
  const used = usedBy(graph, results);
  const near = (nodes: readonly Node[]): ArrayLike<number> => solvedValues(compilation, nodes, args);
  const executed = executedNodes(graph, results, interpret(graph, results, point, near));
  return node => used[node] !== 1 || executed[node] === 1;
}
