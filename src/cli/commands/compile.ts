// `wengert compile`, once, while watching, or as a check of what is there.

import { type Format, formatNames } from '../../emit/formats.js';
import { command, type FlagsOf, optionRows, recorded } from '../command.js';
import { parseArguments } from '../command-line.js';
import { type Checked, checkAction } from '../compile/check.js';
import { type CompileCommand, compileInput, goBeside, type Outdir, writeCompiled } from '../compile/compiled.js';
import { everyInput } from '../files/batch.js';
import { commonFolder, type FormulaInput, readInputs } from '../files/inputs.js';
import { watchInputs } from '../files/watch.js';
import { emit, force, formulaOptions, optionsOf, target } from '../shared-options.js';
import { usageError } from '../terminal/failure.js';
import { DONE, type Streams } from '../terminal/streams.js';
import { queryOptions, querySettings } from './query-options.js';

const options = optionRows({
  ...formulaOptions,
  emit,
  output: { flags: '-o, --output <file>', description: 'write to a file, with .d.ts and .map, or .h, beside it' },
  format: {
    flags: '--format <format>',
    description: "module format, C or SQL (default: what the file's name and package.json say, else esm)",
    choices: formatNames,
    recorded: true,
  },
  name: {
    flags: '--name <identifier>',
    description: 'global variable of an iife (default: formula), or what names in C begin with',
    recorded: true,
  },
  target: target('code to emit (default: auto)'),
  checks: {
    flags: '--no-checks',
    description: 'functions that do not look at their arguments; WebAssembly does',
    recorded: true,
  },
  minimal: {
    flags: '--minimal',
    description: 'value and gradient, or what --emit names, alone: no checks, metadata and comments',
    recorded: true,
  },
  ...queryOptions,
  dts: { flags: '--no-dts', description: 'no .d.ts or .h', recorded: true },
  outdir: {
    flags: '--outdir <folder>',
    description: 'write the modules of files below this folder; -o counts for more',
  },
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
function commandOf(
  flags: CompileFlags,
  beside: boolean,
  outdir: Outdir | null,
  target: 'js' | 'auto' = 'auto',
): CompileCommand {
  // A query is the one format of its target.
  const format = flags.format ?? (flags.target === 'sql' ? 'sql' : undefined);
  return {
    output: flags.output === '-' ? undefined : flags.output,
    declarations: flags.dts,
    sourceMap: flags.sourceMap,
    force: flags.force === true,
    beside,
    outdir,
    format,
    options: format => {
      const name = nameIn(format, flags);
      const left = { checks: flags.checks, minimal: flags.minimal === true };
      if (format === 'sql' && flags.target === 'js')
        throw usageError('a query is not written in JavaScript', 'leave --target out, or name the file .js');
      const query = querySettings(flags, format === 'sql');
      return { target, ...optionsOf(flags), format, ...left, ...(name && { name }), ...(query && { query }) };
    },
    recorded: (format, isSaid) =>
      recorded(options, {
        ...flags,
        // The target says it.
        format: isSaid && flags.target !== 'sql' ? format : undefined,
        name: nameIn(format, flags),
      }),
  };
}

/** The name that a format takes. */
function nameIn(format: Format, { name }: CompileFlags): string | undefined {
  if (format === 'iife') return name ?? 'formula';
  return format === 'c' ? name : undefined;
}

function checked(positionals: readonly string[], flags: CompileFlags, target?: 'js' | 'auto'): Checked {
  const { formula, output, json = false } = flags;
  return { positionals, formula, output, json, command: commandOf(flags, false, outdirOf(positionals, flags), target) };
}

/** Where modules go that neither go beside their sources nor where -o says. */
function outdirOf(positionals: readonly string[], { outdir, output, formula }: CompileFlags): Outdir | null {
  if (outdir === undefined || formula !== undefined || output !== undefined) return null;
  return { folder: outdir, base: commonFolder(positionals) };
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
    const command = commandOf(flags, goBeside(all, flags.output), outdirOf(positionals, flags));
    const { results, failure } = everyInput(inputs, input => compileInput(input, command, streams));
    // What was made is told where all was: two documents would be none.
    writeCompiled(results, command, flags.json === true && failure === null, streams);
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
