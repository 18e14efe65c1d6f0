// Fitting: from a model and columns to parameters, and what is known of them.

import { checkOptions, type OptionKinds } from '../check-options.js';
import { formulaError, shownAtCall } from '../diagnostic.js';
import { type CompileOptions, checkCompileOptions } from '../options.js';
import { type Columns, columnsOf } from './column-arrays.js';
import { type Fitted, hasResiduals } from './fitted.js';
import { losses } from './losses.js';
import { moreStarts, type Spelling } from './parameters.js';
import { randomNumbers } from './permutation.js';
import { type ModelOptions, prepared, readModel, settingNames } from './prepare.js';
import type { Controls, Outcome } from './problem.js';
import { type FitResult, type HeldOut, resultOf, rSquaredOf } from './result.js';
import { type Rows, splitRows } from './rows.js';
import { type Others, type Sums, sumsOver, widthsOf } from './sums.js';
import { atOnce, inTurns, type Steps } from './turns.js';

export interface FitOptions extends ModelOptions, Controls {
  /** One for each row, not negative; or the name of a column. */
  readonly weights?: ArrayLike<number> | string;
  /** So many starts: those given, and others about the first of them. */
  readonly starts?: number;
  /** Fit to this part of the rows, at random, and tell the loss of the others. */
  readonly split?: number;
  /** Of what is random; default: 1. */
  readonly seed?: number;
  /** Of the intervals; default: 0.95. */
  readonly confidence?: number;
  /** Interrupts it; of use where others have turns. */
  readonly signal?: AbortSignal;
  /** How the model is compiled. */
  readonly compile?: CompileOptions;
}

/** As options of the library are written. */
export const SPELLING: Spelling = {
  start: example => `start: { ${spelled(example)} }`,
  fix: example => `fix: { ${spelled(example)} }`,
  scale: example => `scale: ${example}`,
};

/** `a=1,w[1]=1` as properties. */
const spelled = (example: string): string =>
  example
    .split(',')
    .map(setting => setting.split('='))
    .map(([name, value]) => `${/^\w+$/.test(name!) ? name : `'${name}'`}: ${value}`)
    .join(', ');

/** What the options are that every fit has: of the model, and of the solver. */
export const modelKinds: OptionKinds<ModelOptions> = {
  start: 'anything',
  fix: 'record',
  bounds: 'record',
  loss: 'text',
  scale: 'number',
};
export const controlKinds: OptionKinds<Omit<Controls, 'interrupted'>> = {
  maxIterations: 'number',
  maxEvaluations: 'number',
  gradientTolerance: 'number',
  stepTolerance: 'number',
  valueTolerance: 'number',
  onIteration: 'call',
};

const OPTIONS: OptionKinds<FitOptions> = {
  ...modelKinds,
  weights: 'anything',
  starts: 'number',
  split: 'number',
  seed: 'number',
  confidence: 'number',
  ...controlKinds,
  interrupted: 'call',
  signal: 'anything',
  compile: 'record',
};

/** A model as text, or one that is compiled, which is read again. */
export type FitModel = string | { readonly formula: unknown };

/**
 * Fits a model to columns in memory.
 * @param model a program; in one without declarations names of columns are data, a left side that is one is the response, and
 * other names are params
 * @throws FormulaError with the faults of the model, of the columns and of the options
 */
export function fit(model: FitModel, columns: Columns, options: FitOptions = {}): FitResult {
  return shownAtCall(fit, () => atOnce(stepsOf(model, columns, options)));
}

/** `fit` with turns for others, in which a signal can interrupt it; the best point until then is the result. @throws as `fit` */
export async function fitLater(model: FitModel, columns: Columns, options: FitOptions = {}): Promise<FitResult> {
  return inTurns(stepsOf(model, columns, options));
}

function stepsOf(model: FitModel, columns: Columns, options: FitOptions): Steps<FitResult> {
  checkOptions(options, OPTIONS, 'fit');
  checkCompileOptions(options.compile ?? {});
  const text = typeof model === 'string' ? model : model?.formula;
  if (typeof text !== 'string')
    throw formulaError(
      'WG601',
      `a model is text, got ${model === null ? 'null' : typeof model}`,
      "such as 'y = a*x + b'",
    );
  if (typeof columns !== 'object' || columns === null)
    throw formulaError(
      'WG602',
      'columns are missing',
      'an object with an array for each name: { x: [1, 2], y: [3, 5] }',
    );
  const read = readModel(text, Object.keys(columns), settingNames(options), options.compile ?? {});
  const fitted = prepared(read, options, SPELLING);
  checkFitting(fitted, options);
  const { signal, interrupted } = options;
  const controls = { ...options, interrupted: () => signal?.aborted === true || interrupted?.() === true };
  return fitting(fitted, columnsOf(read, fitted, columns, options.weights), controls);
}

export interface Fitting extends Controls {
  readonly starts?: number;
  readonly split?: number;
  readonly seed?: number;
  readonly confidence?: number;
  readonly weights?: unknown;
  /** Called before each start but the only one, from 1. */
  readonly onStart?: (start: number, of: number) => void;
}

