// `minimize` and `maximize`: a formula, a compiled one, or a function, and what is known of the point that is found.
//
// The two that end in Later give whoever else runs in the page or the process a turn now and then, so that a signal can
// interrupt them, and take functions whose values come later. The steps are the same, to the last bit.

import { helpFor } from '../check-options.js';
import { shownAtCall } from '../diagnostic.js';
import { compile } from '../index.js';
import { augmentedLagrangian } from './constrained/augmented-lagrangian.js';
import { interiorPoint } from './constrained/interior-point-solver.js';
import type { ConstrainedControls, ConstrainedSolver } from './constrained/problem.js';
import { type Constrained, type Held, heldAt } from './constrained/subject.js';
import { describe, type Values } from './elements.js';
import { type Differentiable, formulaSubject } from './formula-subject.js';
import { functionSubject, type Packed, type PackedLater } from './function-subject.js';
import { type ConstrainedMethodName, constrainedMethodNames, type MethodName, methodNames } from './method-names.js';
import { methodFor, methodNamed } from './methods.js';
import type { Controls, Outcome, Reason } from './problem.js';
import { type Named, negated, type Subject } from './subject.js';

/** A formula as text, one that is compiled, or the module of one. */
export type Minimizable = string | Differentiable;

/** Of a point on the way. The value is that of the formula, also where it is maximised. */
export interface Step {
  readonly iteration: number;
  readonly evaluations: number;
  readonly theta: Float64Array;
  readonly value: number;
  /** The greatest element of the gradient, those that bounds hold left out. */
  readonly gradientNorm: number;
  /** Of a program with constraints: what these are missed by. */
  readonly feasibility?: number;
}

export interface MinimizeOptions {
  /** Where to start: by name, or all in one array; default: the starts of the params. */
  readonly start?: Readonly<Record<string, Values>> | ArrayLike<number>;
  /** Bounds in place of the formula's: by name, all in one array, or one number for all; equal ones fix a parameter. */
  readonly lower?: Readonly<Record<string, Values>> | ArrayLike<number> | number;
  readonly upper?: Readonly<Record<string, Values>> | ArrayLike<number> | number;
  /** Inputs that are not varied. */
  readonly at?: Readonly<Record<string, Values>>;
  /** Columns of a program with data. */
  readonly data?: Readonly<Record<string, Values>>;
  /** Default: 'newton' for up to 20 parameters of a formula that is not long, else 'l-bfgs-b'; with constraints 'interior-point'. */
  readonly method?: MethodName | ConstrainedMethodName | undefined;
  readonly maxIterations?: number | undefined;
  readonly maxEvaluations?: number | undefined;
  /** Of the greatest element of the gradient; default 1e-8, and relative to the gradient at the start where that is below 1. */
  readonly gradientTolerance?: number | undefined;
  /** Stops where all parameters change by less, relative to them. */
  readonly stepTolerance?: number | undefined;
  /** Stops where the value changes by less, relative to it. */
  readonly valueTolerance?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called at the start, as iteration 0, and after each iteration. */
  readonly onIteration?: (step: Step) => void;
  /** Keeps all points on the way. */
  readonly path?: boolean;
  /** Of 'adam', 'sgd' and 'multipliers': the length of steps, and how it shrinks: by 1 + k·decay in epoch k. */
  readonly rate?: number | undefined;
  readonly decay?: number | undefined;
  /** Of 'multipliers': sweeps forward and backward before each step; as many as statements follow each other make it gradient descent. */
  readonly sweeps?: number | undefined;
  /** Of 'sgd'. */
  readonly momentum?: number | undefined;
  /**
   * Of a function, and 'adam' and 'sgd': how many rows it goes over, or parts of them. Those of a step are its third argument; without
   * it, all are meant.
   */
  readonly rows?: number | undefined;
  /** Of 'adam' and 'sgd': rows of one step, and what decides their order. */
  readonly batch?: number | undefined;
  readonly seed?: number | undefined;
}

