// The functions of a formula as code of the engine's own and interpreted, and whether calls of both come to the same.

import { vi } from 'vitest';
import { exportNames } from '../../src/exports/table.js';
import {
  type Compiled,
  type CompileOptions,
  compile,
  type ExportName,
  type Formula,
  FormulaError,
} from '../../src/index.js';
import { forbidCode } from './forbidden.js';

// biome-ignore lint/suspicious/noExplicitAny: what formulas have as arguments is as different as they are
export type Callable = (...values: any[]) => any;

export interface BothWays {
  readonly generated: Compiled;
  readonly interpreted: Compiled;
  /** Functions, patterns among them, that the program has. */
  readonly names: readonly ExportName[];
}

/** @param wanted the functions that are asked for */
export function bothWays(
  formula: Formula,
  wanted: readonly ExportName[] = exportNames,
  options: CompileOptions = {},
): BothWays {
  const generated = compile(formula, options);
  const interpreted = compile(formula, options);
  const names = wanted.filter(name => isThere(generated, name));
  try {
    forbidCode();
    // Each is made when it is first asked for.
    for (const name of names) void interpreted[name];
  } finally {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  }
  return { generated, interpreted, names };
}

function isThere(compiled: Compiled, name: ExportName): boolean {
  try {
    return compiled[name] !== undefined;
  } catch (error) {
    if (error instanceof FormulaError) return false;
    throw error;
  }
}

/** What a call gives back, or what it throws, and what it has written to its arguments. */
export function outcomeOf(call: Callable, values: readonly unknown[]): unknown {
  const given = structuredClone(values);
  try {
    const result = call(...given);
    // A function that 'bindPacked' has made.
    if (typeof result === 'function')
      return [
        [],
        [[0.5, 2]],
        [
          [0.5, 2],
          [0, 0],
        ],
      ].map(theta => outcomeOf(result, theta));
    return { result, given };
  } catch (error) {
    return { thrown: String(error), fields: { ...(error as object) }, given };
  }
}

/** What `evaluate` takes, or `bindPacked`, of the values of all inputs. */
export function pointFor(name: ExportName, { inputs, wrt }: Compiled, values: Readonly<Record<string, unknown>>) {
  const free = new Set(name === 'bindPacked' ? wrt.map(of => of.name) : []);
  const taken = inputs.filter(of => !free.has(of.name));
  return Object.fromEntries(
    taken.map(({ name, shape, role }) => {
      const value = values[name];
      const [rows, width] = shape;
      if (role === 'data' || typeof rows !== 'number' || typeof width !== 'number') return [name, value];
      const flat = value as ArrayLike<number>;
      const nested = Array.from({ length: rows }, (_, i) => Array.from(flat).slice(i * width, (i + 1) * width));
      return [name, nested];
    }),
  );
}

/** Arguments of a function by the names that its text has; those that are not known are found out by what it says of them. */
export function argumentsOf(call: Callable, known: Readonly<Record<string, unknown>>): unknown[] {
  const [, list] = /\(([\s\S]*?)\) \{/.exec(String(call))!;
  const names = list!.split(/,\s*(?![^()]*\))/).map(of => of.replace(/ =[\s\S]*/, ''));
  const values = names.map(name => known[name]);
  for (let turn = 0; turn < names.length; turn++) {
    const outcome = outcomeOf(call, values) as { thrown?: string };
    const [, name, length] = /: (\w+) must be (?:a number|an array of length (\d+))/.exec(outcome.thrown ?? '') ?? [];
    const at = names.indexOf(name ?? '');
    if (at === -1) break;
    values[at] = length === undefined ? 0.75 - 0.5 * at : Float64Array.from({ length: +length }, (_, i) => (i - 1) / 4);
  }
  return values;
}
