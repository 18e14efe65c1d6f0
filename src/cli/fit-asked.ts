// What the options of `wengert fit` come to, wherever the rows are.

import path from 'node:path';
import type { DelimitedOptions } from '../data/delimited.js';
import type { Fitted } from '../solve/fitted.js';
import type { Spelling } from '../solve/parameters.js';
import type { ReadModel } from '../solve/prepare.js';
import type { Iteration } from '../solve/problem.js';
import type { FitResult } from '../solve/result.js';
import { type FlagsOf, recorded } from './command.js';
import { fitOptions } from './commands/fit-options.js';
import type { FormulaInput } from './files/inputs.js';
import type { OutputFile } from './files/output.js';
import { quote } from './files/recorded-command.js';
import { modelFiles } from './fit/model-file.js';
import { predictionFor } from './fit/plotted.js';
import { readBounds, readFixed, readStarts } from './fit/settings.js';
import { flatten } from './formula/elements.js';
import { names } from './option-values.js';
import { usageError } from './terminal/failure.js';
import type { Progress } from './terminal/progress.js';
import type { Streams } from './terminal/streams.js';

export type FitFlags = FlagsOf<typeof fitOptions>;

export const SPELLING: Spelling = {
  start: example => `--start ${quote(example)}`,
  fix: example => `--fix ${quote(example)}`,
  scale: example => `--scale ${example}`,
};

export function formatOf({ delimiter, decimal, header }: FitFlags): DelimitedOptions {
  const named = delimiter === 'tab' || delimiter === '\\t' ? '\t' : delimiter;
  if (named !== undefined && (named.length !== 1 || named === '"'))
    throw usageError(`--delimiter '${named}' is not one character`, "such as ';' or tab");
  return {
    ...(named !== undefined && { delimiter: named }),
    ...(decimal !== undefined && { decimal: decimal as '.' | ',' }),
    ...(header !== undefined && { header: names(header) }),
  };
}

export function modelOptions(flags: FitFlags, streams: Streams) {
  const { start = [], fix = [], bounds = [], loss, scale } = flags;
  return {
    start: readStarts(start, streams),
    fix: readFixed(fix),
    bounds: readBounds(bounds),
    ...(loss !== undefined && { loss }),
    ...(scale !== undefined && { scale }),
  };
}

export function fittingOptions(flags: FitFlags, progress: Progress, signal: AbortSignal) {
  const { starts, split, seed, confidence, maxIterations, weights } = flags;
  let prefix = '';
  return {
    ...(starts !== undefined && { starts }),
    ...(split !== undefined && { split }),
    ...(seed !== undefined && { seed }),
    ...(confidence !== undefined && { confidence }),
    ...(maxIterations !== undefined && { maxIterations }),
    ...(weights !== undefined && { weights }),
    interrupted: () => signal.aborted,
    onStart(start: number, of: number) {
      prefix = `start ${start} of ${of}, `;
    },
    onIteration: ({ iteration, value }: Iteration) =>
      progress.onStage(`${prefix}iteration ${iteration}, value ${value.toPrecision(8)}`),
  };
}

/** What a drawing needs. @throws FormulaError */
export function refuseWithoutResponse({ responses }: Fitted): void {
  if (responses[0] != null) return;
  throw usageError('--plot draws a response, and the model has none', "write 'y = …', where y is a column of the data");
}

/** `--emit`. */
export function moduleFilesOf(
  input: FormulaInput,
  model: ReadModel,
  fitted: Fitted,
  result: FitResult,
  flags: FitFlags,
  streams: Streams,
): OutputFile[] {
  if (flags.emit === undefined) return [];
  const positional = input.file === null ? ['--formula', input.text] : [input.file];
  const command = ['wengert', 'fit', ...positional, ...recorded(fitOptions, flags)].map(quote).join(' ');
  const file = path.resolve(streams.directory, flags.emit);
  return modelFiles(predictionFor(model, fitted, flatten(result.parameters)), result, command, file, flags.emit);
}
