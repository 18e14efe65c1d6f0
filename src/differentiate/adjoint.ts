// Reverse mode, graph → graph: appends the nodes that compute the adjoints (the Lagrange multipliers of `node = op(…)`).
//
// One backward sweep. A node's adjoint is the sum of its users' contributions, scaled by the operation's own partials or made
// by its adjoint rule. A contribution from a user that is active under a narrower guard than its operand is masked lazily, so
// that the adjoint of an arm not taken is 0 and its code does not run.

import { isSolved } from '../graph/block.js';
import { type Builder, type BuildMode, createBuilder } from '../graph/build.js';
import { activityOf, armsOf } from '../graph/demand.js';
import { closedBy, type Domain, domainOf, EVERYWHERE } from '../graph/domain.js';
import { constantValue, type Graph, isLeaf, operandsOf, operationOf, originOf } from '../graph/graph.js';
import { ALWAYS, both, type Guard, NEVER } from '../graph/guard.js';
import type { Build, Node } from '../ops/operation.js';
import { blockAdjoint, type InnerTangents } from './blocks.js';
import { contributionsOf, variesWith } from './dependence.js';
import { choicesOf, crowdedGuards, flowOf, tameNodes } from './passing.js';
import { type EntryAdjoint, type InnerAdjoints, scanAdjoint } from './scans.js';
import { createSums, NO_FACTOR } from './sums.js';
import { tangentsOf } from './tangent.js';

const NO_ENDS: ReadonlySet<Node> = new Set();

export interface Seed {
  readonly node: Node;
  /** Adjoint given to the node from outside. */
  readonly adjoint: Node;
}

/**
 * Adjoints of `wanted` nodes, which are among `inputs` or depend on them; null where no result depends on the node.
 * @param ends where nothing goes on to what they are made of
 * @param open indices that stand still, which nothing is summed over: the adjoints are those for any one of their values
 */
