// Implicit blocks in the graph: one node has all unknowns of a block as its results. It is given what the equations are made of and
// what the unknowns start from; the equations themselves are a graph of their own, so that a node stands for all turns of a solver.

import type { Build } from '../ops/operation.js';
import { codeOf, UNKNOWN } from '../ops/table.js';
import { domainOf } from './domain.js';
import {
  type Block,
  constantValue,
  type Graph,
  inputSlot,
  intern,
  isElement,
  isLeaf,
  type Node,
  operand,
  operandsOf,
  originOf,
} from './graph.js';

/** What a node that solves a block is given. */
export interface Solved {
  /** Number of the block. */
  readonly number: number;
  readonly block: Block;
  /** What its equations are made of. */
  readonly outside: readonly Node[];
}

const SOLVED = codeOf('solved');

/** Operands that say which block it is. */
const LEAD = 4;

const [FACTORS, SPARSE] = [codeOf('sparseFactor'), codeOf('sparseSolve')];

/** True for the factors of a block's Jacobian, and for what is solved with them. */
export const isFactors = (graph: Graph, node: Node): boolean => graph.operation[node] === FACTORS;
export const isSparseSolution = (graph: Graph, node: Node): boolean => graph.operation[node] === SPARSE;

export const isSolved = (graph: Graph, node: Node): boolean => graph.operation[node] === SOLVED;

export function hasSolved(graph: Graph): boolean {
  if (graph.blocks.size === 0) return false;
  for (let node = 0; node < graph.size; node++) if (isSolved(graph, node)) return true;
  return false;
}

/** The number of the block that a node solves, or factorises the Jacobian of. */
export const blockNumber = (graph: Graph, node: Node): number => constantValue(graph, operand(graph, node, 0))!;

export function solvedOf(graph: Graph, node: Node): Solved {
  const operands = operandsOf(graph, node);
  const number = blockNumber(graph, node);
  const block = graph.blocks.get(number)!;
  return { number, block, outside: operands.slice(LEAD, LEAD + block.outside) };
}

/**
 * The unknowns of a block, which the graph has from then on.
 * @param at makes nodes that come from the equation of an unknown
 * @param starts nothing is differentiated by them
 */
export function solve(
  graph: Graph,
  at: (k: number) => Build,
  block: Block,
  outside: readonly Node[],
  starts: readonly Node[],
): readonly Node[] {
  const { number, names, outside: count, sparse } = block;
  graph.blocks.set(number, block);
  const g = at(0);
  const sizes = [number, names.length, count, sparse?.room ?? 0].map(size => g.constant(size));
  const node = g.make('solved', [...sizes, ...outside, ...starts.map(start => g.held(start))]);
  return names.map((_, k) => rootOf(at(k), node, block, k));
}

const rootOf = (g: Build, node: Node, { outside }: Block, k: number): Node => g.element(node, g.constant(outside + k));

/** The values of the unknowns: they are where they started from, after what the equations are made of. */
export const rootsOf = (g: Build, node: Node, block: Block): Node[] =>
  block.names.map((_, k) => rootOf(g, node, block, k));

/** True for an unknown of an implicit block where it is solved. */
export const isRoot = (graph: Graph, node: Node): boolean =>
  isElement(graph, node) && isSolved(graph, operand(graph, node, 0));

/** The block that solves a root, and which of its unknowns it is. */
export function rootAt(graph: Graph, root: Node): Solved & { readonly node: Node; readonly unknown: number } {
  const [node, result] = operandsOf(graph, root) as [Node, Node];
  const solved = solvedOf(graph, node);
  return { ...solved, node, unknown: unknownAt(solved.block, constantValue(graph, result)!) };
}

/** Which unknown one of the results is. */
export const unknownAt = ({ outside }: Block, result: number): number => result - outside;

/** The unknowns of a block as leaves, to be put in the place of its roots while its equations are differentiated. */
export const unknownLeaves = (graph: Graph, node: Node, { names }: Block): Node[] =>
  names.map((_, k) => intern(graph, UNKNOWN, [node, k, domainOf(graph, node)]));

/** What is 0 in a block, where other nodes stand for its inputs. @param build makes nodes of the graph */
export function residualsAt(
  { graph, residuals }: Block,
  build: {
    at(origin: ReturnType<typeof originOf>): {
      apply(code: number, operands: readonly Node[]): Node;
      constant(value: number): Node;
    };
  },
  inputs: readonly Node[],
): Node[] {
  const moved = new Int32Array(graph.size);
  for (let node = 0; node < graph.size; node++) {
    const slot = inputSlot(graph, node);
    const at = build.at(originOf(graph, node));
    if (slot !== undefined) moved[node] = inputs[slot]!;
    else if (isLeaf(graph, node)) moved[node] = at.constant(constantValue(graph, node)!);
    else
      moved[node] = at.apply(
        graph.operation[node]!,
        operandsOf(graph, node).map(of => moved[of]!),
      );
  }
  return residuals.map(node => moved[node]!);
}
