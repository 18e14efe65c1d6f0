// Graph → straight-line program: which statement computes which node, in what order, under which `if`.
//
// Without conditionals this is the list itself. With them, nodes needed only in an arm move into blocks.

import { createBuilder } from '../graph/build.js';
import { conditionBuilder } from '../graph/condition.js';
import { type Demand, schedulableDemandOf } from '../graph/demand.js';
import { type Graph, isLeaf, type NodeSet, operandsOf, originOf } from '../graph/graph.js';
import { ALWAYS, both, type Guard, isExhausted, NEVER, negation } from '../graph/guard.js';
import { useCounts } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import { type ArmGuard, chooseArms, type InitialArm } from './arms.js';
import { cutIntoChunks, isLong } from './chunks.js';
import { placeDeclarations } from './declare.js';
import { eagerOrder } from './eager.js';
import { inlineResults, inlineSmall } from './inline.js';
import { type OrderedBlock, orderSteps } from './order.js';
import { allResults, COMPUTE, type Results, type Schedule, type Step, stepOf } from './program.js';
import { serialOrder } from './serial.js';
import { storesOfSteps } from './stores.js';

/**
 * Schedules what `results` need; appends conditions to the graph.
 * @param keep nodes that must stay statements of their own, because the user named them.
 * @param most statements of one function; longer programs are cut into pieces.
 */
export function schedule(graph: Graph, wanted: Results, keep: NodeSet, most: number): Schedule {
  const results = allResults(wanted);
  const demanded = schedulableDemandOf(graph, results);
  const lazy = !isExhausted(demanded.guards) && demanded.demand.some(guard => guard > ALWAYS);
  const { ordered, inlined, assigned } = lazy
    ? inBlocks(graph, demanded, keep)
    : {
        ordered: straight(graph, demanded.demand, wanted, most),
        inlined: new Uint8Array(graph.size),
        assigned: new Map<Node, InitialArm>(),
      };
  const stored = new Set(wanted.stored);
  const own: NodeSet = { has: node => keep.has(node) || stored.has(node) };
  const small = inlineSmall(graph, results, own, ordered, inlined, assigned);
  const storedWith = storesOfSteps(small, wanted, assigned);
  const atHome: NodeSet = { has: node => keep.has(node) || storedWith.has(node) };
  const final = isLong(small, wanted, most) ? small : inlineResults(graph, results, atHome, small, inlined, assigned);
  const declared = placeDeclarations(graph, results, final, inlined, assigned);
  const chunks = cutIntoChunks(graph, wanted, declared.blocks, inlined, assigned, storedWith, most);
  return { graph, results: wanted, inlined, initialArm: assigned, storedWith, chunks, ...declared };
}

/** The list as it stands. Right with conditionals too, whose arms are then computed without need. */
function straight(graph: Graph, demand: Int32Array, { stored }: Results, most: number): OrderedBlock[] {
  const needed = new Int32Array(demand.length);
  let count = 0;
  for (let node = 0; node < demand.length; node++) {
    if (demand[node] !== NEVER && !isLeaf(graph, node)) needed[count++] = node;
  }
  const listed = needed.subarray(0, count);
  const isBig = listed.length + stored.length > most;
  const nodes = isBig ? eagerOrder(graph, listed) : (serialOrder(graph, listed) ?? listed);
  const steps: Step[] = [];
  for (let i = 0; i < nodes.length; i++) steps.push(stepOf(nodes[i]!, COMPUTE));
  return [{ condition: null, steps, otherwise: [] }];
}

function inBlocks(graph: Graph, demanded: Demand, keep: NodeSet) {
  const uses = useCounts(graph, demanded.demand);
  const { conditionOf, demand } = blockConditions(graph, demanded);
  const armGuard: ArmGuard = (node, index) => both(demanded.guards, demand[node]!, demanded.arm(node, index));
  const arms = chooseArms(graph, demand, uses, keep, armGuard);
  const ordered = orderSteps({
    graph,
    demand,
    ...arms,
    armGuard,
    complement: guard => negation(demanded.guards, guard),
    condition: guard => conditionOf.get(guard)!,
  });
  return { ordered, ...arms };
}

const LOGIC = new Set([codeOf('and'), codeOf('or'), codeOf('not')]);

/**
 * Makes the condition node of every guard that something is computed under. Logic inside it is unconditional: where it
 * reads a condition that was not computed, its outcome does not depend on that.
 */
function blockConditions(graph: Graph, demanded: Demand) {
  // What decides about statements goes with the last result: no text made it.
  const last = originOf(graph, demanded.demand.length - 1);
  const build = createBuilder(graph, { derivative: false, algebraic: false }).at(last);
  const conditionFor = conditionBuilder(build, demanded.guards);
  const conditionOf = new Map<Guard, Node>();
  for (let node = 0; node < demanded.demand.length; node++) {
    const guard = demanded.demand[node]!;
    if (guard > ALWAYS && !conditionOf.has(guard) && !isLeaf(graph, node)) conditionOf.set(guard, conditionFor(guard));
  }
  const demand = new Int32Array(graph.size).fill(NEVER);
  demand.set(demanded.demand);
  const pending = [...conditionOf.values()];
  const seen = new Set<Node>();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (seen.has(node) || !LOGIC.has(graph.operation[node]!) || demanded.guards.variableOf.has(node)) continue;
    seen.add(node);
    demand[node] = ALWAYS;
    pending.push(...operandsOf(graph, node));
  }
  return { conditionOf, demand };
}
