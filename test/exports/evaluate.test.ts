// `evaluate` beside an exported Hessian: second derivatives by name and name, shaped like the inputs, against closed forms.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { emitFiles } from '../../src/files.js';
import { compile, type ExportName } from '../../src/index.js';
import { forbidCode } from '../interpret/forbidden.js';
import '../../src/wasm.js';

const emit: ExportName[] = ['evaluate', 'hessian'];

describe('evaluate with a Hessian', () => {
  it('has second derivatives by name and name', () => {
    expect(compile('x^2*y', { emit }).evaluate({ x: 3, y: 2 })).toEqual({
      value: 18,
      gradient: { x: 12, y: 9 },
      hessian: { x: { x: 4, y: 6 }, y: { x: 6, y: 0 } },
    });
  });

  it('is asked for by the program, too', () => {
    expect(compile('input x\nemit evaluate, hessian\nx^3').evaluate({ x: 2 }).hessian).toEqual({ x: { x: 12 } });
  });

  it('has value and gradient alone without one', () => {
    for (const of of [undefined, ['evaluate', 'hvp', 'valueGradientHessian']] as (ExportName[] | undefined)[])
      expect(Object.keys(compile('x^2*y', of && { emit: of }).evaluate({ x: 3, y: 2 }))).toEqual(['value', 'gradient']);
  });

  it('has arrays of the shapes of both inputs, those of the first outermost', () => {
    const { evaluate } = compile('input A[2,3], x[3], s\ns*dot([5, 7], A*x)', { emit });
    const { hessian } = evaluate({
      A: [
        [1, 2, 3],
        [4, 5, 6],
      ],
      x: [10, 20, 30],
      s: 2,
    });
    // f = s Σ c_i A_ij x_j with c = (5, 7).
    expect(hessian.A.x).toEqual([
      [
        [10, 0, 0],
        [0, 10, 0],
        [0, 0, 10],
      ],
      [
        [14, 0, 0],
        [0, 14, 0],
        [0, 0, 14],
      ],
    ]);
    expect(hessian.x.A).toEqual([
      [
        [10, 0, 0],
        [14, 0, 0],
      ],
      [
        [0, 10, 0],
        [0, 14, 0],
      ],
      [
        [0, 0, 10],
        [0, 0, 14],
      ],
    ]);
    expect(hessian.A.s).toEqual([
      [50, 100, 150],
      [70, 140, 210],
    ]);
    expect(hessian.s.A).toEqual(hessian.A.s);
    expect(hessian.s.x).toEqual([5 + 28, 10 + 35, 15 + 42]);
    expect(hessian.s.s).toBe(0);
    const zeros = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    expect(hessian.A.A).toEqual([Array(3).fill(zeros), Array(3).fill(zeros)]);
  });

  it('has what is differentiated alone', () => {
    const { evaluate } = compile('input x, y, k = 3\nx^2*y^k', { emit, wrt: ['y', 'x'] });
    expect(evaluate({ x: 2, y: 1 }).hessian).toEqual({ x: { x: 2, y: 12 }, y: { x: 12, y: 24 } });
  });

  it('goes over data', () => {
    const { evaluate } = compile('param a = 1, b = 0\ndata x, y\ny = a*x + b', { emit });
    expect(evaluate({ x: [1, 2, 3], y: [0, 0, 0] }).hessian).toEqual({ a: { a: 28, b: 12 }, b: { a: 12, b: 6 } });
  });

  it('has arrays as long as is known at run time', () => {
    const { evaluate } = compile('param w[n], b\nb*sum(w.^3)', { emit });
    expect(evaluate({ w: [1, 2, 3], b: 2 }).hessian).toEqual({
      w: {
        w: [
          [12, 0, 0],
          [0, 24, 0],
          [0, 0, 36],
        ],
        b: [3, 12, 27],
      },
      b: { w: [3, 12, 27], b: 0 },
    });
  });

  it('solves equations from a state', () => {
    const { evaluate } = compile('input b, c\nimplicit z = 5\nconstraint z^2 + b*z + c == 0\nz', { emit });
    const state = new Float64Array([0]);
    const near = (found: number, wanted: number) => expect(Math.abs(found - wanted)).toBeLessThan(1e-9);
    // z = (-b + √(b² - 4c))/2 and, from 0, the other root; with d = b² - 4c, ∂²z/∂c² = ∓2 d^(-3/2).
    near(evaluate({ b: -3, c: 1 }).hessian.c.c, -2 / 5 ** 1.5);
    near(evaluate({ b: -3, c: 1 }, state).hessian.c.c, 2 / 5 ** 1.5);
    near(state[0]!, (3 - Math.sqrt(5)) / 2);
  });

  it('has names of the language of JavaScript', () => {
    const { evaluate } = compile('input __proto__, constructor\n__proto__*constructor', { emit });
    const { hessian } = evaluate(JSON.parse('{ "__proto__": 2, "constructor": 3 }'));
    expect(JSON.stringify(hessian)).toBe(
      '{"__proto__":{"__proto__":0,"constructor":1},"constructor":{"__proto__":1,"constructor":0}}',
    );
  });

  it('is there in WebAssembly', () => {
    const { evaluate } = compile('input x[2], y\ny*x[1]*x[2] + exp(y)', { emit, target: 'wasm' });
    expect(evaluate({ x: [2, 3], y: 0 }).hessian).toEqual({
      x: {
        x: [
          [0, 0],
          [0, 0],
        ],
        y: [3, 2],
      },
      y: { x: [3, 2], y: 1 },
    });
  });

  describe('where code is forbidden', () => {
    afterEach(() => {
      vi.unstubAllGlobals();
      vi.restoreAllMocks();
    });

    it('is interpreted', () => {
      forbidCode();
      const { evaluate } = compile('input x[2], y\ny*x[1]*x[2]', { emit });
      expect(evaluate({ x: [2, 3], y: 1 }).hessian.x).toEqual({
        x: [
          [0, 1],
          [1, 0],
        ],
        y: [3, 2],
      });
    });
  });

  it('is typed, with as many words as there are names', () => {
    const declared = (formula: string) => emitFiles(formula, { emit }).declarations;
    expect(declared('x^2*y')).toContain('hessian: Record<"x" | "y", Record<"x" | "y", number>> }');
    expect(declared('input x[2], y\ny*x[1]*x[2]')).toContain(
      'hessian: Record<"x", Record<"x", number[][]> & Record<"y", number[]>> & Record<"y", Record<"x", number[]> & Record<"y", number>> }',
    );
  });
});
