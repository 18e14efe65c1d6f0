// A short program and the same one written out have the same numbers in every export. The long one is the reference: a plain
// straight line. How far rounding may take them apart is measured: its numbers are computed again with every argument and
// every term of a reduction, each of which has a factor of its own, changed by one part in 2^46.

import { type Compiled, compile, FormulaError } from '../../src/index.js';
import '../../src/special.js';
import { type Argument, type Case, randomNumbers } from './program.js';

export type Value = number | readonly number[] | Float64Array;
type Flat = ArrayLike<number>;
type Member = (...args: readonly unknown[]) => unknown;

const flat = (value: unknown): Flat => (typeof value === 'number' ? [value] : (value as Flat));

const numbersOf = ({ shape, values }: Argument): Value => (shape.length === 0 ? values[0]! : values);

/** Rows of rows, as `evaluate` takes and gives them. */
export function nested(values: Flat, shape: readonly number[]): unknown {
  if (shape.length === 0) return values[0];
  if (shape.length === 1) return Array.from(values);
  return Array.from({ length: shape[0]! }, (_, i) => Array.from(values).slice(i * shape[1]!, (i + 1) * shape[1]!));
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The inputs that are differentiated: the parameters, or every input that is no column. */
export const differentiated = ({ fixed }: Case): readonly Argument[] => {
  const params = fixed.filter(({ kind }) => kind === 'param');
  return params.length > 0 ? params : fixed;
};

/** Written out, some programs are longer than a straight line can be in the time of a test. */
export class TooLong extends Error {}

function unlessTooLong<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isLimit = error instanceof FormulaError && error.diagnostics.some(({ code }) => code.startsWith('WG7'));
    throw isLimit || (error instanceof RangeError && /Map/.test(error.message)) ? new TooLong() : error;
  }
}

/** What is held of a program, unless it is too long when written out. @returns whether it was held. */
export function heldUnlessTooLong(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (error instanceof TooLong) return false;
    throw error;
  }
}

/** The long program, its arguments and how to call it. */
export function reference(of: Case, factored: boolean) {
  const { text, factors, fails } = of.long(factored);
  const wrt = differentiated(of).map(({ name }) => name);
  const compiled = unlessTooLong(() => compile(text, { wrt, limits: { seconds: 5 } }));
  const args: Value[] = [
    ...of.fixed.map(numbersOf),
    ...(of.rows === 0 ? [] : of.columns.map(({ values }) => values)),
    ...(factors === 0 ? [] : [Array.from({ length: factors }, () => 1)]),
  ];
  const call = (name: keyof Compiled, rest: readonly Value[], at: readonly Value[] = args): Flat =>
    flat(unlessTooLong(() => compiled[name] as Member)(...at, ...rest));
  return { compiled, args, call, text, fails };
}

const STEP = 2 ** -46;
const TIMES = 3;

function lazily<T>(make: () => T): () => T {
  let made: { readonly of: T } | null = null;
  return () => {
    made ??= { of: make() };
    return made.of;
  };
}

/** Nothing that anything is equal to, where the other long program is too long. */
function unlessLong(flatOf: () => Flat): Flat {
  let values: Flat = [];
  heldUnlessTooLong(() => {
    values = flatOf();
  });
  return values;
}

/** Every number changed by one part in 2^46, up or down. */
function nudged(args: readonly Value[], random: () => number): Value[] {
  const nudge = (value: number): number => value * (random() < 0.5 ? 1 - STEP : 1 + STEP);
  return args.map(value => (typeof value === 'number' ? nudge(value) : Array.from(value, nudge)));
}

/** What is wanted of an export, and how far each number may be from it; null where rounding leaves nothing to compare. */
export interface Wanted {
  readonly values: Flat;
  /**
   * What the long program gives with other factors, or without: at the origin of a norm and where a deviation is none it depends
   * on what is seen of the form whether a second derivative is known. Either is right.
   */
  readonly otherwise: () => Flat;
  readonly bounds: readonly (number | null)[];
}

/** Wanted numbers at ordinary points. */
export function ordinaryWants(program: Case, seed: number) {
  const of = reference(program, true);
  const other = lazily(() => reference(program, false));
  const points = Array.from({ length: TIMES }, (_, k) => nudged(of.args, randomNumbers(seed + k)));
  return (name: keyof Compiled, rest: readonly Value[]): Wanted => {
    const values = of.call(name, rest);
    const others = points.map(point => Array.from(of.call(name, rest, point)));
    const most = Array.from(values).reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 0);
    const bounds = Array.from(values, (value, i) => {
      const apart = Math.max(...others.map(other => Math.abs(other[i]! - value)));
      if (!Number.isFinite(value)) return 1e-9 * most;
      if (!(apart <= 1e-7 * most)) return null;
      return 1e-12 * Math.abs(value) + 64 * apart + 1e-14 * most + 1e-15;
    });
    return { values, bounds, otherwise: () => unlessLong(() => other().call(name, rest)) };
  };
}

