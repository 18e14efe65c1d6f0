// Variables that turns of a loop only add to.

import type { Builder } from '../graph/build.js';
import { coneOf, domainOf, INSIDE } from '../graph/domain.js';
import { type Graph, type Node, operandsOf, operationOf } from '../graph/graph.js';
import { stepNode } from '../graph/scan.js';
import type { Machine } from './machine.js';
import type { Reading } from './reading.js';

type Terms = readonly Node[];

/** What is added to a leaf, in order; null where a node is more than the leaf and what is added to it. */
export function termsOf(graph: Graph, build: Builder, node: Node, leaf: Node): Terms | null {
  const known = new Map<Node, Terms | null>([[leaf, []]]);
  if ((domainOf(graph, node) & INSIDE) === 0) return null;
  const isMadeOfIt = new Set<Node>([leaf]);
  for (const of of coneOf(graph, node, INSIDE, new Map())) {
    if (of === leaf) continue;
    const operands = operandsOf(graph, of);
    if (!operands.some(operand => isMadeOfIt.has(operand))) continue;
    isMadeOfIt.add(of);
    known.set(of, termsOfSum(graph, build, of, operands, known, isMadeOfIt));
  }
  return known.get(node) ?? null;
}

function termsOfSum(
  graph: Graph,
  build: Builder,
  node: Node,
  operands: readonly Node[],
  known: ReadonlyMap<Node, Terms | null>,
  isMadeOfIt: ReadonlySet<Node>,
): Terms | null {
  const [a, b, c] = operands as [Node, Node, Node];
  switch (operationOf(graph, node).name) {
    // What an inner loop has added up.
    case 'rewritten':
      return known.get(b) ?? null;
    case 'add': {
      if (isMadeOfIt.has(a) && isMadeOfIt.has(b)) return null;
      const [sum, added] = isMadeOfIt.has(a) ? [a, b] : [b, a];
      const before = known.get(sum) ?? null;
      return before && [...before, added];
    }
    case 'sub': {
      const before = isMadeOfIt.has(b) ? null : (known.get(a) ?? null);
      return before && [...before, build.neg(b)];
    }
    case 'select': {
      if (isMadeOfIt.has(a)) return null;
      const [whenTrue, whenFalse] = [known.get(b) ?? null, known.get(c) ?? null];
      return whenTrue && whenFalse && eitherOf(build, a, whenTrue, whenFalse);
    }
    default:
      return null;
  }
}

/** The terms of one way or the other: those that both begin with stay, and 0 is added where one way adds less. */
function eitherOf(build: Builder, condition: Node, a: Terms, b: Terms): Terms {
  const zero = build.constant(0);
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    a[i] === b[i] ? a[i]! : build.select(condition, a[i] ?? zero, b[i] ?? zero),
  );
}

/**
 * The sum of all turns, on top of what was there: its value is added up in the order of the text, its derivatives are those of a
 * sum.
 * @param made what a turn makes of the leaf
 */
export function sumOf(machine: Machine, reading: Reading, start: Node, terms: Terms, made: Node, leaf: Node): Node {
  const { graph, build } = machine;
  const { opened, direction } = reading.range;
  const masked = (node: Node, otherwise: Node): Node =>
    opened.condition === null ? node : build.select(opened.condition, node, otherwise);
  let sum = start;
  for (const term of terms) {
    const all = build.sumOver(masked(term, build.constant(0)), opened.node);
    sum = build.constantValue(sum) === 0 ? all : build.add(sum, all);
  }
  if (!machine.isInOrder) return sum;
  const turns = stepNode(graph, { index: opened.index, id: reading.ids.added, direction }, build.origin);
  return build.rewritten(build.kept('foldOver', start, masked(made, leaf), leaf, turns), sum);
}
