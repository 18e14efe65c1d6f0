// Rows on several threads: the bits of one, for every number of threads.

import { afterEach, describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { partsOf, sharesOf } from '../../src/workers/ranges.js';
import { type OnWorkers, onWorkers } from '../../src/workers.js';

/** Numbers between -1 and 1, the same each time. */
const column = (length: number, seed: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const open: OnWorkers[] = [];
const opened = async (...args: Parameters<typeof onWorkers>): Promise<OnWorkers> => {
  const made = await onWorkers(...args);
  open.push(made);
  return made;
};
afterEach(() => {
  for (const each of open.splice(0)) each.close();
});

describe('rows on several threads', () => {
  const logistic = 'param w[2], b; data u[2], y; z = dot(w, u) + b; mean(softplus(z) - y*z)';
  const deviations = 'param w[2], b; data u[2], y; z = dot(w, (u - mean(u[1]))/std(u[1])) + b; mean(softplus(z) - y*z)';

  it.each([logistic, deviations])('come to what all rows come to: %s', async program => {
    const compiled = compile(program);
    for (const count of [0, 1, 1024, 70_001]) {
      const data = { u: column(2 * count, 1), y: column(count, 2) };
      const whole = new Float64Array(3);
      const value = compiled.valueAndGradient([0.3, -0.7], 0.2, data.u, data.y, undefined, undefined, whole);
      for (const workers of [1, 2, 3]) {
        const loss = await opened(program, data, { workers });
        expect(loss.rows).toBe(count);
        expect(loss.workers).toBe(Math.min(workers, Math.max(1, Math.ceil(count / 1024))));
        const gradient = new Float64Array(3);
        expect(await loss.valueAndGradient([0.3, -0.7], 0.2, gradient)).toBe(value);
        expect(gradient).toEqual(whole);
        const packed = new Float64Array(3);
        expect(await loss.packed([0.3, -0.7, 0.2], packed)).toBe(value);
        expect(packed).toEqual(whole);
        expect(await loss.valueAndGradient([0.3, -0.7], 0.2)).toBe(value);
        loss.close();
      }
    }
  });

  it('have products and greatest elements that do not depend on the number of threads', async () => {
    const program = 'param a; data x; prod(1 + 0.001*a*x) + max(a*x)';
    const x = column(10_000, 5);
    const found = await Promise.all(
      [1, 2, 5].map(async workers => (await opened(program, { x }, { workers })).valueAndGradient(2)),
    );
    expect(new Set(found).size).toBe(1);
    expect(found[0]).toBeCloseTo(compile(program).value(2, x), 12);
  });

  it('are maximised as minus what is minimised, and answer calls in turn', async () => {
    const loss = await opened('param a; data x; maximize sum(-(x - a)^2)', { x: [1, 2, 6] }, { workers: 2 });
    const gradients = [new Float64Array(1), new Float64Array(1)];
    const values = await Promise.all([0, 3].map((a, i) => loss.packed([a], gradients[i])));
    expect(values).toEqual([41, 14]);
    expect(gradients.map(([slope]) => slope)).toEqual([-18, -0]);
    expect(await loss.valueAndGradient(3, gradients[0])).toBe(-14);
  });

  it('say what does not fit', async () => {
    const program = 'param a, b[2]; input c; data x, y[2]; sum(a*x*c + dot(b, y))';
    const fits = { x: [1, 2], y: [1, 2, 3, 4] };
    await expect(onWorkers(program, { ...fits, z: [1] })).rejects.toThrow("no column 'z'; the data are x, y");
    await expect(onWorkers(program, { x: [1] })).rejects.toThrow("column 'y' must be an array with 2 number(s)");
    await expect(onWorkers(program, { ...fits, x: [1] })).rejects.toThrow("column 'y' has 2 rows where 'x' has 1");
    await expect(onWorkers(program, fits, { workers: 0 })).rejects.toThrow('workers must be 1 or more, got 0');
    await expect(onWorkers('x^2', {})).rejects.toMatchObject({ diagnostics: [{ code: 'WG403' }, {}, {}, {}, {}] });
    const loss = await opened(program, fits, { workers: 1 });
    expect(await loss.valueAndGradient(1, [1, 1], 2)).toBe(16);
    await expect(loss.valueAndGradient(1, [1], 2)).rejects.toThrow(TypeError);
    await expect(loss.valueAndGradient(1, [1, 1], 2, new Float64Array(2))).rejects.toThrow('array of length 3, got 2');
    await expect(loss.packed([1, 2, 3])).rejects.toThrow("'c' is not differentiated");
    const least = await opened('param a; data x; min(a*x)', { x: [] });
    await expect(least.valueAndGradient(1)).rejects.toThrow(new RangeError("finish: 'min' needs rows, got none"));
    const pending = loss.valueAndGradient(1, [1, 1], 2);
    await Promise.resolve();
    loss.close();
    await expect(pending).rejects.toThrow('the threads are closed');
    await expect(loss.valueAndGradient(1, [1, 1], 2)).rejects.toThrow('the threads are closed');
  });
});

describe('implicit blocks of rows', () => {
  it('are solved where the rows are, to the bits of one thread', async () => {
    const program =
      'param e = 0.3; data M; implicit E = M, w = 1; E = M + e*sin(E)*w; constraint w^3 + w == 1 + mean(M)/9; sum(E)';
    const M = column(5000, 3);
    const whole = new Float64Array(1);
    const value = compile(program).valueAndGradient(0.3, M, 0, 5000, whole);
    const loss = await opened(program, { M }, { workers: 2 });
    const found = new Float64Array(1);
    expect(await loss.valueAndGradient(0.3, found)).toBe(value);
    expect(found).toEqual(whole);
  });

  it('that are not solved say so, with the row among all rows', async () => {
    const y = Float64Array.from({ length: 5000 }, (_, i) => (i === 4321 ? -1 : 1 + i));
    const loss = await opened(
      'param a = 1; data y; implicit z = 1; constraint a*z^2 == y; sum(z)',
      { y },
      { workers: 2 },
    );
    await expect(loss.valueAndGradient(1)).rejects.toMatchObject({
      name: 'NoConvergence',
      message: expect.stringMatching(/^row 4322: the block of z was not solved/),
      cycle: ['z'],
      turn: { row: 4322 },
    });
  });
});

describe('parts', () => {
  it('have 1,024·2^k rows, 64 and more where there are so many', () => {
    expect(partsOf(0)).toEqual([0, 0]);
    expect(partsOf(1025)).toEqual([0, 1024, 1025]);
    expect(partsOf(1e6).length - 1).toBe(123);
    expect(partsOf(1e6)[1]).toBe(8192);
    expect(sharesOf(5, 2)).toEqual([
      [0, 2],
      [2, 5],
    ]);
    expect(sharesOf(1, 8)).toEqual([[0, 1]]);
  });
});
