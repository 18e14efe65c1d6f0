// What a caller can ask for, and what that comes to for one model.

import { checkOptions, type OptionKinds } from './check-options.js';
import { formulaError, type Report } from './diagnostic.js';
import type { Format } from './emit/formats.js';
import type { QuerySettings } from './emit/sql/settings.js';
import { defaultExports, type ExportName, exportNames, refusal, withPatterns } from './exports/table.js';
import type { Limits } from './limits.js';
import type { DifferentiatedModel, Input, Model } from './lower/model.js';
import type { BuildFunction } from './lower/program-builder.js';
import { languageNames } from './lower/readers.js';
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
   * `auto` takes JavaScript for a formula of any size. 'sql', a query, takes `import 'wengert/sql'`.
   */
  readonly target?: 'js' | 'wasm' | 'auto' | 'sql';
  /** False for functions that do not look at their arguments; those of WebAssembly do, and so do those over data in parts. */
  readonly checks?: boolean;
  /** The functions that are named, else value and gradient, as they are: without checks, metadata and documentation. */
  readonly minimal?: boolean;
  readonly limits?: Partial<Limits>;
  /**
   * What the text is: 'js' for a module of JavaScript or TypeScript, of which one function is differentiated, with
   * `import 'wengert/javascript'`; 'latex' for TeX, with `import 'wengert/latex'`; default: a formula.
   */
  readonly from?: 'js' | 'latex';
  /** Of several functions of a module the one that is meant; default: the only one that it exports, else its default export. */
  readonly function?: string;
  /** How long arrays among the arguments of a function are, by name; the others are as long as what they are given. */
  readonly lengths?: Readonly<Record<string, number>>;
  /** File name shown in messages and source maps. */
  readonly file?: string;
  /** Of the target 'sql': what the query is written for. */
  readonly query?: QuerySettings;
  /** Of a module; or 'c', which takes `import 'wengert/c'`; or 'sql', as the target. */
  readonly format?: Format;
  /** Global variable of the `iife` format; in C what the names of all functions begin with. */
  readonly name?: string;
}

/** What each option is; formats, targets and names of exports have their own checks. */
export const compileOptionKinds: OptionKinds<CompileOptions> = {
  wrt: 'names',
  emit: 'names',
  algebraic: 'truth',
  stable: 'truth',
  target: 'text',
  checks: 'truth',
  minimal: 'truth',
  limits: 'record',
  from: 'text',
  function: 'text',
  lengths: 'record',
  file: 'text',
  query: 'record',
  format: 'text',
  name: 'text',
};

const limitKinds: OptionKinds<Limits> = Object.freeze({
  textLength: 'number',
  nesting: 'number',
  nodes: 'number',
  seconds: 'number',
  statements: 'number',
});

/** @throws FormulaError for an option that means nothing */
export function checkCompileOptions(options: CompileOptions): void {
  checkOptions(options, compileOptionKinds, 'compile');
  checkOptions(options.limits, limitKinds, 'limits');
  const { from } = options;
  if (from !== undefined && !languageNames.includes(from))
    throw formulaError('WG602', `there is no language '${from}'`, "'from' is 'js', 'latex', or left out for formulas");
}

/** What of a module can be left out, as emission takes it. */
export const leftOut = ({ checks = true, minimal = false }: CompileOptions) => ({
  isChecked: checks && !minimal,
  isMinimal: minimal,
});

/** A formula as text, or a function that builds the program. */
export type Formula = string | BuildFunction;

/** The name that a format takes: of the global variable of an `iife`, of a prefix in C; null for the others. */
export function nameOf({ format, name }: CompileOptions): string | null {
  if (format === 'iife') return name ?? 'formula';
  return format === 'c' ? (name ?? null) : null;
}

export function resolveWrt(model: Model, names: readonly string[] | undefined, report: Report): Input[] {
  if (names === undefined) {
    const params = model.inputs.filter(input => input.role === 'param');
    return params.length > 0 ? params : model.inputs.filter(input => input.role !== 'data');
  }
  const wanted = new Set(names);
  const known = new Set(model.inputs.flatMap(input => (input.role === 'data' ? [] : [input.name])));
  for (const name of wanted) {
    if (known.has(name)) continue;
    if (model.inputs.some(input => input.name === name)) {
      const message = `cannot differentiate with respect to '${name}': it is data`;
      report.error('WG401', null, message, 'declare what is fitted as param');
      continue;
    }
    report.error('WG401', null, `cannot differentiate with respect to '${name}': it is not an input`, () => {
      const near = suggest(name, known);
      return near === undefined ? `the inputs are ${[...known].join(', ')}` : `did you mean '${near}'?`;
    });
  }
  return model.inputs.filter(input => wanted.has(input.name));
}

/**
 * @param isMinimal whether those that nobody has asked for are few
 * @param offered what the target has of all there are: of others that is said, and no more
 */
export function resolveExports(
  model: DifferentiatedModel,
  asked: readonly string[] | undefined,
  isMinimal: boolean,
  offered: readonly ExportName[],
  report: Report,
): ExportName[] {
  const names = asked?.map(name => [name, null] as const) ?? model.emit?.map(named => [named.name, named] as const);
  if (names === undefined) return defaultExports(model, isMinimal);
  const found = new Set<ExportName>();
  for (const [name, span] of names) {
    const known = exportNames.find(other => other === name);
    if (known === undefined) {
      report.error('WG402', span, `there is no function '${name}' to export`, () => {
        const near = suggest(name, offered);
        return near ? `did you mean '${near}'?` : offered.join(', ');
      });
      continue;
    }
    const reason = offered.includes(known) ? refusal(known, model) : null;
    if (reason !== null) report.error('WG403', span, reason.message, reason.help);
    found.add(known);
  }
  return withPatterns(found);
}
