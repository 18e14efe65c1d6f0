// What code reads, where inlined nodes are written out.

import { describe, expect, it } from 'vitest';
import { inputNode, type Node } from '../../src/graph/graph.js';
import { armOf, eachRead, readCounts, readingOf, throughInlined } from '../../src/schedule/reads.js';
import { COMPUTE, INITIAL, stepOf, WHEN_FALSE, WHEN_TRUE } from '../../src/schedule/sections.js';
import { emptyGraph } from '../random/graph.js';

function small() {
  const { graph, build } = emptyGraph();
  const [x, y] = [0, 1].map(slot => inputNode(graph, slot)) as [Node, Node];
  const condition = build.gt(x, y);
  const [sine, root] = [build.sin(x), build.exp(y)];
  const negative = build.neg(sine);
  const chosen = build.select(condition, negative, root);
  const inlined = new Uint8Array(graph.size);
  inlined[condition] = inlined[negative] = 1;
  return { graph, x, y, condition, sine, root, negative, chosen, inlined };
}

describe('a step', () => {
  it('reads its operands, or of an assigned conditional the one arm', () => {
    const { graph, condition, negative, root, chosen } = small();
    const readOf = (kind: number, initial: 1 | 2): Node[] => {
      const found: Node[] = [];
      eachRead({ graph, initialArm: new Map([[chosen, initial]]) }, stepOf(chosen, kind), node => found.push(node));
      return found;
    };
    expect(readOf(COMPUTE, 1)).toEqual([condition, negative, root]);
    expect([readOf(INITIAL, 1), readOf(INITIAL, 2)]).toEqual([[negative], [root]]);
    expect([readOf(WHEN_TRUE, 2), readOf(WHEN_FALSE, 1)]).toEqual([[negative], [root]]);
    expect(armOf({ graph, initialArm: new Map([[chosen, 1]]) }, stepOf(chosen, WHEN_FALSE))).toBe(root);
  });

  it('reads through what is inlined, statements alone where leaves do not matter', () => {
    const { graph, x, y, sine, root, chosen, inlined } = small();
    const visited: Node[] = [];
    throughInlined({ graph, inlined: inlined.with(chosen, 1) }, node => visited.push(node))(chosen);
    expect(visited.sort((a, b) => a - b)).toEqual([x, y, sine, root]);
    const statements: Node[] = [];
    const reading = readingOf({ graph, inlined, initialArm: new Map() }, node => statements.push(node));
    reading.step(stepOf(chosen, COMPUTE));
    reading.node(x);
    reading.node(root);
    expect(statements).toEqual([sine, root, root]);
  });
});

describe('readings', () => {
  it('count conditions of blocks, both arms and the results', () => {
    const { graph, x, y, condition, sine, root, chosen, inlined } = small();
    const blocks = [
      { condition: null, declared: [], steps: [stepOf(sine, COMPUTE), stepOf(root, COMPUTE)], otherwise: [] },
      { condition, declared: [], steps: [stepOf(chosen, WHEN_TRUE)], otherwise: [stepOf(chosen, WHEN_FALSE)] },
    ];
    const counts = readCounts({ graph, inlined, initialArm: new Map([[chosen, null]]) }, blocks, [chosen, chosen]);
    expect(new Map([...counts].sort(([a], [b]) => a - b))).toEqual(
      new Map([
        [x, 2],
        [y, 2],
        [sine, 1],
        [root, 1],
        [chosen, 2],
      ]),
    );
  });
});
