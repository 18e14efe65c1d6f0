// Implicit blocks where equations do not say what their unknowns are, or only just: no derivative is a finite wrong number. Values
// are those of mpmath at 40 digits, or closed forms.

import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { derivativeOf } from '../../src/evaluate.js';
import { compile, type ExportName } from '../../src/index.js';

const DERIVATIVES: readonly ExportName[] = ['gradient', 'hessian', 'hvp', 'jvp', 'vjp', 'jacobian'];

/** The name of what a call throws, or what it returns. */
function outcome(call: () => unknown): unknown {
  try {
    const found = call();
    return typeof found === 'number' ? found : [...(found as Float64Array)];
  } catch (error) {
    return (error as Error).name;
  }
}

/** What every derivative of a function of p comes to. */
function derivativesOf(text: string, p: number): Record<string, unknown> {
  const compiled = compile(`input p\n${text}`, { emit: ['value', ...DERIVATIVES] });
  const seeds: Partial<Record<ExportName, readonly number[]>> = { hvp: [1], jvp: [1], vjp: [1] };
  return Object.fromEntries(DERIVATIVES.map(name => [name, outcome(() => compiled[name](p, ...(seeds[name] ?? [])))]));
}

/** What no solver is asked about may be NaN. */
const isUnknown = (found: unknown): boolean => Array.isArray(found) && found.every(Number.isNaN);

const everywhere = (name: string) => Object.fromEntries(DERIVATIVES.map(of => [of, name]));

describe('a block whose equations do not determine its unknowns', () => {
  it.each([
    ['0 is any number', 'implicit z = 1\nconstraint 0*z == 0\nz*p', 2],
    ['a step', 'implicit z = 1\nconstraint floor(z) == p\nz', 1],
    ['a kink without slope', 'implicit z = 1\nconstraint abs(z) == p\nz', 0],
    ['what is gone', 'implicit z = 1\nconstraint z - z == p\nz', 1],
    ['an asymptote', 'implicit z = 1\nconstraint tanh(z) == p\nz', 1],
    ['a double root', 'implicit z = 1\nconstraint z^2 == p\nz', 0],
    ['a triple root', 'implicit z = 1\nconstraint (z - p)^3 == 0\nz', 2],
    ['the same twice', 'implicit x = 1, y = 1\nconstraint x + y == p\nconstraint 2*x + 2*y == 2*p\nx + 2*y', 2],
    [
      'the same twice but for rounding',
      'implicit x = 0, y = 0\nconstraint x + y == p\nconstraint x + (1 + 1e-15)*y == p\nx + 2*y',
      2,
    ],
    [
      'the same twice but for rounding, in units of their own',
      'implicit x = 0, y = 0\nconstraint 1e9*x + 1e-6*y == p\nconstraint 1e3*x + 1e-12*(1 + 1e-14)*y == 1e-6*p\nx + y',
      2,
    ],
  ])('%s: every derivative throws', (_name, text, p) => {
    const found = Object.entries(derivativesOf(text, p)).map(([name, of]) => [
      name,
      isUnknown(of) ? 'SingularBlock' : of,
    ]);
    expect(Object.fromEntries(found)).toEqual(everywhere('SingularBlock'));
  });

  it.each([
    ['a tie', 'implicit z = 1\nconstraint max(z, 0) == p\nz', 0, 0],
    ['a kink that equals its slope', 'implicit z = 0\nz = abs(z)*p\nz', 1, 0],
    ['a jump of the slope', 'implicit z = 1\nconstraint (z > 0 ? 2*z : z) == p\nz', 0, 0],
  ])('%s: the value is there, first derivatives are not known', (_name, text, p, value) => {
    const compiled = compile(`input p\n${text}`);
    expect(compiled.value(p)).toBe(value);
    const { gradient, jvp, vjp, jacobian } = derivativesOf(text, p);
    expect([gradient, jvp, vjp, jacobian].flat()).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
  });

  it('is none where a condition keeps it from being solved', () => {
    const text = 'input p\nimplicit z = 1\nconstraint 0*z == 0\np > 0 ? p^2 : z';
    const { gradient, hessian } = compile(text, { emit: ['gradient', 'hessian'] });
    expect([...(gradient(3) as Float64Array), ...(hessian(3) as Float64Array)]).toEqual([6, 2]);
    expect(outcome(() => hessian(-3))).toBe('SingularBlock');
  });
});

/** Of the cube root of 2. */
const CUBE_ROOT = [0.20998684164914552, -0.06999561388304851, 0.05832967823587376];

describe('derivatives to third order', () => {
  const derivatives = (text: string, p: number): number[] => {
    const compilation = createCompilation(`input p\n${text}`, {});
    const { gradient, hessian } = compile(`input p\n${text}`, { emit: ['gradient', 'hessian'] });
    const third = derivativeOf(compilation, 3, [p]).map(({ value }) => value);
    return [...(gradient(p) as Float64Array), ...(hessian(p) as Float64Array), ...third];
  };

  it.each([
    ['of large equations', 'implicit z = 1\nconstraint 1e300*(z^3 - p) == 0\nz', 2, CUBE_ROOT],
    ['of small equations', 'implicit z = 1\nconstraint 1e-300*(z^3 - p) == 0\nz', 2, CUBE_ROOT],
    [
      'of equations of two sizes',
      'implicit x = 1, y = 1\nconstraint 1e200*(x^2 + y - p) == 0\nconstraint 1e-200*(x - y^2) == 0\nx + 2*y',
      2,
      [0.8, -0.304, 0.28416],
    ],
    [
      'of an exponential',
      'implicit z = 1\nconstraint exp(z) == p\nz*p',
      0.3,
      [-0.20397280432593604, 3.3333333333333335, -11.111111111111112],
    ],
    ['away from a kink', 'implicit z = 2\nconstraint abs(z) + z^3 == p\nz', 2, [0.25, -0.09375, 0.08203125]],
    ['where an operand loses', 'implicit z = 2\nconstraint max(z, 0.5)*z == p\nz', 4, [0.25, -0.03125, 0.01171875]],
    [
      'of a block in a block',
      'implicit a = 1\na = cos(p*a)\nimplicit b = 1\nb = exp(-a*b)\nb*a',
      1,
      [-0.12765610175951708, 0.03837877347388468, 0.07595094048768106],
    ],
  ])('%s', (_name, text, p, expected) => {
    for (const [i, found] of derivatives(text, p).entries())
      expect(Math.abs(found / expected[i]! - 1)).toBeLessThan(1e-11);
  });
});

describe('the solver', () => {
  it('goes as far as an exponential leads, and knows that a root of several does not', () => {
    const far = compile('input p\nimplicit z = 1\nconstraint exp(z) == 1e-300*p\nz');
    expect(far.value(1)).toBeCloseTo(-690.7755278982137, 10);
    expect((far.gradient(1) as Float64Array)[0]).toBeCloseTo(1, 10);
    expect((far.hessian(1) as Float64Array)[0]).toBeCloseTo(-1, 10);
  });

  it('takes functions that are called as words for operators are', () => {
    const { gradient, value } = compile('input p\nimplicit z = 1.2\nconstraint mod(z, 1) == p\nz');
    expect(value(0.3)).toBeCloseTo(1.3, 14);
    expect([...(gradient(0.3) as Float64Array)]).toEqual([1]);
  });
});
