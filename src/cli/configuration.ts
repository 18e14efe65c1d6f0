// `wengert.config.js` or `.json`: options that a project wants every time. What the command line says counts for more.
//
//   { "target": "js", "compile": { "emit": ["value", "hessian"], "outdir": "dist" } }
//
// A setting is the long name of an option in camel case. What the compiler knows is at the top, for every command that has the
// option; all else, and what is for one command alone, is under the name of the command.

import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Command, InvalidArgumentError } from 'commander';
import { suggest } from '../suggest.js';
import { type AnyCommand, type OptionRow, type OptionRows, optionRows } from './command.js';
import { commonOptions, emit, target } from './shared-options.js';
import { fileError, usageError } from './terminal/failure.js';

export const configurationOptions = optionRows({
  config: { flags: '--config <file>', description: 'settings (default: wengert.config.js or .json of the project)' },
  noConfig: { flags: '--no-config', description: 'no settings but those of the command line' },
});

const NAMES = ['wengert.config.js', 'wengert.config.mjs', 'wengert.config.json'];

/** Options that are of one command, and are no settings. */
/** What settings of other tools name their files by. */
const FILES: readonly string[] = ['files', 'file', 'input', 'inputs', 'include', 'entry', 'src', 'models', 'formulas'];

const OF_ONE_COMMAND = ['formula', 'output', 'watch', 'check', 'force', 'json', 'quiet', 'color', 'config'];

/** What can be at the top: options that mean the same in every command that has them. */
const compilerOptions: OptionRows = (({ json: _, ...options }) => ({ ...options, emit, target: target('') }))(
  commonOptions,
);

type Settings = Readonly<Record<string, unknown>>;

/** Gives a command that has read its arguments the settings of the options that are not among these. */
export async function configure(
  command: Command,
  row: AnyCommand,
  rows: readonly AnyCommand[],
  directory: string,
): Promise<void> {
  if (Object.keys(row.options).length === 0) return;
  // Before the name of the command, or after it.
  const { config: named } = command.optsWithGlobals<{ config?: string | false }>();
  if (named === false) return;
  const file = named === undefined ? projectFile(directory) : path.resolve(directory, named);
  if (file === null) return;
  const shown = named ?? path.relative(directory, file);
  if (named !== undefined && !existsSync(file)) throw fileError(`there is no file '${shown}'`);
  const settings = checkedSettings(await readSettings(file, shown), rows, shown);
  const own = settings[row.name] as Settings | undefined;
  for (const [key, value] of Object.entries({ ...settings, ...own })) {
    const option = row.options[key];
    const isOther = own?.[key] === undefined && option?.flags !== compilerOptions[key]?.flags;
    if (option === undefined || isOther || command.getOptionValueSource(key) === 'cli') continue;
    const place = (text: string): string =>
      /<(?:file|folder)>$/.test(option.flags)
        ? path.relative(directory, path.resolve(path.dirname(file), text)) || '.'
        : text;
    command.setOptionValueWithSource(key, settingValue(option, value, place, `${shown}: ${key}`), 'config');
  }
}

/** In the folder or above it, up to that of the project's package.json; without one, in the folder alone. */
function projectFile(directory: string): string | null {
  const folders: string[] = [];
  for (let folder = path.resolve(directory); ; folder = path.dirname(folder)) {
    folders.push(folder);
    if (existsSync(path.join(folder, 'package.json'))) break;
    if (path.dirname(folder) === folder) {
      folders.length = 1;
      break;
    }
  }
  for (const folder of folders) {
    const found = NAMES.map(name => path.join(folder, name)).find(file => existsSync(file) && statSync(file).isFile());
    if (found !== undefined) return found;
  }
  return null;
}

async function readSettings(file: string, shown: string): Promise<unknown> {
  try {
    if (file.endsWith('.json')) return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
    // Node keeps modules; a process that reads them twice has to see the file as it is.
    const address = `${pathToFileURL(file).href}?${statSync(file).mtimeMs}`;
    const module = await import(address);
    return module.default;
  } catch (error) {
    throw fileError(`cannot read '${shown}': ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  }
}

const isRecord = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkedSettings(given: unknown, rows: readonly AnyCommand[], shown: string): Settings {
  if (!isRecord(given)) {
    const help = shown.endsWith('.json') ? '{ "target": "js" }' : "export default { target: 'js' };";
    throw usageError(`'${shown}' is no object of settings`, `for example: ${help}`);
  }
  const commands = rows.filter(({ options }) => Object.keys(options).length > 0);
  for (const [key, value] of Object.entries(given)) {
    const command = commands.find(row => row.name === key);
    const having = commands.filter(({ options }) => Object.hasOwn(options, key));
    if (
      command === undefined &&
      having.length > 0 &&
      !Object.hasOwn(compilerOptions, key) &&
      !OF_ONE_COMMAND.includes(key)
    )
      throw usageError(
        `'${shown}': '${key}' is a setting of ${having.map(({ name }) => name).join(', ')}`,
        `put it there: { "${having[0]!.name}": { "${key}": … } }`,
      );
    if (command === undefined)
      checkName(key, [...Object.keys(compilerOptions), ...commands.map(({ name }) => name)], shown);
    else if (!isRecord(value)) throw usageError(`'${shown}': '${key}' is an object of the options of that command`);
    else for (const name of Object.keys(value)) checkName(name, Object.keys(command.options), `${shown}: ${key}`);
  }
  return given;
}

function checkName(name: string, known: readonly string[], where: string): void {
  if (OF_ONE_COMMAND.includes(name))
    throw usageError(`'${where}': '${name}' is an option of one run, and no setting`, 'give it on the command line');
  if (known.includes(name)) return;
  const camel = name.replace(/^-+/, '').replace(/-(\w)/g, (_dash, letter: string) => letter.toUpperCase());
  const near = known.includes(camel) ? camel : suggest(name, known);
  const help =
    near !== undefined
      ? `did you mean '${near}'?`
      : FILES.includes(name)
        ? `formulas are named on the command line: wengert 'src/**/*.formula'`
        : `the settings are ${known.filter(other => !OF_ONE_COMMAND.includes(other)).join(', ')}`;
  throw usageError(`'${where}' has no setting '${name}'`, help);
}

/** The value that an option has where its setting were written on the command line. */
function settingValue(option: OptionRow, given: unknown, place: (text: string) => string, where: string): unknown {
  if (!option.flags.includes('<')) {
    if (typeof given === 'boolean') return given;
    throw usageError(`${where} is true or false`);
  }
  let value: unknown;
  for (const text of textsOf(given, where)) {
    if (option.choices !== undefined && !option.choices.includes(text))
      throw usageError(`${where}: '${text}' is none of ${option.choices.join(', ')}`);
    try {
      // As commander calls it: what it has returned before comes along.
      value = option.read === undefined ? place(text) : option.read(place(text), value as never);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw usageError(`${where}: '${text}': ${error.message}`);
    }
  }
  return value;
}

/** `["x=1"]`, and `{ x: 1 }` of options that take names with values. */
function textsOf(given: unknown, where: string): string[] {
  if (typeof given === 'string' || typeof given === 'number') return [String(given)];
  const texts = Array.isArray(given)
    ? given
    : isRecord(given)
      ? Object.entries(given).map(
          ([name, value]) => `${name}=${typeof value === 'object' ? JSON.stringify(value) : value}`,
        )
      : null;
  if (texts === null || texts.some(text => typeof text !== 'string' && typeof text !== 'number'))
    throw usageError(`${where} is a text, a number, a list or an object of them`);
  return texts.map(String);
}
