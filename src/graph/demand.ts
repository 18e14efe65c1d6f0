// Where in a program each node is needed: the guard of its demand, and of its activity (demand by uses that carry an adjoint).
//
// Demand is the OR over a node's uses of (the user's demand AND the arm it is used in). Differentiated inputs and results are
// always demanded. See DESIGN 4: masking only each conditional's own adjoint gives 0·NaN when arms share a subexpression.

import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import { type Domain, domainOf, EVERYWHERE } from './domain.js';
import { constantValue, type Graph, isConstant, isLeaf, operandsOf, operationOf } from './graph.js';
import {
  ALWAYS,
  both,
  conditionGuard,
  createGuards,
  either,
  type Guard,
  type GuardStore,
  NEVER,
  negation,
  type Variable,
  without,
} from './guard.js';

/** The guards of a program's conditions. */
export interface Arms {
  readonly guards: GuardStore;
  /** Guard that the node is true, for nodes used as conditions. */
  truthOf(node: Node): Guard;
  /** Guard of `node`'s arm for operand `index`: ALWAYS unless the operation is lazy there. */
  arm(node: Node, index: number): Guard;
}

export interface Demand extends Arms {
  /** Guard of each node under which its value is needed; NEVER where it is not used at all. */
  readonly demand: Int32Array;
}

/** Guard under which a derivative passes between `user` and its operand `index`; NEVER where none does. */
export type Flow = (user: Node, index: number) => Guard;

/** Conditions, besides those of its arms, that decide about a node's operands. */
export type Choices = ReadonlyMap<Node, readonly Node[]>;

const NO_CHOICES: Choices = new Map();

/** Arms of the nodes below `size`. */
export function armsOf(graph: Graph, size: number, choices: Choices = NO_CHOICES): Arms {
  const guards = createGuards(graph.budget);
  const conditions = new Conditions(graph, guards, size, choices);
  return {
    guards,
    truthOf: node => conditions.truthOf(node),
    arm: (node, index) => conditions.arm(node, index),
  };
}

/** Demand of every node below the highest root. */
export function demandOf(graph: Graph, roots: readonly Node[]): Demand {
  return analyse(graph, roots, () => guard => guard);
}

/**
 * Demand widened so that a statement order exists: what decides whether a node is computed never waits for the node.
 *
 * Two conditions may each be looked at under the other, and a condition may need a value that is itself computed under that
 * condition elsewhere. So conditions come in their order, each with everything below it, and a node below a condition is
 * computed under earlier conditions only; dropping a later one computes it more often than it is needed, never less.
 */
export function schedulableDemandOf(graph: Graph, roots: readonly Node[]): Demand {
  return analyse(graph, roots, (guards, size) => {
    const place = conditionCones(graph, guards, size);
    const memos = new Map<number, Map<Guard, Guard>>();
    return (guard, node) => {
      const own = place[node]!;
      if (guard <= ALWAYS || own === NO_CONE) return guard;
      const memo = memos.get(own) ?? new Map<Guard, Guard>();
      memos.set(own, memo);
      return without(guards, guard, variable => variable.kind === 'condition' && place[variable.node]! >= own, memo);
    };
  });
}

/**
 * A node looks at conditions of its own domain only: what decides in some row does not decide about what all rows share, which is
 * needed where it is in any of them.
 * @param open indices that stand still for all nodes
 */
export function withinDomain(graph: Graph, guards: GuardStore, open: Domain = EVERYWHERE): Widen {
  if (graph.indices.length === 0) return guard => guard;
  const memos = new Map<Domain, Map<Guard, Guard>>();
  return (guard, node) => {
    if (guard <= ALWAYS) return guard;
    const domain = domainOf(graph, node) | open;
    const memo = memos.get(domain) ?? new Map<Guard, Guard>();
    memos.set(domain, memo);
    const isElsewhere = (variable: Variable): boolean =>
      variable.kind !== 'condition' || (domainOf(graph, variable.node) & ~domain) !== 0;
    return without(guards, guard, isElsewhere, memo);
  };
}

const NO_CONE = 0x7fffffff;

/** Decisions beyond which looking whether a value is needed, as by all operands of max, costs more than computing it. */
const HEAVIEST = 48;

/** For every node the number of the first condition that needs it. */
function conditionCones(graph: Graph, guards: GuardStore, size: number): Int32Array {
  const place = new Int32Array(size).fill(NO_CONE);
  for (const [number, variable] of guards.variables.entries()) {
    if (variable.kind !== 'condition') continue;
    const pending = [variable.node];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (place[node] !== NO_CONE) continue;
      place[node] = number;
      pending.push(...operandsOf(graph, node));
    }
  }
  return place;
}

/** Weakens a node's guard before it spreads to the operands. */
export type Widen = (guard: Guard, node: Node) => Guard;

