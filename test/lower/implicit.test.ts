// Implicit unknowns: which programs have them, and what is said of those that do not determine them.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';

/** `CODE line:column:length message` of every error. */
function errorsOf(formula: string): string[] {
  try {
    compile(formula);
  } catch (error) {
    if (!(error instanceof FormulaError)) throw error;
    return error
      .toJSON()
      .errors.map(({ code, line, column, length, message }) => `${code} ${line}:${column}:${length} ${message}`);
  }
  return [];
}

describe('equations and unknowns', () => {
  it.each<[string, string, readonly string[]]>([
    [
      'too few equations',
      'input a\nimplicit x = 1, y = 1\nconstraint x*y == a\nx + y',
      ["WG223 2:17:1 no equation is left to determine 'y' (2 unknowns, 1 equation)"],
    ],
    [
      'too many equations',
      'input a\nimplicit x = 1\nconstraint x*x == a\nconstraint x == a\nx',
      ["WG223 4:1:17 the unknowns of this equation are determined without it: 'x'"],
    ],
    [
      'as many as unknowns, of which two determine one',
      'input a\nimplicit x = 1, y = 1, z = 1\nconstraint x == a\nconstraint 2*x == a\nconstraint y + z == 1\nx + y + z',
      [
        "WG223 2:24:1 no equation is left to determine 'z' (3 unknowns, 3 equations)",
        "WG223 4:1:19 the unknowns of this equation are determined without it: 'x'",
      ],
    ],
    [
      'an equation without an unknown',
      'input a\nimplicit x = 1\nx = cos(a*x)\nconstraint a == 2\nx',
      ['WG223 4:1:17 this equation has no unknown in it'],
    ],
    ['two definitions', 'input a\nimplicit x = 1\nx = a*x\nx = cos(x)\nx', ["WG202 4:1:1 'x' is defined twice"]],
    ['a name that is taken', 'input x\nimplicit x = 1\nx', ["WG202 2:10:1 'x' is defined twice"]],
    ['no start', 'input a\nimplicit x\nx = cos(a*x)\nx', ["WG222 2:10:1 implicit 'x' has no start"]],
    [
      'a start that the same block determines',
      'input a\nimplicit x = 1\nimplicit y = x\nx = cos(a*y)\ny = x*cos(y)\ny',
      ["WG222 3:10:1 the start of 'y' depends on what is not solved before it"],
    ],
    [
      'a start of another shape',
      'input a\nimplicit z[2] = [1, 2, 3]\nz = a*z\nz',
      ['WG311 2:17:9 a start that is a vector [3] does not fit a vector [2]'],
    ],
    [
      'a definition of another shape',
      'input b[3]\nimplicit z[2] = 0\nz = b\nz',
      ["WG302 3:5:1 'z' is a vector [2], this is a vector [3]"],
    ],
    [
      'sides of different shapes',
      'input b[3]\nimplicit z[2] = 0\nconstraint z == b\nz',
      ["WG302 3:14:2 '-' does not go with vector [2] and vector [3]"],
    ],
    [
      'a start that rows have',
      'data y\nparam a = 1\nimplicit z = y\nz = cos(a*z)\nz',
      ['WG224 3:14:1 a start cannot depend on the row of the data'],
    ],
    [
      'unknowns inside of a sum over rows',
      'data y\nparam a = 1\nimplicit z = 1\nconstraint sum(tanh(y - z)) == a\nz',
      [
        'WG224 4:1:32 an equation of implicit unknowns has them inside of a sum over rows, or over a size that is known at run time',
      ],
    ],
    [
      'a size that is known at run time',
      'input v[n]\nimplicit z = 1\nconstraint sum(tanh(v*z)) == 1\nz',
      [
        'WG224 3:1:30 an equation of implicit unknowns has them inside of a sum over rows, or over a size that is known at run time',
      ],
    ],
    [
      'a size that no argument says',
      'input y[n]\nimplicit z[m] = 1\nz = cos(z*y[1])\nsum(z)',
      ["WG311 2:11:3 no argument says how large 'm' is"],
    ],
    [
      'an array of a size that is known at run time without a start',
      'input y[n]\nimplicit z[n]\nz = cos(z.*y)\nsum(z)',
      ["WG222 2:10:1 implicit 'z' has no start"],
    ],
    [
      'elements that no equation determines',
      'input a, y[n]\nimplicit z[n] = 1\nz[i] = z[i-1] - y[i]*z[i]^2 for i = 2:n\nz[n] + a',
      ["WG224 3:1:39 the equations of 'z' are not those of all of its elements, each once"],
    ],
    [
      'elements that have equations of their own',
      'input a, y[n]\nimplicit z[n] = 1\nz[1] = a\nz[2] = a\nz[i] = z[i-1] - y[i]*z[2*1] for i = 3:n\nz[n]',
      [],
    ],
    [
      'elements that are known later',
      'input a, y[n]\nimplicit z[n] = 1\nz[n] = a\nz[i] = z[i+1] - y[i]*z[1]^2 for i = n-1:-1:1\nz[1]',
      ["WG224 4:1:44 the equation of 'z' for one index reads an element that comes later, or is not known"],
    ],
    [
      'a range that does not end at the size',
      'input a, y[n]\nimplicit z[n] = 1\nz[1] = a\nz[i] = z[i-1] - y[i]*z[i]^2 for i = 2:5\nz[n]',
      ["WG314 4:37:3 this range does not go from a number to the size of the array, 'n'"],
    ],
    [
      'an element of an array that is defined twice',
      'input a, y[n]\nimplicit z[n] = 1\nz[1] = a\nz[1] = 2*a\nz[i] = z[i-1] - y[i]*z[i]^2 for i = 2:n\nz[n]',
      ["WG202 4:1:1 'z[1]' is defined twice"],
    ],
    [
      'ranges that differ',
      'input a, y[n]\nimplicit z[n] = 1, w[n] = 1\nz[1] = a\nz[i] = z[i-1] - w[i] for i = 2:n\nw[i] = cos(y[i]*z[i]) for i = 1:n\nz[n]',
      ['WG224 4:1:32 equations of implicit unknowns that need each other hold for different indices'],
    ],
    [
      'a number and an array that need each other',
      'input a, y[n]\nimplicit p = 1, z[n] = 1\nz = cos(p*y)\nconstraint p == a + z[1]\nsum(z)',
      ["WG224 4:1:24 'p' and 'z', an array of a size that is known at run time, need each other"],
    ],
    [
      'a row that is written as an element',
      'input a, y[n]\nimplicit z[n,2] = 1\nz[1] = a\nz[i,:] = z[i-1,:] - y[i]*z[i,:] for i = 2:n\nz[n,1]',
      ["WG308 3:1:8 'z' is a matrix […,2]"],
    ],
    [
      'a result that each row has',
      'data y\nparam a = 1\nimplicit z = 1\nz = cos(a*z*y)\nz',
      ['WG313 5:1:1 the result depends on the row of the data'],
    ],
    [
      'an element that is not there',
      'input a\nimplicit z[3] = a\nz[1] = a\nz[i] = z[i-1] for i = 2:4\nz[3]',
      ["WG308 4:23:3 'z' is a vector [3], and has no element 4"],
    ],
    [
      'an element that is defined twice',
      'input a\nimplicit z[2] = a\nz[2] = a*cos(z[1])\nz[i] = z[3-i] for i = 1:2\nz[1]',
      ["WG202 4:1:1 'z[2]' is defined twice"],
    ],
    [
      'an element of a number',
      'input a\nimplicit z = a\nz[1] = a*z\nz',
      ["WG308 3:3:1 'z' is a scalar, and has no element 1"],
    ],
  ])('%s', (_name, formula, errors) => expect(errorsOf(formula)).toEqual(errors));

  it('leave other constraints to what is minimised', () => {
    const { value, constraints } = compile(`param p = 1, q = 2; implicit z = 1; z = cos(p*z)
      constraint p + q == 3; constraint z <= 0.5; minimize p^2 + q*z`);
    const z = 0.7390851332151607;
    expect(value(1, 2)).toBeCloseTo(1 + 2 * z, 14);
    const [sum, excess] = constraints(1, 2) as Float64Array;
    expect(sum).toBe(0);
    expect(excess).toBeCloseTo(z - 0.5, 14);
  });

  it('are matched whatever order they are in', () => {
    // x1 = a, x2 = x1², x3 = x2 - x1, each from an equation that others could have.
    const { value } = compile(`input a; implicit x = 1, y = 1, z = 1
      constraint z + x == y; constraint y == x^2; constraint x == a; x + 10*y + 100*z`);
    expect(value(3)).toBe(3 + 90 + 600);
  });

  it('of many names show some', () => {
    const [error] = errorsOf('input a\nimplicit z[20] = 1\nconstraint z[1] == a\nsum(z)');
    expect(error).toBe(
      "WG223 2:10:1 no equation is left to determine 'z[2]', 'z[3]', 'z[4]', 'z[5]', 'z[6]', 'z[7]', 'z[8]', 'z[9]', … (11 more) (20 unknowns, 1 equation)",
    );
  });

  it('are refused as what is differentiated', () => {
    expect(() => compile('input a; implicit z = 1; z = cos(a*z); z', { wrt: ['z'] })).toThrow(
      "cannot differentiate with respect to 'z': it is not an input",
    );
  });
});

