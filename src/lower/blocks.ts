// Equations of implicit unknowns as blocks of the graph: what each says, what it is made of, and the program with solutions in it.

import {
  type Block,
  constantNode,
  createGraph,
  type Graph,
  inputNode,
  inputSlot,
  intern,
  isConstant,
  isLeaf,
  type Node,
  operandsOf,
  operationOf,
  originOf,
} from '../graph/graph.js';
import { copyLeaf, rebuild } from '../graph/rebuild.js';
import { sparseOf } from '../graph/sparse.js';
import type { Model } from './model.js';

/** What an equation says that its unknown is, without anything to be solved; null for every other one. */
export function saidBy(graph: Graph, residual: Node, leaf: Node): Node | null {
  if (residual === leaf) return constantNode(graph, 0, originOf(graph, residual));
  if (isLeaf(graph, residual) || operationOf(graph, residual).name !== 'sub') return null;
  const [left, right] = operandsOf(graph, residual) as [Node, Node];
  const other = left === leaf ? right : right === leaf ? left : null;
  return other === null || isMadeOf(graph, other, node => node === leaf) ? null : other;
}

export function isMadeOf(graph: Graph, node: Node, isWanted: (node: Node) => boolean): boolean {
  const seen = new Set<Node>();
  const pending = [node];
  for (let of = pending.pop(); of !== undefined; of = pending.pop()) {
    if (seen.has(of)) continue;
    seen.add(of);
    if (isWanted(of)) return true;
    pending.push(...operandsOf(graph, of));
  }
  return false;
}

export interface Cut {
  /** What depends on the unknowns, in the order of the list. */
  readonly inside: readonly Node[];
  /** What it is made of that does not; no constants. */
  readonly outside: readonly Node[];
}

export function cutAt(graph: Graph, residuals: readonly Node[], leaves: readonly Node[]): Cut {
  const cone = new Set<Node>();
  const pending = [...residuals];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (cone.has(node)) continue;
    cone.add(node);
    pending.push(...operandsOf(graph, node));
  }
  const own = new Set(leaves);
  const inside = new Set<Node>();
  const ordered = [...cone].sort((a, b) => a - b);
  for (const node of ordered) if (own.has(node) || operandsOf(graph, node).some(of => inside.has(of))) inside.add(node);
  const outside = ordered.filter(node => !inside.has(node) && !isConstant(graph, node));
  const used = new Set([...inside].flatMap(node => operandsOf(graph, node)));
  return { inside: [...inside], outside: outside.filter(node => used.has(node)) };
}

/** The equations of a block as a graph of their own. */
export function equationsOf(
  graph: Graph,
  {
    inside,
    outside,
    leaves,
    residuals,
  }: Cut & { readonly leaves: readonly Node[]; readonly residuals: readonly Node[] },
): Pick<Block, 'graph' | 'outside' | 'residuals' | 'sparse'> {
  const own = createGraph(graph.budget, inside.length + outside.length + 16);
  const moved = new Map<Node, Node>();
  for (const [slot, node] of [...outside, ...leaves].entries())
    moved.set(node, inputNode(own, slot, originOf(graph, node)));
  const at = (node: Node): Node => {
    const found = moved.get(node) ?? copyLeaf(graph, node, own, originOf(graph, node));
    moved.set(node, found);
    return found;
  };
  for (const node of inside) {
    if (isLeaf(graph, node)) continue;
    moved.set(node, intern(own, graph.operation[node]!, operandsOf(graph, node).map(at), originOf(graph, node)));
  }
  const made = residuals.map(at);
  return {
    graph: own,
    outside: outside.length,
    residuals: made,
    sparse: sparseOf(unknownsIn(own, made, outside.length)),
  };
}

/** For each residual the unknowns that it is made of. */
function unknownsIn(graph: Graph, residuals: readonly Node[], outside: number): number[][] {
  return residuals.map(residual => {
    const found = new Set<number>();
    isMadeOf(graph, residual, node => {
      const slot = inputSlot(graph, node);
      if (slot !== undefined && slot >= outside) found.add(slot - outside);
      return false;
    });
    return [...found].sort((a, b) => a - b);
  });
}

/** A model of a graph in which solutions are, and nothing else is that nobody needs. @param at what nodes are with solutions in them */
export function withSolutions(model: Model, at: (nodes: readonly Node[]) => Node[]): Model {
  const { inputs, statements, outputs, residuals, residualResults, constraints } = model;
  const items = [...inputs, ...statements, ...outputs, ...residualResults, ...constraints, { nodes: residuals }];
  const moved = items.map(({ nodes }) => at(nodes));
  const { graph, nodes } = rebuild(model.graph, moved.flat(), { derivative: false, algebraic: false }, KEPT);
  let next = 0;
  const take = <T>(of: T): T & { nodes: Node[] } => ({ ...of, nodes: moved[next++]!.map(node => nodes[node]!) });
  return {
    ...model,
    graph,
    inputs: inputs.map(take),
    statements: statements.map(take),
    outputs: outputs.map(take),
    residualResults: residualResults.map(take),
    constraints: constraints.map(take),
    residuals: take({}).nodes,
  };
}

const KEPT = { concerns: () => false, replace: () => undefined };
