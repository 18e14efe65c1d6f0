// One compilation: the phases as steps, each made when it is first asked for and kept. Whatever is wanted of a formula (its
// functions, modules, types, counts, explanations) goes through these, and what they share is made once.
//
//   formula → program (parse) → model (lower, and branches that are never taken go)
//     → of each function: nodes (differentiate) → plan (passes) → schedule
//
// Emission takes the scheduled functions. Steps are pure: each function is derived on a copy of the model's graph, so that
// none depends on which others were.

import { chooseTarget, exportsOf, offeredBy } from './choice.js';
import { createReport, type Diagnostic, formulaError, type Report } from './diagnostic.js';
import { equalitiesOfVariables } from './differentiate/single-points.js';
import type { OnStage, Target } from './emit/target.js';
import type { KnownBlocks } from './exports/blocks.js';
import type { Computed } from './exports/export.js';
import { type Member, membersOf } from './exports/members.js';
import { planOf, type ScheduledFunction, type ScheduleMode, scheduledPlan } from './exports/plan.js';
import { withSolutions } from './exports/solutions.js';
import { type ExportName, needsApart } from './exports/table.js';
import { copyGraph, type Graph, type Node, originOf } from './graph/graph.js';
import { defaultLimits, type Limits, startClock } from './limits.js';
import { buildModel } from './lower/build-model.js';
import { lower } from './lower/lower.js';
import type { DifferentiatedModel, Model } from './lower/model.js';
import { readerOf } from './lower/readers.js';
import { once, remembered } from './once.js';
import { type CompileOptions, type Formula, resolveExports, resolveWrt } from './options.js';
import { parse } from './parse/parse.js';
import type { Program } from './parse/program.js';
import { prune } from './passes/prune.js';
import { overflowing, stabilise } from './passes/stabilise.js';
import { countOperations } from './schedule/count.js';
import type { Source, Span } from './source.js';
import { reporting } from './within-limits.js';

export interface Compilation {
  readonly formula: Formula;
  readonly options: CompileOptions;
  readonly model: DifferentiatedModel;
  /** What the module exports. */
  readonly exports: readonly ExportName[];
  /** False where neither the options nor the program name any. */
  readonly isAsked: boolean;
  readonly algebraic: boolean;
  /** Most statements of one emitted function. */
  readonly statements: number;
  /** What solves implicit blocks, as far as it was asked for. */
  readonly blocks: KnownBlocks;
  /** What it is written in; `auto` is decided. */
  readonly target: Target;
  /** What is written where its functions are to run in this process. */
  readonly runs: Target;
  /** What `auto` took, and why; no line for another target. */
  readonly choice: readonly string[];
  readonly warnings: readonly Diagnostic[];
  /** The model again with equal statements kept apart. */
  apart(): DifferentiatedModel;
  /** The same but for a model whose graph may grow, for whoever derives what no export is; its steps are those of this one. */
  scratch(): Compilation;
  /** A function's plan and its schedule. @throws LimitReached */
  scheduled(row: Computed, onStage?: OnStage): ScheduledFunction;
  /** What a module with some exports is made of. @param of what it is written in, if it is another target. @throws LimitReached */
  members(exports: readonly ExportName[], onStage?: OnStage, of?: Target): Member[];
}

/**
 * Reads a formula. @throws FormulaError with every error of it.
 * @param isWritten ranges of numbers are written out, however many these are, and not made loops
 */
export function createCompilation(formula: Formula, options: CompileOptions, isWritten = false): Compilation {
  if (typeof formula !== 'string' && typeof formula !== 'function') {
    throw formulaError('WG601', `a formula is text or a function, got ${formula === null ? 'null' : typeof formula}`);
  }
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const algebraic = options.algebraic === true;
  const source: Source | null = typeof formula === 'string' ? { name: options.file ?? null, text: formula } : null;
  const report = createReport(source);
  // A program is large beside its model and needed once more only by those few that are lowered again: it is not kept.
  const read = (into: Report, apart: boolean): Model => {
    if (typeof formula === 'function') return buildModel(formula, into, limits, algebraic);
    if (options.from === 'js') return readModule(source!, into, limits, options, isWritten);
    const program = (options.from === undefined ? parse : readerOf(options.from).program)(source!, into, limits);
    const asked =
      options.emit ?? program.statements.flatMap(of => (of.kind === 'emit' ? of.names.map(one => one.name) : []));
    // There is a multiplier for every element.
    const isEach = apart || asked.some(name => needsApart(name));
    const many = isWritten || isEach ? Number.POSITIVE_INFINITY : manyFor(program, options);
    return lower(program, into, limits, { algebraic, apart, many });
  };
  const rewritten = (lowered: Model): Model => {
    const model = rebuilt(lowered, prune, algebraic);
    return options.stable === true ? rebuilt(model, stabilise, algebraic) : model;
  };
  const differentiated = (model: Model, into: Report): DifferentiatedModel => ({
    ...model,
    wrt: resolveWrt(model, options.wrt, into),
    primal: model.graph.size,
    hasHessian: false,
  });
  const lowered = reporting(source, () => rewritten(read(report, false)));
  if (options.stable !== true) warnAboutOverflow(lowered, report, options.from ?? 'formula');
  const asked = differentiated(lowered, report);
  warnAboutEqualities(asked, report);
  const chosen = chooseTarget(options, asked);
  const { target } = chosen;
  const resolved = resolveExports(asked, options.emit, options.minimal === true, offeredBy(target, asked), report);
  const isAsked = options.emit !== undefined || asked.emit !== null;
  const exports = exportsOf(target, asked, resolved, isAsked, report);
  report.stopOnErrors();
  const model = { ...asked, hasHessian: exports.includes('hessian') };

  const apart = once(() => {
    const silent = createReport(source);
    return differentiated(rewritten(read(silent, true)), silent);
  });
  const blocks: KnownBlocks = new Map();
  const scheduled = remembered((row: Computed, onStage?: OnStage): ScheduledFunction => {
    onStage?.(`deriving ${row.name}`);
    const own = row.needsApart ? apart() : model;
    // A model that is lowered again has a clock of its own.
    if (own !== model) startClock(own.graph.budget);
    return fewestOperations(
      row,
      { ...own, graph: copyGraph(own.graph) },
      { algebraic, statements: limits.statements, blocks },
    );
  });

  const compilation: Compilation = {
    formula,
    options,
    model,
    exports,
    isAsked,
    algebraic,
    statements: limits.statements,
    blocks,
    ...chosen,
    warnings: report.warnings,
    apart,
    scratch: () => ({ ...compilation, model: { ...model, graph: copyGraph(model.graph) } }),
    scheduled,
    members(wanted, onStage, of = target) {
      const gathered = of.gathers?.(wanted);
      if (gathered === undefined) return membersOf(wanted, model, row => scheduled(row, onStage));
      return [{ kind: gathered.kind, row: gathered, isExported: true, scheduled: scheduled(gathered, onStage) }];
    },
  };
  return compilation;
}

