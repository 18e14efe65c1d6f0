// A sum over k of sums over rows, whose terms need what is made of all k in each row, as a sum over rows of sums over k:
// Σₖ aₖ·Σᵣ f(k, r, Σₖ g(k, r)) makes the inner sum once for every k and row, and the other way about once for every row. Gradients
// by what terms share come so, as what goes from a term to it is summed over rows first.

import { coneOf, type Domain, domainOf } from '../graph/domain.js';
import { type Graph, type Node, operandsOf, operationOf } from '../graph/graph.js';
import { rebuild, unchanged } from '../graph/rebuild.js';
import { useCounts, usedBy } from '../graph/use.js';
import type { Build } from '../ops/operation.js';
import { codeOf } from '../ops/table.js';
import type { Pass } from './pass.js';

const [SUM_OVER, ADD, SUB, NEG, MUL] = (['sumOver', 'add', 'sub', 'neg', 'mul'] as const).map(codeOf);

const EXCHANGED = new Set([SUM_OVER, ADD, SUB, NEG, MUL]);

/** A sum over the other index, and what it is multiplied with. */
interface Term {
  readonly value: Node;
  readonly factors: readonly Node[];
  readonly isNegative: boolean;
}

interface Exchange {
  readonly inner: Node;
  readonly terms: readonly Term[];
}

export const exchangedSums: Pass = {
  name: 'exchanged sums',
  run(graph, results, mode) {
    if (graph.indices.length < 2) return unchanged(graph);
    const used = usedBy(graph, results);
    const uses = useCounts(graph, used);
    for (const node of results) uses[node]!++;
    const isOwn = (node: Node): boolean => node >= mode.primal && uses[node] === 1;
    const found = new Map<Node, Exchange>();
    for (let node = mode.primal; node < used.length; node++) {
      if (used[node] !== 1 || graph.operation[node] !== SUM_OVER) continue;
      const exchange = exchangeIn(graph, node, isOwn);
      if (exchange !== null) found.set(node, exchange);
    }
    if (found.size === 0) return unchanged(graph);
    return rebuild(graph, results, mode, {
      concerns: node => found.has(node),
      replace: (build, node, operands, at) => exchanged(build, found.get(node)!, operands[1]!, at),
    });
  },
};

/** The sums of which a sum is made, where it pays to take them outside. */
function exchangeIn(graph: Graph, sum: Node, isOwn: (node: Node) => boolean): Exchange | null {
  const [body, index] = operandsOf(graph, sum) as [Node, Node];
  const outer = domainOf(graph, index);
  const terms: Term[] = [];
  const pending: Term[] = [{ value: body, factors: [], isNegative: false }];
  let inner: Node | null = null;
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    const { value, factors, isNegative } = term;
    if (!isOwn(value)) return null;
    const operation = graph.operation[value];
    const [a, b] = operandsOf(graph, value) as [Node, Node];
    if (operation === ADD || operation === SUB)
      pending.push({ ...term, value: a }, { value: b, factors, isNegative: isNegative !== (operation === SUB) });
    else if (operation === NEG) pending.push({ ...term, value: a, isNegative: !isNegative });
    else if (operation === MUL) {
      // The one that has the sums in it is nobody else's.
      const [factor, other] = isOwn(b) && hasSum(graph, b) ? [a, b] : [b, a];
      pending.push({ value: other, factors: [...factors, factor], isNegative });
    } else if (operation === SUM_OVER && (inner === null || inner === b)) {
      inner = b;
      terms.push({ ...term, value: a });
    } else return null;
  }
  const rows = inner === null ? 0 : domainOf(graph, inner);
  if (inner === null || terms.some(({ factors }) => factors.some(of => (domainOf(graph, of) & rows) !== 0)))
    return null;
  const pays = terms.some(({ value }) => closesIn(graph, value, rows, outer));
  const costs = terms.some(({ value, factors }) => [value, ...factors].some(of => closesIn(graph, of, outer, rows)));
  return pays && !costs ? { inner, terms } : null;
}

/** True for a sum over an index, and for what is made of some. */
const hasSum = (graph: Graph, node: Node): boolean => EXCHANGED.has(graph.operation[node]!);

/** True where a value needs a loop in each turn of one index that is the same in all turns of another. */
function closesIn(graph: Graph, value: Node, each: Domain, free: Domain): boolean {
  return coneOf(graph, value, each, new Map()).some(
    of => operationOf(graph, of).closes === true && (domainOf(graph, of) & (each | free)) === each,
  );
}

function exchanged(g: Build, { inner, terms }: Exchange, index: Node, at: (node: Node) => Node): Node {
  const sum = terms
    .map(({ value, factors, isNegative }) => {
      const product = factors.reduce((of, factor) => g.mul(at(factor), of), at(value));
      return isNegative ? g.neg(product) : product;
    })
    .reduce((a, b) => g.add(a, b));
  return g.sumOver(g.sumOver(sum, index), at(inner));
}
