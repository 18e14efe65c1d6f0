// `wengert verify`: what the emitted functions give, against what they have no part in: values against the operations
// table, first and second derivatives against differences of the emitted value, forward against reverse mode.

import { type Compilation, createCompilation } from '../../compilation.js';
import { codeOf, executed, instantiate } from '../../evaluate.js';
import { scheduledNodes } from '../../exports/plan.js';
import { type EmittedFunction, type ExportName, exportNames, exportTable } from '../../exports/table.js';
import { originalCode } from '../../from-javascript/original.js';
import type { Node } from '../../graph/graph.js';
import { constraintNodes, hasData, type Model, resultNodes, wrtNodes } from '../../lower/model.js';
import { once } from '../../once.js';
import type { CompileOptions } from '../../options.js';
import { withLimits } from '../../within-limits.js';
import type { FormulaInput } from '../files/inputs.js';
import { elementNames, elementsOf } from '../formula/elements.js';
import { type ArgumentValue, readPoint, toArguments } from '../formula/point.js';
import { ranAt, unsolvedBlock } from '../formula/run-at.js';
import { inputsOf, type Sizes, writtenOut } from '../formula/written-out.js';
import { reportWarnings } from '../terminal/failure.js';
import { printJSON } from '../terminal/json.js';
import { createProgress } from '../terminal/progress.js';
import { DONE, INPUT_FAULT, type Streams } from '../terminal/streams.js';
import { type Claims, claimsAt, type EmittedModule, isVerified, type Seeds } from './claims.js';
import { verifyConstraints } from './constraints.js';
import { verifyGaussNewton } from './gauss-newton.js';
import { createKinks, type Kinks } from './kinks.js';
import { hasLagrangian, verifyLagrangian } from './lagrangian.js';
import { saidByName, saidInOrder, verifyMultipliers } from './multipliers.js';
import { interpret, solvedValues } from './replay.js';
import { asRecord, asText, IDENTITY_TOLERANCE, type VerifiedPoint } from './report.js';
import { verifyResiduals } from './residuals.js';
import { derivativeRows, type Row, valueRows } from './rows.js';
import { generator, mostPlaces, samplePoints } from './sample.js';
import type { Values } from './stencil.js';

export interface VerifyCommand {
  readonly at: readonly string[];
  readonly samples: number;
  readonly json: boolean;
  readonly options: CompileOptions;
}

export function verifyInput(input: FormulaInput, command: VerifyCommand, streams: Streams): number {
  const options = { ...command.options, ...(input.file !== null && { file: input.file }) };
  const progress = createProgress(streams, input.text);
  try {
    progress.onStage('reading');
    const compilation = createCompilation(input.text, options);
    reportWarnings(compilation.warnings, streams);
    const { isAsked } = compilation;
    const functions = isAsked ? compilation.exports : withBothModes(compilation.exports);
    progress.onStage('deriving');
    const { model } = compilation;
    const given = command.at.length > 0 ? readPoint(model, command.at, streams) : null;
    const sizes = given?.sizes ?? sampleSizes(model);
    const subject = subjectOf(compilation, functions, sizes);
    const points =
      given === null
        ? samplePoints({ inputs: inputsOf(model, sizes) }, command.samples, subject.values)
        : [given.values];
    const verified = points.map((point, i) => {
      progress.onStage(`verifying at point ${i + 1} of ${points.length}`);
      return ranAt(() => verifyPoint(subject, point, points.length), model);
    });
    const ok = verified.every(
      ({ rows, adjointIdentity }) =>
        (adjointIdentity ?? 0) <= IDENTITY_TOLERANCE && rows.every(({ judgement }) => judgement.verdict !== 'differs'),
    );
    progress.end();
    const result = {
      ok,
      functions: functions.filter(isVerified),
      unchecked: functions.filter(name => !isVerified(name)),
      points: verified,
    };
    streams.out(command.json ? printJSON(asRecord(result)) : asText(result, isAsked && functions.includes('value')));
    return ok ? DONE : INPUT_FAULT;
  } finally {
    progress.end();
  }
}

/** What an operation by the table takes, where emitted code takes 1. */
const INTERPRETED = 50;

/** The functions of a module that asks for none, and the others that have first derivatives. */
function withBothModes(exports: readonly ExportName[]): ExportName[] {
  return exportNames.filter(name => exports.includes(name) || ['jacobian', 'jvp', 'vjp'].includes(name));
}

