// formula`…${value}…`: what the values mean, and what cannot be one. Closed forms are worked out by hand.

import { describe, expect, it } from 'vitest';
import { type Compiled, compile, FormulaError, formula } from '../../src/index.js';

const errorsOf = (make: () => unknown) => {
  try {
    make();
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors;
    throw error;
  }
  return [];
};

describe('numbers in a formula', () => {
  it('multiplies by a number, and differentiates', () => {
    const scale = 2.5;
    const f = formula`exp(x)^2 + ${scale}*y`;
    expect(f.value(0.5, 3)).toBeCloseTo(Math.E + 7.5, 14);
    const gradient = f.gradient(0.5, 3);
    expect(gradient[0]).toBeCloseTo(2 * Math.E, 14);
    expect(gradient[1]).toBe(2.5);
    expect(f.wrt.map(({ name }) => name)).toEqual(['x', 'y']);
  });

  it('means what it looks like beside operators and other values', () => {
    expect(formula`x^${-2}`.value(4)).toBe(1 / 16);
    expect(formula`x^${-2}`.gradient(2)[0]).toBe(-2 / 8);
    expect(formula`2^${-3}*x`.value(1)).toBe(1 / 8);
    expect(formula`${-2}^2*x`.value(1)).toBe(4);
    expect(formula`-${-2}*x`.value(1)).toBe(2);
    expect(formula`${2}${3}x`.value(1)).toBe(6);
    expect(formula`x - ${-1}`.value(1)).toBe(2);
    expect(formula`1${2}*x`.value(1)).toBe(2);
    expect(formula`${3}!*x`.value(1)).toBe(6);
  });

  it('is a size, a bound, an index, a power of a matrix', () => {
    expect(formula`input v[${3}]; sum(v[i]*i, i = 1:${2}) + v[${3}]`.value([1, 10, 100])).toBe(121);
    const bounded = formula`param a = ${-1} in [${-2}, ${0.5}]; a^2`;
    expect(bounded.wrt).toMatchObject([{ start: -1, lower: -2, upper: 0.5 }]);
    expect(formula`input A[2,2]; trace(A^${2})`.value([1, 2, 3, 4])).toBe(29);
  });

  it.each([
    0.1,
    1 / 3,
    -1e-320,
    5e-324,
    1.7976931348623157e308,
    -0,
    123456789012345680000,
    2 ** 53,
    1e15,
    1e21,
    1 - 2 ** -53,
  ])('keeps %d exactly, without a warning', number => {
    const f = formula`const n = ${number}; n*x`;
    expect(f.value(1)).toBe(number);
    expect(f.gradient(0)[0]).toBe(number);
    expect(f.diagnostics).toEqual([]);
  });

  it('takes backslashes as they are written', () => {
    expect(errorsOf(() => formula`x \ y`)).toMatchObject([{ code: 'WG302', file: 'formula', line: 1, column: 3 }]);
  });
});

