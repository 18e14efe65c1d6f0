// Reverse mode, graph → graph: appends the nodes that compute the adjoints (the Lagrange multipliers of `node = op(…)`).
//
// One backward sweep. A node's adjoint is the sum of its users' contributions, scaled by the operation's own partial rule.
// A contribution from a user that is active under a narrower guard than its operand is masked lazily, so that the adjoint
// of an arm not taken is 0 and its code does not run.

import { type Builder, type BuildMode, createBuilder } from '../graph/build.js';
import { conditionBuilder } from '../graph/condition.js';
import { activityOf, type Demand, demandOf } from '../graph/demand.js';
import { type Graph, operandsOf } from '../graph/graph.js';
import { ALWAYS, both, type Guard, NEVER } from '../graph/guard.js';
import type { Node } from '../ops/operation.js';
import { INPUT } from '../ops/table.js';
import { partialOf, variesWith } from './dependence.js';

export interface Seed {
  readonly node: Node;
  /** Adjoint given to the node from outside. */
  readonly adjoint: Node;
}

/** Adjoints of `wanted` nodes, which are among `inputs` or depend on them; null where no result depends on the node. */
export function adjointsOf(
  graph: Graph,
  seeds: readonly Seed[],
  inputs: readonly Node[],
  wanted: readonly Node[],
  mode: Pick<BuildMode, 'algebraic'>,
): (Node | null)[] {
  const build = createBuilder(graph, { derivative: true, algebraic: mode.algebraic });
  const roots = seeds.map(seed => seed.node);
  const size = roots.reduce((most, root) => Math.max(most, root + 1), 0);
  const varies = variesWith(graph, size, inputs);
  const demand = demandOf(graph, roots);
  const flows = (user: Node, index: number): boolean =>
    varies[operandAt(graph, user, index)] === 1 && partialOf(graph, user, index) !== null;
  const activity = activityOf(
    graph,
    demand,
    roots,
    inputs.filter(node => node < size),
    flows,
  );
  const sweep = createSweep(build, demand, activity);
  for (const { node, adjoint } of seeds) if (activity[node] !== NEVER) sweep.contribute(node, activity[node]!, adjoint);

  const outside = graph.currentOrigin;
  for (let node = size - 1; node >= 0; node--) {
    if (varies[node] !== 1 || activity[node] === NEVER) continue;
    graph.currentOrigin = { start: graph.origin[2 * node]!, end: graph.origin[2 * node + 1]! };
    const adjoint = sweep.settle(node);
    if (adjoint === null || graph.operation[node]! <= INPUT) continue;
    const operands = operandsOf(graph, node);
    for (let index = 0; index < operands.length; index++) {
      if (!flows(node, index)) continue;
      const partial = partialOf(graph, node, index)!;
      const active = both(demand.guards, activity[node]!, demand.arm(node, index));
      if (active !== NEVER) sweep.contribute(operands[index]!, active, partial(build, adjoint, operands, node));
    }
  }
  graph.currentOrigin = outside;
  const conditionFor = conditionBuilder(build, demand.guards);
  return wanted.map(node => {
    const adjoint = sweep.adjoint[node] ?? -1;
    if (adjoint === -1) return null;
    if (activity[node] === ALWAYS) return adjoint;
    // Outside its activity a node has no adjoint computed; there it is 0.
    return build.select(conditionFor(activity[node]!), adjoint, build.constant(0));
  });
}

const operandAt = (graph: Graph, node: Node, index: number): Node => graph.operands[graph.first[node]! + index]!;

const NONE: ReadonlyMap<Guard, Node> = new Map();

interface Sweep {
  /** Adjoint of each settled node under its activity, -1 where there is none. */
  readonly adjoint: Int32Array;
  /** Adds a term to a node's adjoint, under a guard that is not NEVER. */
  contribute(node: Node, active: Guard, term: Node): void;
  /** The sum of a node's contributions once all its users are done; null if there are none. */
  settle(node: Node): Node | null;
}

function createSweep(build: Builder, demand: Demand, activity: Int32Array): Sweep {
  const direct = new Int32Array(activity.length).fill(-1);
  // Contributions under a guard of their own, summed for each guard before they are masked.
  const masked = new Map<Node, Map<Guard, Node>>();
  const adjoint = new Int32Array(activity.length).fill(-1);
  const conditionFor = conditionBuilder(build, demand.guards);

  return {
    adjoint,
    contribute(node, active, term) {
      if (active === activity[node]) {
        const sum = direct[node]!;
        direct[node] = sum === -1 ? term : build.add(sum, term);
        return;
      }
      const groups = masked.get(node) ?? new Map<Guard, Node>();
      masked.set(node, groups);
      const sum = groups.get(active);
      groups.set(active, sum === undefined ? term : build.add(sum, term));
    },
    settle(node) {
      let total: Node | null = direct[node] === -1 ? null : direct[node]!;
      for (const [guard, sum] of masked.get(node) ?? NONE) {
        const term = build.select(conditionFor(guard), sum, build.constant(0));
        total = total === null ? term : build.add(total, term);
      }
      masked.delete(node);
      if (total !== null) adjoint[node] = total;
      return total;
    },
  };
}
