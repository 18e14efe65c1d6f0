// Derivatives of recurrences, as recurrences.
//
// The tangent of z[i] = f(z[i-1], v) runs the same way: ż[i] = ∂f/∂z ż[i-1] + ∂f/∂v v̇. The adjoint runs the other way:
// λ[i] = z̄[i] + μ[i+1], where z̄ is what the rest of the program contributes to z[i] and μ[i] = λ[i] ∂f/∂z, what a turn contributes
// to those before it; v gets Σ λ[i] ∂f/∂v. Both look at the values that the recurrence has left, as entries: a rule as it is seen
// from outside has entries in the place of what a turn reads of others. Of the rule itself the derivatives are those of any
// expression, up to what does not depend on other turns (its frontier), where those of the rest of the program go on.

import type { Builder } from '../graph/build.js';
import { type Domain, domainOf, EVERYWHERE, INSIDE } from '../graph/domain.js';
import {
  FROM_FIRST,
  FROM_LAST,
  type Graph,
  indexNode,
  isConstant,
  type Node,
  operandsOf,
  type Standing,
  sizeNode,
} from '../graph/graph.js';
import { replaced } from '../graph/replace.js';
import {
  entryNode,
  entryOf,
  isEntry,
  nextScan,
  type Scan,
  type State,
  scanNode,
  scanOf,
  stateNode,
  stateOf,
} from '../graph/scan.js';
import { substitute } from '../graph/substitute.js';

/** An entry of a recurrence, and its adjoint, as it holds wherever the recurrence is active. */
export interface EntryAdjoint {
  readonly entry: Node;
  readonly adjoint: Node;
}

/** What a recurrence contributes to one of the nodes that it is made of. */
export interface Contributed {
  readonly to: Node;
  readonly term: Node;
  /** Indices that the term is to be summed over. */
  readonly over: Domain;
  /** True where it is known only while the recurrence is active. */
  readonly isConditional: boolean;
}

/** Adjoints of inputs, from which nothing goes on, for those of other nodes; null where these do not depend on one. */
export type InnerAdjoints = (
  seeds: readonly { readonly node: Node; readonly adjoint: Node }[],
  inputs: readonly Node[],
) => (Node | null)[];

/** A recurrence as it is seen from outside. */
interface View extends Scan {
  readonly node: Node;
  /** Bodies with entries in them. */
  readonly outside: readonly Node[];
  /** What a turn reads of others, with the entries that these are. */
  readonly reads: readonly (State & { readonly entry: Node })[];
  /** What does not depend on other turns and the rule is made of; no constants. */
  readonly frontier: readonly Node[];
}

function viewOf(graph: Graph, g: Builder, node: Node): View {
  const scan = scanOf(graph, node);
  const { index, direction, bodies } = scan;
  const known = new Map<Node, Node>();
  const reads: View['reads'][number][] = [];
  const frontier = new Set<Node>();
  const add = (of: Node): void => {
    if (!isConstant(graph, of)) frontier.add(of);
  };
  const seen = new Set<Node>();
  const pending: Node[] = [];
  const visit = (of: Node): void => {
    if ((domainOf(graph, of) & INSIDE) === 0) add(of);
    else if (!seen.has(of)) {
      seen.add(of);
      pending.push(of);
    }
  };
  bodies.forEach(visit);
  for (let of = pending.pop(); of !== undefined; of = pending.pop()) {
    const state = stateOf(graph, of);
    if (state === null) {
      operandsOf(graph, of).forEach(visit);
      continue;
    }
    const entry = entryNode(graph, g, node, state.component, { index, offset: -direction * state.lag });
    known.set(of, entry);
    reads.push({ ...state, entry });
  }
  const outside = replaced(graph, g, bodies, known);
  const byPlace = (a: State, b: State): number => a.component - b.component || a.lag - b.lag;
  return { ...scan, node, outside, reads: reads.sort(byPlace), frontier: [...frontier].sort((a, b) => a - b) };
}

/** Bodies that a turn computes of others, each with what the recurrence has left of it. */
function leftOf(graph: Graph, g: Builder, { node, index, bodies, outside }: View): Map<Node, Node> {
  const left = new Map<Node, Node>();
  for (const [c, body] of outside.entries()) {
    const isComputed = body !== bodies[c] && !isEntry(graph, body);
    if (isComputed) left.set(body, entryNode(graph, g, node, c, { index, offset: 0 }));
  }
  return left;
}

/**
 * The recurrence of tangents; null where all of them are 0.
 * @param tangentOf those of nodes that it is made of, null for 0
 */
