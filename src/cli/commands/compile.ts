// `wengert compile`, once, while watching, or as a check of what is there.

import { suggest } from '../../suggest.js';
import { checkAction, type ParseCompile } from '../compile/check.js';
import { commandOf, compileInput, goBeside, writeCompiled } from '../compile/compiled.js';
import { everyInput } from '../files/batch.js';
import { type FormulaInput, readInputs } from '../files/inputs.js';
import { watchInputs } from '../files/watch.js';
import type { Flags } from '../shared-options.js';
import { usageError } from '../terminal/failure.js';
import { DONE, type Streams } from '../terminal/streams.js';

const COMMANDS = ['compile', 'eval', 'verify', 'stats', 'swell', 'graph', 'explain', 'types'];
const NOT_YET = ['lagrangian', 'minimize', 'maximize', 'fit'];

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
