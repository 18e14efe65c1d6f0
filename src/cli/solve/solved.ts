// What `wengert minimize` and `wengert maximize` do: read the point to start from, solve, tell.

import path from 'node:path';
import { type Compilation, createCompilation } from '../../compilation.js';
import { formulaError } from '../../diagnostic.js';
import { metadataOf, statementPlaces } from '../../exports/metadata.js';
import { functionsOf } from '../../functions.js';
import { hasData, type Input } from '../../lower/model.js';
import type { CompileOptions } from '../../options.js';
import type { Differentiable } from '../../solve/formula-subject.js';
import type { ConstrainedMethodName, MethodName } from '../../solve/method-names.js';
import { maximizeLater, minimizeLater, type Solution, type Step } from '../../solve/minimize.js';
import { warnIfNotFinite } from '../eval/not-finite.js';
import type { FormulaInput } from '../files/inputs.js';
import { writeFiles } from '../files/output.js';
import { argumentsAt, type Point, readStart } from '../formula/point.js';
import { runFault } from '../formula/run-at.js';
import { reportWarnings, usageError } from '../terminal/failure.js';
import { printJSON } from '../terminal/json.js';
import { createProgress } from '../terminal/progress.js';
import { DONE, INTERRUPTED, NUMERICAL_FAILURE, type Streams } from '../terminal/streams.js';
import { checkMethod, constraining } from './constraining.js';
import { solutionRecord, solutionText } from './report.js';

export interface SolveAsked {
  readonly sense: 'minimize' | 'maximize';
  readonly start: readonly string[];
  readonly at: readonly string[];
  readonly json: boolean;
  readonly force: boolean;
  readonly plot: string | undefined;
  readonly controls: {
    readonly method: MethodName | ConstrainedMethodName | undefined;
    readonly gradientTolerance: number | undefined;
    readonly maxIterations: number | undefined;
    readonly maxEvaluations: number | undefined;
    readonly rate: number | undefined;
    readonly sweeps: number | undefined;
  };
  readonly options: CompileOptions;
}

export async function solveInput(
  input: FormulaInput,
  asked: SolveAsked,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const { sense, plot, controls } = asked;
  if (plot !== undefined && path.extname(plot) !== '.svg')
    throw usageError(`cannot draw '${plot}'`, "drawings end in '.svg'");
  const options = { ...asked.options, ...(input.file !== null && { file: input.file }) };
  const compilation = createCompilation(input.text, options);
  reportWarnings(compilation.warnings, streams);
  refuseOthers(compilation, sense, input);
  checkMethod(compilation, controls.method);
  const formula = differentiable(compilation);
  const point = readStart(compilation.model, asked.start, asked.at, streams);
  const progress = createProgress(streams, input.text);
  const solving = {
    ...controls,
    ...valuesOf(compilation, point),
    signal,
    path: plot !== undefined,
    onIteration: (step: Step) => progress.onStage(stageOf(step)),
  };
  let solution: Solution;
  try {
    solution = await (sense === 'minimize' ? minimizeLater : maximizeLater)(formula, solving);
  } catch (error) {
    throw runFault(error, compilation.model);
  } finally {
    progress.end();
  }
  if (solution.reason === 'not finite' && solution.iterations === 0) refuseStart(solution, compilation, point, streams);
  if (plot !== undefined) {
    const { drawSolution } = await import('./drawing.js');
    const text = drawSolution(solution, {
      title: input.file ?? input.text,
      sense,
      valueAt: valueAt(compilation, point),
    });
    writeFiles([{ file: path.resolve(streams.directory, plot), shown: plot, text, option: '--plot' }], asked.force);
  }
  streams.out(asked.json ? printJSON(solutionRecord(solution, compilation.model.wrt)) : solutionText(solution, sense));
  if (solution.converged) return DONE;
  if (!asked.json) streams.err(`not converged: ${solution.message}${wayOut(solution)}\n`);
  return solution.reason === 'interrupted' ? INTERRUPTED : NUMERICAL_FAILURE;
}

