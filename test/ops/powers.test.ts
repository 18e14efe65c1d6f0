// Derivatives of roots by both operands, against mpmath with 40 digits.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

const expectNear = (found: number, wanted: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-14 * Math.abs(wanted));

describe('nthRoot', () => {
  const { value, gradient, hessian } = compile('input x, n\nnthRoot(x, n)');

  // sign(x)·|x|^(1/n), ∂x and ∂n.
  it.each([
    [2.5, 3.5, 1.2992632226094094, 0.14848722544107537, -0.097183906052404],
    [7, 5, 1.4757731615945522, 0.042164947474130056, -0.11486887891401143],
    [0.3, 4, 0.7400828044922853, 0.6167356704102377, 0.05568997309737376],
    [0.001, 7, 0.372759372031494, 53.251338861642004, 0.05254960244776774],
  ])('of %d and %d has its value and gradient', (x, n, root, byX, byN) => {
    expectNear(value(x, n), root);
    const [first, second] = gradient(x, n);
    expectNear(first, byX);
    expectNear(second, byN);
  });

  it('of a negative number is there for odd orders alone, which have no derivative', () => {
    expectNear(value(-7, 5), -1.4757731615945522);
    const [byX, byN] = gradient(-7, 5);
    expectNear(byX, 0.042164947474130056);
    expect(byN).toBeNaN();
    const [byXX, ...others] = hessian(-7, 5);
    expectNear(byXX, 0.004818851139900578);
    expect(others).toEqual([NaN, NaN, NaN]);
  });

  it.each([
    [2.5, 3.5, -0.04242492155459296, -0.0535316536748677, 0.06280294324652852],
    [7, 5, -0.004818851139900578, -0.011714957463797767, 0.0548885322571798],
    [0.3, 4, -1.5418391760255945, -0.1077756066880813, -0.023654410731006815],
    [0.001, 7, -45644.004738550284, -0.10024805912489491, -0.007606013072485063],
  ])('of %d and %d has its curvature', (x, n, byXX, byXN, byNN) => {
    const found: Float64Array = hessian(x, n);
    for (const [i, wanted] of [byXX, byXN, byXN, byNN].entries()) {
      expect(Math.abs(found[i]! - wanted)).toBeLessThanOrEqual(2e-14 * Math.max(Math.abs(wanted), 1));
    }
  });
});
