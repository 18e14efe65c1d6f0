// What a formula is written in: the target that the options and the model come to, and what it has of the exports.

import { formulaError, type Report } from './diagnostic.js';
import { type Format, formatNames, formatTargets } from './emit/formats.js';
import { javascript } from './emit/js/target.js';
import type { Target } from './emit/target.js';
import { targetNamed } from './emit/targets.js';
import { type ExportName, exportNames, exportRow } from './exports/table.js';
import type { Graph } from './graph/graph.js';
import type { DifferentiatedModel, Model } from './lower/model.js';
import type { CompileOptions } from './options.js';

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

export function chooseTarget({ format: asked, target = 'js' }: CompileOptions, { graph }: Model): TargetChoice {
  const format = asked ?? (target === 'sql' ? 'sql' : 'esm');
  const own = formatTargets[format];
  if (own === undefined) {
    const known = formatNames.map(name => `'${name}'`).join(', ');
    throw formulaError('WG602', `unknown format '${format}'`, `formats are ${known}`);
  }
  if (own === null) return chooseAmongModules(target, graph, format);
  if (target !== 'js' && target !== 'auto' && target !== own)
    throw formulaError('WG602', `the format '${format}' has no target '${target}'`, 'leave the target out');
  const chosen = loaded(own, 'format');
  const refused = chosen.refuses(graph);
  if (refused !== null) throw formulaError(refused.code, refused.message, refused.help);
  return { target: chosen, runs: javascript, choice: [] };
}

function chooseAmongModules(name: string, graph: Graph, format: Format): TargetChoice {
  const chosen = (target: Target, ...choice: string[]): TargetChoice => ({ target, runs: target, choice });
  if (name === 'js' || name === 'wasm') return chosen(loaded(name, 'target'));
  if (name === 'sql') throw formulaError('WG602', `a query is no module of format '${format}'`, 'leave the format out');
  if (name !== 'auto')
    throw formulaError('WG602', `unknown target '${name}'`, "targets are 'js', 'wasm', 'auto' and 'sql'");
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

/** Exports that a target has; all where it has none of a model, which it says of those that are asked for. */
export function offeredBy(target: Target, model: DifferentiatedModel): readonly ExportName[] {
  const offered = exportNames.filter(name => target.refusesExport(exportRow(name, model), model) === null);
  return offered.length === 0 ? exportNames : offered;
}

/** What of the exports a target has; it is an error for those that are asked for by name to be missing. */
export function exportsOf(
  target: Target,
  model: DifferentiatedModel,
  exports: readonly ExportName[],
  isAsked: boolean,
  report: Report,
): readonly ExportName[] {
  const reasons = exports.map(name => target.refusesExport(exportRow(name, model), model));
  const left = exports.filter((_, i) => reasons[i] === null);
  // Nobody has asked for those that go, but something has to be there.
  const said = isAsked ? reasons : left.length === 0 ? reasons.slice(0, 1) : [];
  for (const reason of said) if (reason !== null) report.error('WG405', null, reason.message, reason.help);
  return left;
}
