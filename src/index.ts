// wengert: formulas → JavaScript that computes them and their exact derivatives.
//
// A call goes through the phases in order: parse → lower (to a hash-consed graph) → differentiate (graph → graph) →
// passes → schedule → emit. A compilation (compilation.ts) holds the steps up to schedules; emission takes those.

import { type Compilation, createCompilation } from './compilation.js';
import { type Diagnostic, shownAtCall } from './diagnostic.js';
import { type Metadata, metadataNames, metadataOf, type StatementPlaces, statementPlaces } from './exports/metadata.js';
import { type EmittedFunction, type ExportName, exportNames, haveStatements } from './exports/table.js';
import { functionsOf } from './functions.js';
import { saidOfRunning } from './interpret/run.js';
import { once } from './once.js';
import { type CompileOptions, checkCompileOptions, type Formula } from './options.js';
import { interpolate } from './parse/interpolate.js';
import { statsOf } from './stats.js';
import type { Stats } from './stats-record.js';
import { moduleText } from './text.js';

export { type Diagnostic, type DiagnosticJSON, type DiagnosticsJSON, FormulaError } from './diagnostic.js';
export type { Elements } from './exports/metadata.js';
export type { ExportName } from './exports/table.js';
export type { Limits } from './limits.js';
export type {
  BuildFunction,
  ConstraintBounds,
  InputOptions,
  Matrix,
  Operand,
  ProgramBuilder,
  Scalar,
  Vector,
} from './lower/program-builder.js';
export type { CompileOptions, Formula } from './options.js';
export type { Stats } from './stats-record.js';
export { version } from './version.js';

function compilationOf(formula: Formula, options: CompileOptions): Compilation {
  checkCompileOptions(options);
  return createCompilation(formula, options);
}

/**
 * The module as text; never evaluates code.
 * @throws FormulaError with every error of the formula.
 */
export function emitSource(formula: Formula, options: CompileOptions = {}): string {
  return shownAtCall(emitSource, () => moduleText(compilationOf(formula, options)));
}

/** Operations, nodes and bytes of the functions asked for. @throws FormulaError */
export function stats(formula: Formula, options: CompileOptions = {}): Stats {
  return shownAtCall(stats, () => {
    const compilation = compilationOf(formula, options);
    return statsOf(compilation, moduleText(compilation));
  });
}

export type Compiled = { readonly [name in ExportName]: EmittedFunction } & Metadata & {
    /** Resolves once the functions of `target: 'wasm'` can be called; where WebAssembly starts at once they can before. */
    init(): Promise<void>;
    /** Of `target: 'wasm'` and a program with data: copies columns by name to where functions read them, in place of the columns. */
    readonly bind?: EmittedFunction;
    /** Gives back their memory. */
    readonly unbind?: EmittedFunction;
    /** The named statements, and where they are in arrays that have them all. */
    readonly statements: StatementPlaces;
    /** What was compiled. */
    readonly formula: Formula;
    /** The module as text. */
    readonly source: string;
    readonly stats: Stats;
    /** Warnings; one more where code generation is forbidden, so that functions are interpreted. */
    readonly diagnostics: readonly Diagnostic[];
  };

/**
 * Compiles a formula to functions, each made when first used. Those of its module, its metadata and what else is data can be
 * listed; the others are there for whoever asks for them by name. Where code generation is forbidden they are interpreted, with
 * the same results, and a warning says so.
 * @throws FormulaError with every error of the formula.
 */
export function compile(formula: Formula, options: CompileOptions = {}): Compiled {
  const compilation = shownAtCall(compile, () => compilationOf(formula, options));
  const { model, exports } = compilation;
  const compiled: Record<string, unknown> = {};
  const member = (name: string, make: () => unknown, enumerable = true): void => {
    const made = once(make);
    const get = (): unknown => shownAtCall(get, made);
    Object.defineProperty(compiled, name, { enumerable, get });
  };
  const functions = functionsOf(compilation);
  for (const name of exportNames) member(name, () => functions.get(name), exports.includes(name));
  const metadata = once(() => metadataOf(model));
  for (const name of metadataNames(model)) member(name, () => metadata()[name]);
  member('statements', () => statementPlaces(compilation.apart()), haveStatements(exports));
  const brought = compilation.runs.brings(model).filter(name => name !== 'init');
  for (const name of brought) member(name, () => functions.brought(name));
  compiled.init = () => functions.init();
  const source = once(() => moduleText(compilation));
  member('source', source);
  member('stats', () => statsOf(compilation, source()));
  compiled.formula = formula;
  // Whether functions are interpreted is found out when it is asked for, as pages report it where they forbid to make code.
  member('diagnostics', () => [...compilation.warnings, ...saidOfRunning()]);
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
  return shownAtCall(formula, () => {
    const pieces = interpolate(strings.raw, values);
    return compile(pieces.map(({ text }) => text).join(''), { file: 'formula' });
  });
}
