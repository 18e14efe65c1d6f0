// Runs emitted code inside this process: emission asks for nothing of this, and nothing else runs what it writes.

import type { Compilation } from './compilation.js';
import { formulaError } from './diagnostic.js';
import { gradientOf, zeroOf } from './differentiate/derivatives.js';
import { tensorOf } from './differentiate/matrices.js';
import type { FunctionContext } from './emit/js/function-context.js';
import { emitComputed, emitObserved } from './emit/js/functions.js';
import { chunksIn, createContext, matricesOf, numberArray } from './emit/js/module.js';
import { type Documented, type Printed, printModule } from './emit/js/print/print.js';
import { solverDeclarations } from './emit/js/solvers.js';
import { javascript } from './emit/js/target.js';
import { renamed } from './emit/js/templates/renamed.js';
import { specialDeclarations } from './emit/special.js';
import type { Target } from './emit/target.js';
import { resultsOf, type ScheduledFunction, scheduledNodes } from './exports/plan.js';
import { withSolutions } from './exports/solutions.js';
import type { ExportName } from './exports/table.js';
import { value } from './exports/value.js';
import { copyGraph, hasSeveral, isLeaf, type Node } from './graph/graph.js';
import { generated, run } from './interpret/run.js';
import { wrtNodes } from './lower/model.js';
import { leftOut } from './options.js';
import { schedule } from './schedule/schedule.js';
import { withLimits } from './within-limits.js';

/** What a text that ends in `return` gives back: the user's own function, to hold what is made of it against. */
export function executed(code: string): unknown {
  const made = generated(code, []);
  if (made !== null) return made();
  throw formulaError(
    'WG604',
    'code generation is forbidden here, which running your own function takes',
    'allow it, or verify the module that is emitted',
  );
}

/** A module that runs in this process: its exports by name. */
export type EmittedModule = Record<string, unknown> & { init?(): Promise<void> };

/** What functions are written in where they run: `auto` takes WebAssembly only where that is allowed. */
function targetHere({ runs, options }: Compilation): Target {
  if (runs.name !== 'wasm' || startsWebAssembly()) return runs;
  if (options.target === 'auto') return javascript;
  throw formulaError(
    'WG604',
    'this page forbids WebAssembly (Content-Security-Policy)',
    "allow 'wasm-unsafe-eval' as a source of scripts, or leave out target: 'wasm'",
  );
}

/** The shortest program there is: its header. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

interface WebAssemblyHere {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly CompileError: ErrorConstructor;
}

function startsWebAssembly(): boolean {
  // Its types come with those of pages, which this library does without.
  const { WebAssembly: here } = globalThis as { readonly WebAssembly?: WebAssemblyHere };
  if (here === undefined) return false;
  try {
    return new here.Module(EMPTY) instanceof here.Module;
  } catch (error) {
    return !(error instanceof here.CompileError);
  }
}

/** The exports of a module, and what they call. @throws FormulaError where WebAssembly that was asked for is forbidden. */
export function instantiate(compilation: Compilation, exports: readonly ExportName[]): EmittedModule {
  const { model } = compilation;
  const target = targetHere(compilation);
  const code = withLimits(model, () =>
    target.emit(model, compilation.members(exports, undefined, target), {
      exports,
      format: 'iife',
      name: null,
      banner: [],
      ...leftOut(compilation.options),
      mapper: null,
    }),
  );
  // A module in this form returns the record of its exports.
  return run(code) as EmittedModule;
}

function specialParts(specials: ReadonlyMap<string, string>) {
  return specialDeclarations(specials.keys()).map(({ declaration }) => ({
    doc: [],
    node: renamed(declaration, specials),
  }));
}

/** What solves implicit blocks; the arrays that values of long functions cross in, that matrices are in, and that sums over rows are made in. */
function* slotsOf(context: FunctionContext): Generator<Documented> {
  const { slots, sums } = context;
  for (const node of solverDeclarations(context)) yield { doc: [], node };
  for (const { name, length } of [slots, sums, ...matricesOf(context)])
    if (length > 0) yield { doc: [], node: numberArray(name, length) };
}

