// What a positional argument means: a file, a pattern of files, standard input, or a formula.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beginsTeX } from '../../parse/latex.js';
import { suggest } from '../../suggest.js';
import { fileError, usageError } from '../terminal/failure.js';
import type { Streams } from '../terminal/streams.js';

export interface FormulaInput {
  readonly text: string;
  /** File name as given, null for text from the command line; `-` is named `<stdin>`. */
  readonly file: string | null;
  /** True where a pattern found the file. */
  readonly matched?: true;
}

const EXTENSION = /\.(formula|wengert|tex|txt|md|js|json|csv)$/i;

/** `model.formula` and `./x` look like paths; `x/y` and `a.*b` do not. */
function looksLikePath(text: string): boolean {
  // A file of that name would have an extension.
  if (text.startsWith('\\') && !EXTENSION.test(text) && beginsTeX(text, 0, true)) return false;
  return !/[\s()=;]/.test(text) && (EXTENSION.test(text) || /^(\.{1,2}|~)?[/\\]/.test(text));
}

const WILDCARD = /[*?{[]/;

/** `src/*.formula`; a character alone does not make a pattern of what is no path. */
export const isPattern = (text: string): boolean => looksLikePath(text) && WILDCARD.test(text);

/** The folder that all files of a pattern are below. */
export function fixedFolder(pattern: string): string {
  const segments = pattern.split('/');
  const first = segments.findIndex(segment => WILDCARD.test(segment));
  return segments.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.');
}

/** The folder that all of what is named is below, whatever a pattern finds. */
export function commonFolder(positionals: readonly string[]): string {
  const folders = positionals.map(text =>
    path.normalize(isPattern(text) ? fixedFolder(text) : path.dirname(text)).split(path.sep),
  );
  const [first = ['.'], ...others] = folders.map(segments => segments.filter(segment => segment !== '.'));
  const shared = first.findIndex((segment, i) => others.some(other => other[i] !== segment));
  const common = shared < 0 ? first : first.slice(0, shared);
  return common.join(path.sep) || (first[0] === '' ? path.sep : '.');
}

export async function readInputs(
  positionals: readonly string[],
  formula: string | undefined,
  streams: Streams,
): Promise<FormulaInput[]> {
  if (formula !== undefined) {
    if (positionals.length > 0)
      throw usageError(`--formula and '${positionals[0]}' are both formulas`, 'give one of them');
    return [{ text: formula, file: null }];
  }
  if (positionals.length === 0) throw usageError('a formula or a file is missing', "for example: wengert 'sin(x)*y'");
  const inputs: FormulaInput[] = [];
  for (const positional of positionals) inputs.push(...(await readInput(positional, streams)));
  const text = inputs.find(input => input.file === null);
  if (text !== undefined && inputs.length > 1) {
    throw usageError(
      `'${text.text}' is not a file, and several inputs must all be files`,
      'give one formula, or quote it',
    );
  }
  return inputs;
}

/** For commands that take one formula. */
export async function readOneInput(
  positionals: readonly string[],
  formula: string | undefined,
  streams: Streams,
): Promise<FormulaInput> {
  const [first, ...more] = await readInputs(positionals, formula, streams);
  if (more.length > 0) throw usageError('this command takes one formula');
  return first!;
}

async function readInput(positional: string, streams: Streams): Promise<FormulaInput[]> {
  // The empty path would be the folder.
  if (positional.trim() === '') return [{ text: positional, file: null }];
  if (positional === '-') return [{ text: await streams.input(), file: '<stdin>' }];
  const file = path.resolve(streams.directory, positional);
  if (existsSync(file)) {
    if (statSync(file).isDirectory())
      throw fileError(`'${positional}' is a directory`, `quote a pattern: '${positional}/*.formula'`);
    return [{ text: readText(file, positional), file: positional }];
  }
  if (!looksLikePath(positional)) return [{ text: positional, file: null }];
  if (isPattern(positional)) {
    // Loaded when a pattern is given: a small command must start fast.
    const { glob } = await import('tinyglobby');
    const files = await glob(positional, {
      cwd: streams.directory,
      ignore: ['**/node_modules/**'],
      expandDirectories: false,
    });
    const found = files.sort();
    if (found.length === 0) throw fileError(`no file matches '${positional}'`);
    return found.map(name => ({
      text: readText(path.resolve(streams.directory, name), name),
      file: name,
      matched: true,
    }));
  }
  throw missing(positional, file);
}

function missing(positional: string, file: string) {
  const folder = path.dirname(file);
  const near = existsSync(folder) ? suggest(path.basename(file), readdirSync(folder)) : undefined;
  const help =
    near === undefined
      ? 'a formula that looks like a path needs --formula'
      : `did you mean '${path.join(path.dirname(positional), near)}'?`;
  return fileError(`there is no file '${positional}'`, help);
}

function readText(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fileError(`cannot read '${shown}': ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`);
  }
}
