// What the emitted code of a block does where it is not solved, and how far it goes to solve it. Refusals are those of
// reference/golden.md, unless something else is said.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

interface Thrown {
  readonly name: string;
  readonly cycle: readonly string[];
  readonly iterations: number;
  readonly residual: number;
}

/** What a program throws. */
function thrownBy(formula: string, ...point: readonly (number | number[])[]): Thrown {
  const program = compile(formula);
  try {
    program.value(...point);
  } catch (error) {
    // By the contract these are plain errors with fields.
    return error as Thrown;
  }
  throw new Error('nothing is thrown');
}

describe('blocks that are singular where they are solved', () => {
  const kepler = (start: string): string => `input M, ecc; implicit E = ${start}; E = M + ecc*sin(E); E`;
  const lambert = (start: number): string => `input x; implicit w = ${start}; constraint w*exp(w) == x; w`;
  const cubic = (start: string): string => `input p; implicit z = ${start}; constraint (z - p)^3 == 0; z`;

  it.each(['M', '1', '-2', '1e-5', '1e-9'])("of Kepler's equation at e = 1, M = 0, from %s", start => {
    expect(thrownBy(kepler(start), 0, 1).name).toBe('SingularBlock');
  });

  // Steps are halved until rounding ends them, and the residual is 0 where they end.
  it.each([0, -0.5, -0.9, -1.5, -1])('of w·exp(w) = -1/e, from %d', start => {
    expect(thrownBy(lambert(start), -1 / Math.E).name).toBe('SingularBlock');
  });

  it('of w·exp(w) = x for x that is so near to -1/e that rounding decides about the derivative', () => {
    for (const start of [0, -0.5, -1.5]) expect(thrownBy(lambert(start), -0.367879441171).name).toBe('SingularBlock');
  });

  it.each(['p', 'p + 1', 'p + 0.1', 'p - 1e-9', '0', '1', '-30'])('of (z - p)³ = 0, from %s', start => {
    for (const p of [0, 2, -1e6, 1e-8]) expect(thrownBy(cubic(start), p).name).toBe('SingularBlock');
  });

  it.each([
    [0.5, 2],
    [3, 1 / 3],
    [0.7, 1 / 0.7],
    [-1, -1],
    [1.1, 1 / 1.1],
  ])('of two linear equations, a = %d, b = %d', (a, b) => {
    const formula = 'input a, b; implicit z1 = 0, z2 = 0; z1 = a*z2 + 1; z2 = b*z1 + 2; z1 + z2';
    expect(thrownBy(formula, a, b)).toMatchObject({ name: 'SingularBlock', cycle: ['z1', 'z2'], iterations: 1 });
  });

  it('of a matrix of lower rank', () => {
    const formula = 'input A[3,3], b[3]; implicit z[3] = 1; constraint A*z == b; sum(z)';
    expect(thrownBy(formula, [1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3])).toMatchObject({
      name: 'SingularBlock',
      cycle: ['z[1]', 'z[2]', 'z[3]'],
    });
  });

  it('of two curves that touch', () => {
    const formula =
      'input r; implicit x = 1, y = 0.2; constraint x^2 + y^2 == r^2; constraint (x - 3)^2 + y^2 == (3 - r)^2; x + y';
    expect(thrownBy(formula, 1).name).toBe('SingularBlock');
  });

  it('at the start', () => {
    const found = thrownBy('input b, c; implicit z = 1.5; constraint z^2 - b*z + c == 0; z', 3, 1);
    expect(found).toMatchObject({ name: 'SingularBlock', cycle: ['z'], iterations: 1, residual: 1.25 });
    expect(found).toBeInstanceOf(Error);
    expect(String(found)).toBe(
      'SingularBlock: the block of z has a singular Jacobian where it starts: 1 iteration, residual 1.25',
    );
  });

  it('everywhere', () => {
    expect(thrownBy('input a; implicit z = 1; constraint 0*z == a; z', 0).name).toBe('SingularBlock');
  });
});

