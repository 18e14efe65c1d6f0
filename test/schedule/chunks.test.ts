// A program in chunks computes, bit for bit, what it computes in one function.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Graph, inputNode, type Node } from '../../src/graph/graph.js';
import { compile } from '../../src/index.js';
import { prune } from '../../src/passes/prune.js';
import { schedule } from '../../src/schedule/schedule.js';
import { lastLine } from '../../src/schedule/sections.js';
import { formulas, NAMES, textOf } from '../random/formula.js';
import { branchingRecipes, emptyGraph, graphOf } from '../random/graph.js';
import { argumentsOf, numbers, program, trees } from '../random/shaped.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 100);

/** The same bits, NaN and signed zeros included. */
function expectSame(found: unknown, wanted: unknown): void {
  const bits = (value: unknown): unknown =>
    typeof value === 'number' ? (Object.is(value, -0) ? '-0' : value) : Array.from(value as ArrayLike<number>, bits);
  expect(bits(found)).toEqual(bits(wanted));
}

describe('random formulas with branches, in chunks of a few statements', () => {
  it.each([1, 3, 8])('of %i', statements => {
    const scope = fc.array(fc.constantFrom(-2, -1, -0.5, 0, 0.5, 1, 2), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(formulas, scope, (formula, point) => {
        const text = `input ${NAMES.join(', ')}\n${textOf(formula)}`;
        const whole = compile(text);
        const cut = compile(text, { limits: { statements } });
        expectSame(cut.value(...point), whole.value(...point));
        expectSame(cut.gradient(...point), whole.gradient(...point));
        expectSame(cut.packed(point), whole.packed(point));
        expectSame(cut.hvp(...point, 1, 2, 3), whole.hvp(...point, 1, 2, 3));
      }),
      { numRuns: RUNS, seed: statements },
    );
  });
});

describe('random programs of vectors and matrices, in chunks', () => {
  it('agree in every function', () => {
    fc.assert(
      fc.property(trees.vector, numbers, (tree, point) => {
        const text = program(tree.text);
        const whole = compile(text);
        const cut = compile(text, { limits: { statements: 10 } });
        const args = argumentsOf(point);
        for (const name of ['value', 'jacobian', 'jacobianSparse'] as const)
          expectSame(cut[name](...args), whole[name](...args));
        expectSame(cut.vjp(...args, [1, 2, 3]), whole.vjp(...args, [1, 2, 3]));
      }),
      { numRuns: RUNS, seed: 21 },
    );
  });

  it('agree where values of a long sum and their derivatives are computed together', () => {
    const text = 'param s = 2, x[400]\nf = array(sin(s*x[i])*x[i], i = 1:400)\nlog(sum(f[i]*f[i+1], i = 1:399)^2 + 1)';
    const x = Float64Array.from({ length: 400 }, (_, i) => Math.cos(i));
    const whole = compile(text, { limits: { statements: 1e9 } });
    const cut = compile(text, { limits: { statements: 300 } });
    for (const name of ['value', 'gradient', 'multipliers'] as const) {
      if (name === 'multipliers') expect(cut[name](2, x)).toEqual(whole[name](2, x));
      else expectSame(cut[name](2, x), whole[name](2, x));
    }
    expect(cut.stats.chunks).toBeGreaterThan(5);
    expect(cut.stats.operations).toEqual(whole.stats.operations);
    expect(cut.source).toMatch(/function valueAndGradientPart3\(/);
  });
});

describe('chunks', () => {
  const chunksOf = (graph: Graph, stored: readonly Node[], most: number) =>
    lastLine(schedule(graph, { returned: [], stored }, new Set(), most)).chunks;

  it('have at most two thirds of the statements that a function may have, and as many stores as that', () => {
    let branches = 0;
    fc.assert(
      fc.property(branchingRecipes, fc.constantFrom(3, 6), (recipe, most) => {
        const { graph, nodes } = graphOf(recipe);
        const left = prune.run(graph, nodes.slice(-2), { derivative: false, algebraic: false });
        const chunks = chunksOf(
          left.graph,
          nodes.slice(-2).map(node => left.nodes[node]!),
          most,
        );
        if (chunks === null) return;
        for (const { blocks, stores } of chunks.chunks) {
          const length = blocks.reduce((sum, { steps, otherwise }) => sum + steps.length + otherwise.length, 0);
          expect(length).toBeLessThanOrEqual((2 / 3) * most);
          expect(stores.length).toBeLessThanOrEqual(most);
        }
        // Each chunk is called at one place.
        const called = chunks.runs.flatMap(run => [...run.chunks, ...run.otherwise]);
        expect(called.sort((a, b) => a - b)).toEqual(chunks.chunks.map((_, i) => i));
        if (chunks.runs.some(({ condition }) => condition !== null)) branches++;
      }),
      { numRuns: 3 * RUNS, seed: 2 },
    );
    expect(branches).toBeGreaterThan(5);
  });

  it('are cut where the fewest values cross, which take the slots of those that are dead', () => {
    const { graph, build } = emptyGraph();
    // Chains that end in one value each: between them, one value crosses; within one, two.
    let total = inputNode(graph, 0);
    for (let chain = 0; chain < 12; chain++) {
      const start = build.exp(inputNode(graph, 1 + chain));
      let node = start;
      for (let i = 0; i < 4; i++) node = build.sin(node);
      total = build.add(total, build.mul(node, start));
    }
    const chunks = chunksOf(graph, [total], 30)!;
    const lengths = chunks.chunks.map(({ blocks }) => blocks.reduce((sum, { steps }) => sum + steps.length, 0));
    expect(lengths.slice(0, -1).every(length => length >= 12 && length <= 20)).toBe(true);
    expect(lengths.reduce((a, b) => a + b)).toBe(12 * 7);
    expect(chunks.crossings).toBe(chunks.chunks.length - 1);
    // A value is free to be overwritten once the run that reads it last has ended.
    expect(chunks.slotCount).toBe(2);
  });
});
