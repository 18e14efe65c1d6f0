// The command line: arguments in, one of the commands, an exit code out.

import { CommanderError } from 'commander';
import { FormulaError } from '../diagnostic.js';
import { isModule } from '../from-javascript/syntax-tree.js';
import { version } from '../version.js';
import type { OptionRow } from './command.js';
import { createProgram } from './command-line.js';
import { commands } from './commands.js';
import { reportFailure, usageError } from './terminal/failure.js';
import { isColored, shownAs } from './terminal/shown.js';
import { DONE, INPUT_FAULT, INTERRUPTED, type Streams } from './terminal/streams.js';
import '../c.js';
import '../sql.js';
import '../javascript.js';
import '../latex.js';
import '../special.js';
import '../wasm.js';

/** Runs a command in process. */
export async function run(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  let exit = DONE;
  const json = args.includes('--json');
  const shown = shownAs(args, streams);
  const finish = (code: number): void => {
    exit = Math.max(exit, code);
  };
  try {
    const program = createProgram(commands, shown, signal, finish);
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? DONE : reportFailure(fromCommander(error, args), json, shown);
    if (error instanceof FormulaError) return reportFailure(ofModule(error, args) ?? error, json, shown);
    throw error;
  }
}

/** What is wrong with a module or a file of TeX that is read as a formula; null for every other fault. */
function ofModule({ diagnostics }: FormulaError, args: readonly string[]): FormulaError | null {
  const name = diagnostics[0]?.source?.name;
  if (name == null || args.some(arg => arg.startsWith('--from'))) return null;
  if (isModule(name)) return usageError(`'${name}' is a module, and is read as a formula`, 'add --from js');
  return /\.(?:la)?tex$/i.test(name)
    ? usageError(`'${name}' is TeX, and is read as a formula`, 'add --from latex')
    : null;
}

/** Commander's exits are ours: 2, with a way out. */
function fromCommander(error: CommanderError, args: readonly string[]): FormulaError {
  const [message = '', meant] = error.message.replace(/^error: /, '').split('\n(Did you mean ');
  const command = args.find(arg => commands.some(({ name }) => name === arg));
  const help = `see 'wengert${command === undefined ? '' : ` ${command}`} --help'`;
  if (error.code !== 'commander.unknownOption') return usageError(message, help);
  const negative = args.find(arg => /^-[^-]/.test(arg) && message.includes(`'${arg.slice(0, 2)}`));
  if (negative !== undefined)
    return usageError(message, `a formula that starts with '-' needs --formula '${negative}'`);
  // An option of others is no misspelt one.
  const [, option] = /'(--[\w-]+)/.exec(message) ?? [];
  const others = commands.filter(row =>
    Object.values<OptionRow>(row.options).some(({ flags }) => flags.split(/[ ,]+/).includes(option ?? '')),
  );
  if (command === 'fit' && IN_ADDRESS.includes(option ?? ''))
    return usageError(`'fit' takes no ${option}`, "which table is meant is part of --data: 'duckdb:FILE?table=NAME'");
  if (others.length > 0 && command !== undefined)
    return usageError(
      `'${command}' takes no ${option}`,
      `it is an option of ${others.map(({ name }) => name).join(', ')}`,
    );
  if (option !== undefined && Object.hasOwn(ELSEWHERE, option)) return usageError(message, ELSEWHERE[option]!);
  if (meant !== undefined) return usageError(message, `did you mean '${meant.replace(/\?\)$/, '')}'?`);
  return usageError(message, help);
}

/** Of queries, what a fit takes from the address of its data. */
const IN_ADDRESS: readonly string[] = ['--table', '--dialect'];

/** Options that other tools have, or that are statements of a formula here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  '--hessian': "second derivatives are 'eval … --order 2', as a function '--emit hessian'",
  '--jacobian': "derivatives are what 'eval' prints, as a function '--emit jacobian'",
  '--gradient': "derivatives are what 'eval' prints, as a function '--emit gradient'",
  '--grad': "derivatives are what 'eval' prints, as a function '--emit gradient'",
  '--subject-to': "write 'constraint x + y == 1' as a line of the formula",
  '--constraint': "write 'constraint x + y == 1' as a line of the formula",
  '--constraints': "write 'constraint x + y == 1' as a line of the formula",
  '--bounds': "write 'param x = 1 in [0, 10]' in the formula",
  '--bound': "write 'param x = 1 in [0, 10]' in the formula",
  '--x0': 'write --start x=1',
  '--init': 'write --start x=1',
  '--initial': 'write --start x=1',
  '--input': 'inputs are found, or declared in the formula; their values are --at x=1',
  '--inputs': 'inputs are found, or declared in the formula; their values are --at x=1',
  '--output': 'write -o FILE',
  '--out': 'write -o FILE',
  '--lang': 'write --format c',
  '--language': 'write --format c',
};

/** The process's own streams. */
function processStreams(): Streams {
  return {
    directory: process.cwd(),
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    say: text => void process.stderr.write(text),
    async input() {
      const parts: Buffer[] = [];
      for await (const part of process.stdin) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    },
    bytes: () => process.stdin,
    color: isColored(process.stderr.isTTY === true, process.env),
    progress: process.stderr.isTTY === true,
  };
}

/** Commands that are interrupted by Ctrl-C and print what they have by then; a second one ends them. */
const GIVE_THE_BEST = ['minimize', 'maximize', 'fit'];

/** Entry of `bin/wengert.js`. */
export async function main(args: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  // Other commands end at once, as they do without a listener: one would hear of it after the work was done.
  if (args.includes('--watch') || args.some(arg => GIVE_THE_BEST.includes(arg))) {
    process.once('SIGINT', () => interrupted.abort());
  }
  process.stdout.on('error', error => {
    // The reader of a pipe may leave early.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(DONE);
    throw error;
  });
  try {
    const exit = await run(args, processStreams(), interrupted.signal);
    return interrupted.signal.aborted ? INTERRUPTED : exit;
  } catch (error) {
    process.stderr.write(
      `wengert ${version} has failed; please report this:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return INPUT_FAULT;
  }
}
