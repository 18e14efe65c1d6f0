// A fit to a table that stays where it is: a look at its rows, then the solvers of solve/, each evaluation one query. Of a sample
// the same is done first, where one is asked for; all rows are then started from what it found.

import { formulaError } from '../../diagnostic.js';
import type { TableSettings } from '../../emit/sql/table.js';
import { columnsOf } from '../../emit/sql/table.js';
import { type Fitting, fittingTo } from '../../solve/fit.js';
import { type Fitted, hasResiduals } from '../../solve/fitted.js';
import type { ReadModel } from '../../solve/prepare.js';
import type { FitResult } from '../../solve/result.js';
import type { Key } from '../query-types.js';
import { answered, answeredTogether, createLine, type GroupSteps, isOver, type Line, type Run } from './asking.js';
import { sumsOfEngine } from './engine-sums.js';
import { createFitQueries, type FitQueries } from './fit-queries.js';
import { lookAt, type Seen } from './look.js';
import { type SeenAs, seenFault } from './seen-fault.js';

/** What is fitted to what, ready to be asked for. */
export interface TableFit {
  readonly read: ReadModel;
  readonly fitted: Fitted;
  readonly run: Run;
  /** Where the rows are: the table, its columns, keys of groups, a sample. */
  readonly settings: TableSettings;
  /** The column with the weights of rows. */
  readonly weights: string | null;
  readonly options: Fitting;
  readonly words: Pick<SeenAs, 'shown' | 'spelling'>;
  readonly isInterrupted: () => boolean;
}

export interface TableFitted extends FitResult {
  /** Rows that were left out, with something missing. */
  readonly dropped: number;
  /** What the engine said in place of an answer; the best point until then is the result. Null where it answered. */
  readonly fault: unknown;
}

/**
 * @throws FormulaError for rows that the model does not go with, and where there is no point that the model has a value at
 * @throws what the engine throws before there is one
 */
export async function fittedToTable(fit: TableFit): Promise<TableFitted> {
  const { fitted, settings, options } = fit;
  const line = lineOf(fit);
  const [seen] = await seenIn(fit, line);
  const fault = seenFault(seen!, seenAs(fit));
  if (fault !== null) throw fault;
  const { sample, seed: _seed, ...whole } = settings;
  const notes: string[] = [];
  let from = fitted;
  let starts = options.starts;
  if (sample !== undefined) {
    const found = await fittedBy(fit, fitted, queriesOf(fit, settings), Math.round(seen!.rows * sample), line);
    // What it is of a part is not said of the whole, but for where it is.
    if (Number.isFinite(found.value)) {
      from = startedFrom(fitted, found);
      starts = 1;
      notes.push(`started from a fit to a part of the rows, ${sample} of them at random: ${found.message}`);
    }
    if (isOver(line)) throw interruptedFault(line);
  }
  const own = { ...fit, options: { ...options, ...(starts !== undefined && { starts }) } };
  const result = await fittedBy(own, from, queriesOf(fit, whole), seen!.rows, line);
  if (!Number.isFinite(result.value) && isOver(line)) throw interruptedFault(line);
  return { ...ended(result, line), notes: [...notes, ...result.notes], dropped: seen!.missing, fault: line.fault };
}

const lineOf = ({ run, isInterrupted }: TableFit): Line => createLine(run, isInterrupted);

const seenAs = ({ fitted, settings, weights, words }: TableFit): SeenAs => ({
  ...words,
  loss: fitted.loss,
  dropsMissing: settings.missing === 'drop',
  weights,
});

const queriesOf = ({ fitted, read, weights }: TableFit, settings: TableSettings): FitQueries =>
  createFitQueries(fitted, read.compilation, settings, weights);

/** Thrown where there is nothing to go on with. */
function interruptedFault({ fault }: Line): unknown {
  return fault ?? new Interrupted();
}

/** Interrupted before there was a best point. */
export class Interrupted extends Error {
  override readonly name = 'AbortError';
  constructor() {
    super('interrupted; nothing has been fitted');
  }
}

async function seenIn({ read, fitted, settings, weights }: TableFit, line: Line): Promise<Seen[]> {
  const { sample: _sample, seed: _seed, ...whole } = settings;
  const columns = read.data.map(input => columnsOf(input, settings));
  const responses = fitted.responses.flatMap(of => (of === null ? [] : [columns[of.column]![of.element]!]));
  const look = lookAt(whole, { data: columns.flat(), responses, weights }, fitted.loss.name);
  const rows = await line.run(look.text, [], []);
  if (line.isInterrupted()) throw new Interrupted();
  return rows.map(look.read);
}

