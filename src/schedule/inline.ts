// Which nodes are written inside the one expression that uses them: negations, conditions, and results without a name.
// Decided after the order is known, because an `else` needs no condition.

import { arity, type Graph, isLeaf, type NodeSet, operandsOf, operationOf } from '../graph/graph.js';
import { useCounts } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import type { InitialArm } from './arms.js';
import type { OrderedBlock } from './order.js';
import { type Block, COMPUTE, INITIAL, type Schedule, type Step, stepKind, stepNode } from './program.js';

/** Most logic operations in one condition. */
const LARGEST_CONDITION = 8;

const NEG = codeOf('neg');

/** Calls `visit` with every node that a step reads. An assigned conditional does not read its condition: its blocks do. */
export function eachRead(
  graph: Graph,
  step: Step,
  assigned: ReadonlyMap<Node, InitialArm>,
  visit: (node: Node) => void,
): void {
  const { operands } = graph;
  const node = stepNode(step);
  const kind = stepKind(step);
  const start = graph.first[node]!;
  if (kind === COMPUTE) for (let i = start; i < graph.first[node + 1]!; i++) visit(operands[i]!);
  else visit(operands[start + (kind === INITIAL ? assigned.get(node)! : kind)]!);
}

/** The one node that a step reads which assigns an arm of a conditional. */
export function armOf(graph: Graph, step: Step, assigned: ReadonlyMap<Node, InitialArm>): Node {
  let arm: Node | undefined;
  eachRead(graph, step, assigned, node => {
    arm = node;
  });
  return arm!;
}

/** Visits what reading a node reads, where inlined ones are written out. */
export function throughInlined(
  { graph, inlined }: Pick<Schedule, 'graph' | 'inlined'>,
  visit: (node: Node) => void,
): (node: Node) => void {
  const pending: Node[] = [];
  return top => {
    if (inlined[top] !== 1) return visit(top);
    pending.push(top);
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (inlined[node] === 1) pending.push(...operandsOf(graph, node));
      else visit(node);
    }
  };
}

/** What tells `visit` of the statements that a step or a node reads, where inlined ones are written out; no leaves. */
export interface Reading {
  step(step: Step): void;
  node(node: Node): void;
}

export function readingOf(
  { graph, inlined, initialArm }: Pick<Schedule, 'graph' | 'inlined' | 'initialArm'>,
  visit: (node: Node) => void,
): Reading {
  const node = throughInlined({ graph, inlined }, read => {
    if (!isLeaf(graph, read)) visit(read);
  });
  return { node, step: step => eachRead(graph, step, initialArm, node) };
}

/** Visits a node for every time that the code of blocks reads it; inlined ones are seen through. @param results read at the end */
export function eachReadOf(
  { graph, inlined, initialArm }: Pick<Schedule, 'graph' | 'inlined' | 'initialArm'>,
  blocks: readonly Block[],
  results: readonly Node[],
  visit: (node: Node) => void,
): void {
  const read = throughInlined({ graph, inlined }, visit);
  for (const { condition, steps, otherwise } of blocks) {
    if (condition !== null) read(condition);
    for (const step of steps) eachRead(graph, step, initialArm, read);
    for (const step of otherwise) eachRead(graph, step, initialArm, read);
  }
  for (const node of results) read(node);
}

/** How often the code of blocks reads each node that is not written inside its user. @param results read at the end */
export function readCounts(
  schedule: Pick<Schedule, 'graph' | 'inlined' | 'initialArm'>,
  blocks: readonly Block[],
  results: readonly Node[],
): Map<Node, number> {
  const counts = new Map<Node, number>();
  eachReadOf(schedule, blocks, results, node => void counts.set(node, (counts.get(node) ?? 0) + 1));
  return counts;
}

/**
 * Adds to `inlined`, and removes the steps of what is inlined or used by nothing.
 * @param keep nodes that stay statements of their own, because the user named them.
 */
export function inlineSmall(
  graph: Graph,
  results: readonly Node[],
  keep: NodeSet,
  blocks: readonly OrderedBlock[],
  inlined: Uint8Array,
  assigned: ReadonlyMap<Node, InitialArm>,
): OrderedBlock[] {
  const uses = new Uint32Array(graph.size);
  for (const node of results) uses[node]!++;
  const logic = new Uint8Array(graph.size);
  // From the last statement to the first, so that what only a dead statement uses is dead too.
  const kept: OrderedBlock[] = [];
  const use = (node: Node): void => {
    uses[node]!++;
    if (inlined[node] !== 1) return;
    const pending = operandsOf(graph, node);
    for (let inner = pending.pop(); inner !== undefined; inner = pending.pop()) {
      uses[inner]!++;
      if (inlined[inner] === 1) pending.push(...operandsOf(graph, inner));
    }
  };
  const live = (steps: readonly Step[]): Step[] => {
    const remaining: Step[] = [];
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i]!;
      if (uses[stepNode(step)] === 0) continue;
      eachRead(graph, step, assigned, use);
      remaining.push(step);
    }
    return remaining.reverse();
  };
  for (let i = blocks.length - 1; i >= 0; i--) {
    const block = blocks[i]!;
    const otherwise = live(block.otherwise);
    const steps = live(block.steps);
    if (steps.length + otherwise.length === 0) continue;
    if (block.condition !== null) use(block.condition);
    kept.push({ condition: block.condition, steps, otherwise });
  }

  const small = (node: Node): boolean => {
    if (uses[node] !== 1) return false;
    if (graph.operation[node] !== NEG && operationOf(graph, node).boolean !== true) return false;
    if (keep.has(node)) return false;
    const start = graph.first[node]!;
    let inside = 1;
    for (let i = start; i < start + arity(graph, node); i++) inside += logic[graph.operands[i]!]!;
    if (inside > LARGEST_CONDITION) return false;
    logic[node] = inside;
    return true;
  };
  const remaining = (steps: readonly Step[]): Step[] =>
    steps.filter(step => {
      const node = stepNode(step);
      if (stepKind(step) !== COMPUTE || !small(node)) return true;
      inlined[node] = 1;
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
  keep: NodeSet,
  blocks: readonly OrderedBlock[],
  inlined: Uint8Array,
  assigned: ReadonlyMap<Node, InitialArm>,
): OrderedBlock[] {
  const uses = useCounts(graph, inlined);
  for (const node of results) uses[node]!++;
  const use = (node: Node): void => {
    uses[node]!++;
  };
  for (const { condition, steps, otherwise } of blocks) {
    if (condition !== null) use(condition);
    for (const step of [...steps, ...otherwise]) eachRead(graph, step, assigned, use);
  }
  const last = blocks.at(-1);
  if (last === undefined || last.condition !== null) return [...blocks];
  const ends = new Set(results);
  const steps = last.steps.filter(step => {
    const node = stepNode(step);
    if (stepKind(step) !== COMPUTE || !ends.has(node) || uses[node] !== 1 || keep.has(node)) return true;
    inlined[node] = 1;
    return false;
  });
  return steps.length > 0 ? [...blocks.slice(0, -1), { ...last, steps }] : blocks.slice(0, -1);
}
