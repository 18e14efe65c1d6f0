// Chains side by side, where a program is mostly chains.

import { describe, expect, it } from 'vitest';
import { inputNode, type Node } from '../../src/graph/graph.js';
import { serialOrder } from '../../src/schedule/serial.js';
import { emptyGraph } from '../random/graph.js';

/** So many chains of exponentials, one after another in the list. */
function chains(count: number, length: number) {
  const { graph, build } = emptyGraph();
  const nodes: Node[][] = [];
  for (let chain = 0; chain < count; chain++) {
    let node = inputNode(graph, chain);
    nodes.push(
      Array.from({ length }, () => {
        node = build.exp(node);
        return node;
      }),
    );
  }
  return { graph, nodes, listed: Int32Array.from(nodes.flat()) };
}

describe('the serial order', () => {
  it('goes by depth, and within one by age', () => {
    const { graph, nodes, listed } = chains(2, 60);
    const alternating = nodes[0]!.flatMap((node, i) => [node, nodes[1]![i]!]);
    expect([...serialOrder(graph, listed)!]).toEqual(alternating);
    expect([...listed]).toEqual(nodes.flat());
  });

  it('is left alone where there is enough to do at every depth', () => {
    const { graph, listed } = chains(5, 30);
    expect(serialOrder(graph, listed)).toBeNull();
    const { graph: narrow, listed: few } = chains(4, 30);
    expect(serialOrder(narrow, few)).toBeNull();
    const { graph: narrower, listed: fewer } = chains(3, 40);
    expect(serialOrder(narrower, fewer)).not.toBeNull();
  });

  it('is left alone in short programs', () => {
    const { graph, listed } = chains(1, 99);
    expect(serialOrder(graph, listed)).toBeNull();
    const { graph: longer, listed: more } = chains(1, 100);
    expect([...serialOrder(longer, more)!]).toEqual([...more]);
  });
});
