// Known values and operation counts (reference/golden.md).

import { describe, expect, it } from 'vitest';
import { compile, stats } from '../src/index.js';

const MISSION = 'exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)';

/** 5×5 determinant by Laplace expansion along the first row, written out. */
function determinant(rows: readonly number[], columns: readonly number[]): string {
  const [row, ...rest] = rows;
  if (rest.length === 0) return `a${row}${columns[0]}`;
  const terms = columns.map((column, i) => {
    const minor = determinant(
      rest,
      columns.filter(other => other !== column),
    );
    return `${i === 0 ? '' : i % 2 === 0 ? '+' : '-'}a${row}${column}*(${minor})`;
  });
  return terms.join('');
}

const families: readonly [name: string, text: string, value: number, both: number][] = [
  ['the formula of the mission', MISSION, 6, 12],
  ['e = e^2 + e, 20 times', Array.from({ length: 20 }, (_, i) => `e${i + 1} = e${i}^2 + e${i}`).join('\n'), 40, 99],
  [
    'Chebyshev T30',
    ['t0 = 1; t1 = x', ...Array.from({ length: 29 }, (_, i) => `t${i + 2} = 2*x*t${i + 1} - t${i}`)].join('\n'),
    59,
    172,
  ],
  ['Speelpenning, 100', Array.from({ length: 100 }, (_, i) => `x${i + 1}`).join('*'), 99, 295],
  ['determinant, 5×5', determinant([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]), 124, 364],
  [
    'Rosenbrock, 20',
    Array.from({ length: 19 }, (_, i) => `100*(x${i + 2}-x${i + 1}^2)^2 + (1-x${i + 1})^2`).join(' + '),
    151,
    283,
  ],
];

describe('operation counts', () => {
  it.each(families)('%s', (_name, text, value, both) => {
    const { operations } = stats(text);
    expect(operations.value).toBeLessThanOrEqual(value);
    expect(operations.valueAndGradient).toBeLessThanOrEqual(both);
  });
});

describe('the formula of the mission at 0', () => {
  it('has its known value and gradient', () => {
    const { value, gradient } = compile(MISSION).evaluate({ x: 0 });
    expect(value).toBeCloseTo(8.298353525756, 11);
    expect(gradient.x).toBeCloseTo(20.91872778715, 10);
  });

  it('has its known multipliers', () => {
    const { multipliers } = compile('a = exp(x)\nb = a^2\nc = a + b\nd = exp(c)\nf = d + sin(c)');
    const found = multipliers(0);
    expect(found.c).toBeCloseTo(6.97290926, 8);
    expect(found.b).toBeCloseTo(6.97290926, 8);
    expect(found.a).toBeCloseTo(20.91872778715, 10);
    expect(found.d).toBe(1);
  });
});

describe('a chain 200,000 deep', () => {
  it('differentiates and prints', () => {
    const compiled = compile(
      g => {
        let x = g.input('x');
        for (let i = 0; i < 200_000; i++) x = g.add(x, g.square(x));
        return x;
      },
      { emit: ['valueAndGradient'] },
    );
    expect(compiled.stats.operations.valueAndGradient).toBeGreaterThan(600_000);
    expect(compiled.source).toContain('export function valueAndGradient(x, gradient)');
  });
});
