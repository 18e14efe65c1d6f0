// A fit to a table is the fit to the same columns in memory: estimates to 1e-8 of their errors, errors to 6 digits.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FitOptions, type FitResult, fit as fitAtHand } from '../../../src/solve.js';
import type { Engine } from '../../../src/sql/engines/engine.js';
import { fitTable, type TableFitOptions } from '../../../src/sql.js';
import { hasPostgres, whyNoPostgres } from '../engines.js';
import { duckdbShelf, postgresShelf, type Shelf, sqliteShelf } from './tables.js';

/** The same numbers each time, from -1 to 1. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return (2 * state) / 2147483647 - 1;
  };
}

const COUNT = 120;
const u = noise(7);
const x = Array.from({ length: COUNT }, (_, i) => i / 20);
const z = x.map(() => u());
const decay = x.map(of => 2 * Math.exp(-0.7 * of) + 0.5 + 0.05 * u());
const wild = decay.map((of, i) => (i % 17 === 3 ? of + 3 : of));
const w = x.map((_, i) => (i % 11 === 0 ? 0 : 1 + (i % 3)));
const chosen = x.map((of, i) => (u() < Math.tanh(of - 3 + z[i]!) ? 1 : 0));
const counts = x.map(of => Math.round(Math.exp(0.3 * of + 0.2) + u()));
const columns = { x, z, y: decay, wild, w, chosen, counts };

interface Case {
  readonly name: string;
  readonly model: string;
  readonly options: Omit<FitOptions, 'weights'> & { readonly weights?: string };
}

const DECAY = 'a*exp(-b*x) + c';
const START = { start: { a: 1, b: 1, c: 0 } };

const CASES: readonly Case[] = [
  { name: 'squares', model: `y = ${DECAY}`, options: START },
  { name: 'weights, some of them 0', model: `y = ${DECAY}`, options: { ...START, weights: 'w' } },
  { name: 'Huber', model: `wild = ${DECAY}`, options: { ...START, loss: 'huber', scale: 0.1 } },
  {
    name: 'Cauchy with weights',
    model: `wild = ${DECAY}`,
    options: { ...START, loss: 'cauchy', scale: 0.1, weights: 'w' },
  },
  { name: 'logistic', model: 'chosen = a*x + b*z + c', options: { start: { a: 0, b: 0, c: 0 }, loss: 'logistic' } },
  {
    name: 'Poisson with weights',
    model: 'counts = a*x + c',
    options: { start: { a: 0, c: 0 }, loss: 'poisson', weights: 'w' },
  },
  { name: 'a prior', model: 'param a=1, b=1, c=0\ndata x, y\ny = a*exp(-b*x) + c\nresidual 3*(b - 1)', options: {} },
  { name: 'two equations', model: 'param a=1, b=1, c=0\ndata x, y, z\ny = a*exp(-b*x) + c\nz = c*x - b', options: {} },
  { name: 'means of all rows', model: 'param a=1, b=1\ndata x, y\ny = a*(x - mean(x)) + b*max(y)', options: {} },
  {
    name: 'a bound that holds',
    model: `y = ${DECAY}`,
    options: { start: { a: 1, b: 1, c: 1 }, bounds: { c: [0.6, 2] } },
  },
  { name: 'fixed', model: `y = ${DECAY}`, options: { start: { a: 1, c: 0 }, fix: { b: 0.7 } } },
  { name: 'several starts', model: `y = ${DECAY}`, options: { ...START, starts: 3, maxIterations: 20 } },
  { name: 'what is not determined', model: 'y = a*x + b*x + c', options: START },
  { name: 'a vector', model: 'param p[3] = 0\ndata x, y\ny = p[1] + p[2]*x + p[3]*x^2', options: {} },
  {
    name: 'conditionals',
    model: 'param a=1, b=1, c=1\ndata x, y\ny = x < 2 ? a*exp(-b*x) : c*sqrt(x - 1.9)',
    options: {},
  },
  { name: 'its own value', model: 'param a=1, b=1\ndata x, y\nsum(log(1 + (y - a*exp(-b*x))^2)) + b^2', options: {} },
  {
    name: 'the best of a likelihood',
    model: 'param a=0, s=0 in [-5, 5]\ndata z\nmaximize -sum(((z - a)*exp(-s))^2/2 + s)',
    options: {},
  },
];

/** The same, as closely as is promised. */
function expectSame(found: FitResult, wanted: FitResult): void {
  expect(found.converged, found.message).toBe(wanted.converged);
  const flat = (of: object | null): number[] => (of === null ? [] : (Object.values(of).flat(2) as number[]));
  const errors = flat(wanted.standardErrors);
  const determined = errors.map(Number.isFinite);
  const own = flat(found.parameters);
  for (const [i, value] of flat(wanted.parameters).entries()) {
    // Of what is not determined, or has no errors: as far as values tell.
    if (errors.length > 0 && wanted.undetermined.flat().includes(wanted.names[i]!)) continue;
    const unit = determined[i] ? errors[i]! : 1e3 * Math.max(1, Math.abs(value));
    expect(Math.abs(own[i]! - value) / unit, wanted.names[i]).toBeLessThan(errors.length > 0 ? 1e-8 : 1e-10);
  }
  expect(flat(found.standardErrors).map(Number.isFinite)).toEqual(determined);
  for (const [i, error] of flat(found.standardErrors).entries())
    if (determined[i]) expect(Math.abs(error / errors[i]! - 1), `error of ${wanted.names[i]}`).toBeLessThan(1e-6);
  expect(found.value).toBeCloseTo(wanted.value, 9);
  if (wanted.rSquared !== null) expect(found.rSquared).toBeCloseTo(wanted.rSquared, 9);
  for (const key of [
    'loss',
    'rows',
    'degreesOfFreedom',
    'fixed',
    'atBounds',
    'undetermined',
    'names',
    'responses',
  ] as const)
    expect(found[key], key).toEqual(wanted[key]);
  expect(found.notes).toEqual(wanted.notes);
  expect(found.starts.length).toBe(wanted.starts.length);
}

