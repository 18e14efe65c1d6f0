// `multipliers`: what follows for the result when a statement has another value.

import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

describe('multipliers', () => {
  it('of a recurrence are those of each element, which the turns after it read', () => {
    // z₃ = (x²)²: ∂/∂z₁ = 4·z₁³, ∂/∂z₂ = 2·z₂.
    const up = compile('input x\nz[1] = x\nz[i] = z[i-1]^2 for i = 2:3\nz[3]');
    expect(up.multipliers(2)).toEqual({ z: Float64Array.of(32, 8, 1) });
    const down = compile('input x\nz[3] = x\nz[i] = z[i+1]^2 for i = 2:-1:1\nz[1]');
    expect(down.multipliers(2)).toEqual({ z: Float64Array.of(1, 8, 32) });
    const rows = compile('input x\nz[1,:] = [x, 1]\nz[i,:] = [z[i-1,2], x*z[i-1,1]] for i = 2:3\nz[3,1] + z[2,2]');
    expect(rows.multipliers(5)).toEqual({ z: Float64Array.of(10, 0, 0, 2, 1, 0) });
  });

  it('do not come from an arm that is not taken, nor pass through what has no value there', () => {
    const { multipliers } = compile('b = 2*x\na = sqrt(b)\nx > 0 ? a : 0');
    expect(multipliers(-1)).toEqual({ b: 0, a: 0 });
    expect(multipliers(2)).toEqual({ b: 0.25, a: 1 });
  });

  it('are those of any value that a statement might have, whatever it is made of', () => {
    // abs has the slope 0 at 0, also where a square is what it is of.
    expect(compile('a = x^2\nabs(a)').multipliers(0)).toEqual({ a: 0 });
    expect(compile('a = x^2\nabs(a)').multipliers(3)).toEqual({ a: 1 });
  });
});
