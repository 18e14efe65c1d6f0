// Options that several commands have, and what they mean to the compiler.

import { exportNames } from '../exports/table.js';
import { defaultLimits, type Limits } from '../limits.js';
import type { CompileOptions } from '../options.js';
import { type FlagsOf, optionRows } from './command.js';
import { collect, collectLength, collectLimit, names } from './option-values.js';
import { usageError } from './terminal/failure.js';

/** How much is shown: what every command has, before its name or after. */
export const shownOptions = optionRows({
  quiet: { flags: '-q, --quiet', description: 'results and errors alone: no warnings, notes or progress' },
  color: { flags: '--color', description: 'colours where there is no terminal, too' },
  noColor: { flags: '--no-color', description: 'no colours' },
});

/** What nearly all commands have. */
export const commonOptions = optionRows({
  wrt: {
    flags: '--wrt <names>',
    description: 'inputs to differentiate (default: params, else all inputs)',
    read: names,
    recorded: true,
  },
  algebraic: {
    flags: '--algebraic',
    description: 'also apply rules that hold in exact arithmetic only',
    recorded: true,
  },
  stable: {
    flags: '--stable',
    description: 'take sigmoid, softplus, expm1 and their like where formulas write them out',
    recorded: true,
  },
  from: {
    flags: '--from <language>',
    description: 'what is given: js for modules of JavaScript or TypeScript, latex for TeX (default: formulas)',
    choices: ['js', 'latex'],
    recorded: true,
  },
  function: {
    flags: '--function <name>',
    description: 'of several functions of a module the one to differentiate',
    recorded: true,
  },
  length: {
    flags: '--length <x=number>',
    description: 'how long an array among the arguments of a function is (default: any length)',
    read: collectLength,
    recorded: (lengths: Readonly<Record<string, number>>) =>
      Object.entries(lengths).map(([name, length]) => `${name}=${length}`),
  },
  limit: {
    flags: '--limit <name=number>',
    description: `raise a limit: ${Object.entries(defaultLimits)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}`,
    read: collectLimit,
    recorded: (limits: Partial<Limits>) => Object.entries(limits).map(([name, value]) => `${name}=${value}`),
  },
  json: { flags: '--json', description: 'results and errors as JSON on standard output' },
});

/** Of commands that make a module, or look at one. */
export const { emit } = optionRows({
  emit: {
    flags: '--emit <functions>',
    description: `functions to export; repeatable: ${exportNames.join(', ')}`,
    read: names,
    suggests: exportNames,
    recorded: true,
  },
});

/** Those of commands whose argument is a formula. */
export const formulaOptions = optionRows({
  formula: { flags: '--formula <text>', description: 'the formula; never taken for a file, may start with -' },
  ...commonOptions,
});

export const { force } = optionRows({
  force: { flags: '--force', description: 'overwrite files that wengert did not generate' },
});

/** @param description what the values of inputs are for. */
export const at = (description: string) =>
  optionRows({ at: { flags: '--at <x=1|file>', description, read: collect } }).at;

/** @param description what the code is for. */
export const target = (description: string) =>
  optionRows({
    target: {
      flags: '--target <target>',
      description,
      choices: ['js', 'wasm', 'auto', 'sql'],
      recorded: true,
    },
  }).target;

type CompilerFlags = FlagsOf<
  Omit<typeof commonOptions, 'json'> & { readonly emit: typeof emit; readonly target: ReturnType<typeof target> }
>;

/** Those of the flags that the compiler knows, too. */
export function optionsOf(flags: CompilerFlags): CompileOptions {
  const { wrt, emit, algebraic, stable, limit, target, from, function: name, length } = flags;
  const ofModules = name !== undefined ? '--function' : length !== undefined ? '--length' : null;
  if (ofModules !== null && from !== 'js') throw usageError(`${ofModules} is of modules`, 'add --from js');
  return {
    ...(from && { from }),
    ...(name !== undefined && { function: name }),
    ...(length && { lengths: length }),
    ...(wrt && { wrt }),
    // Names are checked against the table when the exports are resolved.
    ...(emit && { emit: emit as NonNullable<CompileOptions['emit']> }),
    ...(algebraic && { algebraic: true }),
    ...(stable && { stable: true }),
    ...(limit && { limits: limit }),
    ...(target && { target }),
  };
}
