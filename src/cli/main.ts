// The command line: options in, one of the commands, an exit code out.

import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { FormulaError } from '../diagnostic.js';
import { exportNames } from '../emit/exports.js';
import { defaultLimits, type Limits } from '../limits.js';
import type { CompileOptions } from '../options.js';
import { suggest } from '../suggest.js';
import { version } from '../version.js';
import { checkGenerated } from './check.js';
import { type CompileCommand, compileInputs, writeCompiled } from './compile.js';
import { reportFailure, usageError } from './errors.js';
import { evaluateInput } from './evaluate.js';
import { type FormulaInput, readInputs } from './inputs.js';
import { statsInput } from './stats.js';
import { DONE, INPUT_FAULT, type Streams, WRONG_USAGE } from './streams.js';
import { verifyInput } from './verify.js';
import { watchFiles } from './watch.js';

interface Flags {
  formula?: string;
  wrt?: string[];
  emit?: string[];
  algebraic?: boolean;
  limit?: Partial<Limits>;
  json?: boolean;
  output?: string;
  format?: 'esm' | 'cjs' | 'iife';
  name?: string;
  target?: 'js' | 'wasm' | 'auto';
  dts?: boolean;
  sourceMap?: boolean;
  watch?: boolean;
  check?: boolean;
  force?: boolean;
  at?: string[];
  order?: number;
  trace?: boolean;
  samples?: number;
}