export function adjointsOf(
  graph: Graph,
  seeds: readonly Seed[],
  inputs: readonly Node[],
  wanted: readonly Node[],
  mode: Pick<BuildMode, 'algebraic'>,
  ends: ReadonlySet<Node> = NO_ENDS,
  open: Domain = EVERYWHERE,
): (Node | null)[] {
  const build = createBuilder(graph, { derivative: true, algebraic: mode.algebraic });
  const roots = seeds.map(seed => seed.node);
  const size = roots.reduce((most, root) => Math.max(most, root + 1), 0);
  const varies = variesWith(graph, size, inputs);
  const choices = choicesOf(graph, build, size, varies);
  const arms = armsOf(graph, size, choices);
  const flow = flowOf(graph, arms, choices, varies);
  // What is computed is only there where it is needed: what it is made of gets nothing elsewhere.
  const known = inputs.filter(node => node < size && (isLeaf(graph, node) || ends.has(node)));
  const activity = activityOf(graph, size, arms.guards, roots, known, flow, open);
  const guardOf = (node: Node, index: number): Guard => both(arms.guards, activity[node]!, flow(node, index));
  const isTame = tameNodes(graph, choices.size === 0 ? 0 : size);
  const crowded = crowdedGuards(graph, activity, isTame, guardOf);
  const sums = createSums(graph, build, arms.guards, activity);
  for (const { node, adjoint } of seeds)
    if (activity[node] !== NEVER)
      sums.contribute(build, node, { guard: activity[node]!, over: EVERYWHERE, factor: NO_FACTOR }, adjoint);

  const adjoints = new Int32Array(size).fill(-1);
  /** Of nodes with several results the adjoints of those that have one. */
  const several = new Map<Node, Map<number, Node>>();
  /** Of recurrences those of their entries. */
  const left = new Map<Node, EntryAdjoint[]>();
  let g = build;
  for (let node = size - 1; node >= 0; node--) {
    if (varies[node] !== 1 || activity[node] === NEVER) continue;
    g = g.at(originOf(graph, node));
    const results = several.get(node);
    if (results !== undefined) {
      const operands = operandsOf(graph, node);
      if (isSolved(graph, node)) {
        const active = (value: Node): Node => sums.masked(g, activity[node]!, value);
        for (const [to, term] of ofBlock(g, node, results, active))
          sums.contribute(g, to, { guard: ALWAYS, over: EVERYWHERE, factor: NO_FACTOR }, term);
        continue;
      }
      const term = operationOf(graph, node).adjoints!(g, results, operands, node);
      for (const [index, operand] of operands.entries()) {
        const guard = guardOf(node, index);
        const made = guard === NEVER ? null : term(index);
        const over = domainOf(graph, node) & ~domainOf(graph, operand) & ~open;
        if (made !== null) sums.contribute(g, operand, { guard, over, factor: NO_FACTOR }, made);
      }
      continue;
    }
    const entries = left.get(node);
    if (entries !== undefined) {
      const isWanted = (of: Node): boolean => varies[of] === 1;
      const inner: InnerAdjoints = (own, of) => adjointsOf(graph, own, of, of, mode, new Set(of));
      const active = (value: Node): Node => sums.masked(g, activity[node]!, value);
      for (const { to, term, over, isConditional } of scanAdjoint(graph, g, node, entries, isWanted, active, inner)) {
        const guard = isConditional ? activity[node]! : ALWAYS;
        sums.contribute(g, to, { guard, over, factor: NO_FACTOR }, term);
      }
      continue;
    }
    const adjoint = sums.settle(g, node);
    if (adjoint === null) continue;
    adjoints[node] = adjoint;
    if (isLeaf(graph, node) || ends.has(node)) continue;
    const domain = domainOf(graph, node) | closedBy(graph, node);
    const [scale, factor] = scaleOf(g, node, adjoint);
    const operands = operandsOf(graph, node);
    const row = operationOf(graph, node);
    if (row.form.kind === 'element' || row.form.kind === 'entry') {
      const [of, index] = operands as [Node, Node];
      const whole = factor === NO_FACTOR ? scale : g.mul(factor, scale);
      const own = activity[node] === activity[of] ? whole : sums.masked(g, activity[node]!, whole);
      if (row.form.kind === 'entry') {
        left.set(of, [...(left.get(of) ?? []), { entry: node, adjoint: own }]);
        continue;
      }
      const others = several.get(of) ?? new Map<number, Node>();
      several.set(of, others);
      others.set(constantValue(graph, index)!, own);
      continue;
    }
    const contribution = contributionsOf(row, g, operands, node);
    for (let index = 0; index < operands.length; index++) {
      const guard = guardOf(node, index);
      if (guard === NEVER) continue;
      const operand = operands[index]!;
      // Masked before the partial: one mask serves all operands.
      const over = domain & ~domainOf(graph, operand) & ~open;
      if (crowded.has(guard) && guard !== activity[operand] && over === EVERYWHERE && isTame(node)) {
        const terms = { guard: activity[operand]!, over, factor };
        sums.contribute(g, operand, terms, contribution(index, sums.masked(g, guard, scale)));
      } else sums.contribute(g, operand, { guard, over, factor }, contribution(index, scale));
    }
  }
  // Outside its activity a node has no adjoint computed; there it is 0.
  return wanted.map(node => {
    const adjoint = adjoints[node] ?? -1;
    if (adjoint === -1) return null;
    const factor = sums.factorOf(node);
    return sums.masked(build, activity[node]!, factor === NO_FACTOR ? adjoint : build.mul(factor, adjoint));
  });

  /** What the equations of an implicit block contribute: summed over rows where all rows share what they contribute to. */
  function ofBlock(at: Builder, node: Node, results: ReadonlyMap<number, Node>, active: (value: Node) => Node) {
    const inner: InnerAdjoints = (own, of) => adjointsOf(graph, own, of, of, mode, new Set(of), open);
    const tangents: InnerTangents = (own, of) => tangentsOf(graph, own, of, mode);
    return blockAdjoint(graph, at, node, results, of => varies[of] === 1, active, inner, tangents);
  }

  /** What a node's contributions are scaled with, and what they have as a factor beside that: the adjoint of a sum over rows. */
  function scaleOf(at: Build, node: Node, adjoint: Node): readonly [scale: Node, factor: Node] {
    const isClosing = operationOf(graph, node).closes === true;
    const isOutermost = isClosing && open === EVERYWHERE && domainOf(graph, node) === EVERYWHERE;
    if (!isOutermost || at.constantValue(adjoint) === 1) return [adjoint, sums.factorOf(node)];
    return [at.constant(1), adjoint];
  }
}
