// Factors of matrices in loops, in C: the bits of JavaScript, as the functions of matrices are the same with operations that
// IEEE 754 rounds.

import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../../src/files.js';
import { compile } from '../../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from './gcc.js';
import '../../../src/c.js';

/** Matrices of 4×4 parameters and numbers of a row, or of an entry. */
const PROGRAMS: Readonly<Record<string, string>> = {
  solved: 'param A[4,4], b\ndata x[4], y\nsum(dot(A\\x, x)*y) + b',
  inverse: 'param A[4,4], b\ndata x[4], y\nM = inv(A + y*identity(4)*b)\nsum(dot(M*x, x))',
  determinant: 'param A[4,4], b\ndata x[4], y\nmean(det(A + y*outer(x, x)))*det(A)*b',
  stages: 'param A[4,4], b\ndata x[4], y\nm = mean(dot(A\\x, x))\nsum((dot((A + b*identity(4))\\x, x) - m)^2*y)',
  branches: 'param A[4,4], b\ndata x[4], y\nsum(y > 0 ? dot(A\\x, x) : det(A - b*outer(x, x)))',
};

const SIZED: Readonly<Record<string, string>> = {
  entries: 'param A[4,4], b\ninput p[n]\nsum(det(A + p[i]*identity(4))*b, i = 1:n)',
  pairs:
    'param A[4,4], b\ninput p[n]\nsum(sum(b*dot((A + p[i]*identity(4))\\[1, p[j], 2, 3], [1, 2, p[i], 1]), j = 1:i), i = 1:n)',
  steps:
    'param A[4,4], b\ninput p[n]\nz[1] = b\nz[i] = z[i-1]/3 + sum((A + p[i]*identity(4))\\[z[i-1], 1, 2, b]) for i = 2:n\nz[n]',
};

const A = [4, 1, 0.5, 0, 1, 5, 1, -0.25, 0, 1, 6, 1, 0.125, 0, 1, 7];
const ALONG = A.map((_, i) => (i % 5) - 1.5);
const X = [0.5, -0.25, 1, 2, 1, 0, 0.75, -1, 0.125, 3, -2, 1];
const Y = [0.5, -0.75, 1.25];

describe.skipIf(!hasCompiler)(`factors of matrices in loops, in C${whyNot}`, () => {
  it('have the bits of JavaScript', { timeout: 120_000 }, () => {
    const files: Record<string, string> = {};
    const statements: string[] = [];
    const wanted: number[] = [];
    for (const [name, program] of Object.entries({ ...PROGRAMS, ...SIZED })) {
      const { code, declarations } = emitFiles(program, { format: 'c', name, emit: ['valueAndGradient', 'hvp'] });
      files[`${name}.c`] = code;
      files[`${name}.h`] = declarations;
      const compiled = compile(program);
      const isSized = name in SIZED;
      const given = isSized ? [A, 0.5, Y] : [A, 0.5, X, Y, undefined, undefined];
      const head = `${arrayIn([...A, 0.5])}, ${isSized ? `${arrayIn(Y)}, 3` : `${arrayIn(X)}, ${arrayIn(Y)}, 0, 3`}`;
      const gradient = new Float64Array(17);
      wanted.push(compiled.valueAndGradient(...given, gradient) as number, ...gradient);
      wanted.push(...(compiled.hvp(...given, ALONG, 0.25) as Float64Array));
      statements.push(
        `double g[17]; double v = ${name}_value_and_gradient(${head}, g); put(&v, 1); put(g, 17);`,
        `double g[17]; ${name}_hvp(${head}, ${arrayIn([...ALONG, 0.25])}, g); put(g, 17);`,
      );
    }
    expect(runInC(files, statements)).toEqual(wanted);
    expect(wanted.every(Number.isFinite)).toBe(true);
  });
});
