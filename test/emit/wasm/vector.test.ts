// Vector functions against tables of reference values, and against Math.
//
// vector.cases.json holds [x, f(x)] for each function, computed with mpmath 1.3 at 60 and again at 126 digits from the exact
// value of the doubles given, and rounded once; both rounded alike. The points are the ends of the intervals that the
// implementation distinguishes with their neighbours; of 200,000 at random, those where it is least accurate and those where
// the result is nearest to the middle of two doubles; and the doubles below 1e5 that are nearest to a multiple of π/2.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VECTOR_FUNCTIONS } from '../../../src/emit/wasm/vector/functions.js';
import { vectorLoop } from './vector-module.js';

const cases: Record<string, [x: number, y: number][]> = JSON.parse(
  readFileSync(new URL('./vector.cases.json', import.meta.url), 'utf8'),
);

const NAMES = ['exp', 'expm1', 'log', 'log1p', 'tanh', 'sin', 'cos'] as const;
type Name = (typeof NAMES)[number];

const called = Object.fromEntries(
  NAMES.map(name => [name, vectorLoop(VECTOR_FUNCTIONS.get(`Math.${name}`)!)]),
) as Record<Name, ReturnType<typeof vectorLoop>>;

/** How many doubles two numbers are apart; 0 for two NaN, infinite where only one is. */
function apart(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 0 : Infinity;
  return Math.abs(Number(placeOf(a) - placeOf(b)));
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** Position among all doubles, 0 for both zeros. */
function placeOf(x: number): bigint {
  double[0] = x;
  return bits[0]! < 0n ? -(bits[0]! + 2n ** 63n) : bits[0]!;
}

/** A sequence of numbers from 0 to 1 that is the same in each run (mulberry32). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where results are neither the same for all nor those of special cases. */
const RANGES: Record<Name, readonly [from: number, to: number]> = {
  exp: [-746, 710],
  expm1: [-40, 710],
  log: [0, 3],
  log1p: [-1, 3],
  tanh: [-22, 22],
  sin: [-1e4, 1e4],
  cos: [-1e4, 1e4],
};

/** Two in four of any exponent, one of a range, one near 0, or to logarithms near 1. */
function randomOperands(name: Name, count: number): Float64Array {
  const random = sequence(count);
  const words = new Uint32Array(2);
  const anyDouble = new Float64Array(words.buffer);
  const [from, to] = RANGES[name];
  return Float64Array.from({ length: count }, (_, i) => {
    if (i % 4 === 2) return from + (to - from) * random();
    if (i % 4 === 3) return (name === 'log' ? 1 : 0) + (random() - 0.5) * 10 ** (-6 * random());
    words[0] = 2 ** 32 * random();
    words[1] = 2 ** 32 * random();
    return anyDouble[0]!;
  });
}

const SPECIAL = [
  ...[0, -0, NaN, Infinity, -Infinity, 5e-324, -5e-324, 2.225073858507201e-308, 2.2250738585072014e-308],
  ...[1, -1, 0.5, -0.7, 3, 21, -30, 700, 708.5, -720, 709.9, -746.5, 99_999, 100_001, -1e22, 1e300, -1e300],
];

describe.each(NAMES)('%s of two numbers', name => {
  const { run } = called[name];

  it('is the double that is nearest to the value, or one next to it', () => {
    const table = cases[name]!;
    const operands = table.flatMap(([x]) => [x, x]);
    const results = run(operands);
    const off = table.flatMap(([x, y], i) => (apart(results[2 * i]!, y) <= 1 ? [] : [[x, y, results[2 * i]]]));
    expect(off).toEqual([]);
    expect(table.length).toBeGreaterThan(40);
  });

  it('is nowhere more than three doubles away from what Math has', () => {
    const operands = randomOperands(name, 100_000);
    const results = run(operands);
    const off: number[][] = [];
    for (const [i, x] of operands.entries()) if (apart(results[i]!, Math[name](x)) > 3) off.push([x, results[i]!]);
    expect(off).toEqual([]);
  });

  it('does not depend on the other number', () => {
    const alone = run(SPECIAL.flatMap(x => [x, x]));
    for (const [i, y] of SPECIAL.entries()) {
      const results = run(SPECIAL.flatMap(x => [x, y, y, x]));
      for (const j of SPECIAL.keys()) {
        expect([...results.subarray(4 * j, 4 * j + 4)]).toEqual([
          alone[2 * j],
          alone[2 * i],
          alone[2 * i],
          alone[2 * j],
        ]);
      }
    }
  });

  it('is the same written into a loop', () => {
    const inlined = vectorLoop(VECTOR_FUNCTIONS.get(`Math.${name}`)!, 'inlined');
    const operands = [...SPECIAL, ...randomOperands(name, 1000)];
    expect(inlined.run(operands)).toEqual(run(operands));
  });
});

describe('at the edges of their domains vector functions have the value of', () => {
  it.each<[Name, readonly (readonly [number, number])[]]>([
    [
      'exp',
      [
        [0, 1],
        [-0, 1],
        [NaN, NaN],
        [Infinity, Infinity],
        [-Infinity, 0],
        // The last one that is finite, the last ones that are not 0, and their neighbours.
        [709.782712893384, 1.7976931348622732e308],
        [709.7827128933841, Infinity],
        [-745.1332191019411, 5e-324],
        [-745.1332191019412, 0],
        [1e300, Infinity],
        [-1e300, 0],
        [5e-324, 1],
      ],
    ],
    [
      'expm1',
      [
        [0, 0],
        [-0, -0],
        [NaN, NaN],
        [Infinity, Infinity],
        [-Infinity, -1],
        [-50, -1],
        [709.7827128933841, Infinity],
        [5e-324, 5e-324],
        [-1.5e-323, -1.5e-323],
      ],
    ],
    [
      'log',
      [
        [1, 0],
        [0, -Infinity],
        [-0, -Infinity],
        [NaN, NaN],
        [-1, NaN],
        [-5e-324, NaN],
        [Infinity, Infinity],
        [-Infinity, NaN],
        [5e-324, -744.4400719213812],
      ],
    ],
    [
      'log1p',
      [
        [0, 0],
        [-0, -0],
        [-1, -Infinity],
        [-1.0000000000000002, NaN],
        [NaN, NaN],
        [Infinity, Infinity],
        [-Infinity, NaN],
        [5e-324, 5e-324],
        [-5e-324, -5e-324],
      ],
    ],
    [
      'tanh',
      [
        [0, 0],
        [-0, -0],
        [NaN, NaN],
        [Infinity, 1],
        [-Infinity, -1],
        [20, 1],
        [-1e300, -1],
        [5e-324, 5e-324],
      ],
    ],
    [
      'sin',
      [
        [0, 0],
        [-0, -0],
        [NaN, NaN],
        [Infinity, NaN],
        [-Infinity, NaN],
        [5e-324, 5e-324],
        [-5e-324, -5e-324],
        // The doubles next to π/2 and π.
        [Math.PI / 2, 1],
        [Math.PI, 1.2246467991473532e-16],
      ],
    ],
    [
      'cos',
      [
        [0, 1],
        [-0, 1],
        [NaN, NaN],
        [Infinity, NaN],
        [-Infinity, NaN],
        [5e-324, 1],
        [1e-9, 1],
        [Math.PI / 2, 6.123233995736766e-17],
        [Math.PI, -1],
      ],
    ],
  ])('%s', (name, expected) => {
    const results = called[name].run(expected.flatMap(([x]) => [x, x]));
    expect(expected.map(([x], i) => [x, results[2 * i]])).toEqual(expected);
  });

  it('NaN with any bits is NaN', () => {
    const nan = new Float64Array(new BigUint64Array([0x7ff0000000000001n, 0xfff8_1234_5678_9abcn]).buffer);
    for (const name of NAMES) expect([...called[name].run(nan)], name).toEqual([NaN, NaN]);
  });
});

describe('vector functions', () => {
  it('have the symmetry and the bounds of what they compute', () => {
    for (const name of ['tanh', 'sin', 'cos'] as const) {
      const operands = randomOperands(name, 10_000).map(x => (Math.abs(x) < 1e6 ? x : x % 1e6));
      const results = called[name].run(operands);
      const mirrored = called[name].run(operands.map(x => -x));
      expect(mirrored).toEqual(name === 'cos' ? results : results.map(y => -y));
      expect(Math.max(...results.map(Math.abs).filter(y => !Number.isNaN(y)))).toBeLessThanOrEqual(1);
    }
  });

  it('call a function of Math for the sine and cosine of large numbers, and none otherwise', () => {
    const calls = NAMES.map(name => [name, [...called[name].imported]]);
    expect(Object.fromEntries(calls.filter(([, names]) => names!.length > 0))).toEqual({
      sin: ['Math.sin'],
      cos: ['Math.cos'],
    });
  });

  it('of any other function are calls for the lanes', () => {
    const { run } = vectorLoop((writer, x) => writer.callEach('Math.sin', x));
    expect([...run([1, -0, 1e22, Infinity])]).toEqual([Math.sin(1), -0, Math.sin(1e22), NaN]);
  });
});
