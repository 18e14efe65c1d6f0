// `--at x=1`, `--at point.json`: the values of inputs.

import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  type DifferentiatedModel,
  fixedInputs,
  type Input,
  type Model,
  nested,
  type Shape,
} from '../../lower/model.js';
import { constants } from '../../lower/scope.js';
import { describeShape } from '../../lower/tensor.js';
import { constantElsewhere } from '../../parse/elsewhere.js';
import { suggest } from '../../suggest.js';
import { fileError, usageError } from '../terminal/failure.js';
import type { Streams } from '../terminal/streams.js';
import { inputsOf, type Sizes } from './written-out.js';

const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['-pi', -Math.PI],
  ['e', Math.E],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['NaN', Number.NaN],
]);

/** What an input is that stands after the wrong flag. */
const OTHERWISE: Readonly<Record<string, string>> = { '--start': 'not varied', '--at': 'varied' };

/** An argument of an emitted function. */
export type ArgumentValue = number | Float64Array;

/** Values of all inputs. */
export interface Point {
  /** By element, in the order of the model's inputs; of columns row by row. */
  readonly values: readonly number[];
  /** Lengths that the columns have, by dimension. */
  readonly sizes: Sizes;
}

/** A point as the arguments of emitted functions that take inputs first; what says which rows is left out. */
export const argumentsAt = (model: Pick<Model, 'inputs'>, { values, sizes }: Point): ArgumentValue[] =>
  toArguments(inputsOf(model, sizes), values);

/** Values by element as the arguments of emitted functions. */
export function toArguments(
  items: readonly Pick<Input, 'shape' | 'nodes'>[],
  flat: readonly number[],
): ArgumentValue[] {
  let next = 0;
  return items.map(({ shape, nodes }) => {
    const values = flat.slice(next, next + nodes.length);
    next += nodes.length;
    return shape.length === 0 ? values[0]! : Float64Array.from(values);
  });
}

/**
 * The point that settings say, with starts and defaults where none is given.
 * @throws FormulaError
 */
export function readPoint(model: Model, settings: readonly string[], streams: Streams): Point {
  return pointOf(model, [{ flag: '--at', settings, inputs: model.inputs }], streams);
}

/**
 * The same where what is varied starts somewhere, and all else is what it is.
 * @throws FormulaError
 */
export function readStart(
  model: DifferentiatedModel,
  starts: readonly string[],
  settings: readonly string[],
  streams: Streams,
): Point {
  const asked = [
    { flag: '--start', settings: starts.flatMap(separated), inputs: model.wrt },
    { flag: '--at', settings, inputs: fixedInputs(model) },
  ];
  return pointOf(model, asked, streams);
}

/** `a=1,b=2` are two settings, `v=[1,2]` is one. */
const separated = (setting: string): string[] => setting.split(/,(?=\s*[\p{L}_$][\p{L}\p{N}_$]*\s*=)/u);

/** Settings of some inputs, by the flag that they are written after. */
interface Asked {
  readonly flag: string;
  readonly settings: readonly string[];
  readonly inputs: readonly Input[];
}

function pointOf(model: Model, asked: readonly Asked[], streams: Streams): Point {
  const given = new Map<string, readonly number[]>();
  const flags = new Map<string, string>();
  for (const { flag, settings, inputs } of asked) {
    const byName = new Map(inputs.map(input => [input.name, input]));
    for (const { name } of inputs) flags.set(name, flag);
    for (const setting of settings) {
      for (const [name, value] of entriesOf(flag, setting, streams)) {
        const other = asked.find(of => of.flag !== flag && of.inputs.some(input => input.name === name));
        if (other !== undefined)
          throw usageError(`${flag} ${name}: it is ${OTHERWISE[flag]}`, `write ${other.flag} ${name}=1`);
        const input = byName.get(name) ?? refuseName(byName, flag, name);
        given.set(name, elementsOf(input, value, `${flag} ${name}`));
      }
    }
  }
  const missing = model.inputs.filter(
    input => !given.has(input.name) && (input.initial === null || input.rows !== null),
  );
  if (missing.length > 0) {
    throw usageError(
      `needs ${missing.map(({ name }) => name).join(', ')}: ${missing.map((input, i) => example(flags.get(input.name)!, input, i)).join(' ')}`,
    );
  }
  const valuesOf = (input: Input): readonly number[] => given.get(input.name) ?? input.initial!;
  const values: number[] = [];
  for (const input of model.inputs) for (const value of valuesOf(input)) values.push(value);
  return { values, sizes: sizesOf(model, valuesOf, flags) };
}

