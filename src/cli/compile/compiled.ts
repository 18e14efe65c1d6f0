// Formulas → modules, on standard output or in files.

import path from 'node:path';
import { formatFiles } from '../../emit/formats.js';
import { type EmittedFiles, emitFiles, type FileOptions } from '../../files.js';
import type { CompileOptions } from '../../options.js';
import type { FormulaInput } from '../files/inputs.js';
import { type OutputFile, slashes, writeFiles } from '../files/output.js';
import { quote } from '../files/recorded-command.js';
import { reportWarnings, usageError } from '../terminal/failure.js';
import { createProgress } from '../terminal/progress.js';
import type { Streams } from '../terminal/streams.js';
import { createSecondCore } from './second-core.js';

export interface CompileCommand {
  readonly output: string | undefined;
  readonly declarations: boolean;
  readonly sourceMap: boolean;
  readonly force: boolean;
  /** Without `output`, modules are written beside their sources, and not to standard output. */
  readonly beside: boolean;
  readonly options: CompileOptions;
  /** Options as they were written, to be recorded in the banner. */
  readonly flags: readonly string[];
}

/** A module with the files it goes to; none for standard output. */
export interface Compiled {
  readonly input: FormulaInput;
  readonly emitted: EmittedFiles;
  readonly files: readonly OutputFile[];
}

/** Where a formula's module goes: `-o`, beside its source, or null for standard output. */
function targetOf(input: FormulaInput, command: CompileCommand): string | null {
  if (command.output !== undefined) return command.output;
  if (!command.beside || input.file === null || input.file === '<stdin>') return null;
  return input.file.replace(/\.[^./\\]+$/, '') + formatOf(command).ending;
}

const formatOf = ({ options }: CompileCommand) => formatFiles[options.format ?? 'esm'];

/** Whether modules go beside their sources: several do, and so does the only one that a pattern finds. */
export function goBeside(inputs: readonly FormulaInput[], output: string | undefined): boolean {
  if (output !== undefined && inputs.length > 1) {
    throw usageError(
      `-o names one file, but there are ${inputs.length} formulas`,
      'leave -o out: modules are written beside their sources',
    );
  }
  return inputs.length > 1 || inputs.some(({ matched }) => matched === true);
}

export function compileInput(input: FormulaInput, command: CompileCommand, streams: Streams): Compiled {
  const target = targetOf(input, command);
  const file = input.file === null ? {} : { file: input.file };
  const options: CompileOptions = { ...command.options, ...file };
  const progress = createProgress(streams, input.text);
  const fileOptions = { ...options, onStage: progress.onStage };
  try {
    if (target === null) return { input, emitted: emit(input.text, fileOptions), files: [] };
    return compileToFile(input, target, command, fileOptions, streams);
  } finally {
    progress.end();
  }
}

/** With the second core where the program is long. */
function emit(text: string, options: FileOptions): EmittedFiles {
  const secondCore = createSecondCore();
  try {
    return emitFiles(text, { ...options, secondCore });
  } finally {
    secondCore.end();
  }
}

function compileToFile(
  input: FormulaInput,
  target: string,
  command: CompileCommand,
  options: FileOptions,
  streams: Streams,
): Compiled {
  const file = path.resolve(streams.directory, target);
  const folder = path.dirname(file);
  const name = path.basename(file);
  const isText = input.file === null || input.file === '<stdin>';
  const source = isText ? 'formula' : slashes(path.relative(folder, path.resolve(streams.directory, input.file!)));
  const positional = isText ? ['--formula', input.text] : [source];
  const command_ = ['wengert', 'compile', ...positional, '-o', name, ...command.flags];
  const { declared, isMapped } = formatOf(command);
  const emitted = emit(input.text, {
    ...options,
    banner: [command_.map(quote).join(' ')],
    ...(command.sourceMap &&
      isMapped && {
        map: { file: name, source },
        footer: `\n//# sourceMappingURL=${encodeURIComponent(name)}.map\n`,
      }),
  });
  const files: OutputFile[] = [];
  const stem = file.replace(/\.[^./\\]+$/, '');
  const add = (path_: string, text: string): void => {
    files.push({ file: path_, shown: slashes(path.relative(streams.directory, path_)) || '.', text });
  };
  if (emitted.map !== null) add(`${file}.map`, `${emitted.map}\n`);
  const { code } = emitted;
  const head = code.slice(0, code.indexOf('\n') + 1);
  if (command.declarations) add(stem + declared(file.slice(stem.length)), `${head}\n${emitted.declarations}`);
  add(file, code);
  return { input, emitted, files };
}

export function writeCompiled(compiled: readonly Compiled[], command: CompileCommand, streams: Streams): void {
  for (const { emitted } of compiled) {
    reportWarnings(emitted.warnings, streams);
    for (const line of emitted.choice) streams.err(`${line}\n`);
  }
  writeFiles(
    compiled.flatMap(({ files }) => files),
    command.force,
  );
  for (const { files, emitted } of compiled) if (files.length === 0) streams.out(emitted.code);
}
