// Which nodes each exported function computes. A plan is a graph of its own, with passes applied, and the nodes that the
// function returns or stores.

import { createBuilder } from '../graph/build.js';
import { type Graph, inputNode, type Node, type NodeSet } from '../graph/graph.js';
import {
  type DifferentiatedModel,
  elementVariable,
  type NamedStatement,
  resultNodes,
  slotCount,
  wrtNodes,
} from '../lower/model.js';
import { runPasses } from '../passes/passes.js';
import { adjointsOf } from './adjoint.js';
import { type Direction, dense, hessianOf, jacobiansOf, type SparseMatrix, tensorOf } from './matrices.js';
import { tangentsOf } from './tangent.js';

/** Functions with straight-line code of their own; every other export is a wrapper around these. */
export const plannedFunctions = [
  'value',
  'valueAndGradient',
  'jvp',
  'vjp',
  'jacobian',
  'jacobianSparse',
  'hessian',
  'hessianSparse',
  'hvp',
  'valueGradientHessian',
  'multipliers',
] as const;

export type PlannedFunction = (typeof plannedFunctions)[number];

/** Array that a function fills, by the name of its parameter. */
export interface Store {
  readonly target: 'gradient' | 'hessian' | 'out';
  /** Node of each element. */
  readonly nodes: readonly Node[];
}

export interface FunctionPlan {
  readonly name: PlannedFunction;
  readonly graph: Graph;
  /** Arguments after the inputs: a tangent for each differentiated input, or adjoints of the results. */
  readonly seeds: 'none' | 'tangents' | 'adjoints';
  /** Node returned, or null. */
  readonly returned: Node | null;
  readonly stores: readonly Store[];
  /** Names that the user gave, for nodes and (with `_bar`) for their adjoints; undefined for all others. */
  readonly names: readonly (string | undefined)[];
  /** Statements that the user named. */
  readonly keep: NodeSet;
  /** Named results of `multipliers`. */
  readonly multipliers: readonly NamedStatement[];
  /** Of a Jacobian or Hessian. */
  readonly matrix: MatrixPlan | null;
}

/** Structural nonzeros, row by row, and how they are computed. */
export interface MatrixPlan {
  readonly rows: SparseMatrix['rows'];
  readonly sweeps: number;
  readonly direction: Direction;
}

export interface PlanMode {
  readonly algebraic: boolean;
}

/** Nodes of the model's own graph that a function gives back, before passes. */
interface Raw {
  readonly seeds?: FunctionPlan['seeds'];
  readonly returned?: Node;
  readonly stores?: readonly Store[];
  readonly adjointNames?: readonly (readonly [Node | null, string])[];
  readonly multipliers?: readonly NamedStatement[];
  readonly matrix?: MatrixPlan;
}

/** @throws LimitReached where the derivative outgrows its budget. */
export function planFunction(model: DifferentiatedModel, name: PlannedFunction, mode: PlanMode): FunctionPlan {
  return optimise(model, name, rawPlans[name](model, mode), mode);
}

/** The ways to compute a Jacobian that may need the fewest operations; for any other function its only plan. */
export function planAlternatives(model: DifferentiatedModel, name: PlannedFunction, mode: PlanMode): FunctionPlan[] {
  if (name !== 'jacobian' && name !== 'jacobianSparse') return [planFunction(model, name, mode)];
  const matrices = jacobiansOf(model.graph, resultNodes(model), wrtNodes(model), mode);
  return matrices.map(matrix => optimise(model, name, matrixPlan(model, matrix, name === 'jacobianSparse'), mode));
}

