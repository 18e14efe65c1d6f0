// Extrema where an operand is no number: nothing is known of the others' share either.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

describe.each(['min', 'max'])('%s', name => {
  it.each([
    [NaN, 1],
    [1, NaN],
    [NaN, NaN],
  ])('at %d and %d has a gradient that is not a number', (...point) => {
    const { value, gradient } = compile(`input x, y\n${name}(x, y)`);
    expect(value(...point)).toBeNaN();
    expect([...gradient(...point)]).toEqual([NaN, NaN]);
  });

  it('of three operands, one no number, has none for all of them', () => {
    const { gradient } = compile(`input x, y\n${name}(x, 1, y)`);
    for (const point of [
      [NaN, 0],
      [2, NaN],
    ]) {
      expect([...gradient(...point)]).toEqual([NaN, NaN]);
    }
  });

  it('gives the tied operands equal shares, and the others none', () => {
    const { gradient } = compile(`input x, y, z\n${name}(x, y, z)`);
    const sign = name === 'min' ? 1 : -1;
    expect([...gradient(sign, sign, 2 * sign)]).toEqual([0.5, 0.5, 0]);
    expect([...gradient(3 * sign, sign, 2 * sign)]).toEqual([0, 1, 0]);
    expect([...gradient(sign, sign, sign)]).toEqual([1 / 3, 1 / 3, 1 / 3]);
  });
});
