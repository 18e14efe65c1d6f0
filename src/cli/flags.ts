// Options as commander reads them, and what they mean to the compiler.

import { InvalidArgumentError } from 'commander';
import { defaultLimits, type Limits } from '../limits.js';
import type { CompileOptions } from '../options.js';
import { suggest } from '../suggest.js';

export interface Flags {
  formula?: string;
  wrt?: string[];
  emit?: string[];
  algebraic?: boolean;
  stable?: boolean;
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
  adjoint?: boolean;
  samples?: number;
  orders?: readonly number[];
  family?: string;
  n?: readonly number[];
  csv?: boolean;
  svg?: string;
  html?: string;
}

export const names = (text: string): string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
export function collect(value: string, before: string[] = []): string[] {
  before.push(value);
  return before;
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is wanted');
  return Number(text);
}

/** `3` or `1..20`. */
export function wholeRange(text: string): number[] {
  const [, first, last] = /^(\d+)(?:\.\.(\d+))?$/.exec(text) ?? [];
  if (first === undefined) throw new InvalidArgumentError('a whole number or a range such as 1..20 is wanted');
  const length = Number(last ?? first) - Number(first) + 1;
  if (length < 1) throw new InvalidArgumentError('the range is empty');
  if (length > MOST_IN_RANGE) throw new InvalidArgumentError(`a range has at most ${MOST_IN_RANGE} numbers`);
  return Array.from({ length }, (_, i) => Number(first) + i);
}

const MOST_IN_RANGE = 1000;

export function collectLimit(text: string, before: Partial<Limits> = {}): Partial<Limits> {
  const [name = '', value = ''] = text.split('=');
  if (!(name in defaultLimits)) {
    const near = suggest(name, Object.keys(defaultLimits));
    throw new InvalidArgumentError(
      near === undefined ? `the limits are ${Object.keys(defaultLimits).join(', ')}` : `did you mean '${near}'?`,
    );
  }
  return { ...before, [name]: wholeNumber(value) };
}

export function optionsOf(flags: Flags): CompileOptions {
  return {
    ...(flags.wrt && { wrt: flags.wrt }),
    // Names are checked against the table when the exports are resolved.
    ...(flags.emit && { emit: flags.emit as NonNullable<CompileOptions['emit']> }),
    ...(flags.algebraic && { algebraic: true }),
    ...(flags.stable && { stable: true }),
    ...(flags.limit && { limits: flags.limit }),
    ...(flags.format && { format: flags.format }),
    ...(flags.name && { name: flags.name }),
    ...(flags.target && { target: flags.target }),
  };
}

/** Flags that change the module, as they are recorded in it. */
export function recorded(flags: Flags): string[] {
  return [
    ...(flags.wrt ? ['--wrt', flags.wrt.join(',')] : []),
    ...(flags.emit ? ['--emit', flags.emit.join(',')] : []),
    ...(flags.algebraic ? ['--algebraic'] : []),
    ...(flags.stable ? ['--stable'] : []),
    ...(flags.format && flags.format !== 'esm' ? ['--format', flags.format] : []),
    ...(flags.format === 'iife' ? ['--name', flags.name ?? 'formula'] : []),
    ...Object.entries(flags.limit ?? {}).flatMap(([name, value]) => ['--limit', `${name}=${value}`]),
    ...(flags.target ? ['--target', flags.target] : []),
    ...(flags.dts === false ? ['--no-dts'] : []),
    ...(flags.sourceMap === false ? ['--no-source-map'] : []),
  ];
}
