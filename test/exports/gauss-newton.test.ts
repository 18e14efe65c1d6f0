// `gaussNewton` against Jacobians of the same residuals written out as outputs, row by row.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

const X = [0.3, -1.2, 2.5, 0.9, -0.4];
const Y = [1.1, 0.2, -0.7, 1.9, 0.6];
const THETA = [0.8, -0.5, 1.3];

/** Every row's residuals of a formula in which `X` and `Y` stand for those of a row. */
const writtenOut = (params: string, residuals: readonly string[]) => {
  const all = X.flatMap((x, i) => residuals.map(text => text.replaceAll('X', `(${x})`).replaceAll('Y', `(${Y[i]})`)));
  const names = all.map((_, i) => `r${i + 1}`);
  const program = `${params}\n${all.map((text, i) => `${names[i]} = ${text}`).join('\n')}\noutput ${names.join(', ')}`;
  return compile(program, { emit: ['value', 'jacobian'] });
};

/** Σr², 2·Jᵀr and JᵀJ. */
function expected(residuals: ArrayLike<number>, jacobian: ArrayLike<number>, n: number) {
  const rows = Array.from(residuals, (_, i) => Array.from({ length: n }, (_unused, j) => jacobian[i * n + j]!));
  const sum = (term: (i: number) => number): number => rows.reduce((total, _, i) => total + term(i), 0);
  const columns = Array.from({ length: n }, (_, j) => j);
  return {
    value: sum(i => residuals[i]! ** 2),
    gradient: columns.map(j => sum(i => 2 * residuals[i]! * rows[i]![j]!)),
    matrix: columns.flatMap(j => columns.map(k => sum(i => rows[i]![j]! * rows[i]![k]!))),
  };
}

const PARAMS = 'param a = 1, b = 0, c = 0';

describe('gaussNewton', () => {
  it.each([
    ['a response', 'y = a*exp(b*x) + c', ['Y - (a*exp(b*X) + c)']],
    ['two residuals of a row', 'y = a*x\nresidual b*sin(c*x)', ['Y - a*X', 'b*sin(c*X)']],
    ['a conditional', 'y = x > 0 ? a*x^2 : b*x + c', ['Y - ((X) > 0 ? a*(X)^2 : b*X + c)']],
    ['an extremum of two', 'y = max(a*x, b) + abs(c - x)', ['Y - (max(a*X, b) + abs(c - X))']],
  ])('is that of %s', (_what, statements, residuals) => {
    const reference = writtenOut(PARAMS, residuals);
    const of = expected(reference.value(...THETA), reference.jacobian(...THETA), 3);
    const { gaussNewton } = compile(`${PARAMS}\ndata x, y\n${statements}`);
    const [gradient, matrix] = [new Float64Array(3), new Float64Array(9)];
    expect(gaussNewton(...THETA, X, Y, undefined, undefined, gradient, matrix)).toBeCloseTo(of.value, 12);
    for (const [i, entry] of of.gradient.entries()) expect(gradient[i]).toBeCloseTo(entry, 11);
    for (const [i, entry] of of.matrix.entries()) expect(matrix[i]).toBeCloseTo(entry, 11);
  });

  it('takes a range of rows, and columns of vectors', () => {
    // r = y - p·x, so that JᵀJ is Σ x xᵀ.
    const { gaussNewton } = compile('param p[2] = 0\ndata x[2], y\ny = dot(p, x)');
    const [gradient, matrix] = [new Float64Array(2), new Float64Array(4)];
    const x = [9, 9, 1, 2, 3, 4, 9, 9];
    expect(gaussNewton([1, 1], x, [9, 4, 6, 9], 1, 2, gradient, matrix)).toBe(1 + 1);
    expect([...matrix]).toEqual([10, 14, 14, 20]);
    expect([...gradient]).toEqual([-2 * (1 - 3), -2 * (2 - 4)]);
  });

  it('adds residuals that no row has, as those of a prior', () => {
    // r = y - a·x of two rows, and 10·(a - 1).
    const { gaussNewton } = compile('param a\ndata x, y\ny = a*x\nresidual 10*(a - 1)');
    const [gradient, matrix] = [[0], [0]];
    expect(gaussNewton(3, [1, 2], [3, 7], undefined, undefined, gradient, matrix)).toBe(0 + 1 + 400);
    expect([gradient, matrix]).toEqual([[-2 * 2 + 2 * 200], [1 + 4 + 100]]);
  });

  it('sees a statistic of all rows in the residual of each', () => {
    // r = y - a·(x - m) with m = a·mean(x) = 2a: ∂r/∂a = -(x - 4a), which is 3 and 1 at a = 1.
    const { gaussNewton } = compile('param a\ndata x, y\nm = mean(a*x)\ny = a*(x - m)');
    const matrix = [0];
    gaussNewton(1, [1, 3], [0, 0], undefined, undefined, [0], matrix);
    expect(matrix).toEqual([9 + 1]);
  });

  it('needs no data', () => {
    // Rosenbrock's function as a sum of squares: J = [[-20x, 10], [-1, 0]].
    const { gaussNewton } = compile('param x, y\nresidual 10*(y - x^2)\nresidual 1 - x');
    const [gradient, matrix] = [
      [0, 0],
      [0, 0, 0, 0],
    ];
    expect(gaussNewton(-1, 2, gradient, matrix)).toBe(100 + 4);
    expect([gradient, matrix]).toEqual([
      [2 * (20 * 10 - 2), 2 * 10 * 10],
      [401, 200, 200, 100],
    ]);
  });

  it('computes every entry once', () => {
    const { stats } = compile('param p[4] = 0\ndata x[4], y\ny = dot(p, x)', { emit: ['gaussNewton'] });
    // Ten products and sums of JᵀJ, of eight for value and gradient beside them.
    expect(stats.perRow!.operations.gaussNewton).toBeLessThanOrEqual(45);
  });

  it.each(['x^2', 'param a\ndata x\nsum(a*x)'])('is refused without residuals: %s', formula => {
    expect(() => compile(formula, { emit: ['gaussNewton'] })).toThrow(
      /WG403.*'gaussNewton' is of sums of squared residuals, and the program has no residuals/,
    );
  });
});
