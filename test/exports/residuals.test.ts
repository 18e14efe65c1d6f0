// `residuals` and `residualJacobian`: what rows leave, and how it depends on the parameters, against closed forms and against the
// same residuals written out as outputs.

import { describe, expect, it } from 'vitest';
import { createCompilation } from '../../src/compilation.js';
import { countResiduals } from '../../src/exports/residuals.js';
import { emitFiles } from '../../src/files.js';
import { type Compiled, compile } from '../../src/index.js';
import { randomNumbers } from '../data/program.js';
import { arrayIn, hasCompiler, runInC, whyNot } from '../emit/c/gcc.js';
import '../../src/c.js';
import '../../src/wasm.js';

type Value = number | ArrayLike<number>;

/** What both exports give, for so many numbers of residuals and of what is differentiated. */
function both({ residuals, residualJacobian }: Compiled, args: readonly unknown[], columns: number, hasData = true) {
  const range = hasData && args.length > 0 ? (args.at(-1) as { range?: readonly number[] }).range : undefined;
  const given = range === undefined ? args : args.slice(0, -1);
  const rows = hasData ? [range?.[0], range?.[1]] : [];
  const list = residuals(...given, ...rows) as Float64Array;
  const r = new Float64Array(list.length).fill(7);
  const jacobian = new Float64Array(list.length * columns).fill(7);
  const value = residualJacobian(...given, ...rows, r, jacobian) as number;
  expect([...r]).toEqual([...list]);
  return { value, residuals: [...list], jacobian: [...jacobian] };
}

/** A response equation and others, by row, and what all rows share. */
const PROGRAMS: readonly {
  readonly what: string;
  readonly params: string;
  readonly theta: readonly Value[];
  readonly short: string;
  /** `X` and `Y` stand for what a row has. */
  readonly ofRow: readonly string[];
  readonly ofAll?: readonly string[];
}[] = [
  {
    what: 'a response',
    params: 'param a = 1, b = 0, c = 0',
    theta: [0.8, -0.5, 1.3],
    short: 'y = a*exp(b*x) + c',
    ofRow: ['Y - (a*exp(b*X) + c)'],
  },
  {
    what: 'several residuals of a row, and of none',
    params: 'param a = 1, b = 0',
    theta: [0.8, -0.5],
    short: 'residual 3*(a - 1)\ny = a*x\nresidual [b*sin(a*x), x/b]\nresidual [a*b; a]',
    ofRow: ['Y - a*X', 'b*sin(a*X)', 'X/b'],
    ofAll: ['3*(a - 1)', 'a*b', 'a'],
  },
  {
    what: 'one that all rows have the same',
    params: 'param a = 1, b = 0',
    theta: [0.8, -0.5],
    short: 'y = a*x\nresidual b*x^0',
    ofRow: ['Y - a*X', 'b'],
  },
  {
    what: 'conditionals and ties',
    params: 'param a = 1, b = 0',
    theta: [1.5, 1.5],
    short: 'y = x > 0 ? sqrt(x)*a : max(a, b)*abs(x)\nresidual abs(a - b)',
    ofRow: ['Y - (X > 0 ? sqrt(X)*a : max(a, b)*abs(X))'],
    ofAll: ['abs(a - b)'],
  },
  {
    what: 'matrices of parameters',
    params: 'param W[2,2] = 0, v[2] = 0',
    theta: [
      [0.3, -0.2, 0.7, 1.1],
      [0.4, -0.9],
    ],
    short: 'y = dot(v, tanh(W*[x, 1]))',
    ofRow: ['Y - dot(v, tanh(W*[X, 1]))'],
  },
];

const X = [0.3, -1.2, 2.5, 0.9, -0.4, 0, 1e-3];
const Y = [1.1, 0.2, -0.7, 1.9, 0.6, -0, 4];

/** All residuals as outputs of a program of its own, in the documented order. */
function writtenOut(
  { params, ofRow, ofAll = [] }: (typeof PROGRAMS)[number],
  x: readonly number[],
  y: readonly number[],
) {
  const rows = x.flatMap((value, i) =>
    ofRow.map(text => text.replaceAll('X', `(${value})`).replaceAll('Y', `(${Object.is(y[i], -0) ? '-0' : y[i]})`)),
  );
  const all = [...rows, ...ofAll];
  const names = all.map((_, i) => `r${i + 1}`);
  return compile(`${params}\n${all.map((text, i) => `${names[i]} = ${text}`).join('\n')}\noutput ${names.join(', ')}`);
}

