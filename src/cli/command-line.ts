// The rows of commands for commander, which reads arguments and prints help.

import { Command, Option } from 'commander';
import { suggest } from '../suggest.js';
import { version } from '../version.js';
import type { AnyCommand, Declared, FlagsOf, OptionRow, OptionRows } from './command.js';
import { configurationOptions, configure } from './configuration.js';
import { shownOptions } from './shared-options.js';
import { usageError } from './terminal/failure.js';
import type { Streams } from './terminal/streams.js';

const FORMULAS = {
  flags: '[formula...]',
  description: 'formula, file, quoted pattern of files, or - for standard input',
};

const EXAMPLES = `
Examples:
  wengert 'sin(x)*y'                                   print the module
  wengert model.formula -o model.js                    write it, with types and a source map
  wengert eval 'x^2*y' --at x=3 --at y=2 --order 2     value, gradient and Hessian at a point
  wengert help compile                                 all options of a command`;

export function createProgram(
  rows: readonly AnyCommand[],
  streams: Streams,
  signal: AbortSignal,
  finish: (code: number) => void,
): Command {
  const program = quiet(new Command('wengert'))
    .description('Compiles formulas to JavaScript that computes them and their exact derivatives.')
    .usage('[command] [options] FORMULA|FILE…|-')
    .version(version)
    .addHelpText('after', EXAMPLES)
    .configureOutput({ writeOut: text => streams.out(text), writeErr: () => undefined });
  addOptions(program, { ...shownOptions, ...configurationOptions });
  for (const row of rows) {
    addCommand(program, row, async (positionals, _flags, added) => {
      if (row.isDefault === true) refuseUnknown(positionals, rows);
      await configure(added, row, rows, streams.directory);
      // Read by the options of the same row.
      finish(await row.action({ positionals, flags: added.opts() as never, streams, signal }));
    });
  }
  return program;
}

/** Reads the arguments of a command without running it, and nothing else: no configuration. */
export async function parseArguments<Rows extends OptionRows>(
  row: Declared<Rows>,
  args: readonly string[],
): Promise<{ readonly positionals: readonly string[]; readonly flags: FlagsOf<Rows> }> {
  let parsed: { positionals: readonly string[]; flags: FlagsOf<Rows> } | undefined;
  const program = quiet(new Command('wengert'));
  addCommand(program, row, async (positionals, flags) => {
    parsed = { positionals, flags };
  });
  await program.parseAsync(args, { from: 'user' });
  return parsed!;
}

/** Commander reports by throwing, and writes nothing of its own. */
function quiet(program: Command): Command {
  return program
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .enablePositionalOptions();
}

function addCommand<Rows extends OptionRows>(
  program: Command,
  { name, description, usage, argument = FORMULAS, isDefault, options }: Declared<Rows>,
  handle: (positionals: string[], flags: FlagsOf<Rows>, added: Command) => Promise<void>,
): void {
  const added = program.command(name, { isDefault: isDefault === true }).description(description);
  if (usage !== undefined) added.usage(usage);
  if (argument !== null) added.argument(argument.flags, argument.description);
  addOptions(added, options);
  addOptions(added, { ...shownOptions, ...configurationOptions });
  if (argument !== null) added.action(handle);
  else added.action((flags, command) => handle([], flags, command));
}

function addOptions(command: Command, rows: OptionRows): void {
  for (const { flags, description, read, choices, initial, isHidden } of Object.values<OptionRow>(rows)) {
    const option = new Option(flags, description);
    // Commander gives it what it has returned before, or what is there at first.
    if (read !== undefined) option.argParser(read as (text: string, before: unknown) => unknown);
    if (choices !== undefined) option.choices(choices);
    if (initial !== undefined) option.default(initial);
    if (isHidden === true) option.hideHelp();
    command.addOption(option);
  }
}

/** A first word that is no formula but nearly the name of a command. */
function refuseUnknown([first, ...others]: readonly string[], rows: readonly AnyCommand[]): void {
  if (first === undefined || others.length === 0) return;
  const near = suggest(
    first,
    rows.map(({ name }) => name),
  );
  if (near !== undefined && /^\w+$/.test(first))
    throw usageError(`unknown command '${first}'`, `did you mean '${near}'?`);
}
