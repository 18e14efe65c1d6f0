// What one way of differentiating gives for one formula: sizes, code, time.

import type { Compilation } from '../compilation.js';
import { codeOf, type FunctionCode } from '../evaluate.js';
import { type ScheduledFunction, scheduledNodes } from '../exports/plan.js';
import { arity, type Graph, isLeaf, operationOf } from '../graph/graph.js';
import { usedBy } from '../graph/use.js';
import { LimitReached, startClock } from '../limits.js';
import { type DifferentiatedModel, elementVariable, resultNodes, wrtNodes } from '../lower/model.js';
import type { Node } from '../ops/operation.js';
import { costOf } from '../ops/table.js';
import { type ByClass, countOperations } from '../schedule/count.js';
import { type Derivation, deriveEntries } from './derive.js';
import { nanoseconds } from './time.js';
import { type TreeSize, treeSize } from './tree.js';
import { NotWritable, type Words, written, writtenLength } from './written.js';

/** Operations of code, and what running it takes. */
export interface Code {
  readonly operations: number;
  readonly byClass: ByClass;
  readonly bytes: number;
  /** Per evaluation; null where it was not measured. */
  readonly nanoseconds: number | null;
}

export interface Measured {
  /** The derivative written out. */
  readonly tree: TreeSize;
  readonly milliseconds: number;
  /** The derivative alone, and with the value. */
  readonly alone: Code;
  readonly both: Code;
}

export interface Primal {
  readonly tree: TreeSize;
  readonly code: Code;
  /** Σ c(op) over the operations of the value's code, which bounds value and gradient together. */
  readonly bound: number;
}

/** Operations beyond which code is not run for its time. */
const LONGEST_TIMED = 50_000;
/** Nodes beyond which code is not made. */
const MOST_NODES = 500_000;
/** Operations of a tree that is still written out. */
export const LONGEST_WRITTEN = 20_000n;

export function measurePrimal(compilation: Compilation): Primal {
  const { model } = compilation;
  const results = resultNodes(model);
  startClock(model.graph.budget);
  const tree = treeSize(model.graph, results);
  const { code, plan } = codeFor(compilation, results);
  return { tree, code, bound: boundOf(plan.graph, plan.stores[0]!.nodes) };
}

function boundOf(graph: Graph, results: readonly Node[]): number {
  const used = usedBy(graph, results);
  let total = 0;
  for (let node = 0; node < used.length; node++) {
    if (used[node] !== 1 || isLeaf(graph, node)) continue;
    const row = operationOf(graph, node);
    if (row.class !== null) total += costOf(row, arity(graph, node));
  }
  return total;
}

/** Derives on a graph of its own. @throws LimitReached */
export function derive(compilation: Compilation, derivation: Derivation, order: number) {
  const { model } = compilation;
  startClock(model.graph.budget);
  const start = performance.now();
  const entries = deriveEntries(derivation, model.graph, resultNodes(model)[0]!, wrtNodes(model), order, compilation);
  return { entries, milliseconds: performance.now() - start };
}

export type Derived = ReturnType<typeof derive>;

/** As straight-line code over shared nodes. @throws LimitReached */
export function measureShared(compilation: Compilation, { entries, milliseconds }: Derived): Measured {
  const { model } = compilation;
  startClock(model.graph.budget);
  const tree = treeSize(model.graph, entries);
  if (tree.nodes > MOST_NODES)
    throw new LimitReached('WG703', `stopped beyond ${MOST_NODES} nodes`, 'differentiate a smaller formula');
  return {
    tree,
    milliseconds,
    alone: codeFor(compilation, entries).code,
    both: codeFor(compilation, [...resultNodes(model), ...entries]).code,
  };
}

/** As a formula written out in full, which is made only where it is short. @throws LimitReached */
export function measureWritten(compilation: Compilation, { entries, milliseconds }: Derived): Measured {
  const { model } = compilation;
  startClock(model.graph.budget);
  const tree = treeSize(model.graph, entries);
  return {
    tree,
    milliseconds,
    alone: writtenCode(compilation, entries, tree),
    both: writtenCode(compilation, [...resultNodes(model), ...entries]),
  };
}