/** Runs a command in process. */
export async function run(args: readonly string[], streams: Streams, signal: AbortSignal): Promise<number> {
  let exit = DONE;
  const json = args.includes('--json');
  const finish = (code: number): void => {
    exit = Math.max(exit, code);
  };
  try {
    await createProgram(streams, signal, finish).parseAsync(args, { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? DONE : reportFailure(fromCommander(error, args), json, streams);
    if (error instanceof FormulaError) return reportFailure(error, json, streams);
    throw error;
  }
}

const COMMANDS = ['compile', 'eval', 'verify', 'stats'];
const NOT_YET = ['swell', 'graph', 'explain', 'lagrangian', 'minimize', 'maximize', 'fit'];

/** Commander's exits are ours: 2, with a way out. */
function fromCommander(error: CommanderError, args: readonly string[]): FormulaError {
  const message = error.message.replace(/^error: /, '');
  const negative = args.find(arg => /^-[^-]/.test(arg) && message.includes(`'${arg.slice(0, 2)}`));
  if (error.code === 'commander.unknownOption' && negative !== undefined) {
    return usageError(message, `a formula that starts with '-' needs --formula '${negative}'`);
  }
  return usageError(message, "see 'wengert --help'");
}

const names = (text: string): string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
const collect = (value: string, before: string[] = []): string[] => [...before, value];

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is wanted');
  return Number(text);
}

function collectLimit(text: string, before: Partial<Limits> = {}): Partial<Limits> {
  const [name = '', value = ''] = text.split('=');
  if (!(name in defaultLimits)) {
    const near = suggest(name, Object.keys(defaultLimits));
    throw new InvalidArgumentError(
      near === undefined ? `the limits are ${Object.keys(defaultLimits).join(', ')}` : `did you mean '${near}'?`,
    );
  }
  return { ...before, [name]: wholeNumber(value) };
}

function withCommon(command: Command): Command {
  return command
    .argument('[formula...]', 'formula, file, quoted pattern of files, or - for standard input')
    .option('--formula <text>', 'the formula; never taken for a file, may start with -')
    .option('--wrt <names>', 'inputs to differentiate (default: params, else all inputs)', names)
    .option('--emit <functions>', `functions to export: ${exportNames.join(', ')}`, names)
    .option('--algebraic', 'also apply rules that hold in exact arithmetic only')
    .option(
      '--limit <name=number>',
      `raise a limit: ${Object.entries(defaultLimits)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`,
      collectLimit,
    )
    .option('--json', 'results and errors as JSON on standard output');
}

function createProgram(streams: Streams, signal: AbortSignal, finish: (code: number) => void): Command {
  const program = new Command('wengert')
    .description('Compiles formulas to JavaScript that computes them and their exact derivatives.')
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: text => streams.out(text), writeErr: () => undefined })
    .enablePositionalOptions();
  const compileCommand = program
    .command('compile', { isDefault: true })
    .description('write the module (default command)')
    .usage('[options] FORMULA|FILE…|-');
  withCommon(compileCommand)
    .option('-o, --output <file>', 'write to a file, with .d.ts and .map beside it')
    .addOption(new Option('--format <format>', 'module format').choices(['esm', 'cjs', 'iife']).default('esm'))
    .option('--name <identifier>', 'global variable of an iife', 'formula')
    .addOption(new Option('--target <target>', 'code to emit').choices(['js', 'wasm', 'auto']).default('js'))
    .option('--no-dts', 'no .d.ts')
    .option('--no-source-map', 'no source map')
    .option('--watch', 'compile again when a source changes')
    .option('--check', 'exit 1 if a generated file is not what its command makes now')
    .option('--force', 'overwrite files that wengert did not generate')
    .action(async (positionals: string[], flags: Flags) =>
      finish(await compileAction(positionals, flags, streams, signal)),
    );
  const evalCommand = program.command('eval').description('value and derivatives at a point');
  withCommon(evalCommand)
    .option('--at <x=1|file>', 'value of an input, or a JSON file of them; repeatable', collect)
    .option('--order <n>', 'highest order of derivatives, 0 to 2', wholeNumber, 1)
    .option('--trace', 'every intermediate value')
    .action(async (positionals: string[], flags: Flags) => {
      const settings = {
        at: flags.at ?? [],
        order: flags.order ?? 1,
        trace: flags.trace === true,
        json: flags.json === true,
      };
      const input = await oneInput(positionals, flags, streams);
      finish(evaluateInput(input, { ...settings, options: optionsOf(flags) }, streams));
    });
  const verifyCommand = program
    .command('verify')
    .description('derivatives against independent ones; exit 1 where they differ');
  withCommon(verifyCommand)
    .option('--at <x=1|file>', 'point to verify at; default: samples', collect)
    .option('--samples <n>', 'points to sample', wholeNumber, 5)
    .action(async (positionals: string[], flags: Flags) => {
      const input = await oneInput(positionals, flags, streams);
      const settings = { at: flags.at ?? [], samples: flags.samples ?? 5, json: flags.json === true };
      finish(verifyInput(input, { ...settings, options: optionsOf(flags) }, streams));
    });
  withCommon(program.command('stats').description('operations, nodes, bytes; by statement, largest first')).action(
    async (positionals: string[], flags: Flags) => {
      const input = await oneInput(positionals, flags, streams);
      finish(statsInput(input, optionsOf(flags), flags.json === true, streams));
    },
  );
  return program;
}

async function oneInput(positionals: readonly string[], flags: Flags, streams: Streams): Promise<FormulaInput> {
  const [first, ...more] = await readInputs(positionals, flags.formula, streams);
  if (more.length > 0) throw usageError('this command takes one formula');
  return first!;
}

function optionsOf(flags: Flags): CompileOptions {
  return {
    ...(flags.wrt && { wrt: flags.wrt }),
    // Names are checked against the table when the exports are resolved.
    ...(flags.emit && { emit: flags.emit as NonNullable<CompileOptions['emit']> }),
    ...(flags.algebraic && { algebraic: true }),
    ...(flags.limit && { limits: flags.limit }),
    ...(flags.format && { format: flags.format }),
    ...(flags.name && { name: flags.name }),
    ...(flags.target && { target: flags.target }),
  };
}

/** Flags that change the module, as they are recorded in it. */
function recorded(flags: Flags): string[] {
  return [
    ...(flags.wrt ? ['--wrt', flags.wrt.join(',')] : []),
    ...(flags.emit ? ['--emit', flags.emit.join(',')] : []),
    ...(flags.algebraic ? ['--algebraic'] : []),
    ...(flags.format && flags.format !== 'esm' ? ['--format', flags.format] : []),
    ...(flags.format === 'iife' ? ['--name', flags.name ?? 'formula'] : []),
    ...Object.entries(flags.limit ?? {}).flatMap(([name, value]) => ['--limit', `${name}=${value}`]),
    ...(flags.dts === false ? ['--no-dts'] : []),
    ...(flags.sourceMap === false ? ['--no-source-map'] : []),
  ];
}

