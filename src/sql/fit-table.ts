// `fitTable` and `fitGroups`: fits to rows that an engine has. Whoever calls says how a statement is run.

import { checkOptions, type OptionKinds } from '../check-options.js';
import { formulaError } from '../diagnostic.js';
import { dialectNamed } from '../emit/sql/dialects.js';
import type { QuerySettings } from '../emit/sql/settings.js';
import { fromTable } from '../emit/sql/table.js';
import { type CompileOptions, checkCompileOptions } from '../options.js';
import { checkFitting, controlKinds, type FitModel, modelKinds, SPELLING } from '../solve/fit.js';
import { modelText } from '../solve/model-text.js';
import { type ModelOptions, prepared, readModel, settingNames } from '../solve/prepare.js';
import type { Controls } from '../solve/problem.js';
import { declaresInputs } from '../solve/with-columns.js';
import type { Run } from './fit/asking.js';
import { fittedToGroups, fittedToTable, type GroupsFitted, type TableFit, type TableFitted } from './fit/table-fit.js';
import { settingKinds } from './query.js';

export interface TableFitOptions
  extends ModelOptions,
    Omit<Controls, 'interrupted'>,
    Pick<QuerySettings, 'dialect' | 'table' | 'from' | 'columns' | 'missing' | 'sample' | 'seed'> {
  /** The column with a weight for each row, not negative. */
  readonly weights?: string;
  /** So many starts: those given, and others about the first of them. */
  readonly starts?: number;
  /** Of the intervals; default: 0.95. */
  readonly confidence?: number;
  /** Ends the fit with the best point so far. What the engine is at, `run` has to end. */
  readonly signal?: AbortSignal;
  /** How the model is compiled. */
  readonly compile?: CompileOptions;
}

export interface GroupFitOptions extends Omit<TableFitOptions, 'sample'> {
  /** Columns of keys: a fit for each of their values. */
  readonly by: string | readonly string[];
}

const { by: _by, range: _range, ...tableKinds } = settingKinds;

const OPTIONS: OptionKinds<TableFitOptions> = {
  ...modelKinds,
  ...tableKinds,
  weights: 'text',
  starts: 'number',
  confidence: 'number',
  ...controlKinds,
  signal: 'anything',
  compile: 'record',
};

/**
 * Fits a model to a table by queries: each evaluation is one SELECT, and rows stay where they are.
 * @param model as `fit` takes it; names of columns are data in one without declarations, for which one row is asked
 * @param run runs a statement, with numbers for its placeholders in their order, and gives its rows: objects by names of columns.
 * It is called for one statement after another
 * @returns what `fit` returns. Where `run` fails on the way, or the signal is aborted, it is the best point until then, with the
 * reason 'interrupted', and `fault` is what was thrown
 * @throws FormulaError with the faults of the model, of the options and of the rows; what `run` throws before there is a point
 */
export async function fitTable(model: FitModel, run: Run, options: TableFitOptions = {}): Promise<TableFitted> {
  return fittedToTable(await tableFit(model, run, options, [], 'fitTable'));
}

/**
 * A fit of the same model for each value of some columns, all of them by the same queries. A group that fails does not stop the
 * others: it has a `fault` in place of a result.
 * @throws as `fitTable`, but for rows of one group
 */
export async function fitGroups(model: FitModel, run: Run, options: GroupFitOptions): Promise<GroupsFitted> {
  const { by, ...others } = options ?? {};
  const keys = typeof by === 'string' ? [by] : by;
  if (!Array.isArray(keys) || keys.length === 0 || !keys.every(key => typeof key === 'string'))
    throw formulaError('WG602', 'fitGroups needs the columns that tell groups apart', "by: 'country'");
  return fittedToGroups(await tableFit(model, run, others, keys, 'fitGroups'));
}

async function tableFit(
  model: FitModel,
  run: Run,
  options: TableFitOptions,
  by: readonly string[],
  what: string,
): Promise<TableFit> {
  checkOptions(options, OPTIONS, what);
  checkCompileOptions(options.compile ?? {});
  const text = typeof model === 'string' ? model : model?.formula;
  if (typeof text !== 'string') throw formulaError('WG601', 'a model is text', "such as 'y = a*x + b'");
  if (typeof run !== 'function')
    throw formulaError('WG602', `${what} needs a function that runs a statement`, 'async (text, values) => rows');
  const { dialect, table, from, columns, missing, sample, seed, weights = null, signal } = options;
  const settings: QuerySettings = {
    ...Object.fromEntries(
      Object.entries({ dialect, table, from, columns, missing, sample }).filter(([, of]) => of !== undefined),
    ),
    // That of starts at random may be alone.
    ...(sample !== undefined && seed !== undefined && { seed }),
    ...(by.length > 0 && { by }),
  };
  // What a program exports is of no use here, and a query may not have it.
  const compile: CompileOptions = { ...options.compile, target: 'sql', emit: ['value'] };
  const names = declaresInputs(modelText(text, compile).text, compile.limits) ? [] : await namesOf(run, settings);
  const read = readModel(text, names, settingNames(options), compile);
  const fitted = prepared(read, options, SPELLING);
  checkFitting(fitted, options);
  const shown = typeof table === 'string' ? table : (table?.join('.') ?? (from === undefined ? 'data' : 'the query'));
  const spelling = { drop: "missing: 'drop'", loss: (name: string) => `the loss '${name}'` };
  const isInterrupted = (): boolean => signal?.aborted === true;
  return { read, fitted, run, settings, weights, options, words: { shown, spelling }, isInterrupted };
}

/** Of the columns, as the model may call them. */
async function namesOf(run: Run, settings: QuerySettings): Promise<string[]> {
  const { sample: _sample, seed: _seed, ...whole } = settings;
  const text = `SELECT * ${fromTable(dialectNamed(settings.dialect), whole)} LIMIT 1`;
  const [row] = await run(text, [], []);
  if (row === undefined) throw formulaError('WG624', 'there are no rows', 'a fit needs some');
  const mapped = new Set(Object.values(settings.columns ?? {}));
  return [...Object.keys(row).filter(name => !mapped.has(name)), ...Object.keys(settings.columns ?? {})];
}
