// Runs emitted code inside this process: the only place that evaluates anything.

import { formulaError } from './diagnostic.js';
import { type FunctionPlan, planFunction, planNodes, planTensor } from './differentiate/plan.js';
import type { ExportName } from './emit/exports.js';
import { emitObserved, emitPlanned } from './emit/js/functions.js';
import { chunksIn, createContext, emitModule, numberArray } from './emit/js/module.js';
import { type Documented, type Printed, printModule } from './emit/js/print.js';
import { renamed, specialDeclarations } from './emit/js/special.js';
import { withLimits } from './emit/limits.js';
import { resultsOfPlan } from './emit/planned.js';
import { isLeaf, type Node } from './graph/graph.js';
import type { Prepared } from './options.js';
import { schedule } from './schedule/schedule.js';
import type { Schedule } from './schedule/sections.js';

function run(code: string, ...args: readonly [string, unknown][]): unknown {
  try {
    // The code is made of checked identifiers and numbers only (see emit/js/estree.ts).
    return new Function(...args.map(([name]) => name), code)(...args.map(([, value]) => value));
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
    throw formulaError(
      'WG604',
      'this page forbids code generation (Content-Security-Policy)',
      "use 'emitSource', or the command line when building",
    );
  }
}

/** The exports of a module. @throws FormulaError where code generation is forbidden. */
export function instantiate(prepared: Prepared, exports: readonly ExportName[]): Record<string, unknown> {
  const code = withLimits(prepared.model, () =>
    emitModule(prepared.model, { ...prepared, exports, format: 'iife', name: null, banner: [], mapper: null }),
  );
  // A module in this form returns the record of its exports.
  return run(code) as Record<string, unknown>;
}

function specialParts(specials: ReadonlyMap<string, string>) {
  return specialDeclarations(specials.keys()).map(({ declaration }) => ({
    doc: [],
    node: renamed(declaration, specials),
  }));
}

/** A function with straight-line code of its own, and that code. */
export interface PlannedCode {
  readonly schedule: Schedule;
  readonly text: string;
  /** The function of the arguments that the plan says; they are not checked. */
  make(): (...args: unknown[]) => unknown;
}

/** Code of a plan that no module exports. */
export function codeOf(plan: FunctionPlan, { model, statements }: Pick<Prepared, 'model' | 'statements'>): PlannedCode {
  const { context, specials } = createContext(model, false, { target: 'js', mapper: null });
  const program = schedule(plan.graph, resultsOfPlan(plan), plan.keep, statements);
  const { chunks, make: makeFunction } = emitPlanned({ plan, schedule: program }, context);
  // Each is printed before the next is made, which may still ask for slots and special functions.
  function* parts(): Generator<Documented | Printed> {
    yield* chunksIn(chunks, context, { format: 'iife', name: null });
    yield { doc: [], node: makeFunction() };
    // Values of long functions cross in it.
    const { name, length } = context.slots;
    if (length > 0) yield { doc: [], node: numberArray(name, length) };
    yield* specialParts(specials);
  }
  const text = printModule([], parts(), null);
  // The arguments were checked when they were read.
  const refuse = (): void => undefined;
  // A program that ends in `return` gives the function back.
  const make = () => run(`${text}\nreturn ${plan.name};`, ['refuse', refuse]) as (...args: unknown[]) => unknown;
  return { schedule: program, text, make };
}

/** A derivative of an order above 2 at a point, by the increasing indices of its unique entries. */
export function derivativeOf(
  prepared: Prepared,
  order: number,
  inputs: readonly (number | Float64Array)[],
): { readonly indices: readonly number[]; readonly value: number }[] {
  const { model } = prepared;
  return withLimits(model, () => {
    const { plan, indices } = planTensor(model, order, prepared);
    const values = codeOf(plan, prepared).make()(...inputs) as Float64Array;
    return indices.map((list, i) => ({ indices: list, value: values[i]! }));
  });
}

/** Values of nodes of the model's graph, branches that are not taken included. */
export function valuesOf(
  prepared: Prepared,
  nodes: readonly Node[],
  inputs: readonly (number | Float64Array)[],
): Float64Array {
  const { model } = prepared;
  const call = (): Float64Array =>
    codeOf(planNodes(model, nodes, prepared), prepared).make()(...inputs) as Float64Array;
  return withLimits(model, call);
}

/** One executed statement. */
export interface Observation {
  /** Name that the user gave, or null. */
  readonly name: string | null;
  /** Text that the value came from, as offsets; null for a program built by calls. */
  readonly span: { readonly start: number; readonly end: number } | null;
  readonly value: number;
}

/** Every value that computing the results takes, in order, for the given inputs. */
export function observe(prepared: Prepared, inputs: readonly (number | Float64Array)[]): Observation[] {
  const { model } = prepared;
  const plan: FunctionPlan = planFunction(model, 'value', prepared);
  const everything = new Set<number>();
  for (let node = 0; node < plan.graph.size; node++) if (!isLeaf(plan.graph, node)) everything.add(node);
  const scheduled = schedule(plan.graph, resultsOfPlan(plan), everything, Number.POSITIVE_INFINITY);
  const { context, specials } = createContext(model, false, { target: 'js', mapper: null });
  const { node, observed } = emitObserved({ plan, schedule: scheduled }, context);
  // Special functions are known once the code that calls them is printed.
  function* parts(): Generator<Documented> {
    yield { doc: [], node };
    yield* specialParts(specials);
  }
  const code = printModule([], parts(), null);
  const observations: Observation[] = [];
  const listen = (step: number, value: number): void => {
    const at = observed[step]!;
    const start = scheduled.graph.origin[2 * at]!;
    const span = start < 0 ? null : { start, end: scheduled.graph.origin[2 * at + 1]! };
    observations.push({ name: plan.names[at] ?? null, span, value: Number(value) });
  };
  run(`${code}\nobserved(...values, observe);`, ['values', inputs], ['observe', listen]);
  return observations;
}