const sizeOf = (theta: readonly Value[]): number =>
  theta.reduce<number>((sum, of) => sum + (typeof of === 'number' ? 1 : of.length), 0);

function expectClose(found: readonly number[], wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i]!, 12);
}

describe.each(PROGRAMS)('residuals and their Jacobian: $what', program => {
  const { params, theta, short } = program;
  const text = `${params}\ndata x, y\n${short}`;

  it.each(['js', 'wasm'] as const)('are those of the program written out (%s)', async target => {
    const compiled = compile(text, { target });
    await (compiled as { init?: () => Promise<void> }).init?.();
    const long = writtenOut(program, X, Y);
    const { residuals, jacobian, value } = both(compiled, [...theta, X, Y], sizeOf(theta));
    const wanted = long.value(...theta) as Float64Array;
    expectClose(residuals, wanted);
    expectClose(jacobian, long.jacobian(...theta) as Float64Array);
    expect(value).toBeCloseTo(
      wanted.reduce((sum, r) => sum + r * r, 0),
      11,
    );
    expect(value).toBe(compiled.value(...theta, X, Y));
  });

  it.each([0, 1, 2])('of %i rows, the others being out of range', count => {
    const compiled = compile(text);
    const range = { range: [2, count] };
    const { residuals, jacobian } = both(compiled, [...theta, X, Y, range], sizeOf(theta));
    const ofAll = program.ofAll?.length ?? 0;
    if (count + ofAll === 0) return expect([residuals, jacobian]).toEqual([[], []]);
    const long = writtenOut(program, X.slice(2, 2 + count), Y.slice(2, 2 + count));
    const flat = (of: unknown): ArrayLike<number> => (typeof of === 'number' ? [of] : (of as Float64Array));
    expectClose(residuals, flat(long.value(...theta)));
    expectClose(jacobian, flat(long.jacobian(...theta)));
  });

  it('of parts of the rows, each written behind the one before, are those of all', () => {
    const { residuals, residualJacobian } = compile(text);
    const whole = residuals(...theta, X, Y) as Float64Array;
    const ofAll = program.ofAll?.length ?? 0;
    const each = program.ofRow.length;
    const p = sizeOf(theta);
    const [r, jacobian] = [new Float64Array(whole.length), new Float64Array(whole.length * p)];
    for (const [start, count] of [
      [0, 3],
      [3, 1],
      [4, 0],
      [4, 3],
    ] as const) {
      const [from, to] = [start * each, (start + count) * each + ofAll];
      residualJacobian(...theta, X, Y, start, count, r.subarray(from, to), jacobian.subarray(from * p, to * p));
    }
    expect(r).toEqual(whole);
    const all = new Float64Array(whole.length * p);
    residualJacobian(...theta, X, Y, undefined, undefined, new Float64Array(whole.length), all);
    expect(jacobian).toEqual(all);
  });
});

