import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readsData, sharedData } from '../data/shared.js';
import { example, gradientOf } from './example.js';

/** Values at the starts, from the residuals written out in the article. */
const problems = [
  { name: '01-rosenbrock', atStart: 24.2 },
  { name: '02-freudenstein-roth', atStart: 400.5 },
  { name: '03-powell-badly-scaled', atStart: 1 + (Math.exp(-1) - 0.0001) ** 2 },
  { name: '04-brown-badly-scaled', atStart: 999999 ** 2 + (1 - 2e-6) ** 2 + 1 },
  { name: '05-beale', atStart: 1.5 ** 2 + 2.25 ** 2 + 2.625 ** 2 },
  { name: '06-jennrich-sampson', atStart: jennrichSampson(0.3, 0.4) },
  { name: '07-helical-valley', atStart: 2500 },
  { name: '08-bard', atStart: 41.68169696 },
  { name: '09-gaussian', atStart: 3.888106991e-6 },
  { name: '10-meyer', atStart: 1693607809.86 },
];

function jennrichSampson(a: number, b: number): number {
  let sum = 0;
  for (let i = 1; i <= 10; i++) sum += (2 + 2 * i - Math.exp(i * a) - Math.exp(i * b)) ** 2;
  return sum;
}

describe.each(problems)('Moré–Garbow–Hillstrom $name', ({ name, atStart }) => {
  const { packed, start, wrt } = example(`mgh/${name}`);

  it('has its value and gradient at the start', () => {
    const x = [...start()] as number[];
    const gradient = new Float64Array(x.length);
    expect(Math.abs(packed(x, gradient) - atStart) / Math.max(atStart, 1e-9)).toBeLessThan(1e-6);
    const steps = gradientOf(
      t => packed(t.map((u, i) => x[i]! + u * Math.max(Math.abs(x[i]!), 0.1))),
      x.map(() => 0),
      1e-3,
    );
    const scale = Math.max(...steps.map(Math.abs), 1e-9);
    for (const [i, step] of steps.entries()) {
      const wanted = step / Math.max(Math.abs(x[i]!), 0.1);
      expect(Math.abs(gradient[i]! - wanted) * Math.max(Math.abs(x[i]!), 0.1)).toBeLessThan(
        // What differences of rounded values can say.
        1e-7 * scale + 1e-11 * atStart,
      );
    }
    expect(wrt[0]!.shape).toEqual([x.length]);
  });

  it.skipIf(sharedData === null)(`has its published minimum${readsData}`, () => {
    const file = readFileSync(path.join(sharedData!, 'mgh/mgh.json'), 'utf8');
    const found = (JSON.parse(file).problems as { mgh: number; x0: string; fmin: string; xmin: string }[]).find(
      ({ mgh }) => mgh === Number(name.slice(0, 2)),
    )!;
    const numbers = (text: string): number[] =>
      text
        .replace(/^c\(|\)$/g, '')
        .split(',')
        .map(Number);
    expect([...start()]).toEqual(numbers(found.x0));
    const x = numbers(found.xmin);
    const least = Number(found.fmin);
    // The minima are given to 5 digits or more; Brown's and Powell's scales leave what those digits leave.
    expect(packed(x)).toBeGreaterThanOrEqual(least - 1e-3 * Math.max(least, 1e-9));
    expect(packed(x) - least).toBeLessThan(Math.max(1e-3 * least, 1e-4));
  });
});