/** How long the dimensions are, which all columns along one have to agree on, and what positions and ranges need. */
function sizesOf(
  { inputs, dimensions }: Model,
  valuesOf: (input: Input) => readonly number[],
  flags: ReadonlyMap<string, string>,
): Sizes {
  const sizes: number[] = [];
  for (const [dimension, { size }] of dimensions.entries()) if (size !== undefined) sizes[dimension] = size;
  const first: Input[] = [];
  for (const input of inputs) {
    const { rows, nodes, name } = input;
    if (rows === null) continue;
    const length = valuesOf(input).length / nodes.length;
    first[rows] ??= input;
    sizes[rows] ??= length;
    if (sizes[rows] !== length)
      throw usageError(
        `${flags.get(name)} ${name}: it has ${counted(length, input)} where ${first[rows]!.name} has ${sizes[rows]}`,
        'what has the same size is of the same length',
      );
    const { name: size, least } = dimensions[rows]!;
    if (length < least)
      throw usageError(`${flags.get(name)} ${name}: ${size} must be at least ${least}, got ${length}`);
  }
  return sizes;
}

function counted(count: number, { role }: Input): string {
  const [one, many] = role === 'data' ? ['row', 'rows'] : ['entry', 'entries'];
  return `${count} ${count === 1 ? one : many}`;
}

/** What to write for a missing input. */
function example(flag: string, { name, shape, nodes, rows, role }: Input, i: number): string {
  if (rows !== null) {
    const row = shape.length === 0 ? '1' : nodes.length > 6 ? '[…]' : JSON.stringify(new Array(nodes.length).fill(1));
    return `${flag} '${name}=[${row},${row}]' (${role === 'data' ? 'a row' : 'an entry'} after another)`;
  }
  if (shape.length === 0) return `${flag} ${name}=${i + 1}`;
  if (nodes.length > 6) return `${flag} '${name}=[…]' (${describeShape(shape)})`;
  return `${flag} '${name}=${JSON.stringify(nested(shape, new Array<number>(nodes.length).fill(1)))}'`;
}