describe('residuals', () => {
  it('see statistics of the given rows', () => {
    // r = y - a·(x - m) with m = a·mean(x) = 2a: ∂r/∂a = -(x - 4a), which is 3 and 1 at a = 1; then m itself.
    const compiled = compile('param a\ndata x, y\nm = mean(a*x)\ny = a*(x - m)\nresidual m');
    expect(both(compiled, [1, [1, 3], [0, 0]], 1)).toEqual({ value: 6, residuals: [1, -1, 2], jacobian: [3, 1, 2] });
    const part = { range: [1, 1] };
    // Of the one row m = 3a, and r = -a·(3 - 3a).
    expect(both(compiled, [1, [1, 3], [0, 0], part], 1)).toEqual({ value: 9, residuals: [0, 3], jacobian: [3, 3] });
  });

  it('need no data', () => {
    // Rosenbrock's function as a sum of squares: J = [[-20x, 10], [-1, 0]].
    const compiled = compile('param x, y\nresidual 10*(y - x^2)\nresidual 1 - x');
    expect(both(compiled, [-1, 2], 2, false)).toEqual({
      value: 104,
      residuals: [10, 2],
      jacobian: [20, 10, -1, 0],
    });
  });

  it('take the arrays that they fill, of any kind, and say how long these must be', () => {
    const { residuals, residualJacobian } = compile('param a\ndata x, y\ny = a*x\nresidual a');
    const out = [0, 0, 0];
    expect(residuals(2, [1, 2], [3, 3], 0, 2, out)).toBe(out);
    expect(out).toEqual([1, -1, 2]);
    expect(() => residuals(2, [1, 2], [3, 3], 0, 2, [0])).toThrow(
      new TypeError('residuals(a, x, y, start, count, out): out must be an array of length 3, got Array(1)'),
    );
    expect(() => residualJacobian(2, [1, 2], [3, 3], 0, 1, [0, 0], [0])).toThrow(
      /jacobian must be an array of length 2, got Array\(1\)/,
    );
    expect(() => residuals(2, [1, 2], [3, 3], 0, -3)).toThrow(
      /start and count must name some of the 2 rows, got 0 and -3/,
    );
    expect(() => residuals(2, undefined, [3, 3])).toThrow(/x must be an array with a number for each row/);
  });

  it('are infinite or NaN where a row is, and there alone', () => {
    const compiled = compile('param a, b\ndata x, y\ny = a/x + b');
    // At x = 0: r = -∞, ∂r/∂a = -1/0.
    const { residuals, jacobian } = both(compiled, [1, 2, [0, -0, Number.NaN, 1], [0, 0, 0, Infinity]], 2);
    expect(residuals).toEqual([-Infinity, Infinity, Number.NaN, Infinity]);
    expect(jacobian).toEqual([-Infinity, -1, Infinity, -1, Number.NaN, -1, -1, -1]);
  });

  it('make a text that does not depend on how many rows there are, and loops over them once', () => {
    const { source } = compile('param a, b, c\ndata x, y\ny = a*exp(b*x) + c', { emit: ['residualJacobian'] });
    expect(source.match(/row < last/g)).toHaveLength(1);
    expect(source.match(/Math\.exp/g)).toHaveLength(1);
  });

  it.each(['x^2', 'param a\ndata x\nsum(a*x)'])('are refused where there are none: %s', formula => {
    for (const name of ['residuals', 'residualJacobian'] as const)
      expect(() => compile(formula, { emit: [name] })).toThrow(
        `'${name}' is of sums of squared residuals, and the program has no residuals`,
      );
  });
});

describe('residuals of arrays that are as long as is known at run time', () => {
  it('are those of each entry, after those of rows', () => {
    // r = y - a·x for each entry, then a.
    const compiled = compile('param a\ninput x[n], y[n]\nresidual y - a*x\nresidual a');
    expect(both(compiled, [2, [1, 2], [3, 3]], 1, false)).toEqual({
      value: 6,
      residuals: [1, -1, 2],
      jacobian: [-1, -2, 1],
    });
    expect(compiled.gradient(2, [1, 2], [3, 3])).toEqual(new Float64Array([2 * (-1 + 2 + 2)]));
    expect(both(compiled, [2, [], []], 1, false)).toEqual({ value: 4, residuals: [2], jacobian: [1] });
    const matrix = [0];
    compiled.gaussNewton(2, [1, 2], [3, 3], [0], matrix);
    expect(matrix).toEqual([1 + 4 + 1]);
  });

  it('stand in every row where they depend on it', () => {
    const compiled = compile('param a\ninput w[n]\ndata y\nresidual a*w*y\ny = a*sum(w)\nresidual a');
    const wanted = { residuals: [10, 20, -1, 14, 28, 1, 2], jacobian: [5, 10, -3, 7, 14, -3, 1] };
    const value = 10 ** 2 + 20 ** 2 + 1 + 14 ** 2 + 28 ** 2 + 1 + 4;
    expect(both(compiled, [2, [1, 2], [3, 5, 7], { range: [1, 2] }], 1)).toEqual({ value, ...wanted });
  });

  it('count once for each row and entry where these have the same', () => {
    const compiled = compile('param a\ninput w[n]\ndata y\nresidual array(a*y^0, i = 1:n)\ny = a*sum(w)');
    expect(both(compiled, [2, [1, 2], [6, 8]], 1)).toEqual({
      value: 4 * 4 + 0 + 4,
      residuals: [2, 2, 0, 2, 2, 2],
      jacobian: [1, 1, -3, 1, 1, -3],
    });
  });

  it('are row-major, whichever size is known', () => {
    const { residuals } = compile("param p = 1\ninput A[2,n]\nresidual p*A\nresidual A'\nresidual A[:,1]");
    expect([...residuals(1, [1, 2, 3, 4, 5, 6])]).toEqual([1, 2, 3, 4, 5, 6, 1, 4, 2, 5, 3, 6, 1, 4]);
  });

  it('are shorter than the array where neighbours are compared', () => {
    const { residuals } = compile('param a\ninput x[n]\nresidual a*(x[2:n] - x[1:n-1])\nresidual a');
    expect([...residuals(2, [1, 4, 9])]).toEqual([6, 10, 2]);
    expect([...residuals(2, [1])]).toEqual([2]);
  });
});

