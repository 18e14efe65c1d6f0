// Which values are at least +0 by their form: squares, exponentials, lengths, and what is made of them. NaN may be among them.
//
// Found when a rule asks, with a stack of its own, and remembered in the graph: a node is looked at once.

import type { Build, Node } from '../ops/operation.js';
import { constantValue, type Graph, isLeaf, operationOf } from './graph.js';

const UNKNOWN = 0;
const NO = 1;
const YES = 2;

export function isNonNegative(graph: Graph, build: Build, node: Node): boolean {
  if (graph.signs.length < graph.size) {
    const known = graph.signs;
    graph.signs = new Uint8Array(graph.operation.length);
    graph.signs.set(known);
  }
  const { signs } = graph;
  const pending = [node];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    if (signs[top] === UNKNOWN) {
      const deciding = decidingOperands(graph, build, top);
      const open = deciding?.find(operand => signs[operand] === UNKNOWN);
      const fails = deciding === undefined || deciding.some(operand => signs[operand] === NO);
      if (open !== undefined && !fails) {
        pending.push(open);
        continue;
      }
      signs[top] = fails ? NO : YES;
    }
    pending.pop();
  }
  return signs[node] === YES;
}

/** The operands that must all be at least +0 for the node to be; undefined where nothing makes it so. */
function decidingOperands(graph: Graph, build: Build, node: Node): readonly Node[] | undefined {
  const value = constantValue(graph, node);
  if (value !== undefined) return value > 0 || Object.is(value, 0) || Number.isNaN(value) ? [] : undefined;
  if (isLeaf(graph, node)) return undefined;
  return operationOf(graph, node).nonNegative?.(build, build.operandsOf(node));
}