describe('blocks', () => {
  const namesOf = (formula: string): unknown => compile(formula).unknowns;
  const cyclesOf = (formula: string): string[] =>
    [...compile(formula).source.matchAll(/const cycle_\w+ = (.*);/g)].map(([, names]) => names!);

  it('are what needs each other, and nothing else', () => {
    const formula = `input a; implicit p = 1, q = 1, r = 1, s = 1
      constraint p*p == a; constraint q + r^2 == p; constraint r - q^3 == p; constraint exp(s) + s == q
      p + q + r + s`;
    expect(cyclesOf(formula)).toEqual(["['p']", "['q', 'r']", "['s']"]);
    expect(namesOf(formula)).toEqual([
      { name: 'p', shape: [], offset: 0 },
      { name: 'q', shape: [], offset: 1 },
      { name: 'r', shape: [], offset: 2 },
      { name: 's', shape: [], offset: 3 },
    ]);
  });

  it('of elements of vectors', () => {
    const formula = 'input b[3]; implicit z[3] = 1; constraint z.^2 == b; sum(z)';
    expect(cyclesOf(formula)).toEqual(["['z[1]']", "['z[2]']", "['z[3]']"]);
    expect(compile(formula).value([1, 4, 9])).toBe(6);
  });

  it('of elements that are defined one after the other', () => {
    // Steps of the implicit rule of Euler, each the root of h z² + z = z_before.
    const { value, gradient, source } = compile(`input a, h; implicit z[4] = a
      z[1] = a; z[i] = z[i-1] - h*z[i]^2 for i = 2:4; z[4]`);
    const next = (z: number, h: number): number => (Math.sqrt(1 + 4 * h * z) - 1) / (2 * h);
    const last = (a: number): number => next(next(next(a, 0.1), 0.1), 0.1);
    expect(value(1, 0.1)).toBeCloseTo(last(1), 14);
    expect(gradient(1, 0.1)[0]).toBeCloseTo((last(1 + 1e-5) - last(1 - 1e-5)) / 2e-5, 9);
    expect(source.match(/function solve_/g)).toHaveLength(4);
  });

  it('of rows of a matrix', () => {
    const { value } = compile(`input h; implicit z[3,2] = 0
      z[1,:] = [1, 0]; z[i,:] = [z[i-1,1] + h*z[i,2], z[i-1,2] - h*z[i,1]] for i = 2:3; z[3,1]`);
    // (1 - h²)/(1 + h²)²: the real part of 1/(1 + ih)²
    expect(value(0.1)).toBeCloseTo(0.99 / 1.01 ** 2, 14);
  });

  it('are none where equations say what unknowns are', () => {
    const said = compile('input a; implicit x = 1, y = 1; y = x*cos(a); x = a^2; x + y');
    expect(said.source).not.toContain('while');
    expect(said.unknowns).toBeUndefined();
    expect(said.source).toBe(
      compile('input a; implicit x = 7, y = 7; constraint y == x*cos(a); constraint x == a^2; x + y').source.replace(
        /implicit.*\n.*/,
        said.source.match(/implicit.*\n.*/)![0],
      ),
    );
  });

  it('make values that the compiler does not look into', () => {
    const { value } = compile('implicit z = 1; constraint z*z == 2; input a; a + z');
    expect(value(1)).toBeCloseTo(1 + Math.SQRT2, 15);
  });
});
