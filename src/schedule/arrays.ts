// Operations with several results work in an array: each has a stretch of it, which its operands are written to and its results
// are read from. Results are read where they are, by every user; they have statements only where they are named or stored.

import { constantValue, type Graph, hasSeveral, isElement, operand, operandsOf, operationOf } from '../graph/graph.js';
import type { Node } from '../ops/operation.js';
import { eachRead, throughInlined } from './reads.js';
import { allResults, type LinePass, type Step, stepNode } from './sections.js';

/** Writes results inside the expressions that use them. */
export const readFromArrays: LinePass = (line, { keep }) => {
  const { graph, results, blocks } = line;
  const stored = new Set(allResults(results));
  const inlined = line.inlined.slice();
  const remaining = (steps: readonly Step[]): readonly Step[] => {
    const left = steps.filter(step => {
      const node = stepNode(step);
      if (!isElement(graph, node) || keep.has(node) || stored.has(node)) return true;
      inlined[node] = 1;
      return false;
    });
    return left.length === steps.length ? steps : left;
  };
  const left = blocks.map(block => ({
    ...block,
    steps: remaining(block.steps),
    otherwise: remaining(block.otherwise),
  }));
  return { ...line, inlined, blocks: left };
};

/** The values of the operands that a node with several results is told, NaN for what is no number; the others are written. */
export function leadingValues(graph: Graph, node: Node): number[] {
  const { form } = operationOf(graph, node);
  const lead = form.kind === 'several' ? form.lead : 0;
  return Array.from({ length: lead }, (_, i) => constantValue(graph, operand(graph, node, i)) ?? Number.NaN);
}

/** Finds a stretch for each node with several results, and lets it go after the last statement that reads it. */
export const placeArrays: LinePass = line => {
  const { graph, blocks, results } = line;
  const steps = blocks.flatMap(block => [...block.steps, ...block.otherwise]);
  if (!steps.some(step => hasSeveral(graph, stepNode(step)))) return line;
  const lastRead = new Map<Node, number>();
  let now = 0;
  const read = throughInlined(line, node => {
    if (hasSeveral(graph, node)) lastRead.set(node, now);
  });
  for (const { condition, steps, otherwise } of blocks) {
    if (condition !== null) read(condition);
    for (const step of [...steps, ...otherwise]) {
      eachRead(line, step, read);
      now++;
    }
  }
  for (const node of allResults(results)) read(node);

  const offsets = new Map<Node, number>();
  /** Stretches that are free, by their length. */
  const free = new Map<number, number[]>();
  const dying = new Map<number, Node[]>();
  let length = 0;
  for (const [at, step] of steps.entries()) {
    const node = stepNode(step);
    if (hasSeveral(graph, node)) {
      const size = sizeOf(graph, node);
      const known = free.get(size)?.pop();
      offsets.set(node, known ?? length);
      if (known === undefined) length += size;
      const last = lastRead.get(node) ?? at;
      dying.set(last, [...(dying.get(last) ?? []), node]);
    }
    // What is read here is still there: a stretch is free from the next statement on.
    for (const dead of dying.get(at) ?? []) {
      const size = sizeOf(graph, dead);
      free.set(size, [...(free.get(size) ?? []), offsets.get(dead)!]);
    }
  }
  return { ...line, arrays: { offsets, length } };
};

function sizeOf(graph: Graph, node: Node): number {
  return operationOf(graph, node).results!(leadingValues(graph, node));
}

/** How many numbers are written to its stretch first. */
export function writtenCount(graph: Graph, node: Node): number {
  return operandsOf(graph, node).length - leadingValues(graph, node).length;
}