function optimise(model: DifferentiatedModel, name: PlannedFunction, raw: Raw, mode: PlanMode): FunctionPlan {
  const stores = raw.stores ?? [];
  const results = [
    ...(raw.returned === undefined ? [] : [raw.returned]),
    ...stores.flatMap(store => store.nodes),
    ...(raw.multipliers ?? []).flatMap(multiplier => multiplier.nodes),
  ];
  const optimised = runPasses(model.graph, results, {
    derivative: false,
    algebraic: mode.algebraic,
    settled: true,
    primal: model.primal,
  });
  const { size } = optimised.graph;
  const names = new Array<string | undefined>(size).fill(undefined);
  const kept = new Uint8Array(size);
  eachNamed(model.statements, (old, name) => {
    const node = optimised.nodeOf(old);
    if (node === -1 || names[node] !== undefined) return;
    names[node] = name;
    kept[node] = 1;
  });
  for (const [old, adjointName] of raw.adjointNames ?? []) {
    const node = old === null ? -1 : optimised.nodeOf(old);
    if (node !== -1) names[node] ??= adjointName;
  }
  const moved = (node: Node): Node => optimised.nodeOf(node);
  return {
    name,
    graph: optimised.graph,
    seeds: raw.seeds ?? 'none',
    returned: raw.returned === undefined ? null : moved(raw.returned),
    stores: stores.map(store => ({ ...store, nodes: store.nodes.map(moved) })),
    names,
    keep: { has: node => kept[node] === 1 },
    matrix: raw.matrix ?? null,
    multipliers: (raw.multipliers ?? []).map(item => ({ ...item, nodes: item.nodes.map(moved) })),
  };
}

/** Every element of the named statements, with its name; of equal ones the first name is the one that counts. */
function eachNamed(statements: readonly NamedStatement[], visit: (node: Node, name: string) => void): void {
  for (const statement of statements) {
    const { nodes } = statement;
    for (let i = 0; i < nodes.length; i++) visit(nodes[i]!, elementVariable(statement, i));
  }
}

type RawPlan = (model: DifferentiatedModel, mode: PlanMode) => Raw;

const rawPlans: Record<PlannedFunction, RawPlan> = {
  value: model =>
    model.scalar ? { returned: resultOf(model) } : { stores: [{ target: 'out', nodes: resultNodes(model) }] },

  valueAndGradient(model, mode) {
    const { gradient, adjointNames } = reverse(model, mode);
    return { returned: resultOf(model), stores: [{ target: 'gradient', nodes: gradient }], adjointNames };
  },

  jvp(model, mode) {
    const tangents = tangentsOf(model.graph, seedTangents(model), resultNodes(model), mode);
    return { seeds: 'tangents', stores: [{ target: 'out', nodes: orZeros(model, tangents) }] };
  },

  vjp(model, mode) {
    const first = slotCount(model);
    const seeds = resultNodes(model).map((node, i) => ({ node, adjoint: inputNode(model.graph, first + i) }));
    const wanted = wrtNodes(model);
    const adjoints = adjointsOf(model.graph, seeds, wanted, wanted, mode);
    return { seeds: 'adjoints', stores: [{ target: 'out', nodes: orZeros(model, adjoints) }] };
  },

  // Of several ways the one with the fewest sweeps; planAlternatives gives all.
  jacobian: (model, mode) => matrixPlan(model, fewestSweeps(model, mode), false),
  jacobianSparse: (model, mode) => matrixPlan(model, fewestSweeps(model, mode), true),
  hessian: (model, mode) => matrixPlan(model, hessianMatrix(model, reverse(model, mode).gradient, mode), false),
  hessianSparse: (model, mode) => matrixPlan(model, hessianMatrix(model, reverse(model, mode).gradient, mode), true),

  hvp(model, mode) {
    const { gradient } = reverse(model, mode);
    const tangents = tangentsOf(model.graph, seedTangents(model), gradient, mode);
    return { seeds: 'tangents', stores: [{ target: 'out', nodes: orZeros(model, tangents) }] };
  },

  valueGradientHessian(model, mode) {
    const { gradient, adjointNames } = reverse(model, mode);
    const matrix = hessianMatrix(model, gradient, mode);
    const stores: Store[] = [
      { target: 'gradient', nodes: gradient },
      { target: 'hessian', nodes: dense(matrix, gradient.length, zeroOf(model)) },
    ];
    return { returned: resultOf(model), stores, adjointNames, matrix };
  },

  // The model must have been lowered with statements kept apart.
  multipliers(model, mode) {
    const wanted = model.statements.flatMap(statement => statement.nodes);
    const inputs = [...wrtNodes(model), ...wanted];
    const one = createBuilder(model.graph, { derivative: true, ...mode }).constant(1);
    const adjoints = adjointsOf(model.graph, [{ node: resultOf(model), adjoint: one }], inputs, wanted, mode);
    const nodes = orZeros(model, adjoints);
    let next = 0;
    const multipliers = model.statements.map(statement => {
      const own = nodes.slice(next, next + statement.nodes.length);
      next += own.length;
      return { ...statement, nodes: own };
    });
    return { multipliers };
  },
};