function writtenCode(
  { model }: Compilation,
  results: readonly Node[],
  tree: TreeSize = treeSize(model.graph, results),
): Code {
  const names = namesOf(model);
  const byUser: Words = { name: 'javascript', input: slot => names[slot]! };
  const byClass = Object.fromEntries(Object.entries(tree.byClass).map(([name, count]) => [name, Number(count)]));
  const code = { operations: Number(tree.operations), byClass: byClass as unknown as ByClass };
  try {
    const bytes = Number(writtenLength(model.graph, results, byUser));
    if (tree.operations > LONGEST_WRITTEN) return { ...code, bytes, nanoseconds: null };
    const slots: Words = { name: 'javascript', input: slot => `x[${slot}]` };
    const stores = written(model.graph, results, slots).map((text, i) => `out[${i}] = ${text};`);
    // The text is made of the table's forms and numbers only.
    const run = new Function('x', 'out', stores.join('\n')) as (x: Float64Array, out: Float64Array) => void;
    const out = new Float64Array(results.length);
    const x = Float64Array.from(samplePoint(model));
    return { ...code, bytes, nanoseconds: nanoseconds(() => run(x, out), code.operations) };
  } catch (error) {
    // A RangeError: nested deeper than the JavaScript engine reads.
    if (error instanceof NotWritable || error instanceof RangeError) return { ...code, bytes: 0, nanoseconds: null };
    throw error;
  }
}

/** Names of the inputs' elements by slot. */
export function namesOf({ inputs }: DifferentiatedModel): string[] {
  return inputs.flatMap(input => input.nodes.map((_, i) => elementVariable(input, i)));
}

/** A point near 0.5 for every input without a value of its own, each a little different. */
export function samplePoint({ inputs }: DifferentiatedModel): number[] {
  let next = 0;
  return inputs.flatMap(({ nodes, initial }) =>
    nodes.map((_, i) => {
      next++;
      return initial?.[i] ?? 0.5 + 0.01 * (next % 17);
    }),
  );
}

/** Arguments one by one up to which code takes them so; more come in one array, or passing them would be what is timed. */
const MOST_ARGUMENTS = 4;

function withArray(model: DifferentiatedModel): DifferentiatedModel {
  if (model.inputs.length <= MOST_ARGUMENTS) return model;
  const nodes = model.inputs.flatMap(input => input.nodes);
  const initial = samplePoint(model);
  const all = { ...model.inputs[0]!, name: 'x', shape: [nodes.length], nodes, slot: 0, initial };
  return { ...model, inputs: [all], wrt: [all] };
}

function sampleArguments(model: DifferentiatedModel): (number | Float64Array)[] {
  const point = samplePoint(model);
  let next = 0;
  return model.inputs.map(({ shape, nodes }) => {
    next += nodes.length;
    return shape.length === 0 ? point[next - 1]! : Float64Array.from(point.slice(next - nodes.length, next));
  });
}

function codeFor(compilation: Compilation, results: readonly Node[]) {
  // Without its statements: their names would count among the bytes, and each would stay a variable of its own.
  const scheduled = scheduledNodes({ ...compilation.model, statements: [] }, results, compilation);
  const model = withArray(compilation.model);
  const code = codeOf(scheduled, { ...compilation, model });
  return { plan: scheduled.plan, code: measureCode(model, scheduled, code, results.length) };
}

function measureCode(
  model: DifferentiatedModel,
  { schedule }: ScheduledFunction,
  code: FunctionCode,
  resultCount: number,
): Code {
  const { operations, byClass } = countOperations(schedule);
  const bytes = new TextEncoder().encode(code.text).length;
  if (operations > LONGEST_TIMED) return { operations, byClass, bytes, nanoseconds: null };
  const run = code.make();
  const args = [...sampleArguments(model), new Float64Array(resultCount)];
  return { operations, byClass, bytes, nanoseconds: timed(() => run(...args), operations) };
}

/** Null where an implicit block is not solved at the sample point. */
function timed(run: () => unknown, operations: number): number | null {
  try {
    return nanoseconds(run, operations);
  } catch (error) {
    if (error instanceof Error && 'cycle' in error) return null;
    throw error;
  }
}
