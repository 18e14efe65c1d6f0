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

/** How many of the first operands, or from which position on those at the end, are orders of derivatives: small whole numbers. */
const FIRST_ORDERS: Readonly<Record<string, number>> = {
  polygamma: 1,
  gaussian: 2,
  atanDerivative: 1,
  asecDerivative: 1,
  acschDerivative: 1,
  lognormcdfDerivative: 1,
  geluDerivative: 1,
  siluDerivative: 1,
  mishDerivative: 1,
  lbetaDerivative: 2,
  logCombinationsDerivative: 2,
};
const ORDERS_FROM: Readonly<Record<string, number>> = { powDerivative: 2, nthRootDerivative: 2 };
const ORDERS = [
  [1, 0],
  [0, 1],
  [2, 1],
  [1, 3],
];

/** Points, or pairs of them, with orders where the function takes such. */
function operandsOf(name: string, count: number): number[][] {
  const first = FIRST_ORDERS[name] ?? 0;
  const last = count - (ORDERS_FROM[name] ?? count);
  const free = count - first - last;
  const points = free === 1 ? POINTS.map(x => [x]) : POINTS.flatMap(x => EDGES.map(y => [x, y, x + y].slice(0, free)));
  const orders = first + last === 0 ? [[]] : ORDERS;
  return orders.flatMap(of => points.map(point => [...of.slice(0, first), ...point, ...of.slice(0, last)]));
}

describe('interpreting a special function', () => {
  for (const [name, direct] of Object.entries(special) as [SpecialName, (...operands: number[]) => number][]) {
    it(`${name} gives the same bits`, () => {
      const interpreted = specialFunction(name);
      for (const operands of operandsOf(name, direct.length))
        expect(Object.is(interpreted(...operands), direct(...operands)), `${name}(${operands})`).toBe(true);
    });
  }
});
