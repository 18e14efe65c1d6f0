// Which results are written where they are returned.

import { expect, it } from 'vitest';
import { inputNode, type Node } from '../../src/graph/graph.js';
import { inlineResults } from '../../src/schedule/results.js';
import { COMPUTE, listedLine, stepNode, stepOf } from '../../src/schedule/sections.js';
import { emptyGraph } from '../random/graph.js';

function small() {
  const { graph, build } = emptyGraph();
  const x = inputNode(graph, 0);
  const [first, second, third] = [build.exp(x), build.sin(x), build.cos(x)];
  const used = build.sqrt(x);
  const user = build.exp(used);
  const results = { returned: [first], stored: [second, third, used, user] };
  return {
    graph,
    first,
    second,
    third,
    used,
    user,
    line: listedLine(graph, results, Int32Array.of(first, second, third, used, user)),
  };
}

const context = { guards: null, keep: new Set<Node>(), most: 1e9 };

it('writes a result that nothing else uses where it is returned, unless it is named or stored with its statement', () => {
  const { line, first, second, third, used, user } = small();
  const made = inlineResults({ ...line, storedWith: new Map([[second, [0]]]) }, { ...context, keep: new Set([third]) });
  expect([first, second, third, used, user].map(node => made.inlined[node])).toEqual([1, 0, 0, 0, 1]);
  expect(made.blocks.flatMap(({ steps }) => steps.map(stepNode))).toEqual([second, third, used]);
});

it('leaves a line alone that is too long for one function, or ends in a branch', () => {
  const { line, first } = small();
  expect(inlineResults(line, { ...context, most: 8 })).toBe(line);
  expect(inlineResults(line, { ...context, most: 9 })).not.toBe(line);
  const branch = { condition: 0, declared: [], steps: [stepOf(first, COMPUTE)], otherwise: [] };
  const ends = { ...line, blocks: [...line.blocks, branch] };
  expect(inlineResults(ends, context)).toBe(ends);
});
