// `--at x=1`, `--at point.json`: the values of inputs.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Model } from '../lower/model.js';
import { constants } from '../lower/scope.js';
import { suggest } from '../suggest.js';
import { fileError, usageError } from './errors.js';
import type { Streams } from './streams.js';

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['-pi', -Math.PI],
  ['e', Math.E],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
]);

/** Values in the order of the model's inputs; starts and defaults where none is given. @throws FormulaError */
export function readPoint(model: Model, settings: readonly string[], streams: Streams): number[] {
  const given = new Map<string, number>();
  for (const setting of settings) {
    for (const [name, value] of entriesOf(setting, streams)) {
      checkName(model, name);
      given.set(name, value);
    }
  }
  const missing = model.inputs
    .filter(input => !given.has(input.name) && input.initial === null)
    .map(input => input.name);
  if (missing.length > 0) {
    throw usageError(`needs ${missing.join(', ')}: ${missing.map((name, i) => `--at ${name}=${i + 1}`).join(' ')}`);
  }
  return model.inputs.map(input => given.get(input.name) ?? input.initial!);
}

function entriesOf(setting: string, streams: Streams): [string, number][] {
  const equals = setting.indexOf('=');
  if (equals > 0) return [[setting.slice(0, equals).trim(), readNumber(setting, setting.slice(equals + 1).trim())]];
  const file = path.resolve(streams.directory, setting);
  if (!existsSync(file))
    throw usageError(`--at ${setting} is neither name=value nor a file`, 'write --at x=1 or --at point.json');
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw fileError(`'${setting}' is not JSON`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw fileError(`'${setting}' does not hold an object such as {"x": 1}`);
  }
  return Object.entries(parsed).map(([name, value]) => [name, readNumber(`${name} in ${setting}`, value)]);
}

function readNumber(where: string, value: unknown): number {
  if (typeof value === 'number') return value;
  const text = String(value);
  const named = NUMBERS.get(text);
  if (named !== undefined) return named;
  if (/^\s*\[/.test(text)) throw usageError(`${where}: vectors and matrices are not supported yet`);
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number)) throw usageError(`${where}: '${text}' is not a number`);
  return number;
}

function checkName(model: Model, name: string): void {
  if (model.inputs.some(input => input.name === name)) return;
  const known = model.inputs.map(input => input.name);
  if (constants.has(name))
    throw usageError(`'${name}' is a constant and cannot be set`, `declare 'input ${name}' in the formula`);
  const near = suggest(name, known);
  const help = near
    ? `did you mean '${near}'?`
    : known.length > 0
      ? `the inputs are ${known.join(', ')}`
      : 'the formula has no inputs';
  throw usageError(`--at ${name}: the formula has no input '${name}'`, help);
}
