// C of programs with implicit blocks: what JavaScript gives, and NaN where JavaScript throws. Everything is compiled by gcc, with
// warnings as errors.

import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../../src/files.js';
import { compile, emitSource } from '../../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from './gcc.js';
import '../../../src/c.js';

const programs: readonly [formula: string, point: readonly number[], unsolved: readonly number[]][] = [
  ['input a; implicit x = 1; constraint x*x == a; x', [2], [-1]],
  ['input b, c; implicit z = 5; constraint z^2 - b*z + c == 0; z*b', [3, 1], [0, 1]],
  ['input M, ecc; implicit E = M; E = M + ecc*sin(E); E', [1, 0.3], [0, 1]],
  [
    'input a, b; implicit x = 0.6, y = 2.7; constraint x^2 + y^2 == 4*a; constraint x*y == b + 1; x*y^2 + x',
    [2, 0.5],
    [-2, 0.5],
  ],
  [
    'input a, b; implicit x = 1, z[3] = 1; constraint x^3 == a; z = [x + z[2]*z[3]/9, b - z[1]/4, z[1]*z[2]/8]; sum(z)',
    [3, 2],
    [Number.NaN, 2],
  ],
  // A matrix in the equations.
  [
    'input a; implicit z = 1; constraint det([z, a, 1, 0; 2, z, 1, a; 1, 0, z, 2; a, 1, 1, z]) == 3; z',
    [0.3],
    [Number.NaN],
  ],
  // Few entries in the Jacobian, and one whose diagonal has no pivots.
  [
    `input a; implicit z[20] = 0.1; z[1] = cos(a*z[2])/2; z[20] = z[19]/3 + a/5
    z[i] = tanh(a*z[i-1]/5 + z[i+1]/4 + 0.1) for i = 2:19; z[7]*z[12] + z[20]^2`,
    [0.7],
    [Number.NaN],
  ],
  [
    `input a; implicit z[20] = 0.1
    constraint (a - 1)*z[i] + z[i+1] + z[i+1]^3/9 == a*i/20 for i = 1:19; constraint (a - 1)*z[20] + z[1] == a; sum(z.^2)`,
    [1],
    [Number.POSITIVE_INFINITY],
  ],
];

describe.skipIf(!hasCompiler)(`compiled C${whyNot}`, () => {
  it('solves blocks as JavaScript does', () => {
    const files: Record<string, string> = {};
    const statements: string[] = [];
    const wanted: number[] = [];
    for (const [k, [formula, point]] of programs.entries()) {
      const name = `p${k}`;
      const { code, declarations } = emitFiles(formula, { format: 'c', name, emit: ['valueAndGradient', 'hessian'] });
      files[`${name}.c`] = code;
      files[`${name}.h`] = declarations;
      const n = point.length;
      statements.push(
        `double g[${n}], v = ${name}_value_and_gradient(${arrayIn(point)}, g); put(&v, 1); put(g, ${n});`,
        `double h[${n * n}]; ${name}_hessian(${arrayIn(point)}, h); put(h, ${n * n});`,
      );
      const { value, gradient, hessian } = compile(formula);
      wanted.push(value(...point), ...gradient(...point), ...hessian(...point));
    }
    const found = runInC(files, statements);
    expect(found).toHaveLength(wanted.length);
    for (const [i, x] of found.entries())
      expect(Math.abs(x - wanted[i]!)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(wanted[i]!), 1));
  });

  it('has NaN throughout where JavaScript throws', () => {
    const files: Record<string, string> = {};
    const statements: string[] = [];
    let count = 0;
    for (const [k, [formula, , unsolved]] of programs.entries()) {
      const name = `p${k}`;
      const { code, declarations } = emitFiles(formula, { format: 'c', name, emit: ['valueAndGradient'] });
      files[`${name}.c`] = code;
      files[`${name}.h`] = declarations;
      const n = unsolved.length;
      statements.push(
        `double g[${n}], v = ${name}_value_and_gradient(${arrayIn(unsolved)}, g); put(&v, 1); put(g, ${n});`,
      );
      count += n + 1;
      expect(() => compile(formula).value(...unsolved)).toThrow('the block of');
    }
    expect(runInC(files, statements)).toEqual(new Array<number>(count).fill(Number.NaN));
  });
});

