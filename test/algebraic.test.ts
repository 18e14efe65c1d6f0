// Rules that hold in exact arithmetic only, behind `algebraic`: every one is executed beside the default, to second order, at
// points where both hold; and what each is known to lose.

import { describe, expect, it } from 'vitest';
import { compile } from '../src/index.js';
import { operations } from '../src/ops/table.js';

type Points = readonly (readonly [x: number, y: number])[];

const anywhere: Points = [
  [0.7, 1.3],
  [-1.2, 0.4],
  [2.5, -3.1],
];
const positive: Points = [
  [0.7, 1.3],
  [3.5, -0.4],
];

/** Formulas of x and y that the rules of an operation change. */
const cases: Readonly<Record<string, readonly (readonly [formula: string, points: Points])[]>> = {
  add: [
    ['0 + x*y', anywhere],
    ['x*sin(y) + 0', anywhere],
  ],
  sub: [
    ['(exp(x) - exp(x)) + x*sin(y)', anywhere],
    ['0 - x*sin(y)', anywhere],
  ],
  mul: [
    ['0*exp(x) + x*sin(y)', anywhere],
    ['exp(x)*0 + x*sin(y)', anywhere],
  ],
  div: [
    ['exp(x)/exp(x) * sin(x*y)', anywhere],
    ['0/exp(x) + sin(x*y)', anywhere],
    ['x/y + exp(x)/y', anywhere],
  ],
  square: [['sqrt(x)^2 * sin(x*y)', positive]],
  sqrt: [['sqrt(x^2) * sin(x*y)', anywhere]],
  exp: [['exp(log(x)) * sin(x*y)', positive]],
  log: [['log(exp(x)) * sin(x*y)', anywhere]],
  logSlope: [['log(x)*sin(y)', positive]],
  hypot: [
    ['hypot(x, y)', anywhere],
    ['norm([x, y, x*y])', anywhere],
  ],
  tanhSlope: [['tanh(x*y)', anywhere]],
};

const program = (formula: string): string => `input x, y\n${formula}`;
const FUNCTIONS = ['value', 'gradient', 'hessian'] as const;

describe('every algebraic rule', () => {
  it('has a case here', () => {
    const rows = operations
      .filter(row => row.simplifyAlgebraic !== undefined || row.expandAlgebraic !== undefined)
      .map(({ name }) => name);
    expect(Object.keys(cases).sort()).toEqual(rows.sort());
  });

  const formulas = Object.entries(cases).flatMap(([name, list]) =>
    list.map(([formula, points]) => ({ name, formula, points })),
  );

  it.each(formulas)('$name: $formula is another program with the same derivatives', ({ formula, points }) => {
    const exact = compile(program(formula), { emit: [...FUNCTIONS] });
    const algebraic = compile(program(formula), { emit: [...FUNCTIONS], algebraic: true });
    expect(algebraic.source).not.toBe(exact.source);
    for (const point of points) {
      for (const name of FUNCTIONS) {
        const wanted: number[] = [exact[name](...point)].flatMap(value => (name === 'value' ? [value] : [...value]));
        const found: number[] = [algebraic[name](...point)].flatMap(value => (name === 'value' ? [value] : [...value]));
        for (const [i, value] of wanted.entries()) {
          expect(value).not.toBeNaN();
          const size = Math.max(Math.abs(value), 1);
          expect(Math.abs(found[i]! - value), `${name} at ${point}`).toBeLessThanOrEqual(1e-13 * size);
        }
      }
    }
  });
});

describe('what is lost', () => {
  it.each<[formula: string, x: number, exact: number, algebraic: number]>([
    ['x - x', Number.POSITIVE_INFINITY, Number.NaN, 0],
    ['0*x', Number.NaN, Number.NaN, 0],
    ['0/x', 0, Number.NaN, 0],
    ['x/x', 0, Number.NaN, 1],
    ['x + 0', -0, 0, -0],
    ['sqrt(x)^2', -1, Number.NaN, -1],
    ['exp(log(x))', -1, Number.NaN, -1],
    ['log(exp(x))', 800, Number.POSITIVE_INFINITY, 800],
    ['hypot(3*x, 4*x)', 2 ** 600, 5 * 2 ** 600, Number.POSITIVE_INFINITY],
  ])('in %s at %d', (formula, x, exact, algebraic) => {
    expect(compile(formula).value(x)).toBe(exact);
    expect(compile(formula, { algebraic: true }).value(x)).toBe(algebraic);
  });
});

describe('what is kept', () => {
  it.each(['norm([x, y])', 'hypot(x, y)'])('the gradient of %s at the origin is 0', formula => {
    expect([...compile(program(formula), { algebraic: true }).gradient(0, 0)]).toEqual([0, 0]);
  });

  it.each(['norm([x, y])', 'hypot(x, y)'])('the curvature of %s at the origin is unknown', formula => {
    expect([...compile(program(formula), { algebraic: true }).hessian(0, 0)]).toEqual([NaN, NaN, NaN, NaN]);
  });
});
