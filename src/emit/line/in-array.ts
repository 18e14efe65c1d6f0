// The call of an operation with several results: what is written to its stretch of the array, and what it is told.

import { blockNumber, isSolved } from '../../graph/block.js';
import { constantValue, type Graph, inputSlot, operandsOf, operationOf } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';

export interface CallInArray {
  /** A function of templates/linear.js, or what solves an implicit block. */
  readonly callee: string;
  /** After its own place: sizes, and the places of others that it reads. */
  readonly told: readonly number[];
  /** Written from its place on before it is called. */
  readonly written: readonly Node[];
}

/** @param placeOf where in the array the stretch of another such node is */
export function inArray(graph: Graph, node: Node, placeOf: (node: Node) => number): CallInArray {
  const { form, name } = operationOf(graph, node);
  if (form.kind !== 'several') throw new Error(`internal error: ${name}`);
  const operands = operandsOf(graph, node);
  if (isSolved(graph, node)) return { callee: solverOf(graph, node), told: [], written: operands.slice(form.lead) };
  const told = operands.slice(0, form.lead).map(operand => constantValue(graph, operand) ?? placeOf(operand));
  return { callee: form.name, told, written: operands.slice(form.lead) };
}

const SOLVER = 'solver ';

/** In the place of a function's name what solves the block of a node. */
export const solverOf = (graph: Graph, node: Node): string => `${SOLVER}${blockNumber(graph, node)}`;

/** A name for the code of an unknown: `z_2` for `z[2]`. */
export const plainName = (name: string): string => name.replace(/[[,]/g, '_').replace(']', '');

/** The number of the block that is meant; null where a function is. */
export const solverNumber = (callee: string): number | null =>
  callee.startsWith(SOLVER) ? Number(callee.slice(SOLVER.length)) : null;

/** What is written by one loop from more elements than this: inputs in order, or one number. */
const LONGEST_APART = 16;

/** Nodes from `start` on, up to `end`, that one loop writes; of others only one. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * Nodes to write in runs.
 * @param follows of an input and the one before, whether they are next to each other in memory
 */
export function runsOf(graph: Graph, nodes: readonly Node[], follows: (before: Node, node: Node) => boolean): Run[] {
  const isNext = (before: Node, node: Node): boolean => {
    if (constantValue(graph, before) !== undefined) return before === node;
    return inputSlot(graph, before) !== undefined && inputSlot(graph, node) !== undefined && follows(before, node);
  };
  const runs: Run[] = [];
  for (let start = 0; start < nodes.length; ) {
    let end = start + 1;
    while (end < nodes.length && isNext(nodes[end - 1]!, nodes[end]!)) end++;
    if (end - start > LONGEST_APART) runs.push({ start, end });
    else for (let i = start; i < end; i++) runs.push({ start: i, end: i + 1 });
    start = end;
  }
  return runs;
}
