// The options of `wengert fit`.

import { lossNames } from '../../solve/losses.js';
import { recordedLocation } from '../../sql/engines/location.js';
import { optionRows } from '../command.js';
import { collect, columnNames, finiteNumber, wholeNumber } from '../option-values.js';
import { commonOptions, force } from '../shared-options.js';

const { json, limit, from } = commonOptions;

export const fitOptions = optionRows({
  formula: { flags: '--formula <text>', description: 'the model; never taken for a file, may start with -' },
  data: {
    flags: '--data <file|table>',
    description:
      "CSV, TSV, JSON lines or Parquet, also gzipped; - for standard input; or a table that stays where it is: 'duckdb:FILE?table=NAME', 'sqlite:FILE?table=NAME', 'postgres://user@host/db?query=SELECT …'",
    recorded: (text: string) => [recordedLocation(text)],
  },
  engine: {
    flags: '--engine <name>',
    description: 'have it read the files of --data, and make all sums over their rows',
    choices: ['duckdb'],
    recorded: true,
  },
  by: {
    flags: '--by <columns>',
    description: 'a fit for each value of these columns, with an engine',
    read: columnNames,
    recorded: true,
  },
  sample: {
    flags: '--sample <part>',
    description: 'fit to this part of a table first, at random, and go on from there with all rows',
    read: finiteNumber,
    recorded: true,
  },
  columns: {
    flags: '--columns <x=age>',
    description: "what columns are called otherwise than in the model; 'x=a..t' for a vector; repeatable",
    read: collect,
    recorded: (texts: readonly string[]) => texts,
  },
  weights: { flags: '--weights <column>', description: 'column with the weight of each row', recorded: true },
  start: {
    flags: '--start <a=1,b=2|file>',
    description: 'where to start from; a name that is there again begins another start',
    read: collect,
    recorded: (texts: readonly string[]) => texts,
  },
  starts: {
    flags: '--starts <n>',
    description: 'start from so many points, at random but those given; the lowest value counts',
    read: wholeNumber,
    recorded: true,
  },
  fix: {
    flags: '--fix <a=1>',
    description: 'hold a parameter at a value; repeatable',
    read: collect,
    recorded: (texts: readonly string[]) => texts,
  },
  bounds: {
    flags: '--bounds <a=0..10>',
    description: "where a parameter may be, in place of the model's 'in [0, 10]'; repeatable",
    read: collect,
    recorded: (texts: readonly string[]) => texts,
  },
  loss: {
    flags: '--loss <loss>',
    description: 'of a residual, or of a response and its link (default: squares)',
    choices: lossNames,
    recorded: true,
  },
  scale: {
    flags: '--scale <s>',
    description: 'of huber and cauchy: residuals beyond it count less',
    read: finiteNumber,
    recorded: true,
  },
  split: {
    flags: '--split <part>',
    description: 'fit to this part of the rows, and tell the loss of the others',
    read: finiteNumber,
    recorded: true,
  },
  seed: { flags: '--seed <n>', description: 'of what is random (default: 1)', read: wholeNumber, recorded: true },
  confidence: {
    flags: '--confidence <part>',
    description: 'of intervals (default: 0.95)',
    read: finiteNumber,
    recorded: true,
  },
  dropMissing: {
    flags: '--drop-missing',
    description: 'leave out rows with missing values, and say how many',
    recorded: true,
  },
  delimiter: {
    flags: '--delimiter <character>',
    description: "between cells, 'tab' too (default: found out)",
    recorded: true,
  },
  decimal: { flags: '--decimal <sign>', description: 'in numbers', choices: ['.', ','], recorded: true },
  header: { flags: '--header <names>', description: 'of the columns, for a file that has none', recorded: true },
  maxIterations: {
    flags: '--max-iterations <n>',
    description: 'before giving up (default: 1000)',
    read: wholeNumber,
    recorded: true,
  },
  plot: { flags: '--plot <file>', description: 'draw data, curve and residuals as SVG' },
  emit: { flags: '--emit <file>', description: 'write the fitted model as a module' },
  from: { ...from, description: 'what the model is: latex for TeX (default: a formula)' },
  limit,
  json,
  force,
});
