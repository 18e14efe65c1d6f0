// Constraints of what equations determine, beside those equations.

import { expect, it } from 'vitest';
import { minimize } from '../../../src/solve.js';

it('hold unknowns, with exact derivatives of their solutions', () => {
  // z = 2 where x + 2y = 10: with x − y = 1 that is (4, 3). For z = 2 + u and x − y = 1 + v the value is
  // (y + 1 + v)² + y² with 3y = 9 − v + 13u + …, so that df*/du = 14·13/3 and df*/dv = 8 − 14/3.
  const { converged, value, x, held } = minimize(`param x = 1, y = 1
    implicit z = 1
    constraint z^3 + z == x + 2*y
    minimize x^2 + y^2
    constraint z >= 2
    constraint x - y == 1`);
  expect(converged).toBe(true);
  expect(value).toBeCloseTo(25, 10);
  expect([x.x, x.y]).toEqual([expect.closeTo(4, 10), expect.closeTo(3, 10)]);
  expect(held!.constraints).toMatchObject([
    { text: 'z >= 2', multiplier: expect.closeTo(182 / 3, 8) },
    { text: 'x - y == 1', multiplier: expect.closeTo(10 / 3, 8) },
  ]);
});
