// Demand and activity against evaluation: a node is in demand at a point where looking at the results looks at it.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityOf, type Demand, demandOf, schedulableDemandOf } from '../../src/graph/demand.js';
import { type Graph, inputNode, isLeaf, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import {
  ALWAYS,
  both,
  conditionGuard,
  either,
  type Guard,
  type GuardStore,
  NEVER,
  negation,
} from '../../src/graph/guard.js';
import { branchingRecipes, emptyGraph, graphOf, points } from '../random/graph.js';
import { valuesOf } from './evaluate.js';

/** Nodes that the values of `roots` need at a point: of a lazy operation only the operands that it looks at. */
function reached(
  graph: Graph,
  roots: readonly Node[],
  values: Float64Array,
  flows: (user: Node, index: number) => boolean = () => true,
): Set<Node> {
  const found = new Set<Node>(roots);
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const operands = operandsOf(graph, node);
    const { lazy } = operationOf(graph, node);
    for (const [index, operand] of operands.entries()) {
      const needs = lazy?.[index];
      const isLookedAt = needs === undefined || needs === Boolean(values[operands[0]!]);
      if (!isLookedAt || !flows(node, index) || found.has(operand)) continue;
      found.add(operand);
      pending.push(operand);
    }
  }
  return found;
}

/** Whether a guard holds at a point. */
function holds(guards: GuardStore, guard: Guard, values: Float64Array): boolean {
  let at = guard;
  while (at !== NEVER && at !== ALWAYS) {
    const variable = guards.variables[guards.rank[at]!]!;
    if (variable.kind !== 'condition') throw new Error('beyond the budget');
    at = values[variable.node] ? guards.high[at]! : guards.low[at]!;
  }
  return at === ALWAYS;
}

/** Condition nodes that a guard looks at. */
function conditionsIn(guards: GuardStore, guard: Guard): Set<Node> {
  const found = new Set<Node>();
  const pending = [guard];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (at === NEVER || at === ALWAYS) continue;
    const variable = guards.variables[guards.rank[at]!]!;
    if (variable.kind === 'condition') found.add(variable.node);
    pending.push(guards.high[at]!, guards.low[at]!);
  }
  return found;
}

/** x, y and z with the comparison x > y. */
function small() {
  const made = emptyGraph();
  const [x, y, z] = [0, 1, 2].map(slot => inputNode(made.graph, slot)) as [Node, Node, Node];
  return { ...made, x, y, z, positive: made.build.gt(x, y) };
}

describe('demand', () => {
  it('of an arm is its condition, of a shared node the conditional’s own', () => {
    const { graph, build, x, y, z, positive } = small();
    const [whenTrue, whenFalse] = [build.exp(z), build.sin(z)];
    const shared = build.mul(y, z);
    const root = build.select(positive, build.add(whenTrue, shared), build.sub(whenFalse, shared));
    const { demand, guards, truthOf, arm } = demandOf(graph, [root]);
    const truth = truthOf(positive);
    expect(truth).toBe(conditionGuard(guards, positive));
    expect([demand[root], demand[positive], demand[shared], demand[x], demand[z]]).toEqual([
      ...[ALWAYS, ALWAYS, ALWAYS, ALWAYS, ALWAYS],
    ]);
    expect([demand[whenTrue], demand[whenFalse]]).toEqual([truth, negation(guards, truth)]);
    expect([arm(root, 0), arm(root, 1), arm(root, 2)]).toEqual([ALWAYS, truth, negation(guards, truth)]);
    expect(arm(shared, 1)).toBe(ALWAYS);
  });

  it('of what is not used is never', () => {
    const { graph, build, x, y } = small();
    const unused = build.exp(y);
    const root = build.sin(x);
    const { demand } = demandOf(graph, [root]);
    expect([demand[unused], demand[y], demand[root]]).toEqual([NEVER, NEVER, ALWAYS]);
    expect(demandOf(graph, []).demand).toHaveLength(0);
  });

  it('looks into and, or and not', () => {
    const { graph, build, x, y, z, positive } = small();
    const other = build.gt(z, x);
    const [inBoth, inEither, inNeither] = [build.exp(z), build.sin(z), build.cos(y)];
    const first = build.select(build.and(positive, other), inBoth, x);
    const second = build.select(build.or(positive, other), inEither, x);
    const third = build.select(build.not(positive), build.select(build.not(other), inNeither, x), x);
    const root = build.add(build.add(first, second), third);
    const { demand, guards, truthOf } = demandOf(graph, [root]);
    const [a, b] = [truthOf(positive), truthOf(other)];
    expect(demand[inBoth]).toBe(both(guards, a, b));
    expect(demand[inEither]).toBe(either(guards, a, b));
    expect(demand[inNeither]).toBe(negation(guards, either(guards, a, b)));
    // The second operand of `and` is only looked at where the first is true.
    const { demand: alone } = demandOf(graph, [build.and(build.gt(x, z), build.lt(y, z))]);
    expect(alone[build.lt(y, z)]).toBeGreaterThan(ALWAYS);
  });

  it('is where looking at the results looks at the node, at every point', () => {
    fc.assert(
      fc.property(branchingRecipes, points, fc.boolean(), (recipe, point, simplified) => {
        const { graph, nodes } = graphOf(recipe, simplified);
        const roots = nodes.slice(-2);
        const { demand, guards } = demandOf(graph, roots);
        const values = valuesOf(graph, point);
        const needed = reached(graph, roots, values);
        for (let node = 0; node < demand.length; node++) {
          // Constants are no statements: nobody asks for theirs.
          if (operationOf(graph, node).name === 'constant') continue;
          expect(holds(guards, demand[node]!, values), `node ${node}`).toBe(needed.has(node));
        }
      }),
      { numRuns: 1500, seed: 1 },
    );
  });
});

