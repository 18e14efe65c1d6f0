// `wengert compile`, once, while watching, or as a check of what is there.

import { formatNames } from '../../emit/formats.js';
import { command, type FlagsOf, optionRows, recorded } from '../command.js';
import { parseArguments } from '../command-line.js';
import { type Checked, checkAction } from '../compile/check.js';
import { type CompileCommand, compileInput, goBeside, writeCompiled } from '../compile/compiled.js';
import { everyInput } from '../files/batch.js';
import { type FormulaInput, readInputs } from '../files/inputs.js';
import { watchInputs } from '../files/watch.js';
import { force, formulaOptions, optionsOf, target } from '../shared-options.js';
import { usageError } from '../terminal/failure.js';
import { DONE, type Streams } from '../terminal/streams.js';

/** Formats that take a name. */
const isNamed = (format: string): boolean => format === 'iife' || format === 'c';

const options = optionRows({
  ...formulaOptions,
  output: { flags: '-o, --output <file>', description: 'write to a file, with .d.ts and .map, or .h, beside it' },
  format: {
    flags: '--format <format>',
    description: 'module format, or C',
    choices: formatNames,
    initial: 'esm',
    recorded: true,
  },
  name: {
    flags: '--name <identifier>',
    description: 'global variable of an iife (default: formula), or what names in C begin with',
    recorded: (name: string, { format }: { readonly format: string }) => (isNamed(format) ? [name] : []),
  },
  target: target('code to emit (default: auto)'),
  dts: { flags: '--no-dts', description: 'no .d.ts or .h', recorded: true },
  sourceMap: { flags: '--no-source-map', description: 'no source map', recorded: true },
  watch: { flags: '--watch', description: 'compile again when a source changes' },
  check: { flags: '--check', description: 'exit 1 if a generated file is not what its command makes now' },
  force,
});

type CompileFlags = FlagsOf<typeof options>;

export const compile = command({
  name: 'compile',
  description: 'write the module (default command)',
  usage: '[options] FORMULA|FILE…|-',
  isDefault: true,
  options,
  action({ positionals, flags, streams, signal }) {
    if (flags.check === true) return checkAction(checked(positionals, flags), streams, readCommand);
    return compileAction(positionals, flags, streams, signal);
  },
});

/** @param target where the flags name none. */
function commandOf(flags: CompileFlags, beside: boolean, target: 'js' | 'auto' = 'auto'): CompileCommand {
  const { format } = flags;
  const name = flags.name ?? (format === 'iife' ? 'formula' : undefined);
  if (format !== 'c' && /\.[ch]$/.test(flags.output ?? ''))
    throw usageError(`'${flags.output}' is named as C is, but the format is ${format}`, 'add --format c');
  return {
    output: flags.output === '-' ? undefined : flags.output,
    declarations: flags.dts,
    sourceMap: flags.sourceMap,
    force: flags.force === true,
    beside,
    options: { target, ...optionsOf(flags), format, ...(name && { name }) },
    flags: recorded(options, { ...flags, name }),
  };
}

function checked(positionals: readonly string[], flags: CompileFlags, target?: 'js' | 'auto'): Checked {
  const { formula, output, json = false } = flags;
  return { positionals, formula, output, json, command: commandOf(flags, false, target) };
}

async function readCommand(args: readonly string[], target: 'js' | 'auto'): Promise<Checked> {
  const { positionals, flags } = await parseArguments(compile, args);
  return checked(positionals, flags, target);
}

async function compileAction(
  positionals: readonly string[],
  flags: CompileFlags,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const compile = (inputs: readonly FormulaInput[], all: readonly FormulaInput[]): void => {
    const command = commandOf(flags, goBeside(all, flags.output));
    const { results, failure } = everyInput(inputs, input => compileInput(input, command, streams));
    writeCompiled(results, command, streams);
    if (failure !== null) throw failure;
  };
  if (flags.watch === true) {
    if (flags.formula !== undefined) throw usageError('--watch needs a file');
    await watchInputs(positionals, compile, flags.json === true, streams, signal);
    return DONE;
  }
  const inputs = await readInputs(positionals, flags.formula, streams);
  compile(inputs, inputs);
  return DONE;
}