/** Wanted numbers where kinks, ties and infinities are met, from which no argument may be moved. */
export function specialWants(program: Case) {
  const of = reference(program, false);
  const other = lazily(() => reference(program, true));
  return (name: keyof Compiled, rest: readonly Value[]): Wanted => {
    const values = of.call(name, rest);
    const most = Array.from(values).reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 1);
    return {
      values,
      bounds: Array.from(values, () => 1e-9 * most),
      otherwise: () => unlessLong(() => other().call(name, rest)),
    };
  };
}

/**
 * Whether a number is right. Where the long program has NaN no finite number is; between NaN and Infinity the order of factors
 * and terms decides.
 */
function isRight(found: number | undefined, wanted: number | undefined, bound: number | null): boolean {
  if (found === undefined || wanted === undefined) return false;
  if (Number.isNaN(wanted)) return !Number.isFinite(found);
  if (!Number.isFinite(wanted)) return found === wanted || Number.isNaN(found);
  return bound === null || Math.abs(found - wanted) <= bound;
}

/**
 * Second derivatives are NaN where they are not known, as those of a length at its origin: of one entry the long program folds the
 * length to what it is of. Of no rows a mean is NaN, and so may be its slopes, where the long program has nothing.
 */
function mayBeUnknown(what: string, of: Case): boolean {
  const { rows, columns } = of;
  if (what.startsWith('value with')) return false;
  // What no turn of a loop reads gets 0 times its slope.
  if (of.mayBeIdle === true && !what.startsWith('value')) return true;
  if (columns.length > 0 && rows === 0) return true;
  return rows <= 1 && /^(hvp|hessian|valueGradientHessian)/.test(what);
}

export interface Tally {
  compared: number;
  left: number;
}

const shown = (list: Flat): string =>
  list.length > 24 ? `${Array.from(list).slice(0, 24).join(', ')}, …` : Array.from(list).join(', ');

/** What the short program is called with: columns as they are, or rows of longer columns that are NaN outside of them. */
export interface Range {
  readonly columns: readonly Value[];
  /** `start, count`, or nothing where there are no columns. */
  readonly given: readonly (number | undefined)[];
  readonly total: number;
}

const BEFORE = 3;
const AFTER = 2;

/** All rows; all rows said; a part of longer columns. */
export function ranges({ columns, rows }: Case): readonly Range[] {
  if (columns.length === 0) return [{ columns: [], given: [], total: 0 }];
  const all = columns.map(({ values }) => values);
  const none = (width: number | null, count: number): number[] =>
    Array.from({ length: count * (width ?? 1) }, () => Number.NaN);
  const padded = columns.map(({ width, values }) =>
    Float64Array.from([...none(width, BEFORE), ...values, ...none(width, AFTER)]),
  );
  return [
    { columns: all, given: [undefined, undefined], total: rows },
    { columns: all, given: [0, rows], total: rows },
    { columns: padded, given: [BEFORE, rows], total: BEFORE + rows + AFTER },
  ];
}

export interface Checks {
  readonly wants: (name: keyof Compiled, rest: readonly Value[]) => Wanted;
  readonly hessian: boolean;
  readonly tally: Tally;
  readonly seed: number;
}

