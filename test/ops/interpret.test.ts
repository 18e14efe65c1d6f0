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

/** Positions of operands that are orders of derivatives: small whole numbers. */
const ORDERS: Readonly<Record<string, readonly number[]>> = {
  polygamma: [0],
  gaussian: [0],
  atanDerivative: [0],
  asecDerivative: [0],
  acschDerivative: [0],
  powDerivative: [2, 3],
  nthRootDerivative: [2, 3],
};

/** Operands from the lists of each position: all of the first with all of the second, one of each order. */
function operandsOf(name: string, count: number): number[][] {
  const lists = Array.from({ length: count }, (_, position) =>
    ORDERS[name]?.includes(position) ? [1, 2, 3, 0] : position === 0 || ORDERS[name]?.includes(0) ? POINTS : EDGES,
  );
  return lists.reduce<number[][]>(
    (rows, list, position) =>
      position < 2
        ? rows.flatMap(row => list.map(of => [...row, of]))
        : rows.map((row, i) => [...row, list[(i * 7 + position) % list.length]!]),
    [[]],
  );
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
