// Variance and standard deviation. Values and derivatives from mpmath with 50 digits.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';

const point = [1.5, -0.25, 4, 2];

function expectClose(found: ArrayLike<number>, wanted: readonly number[]): void {
  expect(found.length).toBe(wanted.length);
  for (const [i, value] of wanted.entries()) expect(found[i]).toBeCloseTo(value, 14);
}

function firstError(formula: string) {
  try {
    void compile(formula).source;
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors[0];
    throw error;
  }
  return undefined;
}

describe('values', () => {
  it.each<[string, number]>([
    ['variance([1.5, -0.25, 4, 2])', 3.0572916666666665],
    ['variance([1.5, -0.25; 4, 2])', 3.0572916666666665],
    ['variance(1.5, -0.25, 4, 2)', 3.0572916666666665],
    ['std([1.5, -0.25, 4, 2])', 1.748511271529774],
    ['std(1.5, -0.25, 4, 2)', 1.748511271529774],
    ['const x = [1.5, -0.25, 4, 2]; std(x[i], i = 1:4)', 1.748511271529774],
    ['const x = [1.5, -0.25, 4, 2]; variance(x[i], i = 1:4)', 3.0572916666666665],
    ['std(i*j, i = 1:2, j = 1:2)', 1.2583057392117918],
    ['std(2, 4, 6)', 2],
    ['std([7])', 0],
    ['variance([7])', 0],
    ['std(i, i = 7:7)', 0],
  ])('%s', (formula, expected) => {
    expect(compile(formula).value()).toBeCloseTo(expected, 15);
  });

  it('of terms that are vectors go element by element', () => {
    expect([...compile('variance([1, 2; 3, 5; 8, 8][i, :], i = 1:3)').value()]).toEqual([13, 9]);
  });

  it.each<[string, readonly number[], number, number]>([
    // A square of a length would be 0 or infinite.
    ['tiny', [1e-200, 2e-200, 3e-200], 1e-200, 0],
    ['huge', [1e200, 2e200, 3e200], 1e200, Number.POSITIVE_INFINITY],
    ['beside a common part', [1e15 + 4, 1e15 + 7, 1e15 + 13, 1e15 + 16], 5.477225575051661, 30],
    ['equal, though their sum is rounded', [0.1, 0.1, 0.1], 0, 0],
    ['one that is infinite', [Number.POSITIVE_INFINITY], Number.NaN, Number.NaN],
    ['one that is NaN', [Number.NaN], Number.NaN, Number.NaN],
  ])('of elements that are %s', (_what, x, deviation, variance) => {
    const of = (name: string): number => compile(`input x[${x.length}]\n${name}(x)`).value(x);
    if (Number.isNaN(deviation)) expect(of('std')).toBeNaN();
    else expect(Math.abs(of('std') - deviation)).toBeLessThanOrEqual(4e-16 * deviation);
    expect(of('variance')).toBe(variance);
  });
});

describe('derivatives', () => {
  const f = (name: string) => compile(`input x[4]\n${name}(x)`);

  it('of variance', () => {
    expectClose(f('variance').gradient(point), [-0.20833333333333334, -1.375, 1.4583333333333333, 0.125]);
    const [own, other] = [0.5, -1 / 6];
    const hessian = Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? own : other));
    expectClose(f('variance').hessian(point), hessian);
    // It is smooth where all elements are equal, too.
    expectClose(f('variance').gradient([3, 3, 3, 3]), [0, 0, 0, 0]);
    expectClose(f('variance').hessian([3, 3, 3, 3]), hessian);
  });

  it('of std', () => {
    expectClose(
      f('std').gradient(point),
      [-0.05957448966029894, -0.393191631757973, 0.4170214276220926, 0.035744693796179366],
    );
    expectClose(
      f('std').hessian(point),
      [
        0.14094897996630865, -0.06105624016973738, -0.03345102519937739, -0.04644171459719386,
        -0.06105624016973738, 0.05456089547082915, 0.046116947362248445, -0.039621602663340215,
        -0.03345102519937739, 0.046116947362248445, 0.043518809482685154, -0.05618473164555621,
        -0.04644171459719386, -0.039621602663340215, -0.05618473164555621, 0.14224804890609027,
      ], // biome-ignore format: four a line
    );
  });

  it.each([0, 0.1, -7e150, 1 / 3])('of std are those of a length at the origin where all elements are %d', value => {
    expect([...f('std').gradient([value, value, value, value])].map(Math.abs)).toEqual([0, 0, 0, 0]);
  });

  it('of std of terms of two inputs', () => {
    const { value, gradient, hessian } = compile('input a, b\nstd(a*b + 1, 4*a*b + 1/2, 9*a*b + 1/3)');
    expect(value(0.75, 2)).toBeCloseTo(5.747785402834472, 14);
    expectClose(gradient(0.75, 2), [8.080406833132766, 3.030152562424788]);
    const mixed = 4.042836522725935;
    expectClose(hessian(0.75, 2), [0.007021616425469931, mixed, mixed, 0.0009874148098317091]);
  });

  it('of one element are 0', () => {
    expect(compile('input x[1]\nvariance(x)').gradient([5])[0]).toBe(0);
    expect(compile('input x[1]\nstd(x)').gradient([5])[0]).toBe(0);
  });
});

describe('errors', () => {
  it.each([
    ['WG301', 'input x\nstd(x)', '2:1:6', 'std(a, b)'],
    ['WG302', 'input x[3]\nstd(x, 1)', '2:1:9', 'several numbers, or one vector'],
    ['WG302', 'input x[3]\nvariance(x, x)', '2:1:14', 'several numbers, or one vector'],
    ['WG206', 'std()', '1:1:5', ''],
    ['WG310', 'input x[3]\nstd(x[3:2])', '2:1:11', 'longer'],
    ['WG310', 'input x[3]\nmax(x[3:2])', '2:1:11', 'longer'],
    ['WG310', 'input x\nvariance(x, i = 1:0)', '2:1:20', 'longer'],
    ['WG304', 'input A[2,2]\nstd(A, i = 1:2) + norm(A[i, :], i = 1:2)', '2:19:22', 'numbers'],
  ])('%s: %j', (code, formula, place, help) => {
    const error = firstError(formula);
    expect(error?.code).toBe(code);
    expect(`${error?.line}:${error?.column}:${error?.length}`).toBe(place);
    expect(error?.help ?? '').toContain(help);
  });
});
