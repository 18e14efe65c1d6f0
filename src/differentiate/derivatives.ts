// Derivatives of a model's results, as nodes that are appended to its graph.

import { createBuilder } from '../graph/build.js';
import { domainOf } from '../graph/domain.js';
import { elementNode, type Graph, inputNode, intern, leafEntries, type Node } from '../graph/graph.js';
import {
  type Along,
  constraintNodes,
  type DifferentiatedModel,
  eachNamed,
  hasRunTimeGradient,
  resultNodes,
  slotCount,
  wrtNodes,
} from '../lower/model.js';
import { ELEMENT } from '../ops/table.js';
import { adjointsOf } from './adjoint.js';
import { dense, hessianOf, jacobiansOf, type SparseMatrix } from './matrices.js';
import { summedOver } from './sums.js';
import { tangentsOf } from './tangent.js';

export interface DeriveMode {
  readonly algebraic: boolean;
}

/** Names in code for adjoints of named statements; null where nothing depends on one. */
export type AdjointNames = readonly (readonly [Node | null, string])[];

/** Gradient of the one result; the adjoints of named statements come along for their names. */
export function gradientOf(model: DifferentiatedModel, mode: DeriveMode) {
  const inputs = [...wrtNodes(model), ...wrtElements(model)];
  const wanted = [...inputs];
  const names: string[] = [];
  eachNamed(model.statements, (node, name) => {
    wanted.push(node);
    names.push(`${name}_bar`);
  });
  const adjoints = adjointsOf(model.graph, [seedOf(model, mode)], inputs, wanted, mode);
  const adjointNames: AdjointNames = names.map((name, i) => [adjoints[inputs.length + i]!, name]);
  return { gradient: orZeros(model, adjoints.slice(0, inputs.length)), adjointNames };
}

/** Elements of differentiated arrays that are as long as is known at run time, wherever the program reads them. */
export function wrtElements({ graph, wrt, primal }: DifferentiatedModel): Node[] {
  if (!hasRunTimeGradient({ wrt })) return [];
  const slots = new Set(wrt.flatMap(({ rows, slot, nodes }) => (rows === null ? [] : nodes.map((_, i) => slot + i))));
  return elementsIn(graph, primal, slot => slots.has(slot));
}

function elementsIn(graph: Graph, size: number, isWanted: (slot: number) => boolean): Node[] {
  const found: Node[] = [];
  for (let node = 0; node < size; node++)
    if (graph.operation[node] === ELEMENT && isWanted(leafEntries(graph, node)[0]!)) found.push(node);
  return found;
}

/** Tangents of nodes for tangents of the differentiated inputs, which are inputs of the graph after the model's own. */
export function tangentsAlong(model: DifferentiatedModel, nodes: readonly Node[], mode: DeriveMode): Node[] {
  const { graph } = model;
  const seeds = new Map<Node, Node>();
  let slot = slotCount(model);
  /** Slots of the tangents of arrays, by those of the arrays. */
  const slots = new Map<number, number>();
  for (const input of model.wrt) {
    for (const [i, node] of input.nodes.entries()) {
      if (input.rows === null) seeds.set(node, inputNode(graph, slot));
      else slots.set(input.slot + i, slot);
      slot++;
    }
  }
  // Of derivatives, too: they read elements that the program itself does not.
  for (const element of elementsIn(graph, graph.size, of => slots.has(of))) {
    const [of, ...place] = leafEntries(graph, element) as [number, ...number[]];
    seeds.set(element, intern(graph, ELEMENT, [slots.get(of)!, ...place]));
  }
  return orZeros(model, tangentsOf(graph, seeds, nodes, mode));
}

/** Adjoints of the differentiated inputs for adjoints of the results, which are inputs of the graph after the model's own. */
export function adjointsAlong(model: DifferentiatedModel, mode: DeriveMode): Node[] {
  const { graph } = model;
  let next = slotCount(model);
  const seeds = model.outputs.flatMap(({ nodes, along }) =>
    nodes.map(node => ({ node, adjoint: adjointIn(graph, node, next++, along) })),
  );
  const wanted = [...wrtNodes(model), ...wrtElements(model)];
  return orZeros(model, adjointsOf(model.graph, seeds, wanted, wanted, mode));
}

/** What is given as the adjoint of a result; of one that is the same for every index it is all of them together. */
function adjointIn(graph: Graph, node: Node, slot: number, along: Along | null): Node {
  if (along === null) return inputNode(graph, slot);
  const own = elementNode(graph, slot, along.index);
  const missing = (1 << along.index) & ~domainOf(graph, node);
  return summedOver(graph, createBuilder(graph, { derivative: true, algebraic: false }), own, missing);
}

