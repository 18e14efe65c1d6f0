// wengert: formulas → JavaScript that computes them and their exact derivatives.
//
// A call goes through the phases in order: parse → lower (to a hash-consed graph) → differentiate (graph → graph) →
// passes → schedule → emit. `prepare` is the first half, the emitters the second.

import type { Diagnostic } from './diagnostic.js';
import { formulaError } from './diagnostic.js';
import { type ExportName, exportNames, refusal } from './emit/exports.js';
import { withLimits } from './emit/limits.js';
import { defaultStatsFunctions, type Stats, statsOf } from './emit/stats.js';
import { emitText } from './emit/text.js';
import { instantiate } from './evaluate.js';
import { type CompileOptions, type Formula, prepare } from './options.js';
import { interpolate } from './parse/interpolate.js';

export { type Diagnostic, type DiagnosticJSON, type DiagnosticsJSON, FormulaError } from './diagnostic.js';
export type { ExportName } from './emit/exports.js';
export type { Stats } from './emit/stats.js';
export type { Limits } from './limits.js';
export type { BuildFunction, InputOptions, ProgramBuilder } from './lower/build-model.js';
export type { CompileOptions, Formula } from './options.js';
export { version } from './version.js';

/**
 * The module as text; never evaluates code.
 * @throws FormulaError with every error of the formula.
 */
export function emitSource(formula: Formula, options: CompileOptions = {}): string {
  return emitText(formula, prepare(formula, options), options, { banner: [], mapper: null });
}

// The functions' arguments depend on the formula, so their types do not say more here than that.
// biome-ignore lint/suspicious/noExplicitAny: see above
type EmittedFunction = (...args: any[]) => any;

/** A number, or nested arrays where the shape is a vector's or a matrix's. */
export type Elements = number | number[] | number[][];

export type Compiled = { readonly [name in ExportName]: EmittedFunction } & {
  readonly inputs: readonly { name: string; shape: number[]; role: string; default?: Elements }[];
  readonly wrt: readonly {
    name: string;
    shape: number[];
    offset: number;
    start?: Elements;
    lower?: Elements;
    upper?: Elements;
  }[];
  readonly outputs: readonly { name: string; shape: number[]; offset: number }[];
  readonly sense: 'minimize' | 'maximize' | null;
  /** Resolves once the functions of `target: 'wasm'` can be called; where WebAssembly starts at once they can before. */
  init(): Promise<void>;
  /** What was compiled. */
  readonly formula: Formula;
  /** The module as text. */
  readonly source: string;
  readonly stats: Stats;
  /** Warnings. */
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Compiles a formula to functions, each made when first used.
 * @throws FormulaError with every error of the formula; where code generation is forbidden, one that says so.
 */
export function compile(formula: Formula, options: CompileOptions = {}): Compiled {
  const prepared = prepare(formula, options);
  const { model } = prepared;
  const compiled: Record<string, unknown> = {};
  const lazy = (name: string, make: () => unknown): void => {
    let made: { value: unknown } | undefined;
    const get = (): unknown => {
      made ??= { value: make() };
      return made.value;
    };
    Object.defineProperty(compiled, name, { enumerable: true, get });
  };
  type Module = Record<string, unknown> & { init?(): Promise<void> };
  const modules: Module[] = [];
  const moduleOf = (names: readonly ExportName[]): Module => {
    const made: Module = instantiate(prepared, names);
    modules.push(made);
    return made;
  };
  for (const name of exportNames) {
    lazy(name, () => {
      const reason = refusal(name, model);
      if (reason !== null) throw formulaError('WG403', reason.message, reason.help, model.source);
      return moduleOf([name])[name];
    });
  }
  let metadata: Record<string, unknown> | undefined;
  for (const name of ['inputs', 'wrt', 'outputs', 'sense']) {
    lazy(name, () => {
      metadata ??= moduleOf([]);
      return metadata[name];
    });
  }
  compiled.init = async () => {
    for (const name of prepared.exports) void compiled[name];
    await Promise.all(modules.map(made => made.init?.()));
  };
  lazy('source', () => emitSource(formula, options));
  lazy('stats', () => stats(formula, options));
  compiled.formula = formula;
  compiled.diagnostics = prepared.warnings;
  // Filled in above, member by member.
  return compiled as unknown as Compiled;
}

/**
 * Compiles the formula that it tags: formula`exp(x)^2 + ${scale}*y`. A value between its parts is a finite number, or a
 * formula whose result goes in as an expression and whose other statements go before, equal ones once; the same name
 * means the same in both. Backslashes stand for themselves.
 * @throws FormulaError with every error of the formula, or for a value that is something else.
 */
export function formula(strings: TemplateStringsArray, ...values: readonly (number | Compiled)[]): Compiled {
  const pieces = interpolate(strings.raw, values);
  return compile(pieces.map(({ text }) => text).join(''), { file: 'formula' });
}

/** Operations, nodes and bytes of the functions asked for. @throws FormulaError */
export function stats(formula: Formula, options: CompileOptions = {}): Stats {
  const prepared = prepare(formula, options);
  const asked = options.emit !== undefined || prepared.model.emit !== null;
  const functions = asked ? prepared.exports : defaultStatsFunctions(prepared.model);
  const bytes = new TextEncoder().encode(emitSource(formula, options)).length;
  return withLimits(prepared.model, () => statsOf({ ...prepared, functions, bytes }));
}
