// Which nodes vary with chosen inputs.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carries, variesWith } from '../../src/differentiate/dependence.js';
import { patternOf } from '../../src/differentiate/sparsity.js';
import { inputNode, type Node } from '../../src/graph/graph.js';
import { emptyGraph, graphOf, smoothRecipes } from '../random/graph.js';

describe('an operand', () => {
  it('carries a derivative but for conditions and steps', () => {
    const { graph, build } = emptyGraph();
    const [x, y, z] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
    const flows = (node: Node, count: number): boolean[] =>
      Array.from({ length: count }, (_, index) => carries(graph, node, index));
    expect(flows(build.select(x, y, z), 3)).toEqual([false, true, true]);
    expect(flows(build.gt(x, y), 2)).toEqual([false, false]);
    expect(flows(build.floor(x), 1)).toEqual([false]);
    expect(flows(build.mul(x, y), 2)).toEqual([true, true]);
    expect(flows(build.max(x, y, z), 3)).toEqual([true, true, true]);
  });
});

describe('varying nodes', () => {
  it('are those with the input in their pattern, over random graphs', () => {
    fc.assert(
      fc.property(smoothRecipes, fc.nat(2), (recipe, slot) => {
        const { graph, nodes } = graphOf(recipe);
        const input = nodes[slot]!;
        const all = Array.from({ length: graph.size }, (_, node) => node);
        const rows = patternOf(graph, all, [input]);
        expect([...variesWith(graph, graph.size, [input])]).toEqual(rows.map(row => row.length));
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('are not those that an input only decides about', () => {
    const { graph, build } = emptyGraph();
    const [x, y] = [0, 1].map(slot => inputNode(graph, slot)) as [Node, Node];
    const decided = build.select(build.gt(x, y), y, build.constant(0));
    const both = build.select(x, x, y);
    const above = build.exp(decided);
    const varies = variesWith(graph, graph.size, [x]);
    expect([decided, above, both, x, y].map(node => varies[node])).toEqual([0, 0, 1, 1, 0]);
  });

  it('are looked for below the given size alone', () => {
    const { graph, build } = emptyGraph();
    const x = inputNode(graph, 0);
    const early = build.exp(x);
    const late = inputNode(graph, 1);
    build.sin(late);
    expect([...variesWith(graph, early + 1, [x, late])]).toEqual([1, 1]);
  });
});