describe('blocks without a solution', () => {
  it.each([
    ['input a; implicit x = 1; constraint x*x == a; x', -1],
    ['input x; implicit w = 0; constraint w*exp(w) == x; w', -0.4],
    ['input a; implicit x = 3; constraint exp(x) + a == 0; x', 1],
    ['input a; implicit x = 3; constraint abs(x) + a == 0; x', 1],
    ['input a; implicit x = 3, y = 1; constraint x^2 + y^2 == a; constraint x == y; x', -1],
  ])('%s at %d', (formula, at) => {
    const { name, iterations, residual } = thrownBy(formula, at);
    expect(name).toBe('NoConvergence');
    expect(iterations).toBeGreaterThan(10);
    expect(residual).toBeGreaterThan(0);
  });
});

describe('values that are no numbers', () => {
  // CasADi 3.6 gives NaN for the first, and says that it has succeeded.
  it.each([
    ['input a; implicit z = -1; constraint log(z) - a == 0; z', 1],
    ['input a; implicit z = 1; constraint atan(z) == a; z', Number.NaN],
    ['input a; implicit z = 1; constraint atan(z) == a; z', Number.POSITIVE_INFINITY],
    ['input a; implicit z = a; constraint atan(z) == 1; z', Number.NaN],
    ['input a; implicit z = 0; constraint 1/z == a; z', 1],
    ['input a; implicit z = 0; constraint sqrt(z) == a; z', 1],
  ])('%s at %d', (formula, at) => expect(thrownBy(formula, at).name).toBe('NonFinite'));

  it('on the way are steps that were too long', () => {
    expect(compile('input a; implicit z = 10; constraint log(z) == a; z').value(1)).toBeCloseTo(Math.E, 14);
    expect(compile('input a; implicit z = 100; constraint sqrt(z) + log(z) == a; z').value(1)).toBeCloseTo(1, 14);
  });
});

describe('solutions that are far from where it starts', () => {
  it.each<[string, number, number]>([
    ['input a; implicit z = 0; constraint exp(z) == a; z', 1e8, 8 * Math.LN10],
    ['input a; implicit z = 1e6; constraint z^3 == a; z', 8, 2],
    ['input a; implicit z = 1e-6; constraint z^2 == a; z', 4, 2],
    ['input a; implicit z = 20; constraint atan(z) == a; z', 0.5, Math.tan(0.5)],
    ['input a; implicit z = 1e-12; constraint z*1e-9 == a; z', 5, 5e9],
    ['input a; implicit z = 3; constraint z - 1e8 == a - 1e8; z', 1, 1],
    // Its root is 0, of which no part is small.
    ['input a; implicit z = 0.5; constraint sin(z) == a; z', 0, 0],
  ])('%s at %d', (formula, at, root) => {
    const found = compile(formula).value(at) as number;
    expect(Math.abs(found - root)).toBeLessThanOrEqual(2e-15 * Math.abs(root));
  });

  // Rosenbrock's function by its gradient, from where it is usually started; the minimum is at 1, 1.
  it('along a curved valley', () => {
    const { value } = compile(`input a; implicit x = -1.2, y = 1
      constraint -400*x*(y - x^2) - 2*(a - x) == 0; constraint 200*(y - x^2) == 0; output x, y`);
    expect([...value(1)]).toEqual([1, 1]);
  });

  // Of n unknowns: those of Powell's singular function would be singular, these are not (Broyden's tridiagonal function).
  it('of thirty equations', () => {
    const { value, jacobian } = compile(`input a; implicit z[30] = -1
      constraint array((3 - 2*z[i])*z[i] - (i > 1 ? z[max(i - 1, 1)] : 0) - 2*(i < 30 ? z[min(i + 1, 30)] : 0) + a, i = 1:30) == zeros(30)
      z`);
    const z = value(1) as Float64Array;
    const at = (i: number): number => z[i] ?? 0;
    for (let i = 0; i < 30; i++)
      expect(Math.abs((3 - 2 * at(i)) * at(i) - at(i - 1) - 2 * at(i + 1) + 1)).toBeLessThan(4e-15);
    const [after, before] = [1 + 1e-6, 1 - 1e-6].map(a => value(a) as Float64Array);
    const slopes = jacobian(1) as Float64Array;
    for (const [i, slope] of slopes.entries()) expect(slope).toBeCloseTo((after![i]! - before![i]!) / 2e-6, 8);
  });
});

