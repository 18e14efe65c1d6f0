// How conditionals get their values: what is written inside an arm, and which arm an assigned one starts with.

import { describe, expect, it } from 'vitest';
import { type Graph, inputNode, type Node } from '../../src/graph/graph.js';
import { chooseArms } from '../../src/schedule/arms.js';
import { guardsOf } from '../../src/schedule/guards.js';
import { listedLine } from '../../src/schedule/sections.js';
import { emptyGraph } from '../random/graph.js';

function choose(source: Graph, roots: readonly Node[], keep = new Set<Node>()) {
  const { graph, needed, guards } = guardsOf(source, roots);
  const line = listedLine(graph, { returned: roots, stored: [] }, needed);
  return chooseArms(line, { guards, keep, most: 1e9 });
}

function small() {
  const made = emptyGraph();
  const [x, y, z] = [0, 1, 2].map(slot => inputNode(made.graph, slot)) as [Node, Node, Node];
  const chain = (length: number, from: Node): Node =>
    Array.from({ length }).reduce<Node>(
      (node, _, i) => (i % 2 === 0 ? made.build.exp(node) : made.build.sin(node)),
      from,
    );
  return { ...made, x, y, z, chain, condition: made.build.gt(x, y) };
}

describe('arms', () => {
  it('of at most five operations are written inside the conditional', () => {
    const { graph, build, y, z, chain, condition } = small();
    const [five, six] = [chain(5, z), chain(6, y)];
    const root = build.select(condition, five, z);
    const { inlined, initialArm } = choose(graph, [root]);
    expect([...inlined.keys()].filter(node => inlined[node] === 1)).toHaveLength(5);
    expect(initialArm.size).toBe(0);
    const larger = build.select(condition, six, z);
    const other = choose(graph, [larger]);
    expect([...other.inlined]).not.toContain(1);
    expect([...other.initialArm]).toEqual([[larger, 2]]);
  });

  it('start with the one that needs no code of its own, where there is one', () => {
    const { graph, build, y, z, chain, condition } = small();
    const [here, there] = [chain(6, z), build.neg(chain(7, y))];
    const roots = [
      build.select(condition, here, z),
      build.select(condition, z, here),
      build.select(condition, here, there),
    ];
    expect(roots.map(root => choose(graph, [root]).initialArm.get(root))).toEqual([2, 1, null]);
    // A small arm beside a long one is written in its block.
    const mixed = build.select(condition, here, build.cos(y));
    expect(choose(graph, [mixed]).initialArm.get(mixed)).toBe(null);
  });

  it('are blocks where they are named, used again, or hold a conditional', () => {
    const { graph, build, x, y, z, condition } = small();
    const arm = build.exp(z);
    const root = build.select(condition, arm, y);
    expect(choose(graph, [root]).initialArm.size).toBe(0);
    expect(choose(graph, [root], new Set([arm])).initialArm.get(root)).toBe(2);
    const twice = build.select(condition, build.mul(arm, build.sin(arm)), y);
    expect(choose(graph, [twice]).initialArm.get(twice)).toBe(2);
    const nested = build.select(condition, build.exp(build.select(build.gt(x, z), y, z)), y);
    expect(choose(graph, [nested]).initialArm.get(nested)).toBe(2);
    const numbers = [1, 2, 3].map(value => build.constant(value));
    const many = build.select(condition, build.max(x, y, z, ...numbers), y);
    expect(choose(graph, [many]).initialArm.get(many)).toBe(2);
  });

  it('need no block where what they read is computed anyway', () => {
    const { graph, build, y, z, chain, condition } = small();
    const shared = chain(5, z);
    const root = build.select(condition, shared, y);
    expect(choose(graph, [root, shared]).initialArm.size).toBe(0);
    expect(choose(graph, [build.add(y, z)]).initialArm.size).toBe(0);
  });
});
