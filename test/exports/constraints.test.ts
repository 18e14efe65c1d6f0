import { describe, expect, it } from 'vitest';
import '../../src/wasm.js';
import '../../src/c.js';
import { compile, emitSource, FormulaError } from '../../src/index.js';

const PROGRAM = `param x = 1, y = 2
minimize x^2*y
constraint x*y == 3
constraint exp(x) <= 5 + y^3`;

describe.each(['js', 'wasm'] as const)('by %s', target => {
  const compiled = compile(PROGRAM, { target });

  it('the Jacobian has a row for each', () => {
    expect([...compiled.constraintsJacobian(1, 2)]).toEqual([2, 1, expect.closeTo(Math.E, 12), -12]);
    expect([...compiled.constraintsJacobianSparse(1, 2)]).toEqual([2, 1, expect.closeTo(Math.E, 12), -12]);
    expect(compiled.constraintsJacobianPattern).toEqual({ rows: [0, 0, 1, 1], cols: [0, 1, 0, 1] });
  });

  it('the Hessian is that of f − Σ λ·c', () => {
    // ∇²f = [2y, 2x; 2x, 0], ∇²(x·y) = [0, 1; 1, 0], ∇²(exp(x) − y³) = [e, 0; 0, −6y].
    const [a, b] = [7, 0.5];
    const wanted = [4 - b * Math.E, 2 - a, 2 - a, 12 * b].map(of => expect.closeTo(of, 12));
    expect([...compiled.constrainedHessian(1, 2, [a, b])]).toEqual(wanted);
    expect([...compiled.constrainedHessianSparse(1, 2, [a, b])]).toEqual(wanted);
    expect(compiled.constrainedHessianPattern).toEqual({ rows: [0, 0, 1, 1], cols: [0, 1, 0, 1] });
  });
});

it('the Jacobian is that of differences', () => {
  const compiled = compile('input u[3]; constraint [u[1]*sin(u[2]), u[3]^u[1], norm(u)] == 1; sum(u)');
  const at = [1.2, 0.4, 2.5];
  const h = 1e-6;
  const matrix = compiled.constraintsJacobian(at) as Float64Array;
  for (let k = 0; k < 3; k++) {
    const moved = (by: number): Float64Array => compiled.constraints(at.map((x, i) => (i === k ? x + by : x)));
    const [above, below] = [moved(h), moved(-h)];
    for (let i = 0; i < 3; i++) expect(matrix[3 * i + k]).toBeCloseTo((above[i]! - below[i]!) / (2 * h), 7);
  }
});

it('is sparse where constraints are', () => {
  const compiled = compile(
    'const n = 40; param x[n]; minimize sum(x[i]^4, i = 1:n); constraint array(x[i]*x[i+1], i = 1:n-1) >= 1',
  );
  expect(compiled.constraintsJacobianPattern).toMatchObject({ rows: { length: 78 } });
  // The diagonal and its neighbours.
  expect(compiled.constrainedHessianPattern).toMatchObject({ rows: { length: 40 + 2 * 39 } });
});

it('value, gradient and packed stay those of what is minimised', () => {
  const compiled = compile(PROGRAM.replace('minimize', 'maximize'));
  expect(compiled.value(3, 2)).toBe(18);
  expect([...compiled.gradient(3, 2)]).toEqual([12, 9]);
  expect(compiled.packed([3, 2])).toBe(-18);
  // λ is that of the expression as it is written.
  expect([...compiled.constrainedHessian(1, 2, [0, 0])]).toEqual([4, 2, 2, 0]);
});

it('a variable called lambda keeps its name', () => {
  const source = emitSource('param lambda = 1; minimize lambda^2; constraint exp(lambda) == 2', {
    emit: ['constrainedHessian'],
  });
  expect(source).toContain('export function constrainedHessian(lambda, lambda_');
});

it('modules list constraints where there are some', () => {
  const listing = (formula: string): boolean => emitSource(formula).includes('export const constraintList = [');
  expect(listing(PROGRAM)).toBe(true);
  expect(listing('x^2')).toBe(false);
  expect(Object.keys(compile('x^2'))).not.toContain('constraintList');
});

it('text cannot end the string that it stands in', () => {
  const source = emitSource("input A[2,2]; constraint A' == A; det(A)");
  expect(source).toMatch(/text: ("A' == A"|'A\\' == A')/);
});

it('C has them', () => {
  const source = emitSource(PROGRAM, { format: 'c', emit: ['constraints', 'constrainedHessianSparse'] });
  expect(source).toContain('constraints(const double *theta, double *out)');
  expect(source).toContain('constrained_hessian_sparse(const double *theta, const double *lambda, double *out)');
});

it.each(['constraints', 'constraintsJacobian', 'constrainedHessianSparse'] as const)(
  '%s is refused without any',
  name => {
    const error = (() => {
      try {
        return compile('x^2', { emit: [name] });
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(FormulaError);
    expect((error as FormulaError).diagnostics).toMatchObject([
      { code: 'WG403', message: expect.stringContaining('the program has none') },
    ]);
  },
);