/** @throws Error that shows both programs, where a number of any export differs. */
export function expectAgreement(of: Case, short: Compiled, checks: Checks): void {
  const { wants, tally } = checks;
  const wrt = differentiated(of);
  const count = wrt.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  // Places of nonzeros are not known for such an array; refused.test.ts holds that.
  const hasPatterns = wrt.every(({ declared }) => declared === undefined);
  const fixed = of.fixed.map(numbersOf);
  const random = randomNumbers(checks.seed + 7);
  const seeds = (zeros: boolean): Value[] =>
    wrt.map(({ shape }) => {
      const list = Array.from({ length: sizeOf(shape) }, () => (zeros && random() < 0.6 ? 0 : random() - 0.5));
      return shape.length === 0 ? list[0]! : list;
    });
  const compare = (what: string, found: unknown, { values, bounds, otherwise }: Wanted): void => {
    const list = flat(found);
    const isWrong =
      list.length !== values.length ||
      Array.from(values).some(
        (value, i) =>
          !isRight(list[i], value, bounds[i]!) &&
          !isRight(list[i], otherwise()[i], bounds[i]!) &&
          !(mayBeUnknown(what, of) && Number.isNaN(list[i])),
      );
    if (isWrong) {
      const at = JSON.stringify({ fixed: of.fixed, columns: of.columns }, (_, value) =>
        typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
      );
      throw new Error(
        `${what} is ${shown(list)}\nwanted ${shown(values)}\nof\n${of.text}\nwith ${of.rows} rows, at ${at.slice(0, 4000)}`,
      );
    }
    for (const bound of bounds) {
      if (bound === null) tally.left++;
      else tally.compared++;
    }
  };
  const filled = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);
  const call = (name: keyof Compiled, range: Range, ...rest: readonly unknown[]): unknown =>
    (short[name] as Member)(...fixed, ...range.columns, ...range.given, ...rest);
  const dense = (name: 'jacobian' | 'hessian', columns: number, range: Range): Float64Array => {
    const { rows, cols } = short[`${name}Pattern`] as unknown as { rows: number[]; cols: number[] };
    const matrix = new Float64Array(columns * (name === 'hessian' ? columns : (of.results ?? 1)));
    for (const [k, entry] of (call(`${name}Sparse`, range) as Float64Array).entries())
      matrix[rows[k]! * columns + cols[k]!] = entry;
    return matrix;
  };

  const value = wants('value', []);
  const jacobian = wants('jacobian', []);
  const tangent = seeds(false);
  const alone = seeds(true);
  const slope = wants('jvp', tangent);
  const slopeAlone = wants('jvp', alone);
  const adjoint: Value = of.results === null ? 1.5 : Array.from({ length: of.results }, () => random() - 0.5);
  const pulled = wants('vjp', [adjoint]);
  const all = ranges(of);
  compare('value of all rows', (short.value as Member)(...fixed, ...all[0]!.columns), value);
  for (const [k, range] of all.entries()) {
    const rows = range.given.length === 0 ? '' : ` with start, count = ${range.given}`;
    compare(`value${rows}`, call('value', range), value);
    compare(`jvp${rows}`, call('jvp', range, ...tangent), slope);
    compare(`jvp along few${rows}`, call('jvp', range, ...alone), slopeAlone);
    compare(`vjp${rows}`, call('vjp', range, adjoint), pulled);
    compare(`jacobian${rows}`, call('jacobian', range), jacobian);
    if (k !== 1 && hasPatterns) compare(`jacobianSparse${rows}`, dense('jacobian', count, range), jacobian);
    const out = filled(jacobian.values.length);
    call('jacobian', range, out);
    compare(`jacobian, filled in${rows}`, out, jacobian);
  }
  if (of.results !== null) return;

  const gradient = wants('gradient', []);
  const point = Object.fromEntries([
    ...of.fixed.map(({ name, shape, values }) => [name, nested(values, shape)]),
    ...of.columns.map(({ name, values }) => [name, values]),
  ]);
  const evaluated = (short.evaluate as Member)(point) as { value: number; gradient: Record<string, unknown> };
  compare('value of evaluate', evaluated.value, value);
  compare('gradient of evaluate', wrt.map(({ name }) => evaluated.gradient[name]).flat(3), gradient);
  const others = Object.fromEntries(
    Object.entries(point).filter(([name]) => wrt.every(argument => argument.name !== name)),
  );
  const packed = (Object.keys(others).length === 0
    ? short.packed
    : (short.bindPacked as Member)(others)) as unknown as Member;
  const theta = wrt.flatMap(({ values }) => values);
  const packedInto = filled(count);
  compare('bindPacked', packed(theta, packedInto), value);
  compare('gradient of bindPacked', packedInto, gradient);
  compare('bindPacked without gradient', packed(theta), value);

  const product = wants('hvp', tangent);
  const productAlone = wants('hvp', alone);
  const hessian = checks.hessian ? wants('hessian', []) : null;
  for (const [k, range] of all.entries()) {
    const rows = range.given.length === 0 ? '' : ` with start, count = ${range.given}`;
    const out = filled(count);
    compare(`valueAndGradient${rows}`, call('valueAndGradient', range, out), value);
    compare(`gradient of valueAndGradient${rows}`, out, gradient);
    compare(`gradient${rows}`, call('gradient', range), gradient);
    compare(`gradient, filled in${rows}`, call('gradient', range, filled(count)), gradient);
    compare(`hvp${rows}`, call('hvp', range, ...tangent), product);
    compare(`hvp along few${rows}`, call('hvp', range, ...alone), productAlone);
    if (hessian === null) continue;
    compare(`hessian${rows}`, call('hessian', range), hessian);
    if (k === 1) continue;
    if (hasPatterns) compare(`hessianSparse${rows}`, dense('hessian', count, range), hessian);
    const [first, second] = [filled(count), filled(count ** 2)];
    compare(`valueGradientHessian${rows}`, call('valueGradientHessian', range, first, second), value);
    compare(`gradient of valueGradientHessian${rows}`, first, gradient);
    compare(`hessian of valueGradientHessian${rows}`, second, hessian);
  }
}