export interface Solution<Point = Named> {
  /** The best point: by name, nested as shapes are; an array for a function. */
  readonly x: Point;
  /** The same in one array. */
  readonly theta: Float64Array;
  /** Value and gradient there, of the formula as it is written. */
  readonly value: number;
  readonly gradient: Float64Array;
  /** The greatest element of the gradient, those that bounds hold left out. */
  readonly gradientNorm: number;
  readonly converged: boolean;
  /** Why it stopped; 'gradient', 'step' and 'value' are convergence. */
  readonly reason: Reason | 'infeasible';
  /** The same as a sentence. */
  readonly message: string;
  readonly iterations: number;
  readonly evaluations: number;
  readonly method: MethodName | ConstrainedMethodName;
  /** Of a program with constraints. */
  readonly held?: Held;
  /** With `path`: from the start to the end. */
  readonly path?: readonly Step[];
}

/** Points of formulas are by name. */
export type FormulaPoint = Record<string, number | number[] | number[][]>;

type Sense = 'minimize' | 'maximize';

/**
 * The point with the lowest value near the start.
 * @throws FormulaError for a formula with errors; TypeError, RangeError for wrong options
 */
export function minimize(what: Minimizable, options?: MinimizeOptions): Solution<FormulaPoint>;
export function minimize(what: Packed, options: MinimizeOptions): Solution<number[]>;
export function minimize(what: Minimizable | Packed, options: MinimizeOptions = {}): Solution {
  return shownAtCall(minimize, () => solveNow('minimize', what, options));
}

/** The point with the highest value near the start. @throws as `minimize` */
export function maximize(what: Minimizable, options?: MinimizeOptions): Solution<FormulaPoint>;
export function maximize(what: Packed, options: MinimizeOptions): Solution<number[]>;
export function maximize(what: Minimizable | Packed, options: MinimizeOptions = {}): Solution {
  return shownAtCall(maximize, () => solveNow('maximize', what, options));
}

/** `minimize` with turns for others, and for functions whose values come later. */
export function minimizeLater(what: Minimizable, options?: MinimizeOptions): Promise<Solution<FormulaPoint>>;
export function minimizeLater(what: PackedLater, options: MinimizeOptions): Promise<Solution<number[]>>;
export async function minimizeLater(what: Minimizable | PackedLater, options: MinimizeOptions = {}): Promise<Solution> {
  return solveLater('minimize', what, options);
}

/** `maximize` with turns for others, and for functions whose values come later. */
export function maximizeLater(what: Minimizable, options?: MinimizeOptions): Promise<Solution<FormulaPoint>>;
export function maximizeLater(what: PackedLater, options: MinimizeOptions): Promise<Solution<number[]>>;
export async function maximizeLater(what: Minimizable | PackedLater, options: MinimizeOptions = {}): Promise<Solution> {
  return solveLater('maximize', what, options);
}

function solveNow(sense: Sense, what: Minimizable | PackedLater, options: MinimizeOptions): Solution {
  const work = prepared(sense, what, options);
  let step = work.next();
  while (step.done !== true) {
    const answered = step.value();
    if (answered instanceof Promise)
      throw new TypeError(`${sense}: the function returns a promise: call ${sense}Later, which waits for it`);
    step = work.next(answered);
  }
  return step.value;
}

/** Milliseconds after which others get a turn. */
const TURN = 30;

async function solveLater(sense: Sense, what: Minimizable | PackedLater, options: MinimizeOptions): Promise<Solution> {
  const work = prepared(sense, what, options);
  let since = performance.now();
  let step = work.next();
  while (step.done !== true) {
    step = work.next(await step.value());
    if (performance.now() - since < TURN) continue;
    await new Promise(resolve => setTimeout(resolve, 0));
    since = performance.now();
  }
  return step.value;
}

