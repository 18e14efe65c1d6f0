// Where a function is put together from pieces: found from the operands that its operations compare, at the points that
// differences are taken over, and never from the differences, or a wrong derivative would look like a kink.
//
// Every operation with pieces says whether two sets of operands are on the same one. Where all of those that the result
// depends on are, the result is one smooth formula at both points. An operation in the arm that is not taken, or below an
// operand that lost, has no say.

import { constantValue, type Graph, isLeaf, type Node, operandsOf, operationOf } from '../../graph/graph.js';
import { operationValue } from '../../graph/value.js';
import { type KinkKind, piecesOf } from './smooth-pieces.js';

export interface Kink {
  readonly operation: string;
  readonly node: Node;
  readonly kind: KinkKind;
  /** True where the pieces meet in the middle itself, as near as rounding can tell. */
  readonly isInMiddle: boolean;
}

/** Values of nodes at a point, by node. */
export type NodeValues = (nodes: readonly Node[], point: readonly number[]) => ArrayLike<number>;

export interface Kinks {
  /** Operations that are on another piece at a point than in the middle, for one result. */
  between(row: number, middle: readonly number[], point: readonly number[]): Kink[];
}

/** @param results nodes of the results, by row. */
export function createKinks(graph: Graph, results: readonly Node[], compute: NodeValues): Kinks {
  /** Nodes that operations with pieces compare, once each. */
  const watched = compared(graph, results);
  const index = new Map(watched.map((node, i) => [node, i]));
  const known = new Map<string, ArrayLike<number>>();
  const valuesAt = (point: readonly number[]): ((node: Node) => number) => {
    const key = point.join();
    let found = known.get(key);
    if (found === undefined) {
      found = watched.length === 0 ? [] : compute(watched, point);
      // The points of one entry come again, those of all would fill the memory.
      if (known.size >= MOST_REMEMBERED) known.clear();
      known.set(key, found);
    }
    const values = found;
    return node => values[index.get(node)!]!;
  };
  const live = new Map<string, Node[]>();
  const liveAt = (row: number, middle: readonly number[], valueAt: (node: Node) => number): Node[] => {
    const key = `${row}:${middle.join()}`;
    const found = live.get(key) ?? withPieces(graph, liveNodes(graph, [results[row]!], valueAt));
    if (live.size >= MOST_REMEMBERED) live.clear();
    live.set(key, found);
    return found;
  };
  return {
    between(row, middle, point) {
      const [before, after] = [valuesAt(middle), valuesAt(point)];
      const found: Kink[] = [];
      for (const node of liveAt(row, middle, before)) {
        const operation = operationOf(graph, node).name;
        const { kindAt, same } = piecesOf(operation)!;
        const operands = operandsOf(graph, node);
        const [from, to] = [operands.map(before), operands.map(after)];
        if (same(from, to)) continue;
        const isInMiddle = !same(
          from,
          from.map((x, i) => nudged(x, to[i]!)),
        );
        found.push({ operation, node, kind: kindAt(from), isInMiddle });
      }
      return found;
    },
  };
}

/** A number moved by some roundings towards another: steps that are too short for an operand to move hide a tie. */
function nudged(x: number, towards: number): number {
  return x + Math.sign(towards - x) * Math.max(8 * Number.EPSILON * Math.abs(x), Number.MIN_VALUE);
}

const MOST_REMEMBERED = 64;

/** Operands of the operations with pieces that the results use. */
function compared(graph: Graph, results: readonly Node[]): Node[] {
  const nodes = new Set<Node>();
  for (const node of withPieces(graph, reachable(graph, results, operandsOf)))
    for (const operand of operandsOf(graph, node)) nodes.add(operand);
  return [...nodes];
}

function withPieces(graph: Graph, nodes: Uint8Array): Node[] {
  const found: Node[] = [];
  for (let node = 0; node < nodes.length; node++)
    if (nodes[node] === 1 && piecesOf(operationOf(graph, node).name) !== undefined) found.push(node);
  return found;
}

/** 1 for the nodes that the results depend on where nodes have the given values. */
export function liveNodes(graph: Graph, results: readonly Node[], valueAt: (node: Node) => number): Uint8Array {
  const value = (node: Node): number => constantValue(graph, node) ?? valueAt(node);
  return reachable(graph, results, (_graph, node) => {
    const operands = operandsOf(graph, node);
    switch (operationOf(graph, node).name) {
      case 'select':
        return [operands[0]!, operands[value(operands[0]!) ? 1 : 2]!];
      case 'min':
      case 'max':
      case 'clamp': {
        const values = operands.map(value);
        const extreme = operationValue(graph.operation[node]!, values);
        return Number.isNaN(extreme) ? operands : operands.filter((_, i) => values[i] === extreme);
      }
      case 'relu':
        return value(operands[0]!) < 0 ? [] : operands;
      default:
        return operands;
    }
  });
}

function reachable(
  graph: Graph,
  results: readonly Node[],
  next: (graph: Graph, node: Node) => readonly Node[],
): Uint8Array {
  const reached = new Uint8Array(results.reduce((most, node) => Math.max(most, node + 1), 0));
  for (const node of results) reached[node] = 1;
  for (let node = reached.length - 1; node >= 0; node--) {
    if (reached[node] !== 1 || isLeaf(graph, node)) continue;
    for (const operand of next(graph, node)) reached[operand] = 1;
  }
  return reached;
}
