// `wengert minimize` and `wengert maximize`: where a formula has its lowest or its highest value.

import { constrainedMethodNames, methodNames } from '../../solve/method-names.js';
import { type CommandRow, command, optionRows } from '../command.js';
import { readOneInput } from '../files/inputs.js';
import { collect, countNumber, positiveNumber, wholeNumber } from '../option-values.js';
import { at, force, formulaOptions, optionsOf } from '../shared-options.js';

const options = optionRows({
  ...formulaOptions,
  start: {
    flags: '--start <x=1|file>',
    description: 'where to start, or a JSON file of it; x=1,y=2 are two; repeatable',
    read: collect,
  },
  at: at('value of an input that is not varied; repeatable'),
  method: {
    flags: '--method <name>',
    description:
      'default: newton for up to 20 parameters of a formula that is not long, else l-bfgs-b; with constraints interior-point',
    choices: [...methodNames, ...constrainedMethodNames],
  },
  tolerance: {
    flags: '--tolerance <number>',
    description:
      'greatest element of the gradient at which to stop (default: 1e-8, less where all gradients are small)',
    read: positiveNumber,
  },
  maxIterations: { flags: '--max-iterations <n>', description: 'most iterations', read: wholeNumber },
  maxEvaluations: { flags: '--max-evaluations <n>', description: 'most evaluations', read: wholeNumber },
  rate: {
    flags: '--rate <number>',
    description: 'length of the steps of adam, sgd and multipliers',
    read: positiveNumber,
  },
  sweeps: {
    flags: '--sweeps <n>',
    description: 'of multipliers: sweeps forward and backward before each step (default: 1)',
    read: countNumber,
  },
  plot: { flags: '--plot <file>', description: 'draw the way there, path.svg' },
  force,
});

const solving = <const Name extends 'minimize' | 'maximize'>(name: Name, where: string): CommandRow<typeof options> =>
  command({
    name,
    description: `${where}; exit 3 where none is found`,
    options,
    async action({ positionals, flags, streams, signal }) {
      // Loaded when asked for: the other commands start without solvers.
      const { solveInput } = await import('../solve/solved.js');
      const input = await readOneInput(positionals, flags.formula, streams);
      const { start = [], at = [], json = false, force = false } = flags;
      const { method, tolerance, maxIterations, maxEvaluations, rate, sweeps, plot } = flags;
      const controls = { method, gradientTolerance: tolerance, maxIterations, maxEvaluations, rate, sweeps };
      const asked = { sense: name, start, at, json, force, plot, controls, options: optionsOf(flags) };
      return solveInput(input, asked, streams, signal);
    },
  });

export const minimize = solving('minimize', 'the point where a formula is lowest');
export const maximize = solving('maximize', 'the point where a formula is highest');