async function compileAction(
  positionals: readonly string[],
  flags: Flags,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const [first] = positionals;
  if (first !== undefined && NOT_YET.includes(first) && positionals.length > 1)
    throw usageError(`'wengert ${first}' is not supported yet`);
  if (first !== undefined && positionals.length > 1) {
    const near = suggest(first, COMMANDS);
    if (near !== undefined && /^\w+$/.test(first))
      throw usageError(`unknown command '${first}'`, `did you mean '${near}'?`);
  }
  if (flags.check === true) return checkAction(positionals, flags, streams, signal);
  const command: CompileCommand = {
    output: flags.output,
    declarations: flags.dts !== false,
    sourceMap: flags.sourceMap !== false,
    force: flags.force === true,
    options: optionsOf(flags),
    flags: recorded(flags),
  };
  const once = async (): Promise<FormulaInput[]> => {
    const inputs = await readInputs(positionals, flags.formula, streams);
    writeCompiled(compileInputs(inputs, command, streams), command, streams);
    return inputs;
  };
  if (flags.watch !== true) {
    await once();
    return DONE;
  }
  const inputs = await readInputs(positionals, flags.formula, streams);
  const files = inputs.map(input => input.file).filter(file => file !== null && file !== '<stdin>');
  if (files.length === 0) throw usageError('--watch needs a file');
  const survive = async (): Promise<void> => {
    try {
      await once();
      streams.err('compiled\n');
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      reportFailure(error, flags.json === true, streams);
    }
  };
  await survive();
  // Those that are null were filtered out.
  await watchFiles(files as string[], survive, streams, signal);
  return DONE;
}

/** Looks at generated files, or at what the command at hand would write. */
async function checkAction(
  positionals: readonly string[],
  flags: Flags,
  streams: Streams,
  signal: AbortSignal,
): Promise<number> {
  const rerun = async (args: readonly string[], directory: string) => {
    const files: Awaited<ReturnType<typeof compileInputs>>[number]['files'][number][] = [];
    const inner: Streams = { ...streams, directory, out: () => undefined, err: () => undefined };
    const program = createProgram(inner, signal, () => undefined);
    const compileCommand = program.commands.find(command => command.name() === 'compile')!;
    compileCommand.action(async (given: string[], recordedFlags: Flags) => {
      const command: CompileCommand = {
        output: recordedFlags.output,
        declarations: recordedFlags.dts !== false,
        sourceMap: recordedFlags.sourceMap !== false,
        force: false,
        options: optionsOf(recordedFlags),
        flags: recorded(recordedFlags),
      };
      const inputs = await readInputs(given, recordedFlags.formula, inner);
      files.push(...compileInputs(inputs, command, inner).flatMap(compiled => compiled.files));
    });
    await program.parseAsync(args, { from: 'user' });
    return files;
  };
  const generated = flags.output === undefined ? positionals : [flags.output];
  return checkGenerated(await readInputs(generated, undefined, streams), rerun, streams);
}

/** The process's own streams. */
function processStreams(): Streams {
  return {
    directory: process.cwd(),
    out: text => void process.stdout.write(text),
    err: text => void process.stderr.write(text),
    async input() {
      const parts: Buffer[] = [];
      for await (const part of process.stdin) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    },
    color: process.stderr.isTTY === true && !process.env.NO_COLOR,
  };
}

/** Entry of `bin/wengert.js`. */
export async function main(args: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  process.once('SIGINT', () => {
    interrupted.abort();
    process.exitCode = 130;
  });
  process.stdout.on('error', error => {
    // The reader of a pipe may leave early.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(DONE);
    throw error;
  });
  try {
    return await run(args, processStreams(), interrupted.signal);
  } catch (error) {
    process.stderr.write(
      `wengert has failed; please report this:\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    return args.length === 0 ? WRONG_USAGE : INPUT_FAULT;
  }
}
