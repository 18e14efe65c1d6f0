// Condition nodes of guards: the graph's `and`, `or`, `not` have the guard's truth table.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBuilder } from '../../src/graph/build.js';
import { conditionBuilder } from '../../src/graph/condition.js';
import { createGraph, type Graph, inputNode, type Node, operationOf } from '../../src/graph/graph.js';
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
} from '../../src/graph/guard.js';
import { createBudget, defaultLimits } from '../../src/limits.js';
import { valuesOf } from './evaluate.js';
import { assignments, type Logic, logic, truth } from './logic.js';

const CONDITIONS = 4;
const all = assignments(CONDITIONS);

/** Conditions x₀ > 0, x₁ > 0, … of a graph of their own. */
function conditionsOf() {
  const graph = createGraph(createBudget(defaultLimits));
  const build = createBuilder(graph, { derivative: false, algebraic: false });
  const nodes = Array.from({ length: CONDITIONS }, (_, i) => build.gt(inputNode(graph, i), build.constant(0)));
  return { graph, build, nodes };
}

function guardOf(store: GuardStore, formula: Logic, nodes: readonly Node[]): Guard {
  switch (formula.kind) {
    case 'condition':
      return conditionGuard(store, nodes[formula.node]!);
    case 'not':
      return negation(store, guardOf(store, formula.of, nodes));
    case 'and':
    case 'or': {
      const [left, right] = [formula.left, formula.right].map(part => guardOf(store, part, nodes));
      return (formula.kind === 'and' ? both : either)(store, left!, right!);
    }
  }
}

/** Value of a node where condition `i` is true if bit `i` of the assignment is set. */
function at(graph: Graph, node: Node, assignment: number): number {
  const inputs = Array.from({ length: CONDITIONS }, (_, i) => (truth(i, assignment) ? 1 : -1));
  return valuesOf(graph, inputs)[node]!;
}

describe('the condition node of a guard', () => {
  it.each([undefined, 1])('has its truth table, with a budget of %s', budget => {
    fc.assert(
      fc.property(fc.array(logic(CONDITIONS), { minLength: 1, maxLength: 4 }), list => {
        const { graph, build, nodes } = conditionsOf();
        const store = createGuards();
        if (budget !== undefined) store.budget = budget;
        const guards = list.map(formula => guardOf(store, formula, nodes));
        const conditionOf = conditionBuilder(build, store);
        for (const [i, formula] of list.entries()) {
          const node = conditionOf(guards[i]!);
          for (const assignment of all) expect(at(graph, node, assignment)).toBe(Number(truth(formula, assignment)));
        }
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it('is the condition itself, its negation, or a constant where it is no more', () => {
    const { build, nodes } = conditionsOf();
    const store = createGuards();
    const conditionOf = conditionBuilder(build, store);
    const [a, b] = nodes.map(node => conditionGuard(store, node));
    expect([conditionOf(NEVER), conditionOf(ALWAYS)]).toEqual([build.constant(0), build.constant(1)]);
    expect(conditionOf(a!)).toBe(nodes[0]);
    expect(conditionOf(negation(store, a!))).toBe(build.not(nodes[0]!));
    // A number that decides stays the number.
    const number = build.exp(nodes[1]!);
    expect(conditionOf(conditionGuard(store, number))).toBe(number);
    expect(conditionOf(both(store, a!, b!))).toBe(build.and(nodes[0]!, nodes[1]!));
    expect(conditionOf(either(store, a!, b!))).toBe(build.or(nodes[0]!, nodes[1]!));
  });

  it('does not look at a condition twice where one outcome settles it', () => {
    const { graph, build, nodes } = conditionsOf();
    const store = createGuards();
    const [a, b] = nodes.map(node => conditionGuard(store, node));
    const conditionOf = conditionBuilder(build, store);
    const names = (guard: Guard): string[] => {
      const before = graph.size;
      conditionOf(guard);
      return Array.from({ length: graph.size - before }, (_, i) => operationOf(graph, before + i).name);
    };
    expect(names(both(store, negation(store, a!), b!))).toEqual(['not', 'and']);
    expect(names(either(store, negation(store, b!), both(store, b!, a!)))).toEqual(['not', 'or']);
    // Not a, or b: where a is false, b is not asked.
    expect(names(either(store, negation(store, a!), b!))).toEqual(['or']);
  });
});

it('goes through guards that are deeper than the stack', () => {
  const graph = createGraph(createBudget(defaultLimits));
  const build = createBuilder(graph, { derivative: false, algebraic: false });
  const depth = 20_000;
  const nodes = Array.from({ length: depth }, (_, i) => build.gt(inputNode(graph, i), build.constant(0)));
  const store = createGuards();
  const conditions = nodes.map(node => conditionGuard(store, node));
  const guard = conditions.reduceRight((inner, condition) => both(store, condition, inner), ALWAYS);
  const condition = conditionBuilder(build, store)(guard);
  const positive = new Float64Array(depth).fill(1);
  expect(valuesOf(graph, positive)[condition]).toBe(1);
  expect(valuesOf(graph, positive.with(depth - 1, -1))[condition]).toBe(0);
});
