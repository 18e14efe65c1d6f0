// The order of long programs: operands first, and after a node at once whatever waited for it alone.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inputNode, isLeaf, type Node, operandsOf } from '../../src/graph/graph.js';
import { usedBy } from '../../src/graph/use.js';
import { eagerOrder } from '../../src/schedule/eager.js';
import { emptyGraph, graphOf, smoothRecipes } from '../random/graph.js';

describe('the eager order', () => {
  it('has every node once, after its operands', () => {
    fc.assert(
      fc.property(smoothRecipes, recipe => {
        const { graph, nodes } = graphOf(recipe);
        const used = usedBy(graph, nodes.slice(-2));
        const listed = Int32Array.from(used.keys()).filter(node => used[node] === 1 && !isLeaf(graph, node));
        const order = eagerOrder(graph, listed);
        expect(Int32Array.from(order).sort()).toEqual(listed);
        const place = new Map(Array.from(order, (node, i) => [node, i]));
        for (const node of listed) {
          for (const operand of operandsOf(graph, node)) {
            if (!isLeaf(graph, operand)) expect(place.get(operand)).toBeLessThan(place.get(node)!);
          }
        }
      }),
      { numRuns: 500, seed: 1 },
    );
  });

  it('takes terms with what is made of them, where the list has all of the first kind before the second', () => {
    const { graph, build } = emptyGraph();
    const inputs = Array.from({ length: 4 }, (_, slot) => inputNode(graph, slot));
    const first = inputs.map(node => build.exp(node));
    const second = first.map(node => build.sin(node));
    const third = second.map(node => build.sqrt(node));
    const listed = Int32Array.from([...first, ...second, ...third]);
    expect([...eagerOrder(graph, listed)]).toEqual(inputs.flatMap((_, i) => [first[i], second[i], third[i]]));
  });

  it('takes the oldest first of what becomes ready at once', () => {
    const { graph, build } = emptyGraph();
    const x = inputNode(graph, 0);
    const root = build.exp(x);
    const [a, b, c] = [build.sin(root), build.cos(root), build.sqrt(root)] as [Node, Node, Node];
    const [ofA, ofC] = [build.neg(a), build.exp(c)];
    const sum = build.mul(ofA, ofC);
    const listed = Int32Array.of(root, a, b, c, ofA, ofC, sum);
    expect([...eagerOrder(graph, listed)]).toEqual([root, a, ofA, b, c, ofC, sum]);
  });
});