/** Rows of the columns at samples, where the program does not need more. */
const SAMPLE_ROWS = 5;

function sampleSizes({ inputs, dimensions }: Model): Sizes {
  const sizes: number[] = [];
  for (const [dimension, { size }] of dimensions.entries()) if (size !== undefined) sizes[dimension] = size;
  for (const { rows } of inputs) if (rows !== null) sizes[rows] = Math.max(SAMPLE_ROWS, dimensions[rows]!.least);
  return sizes;
}

/** What is verified, and what it is held against. */
export interface Subject {
  /** The program, which is written out where it goes over rows of data; the functions of the module do. */
  readonly compilation: Compilation;
  /** What the user's own function gives; null for a formula. */
  readonly original: ((point: readonly ArgumentValue[]) => number[]) | null;
  /** The same with statements kept apart. */
  apart(): Compilation['model'];
  readonly module: EmittedModule;
  readonly values: Values;
  readonly gradient: Values | null;
  readonly kinks: Kinks;
}

/** The user's own function, where it is one, as JavaScript runs it. */
function originalOf({ formula, options }: Compilation): ((point: readonly ArgumentValue[]) => number[]) | null {
  if (options.from !== 'js' || typeof formula !== 'string') return null;
  const source = { name: options.file ?? null, text: formula };
  const original = executed(originalCode(source, options.function)) as (...given: unknown[]) => unknown;
  return point => numbersOf(original(...point.map(value => (typeof value === 'number' ? value : Array.from(value)))));
}

/** Numbers, arrays and objects of these in the order of results. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return Object.values(value as object).flatMap(numbersOf);
}

/** @param sizes of the columns at the points to come */
export function subjectOf(of: Compilation, functions: readonly ExportName[], sizes: Sizes = []): Subject {
  const { compilation } = writtenOut(of, sizes);
  const { model } = compilation;
  const module = instantiate(of, functions);
  const emitted = (name: ExportName): EmittedFunction =>
    overAllRows(of.model, name, (module[name] ?? instantiate(of, [name])[name]) as EmittedFunction);
  const value = emitted('value');
  const needsGradient = functions.some(name =>
    ['hessian', 'hessianSparse', 'hvp', 'valueGradientHessian'].includes(name),
  );
  const gradient = needsGradient ? emitted('gradient') : null;
  let nodeValues: ((...args: unknown[]) => Float64Array) | undefined;
  return {
    compilation,
    original: originalOf(of),
    apart: once(() => writtenOut({ ...of, model: of.apart() }, sizes, true).compilation.model),
    module: Object.fromEntries(functions.map(name => [name, isFunction(module[name]) ? emitted(name) : module[name]])),
    values: point =>
      unlessUnsolved(resultNodes(model).length, () => {
        const result: number | Float64Array = value(...toArguments(model.inputs, point));
        return typeof result === 'number' ? [result] : result;
      }),
    gradient:
      gradient &&
      (point => unlessUnsolved(wrtNodes(model).length, () => gradient(...toArguments(model.inputs, point)))),
    kinks: createKinks(model.graph, resultNodes(model), (nodes, point) => {
      // Always asked for the same nodes.
      nodeValues ??= withLimits(model, () => codeOf(scheduledNodes(model, nodes, compilation), compilation).make()) as (
        ...args: unknown[]
      ) => Float64Array;
      return unlessUnsolved(nodes.length, () => nodeValues!(...toArguments(model.inputs, point)));
    }),
  };
}

/** NaN where an implicit block is not solved. */
function unlessUnsolved(count: number, run: () => ArrayLike<number>): ArrayLike<number> {
  try {
    return run();
  } catch (error) {
    if (unsolvedBlock(error) === null) throw error;
    return new Float64Array(count).fill(Number.NaN);
  }
}

const isFunction = (member: unknown): boolean => typeof member === 'function';

/** The function without the parameters that say which rows, which stand after the inputs. */
function overAllRows(model: Model, name: ExportName, f: EmittedFunction): EmittedFunction {
  const row = exportTable[name];
  const takesInputs = row.kind === 'computed' || (row.kind === 'wrapper' && row.takesInputs === true);
  if (!hasData(model) || !takesInputs) return f;
  const count = model.inputs.length;
  return (...args) => f(...args.slice(0, count), undefined, undefined, ...args.slice(count));
}

