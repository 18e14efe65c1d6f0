// What results need, and how often.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inputNode, type Node, operandsOf } from '../../src/graph/graph.js';
import { useCounts, usedBy } from '../../src/graph/use.js';
import { branchingRecipes, emptyGraph, graphOf } from '../random/graph.js';

it('counts every operand of the nodes that results need', () => {
  fc.assert(
    fc.property(branchingRecipes, fc.nat(20), (recipe, pick) => {
      const { graph, nodes } = graphOf(recipe, false);
      const results = [nodes[pick % nodes.length]!, nodes.at(-4)!];
      const needed = new Set<Node>(results);
      const counts = new Uint32Array(graph.size);
      for (let node = graph.size - 1; node >= 0; node--) {
        if (!needed.has(node)) continue;
        for (const operand of operandsOf(graph, node)) {
          needed.add(operand);
          counts[operand]!++;
        }
      }
      const used = usedBy(graph, results);
      expect(used).toHaveLength(Math.max(...results) + 1);
      expect([...used].flatMap((of, node) => (of === 1 ? [node] : []))).toEqual([...needed].sort((a, b) => a - b));
      expect(useCounts(graph, used)).toEqual(counts);
    }),
    { numRuns: 300, seed: 1 },
  );
});

it('takes a leaf for no user of the nodes that have the numbers of its slot or of its constant', () => {
  const { graph, build } = emptyGraph();
  const [two, x, three] = [build.constant(2), inputNode(graph, 0), build.constant(3)];
  expect([...usedBy(graph, [x])]).toEqual([0, 1]);
  expect([...usedBy(graph, [three])]).toEqual([0, 0, 1]);
  expect([...useCounts(graph, [1, 1, 1])]).toEqual([0, 0, 0]);
  expect([...usedBy(graph, [])]).toEqual([]);
  expect([two, x, three]).toEqual([0, 1, 2]);
});
