// What an expression would be if it were written out in full, without building it: every count is a sum over the shared
// nodes, exact in BigInt, so 10^1000 operations take as long as ten.

import { type Graph, isLeaf, operandsOf, operationOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { type Budget, LimitReached } from '../limits.js';
import type { Node, OperationClass } from '../ops/operation.js';

const CLASSES: readonly OperationClass[] = ['add', 'mul', 'div', 'pow', 'transcendental', 'compare'];

export interface TreeSize {
  /** Operations, a power being one. */
  readonly operations: bigint;
  readonly byClass: Readonly<Record<OperationClass, bigint>>;
  /** Operations by the offset of the text that made them. */
  readonly byOrigin: ReadonlyMap<number, bigint>;
  /** Distinct nodes, leaves included. */
  readonly nodes: number;
}

/** Counts `results` written out one after the other. Occurrences flow from users to operands. */
export function treeSize(graph: Graph, results: readonly Node[]): TreeSize {
  const used = usedBy(graph, results);
  const occurrences = new Map<Node, bigint>();
  const occur = (node: Node, times: bigint): void => {
    occurrences.set(node, (occurrences.get(node) ?? 0n) + times);
  };
  for (const node of results) occur(node, 1n);
  const byClass = Object.fromEntries(CLASSES.map(name => [name, 0n])) as Record<OperationClass, bigint>;
  const byOrigin = new Map<number, bigint>();
  let operations = 0n;
  let nodes = 0;
  for (let node = used.length - 1; node >= 0; node--) {
    if (used[node] !== 1) continue;
    nodes++;
    if (nodes % 1024 === 0) checkTime(graph.budget);
    const times = occurrences.get(node)!;
    // Once counted it is let go, so that few numbers are alive however long they are.
    occurrences.delete(node);
    if (isLeaf(graph, node)) continue;
    for (const operand of operandsOf(graph, node)) occur(operand, times);
    const kind = treeClassOf(graph, node);
    if (kind === null) continue;
    // A function of k operands such as min counts once, a sum of two once.
    operations += times;
    byClass[kind] += times;
    const origin = graph.origin[2 * node]!;
    byOrigin.set(origin, (byOrigin.get(origin) ?? 0n) + times);
  }
  return { operations, byClass, byOrigin, nodes };
}

/** A square is a power here, as a person writes it. */
function treeClassOf(graph: Graph, node: Node): OperationClass | null {
  const row = operationOf(graph, node);
  return row.name === 'square' ? 'pow' : row.class;
}

/** Adding long numbers takes time that counting nodes does not see. @throws LimitReached */
export function checkTime({ seconds, until }: Budget): void {
  if (Date.now() > until) throw new LimitReached('WG705', `stopped after ${seconds} s`, 'raise the limit (seconds)');
}
