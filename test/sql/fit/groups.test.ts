// A fit for each value of keys: each is the fit to the rows of that group alone, and all of them take as many queries as the longest.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fit as fitAtHand } from '../../../src/solve.js';
import type { Engine } from '../../../src/sql/engines/engine.js';
import type { Run } from '../../../src/sql/fit/asking.js';
import { fitGroups } from '../../../src/sql.js';
import { duckdbShelf, type Shelf } from './tables.js';

let shelf: Shelf;
let engine: Engine;
beforeAll(async () => {
  shelf = await duckdbShelf();
  engine = await shelf.open();
});
afterAll(() => shelf.close());

const GROUPS = 40;
const ROWS = 12;
const rows = Array.from({ length: GROUPS * ROWS }, (_, i) => ({ group: i % GROUPS, x: Math.floor(i / GROUPS) / 3 }));
const x = rows.map(of => of.x);
const y = rows.map(
  ({ group, x: at }, i) => (1 + group / 10) * Math.exp(-(0.3 + group / 80) * at) + Math.sin(i * 12.9898) / 50,
);
const MODEL = 'y = a*exp(-b*x)';
const START = { start: { a: 1, b: 0.5 } };

/** Counts statements. */
function counting(): { readonly run: Run; readonly texts: string[] } {
  const texts: string[] = [];
  return {
    texts,
    run(text, values, names) {
      texts.push(text);
      return engine.run(text, values, names);
    },
  };
}

describe('groups', () => {
  it('are fitted each on its own, and asked for together', async () => {
    const key = rows.map(({ group }) => `it's ${group} "of" them`);
    await shelf.put('groups', { x, y, key });
    const { run, texts } = counting();
    const { groups, fault } = await fitGroups(MODEL, run, { ...START, table: 'groups', by: 'key' });
    expect(fault).toBeNull();
    expect(groups).toHaveLength(GROUPS);
    let most = 0;
    for (const { keys, rows: count, result } of groups) {
      const own = rows.flatMap((_, i) => (key[i] === keys.key ? [i] : []));
      const wanted = fitAtHand(MODEL, { x: own.map(i => x[i]!), y: own.map(i => y[i]!) }, START);
      most = Math.max(most, wanted.evaluations);
      expect(count).toBe(ROWS);
      expect(result!.converged).toBe(true);
      for (const name of ['a', 'b']) {
        const error = wanted.standardErrors![name] as number;
        expect(
          Math.abs((result!.parameters[name] as number) - (wanted.parameters[name] as number)) / error,
        ).toBeLessThan(1e-8);
        expect((result!.standardErrors![name] as number) / error).toBeCloseTo(1, 6);
      }
    }
    // Columns, a look at the rows, and statistics; a fit may take one more or less by rounding.
    expect(texts.length).toBeLessThanOrEqual(most + 6);
  });

  it('may have several keys, numbers and truths among them', async () => {
    const big = rows.map(({ group }) => group % 4);
    const odd = rows.map(({ group }) => group % 2 === 1);
    await shelf.put('several', { x, y, big, odd });
    const { groups } = await fitGroups(MODEL, engine.run, { ...START, table: 'several', by: ['odd', 'big'] });
    expect(groups.map(({ keys }) => keys)).toEqual([
      { odd: false, big: 0 },
      { odd: false, big: 2 },
      { odd: true, big: 1 },
      { odd: true, big: 3 },
    ]);
    expect(groups.every(({ result }) => result!.converged)).toBe(true);
  });

  it('that fail stop no others', async () => {
    const kind = ['good', 'good', 'good', 'good', 'lone', 'missing', 'missing', 'infinite', null];
    await shelf.put('failing', {
      kind,
      x: [0, 1, 2, 3, 1, 0, null, 1, 5],
      y: [2, 1.2, 0.7, 0.45, 1, 1, 1, Number.POSITIVE_INFINITY, 5],
    });
    const { groups } = await fitGroups(MODEL, engine.run, { ...START, table: 'failing', by: 'kind' });
    const of = new Map(groups.map(group => [group.keys.kind, group]));
    expect(of.get('good')!.result!.converged).toBe(true);
    expect(of.get('good')!.result!.standardErrors!.a).toBeGreaterThan(0);
    expect(of.get('lone')!.result!.notes[0]).toBe('too few rows: 1 for 2 parameters');
    expect(of.get('missing')).toMatchObject({ result: null, fault: "failing: 1 row has no value for 'x'" });
    expect(of.get('infinite')).toMatchObject({
      result: null,
      fault: "failing: 1 row with a value of 'y' that is not finite",
    });
    expect(of.get(null)).toMatchObject({ result: null, rows: 1, fault: "rows without a 'kind' are of no group" });
    const dropping = await fitGroups(MODEL, engine.run, { ...START, table: 'failing', by: 'kind', missing: 'drop' });
    expect(dropping.groups.find(({ keys }) => keys.kind === 'missing')).toMatchObject({
      rows: 1,
      dropped: 1,
      fault: null,
    });
  });

  it('end with the best points where the engine ends', async () => {
    let left = 7;
    const run: Run = async (text, values, names) => {
      if (left-- === 0) throw new Error('the engine has gone');
      return engine.run(text, values, names);
    };
    const { groups, fault } = await fitGroups(MODEL, run, { ...START, table: 'groups', by: 'key' });
    expect((fault as Error).message).toBe('the engine has gone');
    expect(groups).toHaveLength(GROUPS);
    for (const { result } of groups) {
      expect(result!.value).toBeLessThan(3);
      if (!result!.converged) expect(result!.message).toBe('ended with the best point so far: the engine has gone');
    }
  });

  it('want keys', async () => {
    await expect(fitGroups(MODEL, engine.run, { ...START, table: 'groups', by: [] })).rejects.toThrow(
      'fitGroups needs the columns that tell groups apart',
    );
  });
});
