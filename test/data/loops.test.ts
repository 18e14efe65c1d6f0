// How many loops there are in what is emitted, and what stands outside of them.

import { describe, expect, it } from 'vitest';
import { compile, emitSource } from '../../src/index.js';

/** The code of the value with its gradient. */
const codeOf = (text: string): string =>
  emitSource(text, { emit: ['valueAndGradient'] })
    .split('export function valueAndGradient')[1]!
    .split('\n}\n')[0]!;

const loopsIn = (text: string): number => codeOf(text).match(/for \(let (row|i|j|k)\w* = /g)!.length;

/** Statements before the first loop. */
const outside = (text: string): string => codeOf(text).split('for (let')[0]!;

describe('value and gradient of a loss', () => {
  it.each([
    ['a mean', 'param w[2], b\ndata x[2], y\nmean(softplus(dot(w, x) + b) - y*(dot(w, x) + b))', 1],
    ['a sum under a root', 'param a\ndata x, y\nsqrt(sum((y - a*x)^2)/count(y))', 1],
    ['the logarithm of a sum', 'param a\ndata x\nlog(sum(exp(a*x)))', 1],
    ['several sums', 'param a, b\ndata x, y\nsum(exp(a*x)) + sum(sin(b*y)) + a*mean(x)', 1],
    ['response equations', 'param a, b\ndata x, y\ny = a*exp(-b*x)', 1],
    ['deviations from a mean', 'param a\ndata x\nm = mean(a*x)\nmean((a*x - m)^2)', 3],
    ['the largest row', 'param a\ndata x\nmax(a*x)', 3],
    ['a sum inside of a sum', 'param a\ninput x[n]\nsum(sum(a*x[i]*x[j], j = 1:n), i = 1:n)', 4],
  ])('%s goes through its rows as often as it has to', (_, text, loops) => {
    expect(loopsIn(text)).toBe(loops);
  });

  it('computes what all rows share outside', () => {
    expect(outside('param a, b\ndata x\nsum(x*exp(a)*sin(b))')).toMatch(/Math\.exp\(a\)[\s\S]*Math\.sin\(b\)/);
    expect(outside('param a\ndata x\nsum(exp(a*x))')).not.toContain('Math.exp');
  });

  it('does not grow with what is known at run time only', () => {
    const text = 'input x[n]\nsum(sum(1/(1 + (x[i] - x[j])^2), j = i+1:n), i = 1:n)';
    expect(loopsIn(text)).toBe(5);
    expect(codeOf(text).length).toBeLessThan(4000);
  });
});

it('the gradient by an array goes over rows once, and over the array in each', () => {
  const text = 'param p[n]\ndata t, y\ny = sum(p[i]*t^i, i = 1:n)';
  const code = emitSource(text, { emit: ['valueAndGradient'] });
  expect(code.match(/for \(let row/g)).toHaveLength(1);
  // The value, the gradient, and its zeros before.
  expect(code.match(/for \(let i/g)).toHaveLength(3);
});

it('long loops of long functions are functions of their own', () => {
  const terms = Array.from({ length: 200 }, (_, i) => `sin(a[${(i % 40) + 1}]*x + ${i})`);
  const text = `param a[40]\ndata x\nsum((${terms.join(' + ')})^2)`;
  expect(emitSource(text, { emit: ['valueAndGradient'] })).toContain('function valueAndGradientLoop(');
  const point = Array.from({ length: 40 }, (_, i) => i / 40);
  const slopes = (x: number): number[] => {
    const inner = terms.map((_, i) => point[i % 40]! * x + i);
    const sum = inner.reduce((total, angle) => total + Math.sin(angle), 0);
    return point.map((_, k) =>
      inner.reduce((total, angle, i) => total + (i % 40 === k ? 2 * sum * Math.cos(angle) * x : 0), 0),
    );
  };
  const rows = [0.3, -1.2, 2.5];
  const wanted = rows.map(slopes).reduce((a, b) => a.map((value, i) => value + b[i]!));
  const found = compile(text).gradient(point, rows) as Float64Array;
  for (const [i, value] of wanted.entries()) expect(found[i]! - value).toBeCloseTo(0, 9);
});

it('chunks of a loop that are too long for one function give the same', () => {
  const text = 'param a[30], b[30]\ndata x[30]\nsum(sum(tanh(a[i]*x[i] + b[j])^2, i = 1:30, j = 1:30))';
  const a = Array.from({ length: 30 }, (_, i) => Math.sin(i));
  const b = Array.from({ length: 30 }, (_, i) => Math.cos(3 * i));
  const x = Array.from({ length: 150 }, (_, i) => Math.sin(7 * i));
  const whole = compile(text, { limits: { statements: 1e6 } });
  const cut = compile(text, { limits: { statements: 300 } });
  expect(cut.value(a, b, x)).toBe(whole.value(a, b, x));
  expect(cut.gradient(a, b, x)).toEqual(whole.gradient(a, b, x));
  expect(cut.source).toContain('Part2(');
});

it('a residual whose text depends on the row counts once for each, also where it is the same for all', () => {
  const { value, gradient } = compile('param w\ndata x\nresidual 1 <= 1 ? w : x');
  expect(value(2, [5, 6, 7])).toBeCloseTo(12, 13);
  expect(gradient(2, [5, 6, 7])[0]).toBeCloseTo(12, 13);
  expect(compile('param w\ndata x, y\ny = w*x\nresidual w - 1').value(2, [1, 2], [1, 1])).toBe(1 + 9 + 1);
});
