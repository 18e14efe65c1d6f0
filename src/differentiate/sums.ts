// The derivative of a node as the sum of what its neighbours contribute, each under the guard that it is known under.

import { conditionBuilder } from '../graph/condition.js';
import { ALWAYS, type Guard, type GuardStore } from '../graph/guard.js';
import type { Build, Node } from '../ops/operation.js';

export interface Sums {
  /** Adds a term to a node's sum, under a guard that is not NEVER. */
  contribute(node: Node, guard: Guard, term: Node): void;
  /** The sum of a node's contributions, as it holds where the node is active; null if there are none. */
  settle(node: Node): Node | null;
  /** A value known under a guard, and 0 elsewhere. */
  masked(guard: Guard, value: Node): Node;
}

const NONE: ReadonlyMap<Guard, Node> = new Map();

/** @param activity guard of each node outside of which its sum is 0 and need not be computed */
export function createSums(build: Build, guards: GuardStore, activity: Int32Array): Sums {
  const direct = new Int32Array(activity.length).fill(-1);
  // Contributions under a guard of their own, summed for each guard before they are masked.
  const apart = new Map<Node, Map<Guard, Node>>();
  const conditionFor = conditionBuilder(build, guards);
  const masked = (guard: Guard, value: Node): Node =>
    guard === ALWAYS ? value : build.select(conditionFor(guard), value, build.constant(0));

  return {
    masked,
    contribute(node, guard, term) {
      if (guard === activity[node]) {
        const sum = direct[node]!;
        direct[node] = sum === -1 ? term : build.add(sum, term);
        return;
      }
      const groups = apart.get(node) ?? new Map<Guard, Node>();
      apart.set(node, groups);
      const sum = groups.get(guard);
      groups.set(guard, sum === undefined ? term : build.add(sum, term));
    },
    settle(node) {
      let total: Node | null = direct[node] === -1 ? null : direct[node]!;
      for (const [guard, sum] of apart.get(node) ?? NONE) {
        const term = masked(guard, sum);
        total = total === null ? term : build.add(total, term);
      }
      apart.delete(node);
      return total;
    },
  };
}