/** The model of a function of JavaScript. */
function readModule(
  source: Source,
  report: Report,
  limits: Limits,
  { function: name, lengths, algebraic = false, target, format }: CompileOptions,
  isWritten: boolean,
): Model {
  // What is written out, and targets other than JavaScript, have sums of formulas only.
  const isInOrder = !isWritten && target !== 'wasm' && format !== 'c';
  const many = isWritten ? Number.POSITIVE_INFINITY : MANY;
  return readerOf('js')(source, report, limits, { function: name, lengths, algebraic, many, isInOrder });
}

/** Numbers in a range from which it is a loop. */
const MANY = 100;

/** In WebAssembly over data: what is written out is computed for two rows at a time, a loop in a row is not. */
const MANY_IN_ROWS = 1000;

function manyFor({ statements }: Program, { target, format }: CompileOptions): number {
  // A query goes over rows alone.
  if (target === 'sql' || format === 'sql') return Number.POSITIVE_INFINITY;
  const hasData = statements.some(of => of.kind === 'declaration' && of.keyword === 'data');
  return target === 'wasm' && hasData ? MANY_IN_ROWS : MANY;
}

/** As many as make what is outside of loops not count. */
const MANY_ROWS = 1000;

/** Of the ways to compute a function the one that executes the fewest operations. */
function fewestOperations(row: Computed, model: DifferentiatedModel, mode: ScheduleMode): ScheduledFunction {
  const ways = row
    .derive(model, mode)
    .map(derived => planOf(model, row.name, withSolutions(model, derived, mode), mode))
    .map(plan => scheduledPlan(plan, mode));
  if (ways.length === 1) return ways[0]!;
  // Rows are many: what runs for each counts before what runs once.
  const counts = ways.map(({ schedule }) => {
    const { operations, perRow } = countOperations(schedule);
    return operations + MANY_ROWS * (perRow?.operations ?? 0);
  });
  return ways[counts.indexOf(Math.min(...counts))]!;
}

/**
 * A model whose graph a pass has rewritten. Branches that are never taken go before differentiation, or the adjoint would carry
 * them along.
 */
function rebuilt(model: Model, pass: typeof prune | typeof stabilise, algebraic: boolean): Model {
  const { graph, inputs, statements, outputs, residuals, residualResults, constraints } = model;
  const items = [...inputs, ...statements, ...outputs, ...residualResults, { nodes: residuals }, ...constraints];
  const nodes = items.flatMap(item => item.nodes);
  const moved = pass.run(graph, nodes, { derivative: false, algebraic, primal: graph.size });
  if (moved.graph === graph) return model;
  const at = <T extends { readonly nodes: readonly number[] }>(item: T): T => ({
    ...item,
    nodes: item.nodes.map(node => moved.nodes[node]!),
  });
  return {
    ...model,
    graph: moved.graph,
    inputs: inputs.map(at),
    statements: statements.map(at),
    outputs: outputs.map(at),
    residuals: residuals.map(node => moved.nodes[node]!),
    residualResults: residualResults.map(at),
    constraints: constraints.map(at),
  };
}

/** Most statements that are named; the others are of the same kind. */
const MOST_NAMED = 5;

function warnAboutOverflow({ graph, outputs }: Model, report: Report, from: string): void {
  const results = outputs.flatMap(({ nodes }) => nodes);
  for (const { node, instead } of overflowing(graph, results).slice(0, MOST_NAMED)) {
    const message = 'the derivative overflows for operands of some hundreds';
    // Other languages have no function of that name.
    const wayOut =
      from === 'formula' ? `write '${instead}', or compile with --stable` : `--stable takes '${instead}' for it`;
    report.warn('WG404', placeOf(graph, node), message, wayOut);
  }
}

function warnAboutEqualities(model: DifferentiatedModel, report: Report): void {
  const { graph } = model;
  for (const node of equalitiesOfVariables(model).slice(0, MOST_NAMED)) {
    const message = 'at equality, derivatives are those of the arm taken there, not limits of the other';
    const help = 'have as many terms of its series there as you take derivatives, such as 1 - x^2/6 for sin(x)/x';
    report.warn('WG407', placeOf(graph, node), message, help);
  }
}

function placeOf(graph: Graph, node: Node): Span | null {
  const span = originOf(graph, node);
  return span.start < 0 ? null : span;
}