/** The code of one function. */
export interface FunctionCode {
  readonly text: string;
  /** The function of the arguments that the plan says; they are not checked. */
  make(): (...args: unknown[]) => unknown;
}

/** Code of a function apart from a module. */
export function codeOf(scheduled: ScheduledFunction, { model }: Pick<Compilation, 'model'>): FunctionCode {
  const { context, specials } = createContext(model, false, { native: null, mapper: null });
  const { chunks, loops, make: makeFunction } = emitComputed(scheduled, context);
  // Each is printed before the next is made, which may still ask for slots and special functions.
  function* parts(): Generator<Documented | Printed> {
    yield* chunksIn(chunks, context, { format: 'iife', name: null });
    for (const node of loops) yield { doc: [], node };
    yield { doc: [], node: makeFunction() };
    yield* slotsOf(context);
    yield* specialParts(specials);
  }
  const text = printModule([], parts(), null);
  // The arguments were checked when they were read.
  const refuse = (): void => undefined;
  // A program that ends in `return` gives the function back.
  const make = () =>
    run(
      `${text}\nreturn ${scheduled.plan.name};`,
      ...['refuse', 'refuseRows', 'refuseSizes'].map((name): [string, unknown] => [name, refuse]),
    ) as (...args: unknown[]) => unknown;
  return { text, make };
}

/** A derivative of an order above 2 at a point, by the increasing indices of its unique entries. */
export function derivativeOf(
  compilation: Compilation,
  order: number,
  inputs: readonly (number | Float64Array)[],
): { readonly indices: readonly number[]; readonly value: number }[] {
  const { model } = compilation;
  return withLimits(model, () => {
    const own = { ...model, graph: copyGraph(model.graph) };
    const { gradient } = gradientOf(own, compilation);
    const entries = tensorOf(own.graph, gradient, wrtNodes(own), order, compilation);
    const zero = zeroOf(own);
    const derived = { stores: [{ target: 'out' as const, nodes: entries.map(({ node }) => node ?? zero) }] };
    const nodes = withSolutions(own, derived, compilation).stores!.flatMap(store => store.nodes);
    const values = codeOf(scheduledNodes(own, nodes, compilation), compilation).make()(...inputs) as Float64Array;
    return entries.map(({ indices }, i) => ({ indices, value: values[i]! }));
  });
}

/** Values of nodes of the model's graph, branches that are not taken included; of one with several results 0. */
export function valuesOf(
  compilation: Compilation,
  nodes: readonly Node[],
  inputs: readonly (number | Float64Array)[],
): Float64Array {
  const { model } = compilation;
  const call = (): Float64Array => {
    const numbers = nodes.filter(node => !hasSeveral(model.graph, node));
    const found = codeOf(scheduledNodes(model, numbers, compilation), compilation).make()(...inputs) as Float64Array;
    if (numbers.length === nodes.length) return found;
    let next = 0;
    return Float64Array.from(nodes, node => (hasSeveral(model.graph, node) ? 0 : found[next++]!));
  };
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
export function observe(compilation: Compilation, inputs: readonly (number | Float64Array)[]): Observation[] {
  const { model } = compilation;
  const { plan, blocks } = compilation.scheduled(value);
  const everything = new Set<number>();
  for (let node = 0; node < plan.graph.size; node++) if (!isLeaf(plan.graph, node)) everything.add(node);
  const scheduled = schedule(plan.graph, resultsOf(plan), everything, Number.POSITIVE_INFINITY);
  const { context, specials } = createContext(model, false, { native: null, mapper: null });
  const { node, observed } = emitObserved({ plan, schedule: scheduled, blocks }, context);
  // Special functions are known once the code that calls them is printed.
  function* parts(): Generator<Documented> {
    yield { doc: [], node };
    yield* slotsOf(context);
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
