// Formulas → modules, on standard output or in files.

import path from 'node:path';
import { diagnosticsJSON } from '../../diagnostic.js';
import { passedBy } from '../../emit/banner.js';
import { type Format, formatFiles } from '../../emit/formats.js';
import { type EmittedFiles, emitFiles, type FileOptions } from '../../files.js';
import type { CompileOptions } from '../../options.js';
import type { FormulaInput } from '../files/inputs.js';
import { type OutputFile, slashes, writeFiles } from '../files/output.js';
import { quote } from '../files/recorded-command.js';
import { reportWarnings, usageError } from '../terminal/failure.js';
import { printJSON } from '../terminal/json.js';
import { createProgress } from '../terminal/progress.js';
import type { Streams } from '../terminal/streams.js';
import { fileFor, formatOfFile } from './module-format.js';
import { createSecondCore } from './second-core.js';

export interface CompileCommand {
  readonly output: string | undefined;
  readonly declarations: boolean;
  readonly sourceMap: boolean;
  readonly force: boolean;
  /** Without `output`, modules are written beside their sources, and not to standard output. */
  readonly beside: boolean;
  /** Where those of files go in place of beside them; null without. */
  readonly outdir: Outdir | null;
  /** As it was asked for; else the file decides. */
  readonly format: Format | undefined;
  options(format: Format): CompileOptions;
  /** Options as they were written, to be recorded in the banner. @param isSaid whether the format is among them */
  recorded(format: Format, isSaid: boolean): readonly string[];
}

/** A folder, and the one that sources are below as their modules will be below it. */
export interface Outdir {
  readonly folder: string;
  readonly base: string;
}

/** A module with the files it goes to; none for standard output. */
export interface Compiled {
  readonly input: FormulaInput;
  readonly emitted: EmittedFiles;
  readonly files: readonly OutputFile[];
  /** What has to be said of the format. */
  readonly note: string | null;
}

/** Where a formula's module goes: `-o`, beside its source, or null for standard output. */
function targetOf(input: FormulaInput, command: CompileCommand): string | null {
  if (command.output !== undefined) return command.output;
  if (input.file === null || input.file === '<stdin>') return null;
  const beside = input.file.replace(/\.[^./\\]+$/, '') + formatFiles[command.format ?? 'esm'].ending;
  if (command.outdir === null) return command.beside ? beside : null;
  const { folder, base } = command.outdir;
  return path.join(folder, path.relative(base, beside));
}

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
  const isNamed = command.output !== undefined;
  const resolved = target === null ? null : path.resolve(streams.directory, target);
  const file = resolved === null || isNamed ? resolved : fileFor(resolved, command.format);
  const { format, isSaid, note } = formatOfFile(file, streams.directory, command.format, isNamed);
  const options: CompileOptions = { ...command.options(format), ...(input.file !== null && { file: input.file }) };
  const progress = createProgress(streams, input.text);
  const fileOptions = { ...options, onStage: progress.onStage };
  try {
    if (file === null) return { input, emitted: emit(input.text, fileOptions), files: [], note };
    const flags = command.recorded(format, isSaid);
    return { ...compileToFile(input, file, { ...command, flags }, fileOptions, streams), note };
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
  file: string,
  command: Pick<CompileCommand, 'declarations' | 'sourceMap' | 'output'> & { readonly flags: readonly string[] },
  options: FileOptions,
  streams: Streams,
): Omit<Compiled, 'note'> {
  const folder = path.dirname(file);
  const name = path.basename(file);
  const isText = input.file === null || input.file === '<stdin>';
  const source = isText ? 'formula' : slashes(path.relative(folder, path.resolve(streams.directory, input.file!)));
  const positional = isText ? ['--formula', input.text] : [source];
  const command_ = ['wengert', 'compile', ...positional, '-o', name, ...command.flags];
  const { declared, isMapped } = formatFiles[options.format ?? 'esm'];
  const emitted = emit(input.text, {
    ...options,
    banner: [command_.map(quote).join(' ')],
    isPassedBy: isMapped,
    ...(command.sourceMap &&
      isMapped && {
        map: { file: name, source },
        footer: `\n//# sourceMappingURL=${encodeURIComponent(name)}.map\n`,
      }),
  });
  const files: OutputFile[] = [];
  const stem = file.replace(/\.[^./\\]+$/, '');
  const add = (path_: string, text: string): void => {
    const shown = slashes(path.relative(streams.directory, path_)) || '.';
    files.push({ file: path_, shown, text, option: command.output === undefined ? null : '-o' });
  };
  if (emitted.map !== null) add(`${file}.map`, `${emitted.map}\n`);
  const { code } = emitted;
  const head = code.slice(0, code.indexOf('\n') + 1);
  if (command.declarations && emitted.declarations !== '')
    add(stem + declared(file.slice(stem.length)), `${head}${isMapped ? passedBy() : ''}\n${emitted.declarations}`);
  add(file, code);
  return { input, emitted, files };
}

/** @param json whether what is made is told as JSON; modules that go to no file are in it */
export function writeCompiled(
  compiled: readonly Compiled[],
  command: CompileCommand,
  json: boolean,
  streams: Streams,
): void {
  for (const { emitted, note } of compiled) {
    if (!json) reportWarnings(emitted.warnings, streams);
    if (note !== null) streams.say(`${note}\n`);
    for (const line of emitted.choice) streams.say(`${line}\n`);
  }
  writeFiles(
    compiled.flatMap(({ files }) => files),
    command.force,
  );
  if (json) streams.out(printJSON(asRecord(compiled)));
  else for (const { files, emitted } of compiled) if (files.length === 0) streams.out(emitted.code);
}

function asRecord(compiled: readonly Compiled[]) {
  const modules = compiled.map(({ input, files, emitted }) => ({
    formula: input.file,
    // The module first.
    files: files.map(({ shown }) => shown).reverse(),
    ...(files.length === 0 && { code: emitted.code }),
  }));
  return { modules, ...diagnosticsJSON(compiled.flatMap(({ emitted }) => emitted.warnings)) };
}
