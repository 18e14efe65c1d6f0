// Derivatives as formulas: what is printed, that it is read again, and that it has the numbers of the derivative.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivative } from '../../src/explain.js';
import { compile } from '../../src/index.js';
import { runIn } from '../cli/capture.js';

describe('derivative', () => {
  it.each([
    ['x^2*sin(x)', 'x^2 * cos(x) + 2 * x * sin(x)'],
    ['x^3', '3 * x^2'],
    ['sqrt(x^2 + 1)', 'x / sqrt(x^2 + 1)'],
    ['x^x', 'x^x * (log(x) + 1)'],
    ['log(x)/x', '(1 - log(x)) / x^2'],
    ['tanh(x)', '1 - tanh(x)^2'],
    ['softplus(x)', 'sigmoid(x)'],
    ['abs(x)', 'sign(x)'],
    ['1/x', '-1 / x^2'],
    ['x > 0 ? x^2 : 3*x', 'x > 0 ? 2 * x : 3'],
    ['erf(x)', '1.1283791670955126 * exp(-x^2)'],
    ['gamma(x)', 'gamma(x) * digamma(x)'],
    ['exp(exp(x)+exp(x)^2)+sin(exp(x)+exp(x)^2)', 't1 = exp(x)\n(t1 + 2 * t1^2) * (exp(t1 + t1^2) + cos(t1 + t1^2))'],
    [
      'input v[3]\nsum(v[i]^2*i, i = 1:3)',
      'input v[3]\nd_v_1 = 2 * v[1]\nd_v_2 = 4 * v[2]\nd_v_3 = 6 * v[3]\noutput d_v_1, d_v_2, d_v_3',
    ],
  ])('of %s is %s', (formula, expected) => {
    expect(derivative(formula)).toBe(expected);
  });

  it('is written for others', () => {
    const formula = 'x^2*sin(x)/y + (x > 0 ? abs(x) : y^3)';
    const written = (format: 'latex' | 'python' | 'c') => derivative(formula, { format, wrt: ['x'] });
    expect(written('python')).toBe(
      '(2 * x * math.sin(x) + x**2 * math.cos(x)) / y + (math.copysign(1, x) if x > 0 else 0)',
    );
    expect(written('c')).toBe('(2.0 * x * sin(x) + pow(x, 2) * cos(x)) / y + (x > 0.0 ? copysign(1.0, x) : 0.0)');
    expect(written('latex')).toContain(
      '\\frac{2 \\, x \\, \\sin\\left(x\\right) + x^{2} \\, \\cos\\left(x\\right)}{y}',
    );
  });

  it('refuses what has no formula, or no function in a language', () => {
    expect(() => derivative('3')).toThrow('there is nothing to differentiate by');
    expect(() => derivative('input x; implicit z = 1; z = cos(x*z); z')).toThrow('what equations determine');
    expect(() => derivative('input x[n]; sum(x)')).toThrow('sizes that are known at run time');
    expect(() => derivative('softplus(x)', { format: 'c' })).toThrow("C has no function 'sigmoid'");
    expect(() => derivative('[x, x^2]')).toThrow('of one number');
  });

  it('has the numbers of the derivative, of random formulas', () => {
    const leaf = fc.constantFrom('x', 'y', '2', '0.5', '3');
    const { tree } = fc.letrec(tie => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc
          .tuple(fc.constantFrom('+', '-', '*', '/'), tie('tree'), tie('tree'))
          .map(([sign, a, b]) => `(${a} ${sign} ${b})`),
        fc
          .tuple(fc.constantFrom('sin', 'exp', 'tanh', 'atan', 'square', 'abs'), tie('tree'))
          .map(([of, a]) => `${of}(${a})`),
        tie('tree').map(a => `(${a})^3`),
      ),
    }));
    const options = { numRuns: Number(process.env.WENGERT_RUNS ?? 60) };
    const property = fc.property(tree, of => {
      const formula = `input x, y\n${of}`;
      const { gradient } = compile(formula);
      const read = compile(`${derivative(formula).startsWith('input') ? '' : 'input x, y\n'}${derivative(formula)}`);
      const own = [...(gradient(0.7, -1.3) as Float64Array)];
      const found = [...(read.value(0.7, -1.3) as Float64Array)];
      for (const [i, expected] of own.entries()) {
        if (!Number.isFinite(expected) || !Number.isFinite(found[i])) continue;
        expect(Math.abs(found[i]! - expected)).toBeLessThanOrEqual(1e-9 * Math.max(Math.abs(expected), 1));
      }
    });
    fc.assert(property, { ...options, seed: Number(process.env.WENGERT_SEED ?? 7) });
  });
});

describe('wengert derivative', () => {
  it('prints it, as JSON too', async () => {
    const { exit, out } = await runIn('.', ['derivative', 'x^2*y', '--wrt', 'y']);
    expect([exit, out]).toEqual([0, 'x^2\n']);
    const json = await runIn('.', ['derivative', 'x^2*y', '--wrt', 'x', '--format', 'python', '--json']);
    expect(JSON.parse(json.out)).toEqual({ derivative: '2 * y * x', format: 'python' });
    expect((await runIn('.', ['derivative', 'x +'])).exit).toBe(1);
  });
});