describe('residuals of parameters that are as long as is known at run time', () => {
  const SIZED: readonly string[] = [
    'param z[n], a\ninput y[n]\nresidual y - z\nresidual a*(z[2:n] - z[1:n-1])\nresidual a - z[1]*z[n]',
    'param w[n], b\ndata x, y\ny = sum(w[j]*exp(b*x*w[j]), j = 1:n) + norm(w)*b\nresidual x > 0 ? w .* x : b*w',
    'param w[n]\nresidual w/norm(w)\nresidual w - mean(w)\nresidual max(w)*w',
    'param w[n], b\ndata x, y\ny = b*(x - mean(b*x*sum(w)))\nresidual sqrt(abs(w))*b',
    "param A[2,n], c[3]\ninput u[n]\nresidual [sum(A[1,j]*u[j], j = 1:n), 1]\nresidual A'*[c[1], 2]\nresidual c[2]*A",
    'param A[n,2]\ndata x[2], y\ny = sum(tanh(A*x))\nresidual A*x',
    'param w[n]\ndata x, y\ny = max(array(w[j]*x, j = 1:n)) + min(w)',
  ];
  const VALUES = [0, -0, 1, 1, -1, Number.POSITIVE_INFINITY, Number.NaN];
  /** Ordinary numbers, ones with kinks and ties among them, and some that are not finite. */
  const numbersAt = (seed: number): readonly (() => number)[] => {
    const random = randomNumbers(seed);
    const among = (count: number) => () => VALUES[Math.floor(random() * count)]!;
    return [() => 2 * random() - 1, among(5), among(7)];
  };

  it.each(SIZED.flatMap(text => [1, 2, 5].map(n => [text, n] as const)))('%j, n = %i', (text, n) => {
    const [short, long] = [compile(text), compile(`const n = ${n}\n${text}`)];
    const hasData = text.includes('data');
    for (const number of numbersAt(n)) {
      const args = long.inputs.map(({ shape, role }) => {
        const width = shape.reduce<number>((product, size) => product * (size as number), 1);
        if (role === 'data') return Array.from({ length: 4 * width }, number);
        return shape.length === 0 ? number() : Array.from({ length: width }, number);
      });
      const p = long.wrt.reduce(
        (sum, { shape }) => sum + shape.reduce<number>((a, size) => a * (size as number), 1),
        0,
      );
      const range = hasData ? [{ range: [1, 2] }] : [];
      const [found, wanted] = [short, long].map(of => both(of, [...args, ...range], p, hasData));
      for (const name of ['residuals', 'jacobian'] as const) {
        const most = wanted![name].reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 1);
        const isSame = (a: number, b: number): boolean => Object.is(a, b) || Math.abs(a - b) <= 1e-12 * most;
        expect(found![name].length).toBe(wanted![name].length);
        expect(found![name].findIndex((value, i) => !isSame(value, wanted![name][i]!))).toBe(-1);
      }
    }
  });

  it('may be many beside a statistic', () => {
    const entries = Array.from({ length: 40 }, (_, i) => `w*${i + 1} - m`).map(text => `residual ${text}`);
    const compiled = compile(`param w[n]\nm = mean(w)\n${entries.join('\n')}`);
    const { jacobian } = both(compiled, [[1, 3]], 2, false);
    expect(jacobian.slice(0, 4)).toEqual([0.5, -0.5, -0.5, 0.5]);
    expect(jacobian.slice(-4)).toEqual([39.5, -0.5, -0.5, 39.5]);
  });

  it('are refused where a recurrence makes them', () => {
    const text = 'param w[n]\nz[1] = w[1]\nz[i] = z[i-1]*w[i] for i = 2:n\nresidual z';
    expect(compile(text).residuals([2, 3])).toEqual(new Float64Array([2, 6]));
    expect(() => compile(text, { emit: ['residualJacobian'] })).toThrow(
      /WG403.*'residualJacobian' has no residuals of recurrences where 'w' is as long as is known at run time/,
    );
  });

  it('of recurrences have columns for other parameters', () => {
    // z = 1, a, a²: r = z - y, and ∂r/∂a = 0, 1, 2a.
    const compiled = compile('param a\ninput y[n]\nz[1] = 1\nz[i] = a*z[i-1] for i = 2:n\nresidual z - y');
    expect(both(compiled, [3, [1, 4, 10]], 1, false)).toEqual({
      value: 2,
      residuals: [0, -1, -1],
      jacobian: [0, 1, 6],
    });
  });
});

