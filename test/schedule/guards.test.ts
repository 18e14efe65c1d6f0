// Which nodes a program needs, and under which conditions.

import { describe, expect, it } from 'vitest';
import { inputNode, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import { ALWAYS, NEVER } from '../../src/graph/guard.js';
import { guardsOf } from '../../src/schedule/guards.js';
import { emptyGraph } from '../random/graph.js';

function small() {
  const { graph, build } = emptyGraph();
  const [x, y, z] = [0, 1, 2].map(slot => inputNode(graph, slot)) as [Node, Node, Node];
  return { graph, build, x, y, z };
}

describe('guards', () => {
  it('are none where nothing is conditional; what no result needs is left out', () => {
    const { graph, build, x, y } = small();
    const unused = build.cos(x);
    const [a, b] = [build.exp(x), build.sin(y)];
    const found = guardsOf(graph, [a, b]);
    expect(found.graph).toBe(graph);
    expect([...found.needed]).toEqual([a, b]);
    expect(found.needed).not.toContain(unused);
    expect(found.guards).toBeNull();
  });

  it('of nested conditions have nodes for them, in a graph of their own', () => {
    const { graph, build, x, y, z } = small();
    const [outer, inner] = [build.gt(x, y), build.gt(y, z)];
    const deep = build.exp(z);
    const root = build.select(outer, build.select(inner, deep, y), x);
    const { size } = graph;
    const { graph: extended, guards } = guardsOf(graph, [root]);
    expect([graph.size, guards!.demand[root], guards!.demand[outer]]).toEqual([size, ALWAYS, ALWAYS]);
    const condition = guards!.condition(guards!.demand[deep]!);
    expect(condition).toBeGreaterThanOrEqual(size);
    expect(operationOf(extended, condition).name).toBe('and');
    expect(operandsOf(extended, condition)).toEqual([outer, inner]);
    expect(guards!.demand[condition]).toBe(ALWAYS);
    expect(guards!.complement(ALWAYS)).toBe(NEVER);
  });
});
