// Loops over rows in C: the same bits as JavaScript where only operations are used that IEEE 754 rounds, whatever the number of
// rows and wherever they start. Everything is compiled by gcc, with warnings as errors.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../../src/files.js';
import { type CompileOptions, compile, FormulaError } from '../../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from './gcc.js';
import { program } from './random-programs.js';
import '../../../src/c.js';

function programOf(name: string, formula: string, options: CompileOptions = {}) {
  const { code, declarations } = emitFiles(formula, { ...options, format: 'c', name });
  return { files: { [`${name}.c`]: code, [`${name}.h`]: declarations }, compiled: compile(formula, options) };
}

/** Numbers between -1 and 1, the same each time. */
const column = (length: number, seed: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const ROWS = 5000;
const x = column(2 * ROWS, 1);
const y = column(ROWS, 2);

/** Ranges of rows: none, a few, about a block, and several blocks. */
const RANGES = [
  [0, 0],
  [0, 1],
  [7, 2],
  [0, 1023],
  [3, 1024],
  [1, 1025],
  [0, 3000],
  [5, 4995],
] as const;

const PARAMS = [0.7, -1.3, 0.4];

/** Formulas that round as IEEE 754 says. */
const EXACT: Readonly<Record<string, string>> = {
  squares: 'param w[2] = 0, b = 0\ndata x[2], y\ny = dot(w, x) + b',
  rational: 'param w[2] = 0, b = 0\ndata x[2], y\nz = dot(w, x)/(2 + b*y) + sqrt(b^2 + y^2)\nmean(z^2 > 1 ? z : z^3)',
  stages:
    'param w[2] = 0, b = 0\ndata x[2], y\nz = dot(w, x) - b*y\nd = z - mean(z)\nsum(d^2)/count(z) + max(z) - min(z)',
  branches:
    'param w[2] = 0, b = 0\ndata x[2], y\nc = b > 0\nz = c and y < 0.5 ? dot(w, x)^2 : max(y*b, x[1])\nsum(z) + (c ? 1/b : b)',
  counted: 'param w[2] = 0, b = 0\ndata x[2], y\nb^2*count(y) + w[1]*w[2]',
  product: 'param w[2] = 0, b = 0\ndata x[2], y\nprod(1 + 0.001*(dot(w, x) + b*y))',
};

/** Arrays that are compiled once. */
function dataFiles(arrays: Readonly<Record<string, ArrayLike<number>>>): Record<string, string> {
  const texts = Object.entries(arrays).map(
    ([name, values]) => `const double ${name}[] = ${arrayIn(Array.from(values)).replace(/^\(double\[\d+\]\)/, '')};`,
  );
  const names = Object.keys(arrays).map(name => `${name}[]`);
  return {
    'data.h': `extern const double ${names.join(', ')};\n`,
    'data.c': `#include "data.h"\n${texts.join('\n')}\n`,
  };
}

describe.skipIf(!hasCompiler)(`loops in C${whyNot}`, () => {
  it('have the bits of JavaScript', () => {
    const emit = ['value', 'valueAndGradient', 'gradient', 'hessian', 'jvp', 'vjp'] as const;
    const inC = emit.filter(name => name !== 'gradient');
    const programs = [
      ...Object.entries(EXACT).map(([name, formula]) => ({ name, ...programOf(name, formula, { emit: inC }) })),
      // JavaScript cuts what C leaves whole.
      { name: 'long', ...programOf('long', EXACT.branches!, { emit: inC, limits: { statements: 6 } }) },
    ];
    const statements = programs.flatMap(({ name }) => [
      ...RANGES.filter(([, count]) => count > 0 || name !== 'stages').flatMap(([start, count]) => {
        const given = `theta, x, y, ${start}, ${count}`;
        return [
          `double v = ${name}_value(${given}); put(&v, 1);`,
          `double g[3]; double v = ${name}_value_and_gradient(${given}, g); put(&v, 1); put(g, 3);`,
          `double h[9]; ${name}_hessian(${given}, h); put(h, 9);`,
          `double t; ${name}_jvp(${given}, dtheta, &t); put(&t, 1);`,
          `double g[3]; ${name}_vjp(${given}, 0.3, g); put(g, 3);`,
        ];
      }),
    ]);
    const files = Object.assign(
      dataFiles({ x, y, theta: PARAMS, dtheta: [1, 0.5, -2] }),
      ...programs.map(program => program.files),
    );
    const found = runInC(files, statements);
    const w = PARAMS.slice(0, 2);
    const b = PARAMS[2]!;
    const expected = programs.flatMap(({ name, compiled }) =>
      RANGES.filter(([, count]) => count > 0 || name !== 'stages').flatMap(([start, count]) => {
        const given = [w, b, x, y, start, count] as const;
        const gradient = new Float64Array(3);
        return [
          compiled.value(...given),
          compiled.valueAndGradient(...given, gradient),
          ...gradient,
          ...compiled.hessian(...given),
          ...compiled.jvp(...given, [1, 0.5], -2),
          ...compiled.vjp(...given, 0.3),
        ];
      }),
    );
    expect(found).toEqual(expected);
  });

  it('have them in random programs', () => {
    const programs = fc.sample(program, { numRuns: 15, seed: 5 }).map((formula, i) => {
      const name = `f${i}`;
      return { name, formula, ...programOf(name, formula, { emit: ['valueAndGradient', 'hessian'] }) };
    });
    const [rows, start, count] = [1100, 3, 1090];
    const statements = programs.map(
      ({ name }) =>
        `double g[2], h[4]; double v = ${name}_value_and_gradient(p, x, y, ${start}, ${count}, g); ${name}_hessian(p, x, y, ${start}, ${count}, h); put(&v, 1); put(g, 2); put(h, 4);`,
    );
    const files = Object.assign(
      dataFiles({ p: [0.7, -0.4], x: x.subarray(0, rows), y: y.subarray(0, rows) }),
      ...programs.map(of => of.files),
    );
    const found = runInC(files, statements);
    const given = [0.7, -0.4, x.subarray(0, rows), y.subarray(0, rows), start, count] as const;
    for (const [i, { formula, compiled }] of programs.entries()) {
      const gradient = new Float64Array(2);
      const value = compiled.valueAndGradient(...given, gradient);
      expect([formula, ...found.slice(7 * i, 7 * i + 7)]).toEqual([
        formula,
        ...[value, ...gradient, ...compiled.hessian(...given)],
      ]);
    }
  });

  it('are next to JavaScript where libraries have functions of their own', () => {
    const formula = 'param w[2] = 0, b = 0\ndata x[2], y\nz = dot(w, x) + b\nmean(softplus(z) - y*z) + logsumexp(z)';
    const { files, compiled } = programOf('logistic', formula);
    const found = runInC(files, [
      `double g[3]; double v = logistic_value_and_gradient(${arrayIn(PARAMS)}, ${arrayIn(x)}, ${arrayIn(y)}, 0, ${ROWS}, g); put(&v, 1); put(g, 3);`,
    ]);
    const gradient = new Float64Array(3);
    const value = compiled.valueAndGradient(PARAMS.slice(0, 2), PARAMS[2], x, y, 0, ROWS, gradient);
    [value, ...gradient].forEach((of, i) => void expect(found[i]).toBeCloseTo(of, 12));
  });

  it('keep many sums in an array: JᵀJ of five parameters', () => {
    const formula = 'param p[5] = 0\ndata x[2], y\ny = p[1] + p[2]*x[1] + p[3]*x[2] + p[4]*x[1]^2 + p[5]*x[1]*x[2]';
    const { files, compiled } = programOf('fit', formula, { emit: ['gaussNewton'] });
    const p = [0.1, 0.2, -0.3, 0.4, 0.5];
    const found = runInC(files, [
      `double g[5], m[25]; double v = fit_gauss_newton(${arrayIn(p)}, ${arrayIn(x)}, ${arrayIn(y)}, 2, 4000, g, m); put(&v, 1); put(g, 5); put(m, 25);`,
    ]);
    const [gradient, matrix] = [new Float64Array(5), new Float64Array(25)];
    const value = compiled.gaussNewton(p, x, y, 2, 4000, gradient, matrix);
    expect(found).toEqual([value, ...gradient, ...matrix]);
  });

  it('have NaN for extrema of no rows, where JavaScript throws', () => {
    const { files } = programOf('extreme', 'param a = 1\ndata x\nmax(a*x) + sum(x)');
    const found = runInC(files, [
      'double g[1], theta[1] = {1.0}, x[1] = {0.0}; double v = extreme_value_and_gradient(theta, x, 0, 0, g); put(&v, 1);',
    ]);
    expect(found).toEqual([NaN]);
  });
});

it('is refused where a function makes more sums than go on a stack', () => {
  const formula = 'param p[500] = 0\ndata x[500], y\ny = dot(p, x)';
  expect(() => emitFiles(formula, { format: 'c' })).toThrow(FormulaError);
  expect(() => emitFiles(formula, { format: 'c' })).toThrow(/WG708.*'value_and_gradient' makes 501 sums over rows/);
});
