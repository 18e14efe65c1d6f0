// What the texts of options mean.

import { InvalidArgumentError } from 'commander';
import { defaultLimits, type Limits } from '../limits.js';
import { suggest } from '../suggest.js';

/** Names between commas, after those that were given before. */
export const names = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  ...text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== ''),
];

/** Names of columns, each of them once. */
export function columnNames(text: string, before: readonly string[] = []): string[] {
  const all = names(text, before);
  if (all.length === before.length) throw new InvalidArgumentError('names of columns are wanted');
  const twice = all.find((name, i) => all.indexOf(name) < i);
  if (twice !== undefined) throw new InvalidArgumentError(`'${twice}' is there twice`);
  return all;
}

export function finiteNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) throw new InvalidArgumentError('a number is wanted');
  return number;
}

export function collect(value: string, before: string[] = []): string[] {
  before.push(value);
  return before;
}

export function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('a whole number is wanted');
  return Number(text);
}

export function countNumber(text: string): number {
  const count = wholeNumber(text);
  if (count === 0) throw new InvalidArgumentError('a whole number from 1 is wanted');
  return count;
}

export function positiveNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !(number > 0 && number < Number.POSITIVE_INFINITY))
    throw new InvalidArgumentError('a number above 0 is wanted');
  return number;
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

/** `x=9`: the length of an array. */
export function collectLength(text: string, before: Readonly<Record<string, number>> = {}): Record<string, number> {
  const [, name, length] = /^([\p{L}_$][\p{L}\p{N}_$]*)=(\d+)$/u.exec(text) ?? [];
  if (name === undefined || Number(length) === 0) throw new InvalidArgumentError("it is written 'x=9'");
  return { ...before, [name]: Number(length) };
}