/** Work on the way to a solution: evaluations to be made, each of which it is given the result of. */
type Work = Generator<() => unknown, Solution, unknown>;

function* working<Wanted, Found, Answered>(
  solving: Generator<Wanted, Found, Answered>,
  answer: (request: Wanted) => Answered | Promise<Answered>,
  finish: (found: Found) => Solution,
): Work {
  let step = solving.next();
  while (step.done !== true) {
    const wanted = step.value;
    // What is given back is what the evaluation came to.
    step = solving.next((yield () => answer(wanted)) as Answered);
  }
  return finish(step.value);
}

function prepared(sense: Sense, what: Minimizable | PackedLater, options: MinimizeOptions): Work {
  checkOptions(options, sense);
  const subject = subjectOf(sense, what, options);
  if (subject.constrained !== undefined) return preparedConstrained(sense, subject, subject.constrained, options);
  const method = options.method ?? methodFor(subject);
  if (isConstrainedMethod(method))
    throw new TypeError(`${sense}: '${method}' is for programs with constraints, and this one has none but bounds`);
  const { needsHessian, needsLagrangian, solver } = methodNamed(method);
  if (needsHessian && !subject.hasHessian)
    throw new TypeError(`${sense}: '${method}' needs 'hessian' and 'hvp', which a formula or a compiled one has`);
  const variables = needsLagrangian ? subject.variables() : 0;
  if (needsLagrangian && variables === 0)
    throw new TypeError(
      `${sense}: '${method}' is for programs with named statements whose module has lagrangianGradient`,
    );
  const path: Step[] = [];
  const sign = sense === 'maximize' ? -1 : 1;
  const turned = sign === -1 ? negated(subject) : subject;
  const { rate, decay, momentum, batch, seed, sweeps } = options;
  const settings = { rows: subject.rows, variables, ...defined({ rate, decay, momentum, batch, seed, sweeps }) };
  const controls = controlsOf(options, sign, path);
  return working(
    solver(settings)(subject.start, subject.bounds, controls),
    request => turned.answer(request),
    outcome => solutionOf(outcome, subject, method, sign, options.path === true ? path : null),
  );
}

const constrainedMethods: { readonly [Name in ConstrainedMethodName]: ConstrainedSolver } = {
  'interior-point': interiorPoint,
  'augmented-lagrangian': augmentedLagrangian(),
};

const isConstrainedMethod = (name: string): name is ConstrainedMethodName =>
  (constrainedMethodNames as readonly string[]).includes(name);

function preparedConstrained(
  sense: Sense,
  subject: Subject,
  { problem, answer, list }: Constrained,
  options: MinimizeOptions,
): Work {
  const method = options.method ?? 'interior-point';
  if (!isConstrainedMethod(method)) {
    const known = constrainedMethodNames.map(name => `'${name}'`).join(' and ');
    throw new TypeError(`${sense}: '${method}' is not for programs with constraints; there are ${known}`);
  }
  const path: Step[] = [];
  const sign = sense === 'maximize' ? -1 : 1;
  const controls: ConstrainedControls = controlsOf(options, sign, path);
  return working(
    constrainedMethods[method](problem, controls),
    request => answer(request, sign),
    outcome => ({
      ...solutionOf(outcome, subject, method, sign, options.path === true ? path : null),
      held: heldAt(outcome, list, sign, theta => subject.named(theta)),
    }),
  );
}

function subjectOf(sense: Sense, what: Minimizable | PackedLater, options: MinimizeOptions): Subject {
  if (typeof what === 'function') return functionSubject(what, options, sense);
  if (options.rows !== undefined)
    throw new TypeError(`${sense}: rows are of a function; a formula has its own, in data`);
  if (
    typeof what !== 'string' &&
    !(typeof what === 'object' && what !== null && 'valueAndGradient' in what && 'wrt' in what)
  )
    throw new TypeError(`${sense}: a formula, a compiled one or a function is wanted, got ${describe(what)}`);
  const formula: Differentiable = typeof what === 'string' ? compile(what) : what;
  if (formula.sense !== null && formula.sense !== sense)
    throw new TypeError(`${sense}: the formula says ${formula.sense}: call ${formula.sense}`);
  return formulaSubject(formula, options, sense);
}

