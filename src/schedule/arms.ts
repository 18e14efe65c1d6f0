// How each conditional gets its value: as one expression where its arms are small, else assigned inside `if` blocks.

import { arity, type Graph, isLeaf, type NodeSet, operand, operandsOf } from '../graph/graph.js';
import type { Guard } from '../graph/guard.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';

/** Most operations written inside the arm of a conditional expression. */
const LARGEST_ARM = 5;

/** The arm whose value an assigned conditional starts with, or null where each arm has a block. */
export type InitialArm = 1 | 2 | null;

export interface Arms {
  /** 1 for a node that is written inside the arm that alone uses it. */
  readonly inlined: Uint8Array;
  readonly assigned: ReadonlyMap<Node, InitialArm>;
}

export type ArmGuard = (node: Node, index: number) => Guard;

const SELECT = codeOf('select');

/** @param demand guard of every node. @param keep nodes that must stay statements of their own. */
export function chooseArms(
  graph: Graph,
  demand: Int32Array,
  uses: Uint32Array,
  keep: NodeSet,
  armGuard: ArmGuard,
): Arms {
  const inlined = new Uint8Array(graph.size);
  const assigned = new Map<Node, InitialArm>();

  const ownsArm = (node: Node, guard: Guard): boolean => !isLeaf(graph, node) && demand[node] === guard;

  /** Marks what can be written inside an arm under `guard`: a small tree that nothing else uses. */
  function inline(top: Node, guard: Guard): boolean {
    const tree: Node[] = [];
    const pending = [top];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (!ownsArm(node, guard)) continue;
      if (uses[node] !== 1 || keep.has(node) || graph.operation[node] === SELECT || assigned.has(node)) return false;
      if (tree.push(node) > LARGEST_ARM || arity(graph, node) > LARGEST_ARM) return false;
      pending.push(...operandsOf(graph, node));
    }
    for (const node of tree) inlined[node] = 1;
    return true;
  }

  for (let node = 0; node < demand.length; node++) {
    if (graph.operation[node] !== SELECT || demand[node] === 0) continue;
    const blocks = [1, 2].map(index => {
      const guard = armGuard(node, index);
      const arm = operand(graph, node, index);
      if (guard === demand[node] || !ownsArm(arm, guard)) return 'outside';
      return inline(arm, guard) ? 'inlined' : 'block';
    });
    if (!blocks.includes('block')) continue;
    const outside = blocks.indexOf('outside');
    assigned.set(node, outside === 0 ? 1 : outside === 1 ? 2 : null);
  }
  return { inlined, assigned };
}
