// Counts of what a function executes: operations as the contract defines them, one for each emitted + - * /, comparison,
// select or `if`, or function call.

import { type Graph, operandsOf, operationOf } from '../graph/graph.js';
import type { Node, OperationClass } from '../ops/operation.js';
import { COMPUTE, linesOf, type Schedule, stepKind, stepNode } from './sections.js';

export type ByClass = Record<OperationClass, number>;

export interface Count {
  readonly operations: number;
  readonly byClass: ByClass;
  /** Operations by the offset of the text that made them. */
  readonly byOrigin: ReadonlyMap<number, number>;
}

export function countOperations(schedule: Schedule): Count {
  const byClass: ByClass = { add: 0, mul: 0, div: 0, pow: 0, transcendental: 0, compare: 0 };
  const byOrigin = new Map<number, number>();
  let operations = 0;
  const count = (graph: Graph, node: Node, kind: OperationClass | null): void => {
    if (kind === null) return;
    operations++;
    byClass[kind]++;
    const origin = graph.origin[2 * node]!;
    byOrigin.set(origin, (byOrigin.get(origin) ?? 0) + 1);
  };
  for (const { graph, blocks, inlined, initialArm } of linesOf(schedule)) {
    for (const block of blocks) {
      if (block.condition !== null) count(graph, block.condition, 'compare');
      for (const step of [...block.steps, ...block.otherwise]) {
        const node = stepNode(step);
        if (stepKind(step) === COMPUTE) count(graph, node, operationOf(graph, node).class);
      }
    }
    for (let node = 0; node < graph.size; node++) {
      if (inlined[node] === 1 && operandsOf(graph, node).length > 0 && !initialArm.has(node)) {
        count(graph, node, operationOf(graph, node).class);
      }
    }
  }
  return { operations, byClass, byOrigin };
}
