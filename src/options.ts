// What a caller can ask for, and what that comes to for one model.

import { formulaError, type Report } from './diagnostic.js';
import { type Format, formatNames, formatTargets } from './emit/formats.js';
import { javascript } from './emit/js/target.js';
import type { Target } from './emit/target.js';
import { targetNamed } from './emit/targets.js';
import { defaultExports, type ExportName, exportNames, exportTable, refusal, withPatterns } from './exports/table.js';
import type { Graph } from './graph/graph.js';
import type { Limits } from './limits.js';
import type { BuildFunction } from './lower/build-model.js';
import type { DifferentiatedModel, Input, Model } from './lower/model.js';
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
  /** Of a module; or 'c', which takes `import 'wengert/c'`. */
  readonly format?: Format;
  /** Global variable of the `iife` format; in C what the names of all functions begin with. */
  readonly name?: string;
}

/** A formula as text, or a function that builds the program. */
export type Formula = string | BuildFunction;

/**
 * Nodes of a formula from which `auto` takes WebAssembly. V8 needs 0.3 s for JavaScript of that size, with its gradient, to
 * reach its speed, and 2 s for three times that; WebAssembly of ten times that needs 0.2 s.
 */
const NODES_FOR_WASM = 4000;

/** What a formula is written in, and the line that says what `auto` took of a large one and why. */
export interface TargetChoice {
  readonly target: Target;
  /** What is written where its functions are to run in this process. */
  readonly runs: Target;
  readonly choice: readonly string[];
}

export function chooseTarget({ format = 'esm', target = 'js' }: CompileOptions, { graph }: Model): TargetChoice {
  const own = formatTargets[format];
  if (own === undefined) {
    const known = formatNames.map(name => `'${name}'`).join(', ');
    throw formulaError('WG602', `unknown format '${format}'`, `formats are ${known}`);
  }
  if (own === null) return chooseAmongModules(target, graph);
  if (target !== 'js' && target !== 'auto')
    throw formulaError('WG602', `the format '${format}' has no target '${target}'`, 'leave the target out');
  return { target: loaded(own, 'format'), runs: javascript, choice: [] };
}

function chooseAmongModules(name: string, graph: Graph): TargetChoice {
  const chosen = (target: Target, ...choice: string[]): TargetChoice => ({ target, runs: target, choice });
  if (name === 'js' || name === 'wasm') return chosen(loaded(name, 'target'));
  if (name !== 'auto') throw formulaError('WG602', `unknown target '${name}'`, "targets are 'js', 'wasm' and 'auto'");
  // Of a small formula there is nothing to say.
  if (graph.size < NODES_FOR_WASM) return chosen(javascript);
  const line = `${graph.size} nodes; 'auto' takes wasm from ${NODES_FOR_WASM} on`;
  const webassembly = targetNamed('wasm');
  if (webassembly === null) return chosen(javascript, `target js: ${line}, but 'wengert/wasm' is not imported`);
  const refused = webassembly.refuses(graph);
  if (refused !== null) return chosen(javascript, `target js: ${line}, but ${refused.because}`);
  return chosen(webassembly, `target wasm: ${line}`);
}

function loaded(name: Target['name'], option: string): Target {
  const target = targetNamed(name);
  if (target !== null) return target;
  throw formulaError('WG610', `the ${option} '${name}' is not loaded`, `add: import 'wengert/${name}'`);
}

/** The name that a format takes: of the global variable of an `iife`, of a prefix in C; null for the others. */
export function nameOf({ format, name }: CompileOptions): string | null {
  if (format === 'iife') return name ?? 'formula';
  return format === 'c' ? (name ?? null) : null;
}

export function resolveWrt(model: Model, names: readonly string[] | undefined, report: Report): Input[] {
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

export function resolveExports(
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
  return withPatterns(found);
}

/** What of the exports a target has; it is an error for those that are asked for by name to be missing. */
export function exportsOf(
  target: Target,
  model: DifferentiatedModel,
  exports: readonly ExportName[],
  isAsked: boolean,
  report: Report,
): readonly ExportName[] {
  return exports.filter(name => {
    const reason = target.refusesExport(exportTable[name], model);
    if (reason !== null && isAsked) report.error('WG405', null, reason.message, reason.help);
    return reason === null;
  });
}