function entriesOf(flag: string, setting: string, streams: Streams): [string, unknown][] {
  const equals = setting.indexOf('=');
  if (equals > 0) return [[setting.slice(0, equals).trim(), readValue(setting, setting.slice(equals + 1).trim())]];
  const file = path.resolve(streams.directory, setting);
  if (!existsSync(file))
    throw usageError(`${flag} ${setting} is neither name=value nor a file`, `write ${flag} x=1 or ${flag} point.json`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw fileError(`'${setting}' is not JSON`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw fileError(`'${setting}' does not hold an object such as {"x": 1}`);
  }
  return Object.entries(parsed);
}

/** A number, or nested arrays as JSON. */
function readValue(where: string, text: string): unknown {
  if (!text.startsWith('[')) return text;
  try {
    return JSON.parse(text.replace(/-?\b(NaN|Infinity)\b/g, '"$&"').replace(/;/g, '],['));
  } catch {
    throw usageError(`${where} is not an array of numbers`, "write --at 'x=[1,2]', --at 'A=[[1,2],[3,4]]'");
  }
}

/** The elements of an input, from a number or from nested arrays of its shape. */
function elementsOf(input: Input, value: unknown, where: string): number[] {
  if (input.rows !== null) return columnOf(input, value, where);
  const { shape, nodes } = input;
  const [rows, width] = shape;
  if (rows === undefined || !Array.isArray(value)) {
    if (rows !== undefined) throw wrongShape(where, shape);
    if (Array.isArray(value)) throw usageError(`${where}: a number is wanted, not an array`);
    return [readNumber(where, value)];
  }
  const flat = width === undefined ? value : value.flat();
  const fits =
    value.length === rows && (width === undefined || value.every(row => Array.isArray(row) && row.length === width));
  if (!fits || flat.length !== nodes.length) throw wrongShape(where, shape);
  return flat.map(item => readNumber(where, item));
}

/** What is as long as is known at run time: a number for each row or entry, or an array of them. */
function columnOf(input: Input, value: unknown, where: string): number[] {
  const { shape, nodes, role, axis } = input;
  if (axis === 1) return acrossOf(input, value, where);
  const isScalar = shape.length === 0;
  const each = isScalar ? 'a number' : `${nodes.length} numbers`;
  const help = isScalar ? "write --at 'y=[0,1]'" : "write --at 'x=[[1,2],[3,4]]', a row after another";
  const [what, entry] = role === 'data' ? ['a column', 'row'] : ['it', 'entry'];
  // As the functions take it.
  const isFlat = Array.isArray(value) && !isScalar && value.length % nodes.length === 0 && !value.some(Array.isArray);
  if (isFlat) return value.map(number => readNumber(where, number));
  if (!Array.isArray(value)) throw usageError(`${where}: ${what} is an array with ${each} for each ${entry}`, help);
  const flat: number[] = [];
  for (const [i, row] of value.entries()) {
    const numbers: unknown[] = Array.isArray(row) ? row.flat(Number.POSITIVE_INFINITY) : [row];
    if (Array.isArray(row) === isScalar || numbers.length !== nodes.length)
      throw usageError(`${where}: ${entry} ${i + 1} is not ${each}`, help);
    for (const number of numbers) flat.push(readNumber(`${where}, ${entry} ${i + 1}`, number));
  }
  return flat;
}

/** A matrix whose rows are as long as is known at run time. */
function acrossOf({ nodes }: Input, value: unknown, where: string): number[] {
  const rows: unknown[] = Array.isArray(value) ? value : [];
  const length = Array.isArray(rows[0]) ? rows[0].length : 0;
  if (rows.length !== nodes.length || !rows.every(row => Array.isArray(row) && row.length === length))
    throw usageError(`${where}: it is ${nodes.length} arrays of equal length`, "write --at 'A=[[1,2,3],[4,5,6]]'");
  return rows.flat().map(item => readNumber(where, item));
}

function wrongShape(where: string, shape: Shape) {
  const [rows, width] = shape;
  const what = width === undefined ? `an array of ${rows} numbers` : `${rows} arrays of ${width} numbers`;
  return usageError(`${where}: a ${describeShape(shape)} is ${what}`, "write --at 'x=[1,2]', --at 'A=[[1,2],[3,4]]'");
}

function readNumber(where: string, value: unknown): number {
  if (typeof value === 'number') return value;
  const text = String(value);
  const named = NUMBERS.get(text);
  if (named !== undefined) return named;
  const number = Number(text);
  if (text.trim() === '' || Number.isNaN(number))
    throw usageError(`${where}: '${text}' is not a number`, numberHelp(where, text));
  return number;
}

/** What to write for several settings in one, for a decimal comma, and for a constant of other languages. */
function numberHelp(where: string, text: string): string | undefined {
  const [flag] = where.split(' ');
  const [first, ...others] = separated(`${where.slice(flag!.length + 1)}=${text}`);
  if (others.length > 0) return `write ${[first, ...others].map(setting => `${flag} ${setting!.trim()}`).join(' ')}`;
  if (/^-?\d+,\d+$/.test(text)) return `write ${text.replace(',', '.')}, an array is '[1,2]'`;
  const constant = constantElsewhere(text.replace(/^-/, ''));
  return constant === undefined ? undefined : `write ${text.startsWith('-') ? '-' : ''}${constant}`;
}

function refuseName(inputs: ReadonlyMap<string, Input>, flag: string, name: string): never {
  if (constants.has(name))
    throw usageError(`'${name}' is a constant and cannot be set`, `declare 'input ${name}' in the formula`);
  const near = suggest(name, inputs.keys());
  const help = near
    ? `did you mean '${near}'?`
    : inputs.size > 0
      ? `the inputs are ${[...inputs.keys()].join(', ')}`
      : 'the formula has no inputs';
  throw usageError(`${flag} ${name}: the formula has no input '${name}'`, help);
}