describe('how many residuals there are', () => {
  it.each([
    ['param a\ndata x, y\ny = a*x\nresidual [a*x, 1]\nresidual a', { ofRow: 3, ofNone: 1, isRowByRow: true }],
    ['param a, b\nresidual a\nresidual [b, 1]', { ofRow: 0, ofNone: 3, isRowByRow: true }],
    ['param a\ndata x, y\ny = a*(x - mean(x))', { ofRow: 1, ofNone: 0, isRowByRow: false }],
    ['param a\ndata x, y\ny = a*x/count(x)', { ofRow: 1, ofNone: 0, isRowByRow: false }],
    ['param a\ndata x, y\ny = a*x\nresidual sum(a*x)', { ofRow: 1, ofNone: 1, isRowByRow: false }],
    ['param a\ninput w[n]\ndata y\ny = a*sum(w)\nresidual a*w', { ofRow: 1, ofNone: null, isRowByRow: true }],
    ['param a\ninput w[n]\ndata y\nresidual a*w*y', { ofRow: null, ofNone: 0, isRowByRow: true }],
  ])('is known of %j', (text, wanted) => {
    expect(countResiduals(createCompilation(text, {}).model)).toEqual(wanted);
  });
});

describe.skipIf(!hasCompiler)(`residuals in C${whyNot}`, () => {
  it('are those of JavaScript', { timeout: 120_000 }, () => {
    const files: Record<string, string> = {};
    const statements: string[] = [];
    const wanted: number[] = [];
    const flat = (theta: readonly Value[]): number[] =>
      theta.flatMap(of => (typeof of === 'number' ? [of] : Array.from(of)));
    const add = (name: string, text: string, theta: readonly Value[], rest: string, args: readonly unknown[]): void => {
      const { code, declarations } = emitFiles(text, {
        format: 'c',
        name,
        emit: ['residuals', 'residualJacobian'],
      });
      files[`${name}.c`] = code;
      files[`${name}.h`] = declarations;
      const compiled = compile(text);
      const list = compiled.residuals(...theta, ...args) as Float64Array;
      const m = list.length;
      const p = sizeOf(theta);
      const jacobian = new Float64Array(m * p);
      const value = compiled.residualJacobian(...theta, ...args, new Float64Array(m), jacobian) as number;
      wanted.push(...list, ...list, ...jacobian, value);
      const at = `${arrayIn(flat(theta))}, ${rest}`;
      statements.push(
        `double r[${m + 1}]; ${name}_residuals(${at}, r); put(r, ${m});`,
        `double r[${m + 1}], j[${m * p + 1}]; double value = ${name}_residual_jacobian(${at}, r, j); put(r, ${m}); put(j, ${m * p}); put(&value, 1);`,
      );
    };
    for (const [i, { params, theta, short }] of PROGRAMS.entries())
      for (const [start, count] of [
        [0, 7],
        [2, 3],
        [4, 0],
      ] as const)
        add(
          `p${i}_${count}`,
          `${params}\ndata x, y\n${short}`,
          theta,
          `${arrayIn(X)}, ${arrayIn(Y)}, ${start}, ${count}`,
          [X, Y, start, count],
        );
    const sized = 'param a\ninput w[n]\ndata y\nresidual a*w*y\ny = a*sum(w)\nresidual [a, 1]\nresidual w';
    add('sized', sized, [2], `${arrayIn([1, 2])}, ${arrayIn(Y)}, 2, 1, 3`, [[1, 2], Y, 1, 3]);
    add('fixed', 'param x, y\nresidual 10*(y - x^2)\nresidual 1 - x', [-1, 2], '', []);
    statements.splice(-2, 2, ...statements.slice(-2).map(text => text.replace(', , ', ', ')));
    const found = runInC(files, statements);
    expect(found.length).toBe(wanted.length);
    for (const [i, value] of found.entries())
      expect(Math.abs(value - wanted[i]!)).toBeLessThanOrEqual(1e-14 * Math.abs(wanted[i]!));
  });
});
