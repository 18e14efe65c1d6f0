// Copies of graphs: what is kept, what a rewrite changes, and where the rules of the table apply again.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputNode, type Node, operandsOf, operationOf } from '../../src/graph/graph.js';
import { rebuild, unchanged } from '../../src/graph/rebuild.js';
import { codeOf } from '../../src/ops/table.js';
import { branchingRecipes, emptyGraph, graphOf, points } from '../random/graph.js';
import { valuesOf } from './evaluate.js';

const mode = { derivative: false, algebraic: false };
const nothing = { concerns: () => false, replace: () => undefined };

describe('a copy', () => {
  it('holds what the results need, once, with its values and places', () => {
    fc.assert(
      fc.property(branchingRecipes, points, (recipe, point) => {
        const { graph, nodes } = graphOf(recipe, false);
        for (let i = 0; i < 2 * graph.size; i++) graph.origin[i] = i;
        const results = [nodes.at(-1)!, nodes.at(-3)!, nodes.at(-1)!];
        const copy = rebuild(graph, results, mode, nothing);
        const [before, after] = [valuesOf(graph, point), valuesOf(copy.graph, point)];
        const needed = new Set<Node>();
        for (let node = graph.size - 1; node >= 0; node--) {
          const isNeeded = results.includes(node) || needed.has(node);
          if (isNeeded) for (const operand of [node, ...operandsOf(graph, node)]) needed.add(operand);
          const moved = copy.nodes[node] ?? -1;
          expect(moved !== -1).toBe(isNeeded);
          if (!isNeeded) continue;
          expect(after[moved]).toBe(before[node]);
          expect(operationOf(copy.graph, moved)).toBe(operationOf(graph, node));
          expect(copy.graph.origin[2 * moved]).toBe(2 * node);
          expect(copy.graph.origin[2 * moved + 1]).toBe(2 * node + 1);
        }
        expect(copy.graph.size).toBe(needed.size);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('asks only about the nodes that a rewrite concerns, with their operands in the new graph', () => {
    const { graph, build } = emptyGraph();
    const x = inputNode(graph, 0);
    const unused = build.cos(x);
    const root = build.add(build.exp(x), build.sin(x));
    const asked: string[] = [];
    const copy = rebuild(graph, [root], mode, {
      concerns: node => operationOf(graph, node).name !== 'exp',
      replace(made, node, [first, second]) {
        asked.push(operationOf(graph, node).name);
        return operationOf(graph, node).name === 'add' ? made.mul(first!, second!) : undefined;
      },
    });
    expect(asked).toEqual(['sin', 'add']);
    expect(copy.nodes[unused]).toBe(-1);
    const moved = copy.nodes[root]!;
    expect(operationOf(copy.graph, moved).name).toBe('mul');
    expect(operandsOf(copy.graph, moved).map(node => operationOf(copy.graph, node).name)).toEqual(['exp', 'sin']);
  });

  it('applies rules again to what has changed operands, and not elsewhere', () => {
    const { graph, build } = emptyGraph();
    const x = inputNode(graph, 0);
    // The table would make it x.
    const kept = build.intern(codeOf('neg'), [build.neg(x)]);
    const changed = build.exp(x);
    const product = build.mul(changed, build.sin(x));
    const above = build.cos(product);
    const copy = rebuild(graph, [kept, above], mode, {
      concerns: node => node === changed,
      replace: made => made.constant(1),
    });
    const nameOf = (node: Node): string => operationOf(copy.graph, copy.nodes[node]!).name;
    expect([kept, changed, product, above].map(nameOf)).toEqual(['neg', 'constant', 'sin', 'cos']);
  });

  it('looks again at what has a change among its operands or theirs, and no further up', () => {
    const { graph, build } = emptyGraph();
    const changed = build.exp(inputNode(graph, 0));
    const twice = build.intern(codeOf('neg'), [build.neg(changed)]);
    const further = build.intern(codeOf('neg'), [build.neg(build.sin(changed))]);
    const copy = rebuild(graph, [twice, further], mode, {
      concerns: node => node === changed,
      replace: (made, _node, [x]) => made.cos(x!),
    });
    const nameOf = (node: Node): string => operationOf(copy.graph, copy.nodes[node]!).name;
    expect([twice, further].map(nameOf)).toEqual(['cos', 'neg']);
  });
});

describe('a graph that stays', () => {
  it('keeps every node', () => {
    const { graph, build } = emptyGraph();
    build.exp(build.sin(inputNode(graph, 0)));
    const same = unchanged(graph);
    expect(same.graph).toBe(graph);
    expect([...same.nodes]).toEqual([0, 1, 2]);
  });
});
