// On which open indices a node's value depends: its domain, a set of indices as the bits of a number.
//
// A leaf that an index places has that index in its domain, every other node has what its operands have, and an operation
// that closes an index takes it away. Found when somebody asks, in the order of the list, and remembered in the graph.

import { LimitReached } from '../limits.js';
import { ELEMENT, INDEX, operations, STATE, STEP, UNKNOWN } from '../ops/table.js';
import { type Graph, type Index, isLeaf, type Node, operandsOf } from './graph.js';

/** A set of indices: bit `i` for index `i`. */
export type Domain = number;

/** Of what depends on no index. */
export const EVERYWHERE: Domain = 0;

/** Indices that fit into a domain. */
const MOST_INDICES = 30;

/** In the domain of what a turn of a recurrence reads of those before it: it means nothing outside of the recurrence. */
export const INSIDE: Domain = 1 << MOST_INDICES;

/** Before one more is made. @throws LimitReached */
export function checkIndices(count: number): void {
  if (count < MOST_INDICES) return;
  const message = `the program goes over more than ${MOST_INDICES} different ranges of sizes that are known at run time`;
  throw new LimitReached('WG706', message, 'let more of them have the same range');
}

const closes = operations.map(row => row.closes === true);

export function domainOf(graph: Graph, node: Node): Domain {
  // Most programs have no indices.
  if (graph.indices.length === 0) return EVERYWHERE;
  if (graph.domains.length < graph.size) {
    const known = graph.domains;
    graph.domains = new Int32Array(graph.operation.length);
    graph.domains.set(known);
  }
  for (; graph.domainCount <= node; graph.domainCount++)
    graph.domains[graph.domainCount] = find(graph, graph.domainCount);
  return graph.domains[node]!;
}

function find(graph: Graph, node: Node): Domain {
  const { operands, domains } = graph;
  const code = graph.operation[node]!;
  const start = graph.first[node]!;
  const end = graph.first[node + 1]!;
  let domain = EVERYWHERE;
  if (code === INDEX) return 1 << operands[start]!;
  if (code === STEP) return (1 << operands[start]!) | INSIDE;
  if (code === STATE) return (1 << operands[start]!) | INSIDE | operands[end - 1]!;
  if (code === UNKNOWN) return operands[end - 1]!;
  if (code === ELEMENT) for (let i = start + 1; i < end; i += 2) domain |= operands[i]! < 0 ? 0 : 1 << operands[i]!;
  if (isLeaf(graph, node)) return domain;
  for (let i = start; i < end; i++) domain |= domains[operands[i]!]!;
  return closes[code]! ? domain & ~domains[operands[end - 1]!]! : domain;
}

/** The index that a node closes, as a domain. */
export function closedBy(graph: Graph, node: Node): Domain {
  if (graph.indices.length === 0 || !closes[graph.operation[node]!]!) return EVERYWHERE;
  return domainOf(graph, graph.operands[graph.first[node + 1]! - 1]!);
}

/**
 * A node and what it is made of as far as that depends on some indices, in the order of the list.
 * @param known nodes that are not looked into
 */
export function coneOf(graph: Graph, node: Node, over: Domain, known: ReadonlyMap<Node, Node>): Node[] {
  const cone = new Set<Node>();
  const pending = [node];
  for (let top = pending.pop(); top !== undefined; top = pending.pop()) {
    if (known.has(top) || cone.has(top)) continue;
    cone.add(top);
    pending.push(...operandsOf(graph, top).filter(of => (domainOf(graph, of) & over) !== 0));
  }
  return [...cone].sort((a, b) => a - b);
}

/** True for indices that run through the same elements. */
export const isOfRange = (a: Index, b: Index): boolean =>
  a.dimension === b.dimension && a.lower === b.lower && a.upper === b.upper;

/** The indices of a domain, from the first on. */
export function indicesIn(domain: Domain): number[] {
  const indices: number[] = [];
  for (let index = 0; index < MOST_INDICES && domain >> index !== 0; index++)
    if (((domain >> index) & 1) === 1) indices.push(index);
  return indices;
}