export function scanTangent(
  graph: Graph,
  g: Builder,
  scan: Node,
  tangentOf: (node: Node) => Node | null,
  inner: (tangents: ReadonlyMap<Node, Node>, results: readonly Node[]) => (Node | null)[],
): Node | null {
  const view = viewOf(graph, g, scan);
  const { index, direction, reads, frontier, outside, bases } = view;
  const own = { index, id: nextScan(graph), direction, around: domainOf(graph, scan) };
  const tangents = new Map<Node, Node>();
  for (const { entry, component, lag } of reads) tangents.set(entry, stateNode(graph, own, component, lag));
  let varies = false;
  const known = (node: Node): Node | null => {
    const tangent = tangentOf(node);
    varies ||= tangent !== null;
    return tangent;
  };
  for (const node of frontier) {
    const tangent = known(node);
    if (tangent !== null) tangents.set(node, tangent);
  }
  const zero = g.constant(0);
  const first = bases.map(base => known(base) ?? zero);
  if (!varies) return null;
  const made = inner(tangents, outside).map(tangent => tangent ?? zero);
  return scanNode(graph, g, { ...own, bodies: replaced(graph, g, made, leftOf(graph, g, view)), bases: first });
}

/**
 * What a recurrence contributes to the nodes that it is made of.
 * @param entries with their adjoints
 * @param active a value where the recurrence is active, and 0 elsewhere
 * @param inner adjoints of some nodes for those of others, from which nothing goes on
 */
export function scanAdjoint(
  graph: Graph,
  g: Builder,
  scan: Node,
  entries: readonly EntryAdjoint[],
  isWanted: (node: Node) => boolean,
  active: (value: Node) => Node,
  inner: InnerAdjoints,
): Contributed[] {
  const view = viewOf(graph, g, scan);
  const { index, direction, bodies, bases, reads, outside } = view;
  const frontier = view.frontier.filter(isWanted);
  const uses = entries.map(({ entry, adjoint }) => ({ ...entryOf(graph, entry), adjoint }));
  const plus = (terms: readonly Node[]): Node | null =>
    terms.length === 0 ? null : terms.reduce((sum, term) => g.add(sum, term));
  const direct = (component: number, to: Standing): Node[] =>
    uses
      .filter(of => of.component === component)
      .flatMap(({ at, adjoint }) => adjointAt(graph, g, index, { at, adjoint }, to));

  const zero = g.constant(0);
  const around = domainOf(graph, scan);
  const own = { index, id: nextScan(graph), direction: -direction as Scan['direction'], around };
  const width = bodies.length;
  // Components: the adjoints of all values of a turn, then what it contributes to each value that it reads.
  const later = (component: number): Node[] =>
    reads.flatMap((read, j) => (read.component === component ? [stateNode(graph, own, width + j, read.lag)] : []));
  const here = { index, offset: 0 };
  const lambda: (Node | null)[] = bodies.map((_, c) => plus([...direct(c, here), ...later(c)]));
  const isNeeded = neededTurns(graph, g, view, uses);
  const masked = (value: Node): Node => (isNeeded === null ? value : g.select(isNeeded, value, zero));
  const isFrontier = new Set(view.frontier);
  // What does not depend on other turns may be the same in all of them: its adjoint is summed below.
  const seeds = outside.flatMap((node, c) => {
    const adjoint = lambda[c]!;
    return adjoint === null || isFrontier.has(node) ? [] : [{ node: active(masked(node)), adjoint }];
  });
  const inputs = [...reads.map(({ entry }) => entry), ...frontier];
  const made = replaced(
    graph,
    g,
    inner(seeds, inputs).map(adjoint => adjoint ?? zero),
    leftOf(graph, g, view),
  );
  const mu = made.slice(0, reads.length);
  const all = [...lambda.map(of => of ?? zero), ...mu];
  const reach = reads.reduce((most, { lag }) => Math.max(most, lag), 0);
  const adjoint = scanNode(graph, g, { ...own, bodies: all, bases: new Array<Node>(reach * all.length).fill(zero) });
  const entry = (component: number, at: Standing): Node => entryNode(graph, g, adjoint, component, at);

  // As they are seen from outside of the recurrence of adjoints.
  const known = new Map<Node, Node>();
  for (const [j, { lag }] of reads.entries())
    known.set(stateNode(graph, own, width + j, lag), entry(width + j, { index, offset: direction * lag }));
  const bit = 1 << index;
  // What is the same in all turns may stand outside of sums over them.
  for (const [c, node] of lambda.entries())
    if (node !== null && (domainOf(graph, node) & bit) !== 0) known.set(node, entry(c, here));
  const terms = replaced(graph, g, made.slice(reads.length), known);
  const contributed = frontier
    .map((to, i): Contributed => ({ to, term: terms[i]!, over: EVERYWHERE, isConditional: false }))
    .filter(({ term }) => term !== zero);
  for (const [c, to] of outside.entries()) {
    const own = lambda[c]!;
    if (own === null || !isFrontier.has(to) || !isWanted(to)) continue;
    const over = (around | bit) & ~domainOf(graph, to);
    contributed.push({ to, term: masked(known.get(own) ?? own), over, isConditional: true });
  }

  const { dimension, lower, upper } = graph.indices[index]!;
  const size = sizeNode(graph, dimension);
  for (const [i, base] of bases.entries()) {
    if (isConstant(graph, base) || !isWanted(base)) continue;
    const component = i % width;
    /** Turns before the first. */
    const before = 1 + Math.floor(i / width);
    const place = (turn: number): Standing =>
      direction === 1 ? { index: FROM_FIRST, offset: lower + turn } : { index: FROM_LAST, offset: upper - turn };
    const parts = direct(component, place(-before));
    for (const [j, read] of reads.entries()) {
      if (read.component !== component || read.lag < before || mu[j] === zero) continue;
      const turn = read.lag - before;
      const isThere = g.ge(size, g.constant(lower - upper + turn));
      parts.push(g.select(isThere, entry(width + j, place(turn)), zero));
    }
    const term = plus(parts);
    if (term !== null) contributed.push({ to: base, term, over: around & ~domainOf(graph, base), isConditional: true });
  }
  return contributed;
}