function analyse(graph: Graph, roots: readonly Node[], widening: (guards: GuardStore, size: number) => Widen): Demand {
  const size = roots.reduce((most, root) => Math.max(most, root + 1), 0);
  const arms = armsOf(graph, size);
  const demand = new Int32Array(size);
  for (const root of roots) demand[root] = ALWAYS;
  const { guards, arm } = arms;
  const use = (node: Node, index: number, own: Guard): Guard =>
    operationOf(graph, node).lazy === undefined ? own : both(guards, own, arm(node, index));
  // Guards of many conditions are given up as soon as they are: one more costs as much as all before.
  const gather = (before: Guard, added: Guard): Guard => {
    const guard = either(guards, before, added);
    return guards.weight[guard]! > HEAVIEST ? ALWAYS : guard;
  };
  const widen = widening(guards, size);
  const within = withinDomain(graph, guards);
  spread(graph, demand, gather, use, (guard, node) => widen(within(guard, node), node));
  return { ...arms, demand };
}

/**
 * Activity of every node: demand by uses that carry an adjoint. `always` are the differentiated inputs.
 * @param open indices that stand still for all nodes
 */
export function activityOf(
  graph: Graph,
  size: number,
  guards: GuardStore,
  roots: readonly Node[],
  always: readonly Node[],
  flow: Flow,
  open: Domain = EVERYWHERE,
): Int32Array {
  const activity = new Int32Array(size);
  for (const node of [...roots, ...always]) activity[node] = ALWAYS;
  spread(
    graph,
    activity,
    (before, added) => either(guards, before, added),
    (node, index, own) => both(guards, own, flow(node, index)),
    withinDomain(graph, guards, open),
  );
  return activity;
}

function spread(
  graph: Graph,
  guard: Int32Array,
  gather: (before: Guard, added: Guard) => Guard,
  use: (node: Node, index: number, own: Guard) => Guard,
  widen: Widen,
): void {
  for (let node = guard.length - 1; node >= 0; node--) {
    const own = widen(guard[node]!, node);
    guard[node] = own;
    if (own === NEVER || isLeaf(graph, node)) continue;
    const start = graph.first[node]!;
    const end = graph.first[node + 1]!;
    for (let i = start; i < end; i++) {
      const operand = graph.operands[i]!;
      if (guard[operand] === ALWAYS || isConstant(graph, operand)) continue;
      guard[operand] = gather(guard[operand]!, use(node, i - start, own));
    }
  }
}

/** Guards of condition nodes, `and`, `or` and `not` looked into so that equal conditions meet. */
class Conditions {
  readonly #graph: Graph;
  readonly #guards: GuardStore;
  readonly #truth = new Map<Node, Guard>();

  constructor(graph: Graph, guards: GuardStore, size: number, choices: Choices) {
    this.#graph = graph;
    this.#guards = guards;
    // Variables rank in the order that a walk from the results meets them: outer conditions before inner ones.
    const found = new Set<Node>();
    for (let node = size - 1; node >= 0; node--) {
      if (operationOf(graph, node).lazy !== undefined) this.#rank(graph.operands[graph.first[node]!]!, found);
      for (const condition of choices.get(node) ?? []) this.#rank(condition, found);
    }
    for (const node of [...found].sort((a, b) => a - b)) this.#truth.set(node, this.#decompose(node));
  }

  /** Gives ranks to the leaves of a condition, left to right, and notes every condition inside it. */
  #rank(condition: Node, found: Set<Node>): void {
    const pending = [condition];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (found.has(node)) continue;
      found.add(node);
      const parts = this.#parts(node);
      if (parts.length === 0 && !isConstant(this.#graph, node)) conditionGuard(this.#guards, node);
      for (let i = parts.length - 1; i >= 0; i--) pending.push(parts[i]!);
    }
  }

  #parts(node: Node): Node[] {
    const code = this.#graph.operation[node]!;
    const start = this.#graph.first[node]!;
    if (code === AND || code === OR) return [this.#graph.operands[start]!, this.#graph.operands[start + 1]!];
    return code === NOT ? [this.#graph.operands[start]!] : [];
  }

  #decompose(node: Node): Guard {
    const value = constantValue(this.#graph, node);
    if (value !== undefined) return value ? ALWAYS : NEVER;
    const [left, right] = this.#parts(node);
    if (left === undefined) return conditionGuard(this.#guards, node);
    if (right === undefined) return negation(this.#guards, this.truthOf(left));
    const combine = this.#graph.operation[node] === AND ? both : either;
    return combine(this.#guards, this.truthOf(left), this.truthOf(right));
  }

  truthOf(node: Node): Guard {
    return this.#truth.get(node) ?? conditionGuard(this.#guards, node);
  }

  arm(node: Node, index: number): Guard {
    const needs = operationOf(this.#graph, node).lazy?.[index];
    if (needs === undefined) return ALWAYS;
    const truth = this.truthOf(this.#graph.operands[this.#graph.first[node]!]!);
    return needs ? truth : negation(this.#guards, truth);
  }
}

const AND = codeOf('and');
const OR = codeOf('or');
const NOT = codeOf('not');