function resultOf(model: DifferentiatedModel): Node {
  return model.outputs[0]!.nodes[0]!;
}

/** Gradient of a scalar result; the adjoints of named statements come along for their names. */
function reverse(model: DifferentiatedModel, mode: PlanMode) {
  const one = createBuilder(model.graph, { derivative: true, ...mode }).constant(1);
  const inputs = wrtNodes(model);
  const wanted = [...inputs];
  const names: string[] = [];
  eachNamed(model.statements, (node, name) => {
    wanted.push(node);
    names.push(`${name}_bar`);
  });
  const adjoints = adjointsOf(model.graph, [{ node: resultOf(model), adjoint: one }], inputs, wanted, mode);
  const adjointNames = names.map((name, i) => [adjoints[inputs.length + i]!, name] as const);
  return { gradient: orZeros(model, adjoints.slice(0, inputs.length)), adjointNames };
}

/** Tangent arguments are inputs of the graph after the model's own. */
function seedTangents(model: DifferentiatedModel): Map<Node, Node> {
  const first = slotCount(model);
  return new Map(wrtNodes(model).map((node, i) => [node, inputNode(model.graph, first + i)]));
}

function hessianMatrix(model: DifferentiatedModel, gradient: readonly Node[], mode: PlanMode): SparseMatrix {
  return hessianOf(model.graph, gradient, wrtNodes(model), mode);
}

function fewestSweeps(model: DifferentiatedModel, mode: PlanMode): SparseMatrix {
  return jacobiansOf(model.graph, resultNodes(model), wrtNodes(model), mode)[0]!;
}

function matrixPlan(model: DifferentiatedModel, matrix: SparseMatrix, sparse: boolean): Raw {
  const nodes = sparse ? matrix.entries : dense(matrix, wrtNodes(model).length, zeroOf(model));
  return { stores: [{ target: 'out', nodes }], matrix };
}

/** A plan for the derivative of an order above 2, whose results are its unique entries; nowhere exported. */
export function planTensor(model: DifferentiatedModel, order: number, mode: PlanMode) {
  const { gradient } = reverse(model, mode);
  const entries = tensorOf(model.graph, gradient, wrtNodes(model), order, mode);
  const nodes = orZeros(
    model,
    entries.map(({ node }) => node),
  );
  return { plan: planNodes(model, nodes, mode), indices: entries.map(({ indices }) => indices) };
}

/** A function that stores nodes of the model's graph. */
export function planNodes(model: DifferentiatedModel, nodes: readonly Node[], mode: PlanMode): FunctionPlan {
  return optimise(model, 'hessian', { stores: [{ target: 'out', nodes }] }, mode);
}

function zeroOf(model: DifferentiatedModel): Node {
  return createBuilder(model.graph, { derivative: true, algebraic: false }).constant(0);
}

function orZeros(model: DifferentiatedModel, nodes: readonly (Node | null)[]): Node[] {
  const zero = zeroOf(model);
  return nodes.map(node => node ?? zero);
}
