// What is fitted, element by element: names, starts, bounds, and which are held where they are.

import { formulaError } from '../diagnostic.js';
import { type DifferentiatedModel, elementName, fixedInputs, type Input, nested } from '../lower/model.js';
import { suggest } from '../suggest.js';

/** A number, or one for each element, nested as it likes. */
export type Setting = number | readonly Setting[];
export type Settings = Readonly<Record<string, Setting>>;

export interface Parameters {
  /** Of every element, as the user writes it. */
  readonly names: readonly string[];
  readonly inputs: readonly Input[];
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Elements that are not held where they are. */
  readonly free: readonly number[];
  /** Of the other inputs, those that are not data: arguments in the order of the program. */
  readonly constants: ReadonlyMap<Input, readonly number[]>;
  readonly starts: readonly Float64Array[];
}

export interface ParameterOptions {
  /** Values to start from, by name of a param or of an element: 'w', 'w[1]'; several are several starts. */
  readonly start?: Settings | readonly Settings[];
  /** Held at these values, in place of fitted. */
  readonly fix?: Settings;
  /** [lower, upper] by name, in place of what the program says. */
  readonly bounds?: Readonly<Record<string, readonly [number, number]>>;
}

/** How options are written where a message names them. */
export interface Spelling {
  readonly start: (example: string) => string;
  readonly fix: (example: string) => string;
  readonly scale: (example: string) => string;
}

/**
 * @param columns that a name may have been meant for
 * @throws FormulaError for names that are none, wrong lengths, and starts that are missing
 */
export function parametersOf(
  model: DifferentiatedModel,
  options: ParameterOptions,
  spelling: Spelling,
  columns: readonly string[],
): Parameters {
  const { wrt } = model;
  const names = wrt.flatMap(input => input.nodes.map((_, i) => elementName(input, i)));
  const from = (of: (input: Input) => readonly number[] | null, otherwise: number): Float64Array =>
    Float64Array.from(wrt.flatMap(input => of(input) ?? input.nodes.map(() => otherwise)));
  const lower = from(input => input.lower, Number.NEGATIVE_INFINITY);
  const upper = from(input => input.upper, Number.POSITIVE_INFINITY);
  const setting = settingInto(wrt, names);
  for (const [name, [low, high]] of Object.entries(options.bounds ?? {})) {
    if (!(low <= high))
      throw formulaError('WG602', `the bounds of '${name}' are the wrong way round: ${low} and ${high}`);
    setting(lower, name, low, 'bounds');
    setting(upper, name, high, 'bounds');
  }
  const others = fixedInputs(model).filter(({ role }) => role !== 'data');
  const constants = new Map(others.map(input => [input, input.initial]));
  const held = new Float64Array(names.length).fill(Number.NaN);
  for (const [name, value] of Object.entries(options.fix ?? {})) {
    const input = others.find(of => of.name === name);
    if (input === undefined) setting(held, name, value, 'fix');
    else constants.set(input, elementsFor(name, value, input.nodes.length));
  }
  const missing = [...constants].flatMap(([{ name }, value]) => (value === null ? [name] : []));
  if (missing.length > 0)
    throw formulaError('WG602', `needs ${missing.join(', ')}`, `give a value: ${spelling.fix(`${missing[0]}=1`)}`);
  const free: number[] = [];
  for (const [i, value] of held.entries()) {
    if (Number.isNaN(value)) free.push(i);
    else [lower[i], upper[i]] = [value, value];
  }
  const given = options.start ?? {};
  const all: readonly Settings[] = Array.isArray(given) ? given : [given as Settings];
  const starts = (all.length === 0 ? [{}] : all).map(settings => {
    const start = from(input => input.initial, Number.NaN);
    for (const [name, value] of Object.entries(settings)) setting(start, name, value, 'start');
    for (const [i, value] of held.entries()) if (!Number.isNaN(value)) start[i] = value;
    const without = names.filter((_, i) => Number.isNaN(start[i]!));
    if (without.length > 0) {
      const example = without.map(name => `${name}=1`).join(',');
      const [column] = without.flatMap(name => suggest(name, columns) ?? []);
      const meant = column === undefined ? '' : `; or is the column '${column}' meant?`;
      throw formulaError(
        'WG602',
        `no start for ${listed(without)}`,
        `say where to start from: ${spelling.start(example)}${meant}`,
      );
    }
    const outside = names.findIndex((_, i) => start[i]! < lower[i]! || start[i]! > upper[i]!);
    if (outside !== -1)
      throw formulaError(
        'WG602',
        `the start ${start[outside]} of '${names[outside]}' is outside of its bounds [${lower[outside]}, ${upper[outside]}]`,
        'start inside of them',
      );
    return start;
  });
  // An argument that is missing has been refused.
  return { names, inputs: wrt, lower, upper, free, constants: constants as Parameters['constants'], starts };
}

