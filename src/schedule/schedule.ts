// Graph → straight-line program: which statement computes which node, in what order, under which `if`.
//
// Without conditionals this is the list itself. With them, nodes needed only in an arm move into blocks: the unconditional
// work that is ready comes first, then a block as long as it can be filled, its complement as `else`, and so on.

import { createBuilder } from '../graph/build.js';
import { conditionBuilder } from '../graph/condition.js';
import { type Demand, demandOf } from '../graph/demand.js';
import { type Graph, isLeaf } from '../graph/graph.js';
import { ALWAYS, type Guard, isExhausted, NEVER, negation } from '../graph/guard.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import { chooseInline } from './inline.js';
import { orderSteps } from './order.js';

/**
 * `compute` declares a node. A conditional whose arms need code of their own is assigned in blocks instead: `initial`
 * gives it the value of the arm that needs none, `whenTrue` and `whenFalse` the value of theirs.
 */
export type StepKind = 'compute' | 'initial' | 'whenTrue' | 'whenFalse';

export interface Step {
  readonly kind: StepKind;
  readonly node: Node;
}

export interface Block {
  /** Condition node of the `if`, or null for straight-line code. */
  readonly condition: Node | null;
  readonly steps: readonly Step[];
  readonly otherwise: readonly Step[];
}

export interface Schedule {
  readonly graph: Graph;
  readonly results: readonly Node[];
  readonly blocks: readonly Block[];
  /** 1 for a node that is written inside the one expression that uses it. */
  readonly inlined: Uint8Array;
  /** 1 for a conditional that is assigned in blocks. */
  readonly assigned: Uint8Array;
}

/** How an assigned conditional gets its value: the arm that `initial` takes, or null where each arm has a block. */
export type InitialArm = 1 | 2 | null;

export interface Placement {
  readonly graph: Graph;
  /** Guard of every node. */
  readonly demand: Int32Array;
  readonly inlined: Uint8Array;
  /** For every assigned conditional, how. */
  readonly assigned: ReadonlyMap<Node, InitialArm>;
  armGuard(node: Node, index: number): Guard;
  complement(guard: Guard): Guard;
  /** Condition node of a guard that has a block. */
  condition(guard: Guard): Node;
}

/** @param keep nodes that must stay statements of their own, because the user named them. */
export function schedule(graph: Graph, results: readonly Node[], keep: ReadonlySet<Node>): Schedule {
  const demanded = demandOf(graph, results);
  const demand = isExhausted(demanded.guards) ? eager(demanded.demand) : demanded.demand;
  if (!demand.some(guard => guard > ALWAYS)) return straight(graph, results, demand, keep);

  const armGuard = armGuards(graph, demanded, demand);
  const withBlocks = blockConditions(graph, demanded, demand);
  const { inlined, assigned } = chooseInline(graph, demand, results, keep, armGuard, withBlocks.conditions);
  const blocks = orderSteps({
    graph,
    demand: withBlocks.demand,
    inlined,
    assigned,
    armGuard,
    complement: guard => negation(demanded.guards, guard),
    condition: guard => withBlocks.conditionOf.get(guard)!,
  });
  const assignedFlags = new Uint8Array(graph.size);
  for (const node of assigned.keys()) assignedFlags[node] = 1;
  return { graph, results, blocks, inlined, assigned: assignedFlags };
}

/** Everything that is needed somewhere is computed always; right, because a conditional still chooses. */
function eager(demand: Int32Array): Int32Array {
  return demand.map(guard => (guard === NEVER ? NEVER : ALWAYS));
}

function straight(graph: Graph, results: readonly Node[], demand: Int32Array, keep: ReadonlySet<Node>): Schedule {
  const always = (): Guard => ALWAYS;
  const { inlined } = chooseInline(graph, demand, results, keep, always, []);
  const steps: Step[] = [];
  for (let node = 0; node < demand.length; node++) {
    if (demand[node] === NEVER || isLeaf(graph, node) || inlined[node] === 1) continue;
    steps.push({ kind: 'compute', node });
  }
  const blocks: Block[] = [{ condition: null, steps, otherwise: [] }];
  return { graph, results, blocks, inlined, assigned: new Uint8Array(graph.size) };
}

function armGuards(graph: Graph, demanded: Demand, demand: Int32Array) {
  return (node: Node, index: number): Guard => {
    if (graph.operation[node] !== SELECT && demanded.arm(node, index) === ALWAYS) return demand[node]!;
    return demanded.within(demand[node]!, demanded.arm(node, index));
  };
}

const SELECT = codeOf('select');

/** Makes the condition node of every guard that nodes are computed under; those conditions themselves are unconditional. */
function blockConditions(graph: Graph, demanded: Demand, demand: Int32Array) {
  const build = createBuilder(graph, { derivative: false, algebraic: false });
  const conditionFor = conditionBuilder(build, demanded.guards);
  const conditionOf = new Map<Guard, Node>();
  for (let node = 0; node < demand.length; node++) {
    const guard = demand[node]!;
    if (guard > ALWAYS && !conditionOf.has(guard) && !isLeaf(graph, node)) conditionOf.set(guard, conditionFor(guard));
  }
  const extended = new Int32Array(graph.size).fill(ALWAYS);
  extended.set(demand);
  // A condition made of others reads variables only: nothing in it needs to be lazy.
  for (const condition of conditionOf.values()) if (condition >= demand.length) extended[condition] = ALWAYS;
  return { conditionOf, conditions: [...conditionOf.values()], demand: extended };
}
