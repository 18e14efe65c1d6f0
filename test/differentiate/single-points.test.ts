// What is said of conditionals that take an arm at single points of what is differentiated.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import '../../src/javascript.js';

/** Where warnings of equalities stand, as line and text. */
const equalities = (formula: string, options = {}): string[] =>
  compile(formula, options)
    .diagnostics.filter(({ code }) => code === 'WG407')
    .map(({ span }) => formula.slice(span!.start, span!.end));

describe('an equality of what is differentiated', () => {
  it.each([
    ['x == 0 ? 1 : sin(x)/x', ['x == 0']],
    ['x != 0 ? sin(x)/x : 1', ['x != 0']],
    ['not (x == 0) ? sin(x)/x : 1', ['x == 0']],
    ['x == y ? x : (x - y)/log(x/y)', ['x == y']],
    ['x == 0 and y > 1 ? 0 : x*y', ['x == 0']],
    ['x != 0 or y > 1 ? x*y : 0', ['x != 0']],
    ['r = x^2 + y^2\nr == 0 ? 1 : sinh(r)/r', ['r == 0']],
    ['(x == 0 ? 0 : x*log(x)) + (y == 0 ? 0 : y*log(y))', ['x == 0', 'y == 0']],
    ['param x[3]\nsum(x[i] == 0 ? 0 : x[i]*log(x[i]), i = 1:3)', ['x[i] == 0']],
    ['param x[n]\nsum(x[i] == 0 ? 0 : x[i]*log(x[i]), i = 1:n)', ['x[i] == 0']],
  ])('%s', (formula, places) => {
    expect(equalities(formula)).toEqual(places);
  });

  it.each([
    // A condition that holds over ranges.
    'x > 0 ? x : 0',
    'x == 0 or y > 1 ? x : y',
    'floor(x) == 0 ? x : x^2',
    // Of data, indices and constants.
    'param p\ndata y\nsum(y == 0 ? 0 : y*log(y/p))',
    'param x[3]\nsum(i == 2 ? x[i] : x[i]^2, i = 1:3)',
    'param p\ninput n\nn == 2 ? p : p^2',
    // Not a conditional, or one without a derivative.
    '(x == 0) + x',
    'x == 0 ? 1 : 2',
  ])('is none: %s', formula => {
    expect(equalities(formula)).toEqual([]);
  });

  it('is said of functions of JavaScript, too', () => {
    expect(equalities('export const f = x => (x === 0 ? 1 : Math.sin(x) / x);', { from: 'js' })).toEqual(['x === 0']);
  });

  it('has the derivatives of the function with the terms that the warning asks for', () => {
    const { gradient, hessian } = compile('x == 0 ? 1 - x^2/6 : sin(x)/x');
    expect(gradient(0)[0]).toBeCloseTo(0, 15);
    expect(hessian(0)[0]).toBe(-1 / 3);
  });
});