const MOST_LISTED = 12;

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MOST_LISTED).map(name => `'${name}'`);
  if (names.length > MOST_LISTED) shown.push(`${names.length - MOST_LISTED} more`);
  const last = shown.pop()!;
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** Sets elements by the name of an input or of an element. */
function settingInto(inputs: readonly Input[], names: readonly string[]) {
  return (into: Float64Array, name: string, value: Setting, option: string): void => {
    const [base, index] = split(name);
    let offset = 0;
    for (const input of inputs) {
      const { length } = input.nodes;
      if (input.name === base) {
        if (index === null) {
          into.set(elementsFor(name, value, length), offset);
          return;
        }
        const at = names.indexOf(`${base}[${index}]`, offset);
        if (at !== -1 && at < offset + length) {
          into.set(elementsFor(name, value, 1), at);
          return;
        }
      }
      offset += length;
    }
    const near = suggest(name, [...inputs.map(of => of.name), ...names]);
    const params = inputs.map(of => of.name).join(', ');
    throw formulaError(
      'WG602',
      `${option}: there is no parameter '${name}'`,
      near === undefined ? `the parameters are ${params}` : `did you mean '${near}'?`,
    );
  };
}

function split(name: string): [string, string | null] {
  const [, base, index] = /^([^[\]]+)\[([\d, ]+)\]$/.exec(name) ?? [];
  return base === undefined ? [name, null] : [base, index!.replaceAll(' ', '')];
}

/** A number fills the shape. */
function elementsFor(name: string, value: Setting, length: number): number[] {
  const flat: unknown[] = Array.isArray(value) ? value.flat(Number.POSITIVE_INFINITY) : new Array(length).fill(value);
  if (flat.length !== length)
    throw formulaError(
      'WG602',
      `'${name}' has ${length} elements, got ${flat.length}`,
      'give a number for each, or one for all',
    );
  const wrong = flat.find(of => typeof of !== 'number' || Number.isNaN(of));
  if (wrong !== undefined) throw formulaError('WG602', `'${name}': ${String(wrong)} is not a number`);
  // Each has been looked at.
  return flat as number[];
}

/** Values by name of the params, shaped like them. */
export function byName(
  inputs: readonly Input[],
  flat: ArrayLike<number>,
): Record<string, number | number[] | number[][]> {
  let next = 0;
  return Object.fromEntries(
    inputs.map(({ name, shape, nodes }) => {
      next += nodes.length;
      return [name, nested(shape, Array.prototype.slice.call(flat, next - nodes.length, next) as number[])];
    }),
  );
}

/** Orders of magnitude within bounds from which on they are gone through by logarithms. */
const MANY_MAGNITUDES = 100;

/**
 * More starts about the first: within bounds where there are two, by magnitude where they span many; otherwise about as far
 * away as the start is from 0.
 */
export function moreStarts({ starts, lower, upper }: Parameters, count: number, random: () => number): Float64Array[] {
  const [first] = starts;
  return Array.from({ length: Math.max(0, count - starts.length) }, () =>
    first!.map((start, i) => {
      const [low, high] = [lower[i]!, upper[i]!];
      const at = random();
      if (low === high) return start;
      if (Number.isFinite(low) && Number.isFinite(high)) {
        const isLong = low > 0 && high / low > MANY_MAGNITUDES;
        return isLong ? low * (high / low) ** at : low + at * (high - low);
      }
      // From a tenth to ten times, or about 0 where it starts there; now and then with the other sign.
      const far = start === 0 ? 2 * at - 1 : start * 10 ** (2 * at - 1) * (random() < 0.25 ? -1 : 1);
      return Math.min(Math.max(far, low), high);
    }),
  );
}
