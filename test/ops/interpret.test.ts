// Constants fold by interpreting templates/special.js: bit for bit what the emitted functions give.

import { describe, expect, it } from 'vitest';
import { type SpecialName, specialFunction } from '../../src/ops/interpret.js';
import * as special from '../../templates/special.js';

const EDGES = [
  0,
  -0,
  1,
  -1,
  0.5,
  -0.5,
  2,
  3,
  -3,
  10,
  -10.25,
  22.5,
  23.5,
  171.6,
  -180.5,
  1e-310,
  1e300,
  NaN,
  Infinity,
  -Infinity,
];
const POINTS = [...EDGES, ...Array.from({ length: 200 }, (_, i) => Math.sinh((i - 100) / 20))];

describe('interpreting a special function', () => {
  for (const [name, direct] of Object.entries(special) as [SpecialName, (...operands: number[]) => number][]) {
    it(`${name} gives the same bits`, () => {
      const interpreted = specialFunction(name);
      // The order of polygamma is small; the other functions of two operands take any.
      const others = direct.length === 1 ? [] : name === 'polygamma' ? [0, 1, 2, 5, 1.5] : EDGES;
      for (const x of POINTS) {
        if (others.length === 0) expect(Object.is(interpreted(x), direct(x)), `${name}(${x})`).toBe(true);
        for (const other of others) {
          const operands = name === 'polygamma' ? [other, x] : [x, other];
          expect(Object.is(interpreted(...operands), direct(...operands)), `${name}(${operands})`).toBe(true);
        }
      }
    });
  }
});
