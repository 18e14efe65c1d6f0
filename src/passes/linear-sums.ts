// A sum over rows of what is linear in a few values, with factors that all rows share, as these factors times the sums of the
// values: Σ (a·u + b·v) is a·Σu + b·Σv. Rows then compute less, and sums of the same values serve several of them.

import { domainOf } from '../graph/domain.js';
import { type Graph, type Node, operand, operandsOf } from '../graph/graph.js';
import { rebuild, unchanged } from '../graph/rebuild.js';
import { useCounts, usedBy } from '../graph/use.js';
import type { Build } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import type { Pass } from './pass.js';

const [SUM_OVER, ADD, SUB, NEG, MUL] = (['sumOver', 'add', 'sub', 'neg', 'mul'] as const).map(codeOf);

/** How many operations in a row it pays to save for one more sum. */
const COST_OF_SUM = 2;

interface Term {
  readonly value: Node;
  readonly factors: readonly Node[];
  readonly isNegative: boolean;
}

interface Linear {
  readonly terms: readonly Term[];
  /** Operations in a row that are not needed any more. */
  readonly saved: number;
}

export const linearSums: Pass = {
  name: 'linear sums',
  run(graph, results, mode) {
    if (graph.indices.length === 0) return unchanged(graph);
    const used = usedBy(graph, results);
    const uses = useCounts(graph, used);
    for (const node of results) uses[node]!++;
    const isOwn = (node: Node): boolean => node >= mode.primal && uses[node] === 1;
    const found = new Map<Node, Linear>();
    for (let node = mode.primal; node < used.length; node++) {
      if (used[node] !== 1 || graph.operation[node] !== SUM_OVER) continue;
      const linear = linearIn(graph, node, isOwn);
      if (linear.saved > 0) found.set(node, linear);
    }
    for (const index of new Set([...found.keys()].map(node => operand(graph, node, 1)))) {
      const group = [...found].filter(([node]) => operand(graph, node, 1) === index);
      if (!pays(graph, used, index, group)) for (const [node] of group) found.delete(node);
    }
    if (found.size === 0) return unchanged(graph);
    return rebuild(graph, results, mode, {
      concerns: node => found.has(node),
      replace: (build, node, operands, at) => sumOf(build, found.get(node)!, operands[1]!, at),
    });
  },
};

/** A body as a sum of products, as far as its operations are nobody else's. */
function linearIn(graph: Graph, sum: Node, isOwn: (node: Node) => boolean): Linear {
  const [body, index] = operandsOf(graph, sum) as [Node, Node];
  const bit = domainOf(graph, index);
  const isShared = (node: Node): boolean => (domainOf(graph, node) & bit) === 0;
  const terms: Term[] = [];
  let saved = 0;
  const pending: Term[] = [{ value: body, factors: [], isNegative: false }];
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    const { value, factors, isNegative } = term;
    const operation = graph.operation[value];
    const [a, b] = operandsOf(graph, value) as [Node, Node];
    if (!isOwn(value)) terms.push(term);
    else if (operation === ADD || operation === SUB) {
      pending.push({ ...term, value: a }, { value: b, factors, isNegative: isNegative !== (operation === SUB) });
      saved++;
    } else if (operation === NEG) pending.push({ ...term, value: a, isNegative: !isNegative });
    else if (operation === MUL && (isShared(a) || isShared(b))) {
      const [factor, other] = isShared(a) ? [a, b] : [b, a];
      pending.push({ value: other, factors: [...factors, factor], isNegative });
      saved++;
    } else terms.push(term);
  }
  return { terms, saved };
}

/** True where what is saved is more than the sums that are added, those that are there already aside. */
function pays(graph: Graph, used: Uint8Array, index: Node, group: readonly (readonly [Node, Linear])[]): boolean {
  const replaced = new Set(group.map(([node]) => node));
  const summed = new Set<Node>();
  for (let node = 0; node < used.length; node++) {
    if (
      used[node] === 1 &&
      graph.operation[node] === SUM_OVER &&
      operand(graph, node, 1) === index &&
      !replaced.has(node)
    )
      summed.add(operand(graph, node, 0));
  }
  const added = new Set(
    group.flatMap(([, { terms }]) => terms.map(({ value }) => value)).filter(of => !summed.has(of)),
  );
  const saved = group.reduce((sum, [, linear]) => sum + linear.saved, 0);
  return saved > COST_OF_SUM * (added.size - group.length);
}

function sumOf(g: Build, { terms }: Linear, index: Node, at: (node: Node) => Node): Node {
  return terms
    .map(({ value, factors, isNegative }) => {
      const sum = factors.reduce((product, factor) => g.mul(at(factor), product), g.sumOver(at(value), index));
      return isNegative ? g.neg(sum) : sum;
    })
    .reduce((a, b) => g.add(a, b));
}