describe('formulas in a formula', () => {
  const square = formula`
    a = exp(x)
    a^2   # the square
  `;

  it('puts the result in as an expression and the statements before, equal ones once', () => {
    const f = formula`${square}*y + 1/${square}`;
    expect(f.formula).toBe('a = exp(x)\n(a^2)*y + 1/(a^2)');
    const gradient = f.gradient(0.5, 3);
    // e^2x y + e^-2x at x = 1/2.
    expect(gradient[0]).toBeCloseTo(6 * Math.E - 2 / Math.E, 13);
    expect(gradient[1]).toBeCloseTo(Math.E, 14);
  });

  it('keeps an expression together', () => {
    expect(formula`2*${formula`x + 1`}^2`.value(2)).toBe(18);
    expect(formula`x - ${formula`y - 1`}`.value(5, 3)).toBe(3);
    expect(formula`2^${formula`${formula`x`} - 1`}`.value(3)).toBe(4);
  });

  it('takes the last definition, an output, several, or what is minimised for the result', () => {
    expect(formula`${formula`d = x + 1`}/y`.value(5, 2)).toBe(3);
    expect(formula`1 + ${formula`a = 2*x; b = a + 1; output a`}`.value(5)).toBe(11);
    expect(formula`dot(${formula`a = x; b = y; output a, b`}, [1, 10])`.value(2, 3)).toBe(32);
    const goal = formula`1 + ${formula`minimize (x) + (y)`}*2`;
    expect(goal.value(2, 3)).toBe(11);
    expect(goal.sense).toBe(null);
  });

  it('brings declarations along, equal ones once, and leaves `emit` behind', () => {
    const left = formula`param p = 2 in [0, 9], q = 1; input x; p*x + q`;
    const right = formula`param p = 2 in [0, 9]; input x; emit hessian; p^2*x`;
    const f = formula`${left} + ${right}`;
    expect(f.wrt).toMatchObject([{ name: 'p', start: 2, lower: 0, upper: 9 }, { name: 'q' }]);
    expect([...f.gradient(3, 1, 10)]).toEqual([10 + 2 * 3 * 10, 1]);
  });

  it('takes what compile made of a text, and nothing made by calls', () => {
    expect(formula`2*${compile('x + 1')}`.value(3)).toBe(8);
    const built = compile(g => g.input('x'));
    expect(errorsOf(() => formula`2*${built}`)).toMatchObject([
      { code: 'WG608', message: 'value 1 is of type object' },
    ]);
  });

  it('says where two definitions of a name meet', () => {
    const other = formula`a = sin(x); a`;
    expect(errorsOf(() => formula`${square} + ${other}`)).toMatchObject([
      { code: 'WG202', message: "'a' is defined twice", file: 'formula', line: 2, column: 1, help: 'use another name' },
    ]);
    expect(errorsOf(() => formula`a = 3; a*${square}`)).toMatchObject([{ code: 'WG202', line: 2, column: 1 }]);
  });
});

