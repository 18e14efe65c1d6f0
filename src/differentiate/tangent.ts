// Forward mode, graph → graph: appends the nodes that carry a tangent from inputs to results.
//
// The same partial rules as the adjoint, scaled by the operand's tangent. A node's tangent is active where one of its operands'
// passes: through the arm of a conditional that is taken, or an operand of max that wins. Elsewhere it is 0 and is not looked
// at, so that a rule that is infinite there makes no NaN of it. An operation with a tangent rule of its own, as the conditional,
// is given its operands' tangents as they hold where they pass.

import { isSolved } from '../graph/block.js';
import { type Builder, type BuildMode, createBuilder } from '../graph/build.js';
import { conditionBuilder } from '../graph/condition.js';
import { armsOf, type Choices, type Flow, withinDomain } from '../graph/demand.js';
import { closedBy, domainOf, EVERYWHERE, INSIDE } from '../graph/domain.js';
import { type Graph, isConstant, isLeaf, operandsOf, operationOf, originOf } from '../graph/graph.js';
import { ALWAYS, both, conditionGuard, either, type Guard, type GuardStore, NEVER } from '../graph/guard.js';
import { isScan } from '../graph/scan.js';
import { usedBy } from '../graph/use.js';
import type { Node } from '../ops/operation.js';
import { blockTangent, type InnerTangents } from './blocks.js';
import { contributionsOf, variesWith } from './dependence.js';
import { choicesOf, flowOf } from './passing.js';
import { scanTangent } from './scans.js';
import { createSums, inAnyRow, NO_FACTOR } from './sums.js';

/**
 * Tangents of `results` for the given tangents of inputs; null where a result does not depend on them.
 * @param directions those of them that are arguments for a direction
 */
export function tangentsOf(
  graph: Graph,
  tangents: ReadonlyMap<Node, Node>,
  results: readonly Node[],
  mode: Pick<BuildMode, 'algebraic'>,
  directions: ReadonlyMap<Node, Node> = tangents,
): (Node | null)[] {
  const build = createBuilder(graph, { derivative: true, algebraic: mode.algebraic });
  const used = usedBy(graph, results, tangents);
  const size = used.length;
  const varies = variesWith(graph, size, [...tangents.keys()]);
  for (let node = 0; node < size; node++) varies[node]! &= used[node]!;
  const choices = choicesOf(graph, build, size, varies);
  const arms = armsOf(graph, size, choices);
  const flow = flowOf(graph, arms, choices, varies);
  const activity = tangentActivity(graph, build, { guards: arms.guards, choices, flow, varies, tangents });
  const sums = createSums(graph, build, arms.guards, activity);
  const tangent = new Int32Array(size).fill(-1);
  for (const [input, value] of tangents) if (input < size) tangent[input] = value;
  let g = build;
  for (let node = 0; node < size; node++) {
    if (varies[node] !== 1 || isLeaf(graph, node) || activity[node] === NEVER || tangents.has(node)) continue;
    // In a recurrence: its own tangent is one.
    if ((domainOf(graph, node) & INSIDE) !== 0) continue;
    g = g.at(originOf(graph, node));
    const operands = operandsOf(graph, node);
    const passing = operands.map((operand, index) =>
      tangent[operand] === -1 ? NEVER : both(arms.guards, activity[operand]!, flow(node, index)),
    );
    const row = operationOf(graph, node);
    if (row.form.kind === 'scan') {
      const known = (of: Node): Node | null =>
        tangent[of] === -1 ? null : sums.masked(g, activity[of]!, tangent[of]!);
      const inner: Parameters<typeof scanTangent>[4] = (own, of) => tangentsOf(graph, own, of, mode, seedsIn(own));
      tangent[node] = scanTangent(graph, g, node, known, inner) ?? -1;
      continue;
    }
    if (isSolved(graph, node)) {
      const known = (of: Node): Node | null =>
        tangent[of] === -1 ? null : sums.masked(g, activity[of]!, tangent[of]!);
      const inner: InnerTangents = (own, of) => tangentsOf(graph, own, of, mode, seedsIn(own));
      tangent[node] = blockTangent(graph, g, node, known, inner) ?? -1;
      continue;
    }
    if (row.tangent !== undefined) {
      const known = operands.map((operand, index) => {
        if (passing[index] === NEVER) return null;
        const own = tangent[operand]!;
        // That of several results, or of a recurrence, is looked at where one of them is active, no further.
        if (row.form.kind === 'element' || row.form.kind === 'entry') return own;
        return passing[index] === flow(node, index) ? own : sums.masked(g, activity[operand]!, own);
      });
      // A block depends on what only its conditions look at, and no derivative passes.
      if (known.every(of => of === null)) continue;
      tangent[node] = row.tangent(g, known, operands, node);
      continue;
    }
    const contribution = contributionsOf(row, g, operands, node);
    for (const [index, operand] of operands.entries()) {
      if (passing[index] === NEVER) continue;
      const term = contribution(index, tangent[operand]!);
      const seed = row.steep === true ? directions.get(operand) : undefined;
      const terms = { guard: passing[index]!, over: EVERYWHERE, factor: NO_FACTOR };
      sums.contribute(g, node, terms, seed === undefined ? term : unlessZero(g, graph, seed, term));
    }
    tangent[node] = sums.settle(g, node) ?? -1;
  }
  return results.map(node => (tangent[node] === -1 ? null : sums.masked(build, activity[node]!, tangent[node]!)));

  /** Of the tangents that an expression in a recurrence is given those that are arguments. */
  function seedsIn(own: ReadonlyMap<Node, Node>): Map<Node, Node> {
    return new Map([...own].filter(([node, value]) => directions.get(node) === value));
  }
}

