// Which nodes are written inside the one expression that uses them: negations, conditions, and results without a name.
// Decided after the order is known, because an `else` needs no condition.

import { type Graph, isLeaf, operandsOf, operationOf } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import type { InitialArm } from './arms.js';
import type { OrderedBlock } from './order.js';
import type { Block, Schedule, Step } from './program.js';

/** Most logic operations in one condition. */
const LARGEST_CONDITION = 8;

const NEG = codeOf('neg');

/** Nodes that a step reads. An assigned conditional does not read its condition: its blocks do. */
export function readBy(graph: Graph, step: Step, initial: InitialArm | undefined): Node[] {
  const operands = operandsOf(graph, step.node);
  if (step.kind === 'compute') return operands;
  if (step.kind === 'initial') return [operands[initial!]!];
  return [operands[step.kind === 'whenTrue' ? 1 : 2]!];
}

/** What reading some nodes reads, where inlined ones are written out. */
export function readThrough(graph: Graph, inlined: Uint8Array, nodes: readonly Node[]): readonly Node[] {
  // Nearly always what is read is a statement's.
  if (nodes.every(node => inlined[node] !== 1 && !isLeaf(graph, node))) return nodes;
  const found: Node[] = [];
  const pending = [...nodes];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (inlined[node] === 1) pending.push(...operandsOf(graph, node));
    else if (!isLeaf(graph, node)) found.push(node);
  }
  return found;
}

/** How often the code of blocks reads each node that is not written inside its user. @param results read at the end */
export function readCounts(
  { graph, inlined, initialArm }: Pick<Schedule, 'graph' | 'inlined' | 'initialArm'>,
  blocks: readonly Block[],
  results: readonly Node[],
): Map<Node, number> {
  const counts = new Map<Node, number>();
  const pending = [...results];
  for (const { condition, steps, otherwise } of blocks) {
    if (condition !== null) pending.push(condition);
    for (const step of [...steps, ...otherwise]) pending.push(...readBy(graph, step, initialArm.get(step.node)));
  }
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (inlined[node] === 1) pending.push(...operandsOf(graph, node));
    else counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  return counts;
}

/**
 * Adds to `inlined`, and removes the steps of what is inlined or used by nothing.
 * @param keep nodes that stay statements of their own, because the user named them.
 */
export function inlineSmall(
  graph: Graph,
  results: readonly Node[],
  keep: ReadonlySet<Node>,
  blocks: readonly OrderedBlock[],
  inlined: Uint8Array,
  assigned: ReadonlyMap<Node, InitialArm>,
): OrderedBlock[] {
  const uses = new Uint32Array(graph.size);
  for (const node of results) uses[node]!++;
  const logic = new Uint8Array(graph.size);
  // From the last statement to the first, so that what only a dead statement uses is dead too.
  const kept: OrderedBlock[] = [];
  const use = (nodes: readonly Node[]): void => {
    const pending = [...nodes];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      uses[node]!++;
      if (inlined[node] === 1) pending.push(...operandsOf(graph, node));
    }
  };
  const live = (steps: readonly Step[]): Step[] => {
    const remaining: Step[] = [];
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i]!;
      if (uses[step.node] === 0) continue;
      use(readBy(graph, step, assigned.get(step.node)));
      remaining.push(step);
    }
    return remaining.reverse();
  };
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i]!;
    const otherwise = live(block.otherwise);
    const steps = live(block.steps);
    if (steps.length + otherwise.length === 0) continue;
    if (block.condition !== null) use([block.condition]);
    kept.push({ condition: block.condition, steps, otherwise });
  }

  const small = (node: Node): boolean => {
    if (uses[node] !== 1 || keep.has(node) || isLeaf(graph, node)) return false;
    const row = operationOf(graph, node);
    const inside = operandsOf(graph, node).reduce((total, operand) => total + logic[operand]!, 1);
    if (graph.operation[node] !== NEG && row.boolean !== true) return false;
    if (inside > LARGEST_CONDITION) return false;
    logic[node] = inside;
    return true;
  };
  const remaining = (steps: readonly Step[]): Step[] =>
    steps.filter(step => {
      if (step.kind !== 'compute' || !small(step.node)) return true;
      inlined[step.node] = 1;
      return false;
    });
  return kept
    .reverse()
    .map(block => ({ ...block, steps: remaining(block.steps), otherwise: remaining(block.otherwise) }))
    .filter(block => block.steps.length + block.otherwise.length > 0);
}

/** Results that are written where they are returned: used once, by that alone, and not named. */
export function inlineResults(
  graph: Graph,
  results: readonly Node[],
  keep: ReadonlySet<Node>,
  blocks: readonly OrderedBlock[],
  inlined: Uint8Array,
  assigned: ReadonlyMap<Node, InitialArm>,
): OrderedBlock[] {
  const uses = new Uint32Array(graph.size);
  for (const node of results) uses[node]!++;
  for (const block of blocks) {
    if (block.condition !== null) uses[block.condition]!++;
    for (const step of [...block.steps, ...block.otherwise]) {
      for (const node of readBy(graph, step, assigned.get(step.node))) uses[node]!++;
    }
  }
  for (let node = 0; node < graph.size; node++) {
    if (inlined[node] === 1) for (const operand of operandsOf(graph, node)) uses[operand]!++;
  }
  const last = blocks.at(-1);
  if (last === undefined || last.condition !== null) return [...blocks];
  const ends = new Set(results);
  const steps = last.steps.filter(step => {
    if (step.kind !== 'compute' || !ends.has(step.node) || uses[step.node] !== 1 || keep.has(step.node)) return true;
    inlined[step.node] = 1;
    return false;
  });
  return steps.length > 0 ? [...blocks.slice(0, -1), { ...last, steps }] : blocks.slice(0, -1);
}
