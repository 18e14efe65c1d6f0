// Counts of what a function executes: operations as the contract defines them, one for each emitted + - * /, comparison,
// select or `if`, or function call. What loops repeat is counted once, and apart.

import { type Graph, operandsOf, operationOf } from '../graph/graph.js';
import type { Node, OperationClass } from '../ops/operation.js';
import { COMPUTE, type Line, type Schedule, type Section, stepKind, stepNode } from './sections.js';

export type ByClass = Record<OperationClass, number>;

/** Operations of some code. */
export interface Tally {
  readonly operations: number;
  readonly byClass: ByClass;
  /** Operations by the offset of the text that made them. */
  readonly byOrigin: ReadonlyMap<number, number>;
}

export interface Count extends Tally {
  /** Of the bodies of loops, each once; null without loops. */
  readonly perRow: Tally | null;
}

/** No operations of any class. */
export const NONE: ByClass = { add: 0, mul: 0, div: 0, pow: 0, transcendental: 0, compare: 0 };

export function countOperations({ graph, sections }: Pick<Schedule, 'graph' | 'sections'>): Count {
  const outside = createTally();
  const perRow = createTally();
  const pending: [Section, boolean][] = sections.map(section => [section, false]);
  let hasLoops = false;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [section, isInside] = next;
    if (section.kind === 'line') {
      countLine(section, isInside ? perRow.add : outside.add);
      continue;
    }
    hasLoops = true;
    pending.push(...section.sections.map((inner): [Section, boolean] => [inner, true]));
    // The value of each row is added to the others.
    for (const { node } of section.totals) perRow.add(graph, node, operationOf(graph, node).class);
  }
  return { ...outside.tally(), perRow: hasLoops ? perRow.tally() : null };
}

/** Of lines that are repeated, each once. */
export function countLines(lines: readonly Line[]): Tally {
  const all = createTally();
  for (const line of lines) countLine(line, all.add);
  return all.tally();
}

type Add = (graph: Graph, node: Node, kind: OperationClass | null) => void;

function createTally() {
  const byClass = { ...NONE };
  const byOrigin = new Map<number, number>();
  let operations = 0;
  const add: Add = (graph, node, kind) => {
    if (kind === null) return;
    operations++;
    byClass[kind]++;
    const origin = graph.origin[2 * node]!;
    byOrigin.set(origin, (byOrigin.get(origin) ?? 0) + 1);
  };
  return { add, tally: (): Tally => ({ operations, byClass, byOrigin }) };
}

function countLine({ graph, blocks, inlined, initialArm }: Line, add: Add): void {
  for (const block of blocks) {
    if (block.condition !== null) add(graph, block.condition, 'compare');
    for (const step of [...block.steps, ...block.otherwise]) {
      const node = stepNode(step);
      if (stepKind(step) === COMPUTE) add(graph, node, operationOf(graph, node).class);
    }
  }
  for (let node = 0; node < graph.size; node++) {
    if (inlined[node] === 1 && operandsOf(graph, node).length > 0 && !initialArm.has(node)) {
      add(graph, node, operationOf(graph, node).class);
    }
  }
}