const folder = mkdtempSync(path.join(tmpdir(), 'wengert-agreement-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SHELVES: readonly (readonly [string, boolean, () => Promise<Shelf>])[] = [
  ['DuckDB', true, duckdbShelf],
  [`PostgreSQL${whyNoPostgres}`, hasPostgres, postgresShelf],
  ['SQLite', true, () => sqliteShelf(folder)],
];

describe.each(SHELVES.filter(([, isThere]) => isThere))('%s', (_name, _isThere, shelve) => {
  let shelf: Shelf;
  let engine: Engine;
  beforeAll(async () => {
    shelf = await shelve();
    await shelf.put('t', columns);
    engine = await shelf.open();
  });
  afterAll(async () => {
    await engine.close();
    await shelf.close();
  });

  it.each(CASES)('$name', async ({ model, options }) => {
    const own: TableFitOptions = { ...options, table: 't', dialect: engine.dialect };
    const found = await fitTable(model, engine.run, own);
    expect(found.dropped).toBe(0);
    expectSame(found, fitAtHand(model, columns, options));
  });
});

describe('NIST', () => {
  // See test/solve/nist.test.ts.
  interface Certified {
    readonly name: string;
    readonly equation: string;
    readonly starts: readonly (readonly number[])[];
    readonly parameters: readonly number[];
    readonly deviations: readonly number[];
    readonly columns: Readonly<Record<string, readonly number[]>>;
  }
  const cases: readonly Certified[] = JSON.parse(
    readFileSync(new URL('../../solve/nist.cases.json', import.meta.url), 'utf8'),
  );
  const digits = (found: number, certified: number): number =>
    found === certified ? 16 : -Math.log10(Math.abs(found / certified - 1));
  /** The residuals of Lanczos1 are some 8e-14 where the values that they are differences of are some 1. */
  const FEWER: Readonly<Record<string, number>> = { Lanczos1: 2.3 };
  let shelf: Shelf;
  let engine: Engine;
  beforeAll(async () => {
    shelf = await duckdbShelf();
    engine = await shelf.open();
    for (const { name, columns: own } of cases) await shelf.put(name, own);
  });
  afterAll(() => shelf.close());

  /** From the first starts it takes many times as long, and as many digits are reached. */
  const FAR_STARTS = ['MGH09', 'Thurber', 'Kirby2', 'BoxBOD'];
  const tried = cases.flatMap(of => (FAR_STARTS.includes(of.name) ? [0, 1] : [1]).map(start => ({ ...of, start })));

  it.each(tried)(
    '$name from start $start has as many digits as with rows at hand',
    async ({ name, equation, columns: own, starts, parameters, deviations, start }) => {
      const names = parameters.map((_, i) => `b${i + 1}`);
      const model =
        name === 'Nelson' ? `param ${names.join(', ')}\ndata ${Object.keys(own).join(', ')}\n${equation}` : equation;
      const result = await fitTable(model, engine.run, {
        table: name,
        start: Object.fromEntries(names.map((of, i) => [of, starts[start]![i]!])),
      });
      expect(result.converged, result.message).toBe(true);
      for (const [i, of] of names.entries()) {
        expect(digits(result.parameters[of] as number, parameters[i]!), of).toBeGreaterThan(8);
        expect(digits(result.standardErrors![of] as number, deviations[i]!), `error of ${of}`).toBeGreaterThan(
          FEWER[name] ?? 8,
        );
      }
    },
  );
});
