// Implicit blocks in programs whose code is WebAssembly: the bits of JavaScript, and its errors.

import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/index.js';
import '../../../src/wasm.js';

type Arguments = readonly unknown[];

/** Programs, how many numbers their gradient has, and where they are solved and where not. */
const programs: Readonly<
  Record<string, readonly [formula: string, count: number, at: Arguments, unsolved: Arguments]>
> = {
  'one unknown': ['input M, ecc; implicit E = M; E = M + ecc*sin(E); E*E', 2, [1, 0.3], [0, 1]],
  'several unknowns, and a matrix in their equations': [
    `input a, b; implicit x = 0.6, y = 2.7
      constraint x^2 + y^2 == 4*a; constraint x*y == b + det([x, a, 1, 0; 2, y, 1, 0.1; 0, 0, 1, 2; 0, 1, 1, 3])/50; x*y^2`,
    2,
    [2, 0.5],
    [Number.NaN, 0.5],
  ],
  'many unknowns of which equations have few': [
    `input a, b; implicit z[20] = 0.1; z[1] = cos(a*z[2])/2; z[20] = z[19]/3 + a/5
    z[i] = tanh(a*z[i-1]/5 + z[i+1]/4 + b) for i = 2:19; z[7]*z[12] + z[20]^2`,
    2,
    [0.7, 0.1],
    [Number.NaN, 0.1],
  ],
  'a block under a condition': [
    'input a; implicit z = 1; constraint z*z == a; a > 0 ? z*a : a > -1 ? -a : z',
    1,
    [-0.5],
    [-3],
  ],
  'rows, and what they share': [
    `param a = 1; data y; implicit z = y, w = 1
      constraint a*z^2 + z == y*w; constraint w^3 + w == a*mean(y); sum(z)`,
    1,
    [1, [2, 6, 12, 5], 0, 4],
    [1, [2, -30, 3000], 0, 3],
  ],
  'what rows share alone': [
    'param a = 1; data y; implicit w = 1; constraint w^3 + w == a; sum(w*y) + max(w*y)',
    1,
    [1, [2, 6, 12, 5], 0, 4],
    [Number.NaN, [2], 0, 1],
  ],
  'an array of unknowns': [
    'input M[n], ecc; implicit E[n] = M; E = M + ecc*sin(E); sum(E[i]*E[i+1], i = 1:n-1) + E[2]',
    4,
    [[1, 2, 0.5], 0.3],
    [[1, 0, 0.5], 1],
  ],
  'steps of an implicit method': [
    `input a, h, y[n]; implicit z[n,2]; z[1,:] = [a, 0]
      z[i,:] = [z[i-1,1] + h*z[i,2], z[i-1,2] - h*sin(z[i,1]) + 0*y[i]] for i = 2:n; z[n,1] + z[n,2]`,
    6,
    [1, 0.1, [1, 1, 1, 1]],
    [1, 0.1, [1, 1, Number.POSITIVE_INFINITY, 1]],
  ],
  'steps for each row': [
    `param a = 1; data x; input y[n]; implicit z[n] = 1
      z[1] = a*x; z[i] = z[i-1] - a*z[i]^2*x + 0*y[i] for i = 2:n; sum(z[n])`,
    1,
    [1, [1, 1, 1], [0.3, 0.4], 0, 2],
    [1, [1, 1, 1], [0.3, -4, 0.4], 0, 3],
  ],
};

const thrown = (run: () => unknown): object => {
  try {
    run();
  } catch (error) {
    return { message: (error as Error).message, ...Object(error), name: (error as Error).name };
  }
  return {};
};

describe.each(Object.entries(programs))('%s', (_name, [formula, count, at, unsolved]) => {
  const javascript = compile(formula);
  const webassembly = compile(formula, { target: 'wasm' });

  it('has the bits of JavaScript', () => {
    const found = new Float64Array(count);
    const wanted = new Float64Array(count);
    expect(webassembly.valueAndGradient(...at, found)).toBe(javascript.valueAndGradient(...at, wanted));
    expect(found).toEqual(wanted);
    expect(webassembly.value(...at)).toBe(javascript.value(...at));
  });

  it('throws what JavaScript throws, and goes on afterwards', () => {
    const error = thrown(() => webassembly.value(...unsolved));
    expect(error).toEqual(thrown(() => javascript.value(...unsolved)));
    expect(error).toHaveProperty('cycle');
    expect(webassembly.value(...at)).toBe(javascript.value(...at));
  });
});

describe('states', () => {
  it('are where unknowns start from, and their solution', () => {
    const { value, valueAndGradient } = compile('input b, c; implicit z = 5; constraint z^2 - b*z + c == 0; z', {
      target: 'wasm',
    });
    // (3 ± √5)/2
    const state = [0];
    expect(value(3, 1, state)).toBeCloseTo(0.3819660112501052, 14);
    expect(state[0]).toBeCloseTo(0.3819660112501052, 14);
    expect(valueAndGradient(3, 1, new Float64Array(2))).toBeCloseTo(2.618033988749895, 14);
  });
});
