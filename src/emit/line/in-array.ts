// The call of an operation with several results: what is written to its stretch of the array, and what it is told.

import { constantValue, type Graph, operandsOf, operationOf } from '../../graph/graph.js';
import type { Node } from '../../ops/operation.js';

export interface CallInArray {
  /** A function of templates/linear.js. */
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
  const told = operands.slice(0, form.lead).map(operand => constantValue(graph, operand) ?? placeOf(operand));
  return { callee: form.name, told, written: operands.slice(form.lead) };
}
