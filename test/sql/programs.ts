// Random programs over rows, run as queries: the same tables for every engine.

import fc from 'fast-check';
import { expect } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import { type DialectName, query } from '../../src/sql.js';
import { heldUnlessTooLong, ordinaryWants, type Wanted } from '../data/agreement.js';
import type { Case } from '../data/program.js';
import { type Numbers, type Recipe, rowProgram, special } from '../data/rows.js';
import type { Engine } from './engines.js';

type Emitted = 'value' | 'gradient' | 'hessian' | 'jacobian';

export interface Tally {
  compared: number;
  left: number;
  /** Programs with operations that the dialect has not. */
  refused: number;
}

/** How an engine writes numbers that are no decimals. */
export type Literal = (value: number) => string;

/** What the program has in JavaScript, where kinks, ties and infinities are met. */
function inJavaScript(of: Case): ReturnType<typeof ordinaryWants> {
  const compiled = compile(of.text);
  const all = [
    ...of.fixed.map(({ shape, values }) => (shape.length === 0 ? values[0]! : values)),
    ...of.columns.map(({ values }) => values),
  ];
  return name => {
    const found = compiled[name as 'value'](...all) as number | Float64Array;
    const values = typeof found === 'number' ? [found] : found;
    const most = Array.from(values).reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 1);
    return { values, bounds: Array.from(values, () => 1e-9 * most), otherwise: () => values };
  };
}

/** Columns as a table `data`, in place of what was there. */
export async function createTable(
  engine: Engine,
  { columns, rows }: Case,
  type: string,
  literal: Literal,
): Promise<void> {
  const named = columns.flatMap(({ name, width, values }) =>
    width === null
      ? [{ name, at: (row: number) => values[row]! }]
      : Array.from({ length: width }, (_, i) => ({
          name: `${name}_${i + 1}`,
          at: (row: number) => values[row * width + i]!,
        })),
  );
  await engine.query('DROP TABLE IF EXISTS data');
  await engine.query(`CREATE TABLE data (${named.map(({ name }) => `"${name}" ${type}`).join(', ')})`);
  if (rows === 0) return;
  const lines = Array.from({ length: rows }, (_, row) => `(${named.map(({ at }) => literal(at(row))).join(', ')})`);
  await engine.query(`INSERT INTO data VALUES ${lines.join(', ')}`);
}

const pointOf = ({ fixed }: Case): Record<string, number | readonly number[]> =>
  Object.fromEntries(fixed.map(({ name, shape, values }) => [name, shape.length === 0 ? values[0]! : values]));

function expectClose(got: ArrayLike<number>, { values, bounds, otherwise }: Wanted, tally: Tally, said: string): void {
  expect(got.length, said).toBe(values.length);
  for (let i = 0; i < got.length; i++) {
    const bound = bounds[i]!;
    if (bound === null) {
      tally.left++;
      continue;
    }
    tally.compared++;
    const is = (wanted: number | undefined): boolean =>
      Object.is(got[i]! + 0, wanted === undefined ? wanted : wanted + 0) || Math.abs(got[i]! - wanted!) <= bound;
    if (!is(values[i]) && !is(otherwise()[i]))
      expect.fail(`${said}[${i}] is ${got[i]}, wanted ${values[i]}`.slice(process.env.WENGERT_TALLY ? -400 : 0));
  }
}

/** One program on one engine. */
export async function expectProgram(
  engine: Engine,
  dialect: DialectName,
  of: Case,
  { wants, emit, tally }: { wants: ReturnType<typeof ordinaryWants>; emit: readonly Emitted[]; tally: Tally },
): Promise<void> {
  let made: ReturnType<typeof query>;
  try {
    made = query(of.text, { dialect, emit });
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    // Some random programs are no programs: then JavaScript has none either.
    if (error.diagnostics.some(({ code }) => code !== 'WG406')) expect(() => compile(of.text)).toThrow(FormulaError);
    tally.refused++;
    return;
  }
  const text = made.bound(pointOf(of));
  const [row] = await engine.query(text);
  const { value, ...rest } = made.read(row!);
  const said = (name: string): string =>
    `${of.text}\n${JSON.stringify(pointOf(of))} ${JSON.stringify(of.columns)}\n${text}\n${name}`;
  heldUnlessTooLong(() => {
    expectClose(typeof value === 'number' ? [value] : value!, wants('value', []), tally, said('value'));
    for (const name of emit) if (name !== 'value') expectClose(rest[name]!, wants(name, []), tally, said(name));
  });
}

export interface Many {
  readonly runs: number;
  readonly seed: number;
  readonly isScalar: boolean;
  readonly isSpecial?: boolean;
  /** Cells may be NaN. */
  readonly hasNaN?: boolean;
  readonly hasHessian?: boolean;
  readonly type: string;
  readonly literal: Literal;
}

/** Many of them, one after another. */
export async function expectPrograms(
  engine: Engine,
  dialect: DialectName,
  recipes: fc.Arbitrary<Recipe>,
  { runs, seed, isScalar, isSpecial = false, hasNaN = true, hasHessian = true, type, literal }: Many,
): Promise<Tally> {
  const tally: Tally = { compared: 0, left: 0, refused: 0 };
  const emit: Emitted[] = isScalar ? ['value', 'gradient'] : ['value', 'jacobian'];
  if (isScalar && hasHessian) emit.push('hessian');
  const samples = fc.sample(fc.tuple(recipes, fc.constantFrom(1, 2, 3, 7)), { numRuns: runs, seed });
  for (const [recipe, rows] of samples) {
    const numbers: Numbers | undefined = isSpecial ? special : undefined;
    const of = rowProgram(recipe, rows, numbers);
    if (!hasNaN && of.columns.some(({ values }) => values.some(Number.isNaN))) continue;
    await createTable(engine, of, type, literal);
    let wants: ReturnType<typeof ordinaryWants> | null = null;
    heldUnlessTooLong(() => {
      wants = isSpecial ? inJavaScript(of) : ordinaryWants(of, recipe.seed);
    });
    if (wants !== null) await expectProgram(engine, dialect, of, { wants, emit, tally });
  }
  return tally;
}
