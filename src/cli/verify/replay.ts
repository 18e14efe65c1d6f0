// The program's value without any code of ours: node after node, each by the operations table.

import type { Compilation } from '../../compilation.js';
import { valuesOf } from '../../evaluate.js';
import { isRoot, rootAt, solvedOf, unknownAt } from '../../graph/block.js';
import {
  constantValue,
  type Graph,
  hasSeveral,
  inputSlot,
  isElement,
  type Node,
  operand,
  operandsOf,
} from '../../graph/graph.js';
import { usedBy } from '../../graph/use.js';
import { operationValue, severalValues } from '../../graph/value.js';
import { unsolvedBlock } from '../formula/run-at.js';
import { rootsByTable, type Shift } from './roots.js';

/** Values of nodes by the emitted code, as `interpret` wants them; none where a block is not solved. */
export function solvedValues(
  compilation: Compilation,
  nodes: readonly Node[],
  args: readonly (number | Float64Array)[],
): ArrayLike<number> {
  try {
    return valuesOf(compilation, nodes, args);
  } catch (error) {
    if (unsolvedBlock(error) === null) throw error;
    return [];
  }
}

/**
 * Values of all nodes that the results need; of the others 0.
 * @param near values of nodes as emitted code gives them, of which solutions of implicit blocks are wanted
 */
export function interpret(
  graph: Graph,
  results: readonly Node[],
  point: readonly number[],
  near: ((nodes: readonly Node[]) => ArrayLike<number>) | null = null,
): Float64Array {
  const used = usedBy(graph, results);
  const values = new Float64Array(used.length);
  const roots: Node[] = [];
  for (let node = 0; node < used.length; node++) if (used[node] === 1 && isRoot(graph, node)) roots.push(node);
  const known = roots.length === 0 ? [] : (near?.(roots) ?? []);
  const places = new Map(roots.map((root, i) => [root, known[i]!]));
  const computed = computing(graph, values, root => places.get(root) ?? Number.NaN);
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1) continue;
    const slot = inputSlot(graph, node);
    values[node] = slot === undefined ? (constantValue(graph, node) ?? computed(node)) : point[slot]!;
  }
  return values;
}

/**
 * Computes values again that change with one node's. Of an unknown of an implicit block it is its equation that changes: what is
 * given is added to the right side, and the block solved again.
 * @param values of all nodes that are needed.
 */
export function createReplay(graph: Graph, results: readonly Node[], values: Float64Array, changed: Node) {
  const used = usedBy(graph, results);
  const after: Node[] = [];
  const depends = new Uint8Array(used.length);
  const moved = isRoot(graph, changed) ? rootAt(graph, changed) : null;
  const first = moved?.node ?? changed;
  depends[first] = 1;
  for (let node = first + 1; node < used.length; node++) {
    if (used[node] !== 1 || !operandsOf(graph, node).some(operand => depends[operand] === 1)) continue;
    depends[node] = 1;
    after.push(node);
  }
  return (value: number): Float64Array => {
    const again = values.slice();
    if (moved === null) again[changed] = value;
    const shift = moved === null ? null : { ...moved, by: value };
    const computed = computing(graph, again, root => values[root]!, shift);
    for (const node of after) again[node] = computed(node);
    return again;
  };
}

/**
 * The value of a node, of which the operands have theirs; of one with several results 0.
 * @param near where a root is thought to be
 * @param shift what is added to the right side of one equation of a block
 */
function computing(
  graph: Graph,
  values: Float64Array,
  near: (root: Node) => number,
  shift: (Shift & { readonly node: Node }) | null = null,
): (node: Node) => number {
  const several = severalValues(graph, values);
  const solutions = new Map<Node, readonly number[]>();
  const rootOf = (root: Node): number => {
    const [node, result] = operandsOf(graph, root) as [Node, Node];
    const { block } = solvedOf(graph, node);
    const roots =
      solutions.get(node) ??
      rootsByTable(graph, node, values, {
        near: nearAll(node, block.names.length),
        shift: shift?.node === node ? shift : null,
        interpret,
      });
    solutions.set(node, roots);
    return roots[unknownAt(block, constantValue(graph, result)!)]!;
  };
  /** Null where they are not known. */
  const nearAll = (node: Node, count: number): number[] | null => {
    const found = new Array<number>(count).fill(Number.NaN);
    for (let of = node + 1; of < values.length; of++) {
      if (!isRoot(graph, of) || operand(graph, of, 0) !== node) continue;
      found[unknownAt(solvedOf(graph, node).block, constantValue(graph, operand(graph, of, 1))!)] = near(of);
    }
    return found.every(Number.isFinite) ? found : null;
  };
  return node => {
    if (hasSeveral(graph, node)) return 0;
    if (isRoot(graph, node)) return rootOf(node);
    const operands = operandsOf(graph, node);
    if (isElement(graph, node)) return several(operands[0]!)[values[operands[1]!]!]!;
    return operationValue(
      graph.operation[node]!,
      operands.map(operand => values[operand]!),
    );
  };
}