describe('demand that a statement order exists for', () => {
  /** Every node after its operands and the conditions of its guard; null where these wait for each other. */
  function order(graph: Graph, { demand, guards }: Demand): Node[] | null {
    const waitsFor = Array.from(demand, (guard, node) =>
      guard === NEVER || isLeaf(graph, node) ? [] : [...operandsOf(graph, node), ...conditionsIn(guards, guard)],
    );
    const state = new Uint8Array(demand.length);
    const ordered: Node[] = [];
    for (let start = 0; start < demand.length; start++) {
      const pending = [start];
      for (let node = pending.at(-1); node !== undefined; node = pending.at(-1)) {
        if (state[node] === 0) {
          state[node] = 1;
          const open = waitsFor[node]!.filter(other => state[other] !== 2);
          if (open.some(other => state[other] === 1)) return null;
          pending.push(...open);
        } else {
          pending.pop();
          if (state[node] === 1) ordered.push(node);
          state[node] = 2;
        }
      }
    }
    return ordered;
  }

  it('is implied by what is needed, and never waits for itself', () => {
    fc.assert(
      fc.property(branchingRecipes, fc.array(points, { minLength: 4, maxLength: 4 }), (recipe, samples) => {
        const { graph, nodes } = graphOf(recipe);
        const roots = nodes.slice(-2);
        const schedulable = schedulableDemandOf(graph, roots);
        expect(order(graph, schedulable)).not.toBeNull();
        for (const point of samples) {
          const values = valuesOf(graph, point);
          for (const node of reached(graph, roots, values)) {
            if (operationOf(graph, node).name === 'constant') continue;
            expect(holds(schedulable.guards, schedulable.demand[node]!, values), `node ${node}`).toBe(true);
          }
        }
      }),
      { numRuns: 1500, seed: 2 },
    );
  });

  it('computes a condition at once that needs a value which is computed under it elsewhere', () => {
    const { graph, build, x, y, z, positive } = small();
    const shared = build.exp(z);
    // Needed by the inner condition, and in an arm of it.
    const inner = build.gt(shared, x);
    const root = build.add(build.select(inner, shared, y), build.select(positive, build.sin(x), z));
    const { demand, guards, truthOf } = schedulableDemandOf(graph, [root]);
    expect([demand[shared], demand[inner]]).toEqual([ALWAYS, ALWAYS]);
    expect(demand[build.sin(x)]).toBe(truthOf(positive));
    expect(conditionsIn(guards, demand[build.sin(x)]!)).toEqual(new Set([positive]));
  });

  it('breaks the tie of two conditions that are each looked at under the other', () => {
    const { graph, build, x, y, z } = small();
    const [a, b] = [build.gt(build.exp(x), y), build.gt(build.exp(z), y)];
    const root = build.add(
      build.select(a, build.select(b, build.sin(x), y), z),
      build.select(b, build.select(a, build.cos(x), z), y),
    );
    const { demand } = schedulableDemandOf(graph, [root]);
    expect([demand[a], demand[b]]).toEqual([ALWAYS, ALWAYS]);
    const oneWay = build.select(a, build.select(b, build.sin(x), y), z);
    const alone = schedulableDemandOf(graph, [oneWay]);
    expect(alone.demand[b]).toBe(alone.truthOf(a));
  });
});

describe('activity', () => {
  it('is the demand by uses that carry a derivative', () => {
    const { graph, build, x, y, z, positive } = small();
    const shared = build.exp(y);
    const root = build.select(positive, build.mul(shared, z), build.select(build.gt(shared, z), x, z));
    const within = demandOf(graph, [root]);
    const flows = (user: Node, index: number): boolean =>
      !['gt', 'lt'].includes(operationOf(graph, user).name) &&
      !(operationOf(graph, user).name === 'select' && index === 0);
    const flow = (user: Node, index: number) => (flows(user, index) ? within.arm(user, index) : NEVER);
    const activity = activityOf(graph, root + 1, within.guards, [root], [x], flow);
    expect(within.demand[shared]).toBe(ALWAYS);
    expect(activity[shared]).toBe(within.truthOf(positive));
    expect([activity[x], activity[positive]]).toEqual([ALWAYS, NEVER]);
  });

  it('is where the node is reached by such uses, at every point', () => {
    fc.assert(
      fc.property(branchingRecipes, points, (recipe, point) => {
        const { graph, nodes } = graphOf(recipe);
        const roots = nodes.slice(-1);
        const within = demandOf(graph, roots);
        const flows = (user: Node, index: number): boolean => {
          const { boolean, name } = operationOf(graph, user);
          return boolean !== true && !(name === 'select' && index === 0);
        };
        const always = nodes.slice(0, 1).filter(node => node < within.demand.length);
        const flow = (user: Node, index: number) => (flows(user, index) ? within.arm(user, index) : NEVER);
        const activity = activityOf(graph, within.demand.length, within.guards, roots, always, flow);
        const values = valuesOf(graph, point);
        const carrying = reached(graph, roots, values, flows);
        for (let node = 0; node < activity.length; node++) {
          if (operationOf(graph, node).name === 'constant') continue;
          const isActive = carrying.has(node) || always.includes(node);
          expect(holds(within.guards, activity[node]!, values), `node ${node}`).toBe(isActive);
        }
      }),
      { numRuns: 1500, seed: 3 },
    );
  });
});
