// A function's plan: a graph of its own, with passes applied, and the nodes that the function returns or stores.

import { formulaError } from '../diagnostic.js';
import type { AdjointNames, DeriveMode } from '../differentiate/derivatives.js';
import type { Direction, SparseMatrix } from '../differentiate/matrices.js';
import { type Dimension, type Graph, type Node, type NodeSet, operand, operationOf } from '../graph/graph.js';
import { entryOf, isEntry } from '../graph/scan.js';
import { checkClock } from '../limits.js';
import { ROWS } from '../lower/lowering.js';
import { type DifferentiatedModel, eachNamed, type NamedStatement } from '../lower/model.js';
import { runPasses } from '../passes/passes.js';
import { schedule } from '../schedule/schedule.js';
import { type Loop, loopsOf, type Results, type Schedule, type Section } from '../schedule/sections.js';
import { blocksIn, type KnownBlocks, type ScheduledBlock } from './blocks.js';

/** Array that a function fills, by the name of its parameter. */
export interface Store {
  readonly target: 'gradient' | 'hessian' | 'matrix' | 'out' | 'residuals' | 'jacobian' | 'z' | 'lambda';
  /** Node of each element; none where its length is known at run time. */
  readonly nodes: readonly Node[];
  /** Null where there is a node for each element. */
  readonly extent?: Extent;
}

/** A length that arguments say. */
export interface Extent {
  readonly fixed: number;
  /** Arrays in it, by the dimension that each has and its numbers for each entry. */
  readonly arrays: readonly { readonly dimension: Dimension; readonly width: number }[];
  /** Numbers for each row of the data. */
  readonly rows?: Extent;
  /** How often all that: of a square matrix as often as it is long. */
  readonly times?: number | 'itself' | Extent;
}

/**
 * A place among results is a number in digits, as hours, minutes and seconds are: what the digits so far come to counts as often
 * as this one is long, and this one is added.
 */
export interface Digit {
  /** How often those before count; absent of the first. */
  readonly times?: Extent;
  readonly before: Extent;
  /** Where an index stands, if one is part of it. */
  readonly step: Step | null;
}

export interface Step {
  /** Which of the indices of the element that says the place it is. */
  readonly along: number;
  /** As of a column (see Column). */
  readonly dimension: Dimension;
  readonly plus: number;
  readonly isAcross: boolean;
  readonly width: number;
  readonly element: number;
}

/** A value that goes to an array whose length is known at run time. */
export interface Placed {
  readonly target: Store['target'];
  /** What stands before the array, or the number, that it belongs to. */
  readonly before: Extent;
  /** The value; of one that differs from entry to entry what a loop does with it. */
  readonly node: Node;
  /** The element whose place it takes; null for a number. */
  readonly element: Node | null;
  /** Where it stands, in place of `before`, for what takes no place of an argument: the element is none that is read. */
  readonly digits?: readonly Digit[];
  /** Nothing else goes there: it is written, and not added. */
  readonly isAlone?: true;
}

/** True for an array that has zeros to begin with, which values are added to. */
export const isAddedTo = ({ placed }: Pick<FunctionPlan, 'placed'>, { target }: Pick<Store, 'target'>): boolean => {
  const own = placed.filter(of => of.target === target);
  return own.length === 0 || own.some(({ isAlone }) => isAlone !== true);
};

/** The adjoint of a named statement. */
export interface Multiplier extends NamedStatement {
  /** Of one that has a number, or some, for each row: what stands before its numbers of a row in the array of all. */
  readonly ofRows?: { readonly before: number; readonly width: number };
}

/** Structural nonzeros, row by row, and how they are computed. */
export interface MatrixPlan {
  readonly rows: SparseMatrix['rows'];
  readonly sweeps: number;
  readonly direction: Direction;
}

/** An argument with a number for each element of the named statements, or of the constraints. */
export interface Vector {
  readonly name: 'z' | 'lambda';
  readonly length: number;
}

/** Nodes of the model's own graph that a function gives back, before passes. */
export interface Derived {
  /** Where the graph is another one: the model that it belongs to. */
  readonly model?: DifferentiatedModel;
  readonly seeds?: FunctionPlan['seeds'];
  readonly returned?: Node;
  readonly stores?: readonly Store[];
  readonly placed?: readonly Placed[];
  readonly adjointNames?: AdjointNames;
  readonly multipliers?: readonly Multiplier[];
  readonly matrix?: MatrixPlan;
  /** Rows arrive in parts: how many there are is known when a pass is over. */
  readonly isParted?: boolean;
}

export interface FunctionPlan {
  readonly name: string;
  readonly graph: Graph;
  /** Where in it the nodes of the program are, -1 for those that are not needed. */
  readonly nodes: Int32Array;
  /** Arguments after the inputs: a tangent for each differentiated input, adjoints of the results, or arrays of numbers. */
  readonly seeds: 'none' | 'tangents' | 'adjoints' | readonly Vector[];
  /** Node returned, or null. */
  readonly returned: Node | null;
  readonly stores: readonly Store[];
  readonly placed: readonly Placed[];
  /** Names that the user gave, for nodes and (with `_bar`) for their adjoints; undefined for all others. */
  readonly names: readonly (string | undefined)[];
  /** Statements that the user named. */
  readonly keep: NodeSet;
  /** Named results of `multipliers`. */
  readonly multipliers: readonly Multiplier[];
  /** Of a Jacobian or Hessian. */
  readonly matrix: MatrixPlan | null;
  readonly isParted: boolean;
}

