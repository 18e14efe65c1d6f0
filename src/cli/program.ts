// The commands and their options.

import { Command, Option } from 'commander';
import { exportNames } from '../emit/exports.js';
import { defaultLimits } from '../limits.js';
import type { CompileOptions } from '../options.js';
import { families } from '../swell/families.js';
import { version } from '../version.js';
import type { ParseCompile } from './check.js';
import { compileAction } from './compile-action.js';
import { usageError } from './errors.js';
import { evaluateInput } from './evaluate.js';
import { type ExplainFormat, explainInput } from './explain.js';
import { collect, collectLimit, type Flags, names, optionsOf, wholeNumber, wholeRange } from './flags.js';
import { graphInput } from './graph.js';
import { type FormulaInput, readInputs } from './inputs.js';
import { statsInput } from './stats.js';
import type { Streams } from './streams.js';
import { typesAction } from './types.js';
import { verifyInput } from './verify.js';

function withCommon(command: Command): Command {
  return withOptions(
    command
      .argument('[formula...]', 'formula, file, quoted pattern of files, or - for standard input')
      .option('--formula <text>', 'the formula; never taken for a file, may start with -'),
  );
}

function withOptions(command: Command): Command {
  return command
    .option('--wrt <names>', 'inputs to differentiate (default: params, else all inputs)', names)
    .option('--emit <functions>', `functions to export: ${exportNames.join(', ')}`, names)
    .option('--algebraic', 'also apply rules that hold in exact arithmetic only')
    .option('--stable', 'take sigmoid, softplus, expm1 and their like where formulas write them out')
    .option(
      '--limit <name=number>',
      `raise a limit: ${Object.entries(defaultLimits)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`,
      collectLimit,
    )
    .option('--json', 'results and errors as JSON on standard output');
}

type CompileHandler = (positionals: string[], flags: Flags) => Promise<void>;

function addCompile(program: Command, handle: CompileHandler): void {
  const compileCommand = program
    .command('compile', { isDefault: true })
    .description('write the module (default command)')
    .usage('[options] FORMULA|FILE…|-');
  withCommon(compileCommand)
    .option('-o, --output <file>', 'write to a file, with .d.ts and .map beside it')
    .addOption(new Option('--format <format>', 'module format').choices(['esm', 'cjs', 'iife']).default('esm'))
    .option('--name <identifier>', 'global variable of an iife', 'formula')
    .addOption(new Option('--target <target>', 'code to emit (default: auto)').choices(['js', 'wasm', 'auto']))
    .option('--no-dts', 'no .d.ts')
    .option('--no-source-map', 'no source map')
    .option('--watch', 'compile again when a source changes')
    .option('--check', 'exit 1 if a generated file is not what its command makes now')
    .option('--force', 'overwrite files that wengert did not generate')
    .action(handle);
}

const parseCompile: ParseCompile = async args => {
  let parsed: Awaited<ReturnType<ParseCompile>> | undefined;
  const program = quiet(new Command('wengert'));
  addCompile(program, async (positionals, flags) => {
    parsed = { positionals, flags };
  });
  await program.parseAsync(args, { from: 'user' });
  return parsed!;
};

/** Commander reports by throwing, and writes nothing of its own. */
function quiet(program: Command): Command {
  return program
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .enablePositionalOptions();
}

