// Where results are written: with their statement, unless that stands in a branch.

import { expect, it } from 'vitest';
import { COMPUTE, INITIAL, listedLine, stepOf, WHEN_FALSE, WHEN_TRUE } from '../../src/schedule/sections.js';
import { storeEarly } from '../../src/schedule/stores.js';
import { emptyGraph } from '../random/graph.js';

it('stores a result at every position with the one statement that computes it, outside of branches', () => {
  const { graph } = emptyGraph();
  const [first, second, inBranch, chosen, leaf] = [10, 11, 12, 13, 2];
  const blocks = [
    { condition: null, steps: [stepOf(first, COMPUTE), stepOf(chosen, INITIAL)], otherwise: [] },
    { condition: 5, steps: [stepOf(inBranch, COMPUTE), stepOf(chosen, WHEN_TRUE)], otherwise: [stepOf(14, COMPUTE)] },
    { condition: null, steps: [stepOf(second, COMPUTE), stepOf(15, COMPUTE)], otherwise: [] },
    { condition: 6, steps: [stepOf(chosen, WHEN_FALSE)], otherwise: [] },
  ];
  const stored = [second, first, inBranch, second, chosen, leaf, 14];
  const line = {
    ...listedLine(graph, { returned: [15], stored }, new Int32Array()),
    blocks: blocks.map(block => ({ ...block, declared: [] })),
    initialArm: new Map([[chosen, 2 as const]]),
  };
  const { storedWith } = storeEarly(line, { guards: null, keep: new Set(), most: 1e9 });
  expect([...storedWith]).toEqual([
    [first, [1]],
    [second, [0, 3]],
  ]);
});