describe('a state', () => {
  const { value, gradient, valueAndGradient, evaluate, packed, packedGradient, hessian, hvp, unknowns } = compile(
    'input b, c; implicit z = 5; constraint z^2 - b*z + c == 0; z',
  );
  const large = 2.618033988749895;
  const small = 0.3819660112501051;
  const started = (at: number): Float64Array => Float64Array.of(at);

  it('says where to start, and has the solution afterwards', () => {
    const state = started(0);
    expect(value(3, 1, state)).toBeCloseTo(small, 15);
    expect(state[0]).toBeCloseTo(small, 15);
    expect(value(3, 1, state)).toBeCloseTo(small, 15);
    expect(value(3, 1)).toBeCloseTo(large, 15);
    expect(value(3, 1, null)).toBeCloseTo(large, 15);
    expect(unknowns).toEqual([{ name: 'z', shape: [], offset: 0 }]);
  });

  it('that is NaN stands for the start of the formula', () => {
    const state = started(Number.NaN);
    expect(value(3, 1, state)).toBeCloseTo(large, 15);
    expect(state[0]).toBeCloseTo(large, 15);
  });

  it('comes after what is filled', () => {
    const slope = small / (2 * small - 3);
    expect(gradient(3, 1, undefined, started(0))[0]).toBeCloseTo(slope, 14);
    const out = new Float64Array(2);
    valueAndGradient(3, 1, out, started(0));
    expect(out[0]).toBeCloseTo(slope, 14);
    expect(evaluate({ b: 3, c: 1 }, started(0)).value).toBeCloseTo(small, 15);
    expect(packed([3, 1], null, started(0))).toBeCloseTo(small, 15);
    expect(packed([3, 1], out, started(0))).toBeCloseTo(small, 15);
    expect(packedGradient([3, 1], undefined, started(0))[0]).toBeCloseTo(slope, 14);
    expect(hessian(3, 1, undefined, started(0))[0]).toBeGreaterThan(0);
    expect(hvp(3, 1, 1, 0, undefined, started(0))[0]).toBeGreaterThan(0);
    expect(hvp(3, 1, 1, 0)[0]).toBeLessThan(0);
  });

  it('of another length is refused', () => {
    expect(() => value(3, 1, new Float64Array(2))).toThrow(
      new TypeError('value(b, c, state): state must be an array of length 1, got Float64Array(2)'),
    );
    expect(() => value(3, 1, 7)).toThrow(TypeError);
  });

  it('has all unknowns in program order, of matrices row by row', () => {
    const program = compile(`input a; implicit y = 1, Z[2,2] = 1, x = 1
      x = 1 + a*cos(y); constraint y^3 == x; constraint Z.^2 == [1, 4; 9, 16]*a; sum(Z) + x`);
    expect(program.unknowns).toEqual([
      { name: 'y', shape: [], offset: 0 },
      { name: 'Z', shape: [2, 2], offset: 1 },
      { name: 'x', shape: [], offset: 5 },
    ]);
    const state = new Float64Array(6).fill(Number.NaN);
    state[2] = -1;
    program.value(1, state);
    expect([...state.slice(1, 5)]).toEqual([1, -2, 3, 4]);
    expect(state[0]! ** 3).toBeCloseTo(state[5]!, 14);
  });

  it('goes with an input of that name', () => {
    expect(compile('input state; implicit z = 1; constraint z*z == state; z').value(4, started(-1))).toBe(-2);
  });

  it('is forgotten by calls without one, also after a failure', () => {
    const program = compile('input a; implicit z = 1; constraint z*z == a; z');
    expect(() => program.value(-1, started(-5))).toThrow('the block of z was not solved');
    expect(program.value(4)).toBe(2);
  });
});
