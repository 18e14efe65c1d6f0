import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';
import { derivative, example, textOf } from './example.js';

describe('backpropagation', () => {
  const x = 0.2;
  const [a, c] = [Math.exp(x), Math.exp(x) + Math.exp(2 * x)];
  const slope = Math.exp(c) + Math.cos(c);

  it('has the multipliers that the chain rule gives', () => {
    const { a: first, ...others } = example('backpropagation').multipliers(x);
    expect(first / ((1 + 2 * a) * slope)).toBeCloseTo(1, 14);
    expect(others).toEqual({ b: slope, c: slope, d: 1, e: 1, f: 1 });
    expect(example('backpropagation').gradient(x)[0] / (first * a)).toBeCloseTo(1, 14);
  });

  it('has multipliers that say what follows from another value of a statement', () => {
    const { b } = example('backpropagation').multipliers(x);
    const { value } = compile(textOf('backpropagation').replace('b = a^2', 'input u\nb = a^2 + u'));
    expect(derivative(u => value(x, u), 1e-3) / b).toBeCloseTo(1, 10);
  });

  it('has nothing left of its equations after both passes, and a forward pass in what is left before', () => {
    const { sweep, lagrangianGradient } = example('backpropagation');
    const [z, lambda] = [new Float64Array(6), new Float64Array(6)];
    const value = sweep(x, z, lambda);
    expect(Array.from(lagrangianGradient(x, z, lambda).subarray(1)).every(of => of === 0)).toBe(true);
    // From any values: each step makes one constraint more hold.
    const { residual } = example('backpropagation');
    const values = new Float64Array(6).fill(0.5);
    for (let step = 0; step < 6; step++) for (const [i, of] of residual(x, values).entries()) values[i]! -= of;
    expect(values).toEqual(z);
    expect(values[5]).toBe(value);
  });
});
