import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import '../../src/javascript.js';

/** Values and slopes computed with mpmath at 60 digits, from the exact value of x. */
const CASES: readonly (readonly [formula: string, x: number, value: number, slope: number])[] = [
  ['1/(1+exp(-x))', -800, 0, 0],
  ['1/(1+exp(-x))', -40, 4.248354255291589e-18, 4.248354255291589e-18],
  ['1/(1+exp(x))', 800, 0, 0],
  ['3/(exp(x)+1)', 0, 1.5, -0.75],
  ['exp(x)/(1+exp(x))', 800, 1, 0],
  ['exp(x)/(exp(x)+exp(2*x)+exp(-x))', 800, 0, 0],
  ['exp(2*x)/(exp(x)+exp(2*x)+exp(-x))', 800, 1, 0],
  ['log(1+exp(x))', 800, 800, 1],
  ['log(1+exp(x))', -40, 4.248354255291589e-18, 4.248354255291589e-18],
  ['log(exp(x)+exp(2*x)+2)', 800, 1600, 2],
  ['log(1-erf(x))', 30, -903.9741171106439, -60.03329639875623],
  ['log((1-erf(x))/2)', 30, -904.6672642912038, -60.03329639875623],
  ['(1+erf(x))/2', -6, 1.0759868356249456e-17, 1.3086506196246325e-16],
  ['1-erf(x)', 6, 2.1519736712498913e-17, -2.617301239249265e-16],
  ['exp(x)-1', 1e-20, 1e-20, 1],
  ['log(1+x)', 1e-20, 1e-20, 1],
  ['log(1-exp(x))', -1e-20, -46.051701859880914, -1e20],
  ['x/exp(x)', 800, 0, 0],
  ['1/cosh(x)', 800, 0, 0],
  ['sqrt(x^2+9)', 1e200, 1e200, 1],
];

describe('--stable', () => {
  it.each(CASES)('%s at %d', (formula, x, value, slope) => {
    const { value: f, gradient } = compile(formula, { stable: true });
    expect(Math.abs(f(x) - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
    expect(Math.abs(gradient(x)[0] - slope)).toBeLessThanOrEqual(1e-12 * Math.abs(slope));
  });

  it('changes nothing without being asked for, but says where a derivative overflows', () => {
    const { gradient, diagnostics } = compile('y = 2*x\n1/(1+exp(-y))');
    expect(gradient(-400)[0]).toBeNaN();
    const { warnings } = new FormulaError(diagnostics).toJSON();
    expect(warnings.map(({ code, line, column, help }) => [code, line, column, help])).toEqual([
      ['WG404', 2, 1, "write 'sigmoid', or compile with --stable"],
    ]);
    expect(compile('1/(1+exp(-x))', { stable: true }).diagnostics).toEqual([]);
  });

  it('says so of other languages, which have no such function', () => {
    const { diagnostics } = compile('export const f = x => Math.log(1 + Math.exp(x));', { from: 'js' });
    expect(diagnostics.map(({ code, help }) => [code, help])).toEqual([['WG404', "--stable takes 'softplus' for it"]]);
  });

  it.each(['log(1+x)', 'exp(x)-1', '1/(2+exp(x))*0 + x', 'sqrt(x^2+1)', '1/(1+x)'])(
    'has no warning for %s',
    formula => {
      expect(compile(formula).diagnostics).toEqual([]);
    },
  );

  it('agrees with what is written where both are right', () => {
    for (const [formula] of CASES) {
      const [plain, stable] = [compile(formula), compile(formula, { stable: true })];
      for (const x of [-0.7, -0.3]) {
        expect(stable.value(x)).toBeCloseTo(plain.value(x), 12);
        expect(stable.gradient(x)[0]).toBeCloseTo(plain.gradient(x)[0], 12);
        expect(stable.hessian(x)[0]).toBeCloseTo(plain.hessian(x)[0], 11);
      }
    }
  });

  it('is recorded where statements are kept apart, too', () => {
    expect(compile('s = 1/(1+exp(-x))\nt = s^2', { stable: true }).multipliers(-800)).toEqual({ s: 0, t: 1 });
  });
});
