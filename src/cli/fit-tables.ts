// What `wengert fit` does where rows stay in an engine, and each evaluation is a query.

import path from 'node:path';
import { readMapping } from '../data/columns.js';
import { formulaError } from '../diagnostic.js';
import type { CompileOptions } from '../options.js';
import type { Fitted } from '../solve/fitted.js';
import { prepared, type ReadModel, readModel, settingNames } from '../solve/prepare.js';
import { drawnRows } from '../sql/fit/drawn-rows.js';
import { fittedToGroups, fittedToTable, sentenceOf } from '../sql/fit/table-fit.js';
import type { FormulaInput } from './files/inputs.js';
import { writeFiles } from './files/output.js';
import { groupsRecord, groupsText } from './fit/groups-report.js';
import { plottedOf, predictionFor } from './fit/plotted.js';
import { reportText } from './fit/report.js';
import { tableFitOf } from './fit/table-fit.js';
import { openSource } from './fit/table-source.js';
import {
  type FitFlags,
  fittingOptions,
  formatOf,
  modelOptions,
  moduleFilesOf,
  refuseWithoutResponse,
  SPELLING,
} from './fit-asked.js';
import { flatten } from './formula/elements.js';
import { reportWarnings, usageError } from './terminal/failure.js';
import { printJSON } from './terminal/json.js';
import { createProgress } from './terminal/progress.js';
import { DONE, INTERRUPTED, NUMERICAL_FAILURE, type Streams } from './terminal/streams.js';

/** @param data what names a table, or files that an engine reads */
export async function fitTable(
  input: FormulaInput,
  data: string,
  flags: FitFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const { json = false, force = false, weights = null, by = [], sample, seed } = flags;
  refuseOfFiles(flags);
  const progress = createProgress(streams, '');
  const mapping = readMapping(flags.columns ?? []);
  const settings = modelOptions(flags, streams);
  const source = await openSource(data, flags.engine, formatOf(flags), streams);
  const interrupt = (): void => void source.engine.interrupt();
  signal.addEventListener('abort', interrupt);
  let columns: readonly string[] = [];
  const readFor = (compile: CompileOptions): ReadModel =>
    readModel(input.text, columns, settingNames(settings), {
      ...compile,
      ...(input.file !== null && { file: input.file }),
      ...(flags.from && { from: flags.from }),
      ...(flags.limit && { limits: flags.limit }),
    });
  const read = (named: readonly string[]): ReadModel => {
    columns = named;
    // What a program exports is of no use here, and a query may not have it.
    const model = readFor({ target: 'sql', emit: ['value'] });
    reportWarnings(model.warnings, streams);
    return model;
  };
  try {
    const fit = await tableFitOf(
      {
        ...{ source, mapping, weights, by, sample, seed, settings, signal },
        dropsMissing: flags.dropMissing === true,
        options: fittingOptions(flags, progress, signal),
        spelling: SPELLING,
      },
      read,
    );
    const { fitted } = fit;
    // What cannot be written is found out before there is much to lose.
    if (flags.emit !== undefined) predictionFor(fit.read, fitted, fitted.parameters.starts[0]!);
    if (flags.plot !== undefined) refuseDrawing(fitted);
    const { shown } = source;
    if (by.length > 0) {
      const found = await fittedToGroups(fit, active => progress.onStage(`${active} groups to go`));
      progress.end();
      streams.out(json ? printJSON(groupsRecord(found, shown)) : groupsText(found, by, shown));
      if (found.fault !== null) streams.err(`ended before its time: ${sentenceOf(found.fault)}\n`);
      if (signal.aborted) return INTERRUPTED;
      return found.groups.every(({ result }) => result?.converged === true) ? DONE : NUMERICAL_FAILURE;
    }
    const { fault, dropped, ...result } = await fittedToTable(fit);
    progress.end();
    if (result.reason === 'not finite')
      throw formulaError(
        'WG510',
        `the model has no finite value at the start, over the rows of ${shown}`,
        'start from elsewhere: --start a=1',
      );
    const about = { file: shown, dropped };
    streams.out(json ? printJSON({ ...result, data: about }) : reportText(result, about));
    if (fault !== null) streams.err(`ended before its time: ${sentenceOf(fault)}\n`);
    const files = moduleFilesOf(input, fit.read, fitted, result, flags, streams);
    if (flags.plot !== undefined && fault === null) {
      const { plotFile } = await import('./fit/plot.js');
      const rows = await drawnRows(fit, MOST_DRAWN);
      // These are at hand, and so are the functions that go over them.
      const model = readFor({});
      const atHand = prepared(model, settings, SPELLING);
      const plotted = await plottedOf(input, model, atHand, rows, flatten(result.parameters));
      const text = plotFile({ ...plotted, rows: result.rows });
      files.push({ file: path.resolve(streams.directory, flags.plot), shown: flags.plot, text, option: '--plot' });
    }
    writeFiles(files, force);
    if (signal.aborted) return INTERRUPTED;
    return result.converged && fault === null ? DONE : NUMERICAL_FAILURE;
  } catch (error) {
    if (!signal.aborted) throw error;
    streams.err(`interrupted; nothing has been fitted to ${source.shown}\n`);
    return INTERRUPTED;
  } finally {
    progress.end();
    signal.removeEventListener('abort', interrupt);
    await source.engine.close();
  }
}

/** Rows of a drawing. */
const MOST_DRAWN = 2000;

function refuseDrawing(fitted: Fitted): void {
  refuseWithoutResponse(fitted);
  if (!fitted.isRowByRow)
    throw usageError(
      '--plot draws some rows, and the model says of a row what depends on all of them, such as a mean',
      'write the number in its place',
    );
}

/** What needs rows at hand, and what fits of groups have not. */
function refuseOfFiles({ plot, split, by, emit, sample }: FitFlags): void {
  if (plot !== undefined && (sample === undefined || by !== undefined))
    throw usageError(
      '--plot draws rows, and those of an engine stay where they are',
      'it draws some of a sample: add --sample 0.01',
    );
  if (split !== undefined)
    throw usageError(
      '--split holds rows out at random, and an engine has no order of them',
      'fit one part and judge by the other, told apart by a query: ?query=SELECT … WHERE id % 5 > 0',
    );
  if (by === undefined) return;
  if (emit !== undefined) throw usageError('--emit writes one model, and --by makes many', '--json has all of them');
  if (sample !== undefined)
    throw usageError('--sample and --by do not go together: small groups have no part', 'leave one of them out');
}
