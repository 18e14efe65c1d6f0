// What a plugin is given as its options, which are often JavaScript that no compiler has checked.

import { formulaError } from '../diagnostic.js';
import { type ExportName, exportNames } from '../emit/exports.js';
import { defaultLimits } from '../limits.js';
import type { CompileOptions } from '../options.js';
import { suggest } from '../suggest.js';

/** Options of every formula that a plugin compiles, where neither the formula nor its import says otherwise. */
export type PluginOptions = Pick<CompileOptions, 'emit' | 'wrt' | 'algebraic' | 'stable' | 'target' | 'limits'>;

const OPTIONS = ['emit', 'wrt', 'algebraic', 'stable', 'target', 'limits'];
const TARGETS = ['js', 'wasm', 'auto'];

/** Names in one text, as in a query. */
export const listed = (text: string): string[] => text.split(',').map(name => name.trim());

/** @throws FormulaError for what is no option, or no value of one. */
export function checkConfiguration(given: unknown): PluginOptions {
  if (given === undefined) return {};
  if (typeof given !== 'object' || given === null) throw wrongOption(`options are an object, got ${typeof given}`);
  const options = given as Record<string, unknown>;
  checkNames(options, OPTIONS, 'option');
  const { emit, wrt, target, limits } = options;
  for (const [name, list] of Object.entries({ emit, wrt })) {
    const isList = Array.isArray(list) && list.every(element => typeof element === 'string');
    if (list !== undefined && typeof list !== 'string' && !isList)
      throw wrongOption(`'${name}' is a list of names`, `for example ['${name === 'emit' ? 'hessian' : 'x'}']`);
  }
  // `emit: 'value, hessian'` as in a query.
  const names = (list: unknown) => (typeof list === 'string' ? listed(list) : (list as string[]));
  const emitted = emit === undefined ? undefined : names(emit);
  if (emitted !== undefined) checkNames(Object.fromEntries(emitted.map(name => [name, true])), exportNames, 'function');
  for (const name of ['algebraic', 'stable']) {
    if (options[name] !== undefined && typeof options[name] !== 'boolean')
      throw wrongOption(`'${name}' is true or false`);
  }
  if (target !== undefined && !TARGETS.includes(target as string))
    throw wrongOption(`unknown target '${target}'`, `targets are ${TARGETS.map(name => `'${name}'`).join(', ')}`);
  if (limits !== undefined) {
    if (typeof limits !== 'object' || limits === null) throw wrongOption("'limits' is an object of numbers");
    checkNames(limits, Object.keys(defaultLimits), 'limit');
  }
  return {
    ...(options as PluginOptions),
    ...(emitted !== undefined && { emit: emitted as ExportName[] }),
    ...(wrt !== undefined && { wrt: names(wrt) }),
  };
}

function checkNames(given: object, known: readonly string[], what: string): void {
  for (const name of Object.keys(given)) {
    if (known.includes(name)) continue;
    const near = suggest(name, known);
    throw wrongOption(
      `there is no ${what} '${name}'`,
      near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`,
    );
  }
}

const wrongOption = (message: string, help?: string) => formulaError('WG602', `plugin wengert: ${message}`, help);
