// A compiled formula as what is minimised: parameters by name, inputs that stay what they are, columns of data.

import type { EmittedFunction } from '../exports/table.js';
import { noBounds } from './bounds.js';
import { type Constraining, constrained } from './constrained/subject.js';
import { describe, flatten, nested, type Shaped, sizeOf } from './elements.js';
import type { Answer, Request } from './problem.js';
import { checkSubject, type Named, type Subject } from './subject.js';
import { createTrials, nothingOf } from './trials.js';

/** What is used of a compiled formula; modules that are emitted have it, too. */
export interface Differentiable extends Constraining {
  readonly inputs: readonly (Shaped & { readonly role: string; readonly default?: unknown })[];
  readonly wrt: readonly (Shaped & { readonly start?: unknown; readonly lower?: unknown; readonly upper?: unknown })[];
  readonly sense: 'minimize' | 'maximize' | null;
  readonly valueAndGradient: EmittedFunction;
  readonly hessian?: EmittedFunction;
  readonly hvp?: EmittedFunction;
  readonly lagrangianGradient?: EmittedFunction;
  /** The named statements, where that function is. */
  readonly statements?: readonly (Shaped & { readonly offset: number })[];
  /** What was compiled. */
  readonly formula?: unknown;
}

/** What a formula is given beside its own starts, bounds and defaults. */
export interface Given {
  readonly start?: unknown;
  readonly lower?: unknown;
  readonly upper?: unknown;
  readonly at?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** @throws TypeError, RangeError */
export function formulaSubject(formula: Differentiable, given: Given, call: string): Subject {
  const { inputs, wrt } = formula;
  const places = placesOf(wrt, startsOf(wrt, given.start, call));
  const count = places.reduce((total, { values }) => total + values.length, 0);
  const start = new Float64Array(count);
  const bounds = noBounds(count);
  for (const place of places) start.set(place.values, place.offset);
  fillBounds(bounds.lower, places, 'lower', given.lower, call);
  fillBounds(bounds.upper, places, 'upper', given.upper, call);
  const byName = new Map(places.map(place => [place.name, place]));
  const fixed = fixedOf(formula, given, call);
  const rows = rowsOf(formula, fixed, call);
  const hasData = inputs.some(({ role }) => role === 'data');

  const slices = (theta: Float64Array): (number | Float64Array)[] =>
    inputs.flatMap(input => {
      const place = byName.get(input.name);
      return place === undefined
        ? []
        : [argument(input, theta.subarray(place.offset, place.offset + place.values.length))];
    });
  /** Arguments of an emitted function, of all rows or of those that are meant. */
  const argumentsAt = (theta: Float64Array, chosen: Uint32Array | undefined): unknown[] => {
    const varied = slices(theta);
    let next = 0;
    const all: unknown[] = inputs.map(input => {
      if (byName.has(input.name)) return varied[next++];
      const values = fixed.get(input.name)!;
      if (input.role !== 'data') return argument(input, values);
      return chosen === undefined ? values : gathered(values, chosen, sizeOf(input)!);
    });
    if (hasData) all.push(undefined, undefined);
    return all;
  };

  function answered({ theta, wants, direction, free, rows: chosen }: Request): Answer {
    const all = argumentsAt(theta, chosen);
    if (wants === 'lagrangian') {
      const lagrangian = formula.lagrangianGradient!(...all, free!.z, free!.lambda) as Float64Array;
      return { value: Number.NaN, lagrangian };
    }
    const gradient = new Float64Array(count);
    if (wants === 'product') {
      const product = formula.hvp!(...all, ...slices(direction!), new Float64Array(count)) as Float64Array;
      return { value: Number.NaN, product };
    }
    const value = formula.valueAndGradient(...all, gradient) as number;
    if (wants !== 'hessian') return { value, gradient };
    return { value, gradient, hessian: formula.hessian!(...all, new Float64Array(count * count)) as Float64Array };
  }
  const trials = createTrials();
  const nothing = (): Answer => ({
    value: Number.NaN,
    gradient: nothingOf(count),
    hessian: nothingOf(count * count),
    product: nothingOf(count),
  });
  const held = constrained(formula, theta => argumentsAt(theta, undefined), { start, bounds }, call);
  const subject: Subject = {
    ...(held !== null && { constrained: held }),
    start,
    bounds,
    rows,
    hasHessian: 'hessian' in formula && 'hvp' in formula,
    affordsHessian: () => affordsHessian(formula),
    variables: () => variablesOf(formula),
    answer: request => trials(() => answered(request), nothing),
    named(theta): Named {
      return Object.fromEntries(
        places.map(place => [place.name, nested(place, theta.slice(place.offset, place.offset + place.values.length))]),
      );
    },
  };
  checkSubject(subject, i => `${call}: ${places.findLast(({ offset }) => offset <= i)!.name}`);
  return subject;
}

/** Members of what is compiled are made when they are asked for, which may say that they cannot be. */
function variablesOf(formula: Differentiable): number {
  if (!('lagrangianGradient' in formula) || formula.lagrangianGradient === undefined) return 0;
  return (formula.statements ?? []).reduce((total, of) => total + (sizeOf(of) ?? 0), 0);
}

/** Texts beyond this length may be programs whose second derivatives take minutes to make. */
const LONG = 20_000;

function affordsHessian(formula: Differentiable): boolean {
  if (!('hessian' in formula) || (typeof formula.formula === 'string' && formula.formula.length > LONG)) return false;
  try {
    // Members of what is compiled are made when they are asked for.
    return formula.hessian !== undefined;
  } catch {
    // It reaches a limit, or is too large to run. Whatever else is wrong, the gradient will say.
    return false;
  }
}

const argument = ({ shape }: Shaped, values: Float64Array): number | Float64Array =>
  shape.length === 0 ? values[0]! : values;

interface Place extends Shaped {
  readonly offset: number;
  readonly values: Float64Array;
  readonly lower?: unknown;
  readonly upper?: unknown;
}

function placesOf(wrt: Differentiable['wrt'], values: readonly Float64Array[]): Place[] {
  let next = 0;
  return wrt.map((input, i) => {
    const place = { ...input, offset: next, values: values[i]! };
    next += values[i]!.length;
    return place;
  });
}

function startsOf(wrt: Differentiable['wrt'], given: unknown, call: string): Float64Array[] {
  if (Array.isArray(given) || ArrayBuffer.isView(given)) return cut(wrt, flatten(given, `${call}: start`), call);
  const byName = recordOf(given, wrt, `${call}: start`);
  return wrt.map(input => {
    const value = byName.get(input.name) ?? input.start;
    const example = input.shape.length === 0 ? '1' : '[…]';
    if (value === undefined)
      throw new TypeError(`${call}: ${input.name} needs a start: start: { ${input.name}: ${example} }`);
    return spread(input, value, `${call}: start of ${input.name}`);
  });
}

/** All parameters in one array: those of a size that is not known get what is left. */
function cut(wrt: Differentiable['wrt'], flat: Float64Array, call: string): Float64Array[] {
  const sizes = wrt.map(sizeOf);
  const known = sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
  const unknown = sizes.filter(size => size === null).length;
  if (unknown > 1 || (unknown === 0 ? flat.length !== known : flat.length < known)) {
    const names = wrt.map(({ name, shape }) => (shape.length > 0 ? `${name}[${shape}]` : name)).join(', ');
    throw new TypeError(`${call}: start must have the numbers of ${names}, got ${describe(flat)}`);
  }
  let next = 0;
  return sizes.map(size => {
    const length = size ?? flat.length - known;
    next += length;
    return flat.slice(next - length, next);
  });
}

/** Values of one input; one number stands for all. @throws TypeError */
function spread(input: Shaped, value: unknown, where: string): Float64Array {
  const size = sizeOf(input);
  if (typeof value === 'number' && size !== null) return new Float64Array(size).fill(value);
  const flat = flatten(value, where);
  const width = widthOf(input);
  if (size === null ? flat.length % width !== 0 || typeof value === 'number' : flat.length !== size) {
    const wanted = size === 1 && input.shape.length === 0 ? 'a number' : `the numbers of ${input.name}[${input.shape}]`;
    throw new TypeError(`${where} must be ${wanted}, got ${describe(value)}`);
  }
  return flat.slice();
}

const widthOf = ({ shape }: Shaped): number =>
  shape.reduce<number>((width, extent) => (typeof extent === 'number' ? width * extent : width), 1);

function fillBounds(
  target: Float64Array,
  places: readonly Place[],
  side: 'lower' | 'upper',
  given: unknown,
  call: string,
): void {
  const isFlat = Array.isArray(given) || ArrayBuffer.isView(given);
  if (isFlat) {
    const flat = flatten(given, `${call}: ${side}`);
    if (flat.length !== target.length)
      throw new TypeError(`${call}: ${side} must have ${target.length} numbers, got ${describe(given)}`);
    target.set(flat);
    return;
  }
  if (typeof given === 'number') {
    target.fill(given);
    return;
  }
  const byName = recordOf(given, places, `${call}: ${side}`);
  for (const place of places) {
    const value = byName.get(place.name) ?? place[side];
    if (value === undefined) continue;
    const { length } = place.values;
    const where = `${call}: ${side} of ${place.name}`;
    target.set(spread({ name: place.name, shape: [length] }, value, where), place.offset);
  }
}

/** @throws TypeError for a name that is none of them */
function recordOf(given: unknown, items: readonly Shaped[], where: string): Map<string, unknown> {
  if (given === undefined || given === null) return new Map();
  if (typeof given !== 'object')
    throw new TypeError(`${where} must be an object by name or an array, got ${describe(given)}`);
  const known = new Set(items.map(({ name }) => name));
  for (const name of Object.keys(given))
    if (!known.has(name))
      throw new TypeError(`${where}: unknown name '${name}'; there are ${[...known].join(', ') || 'none'}`);
  return new Map(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** Inputs that are not varied, and columns, by name. */
function fixedOf({ inputs, wrt }: Differentiable, given: Given, call: string): Map<string, Float64Array> {
  const varied = new Set(wrt.map(({ name }) => name));
  const others = inputs.filter(({ name }) => !varied.has(name));
  const values = recordOf({ ...given.at, ...given.data }, others, `${call}: at and data`);
  return new Map(
    others.map(input => {
      const isColumn = input.role === 'data';
      const value = values.get(input.name) ?? input.default;
      if (value === undefined)
        throw new TypeError(`${call}: ${input.name} is missing: ${isColumn ? 'data' : 'at'}: { ${input.name}: … }`);
      const where = `${call}: ${input.name}`;
      return [input.name, isColumn ? flatten(value, where) : spread(input, value, where)];
    }),
  );
}

function rowsOf({ inputs }: Differentiable, fixed: ReadonlyMap<string, Float64Array>, call: string): number {
  let first: { readonly name: string; readonly rows: number } | null = null;
  for (const input of inputs) {
    if (input.role !== 'data') continue;
    const rows = fixed.get(input.name)!.length / sizeOf(input)!;
    if (!Number.isInteger(rows))
      throw new TypeError(`${call}: ${input.name} must have ${sizeOf(input)} numbers for each row`);
    first ??= { name: input.name, rows };
    if (rows !== first.rows)
      throw new TypeError(`${call}: ${input.name} has ${rows} rows where ${first.name} has ${first.rows}`);
  }
  return first?.rows ?? 0;
}

/** Some rows of a column, one after another. */
function gathered(column: Float64Array, rows: Uint32Array, width: number): Float64Array {
  const found = new Float64Array(rows.length * width);
  for (let i = 0; i < rows.length; i++)
    for (let k = 0; k < width; k++) found[i * width + k] = column[rows[i]! * width + k]!;
  return found;
}
