// What `wengert fit` does: reads the data, fits, and tells of it.

import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Bytes } from '../data/bytes.js';
import { namesForFormula, readMapping } from '../data/columns.js';
import { openTable } from '../data/open-table.js';
import { type ReadRows, readRows } from '../data/read-rows.js';
import type { Table } from '../data/table.js';
import { formulaError } from '../diagnostic.js';
import { checkFitting, fitting } from '../solve/fit.js';
import { type Fitted, hasResiduals } from '../solve/fitted.js';
import { prepared, type ReadModel, readModel, settingNames } from '../solve/prepare.js';
import { notFinite } from '../solve/residual-rows.js';
import type { FitResult } from '../solve/result.js';
import type { Rows } from '../solve/rows.js';
import { asTaken } from '../solve/sums.js';
import { inTurns } from '../solve/turns.js';
import { type FormulaInput, readOneInput } from './files/inputs.js';
import { type OutputFile, writeFiles } from './files/output.js';
import { plottedOf, predictionFor } from './fit/plotted.js';
import { reportText } from './fit/report.js';
import { isOfEngine } from './fit/table-source.js';
import {
  type FitFlags,
  fittingOptions,
  formatOf,
  modelOptions,
  moduleFilesOf,
  refuseWithoutResponse,
  SPELLING,
} from './fit-asked.js';
import { fitTable } from './fit-tables.js';
import { flatten } from './formula/elements.js';
import { runFault } from './formula/run-at.js';
import { fileError, reportWarnings, usageError } from './terminal/failure.js';
import { printJSON } from './terminal/json.js';
import { createProgress } from './terminal/progress.js';
import { DONE, INTERRUPTED, NUMERICAL_FAILURE, type Streams } from './terminal/streams.js';

export async function fitAction(
  positionals: readonly string[],
  flags: FitFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const { data, json = false, force = false, engine } = flags;
  if (data === undefined)
    throw usageError('data are missing', "for example: wengert fit 'y = a*x + b' --data points.csv --start a=1,b=0");
  const input = await readOneInput(positionals, flags.formula, streams);
  refuseIdleSeed(flags);
  if (data === '-' && input.file === '<stdin>')
    throw usageError('model and data are both standard input', 'put one of them into a file');
  if (isOfEngine(data, engine)) return fitTable(input, data, flags, streams, signal);
  refuseOfEngines(flags);
  const shown = data === '-' ? '<stdin>' : data;
  // Quick fits show nothing of their way.
  const progress = createProgress(streams, '');
  let read: ReadRows | null = null;
  let table: Table | null = null;
  let model: ReadModel | null = null;
  try {
    const mapping = readMapping(flags.columns ?? []);
    table = await openTable(shown, fileOf(data, streams), () => bytesOf(streams), formatOf(flags));
    const settings = modelOptions(flags, streams);
    model = readModel(input.text, namesForFormula(table, mapping), settingNames(settings), {
      ...(input.file !== null && { file: input.file }),
      ...(flags.from && { from: flags.from }),
      ...(flags.limit && { limits: flags.limit }),
    });
    reportWarnings(model.warnings, streams);
    const fitted = prepared(model, settings, SPELLING);
    const options = fittingOptions(flags, progress, signal);
    checkFitting(fitted, options);
    // What cannot be written is found out before there is much to lose.
    if (flags.emit !== undefined) predictionFor(model, fitted, fitted.parameters.starts[0]!);
    if (flags.plot !== undefined) refuseWithoutResponse(fitted);
    read = await readRows(table, model.data, fitted, {
      mapping,
      weights: flags.weights ?? null,
      dropsMissing: flags.dropMissing === true,
      onRows: count => progress.onStage(`reading ${shown}, ${count} rows`),
      check: () => {
        if (signal.aborted) throw new Interrupted();
      },
    });
    const rows = read.store.rows();
    const result = await inTurns(fitting(fitted, rows, options));
    progress.end();
    if (result.reason === 'not finite') throw await startFault(fitted, rows, shown);
    const about = { file: shown, dropped: read.dropped };
    streams.out(json ? printJSON({ ...result, data: about }) : reportText(result, about));
    writeFiles(await filesOf(input, model, fitted, rows, result, flags, streams), force);
    return result.converged ? DONE : result.reason === 'interrupted' ? INTERRUPTED : NUMERICAL_FAILURE;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw runFault(error, model?.compilation.model ?? null);
    streams.err(`interrupted while reading ${shown}; nothing has been fitted\n`);
    return INTERRUPTED;
  } finally {
    progress.end();
    read?.store.close();
    await table?.close();
  }
}

/** What only an engine does. */
function refuseOfEngines({ by, sample, data }: FitFlags): void {
  const option = by !== undefined ? '--by' : sample !== undefined ? '--sample' : null;
  if (option === null) return;
  throw usageError(
    `${option} is of tables that an engine has, and '${data}' is a file`,
    'add --engine duckdb, which reads it',
  );
}

function refuseIdleSeed({ seed, starts, split, sample }: FitFlags): void {
  if (seed === undefined || starts !== undefined || split !== undefined || sample !== undefined) return;
  throw usageError('--seed is of what is random, and nothing is', 'add --starts, --split or --sample, or leave it out');
}

/** Ctrl-C before there is a best point. */
class Interrupted extends Error {}

function fileOf(data: string, streams: Streams): string | null {
  if (data === '-') return null;
  const file = path.resolve(streams.directory, data);
  if (!existsSync(file)) throw fileError(`there is no file '${data}'`, '--data names a file, or - for standard input');
  return file;
}

async function* bytesOf(streams: Streams): Bytes {
  if (streams.bytes !== undefined) yield* streams.bytes();
  else yield Buffer.from(await streams.input());
}

async function startFault(fitted: Fitted, rows: Rows, shown: string) {
  const start = fitted.parameters.starts[0]!;
  const row = hasResiduals(fitted.model) ? await inTurns(notFinite(fitted, asTaken(fitted, rows), start)) : null;
  const where = row === null ? '' : `: first in row ${row + 1} of ${shown}`;
  return formulaError(
    'WG510',
    `the model has no finite value at the start${where}`,
    'start from elsewhere: --start a=1',
  );
}

async function filesOf(
  input: FormulaInput,
  model: ReadModel,
  fitted: Fitted,
  rows: Rows,
  result: FitResult,
  flags: FitFlags,
  streams: Streams,
): Promise<OutputFile[]> {
  const files = moduleFilesOf(input, model, fitted, result, flags, streams);
  if (flags.plot !== undefined) {
    const { plotFile } = await import('./fit/plot.js');
    const text = plotFile(await plottedOf(input, model, fitted, rows, flatten(result.parameters)));
    files.push({ file: path.resolve(streams.directory, flags.plot), shown: flags.plot, text, option: '--plot' });
  }
  return files;
}