/** What other commands are for. */
function refuseOthers({ model }: Compilation, sense: SolveAsked['sense'], { file }: FormulaInput): void {
  if (hasData(model)) {
    const columns = model.inputs.filter(({ role }) => role === 'data').map(({ name }) => name);
    throw usageError(
      `the program has data (${columns.join(', ')}), which '${sense}' does not read`,
      `fit it to a table: wengert fit ${file ?? 'MODEL'} --data FILE.csv`,
    );
  }
  if (!model.scalar) {
    const count = model.outputs.reduce((total, { nodes }) => total + nodes.length, 0);
    throw usageError(`'${sense}' needs one number, but the program has ${count}`, 'reduce them: sum(…), dot(…)');
  }
  if (model.sense !== null && model.sense !== sense)
    throw usageError(`the program says '${model.sense}'`, `write wengert ${model.sense} …`);
}

/** The functions of a compilation, each made when it is first used. */
function differentiable(compilation: Compilation): Differentiable {
  const { model, formula } = compilation;
  const functions = functionsOf(compilation);
  const valueAndGradient = functions.get('valueAndGradient');
  return {
    ...metadataOf(model),
    formula,
    valueAndGradient,
    get hessian() {
      return functions.get('hessian');
    },
    get hvp() {
      return functions.get('hvp');
    },
    get lagrangianGradient() {
      return functions.get('lagrangianGradient');
    },
    get statements() {
      return statementPlaces(compilation.apart());
    },
    ...constraining(compilation, functions),
  };
}

/** Starts of what is varied and values of what is not, by name. */
function valuesOf({ model }: Compilation, point: Point) {
  const all = argumentsAt(model, point);
  const entry = ({ name }: Input) => [name, all[model.inputs.findIndex(input => input.name === name)]!] as const;
  const varied = new Set(model.wrt);
  return {
    start: Object.fromEntries(model.wrt.map(entry)),
    at: Object.fromEntries(model.inputs.filter(input => !varied.has(input)).map(entry)),
  };
}

/** The value at other parameters, in one array. */
function valueAt(compilation: Compilation, point: Point): (theta: readonly number[]) => number {
  const { model } = compilation;
  const value = functionsOf(compilation).get('value');
  return theta => {
    let next = 0;
    const args = argumentsAt(model, point).map((given, i) => {
      if (!model.wrt.includes(model.inputs[i]!)) return given;
      if (typeof given === 'number') return theta[next++]!;
      next += given.length;
      return Float64Array.from(theta.slice(next - given.length, next));
    });
    return value(...args) as number;
  };
}

function refuseStart(solution: Solution, compilation: Compilation, point: Point, streams: Streams): never {
  const { value, gradient } = solution;
  const entries = [
    { row: 0, along: [], value },
    ...Array.from(gradient, (partial, i) => ({ row: 0, along: [i], value: partial })),
  ];
  warnIfNotFinite(entries, compilation, point, streams);
  const ofConstraints = gradient.every(Number.isFinite) ? 'a constraint' : 'the gradient';
  const what = Number.isFinite(value)
    ? `${ofConstraints} at the start is not finite`
    : `the value at the start is ${value}`;
  throw formulaError('WG510', what, 'start where the formula has a value and a gradient: --start');
}

const stageOf = ({ iteration, value, gradientNorm }: Step): string =>
  `iteration ${iteration}, value ${value.toPrecision(8)}, gradient ${gradientNorm.toExponential(1)}`;

/** What can be done where no minimum was found. */
function wayOut({ reason }: Solution): string {
  if (reason === 'iterations') return '; allow more: --max-iterations';
  if (reason === 'evaluations') return '; allow more: --max-evaluations';
  if (reason === 'infeasible') return '; another --start may find one';
  if (reason === 'unbounded') return "; bounds keep it finite: 'param x = 1 in [0, 10]'";
  return reason === 'line search' ? '; another --start or --method may find one' : '';
}
