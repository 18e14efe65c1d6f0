// How results that are known for any one index depend on what is differentiated, on the way back, with the index standing still:
// a line of the Jacobian, whichever it is.

import { type BuildMode, createBuilder } from '../graph/build.js';
import { closedBy, EVERYWHERE } from '../graph/domain.js';
import { type Graph, leafEntries, type Node } from '../graph/graph.js';
import { isEntry, isScan } from '../graph/scan.js';
import { freshIndex, substitute } from '../graph/substitute.js';
import { usedBy } from '../graph/use.js';
import { ELEMENT, INPUT } from '../ops/table.js';
import { adjointsOf } from './adjoint.js';

/** What a result has as its derivative by a leaf, for any one value of the indices that the result and the leaf depend on. */
export interface Slope {
  readonly leaf: Node;
  readonly node: Node;
}

export interface Line {
  /** The indices that stand still, as they are called here. */
  readonly open: readonly number[];
  readonly slopes: readonly Slope[];
}

/** True for results that recurrences have a part in: what their turns pass on is summed. */
export function hasRecurrences(graph: Graph, results: readonly Node[]): boolean {
  if (graph.scans === 0) return false;
  return usedBy(graph, results).some((isUsed, node) => isUsed === 1 && (isScan(graph, node) || isEntry(graph, node)));
}

/** Other names of indices, which lines of one matrix have in common. */
export type Renamed = Map<number, number>;

/** @param slots of what is differentiated */
export function lineOf(
  graph: Graph,
  result: Node,
  open: readonly number[],
  slots: ReadonlySet<number>,
  mode: Pick<BuildMode, 'algebraic'>,
  renamed: Renamed,
): Line {
  const build = createBuilder(graph, { derivative: false, ...mode });
  let at = result;
  const own = open.map(index => {
    // What goes over the same index, as a mean does, is inside of a loop over it: there it gets another name.
    if (!isClosed(graph, at, index)) return index;
    const fresh = renamed.get(index) ?? freshIndex(graph, index);
    renamed.set(index, fresh);
    at = substitute(graph, build, at, index, { index: fresh, offset: 0 });
    return fresh;
  });
  const leaves = leavesOf(graph, at, slots);
  const one = createBuilder(graph, { derivative: true, ...mode }).constant(1);
  const still = own.reduce((domain, index) => domain | (1 << index), EVERYWHERE);
  const found = adjointsOf(graph, [{ node: at, adjoint: one }], leaves, leaves, mode, undefined, still);
  const slopes = leaves.flatMap((leaf, i): Slope[] => (found[i] === null ? [] : [{ leaf, node: found[i]! }]));
  return { open: own, slopes };
}

function isClosed(graph: Graph, result: Node, index: number): boolean {
  return usedBy(graph, [result]).some((isUsed, node) => isUsed === 1 && closedBy(graph, node) === 1 << index);
}

/** Numbers, and elements wherever they are read, that a result is made of. */
function leavesOf(graph: Graph, result: Node, slots: ReadonlySet<number>): Node[] {
  const used = usedBy(graph, [result]);
  const leaves: Node[] = [];
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || (graph.operation[node] !== ELEMENT && graph.operation[node] !== INPUT)) continue;
    if (slots.has(leafEntries(graph, node)[0]!)) leaves.push(node);
  }
  return leaves;
}