/** An argument for a direction may be 0: then a partial that is infinite or NaN beside a finite value is not looked at. */
function unlessZero(build: Builder, graph: Graph, seed: Node, term: Node): Node {
  if (isConstant(graph, seed)) return term;
  const zero = build.constant(0);
  return build.select(build.eq(seed, zero), zero, term);
}

/** Guard of every node under which its tangent may differ from 0. */
interface Passing {
  readonly guards: GuardStore;
  readonly choices: Choices;
  readonly flow: Flow;
  readonly varies: Uint8Array;
  readonly tangents: ReadonlyMap<Node, Node>;
}

function tangentActivity(
  graph: Graph,
  build: Builder,
  { guards, choices, flow, varies, tangents }: Passing,
): Int32Array {
  const conditionFor = conditionBuilder(build, guards);
  const isUnderSteep = steepAbove(graph, varies.length);
  const activity = new Int32Array(varies.length).fill(NEVER);
  const within = withinDomain(graph, guards);
  for (let node = 0; node < varies.length; node++) {
    if (varies[node] !== 1) continue;
    const start = graph.first[node]!;
    const end = graph.first[node + 1]!;
    // Of several operands some always wins.
    const isChoice = choices.has(node) && end > start + 1;
    const isAnyway =
      isLeaf(graph, node) ||
      tangents.has(node) ||
      (isChoice && isEvery(start, end, i => activity[graph.operands[i]!] === ALWAYS));
    const guardOf = (from: number, to: number): Guard => {
      let own: Guard = isAnyway ? ALWAYS : NEVER;
      for (let i = from; i < to && own !== ALWAYS; i++) {
        const passing = flow(node, i - start);
        if (passing !== NEVER) own = either(guards, own, both(guards, activity[graph.operands[i]!]!, passing));
      }
      return own;
    };
    const over = closedBy(graph, node);
    const own = guardOf(start, end);
    // What no row passes is 0, also where what is made of it has an infinite slope.
    const isOfAny = own > ALWAYS && over !== EVERYWHERE && isUnderSteep[node] === 1;
    // Whether a turn passes something depends on those before it, and what a recurrence starts from passes without turns.
    if (isScan(graph, node)) activity[node] = own === NEVER ? NEVER : ALWAYS;
    else if (isOfAny) activity[node] = conditionGuard(guards, inAnyRow(graph, build, conditionFor(own), over));
    else activity[node] = within(own, node);
  }
  return activity;
}

/** 1 for nodes of which an operation is made that may have infinite or no slopes. */
function steepAbove(graph: Graph, size: number): Uint8Array {
  const steep = new Uint8Array(size);
  if (graph.indices.length === 0) return steep;
  for (let node = size - 1; node >= 0; node--) {
    if (isLeaf(graph, node) || (steep[node] !== 1 && operationOf(graph, node).tame === true)) continue;
    for (const operand of operandsOf(graph, node)) steep[operand] = 1;
  }
  return steep;
}

function isEvery(start: number, end: number, holds: (i: number) => boolean): boolean {
  for (let i = start; i < end; i++) if (!holds(i)) return false;
  return true;
}