/** Programs with loops, what C is given, and what JavaScript is; the other point is one at which a turn has no solution. */
const looped: readonly {
  readonly formula: string;
  readonly numbers: number;
  readonly inC: readonly string[];
  readonly args: readonly (readonly unknown[])[];
}[] = [
  {
    formula: 'param a = 1; data y; implicit z = y; constraint a*z^2 + z == y; sum(z)',
    numbers: 1,
    inC: ['(double[]){1}, (double[]){2, 6, 12}, 0, 3', '(double[]){1}, (double[]){2, -6, 12}, 0, 3'],
    args: [
      [1, [2, 6, 12], 0, 3],
      [1, [2, -6, 12], 0, 3],
    ],
  },
  {
    formula: `param a = 1; data y; implicit z = y, w = 1
      constraint a*z^2 + z == y*w; constraint w^3 + w == a*mean(y); max(z) + norm(z)`,
    numbers: 1,
    inC: ['(double[]){1}, (double[]){2, 6, 12}, 0, 3', '(double[]){1}, (double[]){2, -2, 12}, 0, 3'],
    args: [
      [1, [2, 6, 12], 0, 3],
      [1, [2, -2, 12], 0, 3],
    ],
  },
  {
    formula: 'input M[n], ecc; implicit E[n] = M; E = M + ecc*sin(E); sum(E[i]*E[i+1], i = 1:n-1) + E[2]',
    numbers: 4,
    inC: ['(double[]){1, 2, 0.5, 0.3}, 3', '(double[]){1, 0, 0.5, 1}, 3'],
    args: [
      [[1, 2, 0.5], 0.3],
      [[1, 0, 0.5], 1],
    ],
  },
  {
    formula: `input a, w, h[n]; implicit x[n], v[n]; x[1] = a; v[1] = 0
      constraint x[i] - x[i-1] == h[i]*(v[i-1] + v[i])/2 for i = 2:n
      constraint v[i] - v[i-1] == -h[i]*w*sin((x[i-1] + x[i])/2) for i = 2:n
      x[n]^2/2 + v[n]*(1 + h[1])`,
    numbers: 6,
    inC: ['(double[]){1, 1.5, 0, 0.1, 0.2, 0.15}, 4', '(double[]){1, 1.5, 0, 0.1, INFINITY, 0.15}, 4'],
    args: [
      [1, 1.5, [0, 0.1, 0.2, 0.15]],
      [1, 1.5, [0, 0.1, Number.POSITIVE_INFINITY, 0.15]],
    ],
  },
];

describe.skipIf(!hasCompiler)(`compiled C with loops${whyNot}`, () => {
  it('solves blocks as JavaScript does, and has NaN where that throws', () => {
    const files: Record<string, string> = {};
    const statements: string[] = [];
    const wanted: number[] = [];
    for (const [k, { formula, numbers, inC, args }] of looped.entries()) {
      const name = `p${k}`;
      const { code, declarations } = emitFiles(formula, { format: 'c', name, emit: ['valueAndGradient'] });
      files[`${name}.c`] = code;
      files[`${name}.h`] = declarations;
      for (const given of inC)
        statements.push(
          `double g[${numbers}], v = ${name}_value_and_gradient(${given}, g); put(&v, 1); put(g, ${numbers});`,
        );
      const gradient = new Float64Array(numbers);
      const { valueAndGradient } = compile(formula);
      wanted.push(valueAndGradient(...args[0]!, gradient), ...gradient);
      wanted.push(...new Array<number>(numbers + 1).fill(Number.NaN));
      expect(() => valueAndGradient(...args[1]!, gradient)).toThrow('the block of');
    }
    const found = runInC(files, statements);
    expect(found).toHaveLength(wanted.length);
    for (const [i, x] of found.entries()) {
      if (Number.isNaN(wanted[i]!)) expect([i, x]).toEqual([i, Number.NaN]);
      else expect(Math.abs(x - wanted[i]!)).toBeLessThanOrEqual(1e-12 * Math.max(Math.abs(wanted[i]!), 1));
    }
  });
});

describe('what C does not have', () => {
  it('is refused, with a way out', () => {
    const written = (formula: string) => () => emitSource(formula, { format: 'c' });
    expect(written('input a; implicit z = 1; constraint z*z == a; z > 1 ? z : 2')).toThrow(
      'C has no errors: a condition on an implicit unknown would hide that it is not solved',
    );
    // Turns of recurrences read others, of which a condition may ask, too.
    expect(
      written('input a, h[n]; implicit z[n]; z[1] = a; z[i] = z[i-1] > 1 ? z[i-1] - h[i]*z[i]^2 : a for i = 2:n; z[n]'),
    ).toThrow('C has no errors');
    // Conditions in equations, and those that do not depend on unknowns, hide nothing.
    expect(written('input a; implicit z = 1; constraint (z > 1 ? z*z : z) == a; a > 0 ? z : a')()).toContain('solve_z');
  });
});