/** @param points at how many points there is to verify. */
export function verifyPoint(
  { compilation, original, apart, module, values, gradient, kinks }: Subject,
  point: readonly number[],
  points: number,
): VerifiedPoint {
  const { model } = compilation;
  const most = mostPlaces(model, points);
  const seeds = seedsFor(compilation);
  const claims = claimsAt(model, module, point, seeds);
  const results = resultNodes(model);
  const all = interpret(model.graph, results, point, solvedBy(compilation, point));
  const expected = original?.(toArguments(model.inputs, point)) ?? results.map(node => all[node]!);
  const largest = all.reduce((most_, value) => Math.max(most_, Math.abs(value)), 0);
  const { rows, totals } = derivativeRows(model, claims, { values, gradient, point, kinks }, seeds, most);
  const found: Row[] = [...valueRows(model, claims, expected, largest), ...rows];
  let { first, second } = totals;
  const [output] = elementNames(model.outputs);
  for (const [of, saying] of [
    ['multipliers', saidByName],
    ['sweep', saidInOrder],
  ] as const) {
    if (module[of] === undefined) continue;
    const { compared, total } = verifyMultipliers(
      { apart: apart(), near: own => solvedBy({ ...compilation, model: own }, point) },
      saying(apart(), module[of] as EmittedFunction, point),
      point,
      mostPlaces(model, points, INTERPRETED),
    );
    first += total;
    for (const { name, derivative, judgement } of compared) {
      const place = `multipliers ${name}`;
      found.push({ order: 1, function: of, output: output!, inputs: [name], derivative, judgement, place });
    }
  }
  if (module.gaussNewton !== undefined) {
    const { compared, total } = verifyGaussNewton(compilation, module.gaussNewton as EmittedFunction, point, most);
    second += total;
    for (const { inputs, derivative, judgement } of compared) {
      const place = `JᵀJ ${inputs.join()}`;
      found.push({ order: 2, function: 'gaussNewton', output: 'JᵀJ', inputs, derivative, judgement, place });
    }
  }
  if (module.residuals !== undefined || module.residualJacobian !== undefined) {
    const { compared, total } = verifyResiduals(compilation, module, point, most);
    first += total;
    found.push(...compared);
  }
  for (const more of [
    ...(constraintNodes(model).length === 0 ? [] : [verifyConstraints(compilation, module, point, most)]),
    ...(hasLagrangian(module) ? [verifyLagrangian(compilation, apart(), module, point, most)] : []),
  ]) {
    first += more.totals.first;
    second += more.totals.second;
    found.push(...more.rows);
  }
  return {
    at: elementsOf(model.inputs, point),
    rows: found,
    totals: { first, second },
    adjointIdentity: adjointIdentity(claims, seeds),
  };
}

/** Values of nodes by the emitted code; none where that does not go. */
const solvedBy =
  (compilation: Compilation, point: readonly number[]) =>
  (nodes: readonly Node[]): ArrayLike<number> =>
    solvedValues(compilation, nodes, toArguments(compilation.model.inputs, point));

function seedsFor({ model }: Compilation): Seeds {
  const random = generator(7);
  return {
    tangents: wrtNodes(model).map(() => random() - 0.5),
    adjoints: resultNodes(model).map(() => random() - 0.5),
  };
}

/** Forward and reverse mode share the partials but not the way through the graph: ȳᵀ(J v) = (Jᵀȳ)ᵀ v. */
function adjointIdentity({ along }: Claims, { tangents, adjoints }: Seeds): number | null {
  const [forward, reverse] = ['jvp', 'vjp'].map(name => along.find(claim => claim.function === name));
  if (forward === undefined || reverse === undefined) return null;
  let difference = 0;
  let size = Number.MIN_VALUE;
  for (const [i, adjoint] of adjoints.entries()) {
    difference += adjoint * forward.of(i);
    size += Math.abs(adjoint * forward.of(i));
  }
  for (const [j, tangent] of tangents.entries()) {
    difference -= tangent * reverse.of(j);
    size += Math.abs(tangent * reverse.of(j));
  }
  return Number.isFinite(size) ? Math.abs(difference) / size : null;
}