/** A plan with the order in which it is computed: all that emission takes of a function. */
export interface ScheduledFunction {
  readonly plan: FunctionPlan;
  readonly schedule: Schedule;
  /** What solves the implicit blocks that it has the solutions of, by their numbers. */
  readonly blocks: ReadonlyMap<number, ScheduledBlock>;
}

/** @throws LimitReached where the derivative outgrows its budget. */
export function planOf(of: DifferentiatedModel, name: string, derived: Derived, mode: DeriveMode): FunctionPlan {
  const model = derived.model ?? of;
  const stores = derived.stores ?? [];
  const placed = derived.placed ?? [];
  const multipliers = derived.multipliers ?? [];
  const results = [
    ...(derived.returned === undefined ? [] : [derived.returned]),
    ...stores.flatMap(store => store.nodes),
    ...multipliers.flatMap(multiplier => multiplier.nodes),
    ...placed.flatMap(({ node, element }) => (element === null ? [node] : [node, element])),
  ];
  const { algebraic } = mode;
  const { graph, nodeOf } = runPasses(model.graph, results, {
    derivative: false,
    algebraic,
    settled: true,
    primal: model.primal,
  });
  const names = new Array<string | undefined>(graph.size).fill(undefined);
  const kept = new Uint8Array(graph.size);
  eachNamed(model.statements, (old, name) => {
    // The name of a recurrence is that of its first value.
    const scan = isEntry(model.graph, old) ? nodeOf(entryOf(model.graph, old).scan) : -1;
    if (scan !== -1) names[scan] ??= name;
    const node = nodeOf(old);
    if (node === -1 || names[node] !== undefined) return;
    names[node] = name;
    kept[node] = 1;
  });
  for (const [old, adjointName] of derived.adjointNames ?? []) {
    const node = old === null ? -1 : nodeOf(old);
    if (node !== -1) names[node] ??= adjointName;
  }
  return {
    name,
    graph,
    nodes: Int32Array.from({ length: model.primal }, (_, old) => nodeOf(old)),
    seeds: derived.seeds ?? 'none',
    returned: derived.returned === undefined ? null : nodeOf(derived.returned),
    stores: stores.map(store => ({ ...store, nodes: store.nodes.map(nodeOf) })),
    placed: placed.map(({ node, element, ...of }) => ({
      ...of,
      node: nodeOf(node),
      element: element === null ? null : nodeOf(element),
    })),
    names,
    keep: nodesIn(kept),
    matrix: derived.matrix ?? null,
    isParted: derived.isParted ?? false,
    multipliers: multipliers.map(item => ({ ...item, nodes: item.nodes.map(nodeOf) })),
  };
}

/** Apart, so that a plan does not hold on to the graphs that it was made from. */
const nodesIn = (marks: Uint8Array): NodeSet => ({ has: node => marks[node] === 1 });

export interface ScheduleMode extends DeriveMode {
  /** Most statements of one function. */
  readonly statements: number;
  readonly blocks: KnownBlocks;
}

export function scheduledPlan(plan: FunctionPlan, { statements, algebraic, blocks }: ScheduleMode): ScheduledFunction {
  checkClock(plan.graph.budget);
  const made = schedule(plan.graph, resultsOf(plan), plan.keep, statements, plan.names, plan.isParted);
  if (plan.isParted) refuseInnerRows(made);
  return { plan, schedule: made, blocks: blocksIn(plan.graph, algebraic, blocks, statements) };
}

/** Rows that arrive in parts are gone over in loops of their own. @throws FormulaError */
function refuseInnerRows({ graph, sections }: Schedule): void {
  const isOfRows = ({ index }: Loop): boolean => graph.indices[index]!.dimension === ROWS;
  const loops = loopsOf({ sections });
  const outer = new Set<Section>(sections);
  if (!loops.some(loop => isOfRows(loop) && !outer.has(loop))) return;
  const message = "'begin' goes over rows in loops of their own, and here one would be inside of another";
  throw formulaError('WG403', message, "make the range around fewer than 100 numbers; or ask for 'valueAndGradient'");
}

/** A function that stores nodes of the model's graph; no module exports it. */
export function scheduledNodes(
  model: DifferentiatedModel,
  nodes: readonly Node[],
  mode: ScheduleMode,
): ScheduledFunction {
  return scheduledPlan(planOf(model, 'derived', { stores: [{ target: 'out', nodes }] }, mode), mode);
}

/** True for what a loop writes. */
export function isScattered(graph: Graph, { node }: Placed): boolean {
  const { form } = operationOf(graph, node);
  return form.kind === 'over' && (form.combine === 'scatter' || form.combine === 'each');
}

/** What adds the values, inside of the loops that repeat it. */
export function scatterIn(graph: Graph, node: Node): Node {
  let at = node;
  while (operationOf(graph, at).name === 'eachOver') at = operand(graph, at, 0);
  return at;
}

/** What a schedule of the plan computes. */
export function resultsOf({ graph, returned, stores, multipliers, placed }: FunctionPlan): Results {
  const isLoop = (of: Placed): boolean => isScattered(graph, of);
  return {
    returned: [
      ...(returned === null ? [] : [returned]),
      ...multipliers.flatMap(({ nodes }) => nodes),
      ...placed.filter(of => !isLoop(of)).map(({ node }) => node),
    ],
    stored: stores.flatMap(store => store.nodes),
    scattered: placed.filter(isLoop).map(({ node }) => node),
  };
}
