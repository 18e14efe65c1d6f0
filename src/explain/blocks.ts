// The equations of an implicit block as lines of a list: what each says, what it is made of, and what it passes back to that.

import { adjointsOf } from '../differentiate/adjoint.js';
import { isSolved, residualsAt, rootsOf, solvedOf } from '../graph/block.js';
import { type Builder, createBuilder } from '../graph/build.js';
import { domainOf } from '../graph/domain.js';
import { type Graph, isConstant, type Node, operand, operandsOf, operationOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { once } from '../once.js';

/** Of an equation, over leaves. */
export interface BlockEquation {
  /** The unknown in whose line it stands. */
  readonly root: Node;
  /** What this is, or what is 0. */
  readonly said: Node;
  readonly isZero: boolean;
  /** What it is made of: nodes of the list. */
  readonly operands: readonly Node[];
  /** What it passes to one of these, for the multiplier that it has. */
  contribution(index: number): Node;
  /** The derivative of what it says by one of these. */
  partial(index: number): Node;
}

/** Where equations are written. */
export interface Leaves {
  /** The graph of the list. */
  readonly graph: Graph;
  /** The graph over leaves. */
  readonly equations: Graph;
  readonly build: Builder;
  valueLeaf(node: Node): Node;
  adjointLeaf(node: Node): Node;
}

const MODE = { derivative: false, algebraic: false };

/** The equations of a block, in the order of its unknowns. */
export function blockEquations(
  solved: Node,
  { graph, equations, build, valueLeaf, adjointLeaf }: Leaves,
): BlockEquation[] {
  const { block, outside } = solvedOf(graph, solved);
  const roots = rootsOf(createBuilder(graph, MODE), solved, block);
  const around = [...outside, ...roots];
  const leaves = around.map(valueLeaf);
  const residuals = residualsAt(block, build, leaves);
  return roots.map((root, k) => {
    const residual = residuals[k]!;
    const isSaid =
      operationOf(equations, residual).name === 'sub' && operand(equations, residual, 0) === valueLeaf(root);
    const said = isSaid ? operand(equations, residual, 1) : residual;
    const used = usedBy(equations, [said]);
    const places = [...around.keys()].filter(i => used[leaves[i]!] === 1 && !isConstant(equations, leaves[i]!));
    const own = places.map(i => leaves[i]!);
    /** What is passed to all operands. */
    const passed = (adjoint: Node): Node[] => {
      const open = domainOf(equations, said) | domainOf(equations, adjoint);
      const terms = adjointsOf(equations, [{ node: said, adjoint }], own, own, MODE, new Set(own), open);
      return terms.map(term => term ?? build.constant(0));
    };
    const contributions = once(() => passed(isSaid ? adjointLeaf(root) : build.neg(adjointLeaf(root))));
    const partials = once(() => passed(build.constant(1)));
    return {
      root,
      said,
      isZero: !isSaid,
      operands: places.map(i => around[i]!),
      contribution: index => contributions()[index]!,
      partial: index => partials()[index]!,
    };
  });
}

/** What nodes are made of, with all unknowns of a block, and without what these start from: that is in no equation. */
export function listedFor(graph: Graph, nodes: readonly Node[]): Uint8Array {
  const used = usedBy(graph, nodes);
  const build = createBuilder(graph, MODE);
  const blocks = [...used.keys()].filter(node => used[node] === 1 && isSolved(graph, node));
  const roots = blocks.flatMap(node => rootsOf(build, node, solvedOf(graph, node).block));
  const needed = new Uint8Array([...roots, ...nodes].reduce((most, node) => Math.max(most, node + 1), used.length));
  for (const node of [...nodes, ...roots]) needed[node] = 1;
  for (let node = needed.length - 1; node >= 0; node--) {
    if (needed[node] !== 1) continue;
    const operands = isSolved(graph, node) ? solvedOf(graph, node).outside : operandsOf(graph, node);
    for (const of of operands) needed[of] = 1;
  }
  return needed;
}
