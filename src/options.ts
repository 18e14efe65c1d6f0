// What a caller can ask for, and the first half of the pipeline: formula → model.

import { createReport, type Diagnostic, formulaError, type Report } from './diagnostic.js';
import { defaultExports, type ExportName, exportNames, PATTERNS, refusal } from './emit/exports.js';
import type { Format, Target } from './emit/format.js';
import { nativeTarget } from './emit/js/native-code.js';
import { defaultLimits, type Limits } from './limits.js';
import { type BuildFunction, buildModel } from './lower/build-model.js';
import { lower } from './lower/lower.js';
import type { DifferentiatedModel, Input, Model } from './lower/model.js';
import { parse } from './parse/parse.js';
import { prune } from './passes/prune.js';
import { overflowing, stabilise } from './passes/stabilise.js';
import type { Source } from './source.js';
import { suggest } from './suggest.js';

export interface CompileOptions {
  /** Inputs to differentiate; default: the params if there are any, else all. */
  readonly wrt?: readonly string[];
  /** Functions to export; default: those after `emit` in the program, else the usual five. */
  readonly emit?: readonly ExportName[];
  /** Also apply rules that hold in exact arithmetic only. */
  readonly algebraic?: boolean;
  /** Take the stable operation where a formula that overflows or cancels is written out. */
  readonly stable?: boolean;
  /**
   * What straight-line code is written in; default: JavaScript. WebAssembly takes `import 'wengert/wasm'`, without which
   * `auto` takes JavaScript for a formula of any size.
   */
  readonly target?: 'js' | 'wasm' | 'auto';
  readonly limits?: Partial<Limits>;
  /** File name shown in messages and source maps. */
  readonly file?: string;
  readonly format?: Format;
  /** Global variable of the `iife` format. */
  readonly name?: string;
}

/** A formula as text, or a function that builds the program. */
export type Formula = string | BuildFunction;

export interface Prepared {
  readonly model: DifferentiatedModel;
  readonly exports: readonly ExportName[];
  readonly algebraic: boolean;
  /** Most statements of one emitted function. */
  readonly statements: number;
  /** What straight-line code is made of; `auto` is decided. */
  readonly target: Target;
  readonly warnings: readonly Diagnostic[];
  /** The model again with equal statements kept apart. */
  apart(): DifferentiatedModel;
}

/** @throws FormulaError */
export function prepare(formula: Formula, options: CompileOptions): Prepared {
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const algebraic = options.algebraic === true;
  if (typeof formula !== 'string' && typeof formula !== 'function') {
    throw formulaError('WG601', `a formula is text or a function, got ${formula === null ? 'null' : typeof formula}`);
  }
  const source: Source | null = typeof formula === 'string' ? { name: options.file ?? null, text: formula } : null;
  const report = createReport(source);
  const read = (into: Report, apart: boolean): Model => {
    if (typeof formula === 'function') return buildModel(formula, into, limits, algebraic);
    return lower(parse(source!, into, limits), into, limits, { algebraic, apart });
  };
  const rewritten = (lowered: Model): Model => {
    const model = rebuilt(lowered, prune, algebraic);
    return options.stable === true ? rebuilt(model, stabilise, algebraic) : model;
  };
  const model = rewritten(read(report, false));
  if (options.stable !== true) warnAboutOverflow(model, report);
  const wrt = resolveWrt(model, options.wrt, report);
  const differentiated = { ...model, wrt, primal: model.graph.size };
  const exports = resolveExports(differentiated, options.emit, report);
  report.stopOnErrors();
  return {
    model: differentiated,
    exports,
    algebraic,
    statements: limits.statements,
    target: targetOf(options.target ?? 'js', model),
    warnings: report.warnings,
    apart() {
      const again = rewritten(read(createReport(source), true));
      return { ...again, wrt: resolveWrt(again, options.wrt, createReport(source)), primal: again.graph.size };
    },
  };
}

/**
 * A model whose graph a pass has rewritten. Branches that are never taken go before differentiation, or the adjoint would carry
 * them along.
 */
function rebuilt(model: Model, pass: typeof prune | typeof stabilise, algebraic: boolean): Model {
  const { graph, inputs, statements, outputs } = model;
  const nodes = [...inputs, ...statements, ...outputs].flatMap(item => item.nodes);
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
  };
}

/** Most statements that are named; the others are of the same kind. */
const MOST_NAMED = 5;

function warnAboutOverflow({ graph, outputs }: Model, report: Report): void {
  const results = outputs.flatMap(({ nodes }) => nodes);
  for (const { node, instead } of overflowing(graph, results).slice(0, MOST_NAMED)) {
    const [start, end] = [graph.origin[2 * node]!, graph.origin[2 * node + 1]!];
    const message = 'the derivative overflows for operands of some hundreds';
    report.warn('WG404', start < 0 ? null : { start, end }, message, `write '${instead}', or compile with --stable`);
  }
}

/**
 * Nodes of a formula from which `auto` takes WebAssembly. V8 needs 0.3 s for JavaScript of that size, with its gradient, to
 * reach its speed, and 2 s for three times that; WebAssembly of ten times that needs 0.2 s.
 */
export const NODES_FOR_WASM = 4000;

function targetOf(target: string, { graph }: Model): Target {
  const native = nativeTarget();
  if (target === 'wasm' && native === null)
    throw formulaError('WG610', "the target 'wasm' is not loaded", "add: import 'wengert/wasm'");
  if (target === 'js' || target === 'wasm') return target;
  if (target === 'auto') {
    const isForWasm = graph.size >= NODES_FOR_WASM && native !== null && !native.refuses(graph);
    return isForWasm ? 'wasm' : 'js';
  }
  throw formulaError('WG602', `unknown target '${target}'`, "targets are 'js', 'wasm' and 'auto'");
}

function resolveWrt(model: Model, names: readonly string[] | undefined, report: Report): Input[] {
  if (names === undefined) {
    const params = model.inputs.filter(input => input.role === 'param');
    return params.length > 0 ? params : [...model.inputs];
  }
  const wanted = new Set(names);
  const known = new Set(model.inputs.map(input => input.name));
  for (const name of wanted) {
    if (known.has(name)) continue;
    report.error('WG401', null, `cannot differentiate with respect to '${name}': it is not an input`, () => {
      const near = suggest(name, known);
      return near === undefined ? `the inputs are ${[...known].join(', ')}` : `did you mean '${near}'?`;
    });
  }
  return model.inputs.filter(input => wanted.has(input.name));
}

function resolveExports(
  model: DifferentiatedModel,
  asked: readonly string[] | undefined,
  report: Report,
): ExportName[] {
  const names = asked?.map(name => [name, null] as const) ?? model.emit?.map(named => [named.name, named] as const);
  if (names === undefined) return defaultExports(model);
  const found = new Set<ExportName>();
  for (const [name, span] of names) {
    const known = exportNames.find(other => other === name);
    if (known === undefined) {
      report.error('WG402', span, `there is no function '${name}' to export`, () => {
        const near = suggest(name, exportNames);
        return near ? `did you mean '${near}'?` : exportNames.join(', ');
      });
      continue;
    }
    const reason = refusal(known, model);
    if (reason !== null) report.error('WG403', span, reason.message, reason.help);
    found.add(known);
  }
  // Values of nonzeros are of no use without their places.
  for (const [pattern, values] of PATTERNS) if (found.has(values)) found.add(pattern);
  return exportNames.filter(name => found.has(name));
}
