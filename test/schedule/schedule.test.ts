// Schedules of random graphs, run statement by statement: nothing is read before it is computed, and the results are the graph's.

import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputNode, type Node, operationOf } from '../../src/graph/graph.js';
import { prune } from '../../src/passes/prune.js';
import { declareVariables } from '../../src/schedule/declare.js';
import { guardsOf } from '../../src/schedule/guards.js';
import { orderSteps } from '../../src/schedule/order.js';
import { passes, schedule } from '../../src/schedule/schedule.js';
import { COMPUTE, type Line, lastLine, listedLine, stepKind, stepNode } from '../../src/schedule/sections.js';
import { valuesOf } from '../graph/evaluate.js';
import { branchingRecipes, emptyGraph, graphOf, points, type Recipe, recipes, smoothRecipes } from '../random/graph.js';
import { interpret } from './interpret.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 300);

const NOTHING = new Set<Node>();

/** Holds a line's results against the graph's values at a point, whatever its variables hold before they are assigned. */
function expectRight(made: Line, values: Float64Array, point: readonly number[]): void {
  const { returned, stored } = made.results;
  for (const unassigned of [0, 1]) {
    const run = interpret(made, point, unassigned);
    expect(run.returned).toEqual(returned.map(node => values[node]));
    expect(run.stored).toEqual(stored.map(node => values[node]));
  }
}

/** A random graph as it comes to the scheduler, without arms that nothing can reach; nodes by their distance from the end. */
function pruned(recipe: Recipe, results: readonly number[]) {
  const { graph, nodes } = graphOf(recipe);
  const old = (back: number): Node => nodes[Math.max(0, nodes.length - 1 - back)]!;
  const left = prune.run(graph, results.map(old), { derivative: false, algebraic: false });
  return { graph: left.graph, at: (back: number): Node => left.nodes[old(back)] ?? -1 };
}

const programs = (recipe: fc.Arbitrary<Recipe>) =>
  fc.record({
    recipe,
    /** How far from the end of the recipe results stand; one may be stored twice, or returned and stored. */
    returned: fc.array(fc.nat(6), { maxLength: 1 }),
    stored: fc.array(fc.nat(8), { maxLength: 5 }),
    kept: fc.array(fc.nat(20), { maxLength: 4 }),
    samples: fc.array(points, { minLength: 2, maxLength: 2 }),
  });

const deep = recipes(['select', 'select', 'select', 'gt', 'and', 'or', 'not', 'add', 'exp', 'neg', 'max'], 80);

describe.each([
  ['arithmetic', smoothRecipes],
  ['branches', branchingRecipes],
  ['nested branches', deep],
])('random graphs of %s', (_what, recipe) => {
  it.each([1e9, 1, 4, 15])('with functions of %d statements', most => {
    fc.assert(
      fc.property(programs(recipe), ({ recipe, returned, stored, kept, samples }) => {
        const { graph, at } = pruned(recipe, [...returned, ...stored]);
        const from = (back: readonly number[]): Node[] => back.map(at).filter(node => node !== -1);
        const expected = samples.map(point => valuesOf(graph, point));
        const wanted = { returned: from(returned), stored: from(stored) };
        const made = lastLine(schedule(graph, wanted, new Set(from(kept)), most));
        for (const [i, point] of samples.entries()) expectRight(made, expected[i]!, point);
        if (most >= 1e9) expect(made.chunks).toBeNull();
      }),
      { numRuns: RUNS, seed: most === 1e9 ? 0 : most },
    );
  });
});

/** All of a line but the budget, which counts what is done. */
const copyOf = ({ graph, ...rest }: Line) => structuredClone({ ...rest, graph: { ...graph, budget: null } });

describe('passes', () => {
  it.each([1e9, 4])('each leave a line that runs with the same results, where functions have %d statements', most => {
    fc.assert(
      fc.property(programs(branchingRecipes), ({ recipe, returned, stored, kept, samples }) => {
        const { graph: source, at } = pruned(recipe, [...returned, ...stored]);
        const from = (back: readonly number[]): Node[] => back.map(at).filter(node => node !== -1);
        const results = { returned: from(returned), stored: from(stored) };
        const expected = samples.map(point => valuesOf(source, point));
        const { graph, needed, guards } = guardsOf(source, [...results.returned, ...results.stored]);
        const context = { guards, keep: new Set(from(kept)), most };
        let line = listedLine(graph, results, needed);
        for (const [at, pass] of passes.entries()) {
          const before = copyOf(line);
          const after = pass(line, context);
          expect(isDeepStrictEqual(copyOf(line), before)).toBe(true);
          line = after;
          // What blocks assign has to be declared somewhere.
          const isInBlocks = at >= passes.indexOf(orderSteps) && at < passes.indexOf(declareVariables);
          const runnable = isInBlocks ? declareVariables(line, context) : line;
          for (const [i, point] of samples.entries()) expectRight(runnable, expected[i]!, point);
        }
      }),
      { numRuns: RUNS, seed: 6 },
    );
  });

  it('leave the graph that they are given as it is', () => {
    const { graph, build } = emptyGraph();
    const [x, y, z] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
    const long = (node: Node): Node => build.sin(build.exp(build.sin(build.exp(build.sin(build.exp(node))))));
    const inner = build.select(build.gt(y, z), long(z), long(y));
    const root = build.select(build.gt(x, y), inner, z);
    const before = structuredClone(graph);
    const made = schedule(graph, { returned: [root], stored: [] }, NOTHING, 1e9);
    expect({ ...graph, budget: null }).toEqual({ ...before, budget: null });
    expect(made.graph.size).toBeGreaterThan(graph.size);
    expect(made.sections.map(({ kind }) => kind)).toEqual(['line']);
  });
});

it('computes what nobody needs nowhere, and an arm only where its condition holds', () => {
  const { graph, build } = emptyGraph();
  const [x, y, z] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
  const unused = build.cos(z);
  const [whenTrue, whenFalse] = [build.exp(build.sin(build.exp(y))), build.sqrt(build.tan(build.sqrt(z)))];
  const root = build.select(build.gt(x, y), whenTrue, whenFalse);
  const made = lastLine(schedule(graph, { returned: [root], stored: [] }, NOTHING, 1e9));
  const names = (inputs: number[]): string[] =>
    interpret(made, inputs, 0)
      .computed.map(node => operationOf(graph, node).name)
      .filter(name => name !== 'select')
      .sort();
  expect(names([1, 0, 4])).toEqual(['exp', 'exp', 'gt', 'sin']);
  expect(names([0, 1, 4])).toEqual(['gt', 'sqrt', 'sqrt', 'tan']);
  expect(made.blocks.flatMap(({ steps }) => steps.map(stepNode))).not.toContain(unused);
});

it('gives each named node a statement of its own', () => {
  fc.assert(
    fc.property(branchingRecipes, recipe => {
      const { graph, at } = pruned(recipe, [0]);
      const kept = new Set(recipe.map((_, i) => at(i)));
      const made = lastLine(schedule(graph, { returned: [at(0)], stored: [] }, kept, 1e9));
      const steps = made.blocks.flatMap(block => [...block.steps, ...block.otherwise]);
      for (const node of kept) expect(made.inlined[node] === 1, `node ${node}`).toBe(false);
      // A node is computed at one place, or assigned.
      const computed = steps.filter(step => stepKind(step) === COMPUTE).map(stepNode);
      expect(new Set(computed).size).toBe(computed.length);
    }),
    { numRuns: 300, seed: 5 },
  );
});
