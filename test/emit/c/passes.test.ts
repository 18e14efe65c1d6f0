// Data that arrive in parts, in C: the bits of JavaScript's `valueAndGradient` of all rows, wherever they are cut. Everything is
// compiled by gcc, with warnings as errors.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emitFiles, type FileOptions } from '../../../src/files.js';
import { compile } from '../../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from './gcc.js';
import { program } from './random-programs.js';
import '../../../src/c.js';

const emit = ['begin', 'rows', 'finish'] as const;

function filesOf(name: string, formula: string, options: FileOptions = { name }) {
  const { code, declarations } = emitFiles(formula, { ...options, emit: [...emit], format: 'c' });
  return { [`${name}.c`]: code, [`${name}.h`]: declarations };
}

/** Numbers between -1 and 1, the same each time. */
const column = (length: number, seed: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const ROWS = 2500;
const u = column(2 * ROWS, 1);
const y = column(ROWS, 2);
const data = {
  'data.h': 'extern const double u[], y[];\n',
  'data.c': `#include "data.h"\nconst double u[] = {${Array.from(u)}};\nconst double y[] = {${Array.from(y)}};\n`,
};

interface Program {
  readonly formula: string;
  /** Arguments in C, and in JavaScript, but for data. */
  readonly inC: string;
  readonly at: readonly unknown[];
  readonly length: number;
  readonly stages: number;
}

const W = [0.3, -0.7];
const P = Array.from(column(14, 3));
const ofW = { inC: arrayIn([...W, 0.2]), at: [W, 0.2], length: 3 };

/** Formulas that round as IEEE 754 says. */
const PROGRAMS: Readonly<Record<string, Program>> = {
  squares: { ...ofW, formula: 'param w[2], b; data u[2], y; y = dot(w, u)/(2 + b^2)', stages: 1 },
  stages: {
    ...ofW,
    formula: 'param w[2], b; data u[2], y; z = dot(w, (u - mean(u[1]))/std(u[1])) + b; mean(sqrt(1 + z^2) - y*z)',
    stages: 4,
  },
  early: {
    ...ofW,
    formula:
      'param w[2], b; data u[2], y; sum(y*w[1]/count(y)*(1 + u[2]*b)) + max(u[1]*w[2]) + b^2 + prod(1 + 0.001*u[1]*b)',
    stages: 3,
  },
  counted: { ...ofW, formula: 'param w[2], b; data u[2], y; b^2*count(y) + w[1]*w[2]', stages: 1 },
  branches: {
    ...ofW,
    formula:
      'param w[2], b; data u[2], y; c = b > 0; m = mean(y); z = c and y < m ? dot(w, u)^2 : max(y*b, u[1]); sum(z) + (c ? 1/b : b)*m',
    stages: 2,
  },
  many: {
    inC: arrayIn([...P, 0.2]),
    at: [P, 0.2],
    length: 15,
    formula:
      'param p[14], b; data u[2], y; m = mean(y); mean((sum(p)*u[1] + dot(p, p)*b*y - p[3]*u[2]^2 + sum(p[i]*u[1]*i, i=1:14) - m)^2)',
    stages: 2,
  },
  sized: {
    inC: `${arrayIn([0.4, 0.2])}, ${arrayIn([1, 2, 3])}, 3`,
    at: [0.4, 0.2, [1, 2, 3]],
    length: 2,
    formula:
      'param a, b; input x[n]; data u[2], y; s = sum(a*x[i]^2, i = 1:n); m = mean(y)*s; sum((y*m - sum(x[i]*u[1]*b, i = 1:n))^2)/count(y)',
    stages: 2,
  },
  plain: {
    inC: arrayIn([1]),
    at: [1],
    length: 1,
    formula: 'input a; data u[2], y; prod(1 + y/99) + min(u[2])',
    stages: 1,
  },
  unknowns: {
    ...ofW,
    formula:
      'param w[2], b; data u[2], y; implicit v = 1; constraint v + 0.1*v^3 == w[1]*u[1] + b*b; m = mean(v); implicit z = 1; constraint z + 0.1*z^3 == m + w[2]; mean((v*z - y)^2)',
    stages: 3,
  },
  factors: {
    ...ofW,
    formula:
      'param w[2], b; data u[2], y; A = array(1/(i + j + b) + (i == j ? 3 : 0), i = 1:5, j = 1:5); m = mean(y); d = A\\[w[1], m, w[2], 1, b]; mean((dot(d, d)*u[1] - y)^2)',
    stages: 2,
  },
};

describe.skipIf(!hasCompiler)(`begin, rows and finish in C${whyNot}`, () => {
  it('have the bits of all rows at once in JavaScript', () => {
    const cases = Object.entries(PROGRAMS).flatMap(([name, program]) =>
      [
        [1, 1],
        [5, 7],
        [1024, 100],
        [ROWS, 7],
        [ROWS, 1000],
        [ROWS, 5000],
      ].map(([count, part]) => ({ name, ...program, count: count!, part: part! })),
    );
    const statements = cases.map(
      ({ name, inC, length, count, part }) =>
        `struct ${name}_passes of; ${name}_begin(&of, ${inC}); double g[${length}], stages = of.stages; ` +
        `for (int k = 0; k < of.stages; k++) for (size_t i = 0; i < ${count}; i += ${part}) ` +
        `${name}_rows(&of, k, u, y, i, ${count} - i < ${part} ? ${count} - i : ${part}); ` +
        `double v = ${name}_finish(&of, g); double again = ${name}_finish(&of, NULL); put(&stages, 1); put(&v, 1); put(&again, 1); put(g, ${length});`,
    );
    const files = Object.entries(PROGRAMS).map(([name, { formula }]) => filesOf(name, formula));
    const found = runInC(Object.assign({}, data, ...files), statements);
    let next = 0;
    for (const { name, formula, at, length, stages, count, part } of cases) {
      const gradient = new Float64Array(length);
      const value = compile(formula).valueAndGradient(...at, u, y, 0, count, gradient);
      const own = found.slice(next, next + 3 + length);
      next += 3 + length;
      expect([name, count, part, ...own]).toEqual([name, count, part, stages, value, value, ...gradient]);
    }
    expect(found).toHaveLength(next);
  });

  it('have them in random programs', () => {
    const programs = fc.sample(program, { numRuns: 12, seed: 7 }).map((formula, i) => ({ name: `f${i}`, formula }));
    const count = 1100;
    const statements = programs.map(
      ({ name }) =>
        `struct ${name}_passes of; ${name}_begin(&of, ${arrayIn([0.7, -0.4])}); double g[2]; ` +
        `for (int k = 0; k < of.stages; k++) for (size_t i = 0; i < ${count}; i += 100) ${name}_rows(&of, k, u, y, i, 100); ` +
        `double v = ${name}_finish(&of, g); put(&v, 1); put(g, 2);`,
    );
    const files = programs.map(({ name, formula }) => filesOf(name, formula));
    const found = runInC(Object.assign({}, data, ...files), statements);
    for (const [i, { formula }] of programs.entries()) {
      const gradient = new Float64Array(2);
      const value = compile(formula).valueAndGradient(0.7, -0.4, u.subarray(0, ROWS), y, 0, count, gradient);
      expect([formula, ...found.slice(3 * i, 3 * i + 3)]).toEqual([formula, value, ...gradient]);
    }
  });

  it('have a state each, which may be used again', () => {
    const { formula, at } = PROGRAMS.stages!;
    const found = runInC({ ...data, ...filesOf('m', formula) }, [
      `struct m_passes a, b; const double theta[3] = {0.3, -0.7, 0.2};
      m_begin(&a, theta); m_rows(&a, 0, u, y, 0, 2000);
      m_begin(&b, theta);
      for (int k = 0; k < b.stages; k++) { m_rows(&b, k, u, y, 0, 5); m_rows(&a, k, u, y, 3, k == 0 ? 0 : 2000); }
      double v = m_finish(&b, NULL); put(&v, 1);
      m_begin(&a, theta); for (int k = 0; k < 4; k++) m_rows(&a, k, u, y, 0, 5);
      v = m_finish(&a, NULL); put(&v, 1);`,
    ]);
    const value = compile(formula).value(...at, u, y, 0, 5);
    expect(found).toEqual([value, value]);
  });

  it('have names of their own beside those of a program without a prefix', () => {
    const { formula, at } = PROGRAMS.early!;
    const found = runInC({ ...data, ...filesOf('m', formula, {}) }, [
      `struct passes s; begin(&s, ${arrayIn([...W, 0.2])});
      for (int k = 0; k < s.stages; k++) { rows(&s, k, u, y, 0, 3); rows(&s, k, u, y, 3, 4); }
      double v = finish(&s, NULL); put(&v, 1);`,
    ]);
    expect(found).toEqual([compile(formula).value(...at, u, y, 0, 7)]);
  });

  it('are NaN where JavaScript throws: other rows in a pass, a pass that is over, extrema of no rows', () => {
    const centred = 'param a; data x; sum((x - mean(x))^2)*a';
    const begun = 'struct m_passes s; double g[1], x[3] = {1, 2, 5}, a[1] = {2}; (void)x; m_begin(&s, a);';
    const ended = 'double v = m_finish(&s, g); put(&v, 1); put(g, 1);';
    const found = runInC({ ...filesOf('m', centred), ...filesOf('least', 'param a; data x; min(a*x)') }, [
      `${begun} m_rows(&s, 0, x, 0, 3); m_rows(&s, 1, x, 0, 3); ${ended}`,
      `${begun} ${ended}`,
      `${begun} m_rows(&s, 0, x, 0, 3); m_rows(&s, 1, x, 0, 2); ${ended}`,
      `${begun} m_rows(&s, 0, x, 0, 3); ${ended}`,
      `${begun} m_rows(&s, 0, x, 0, 3); m_rows(&s, 1, x, 0, 3); m_rows(&s, 0, x, 0, 3); ${ended}`,
      `${begun} m_rows(&s, 2, x, 0, 3); ${ended}`,
      'struct least_passes s; double g[1], a[1] = {2}; least_begin(&s, a); double v = least_finish(&s, g); put(&v, 1);',
    ]);
    // Of 1, 2, 5 the mean is 8/3: 25/9 + 4/9 + 49/9 = 26/3.
    expect(found[0]).toBeCloseTo(52 / 3, 12);
    expect(found[1]).toBeCloseTo(26 / 3, 12);
    // No rows: 0, as JavaScript has it.
    expect(found.slice(2, 4)).toEqual([0, 0]);
    expect(found.slice(4)).toEqual(Array.from({ length: 9 }, () => NaN));
  });
});

describe('the files of begin, rows and finish in C', () => {
  it('give way to names of the formula', () => {
    const formula = 'param a, b; data kept, seen; input state, lanes; mean((a*kept - b*seen*lanes*state)^2)';
    expect(filesOf('m', formula)['m.h']).toContain(
      'void m_begin(struct m_passes *state_2, const double *theta, double state, double lanes);',
    );
  });

  it.each([
    ['partial', 'param a; data x; sum(a*x)', /WG405.*C does not have 'partial'/],
    ['begin', 'param w[n]; data x; sum(w)*sum(x)', /WG405.*gradient is as long as arguments say/],
    [
      'begin',
      'param a; input x[n]; data y; z[1] = a*y; z[i] = z[i-1]*x[i] + a for i = 2:n; sum(z[n])',
      /WG405.*'begin' of programs with recurrences/,
    ],
  ] as const)("'%s' is refused of %s", (name, formula, message) => {
    expect(() => emitFiles(formula, { emit: [name], format: 'c' })).toThrow(message);
  });
});
