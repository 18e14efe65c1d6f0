// What code reads: operands of its statements, where inlined nodes are written out.

import { hasSeveral, isElement, isLeaf, operandsOf } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { type Block, COMPUTE, INITIAL, type Line, type Step, stepKind, stepNode } from './sections.js';

/** Calls `visit` with every node that a step reads. An assigned conditional does not read its condition: its blocks do. */
export function eachRead(
  { graph, initialArm }: Pick<Line, 'graph' | 'initialArm'>,
  step: Step,
  visit: (node: Node) => void,
): void {
  const { operands } = graph;
  const node = stepNode(step);
  const kind = stepKind(step);
  const start = graph.first[node]!;
  if (kind === COMPUTE) for (let i = start; i < graph.first[node + 1]!; i++) visit(operands[i]!);
  else visit(operands[start + (kind === INITIAL ? initialArm.get(node)! : kind)]!);
}

/** The one node that a step reads which assigns an arm of a conditional. */
export function armOf(line: Pick<Line, 'graph' | 'initialArm'>, step: Step): Node {
  let arm: Node | undefined;
  eachRead(line, step, node => {
    arm = node;
  });
  return arm!;
}

/** Visits what reading a node reads, where inlined ones are written out; one of several results, and the node that has them. */
export function throughInlined(
  { graph, inlined }: Pick<Line, 'graph' | 'inlined'>,
  visit: (node: Node) => void,
): (node: Node) => void {
  const pending: Node[] = [];
  return top => {
    if (inlined[top] !== 1) return visit(top);
    pending.push(top);
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (inlined[node] === 1) pending.push(...operandsOf(graph, node));
      if (inlined[node] !== 1 || isElement(graph, node)) visit(node);
    }
  };
}

/** True for what is in an array from its statement on: a node with several results, and one of these that has no statement. */
const isInArray = ({ graph, inlined }: Pick<Line, 'graph' | 'inlined'>, node: Node): boolean =>
  hasSeveral(graph, node) || (inlined[node] === 1 && isElement(graph, node));

/** What tells `visit` of the statements that a step or a node reads, where inlined ones are written out; no leaves. */
export interface Reading {
  step(step: Step): void;
  node(node: Node): void;
}

export function readingOf(line: Pick<Line, 'graph' | 'inlined' | 'initialArm'>, visit: (node: Node) => void): Reading {
  const node = throughInlined(line, read => {
    if (!isLeaf(line.graph, read) && !isInArray(line, read)) visit(read);
  });
  return { node, step: step => eachRead(line, step, node) };
}

/** Visits a node for every time that the code of blocks reads it; inlined ones are seen through. @param results read at the end */
export function eachReadOf(
  line: Pick<Line, 'graph' | 'inlined' | 'initialArm'>,
  blocks: readonly Block[],
  results: readonly Node[],
  visit: (node: Node) => void,
): void {
  const read = throughInlined(line, visit);
  for (const { condition, steps, otherwise } of blocks) {
    if (condition !== null) read(condition);
    for (const step of steps) eachRead(line, step, read);
    for (const step of otherwise) eachRead(line, step, read);
  }
  for (const node of results) read(node);
}

/** How often the code of blocks reads each node that is not written inside its user. @param results read at the end */
export function readCounts(
  line: Pick<Line, 'graph' | 'inlined' | 'initialArm'>,
  blocks: readonly Block[],
  results: readonly Node[],
): Map<Node, number> {
  const counts = new Map<Node, number>();
  eachReadOf(line, blocks, results, node => void counts.set(node, (counts.get(node) ?? 0) + 1));
  return counts;
}

/**
 * Stored results, by position, that are not written where their node is computed.
 * @param isEarly false for a result that a target writes late all the same
 */
export function lateResults(
  { results, storedWith }: Pick<Line, 'results' | 'storedWith'>,
  isEarly: (position: number) => boolean = () => true,
): number[] {
  const early = new Set([...storedWith.values()].flat());
  return [...results.stored.keys()].filter(position => !early.has(position) || !isEarly(position));
}