/**
 * The turns that something is made of where all that is read stands at places of its own; null for all of them. Later ones have the
 * adjoint 0, and may have left infinite values.
 */
function neededTurns(
  graph: Graph,
  g: Builder,
  { index, direction }: View,
  uses: readonly { at: Standing }[],
): Node | null {
  const { dimension, lower, upper } = graph.indices[index]!;
  const last = direction === 1 ? { index: FROM_LAST, offset: upper } : { index: FROM_FIRST, offset: lower };
  const isBeyond = (at: Standing): boolean => at.index === last.index && direction * (at.offset - last.offset) >= 0;
  if (uses.some(({ at }) => at.index >= 0 || isBeyond(at))) return null;
  const own = indexNode(graph, index);
  const size = sizeNode(graph, dimension);
  const reaches = ({ index: from, offset }: Standing): Node => {
    const place = from === FROM_FIRST ? g.constant(offset) : plusOffset(g, size, offset);
    return direction === 1 ? g.le(own, place) : g.ge(own, place);
  };
  return uses.map(({ at }) => reaches(at)).reduce((a, b) => g.or(a, b));
}

/** What an entry's adjoint contributes to the value at a place; nothing where it is not that one. */
function adjointAt(
  graph: Graph,
  g: Builder,
  index: number,
  { at, adjoint }: { readonly at: Standing; readonly adjoint: Node },
  to: Standing,
): Node[] {
  const range = graph.indices[index]!;
  const { dimension } = range;
  const size = (offset: number): Node => plusOffset(g, sizeNode(graph, dimension), offset);
  const where = (conditions: readonly Node[], value: Node): Node[] =>
    conditions.length === 0
      ? [value]
      : [
          g.select(
            conditions.reduce((a, b) => g.and(a, b)),
            value,
            g.constant(0),
          ),
        ];
  if (at.index >= 0) {
    // The turn of its index in which it stands there.
    const turn = { index: to.index, offset: to.offset - at.offset };
    const { lower, upper } = graph.indices[at.index]!;
    const value = at.index === to.index && turn.offset === 0 ? adjoint : substitute(graph, g, adjoint, at.index, turn);
    const conditions: Node[] = [];
    if (to.index === FROM_FIRST) {
      if (turn.offset < lower) return [];
      conditions.push(g.ge(size(0), g.constant(turn.offset - upper)));
    } else if (to.index === FROM_LAST) {
      if (turn.offset > upper) return [];
      conditions.push(g.ge(size(0), g.constant(lower - turn.offset)));
    } else {
      const own = indexNode(graph, index);
      if (range.lower + turn.offset < lower) conditions.push(g.ge(own, g.constant(lower - turn.offset)));
      if (range.upper + turn.offset > upper) conditions.push(g.le(own, size(upper - turn.offset)));
    }
    return where(conditions, value);
  }
  if (to.index === at.index) return to.offset === at.offset ? [adjoint] : [];
  if (to.index < 0) {
    const [first, last] = to.index === FROM_FIRST ? [to, at] : [at, to];
    return where([g.eq(size(last.offset), g.constant(first.offset))], adjoint);
  }
  const isOutside = at.index === FROM_FIRST ? at.offset < range.lower : at.offset > range.upper;
  if (isOutside) return [];
  const place = at.index === FROM_FIRST ? g.constant(at.offset) : size(at.offset);
  return where([g.eq(indexNode(graph, index), place)], adjoint);
}

const plusOffset = (g: Builder, node: Node, offset: number): Node =>
  offset === 0 ? node : g.add(node, g.constant(offset));
