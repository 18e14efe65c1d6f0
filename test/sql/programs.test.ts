// Random data programs are what they are in JavaScript, on every engine.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { numberRecipes, squareRecipes, vectorRecipes } from '../data/rows.js';
import { type Engine, openDuckDB } from './engines.js';
import { expectPrograms } from './programs.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 15);
const SEED = Number(process.env.WENGERT_SEED ?? 71);

const decimal = (value: number): string =>
  Number.isFinite(value) ? (Object.is(value, -0) ? '-0e0' : String(value)) : `'${value}'`;

describe('DuckDB', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openDuckDB();
  });
  afterAll(() => engine.close());
  const on = { runs: RUNS, seed: SEED, type: 'DOUBLE', literal: decimal };

  it.each([
    ['numbers', numberRecipes, true],
    ['residuals', squareRecipes, true],
    ['vectors', vectorRecipes, false],
  ] as const)('%s', async (_name, recipes, isScalar) => {
    const tally = await expectPrograms(engine, 'duckdb', recipes, { ...on, isScalar });
    console.log(tally);
    expect(tally.compared).toBeGreaterThan(5 * RUNS);
  });
});