describe('long formulas in formulas', () => {
  const terms = (names: string) =>
    [...names].map((name, i) => `sin(${name})^${i + 2}*exp(${name}) + cos(${name}/${i + 7})*tanh(${name})`).join(' + ');
  const moduleOf = ({ source }: Compiled) => source.replace(/^\/\/.*\n/gm, '');
  const long = (text: string) => ({ f: compile(text), text: `(${text})` });
  const wave = long(terms('zyx'));
  const indexed = long(`${terms('xzy')} + i*x`);
  const vector = long(`[${terms('ba')}, ${terms('cb')}]`);
  const whole = long(`1 + 1${' + 0'.repeat(30)}`);

  it.each<[string, Compiled, string]>([
    ['order', formula`y*${wave.f} + x`, `y*${wave.text} + x`],
    ['twice', formula`a + ${wave.f}*${wave.f}`, `a + ${wave.text}*${wave.text}`],
    [
      'index',
      formula`sum(${indexed.f}^i, i = 1:3) + ${indexed.f}`,
      `sum(${indexed.text}^i, i = 1:3) + ${indexed.text}`,
    ],
    ['parameter', formula`f(x) = 2*${wave.f}; y + f(3)`, `f(x) = 2*${wave.text}; y + f(3)`],
    [
      'deep in a function',
      formula`f(u) = u*${formula`w*${wave.f} + ${indexed.f}`}; y + f(v)`,
      `f(u) = u*(w*${wave.text} + ${indexed.text}); y + f(v)`,
    ],
    ['declared', formula`input y, x, z; ${wave.f} - ${wave.f}/x`, `input y, x, z; ${wave.text} - ${wave.text}/x`],
    ['vector', formula`dot(${vector.f}, [x, y]) + ${vector.f}[2]`, `dot(${vector.text}, [x, y]) + ${vector.text}[2]`],
    [
      'number',
      formula`param A[${whole.f}, 2], p = ${whole.f}; trace(A^${whole.f})*p`,
      'param A[2, 2], p = 2; trace(A^2)*p',
    ],
    ['goal', formula`maximize x - ${wave.f}`, `maximize x - ${wave.text}`],
    [
      'outputs',
      formula`a = ${wave.f}; b = ${wave.f}*2; output a, b`,
      `a = ${wave.text}; b = ${wave.text}*2; output a, b`,
    ],
    ['factors', formula`2${wave.f}${wave.f}!`, `2${wave.text}*${wave.text}!`],
  ])('mean what they mean in place: %s', (_name, found, inPlace) => {
    expect(moduleOf(found)).toBe(moduleOf(compile(inPlace)));
    expect(found.diagnostics).toEqual([]);
    // Its text is a formula again.
    expect(moduleOf(compile(found.formula as string))).toBe(moduleOf(found));
  });

  it('have a text that grows with their number, not with their uses', () => {
    let f = formula`cos(x)^2 + 1`;
    let before = formula`x`;
    for (let level = 0; level < 60; level++) [f, before] = [formula`sin(${f}*${f} + ${before}*${f})`, f];
    expect(f.formula.length).toBeLessThan(60 * 150);
    let value = Math.cos(0.5) ** 2 + 1;
    let last = 0.5;
    for (let level = 0; level < 60; level++) [value, last] = [Math.sin(value * value + last * value), value];
    expect(f.value(0.5)).toBe(value);
  });

  it('do so in functions too', () => {
    let f = formula`cos(x)^2 + 1`;
    for (let level = 0; level < 30; level++) {
      const literals = [`f${level}(u) = sin(u)*`, ` + cos(u*`, `)\n(cos(f${level}(2)) + sin(f${level}(3)*`, '))/4'];
      f = formula(Object.assign([...literals], { raw: literals }), f, f, f);
    }
    expect(f.formula.length).toBeLessThan(30 * 300);
    let value = Math.cos(0.5) ** 2 + 1;
    const at = (u: number) => Math.sin(u) * value + Math.cos(u * value);
    for (let level = 0; level < 30; level++) value = (Math.cos(at(2)) + Math.sin(at(3) * value)) / 4;
    expect(f.value(0.5)).toBeCloseTo(value, 12);
  });

  it('stay in place when they are short', () => {
    expect(formula`${formula`x + 1`}*${formula`x + 1`}`.formula).toBe('(x + 1)*(x + 1)');
  });

  it('go in once where several hold them, and apart from those that differ', () => {
    const left = formula`${wave.f}/2 + x*y*z`;
    const right = formula`${wave.f}*3 + ${indexed.f}`;
    const both = formula`${left} - ${right}`.formula as string;
    expect(both.match(/ = /g)).toHaveLength(2);
  });

  it('count as no statements of their own', () => {
    const f = formula`a = ${wave.f}; a^2 + ${wave.f}`;
    expect(Object.keys(f.multipliers(1, 2, 3))).toEqual(['a']);
  });
});

describe('other values', () => {
  const help = 'finite numbers and formulas can stand here; anything else is an input of the formula';
  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['-Infinity', Number.NEGATIVE_INFINITY],
    ['of type string', '2'],
    ['of type undefined', undefined],
    ['of type object', null],
    ['of type bigint', 2n],
    ['of type function', Math.exp],
  ])('refuses a value that is %s, with its place', (what, value) => {
    // The types forbid it.
    const wrong = value as number;
    expect(
      errorsOf(
        () => formula`x*${1} +
 y^${wrong} + ${2}`,
      ),
    ).toEqual([{ code: 'WG608', message: `value 2 is ${what}`, file: 'formula', line: 2, column: 4, length: 4, help }]);
  });

  it('counts places in the text with everything in it', () => {
    expect(errorsOf(() => formula`${2.5}*tanhh(x)`)).toMatchObject([
      { code: 'WG201', file: 'formula', line: 1, column: 7, length: 5, help: "did you mean 'tanh'?" },
    ]);
  });

  it('is typed as a compiled formula', () => {
    const typed: Compiled = formula`x`;
    expect(typed.value(3)).toBe(3);
  });
});
