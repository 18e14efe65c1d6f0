// An order for long programs that keeps lifetimes short: after a node, at once whatever it was the last to be waited for.
//
// Terms of a sum then come together with their own derivatives, and gradients are stored as soon as they are known; in the
// order of the list every value would live from the forward to the backward half.

import { type Graph, isLeaf } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';

/** The given nodes, which are in the order of the list and closed under operands, in the new order. */
export function eagerOrder(graph: Graph, nodes: Int32Array): Int32Array {
  const { size, first, operands } = graph;
  const waiting = new Int32Array(size);
  const userCount = new Int32Array(size + 1);
  for (const node of nodes) {
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const operand = operands[i]!;
      if (isLeaf(graph, operand)) continue;
      waiting[node]!++;
      userCount[operand + 1]!++;
    }
  }
  for (let i = 1; i <= size; i++) userCount[i]! += userCount[i - 1]!;
  const users = new Int32Array(userCount[size]!);
  const fill = userCount.slice(0, size);
  for (const node of nodes) {
    for (let i = first[node]!; i < first[node + 1]!; i++) {
      const operand = operands[i]!;
      if (!isLeaf(graph, operand)) users[fill[operand]!++] = node;
    }
  }
  const order = new Int32Array(nodes.length);
  const done = new Uint8Array(size);
  const stack: Node[] = [];
  let count = 0;
  for (const start of nodes) {
    if (done[start] === 1) continue;
    stack.push(start);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (done[node] === 1) continue;
      done[node] = 1;
      order[count++] = node;
      // The oldest of those that are ready now comes next.
      for (let i = userCount[node + 1]! - 1; i >= userCount[node]!; i--) {
        const user = users[i]!;
        waiting[user]!--;
        if (waiting[user] === 0) stack.push(user);
      }
    }
  }
  return order;
}