async function fittedBy(
  { options }: TableFit,
  fitted: Fitted,
  queries: FitQueries,
  rows: number,
  line: Line,
): Promise<FitResult> {
  const controls = { ...options, interrupted: () => isOver(line) };
  return answered(fittingTo(fitted, sumsOfEngine(fitted, queries, rows), null, controls), queries, line);
}

function startedFrom(fitted: Fitted, { parameters }: FitResult): Fitted {
  const flat = Float64Array.from(Object.values(parameters).flat(2) as number[]);
  return { ...fitted, parameters: { ...fitted.parameters, starts: [flat] } };
}

/** Why it ended, where the engine was the reason. */
function ended(result: FitResult, { fault }: Line): FitResult {
  if (fault === null || result.reason !== 'interrupted') return result;
  return { ...result, message: `ended with the best point so far: ${sentenceOf(fault)}` };
}

export function sentenceOf(fault: unknown): string {
  const diagnostics = (fault as { readonly diagnostics?: readonly { readonly message: string }[] }).diagnostics;
  return diagnostics?.[0]?.message ?? (fault instanceof Error ? fault.message : String(fault));
}

/** What came of one group. */
export interface GroupFitted {
  /** By column; null where rows have none. */
  readonly keys: Readonly<Record<string, Key | null>>;
  readonly rows: number;
  readonly dropped: number;
  /** Null where there is none: `fault` says why. */
  readonly result: FitResult | null;
  readonly fault: string | null;
}

export interface GroupsFitted {
  readonly groups: readonly GroupFitted[];
  /** As of one fit. */
  readonly fault: unknown;
}

/**
 * One fit for each value of the keys, all of them with the same queries. A group that fails does not stop the others.
 * @param onRound told how many groups are not at their end
 * @throws as `fittedToTable` for what is wrong with all of them
 */
export async function fittedToGroups(fit: TableFit, onRound?: (active: number) => void): Promise<GroupsFitted> {
  const { fitted, settings, options } = fit;
  const by = settings.by ?? [];
  const line = lineOf(fit);
  const seen = await seenIn(fit, line);
  if (seen.length === 0) throw formulaError('WG624', `${fit.words.shown}: there are no rows`, 'a fit needs some');
  const queries = queriesOf(fit, settings);
  const faults = seen.map(of => keyFault(of, by) ?? faultText(seenFault(of, seenAs(fit))));
  const controls = { ...options, interrupted: () => isOver(line) };
  /** Of those that are fitted, by where they were seen. */
  const places = new Map<number, number>();
  const steps = seen.flatMap((of, at): GroupSteps<FitResult>[] => {
    if (faults[at] !== null) return [];
    places.set(at, places.size);
    // No key is null: that is a fault.
    const keys = of.keys as readonly Key[];
    return [{ keys, steps: fittingTo(fitted, sumsOfEngine(fitted, queries, of.rows), null, controls) }];
  });
  const found = await answeredTogether(steps, queries, line, onRound);
  const groups = seen.map((of, at): GroupFitted => {
    const own = found[places.get(at) ?? -1];
    const keys = Object.fromEntries(by.map((name, i) => [name, of.keys[i]!]));
    const group = { keys, rows: of.rows, dropped: of.missing };
    if (own === undefined) return { ...group, result: null, fault: faults[at]! };
    if ('error' in own) return { ...group, result: null, fault: sentenceOf(own.error) };
    if (!Number.isFinite(own.result.value))
      return { ...group, result: null, fault: isOver(line) ? 'interrupted' : 'no finite value at the start' };
    return { ...group, result: ended(withRowsSaid(own.result, fitted), line), fault: null };
  });
  return { groups, fault: line.fault };
}

const faultText = (fault: unknown): string | null => (fault === null ? null : sentenceOf(fault));

/** What cannot tell a group from others. */
function keyFault({ keys }: Seen, by: readonly string[]): string | null {
  for (const [i, key] of keys.entries()) {
    if (key === null) return `rows without a '${by[i]}' are of no group`;
    if (typeof key === 'number' && !Number.isFinite(key)) return `a key '${by[i]}' that is no number`;
    if (!['string', 'number', 'boolean', 'bigint'].includes(typeof key))
      return `a key '${by[i]}' is a number, a text or a truth: ?query=SELECT CAST(… AS VARCHAR) AS …`;
  }
  return null;
}

function withRowsSaid(result: FitResult, { model, parameters }: Fitted): FitResult {
  const free = parameters.free.length;
  if (!hasResiduals(model) || result.rows >= free) return result;
  return { ...result, notes: [`too few rows: ${result.rows} for ${free} parameters`, ...result.notes] };
}