/** The whole of a fit, in steps that each take a chunk of rows. */
export function* fitting(fitted: Fitted, rows: Rows, options: Fitting): Steps<FitResult> {
  const { seed = 1, split } = options;
  const [own, others] = split === undefined ? [rows, null] : splitRows(rows, split, seed, widthsOf(fitted.model));
  if (own.count === 0 || others?.count === 0)
    throw formulaError(
      'WG602',
      `a split of ${split} of ${rows.count} rows leaves no rows on one side`,
      'take another part, or more rows',
    );
  return yield* fittingTo(fitted, sumsOver(fitted, own), others && sumsOver(fitted, others), options);
}

/**
 * The same where sums over rows are made by whoever can.
 * @param others of rows that are held out
 */
export function* fittingTo<Wanted, Given>(
  fitted: Fitted,
  sums: Sums<Wanted, Given>,
  others: Others<Wanted, Given> | null,
  options: Fitting,
): Steps<FitResult, Wanted, Given> {
  const { seed = 1, starts: wanted = 1, confidence = 0.95 } = options;
  const { parameters, model } = fitted;
  const starts = [...parameters.starts, ...moreStarts(parameters, wanted, randomNumbers(seed))];
  const tried: { start: Float64Array; outcome: Outcome }[] = [];
  for (const [i, start] of starts.entries()) {
    if (starts.length > 1) options.onStart?.(i + 1, starts.length);
    tried.push({ start, outcome: yield* solved(fitted, sums, start, options) });
    if (tried.at(-1)!.outcome.reason === 'interrupted') break;
  }
  const outcome = tried.map(of => of.outcome).reduce((best, of) => (isBetter(of, best) ? of : best));
  const isThere = Number.isFinite(outcome.value);
  const statistics = hasResiduals(model) && isThere ? yield* sums.statistics(outcome.theta) : null;
  if (statistics?.terms === 0) throw formulaError('WG602', 'all weights are 0', 'give some row a weight that is not');
  const isCut = tried.length < starts.length;
  const heldOut = others === null || !isThere ? null : yield* heldOutOf(fitted, others, outcome);
  const result = resultOf(fitted, { outcome, rows: sums.rows, statistics, starts: tried, heldOut, confidence });
  const cut = isCut ? [`interrupted at start ${tried.length} of ${starts.length}`] : [];
  return { ...result, notes: [...result.notes, ...deviationsNote(options.weights), ...cut] };
}

/** What columns of standard deviations are called. */
const DEVIATION = /(?:^|_)(?:sigma|σ|sd|se|std|stdev|std_?err|std_?dev|y?err|errors?|unc|uncertainty)(?:_y)?$/i;

function deviationsNote(weights: unknown): string[] {
  if (typeof weights !== 'string' || !DEVIATION.test(weights)) return [];
  return [
    `weights are 1/variance, and '${weights}' is called as standard deviations are, whose weights are 1/${weights}^2`,
  ];
}

/** @throws FormulaError for options that are out of their range, or do not go with the model */
export function checkFitting({ model }: Fitted, { split, starts, confidence, seed, weights }: Fitting): void {
  const refuse = (message: string, help?: string): never => {
    throw formulaError('WG602', message, help);
  };
  if (split !== undefined && !(split > 0 && split < 1))
    refuse(`the split ${split} is no part`, 'a number between 0 and 1, such as 0.8');
  if (starts !== undefined && !(Number.isInteger(starts) && starts >= 1))
    refuse(`${starts} is no number of starts`, 'a whole number from 1');
  if (confidence !== undefined && !(confidence > 0 && confidence < 1))
    refuse(`the confidence ${confidence} is no part`, 'a number between 0 and 1, such as 0.95');
  if (seed !== undefined && !Number.isSafeInteger(seed)) refuse(`the seed ${seed} is not a whole number`);
  if (weights !== undefined && weights !== null && !hasResiduals(model))
    refuse(
      'weights are of residuals, and the model says its own value',
      "write 'y = …', or 'sum(w*…)' with a column w",
    );
}

/** A lower value, or any where there was none. */
const isBetter = (a: Outcome, b: Outcome): boolean =>
  Number.isFinite(a.value) && (!Number.isFinite(b.value) || a.value < b.value);

function* solved<Wanted, Given>(
  fitted: Fitted,
  sums: Sums<Wanted, Given>,
  start: Float64Array,
  controls: Controls,
): Steps<Outcome, Wanted, Given> {
  const { lower, upper } = fitted.parameters;
  const solving = sums.solver(start, { lower, upper }, controls);
  let step = solving.next();
  while (step.done !== true) step = solving.next(yield* sums.answer(step.value));
  return step.value;
}

function* heldOutOf<Wanted, Given>(
  fitted: Fitted,
  others: Others<Wanted, Given>,
  { theta }: Outcome,
): Steps<HeldOut, Wanted, Given> {
  const { cost, terms, squares, total } = yield* others.cost(theta);
  const isOfResiduals = hasResiduals(fitted.model);
  return {
    rows: others.rows,
    loss: cost,
    meanLoss: isOfResiduals ? cost / terms : null,
    rootMeanSquare: isOfResiduals && fitted.loss === losses.squares ? Math.sqrt(squares / terms) : null,
    rSquared: isOfResiduals ? rSquaredOf(fitted, { squares, total }) : null,
  };
}
