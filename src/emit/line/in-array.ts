// The call of an operation with several results: what is written to its stretch of the array, and what it is told.

import { blockNumber, isFactors, isSolved, isSparseSolution } from '../../graph/block.js';
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
  const own = blockCallee(graph, node);
  if (own !== null) {
    // Which block it is, and how large, is known where it is called.
    const [factors, isTransposed] = operands.slice(2, form.lead) as [Node, Node];
    const told = isSparseSolution(graph, node) ? [placeOf(factors), constantValue(graph, isTransposed)!] : [];
    return { callee: own, told, written: operands.slice(form.lead) };
  }
  const told = operands.slice(0, form.lead).map(operand => constantValue(graph, operand) ?? placeOf(operand));
  return { callee: form.name, told, written: operands.slice(form.lead) };
}

/** What functions of a block do: solve it, factorise its Jacobian, and solve linear equations with these factors. */
export type BlockPart = 'solve' | 'factor' | 'divide';

export interface BlockFunction {
  readonly part: BlockPart;
  /** Of the block. */
  readonly number: number;
}

/** In the place of a function's name that of a block; null for a node that no block has to do with. */
export function blockCallee(graph: Graph, node: Node): string | null {
  const part: BlockPart | null = isSolved(graph, node)
    ? 'solve'
    : isFactors(graph, node)
      ? 'factor'
      : isSparseSolution(graph, node)
        ? 'divide'
        : null;
  return part === null ? null : `${part} ${blockNumber(graph, node)}`;
}

/** A name for the code of an unknown: `z_2` for `z[2]`. */
export const plainName = (name: string): string => name.replace(/[[,]/g, '_').replace(']', '');

/** The function of a block that is meant; null where another one is. */
export function blockFunction(callee: string): BlockFunction | null {
  const [part, number] = callee.split(' ') as [BlockPart, string | undefined];
  return number === undefined ? null : { part, number: Number(number) };
}

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
