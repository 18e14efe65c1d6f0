// Where variables are declared: with their value, or before the block that assigns what other code reads.

import { expect, it } from 'vitest';
import { inputNode, type Node } from '../../src/graph/graph.js';
import { declareVariables } from '../../src/schedule/declare.js';
import { COMPUTE, INITIAL, listedLine, stepOf, WHEN_FALSE, WHEN_TRUE } from '../../src/schedule/sections.js';
import { emptyGraph } from '../random/graph.js';

it('declares before its block what is read outside of it, and a conditional that no arm starts', () => {
  const { graph, build } = emptyGraph();
  const [x, y] = [0, 1].map(slot => inputNode(graph, slot)) as [Node, Node];
  const condition = build.gt(x, y);
  const [inside, shared, other] = [build.exp(x), build.sin(x), build.cos(y)];
  const user = build.sqrt(shared);
  const [both, started] = [build.select(condition, inside, other), build.select(condition, shared, y)];
  const compute = (node: Node): number => stepOf(node, COMPUTE);
  const line = {
    ...listedLine(graph, { returned: [both, user], stored: [started] }, new Int32Array()),
    blocks: [
      { condition: null, declared: [], steps: [compute(condition), stepOf(started, INITIAL)], otherwise: [] },
      {
        condition,
        declared: [],
        steps: [compute(inside), compute(shared), stepOf(both, WHEN_TRUE), stepOf(started, WHEN_TRUE)],
        otherwise: [compute(other), stepOf(both, WHEN_FALSE)],
      },
      { condition: null, declared: [], steps: [compute(user)], otherwise: [] },
    ],
    initialArm: new Map([
      [both, null],
      [started, 2 as const],
    ]),
  };
  const { blocks, reassigned } = declareVariables(line, { guards: null, keep: new Set(), most: 1e9 });
  expect(blocks.map(({ declared }) => declared)).toEqual([[], [shared, both], []]);
  expect([...reassigned.keys()].filter(node => reassigned[node] === 1)).toEqual([shared, both, started]);
});