export function createProgram(streams: Streams, signal: AbortSignal, finish: (code: number) => void): Command {
  const program = quiet(new Command('wengert'))
    .description('Compiles formulas to JavaScript that computes them and their exact derivatives.')
    .version(version)
    .configureOutput({ writeOut: text => streams.out(text), writeErr: () => undefined });
  addCompile(program, async (positionals, flags) =>
    finish(await compileAction(positionals, flags, streams, signal, parseCompile)),
  );
  const evalCommand = program.command('eval').description('value and derivatives at a point');
  withCommon(evalCommand)
    .option('--at <x=1|file>', 'value of an input, or a JSON file of them; repeatable', collect)
    .option('--order <n>', 'highest order of derivatives, 0 to 4', wholeNumber, 1)
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
    .addOption(new Option('--target <target>', 'code to verify (default: auto)').choices(['js', 'wasm', 'auto']))
    .action(async (positionals: string[], flags: Flags) => {
      const input = await oneInput(positionals, flags, streams);
      const settings = { at: flags.at ?? [], samples: flags.samples ?? 5, json: flags.json === true };
      finish(verifyInput(input, { ...settings, options: { target: 'auto', ...optionsOf(flags) } }, streams));
    });
  withCommon(program.command('stats').description('operations, nodes, bytes; by statement, largest first')).action(
    async (positionals: string[], flags: Flags) => {
      const input = await oneInput(positionals, flags, streams);
      // Of the module that `compile` writes.
      const options: CompileOptions = { target: 'auto', ...optionsOf(flags) };
      finish(statsInput(input, options, flags.json === true, streams));
    },
  );
  withCommon(program.command('explain').description('the list of operations and the equations of their adjoints'))
    .option('--at <x=1|file>', 'value of an input, or a JSON file of them; repeatable', collect)
    .addOption(
      new Option('--format <format>', 'how it is written').choices(['text', 'markdown', 'latex']).default('text'),
    )
    .action(async (positionals: string[], flags: ExplainFlags) => {
      const input = await oneInput(positionals, flags, streams);
      const { format, ...others } = flags;
      finish(explainInput(input, { at: flags.at ?? [], format, options: optionsOf(others) }, streams));
    });
  withCommon(program.command('graph').description('the graph of a formula as a drawing'))
    .option('--at <x=1|file>', 'shows values and adjoints at this point; repeatable', collect)
    .option('--adjoint', 'the graph of the adjoints beside it')
    .option('-o, --output <file>', 'dag.svg or dag.dot (default: DOT on standard output)')
    .option('--force', 'overwrite files that wengert did not generate')
    .action(async (positionals: string[], flags: Flags) => {
      const input = await oneInput(positionals, flags, streams);
      const settings = { at: flags.at ?? [], adjoint: flags.adjoint === true, force: flags.force === true };
      finish(await graphInput(input, { ...settings, output: flags.output, options: optionsOf(flags) }, streams));
    });
  const types = program
    .command('types')
    .description('write model.d.formula.ts beside each model.formula, for TypeScript where a bundler imports it')
    .argument('[file...]', 'formula files, or quoted patterns of them');
  withOptions(types)
    .addOption(new Option('--target <target>', "as in the plugin's options").choices(['js', 'wasm', 'auto']))
    // Taken to say why there is none.
    .addOption(new Option('-o, --output <file>').hideHelp())
    .option('--watch', 'write again when a formula changes')
    .option('--check', 'write nothing; exit 1 if a file is missing or stale')
    .option('--force', 'overwrite files that wengert did not generate')
    .action(async (positionals: string[], flags: Flags) => {
      finish(await typesAction(positionals, flags, streams, signal));
    });
  const swell = program.command('swell').description('how large derivatives are as formulas and as code');
  withCommon(swell)
    .option(
      '--orders <1..4>',
      'orders of derivatives, one or a range (default: 1); each stops after 10 s or --limit seconds',
      wholeRange,
    )
    .option(
      '--family <name>',
      `in place of a formula, one that grows with n: ${families.map(({ name }) => name).join(', ')}`,
    )
    .option('--n <1..20>', 'sizes of the family (default: 1..20)', wholeRange)
    .option('--csv', 'rows as CSV on standard output')
    .option('--svg <file>', 'write a chart')
    .option('--html <file>', 'write a report with charts and both programs')
    .option('--force', 'overwrite files that wengert did not generate')
    .action(async (positionals: string[], flags: Flags) => {
      // Loaded when asked for: charts and families are of no use to the other commands.
      const { swellAction } = await import('./swell.js');
      const given = flags.family === undefined || positionals.length > 0 || flags.formula !== undefined;
      finish(await swellAction(given ? await oneInput(positionals, flags, streams) : null, flags, streams));
    });
  return program;
}

type ExplainFlags = Omit<Flags, 'format'> & { format: ExplainFormat };

async function oneInput(
  positionals: readonly string[],
  flags: Pick<Flags, 'formula'>,
  streams: Streams,
): Promise<FormulaInput> {
  const [first, ...more] = await readInputs(positionals, flags.formula, streams);
  if (more.length > 0) throw usageError('this command takes one formula');
  return first!;
}