function controlsOf(options: MinimizeOptions, sign: number, path: Step[]): Controls {
  const { maxIterations, maxEvaluations, gradientTolerance, stepTolerance, valueTolerance, signal } = options;
  return {
    ...defined({ maxIterations, maxEvaluations, gradientTolerance, stepTolerance, valueTolerance }),
    ...(signal && { interrupted: () => signal.aborted }),
    onIteration(iteration) {
      const step = { ...iteration, theta: iteration.theta.slice(), value: sign * iteration.value };
      if (options.path === true) path.push(step);
      options.onIteration?.(step);
    },
  };
}

function solutionOf(
  outcome: Omit<Outcome, 'reason'> & Pick<Solution, 'reason'>,
  subject: Subject,
  method: Solution['method'],
  sign: number,
  path: readonly Step[] | null,
): Solution {
  const {
    theta,
    gradient = new Float64Array(theta.length).fill(Number.NaN),
    gradientNorm,
    converged,
    reason,
  } = outcome;
  return {
    x: subject.named(theta),
    theta,
    value: sign * outcome.value,
    gradient: sign === -1 ? gradient.map(value => -value) : gradient,
    gradientNorm,
    converged,
    reason,
    message: outcome.message,
    iterations: outcome.iterations,
    evaluations: outcome.evaluations,
    method,
    ...(path && { path }),
  };
}

/** What is given. */
function defined<T extends Record<string, number | undefined>>(options: T): { [Key in keyof T]?: number } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: number;
  };
}

const WHOLE = ['maxIterations', 'maxEvaluations', 'rows', 'batch', 'seed', 'sweeps'] as const;
const AT_LEAST_ONE: ReadonlySet<string> = new Set(['batch', 'sweeps']);
const NOT_NEGATIVE = ['gradientTolerance', 'stepTolerance', 'valueTolerance', 'rate', 'decay', 'momentum'] as const;

const OPTIONS: { readonly [Name in keyof MinimizeOptions]-?: true } = {
  start: true,
  lower: true,
  upper: true,
  at: true,
  data: true,
  method: true,
  maxIterations: true,
  maxEvaluations: true,
  gradientTolerance: true,
  stepTolerance: true,
  valueTolerance: true,
  signal: true,
  onIteration: true,
  path: true,
  rate: true,
  decay: true,
  sweeps: true,
  momentum: true,
  rows: true,
  batch: true,
  seed: true,
};

function checkOptions(options: MinimizeOptions, call: string): void {
  if (typeof options !== 'object' || options === null)
    throw new TypeError(`${call}: options must be an object, got ${describe(options)}`);
  const wrong = Object.keys(options).find(name => !Object.hasOwn(OPTIONS, name));
  if (wrong !== undefined)
    throw new TypeError(`${call}: there is no option '${wrong}'; ${helpFor(wrong, Object.keys(OPTIONS))}`);
  const { method } = options;
  const known: readonly string[] = [...methodNames, ...constrainedMethodNames];
  if (method !== undefined && !known.includes(method))
    throw new TypeError(`${call}: there is no method ${describe(method)}; there are ${known.join(', ')}`);
  for (const name of WHOLE) {
    const value = options[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= (AT_LEAST_ONE.has(name) ? 1 : 0)))
      throw new TypeError(`${call}: ${name} must be a whole number, got ${describe(value)}`);
  }
  for (const name of NOT_NEGATIVE) {
    const value = options[name];
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw new TypeError(`${call}: ${name} must be a number that is not negative, got ${describe(value)}`);
  }
}