/** The ways to the Jacobian that may need the fewest operations, the one with the fewest sweeps first. */
export function jacobiansOfModel(model: DifferentiatedModel, mode: DeriveMode): SparseMatrix[] {
  return jacobiansOf(model.graph, resultNodes(model), wrtNodes(model), mode);
}

export function hessianOfModel(model: DifferentiatedModel, gradient: readonly Node[], mode: DeriveMode): SparseMatrix {
  return hessianOf(model.graph, gradient, wrtNodes(model), mode);
}

/** The ways to the Jacobian of the constraints, as `jacobiansOfModel` has those of the results. */
export function jacobiansOfConstraints(model: DifferentiatedModel, mode: DeriveMode): SparseMatrix[] {
  return jacobiansOf(model.graph, constraintNodes(model), wrtNodes(model), mode);
}

/** The Hessian of f − Σ λ c, where the multipliers λ of the constraints c are inputs of the graph after the model's own. */
export function hessianOfConstrained(model: DifferentiatedModel, mode: DeriveMode): SparseMatrix {
  const { graph } = model;
  const g = createBuilder(graph, { derivative: true, ...mode });
  const first = slotCount(model);
  const multipliers = constraintNodes(model).map((node, i) => ({ node, adjoint: g.neg(inputNode(graph, first + i)) }));
  const wanted = wrtNodes(model);
  const adjoints = adjointsOf(graph, [seedOf(model, mode), ...multipliers], wanted, wanted, mode);
  return hessianOf(graph, orZeros(model, adjoints), wanted, mode);
}

/** JᵀJ, row-major, where J is the Jacobian of the residuals: what rows have of it is summed, and not kept. */
export function matrixOfResiduals(model: DifferentiatedModel, mode: DeriveMode): Node[] {
  const { graph, residuals } = model;
  const g = createBuilder(graph, { derivative: true, ...mode });
  const [zero, one] = [g.constant(0), g.constant(1)];
  // Forward: on the way back, what rows contribute is summed before there are squares of it.
  const columns = wrtNodes(model).map(input => tangentsOf(graph, new Map([[input, one]]), residuals, mode));
  const entry = (a: readonly (Node | null)[], b: readonly (Node | null)[]): Node =>
    residuals.reduce((total, residual, i) => {
      const [left, right] = [a[i]!, b[i]!];
      if (left === null || right === null) return total;
      const product = left === right ? g.square(left) : g.mul(left, right);
      const sum = summedOver(graph, g, product, domainOf(graph, residual));
      return total === zero ? sum : g.add(total, sum);
    }, zero);
  const rows = columns.map((column, i) => columns.slice(0, i + 1).map(other => entry(column, other)));
  return rows.flatMap((row, i) => rows.map((other, j) => (j <= i ? row[j]! : other[i]!)));
}

/** The ways to the Jacobian of the residuals as they are for one row. */
export function jacobiansOfResiduals(model: DifferentiatedModel, mode: DeriveMode): SparseMatrix[] {
  const residuals = model.residualResults.flatMap(({ nodes }) => nodes);
  return jacobiansOf(model.graph, residuals, wrtNodes(model), mode);
}

/** JᵀJ times tangents of the differentiated inputs, which are inputs of the graph after the model's own. */
export function gaussNewtonAlong(model: DifferentiatedModel, mode: DeriveMode): Node[] {
  const { graph, residuals } = model;
  const along = tangentsAlong(model, residuals, mode);
  const seeds = residuals.map((node, i) => ({ node, adjoint: along[i]! }));
  const wanted = [...wrtNodes(model), ...wrtElements(model)];
  return orZeros(model, adjointsOf(graph, seeds, wanted, wanted, mode));
}

/** All elements of a matrix with a column for each differentiated input, row-major. */
export function denseOf(model: DifferentiatedModel, matrix: SparseMatrix): Node[] {
  return dense(matrix, wrtNodes(model).length, zeroOf(model));
}

/** The result of a model with one. */
export function resultOf(model: DifferentiatedModel): Node {
  return model.outputs[0]!.nodes[0]!;
}

/** The result's own adjoint. */
function seedOf(model: DifferentiatedModel, mode: DeriveMode) {
  const adjoint = createBuilder(model.graph, { derivative: true, ...mode }).constant(1);
  return { node: resultOf(model), adjoint };
}

export function zeroOf(model: DifferentiatedModel): Node {
  return createBuilder(model.graph, { derivative: true, algebraic: false }).constant(0);
}

function orZeros(model: DifferentiatedModel, nodes: readonly (Node | null)[]): Node[] {
  const zero = zeroOf(model);
  return nodes.map(node => node ?? zero);
}
