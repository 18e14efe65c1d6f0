// The derivative of a node as the sum of what its neighbours contribute, each under the guard that it is known under.
//
// A contribution from inside a loop to what all of its rows share is summed over the rows. One that has the adjoint of a sum as a
// factor keeps it apart, as that is the same for every row: the loop does not wait for it.

import { conditionBuilder } from '../graph/condition.js';
import { type Domain, domainOf, EVERYWHERE, indicesIn } from '../graph/domain.js';
import { type Graph, indexNode, isLeaf } from '../graph/graph.js';
import { ALWAYS, type Guard, type GuardStore } from '../graph/guard.js';
import type { Build, Node } from '../ops/operation.js';
import { SIZE } from '../ops/table.js';

export const NO_FACTOR = -1;

/** What a contribution is known under. */
export interface Terms {
  /** Not NEVER. */
  readonly guard: Guard;
  /** Indices that it is summed over. */
  readonly over: Domain;
  /** What every term is to be multiplied with, or NO_FACTOR. */
  readonly factor: Node;
}

/** Each is given the builder of the node that it is about. */
export interface Sums {
  /** Adds a term to a node's sum. */
  contribute(g: Build, node: Node, terms: Terms, term: Node): void;
  /** The sum of a node's contributions, as it holds where the node is active; null if there are none. */
  settle(g: Build, node: Node): Node | null;
  /** What the sum that was settled is to be multiplied with, or NO_FACTOR. */
  factorOf(node: Node): Node;
  /** A value known under a guard, and 0 elsewhere. */
  masked(g: Build, guard: Guard, value: Node): Node;
}

interface Group extends Terms {
  sum: Node;
}

/** What terms come to that are summed over indices, the inner ones first. */
export function summedOver(graph: Graph, g: Build, term: Node, over: Domain): Node {
  return indicesIn(over).reduceRight((sum, index) => g.sumOver(sum, indexNode(graph, index)), term);
}

/** True where a condition holds in any of the rows that some indices run through. */
export function inAnyRow(graph: Graph, g: Build, condition: Node, over: Domain): Node {
  const one = g.select(condition, g.constant(1), g.constant(0));
  return g.gt(summedOver(graph, g, one, over), g.constant(0));
}

/** True where a factor is finite by its form for all finite arguments: a number, or one over how many rows there are. */
function isBounded(g: Build, graph: Graph, factor: Node): boolean {
  if (g.is(factor, 'neg')) return isBounded(g, graph, g.operand(factor, 0));
  if (isLeaf(graph, factor)) return true;
  if (g.is(factor, 'mul')) return g.operandsOf(factor).every(of => isLeaf(graph, of));
  return (
    g.is(factor, 'div') && g.operandsOf(factor).every(of => isLeaf(graph, of)) && isSize(graph, g.operand(factor, 1))
  );
}

const isSize = (graph: Graph, node: Node): boolean => graph.operation[node] === SIZE;

/** @param activity guard of each node outside of which its sum is 0 and need not be computed */
export function createSums(graph: Graph, build: Build, guards: GuardStore, activity: Int32Array): Sums {
  const direct = new Int32Array(activity.length).fill(-1);
  // Contributions under a guard of their own, summed for each guard before they are masked.
  const apart = new Map<Node, Map<Guard | string, Group>>();
  const factors = new Map<Node, Node>();
  const conditionFor = conditionBuilder(build, guards);
  const masked = (g: Build, guard: Guard, value: Node): Node =>
    guard === ALWAYS ? value : g.select(conditionFor(guard, g), value, g.constant(0));

  /** All of a group, as it holds where the node is active. */
  function closed(g: Build, node: Node, { guard, over, sum }: Group): Node {
    return summedOver(graph, g, guard === activity[node] ? sum : masked(g, guard, sum), over);
  }

  /**
   * A factor times what is summed over rows. Where no row has passed anything that is 0, whatever the factor is: it may be infinite
   * there, as the slope of a root is at 0.
   */
  function scaledInAny(g: Build, group: Group, total: Node): Node {
    const product = g.mul(group.factor, total);
    return g.select(inAnyRow(graph, g, conditionFor(group.guard, g), group.over), product, g.constant(0));
  }

  const needsCondition = (g: Build, { guard, over, factor }: Group): boolean =>
    guard !== ALWAYS && over !== EVERYWHERE && factor !== NO_FACTOR && !isBounded(g, graph, factor);

  /** True where the factor is known under a guard only, and the node under a wider one. */
  const isMaskedHere = (node: Node, { guard, over, factor }: Group): boolean =>
    factor !== NO_FACTOR && over === EVERYWHERE && guard !== activity[node];

  const plus = (g: Build, sum: Node | null | undefined, term: Node): Node => (sum == null ? term : g.add(sum, term));

  return {
    masked,
    contribute(g, node, { guard, over, factor }, term) {
      const isPlain = over === EVERYWHERE && factor === NO_FACTOR;
      if (isPlain && guard === activity[node]) {
        const sum = direct[node]!;
        direct[node] = sum === -1 ? term : g.add(sum, term);
        return;
      }
      const groups = apart.get(node) ?? new Map<Guard | string, Group>();
      apart.set(node, groups);
      const key = isPlain ? guard : `${guard},${over},${factor}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { guard, over, factor, sum: term });
      else group.sum = g.add(group.sum, term);
    },
    settle(g, node) {
      let total: Node | null = direct[node] === -1 ? null : direct[node]!;
      const groups = apart.get(node);
      if (groups === undefined) return total;
      apart.delete(node);
      const scaled = new Map<Node, Node>();
      for (const group of groups.values()) {
        if (isMaskedHere(node, group)) {
          total = plus(g, total, masked(g, group.guard, g.mul(group.factor, group.sum)));
          continue;
        }
        const term = closed(g, node, group);
        if (needsCondition(g, group)) total = plus(g, total, scaledInAny(g, group, term));
        else if (group.factor === NO_FACTOR) total = plus(g, total, term);
        else scaled.set(group.factor, plus(g, scaled.get(group.factor), term));
      }
      const [only] = scaled;
      if (total === null && only !== undefined && scaled.size === 1 && domainOf(graph, node) !== EVERYWHERE) {
        factors.set(node, only[0]);
        return only[1];
      }
      for (const [factor, sum] of scaled) total = plus(g, total, g.mul(factor, sum));
      return total;
    },
    factorOf: node => factors.get(node) ?? NO_FACTOR,
  };
}
