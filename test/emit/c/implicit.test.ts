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

describe('what C does not have', () => {
  it('is refused, with a way out', () => {
    const written = (formula: string) => () => emitSource(formula, { format: 'c' });
    expect(written('input a; implicit z = 1; constraint z*z == a; z > 1 ? z : 2')).toThrow(
      'C has no errors: a condition on an implicit unknown would hide that it is not solved',
    );
    expect(written('param a = 1; data y; implicit z = 1; constraint z*z == a; sum((z - y)^2)')).toThrow(
      'C does not solve implicit blocks yet in programs with loops',
    );
    // Conditions in equations, and those that do not depend on unknowns, hide nothing.
    expect(written('input a; implicit z = 1; constraint (z > 1 ? z*z : z) == a; a > 0 ? z : a')()).toContain('solve_z');
  });
});
