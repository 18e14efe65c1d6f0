// Gradients of rows that have loops in them take as many turns as the value does: no loop makes in its turns what is the same in
// all of them.

import { describe, expect, it } from 'vitest';
import { compile, emitSource } from '../../src/index.js';

/** How deep loops are in one another, those of blocks aside. */
function depthOf(text: string, name: 'valueAndGradient' | 'hvp'): number {
  const code = emitSource(text, { emit: [name] })
    .split(`export function ${name}`)[1]!
    .split('\n}\n')[0]!;
  let [open, deepest] = [[] as number[], 0];
  for (const line of code.split('\n')) {
    const indent = line.search(/\S/);
    open = open.filter(of => of < indent);
    if (/^\s*for \(let (?!first|i = 0)/.test(line)) open.push(indent);
    deepest = Math.max(deepest, open.length);
  }
  return deepest;
}

describe('sums of sums over rows', () => {
  it.each([
    ['param a, b\ndata t, y\ny = a*sum(exp(-k*b*t)/k, k = 1:200)'],
    ['param a, b\ndata t, y\ny = sum(sin(k*b*t)*a^2/k - b*k, k = 1:200)'],
    ['param a, b\ninput c[m], x[n], y[n]\nsum((y[i] - a*sum(exp(-b*c[j]*x[i]), j = 1:m))^2, i = 1:n)'],
  ])('%s', text => {
    expect(depthOf(text, 'valueAndGradient')).toBe(2);
    expect(depthOf(text, 'hvp')).toBe(2);
  });

  it('have the derivatives that they had', () => {
    const compiled = compile(
      'param a, b\ninput c[m], x[n], y[n]\nsum((y[i] - a*sum(exp(-b*c[j]*x[i]), j = 1:m))^2, i = 1:n)',
    );
    const [a, b, c, x, y] = [0.7, 0.4, [1, 2.5, 0.3], [0.5, 1, 2, 3], [1, 0.2, 0.1, 2]] as const;
    const slopes = [0, 0];
    for (const [i, xi] of x.entries()) {
      const terms = c.map(cj => Math.exp(-b * cj * xi));
      const rest = y[i]! - a * terms.reduce((sum, of) => sum + of, 0);
      slopes[0]! -= 2 * rest * terms.reduce((sum, of) => sum + of, 0);
      slopes[1]! += 2 * rest * a * terms.reduce((sum, of, j) => sum + of * c[j]! * xi, 0);
    }
    const found = compiled.gradient(a, b, c, x, y) as Float64Array;
    for (const [k, slope] of slopes.entries()) expect(found[k]).toBeCloseTo(slope, 12);
    // Of no rows there is nothing.
    for (const none of [compiled.gradient(a, b, c, [], []), compiled.gradient(a, b, [], x, y)])
      expect(Array.from(none as Float64Array, Math.abs)).toEqual([0, 0]);
  });
});
