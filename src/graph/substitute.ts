// A node with one of the indices that it depends on in another place: what `v[j + 1]` is where `v` is known for every `i`.

import { ELEMENT, INDEX, UNKNOWN } from '../ops/table.js';
import type { Builder } from './build.js';
import { checkIndices, closedBy, coneOf, domainOf, isOfRange } from './domain.js';
import {
  FROM_FIRST,
  FROM_LAST,
  type Graph,
  indexNode,
  intern,
  isLeaf,
  leafEntries,
  type Node,
  operandsOf,
  originOf,
  type Standing,
  sizeNode,
} from './graph.js';
import { isEntry, movedEntry } from './scan.js';

/** @param build makes nodes of the graph, by the rules of the program's own code */
export function substitute(graph: Graph, build: Builder, node: Node, from: number, to: Standing): Node {
  const bit = 1 << from;
  if ((domainOf(graph, node) & bit) === 0) return node;
  const moved = new Map<Node, Node>();
  for (const of of coneOf(graph, node, bit, moved)) {
    if (isLeaf(graph, of)) {
      moved.set(of, leafAt(graph, build, of, from, to));
      continue;
    }
    const at = build.at(originOf(graph, of));
    const operands = operandsOf(graph, of);
    if (isEntry(graph, of)) {
      moved.set(of, movedEntry(graph, at, of, moved.get(operands[0]!) ?? operands[0]!, from, to));
      continue;
    }
    if (to.index >= 0 && closedBy(graph, of) === 1 << to.index) {
      // The index that it closes is not the one that is put in: it gets a name of its own first.
      const own = freshIndex(graph, to.index);
      const renamed = substitute(graph, build, operands[0]!, to.index, { index: own, offset: 0 });
      const body = substitute(graph, build, renamed, from, to);
      moved.set(of, at.apply(graph.operation[of]!, [body, indexNode(graph, own)]));
    } else {
      const into = operands.map(operand => moved.get(operand) ?? operand);
      moved.set(of, at.apply(graph.operation[of]!, into));
    }
  }
  return moved.get(node)!;
}

/** An index of the same range that nothing is open with. */
export function freshIndex({ indices }: Graph, index: number): number {
  const like = indices[index]!;
  const same = indices.filter(of => isOfRange(of, like));
  const depth = Math.max(...same.map(of => of.depth)) + 1;
  checkIndices(indices.length);
  return indices.push({ ...like, depth }) - 1;
}

function leafAt(graph: Graph, build: Builder, leaf: Node, from: number, { index, offset }: Standing): Node {
  const at = build.at(originOf(graph, leaf));
  const entries = leafEntries(graph, leaf);
  if (graph.operation[leaf] === ELEMENT) {
    for (let i = 1; i < entries.length; i += 2) {
      if (entries[i] !== from) continue;
      entries[i] = index;
      entries[i + 1]! += offset;
    }
    return intern(graph, ELEMENT, entries, originOf(graph, leaf));
  }
  if (graph.operation[leaf] === UNKNOWN) {
    // The element of an array of unknowns that an index stands at, and on which indices that depends.
    const domain = entries.at(-1)! & ~(1 << from);
    entries.splice(-3, 3, index, entries.at(-2)! + offset, index >= 0 ? domain | (1 << index) : domain);
    return intern(graph, UNKNOWN, entries, originOf(graph, leaf));
  }
  if (graph.operation[leaf] !== INDEX) throw new Error('internal error: a leaf that no index places');
  if (index === FROM_FIRST) return at.constant(offset);
  const base = index === FROM_LAST ? sizeNode(graph, graph.indices[from]!.dimension) : indexNode(graph, index);
  return offset === 0 ? base : at.add(base, at.constant(offset));
}
