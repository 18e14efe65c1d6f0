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

/** The first operands of derivatives: orders are small. The other operands are any numbers. */
const ORDERS: Partial<Record<SpecialName, number[][]>> = {
  polygamma: [[0], [1], [2], [5], [1.5]],
  gaussian: [
    [0, 0.5],
    [0, 1],
    [3, 0.5],
  ],
  lbetaDerivative: [
    [1, 0],
    [0, 2],
    [1, 1],
  ],
  logCombinationsDerivative: [
    [1, 0],
    [0, 2],
    [0, 1],
    [1, 1],
  ],
  lognormcdfDerivative: [[1], [2], [4]],
  geluDerivative: [[1], [2], [4]],
  siluDerivative: [[1], [2], [4]],
  mishDerivative: [[1], [2], [4]],
};

describe('interpreting a special function', () => {
  for (const [name, direct] of Object.entries(special) as [SpecialName, (...operands: number[]) => number][]) {
    it(`${name} gives the same bits`, () => {
      const interpreted = specialFunction(name);
      for (const orders of ORDERS[name] ?? [[]]) {
        const others = direct.length === orders.length + 1 ? [[]] : EDGES.map(other => [other]);
        for (const x of POINTS) {
          for (const other of others) {
            const operands = [...orders, x, ...other];
            expect(Object.is(interpreted(...operands), direct(...operands)), `${name}(${operands})`).toBe(true);
          }
        }
      }
    });
  }
});
