// `wengert compile`, once, while watching, or as a check of what is there.

import { FormulaError } from '../diagnostic.js';
import { suggest } from '../suggest.js';
import { checkGenerated } from './check.js';
import { type CompileCommand, compileInputs, writeCompiled } from './compile.js';
import { reportFailure, usageError } from './errors.js';
import { type Flags, optionsOf, recorded } from './flags.js';
import { type FormulaInput, readInputs } from './inputs.js';
import { DONE, type Streams } from './streams.js';
import { watchFiles } from './watch.js';

const COMMANDS = ['compile', 'eval', 'verify', 'stats', 'swell', 'graph', 'explain'];
const NOT_YET = ['lagrangian', 'minimize', 'maximize', 'fit'];

/** Reads the arguments of a `compile` command without running it. */
export type ParseCompile = (args: readonly string[]) => Promise<{ positionals: readonly string[]; flags: Flags }>;

export async function compileAction(
  positionals: readonly string[],
  flags: Flags,
  streams: Streams,
  signal: AbortSignal,
  parse: ParseCompile,
): Promise<number> {
  const [first] = positionals;
  if (first !== undefined && NOT_YET.includes(first) && positionals.length > 1)
    throw usageError(`'wengert ${first}' is not supported yet`);
  if (first !== undefined && positionals.length > 1) {
    const near = suggest(first, COMMANDS);
    if (near !== undefined && /^\w+$/.test(first))
      throw usageError(`unknown command '${first}'`, `did you mean '${near}'?`);
  }
  if (flags.check === true) return checkAction(positionals, flags, streams, parse);
  const command = commandOf(flags);
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

/** Looks at generated files: the ones given, or the one that the command at hand would write. */
async function checkAction(
  positionals: readonly string[],
  flags: Flags,
  streams: Streams,
  parse: ParseCompile,
): Promise<number> {
  const rerun = async (args: readonly string[], directory: string) => {
    const inner: Streams = { ...streams, directory, out: () => undefined, err: () => undefined };
    const recordedCommand = await parse(args);
    const inputs = await readInputs(recordedCommand.positionals, recordedCommand.flags.formula, inner);
    return compileInputs(inputs, commandOf(recordedCommand.flags), inner).flatMap(compiled => compiled.files);
  };
  const generated = flags.output === undefined ? positionals : [flags.output];
  return checkGenerated(await readInputs(generated, undefined, streams), rerun, streams);
}

function commandOf(flags: Flags): CompileCommand {
  return {
    output: flags.output === '-' ? undefined : flags.output,
    declarations: flags.dts !== false,
    sourceMap: flags.sourceMap !== false,
    force: flags.force === true,
    options: optionsOf(flags),
    flags: recorded(flags),
  };
}
