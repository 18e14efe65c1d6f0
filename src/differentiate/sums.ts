// The derivative of a node as the sum of what its neighbours contribute, each under the guard that it is known under.

import { conditionBuilder } from '../graph/condition.js';
import { ALWAYS, type Guard, type GuardStore } from '../graph/guard.js';
import type { Build, Node } from '../ops/operation.js';

/** Each is given the builder of the node that it is about. */
export interface Sums {
  /** Adds a term to a node's sum, under a guard that is not NEVER. */
  contribute(g: Build, node: Node, guard: Guard, term: Node): void;
  /** The sum of a node's contributions, as it holds where the node is active; null if there are none. */
  settle(g: Build, node: Node): Node | null;
  /** A value known under a guard, and 0 elsewhere. */
  masked(g: Build, guard: Guard, value: Node): Node;
}

const NONE: ReadonlyMap<Guard, Node> = new Map();

/** @param activity guard of each node outside of which its sum is 0 and need not be computed */
export function createSums(build: Build, guards: GuardStore, activity: Int32Array): Sums {
  const direct = new Int32Array(activity.length).fill(-1);
  // Contributions under a guard of their own, summed for each guard before they are masked.
  const apart = new Map<Node, Map<Guard, Node>>();
  const conditionFor = conditionBuilder(build, guards);
  const masked = (g: Build, guard: Guard, value: Node): Node =>
    guard === ALWAYS ? value : g.select(conditionFor(guard, g), value, g.constant(0));

  return {
    masked,
    contribute(g, node, guard, term) {
      if (guard === activity[node]) {
        const sum = direct[node]!;
        direct[node] = sum === -1 ? term : g.add(sum, term);
        return;
      }
      const groups = apart.get(node) ?? new Map<Guard, Node>();
      apart.set(node, groups);
      const sum = groups.get(guard);
      groups.set(guard, sum === undefined ? term : g.add(sum, term));
    },
    settle(g, node) {
      let total: Node | null = direct[node] === -1 ? null : direct[node]!;
      for (const [guard, sum] of apart.get(node) ?? NONE) {
        const term = masked(g, guard, sum);
        total = total === null ? term : g.add(total, term);
      }
      apart.delete(node);
      return total;
    },
  };
}
