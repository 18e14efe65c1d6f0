// Every value that computing the results takes, statement by statement: by running the emitted code, or, of a program with
// data, by the operations table for each row.

import { type Observation, observe } from '../../evaluate.js';
import { isSolved } from '../../graph/block.js';
import { type Graph, isLeaf, type Node, operandsOf, operationOf } from '../../graph/graph.js';
import { eachNamed, type Model, resultNodes } from '../../lower/model.js';
import { toArguments } from '../formula/point.js';
import type { WrittenOut } from '../formula/written-out.js';
import { interpret } from '../verify/replay.js';

export interface Observed extends Observation {
  /** From 1 on; null outside of rows. */
  readonly row: number | null;
}

/** @param names of the statements of the program before it was written out */
export function observed(
  { compilation, origins }: WrittenOut,
  names: ReadonlyMap<Node, string>,
  point: readonly number[],
): Observed[] {
  const { model } = compilation;
  if (origins === null) return observe(compilation, toArguments(model.inputs, point)).map(of => ({ ...of, row: null }));
  const { graph } = model;
  const results = resultNodes(model);
  const values = interpret(graph, results, point);
  const executed = executedNodes(graph, results, values);
  const found: Observed[] = [];
  for (let node = 0; node < executed.length; node++) {
    const origin = origins[node];
    if (executed[node] !== 1 || origin === undefined || isLeaf(graph, node)) continue;
    // It has no value, its results have.
    if (isSolved(graph, node)) continue;
    const start = graph.origin[2 * node]!;
    const span = start < 0 ? null : { start, end: graph.origin[2 * node + 1]! };
    found.push({ name: names.get(origin.node) ?? null, span, value: values[node]!, row: origin.row });
  }
  return found;
}

/** 1 for what is computed where nodes have these values: all but the arms that conditionals do not take. */
export function executedNodes(graph: Graph, results: readonly Node[], values: ArrayLike<number>): Uint8Array {
  const executed = new Uint8Array(values.length);
  for (const node of results) executed[node] = 1;
  for (let node = executed.length - 1; node >= 0; node--) {
    if (executed[node] !== 1) continue;
    const operands = operandsOf(graph, node);
    if (operationOf(graph, node).name === 'select') operands.splice(values[operands[0]!] ? 2 : 1, 1);
    for (const operand of operands) executed[operand] = 1;
  }
  return executed;
}

/** The first name of every named node. */
export function statementNames({ statements }: Pick<Model, 'statements'>): Map<Node, string> {
  const names = new Map<Node, string>();
  eachNamed(statements, (node, name) => {
    if (!names.has(node)) names.set(node, name);
  });
  return names;
}
