// Programs over rows of data in WebAssembly: what JavaScript gives, bit for bit where all is + - * / and square roots, whatever
// the rows, the columns and the lengths of functions are.

import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createCompilation } from '../../../src/compilation.js';
import { declarationsText } from '../../../src/files.js';
import { type Compiled, type CompileOptions, compile } from '../../../src/index.js';
import '../../../src/wasm.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 40);

/** Around blocks of rows, around turns of four of them, and around none. */
const COUNTS = [0, 1, 2, 3, 4, 5, 6, 7, 1023, 1024, 1025, 1026, 1027, 2049, 5000];

const PARAMS = 'param p[2] = 0, q = 0\ndata x[2], y\n';

/** The same numbers each time. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

type Columns = Readonly<Record<'x' | 'y', Float64Array>>;

function columnsOf(rows: number, number: () => number): Columns {
  return { x: Float64Array.from({ length: 2 * rows }, number), y: Float64Array.from({ length: rows }, number) };
}

const uniform = (rows: number): Columns => {
  const next = random(rows + 1);
  return columnsOf(rows, () => 4 * next() - 2);
};

const inBoth = (text: string, options: CompileOptions = {}): readonly [js: Compiled, wasm: Compiled] => [
  compile(text, options),
  compile(text, { ...options, target: 'wasm' }),
];

const P = [0.75, -1.25];
const Q = 0.5;

/** Everything that a program with one result exports, of some rows, or why it has none: there is no least of no rows. */
function everything(compiled: Compiled, columns: Columns, start?: number, count?: number): unknown {
  try {
    return exportsOf(compiled, columns, start, count);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return error.message;
  }
}

function exportsOf(compiled: Compiled, { x, y }: Columns, start?: number, count?: number): Record<string, unknown> {
  const at = [P, Q, x, y, start, count] as const;
  const tangents = [[1, -0.5], 2];
  const [gradient, hessian] = [new Float64Array(3), new Float64Array(9)];
  const value = compiled.valueAndGradient(...at, gradient);
  const both = compiled.valueGradientHessian(...at, new Float64Array(3), hessian);
  return {
    value,
    both,
    gradient,
    hessian,
    alone: compiled.value(...at),
    jvp: compiled.jvp(...at, ...tangents),
    hvp: compiled.hvp(...at, ...tangents),
    vjp: compiled.vjp(...at, 2),
    multipliers: compiled.multipliers(...at),
  };
}

describe('with + - * / and square roots, the same bits', () => {
  it.each([
    'sum((dot(p, x) + q - y)^2)',
    'mean(y/(x[1]*x[1] + 1)*q)',
    'prod(1 + x[1]*q/1000)',
    'min(x[1]*q + y) + max(x[2]*p[1])',
    's = sum(x[1]*q)\nm = max(y)\nsum((x[2] - s)*p[2]) + m*q',
    'sum(max(x[1], p[1])*min(y, q) + abs(x[2]*p[2]))',
    'sum(x[1] > q ? y*p[1] : x[2]/p[2]) + sum(x[2] < y and not (x[1] > 0) ? p[1] : 0)',
    'm = mean(y)\ns = std(y)\nsum(sqrt(abs((y - m)/s*q)) + floor((y - m)/s)*p[1] + round(y)*p[2])',
    'norm(x[1]*q - y)*p[1]',
    'variance(x[1]*p[1] + y)*q',
    // Rows of which nothing is read, and columns as they are.
    'prod(q*y^0/2 + 1) + max(p[1]*y^0)',
    'sum(x[2])*q + prod(y) + min(x[1])',
  ])('%s', text => {
    const [js, wasm] = inBoth(PARAMS + text);
    for (const rows of COUNTS) {
      const columns = uniform(rows);
      expect(everything(wasm, columns), `${rows} rows`).toEqual(everything(js, columns));
    }
  });
});

describe('some of the rows', () => {
  const [js, wasm] = inBoth(`${PARAMS}sum((dot(p, x) + q - y)^2) + max(x[1]*q)`);
  const columns = uniform(3000);

  it.each([
    [0, 0],
    [0, 1],
    [1, 1],
    [1, 1024],
    [3, 1025],
    [1023, 1977],
    [2999, 1],
    [3000, 0],
  ])('from row %i on %i', (start, count) => {
    expect(everything(wasm, columns, start, count)).toEqual(everything(js, columns, start, count));
  });
});

const SPECIAL = [0, -0, 1, -1, 0.5, 2, Infinity, -Infinity, NaN];

const INFIX = ['+', '-', '*', '/', '<', '<=', '==', '!=', 'and', 'or'];

const { term } = fc.letrec<{ term: string }>(tie => {
  const one = tie('term');
  const two = fc.tuple(one, one);
  return {
    term: fc.oneof(
      { maxDepth: 5, depthSize: 'medium' },
      { weight: 5, arbitrary: fc.constantFrom('x[1]', 'x[2]', 'y', 'p[1]', 'p[2]', 'q') },
      { weight: 1, arbitrary: fc.constantFrom('0', '1', '2', '(-0)') },
      { weight: 3, arbitrary: one.map(a => `(-(${a}))`) },
      {
        weight: 3,
        arbitrary: fc
          .tuple(fc.constantFrom('not ', 'abs', 'sqrt', 'relu', 'floor', 'sign', 'square', 'fix'), one)
          .map(([of, a]) => `(${of}(${a}))`),
      },
      { weight: 5, arbitrary: fc.tuple(fc.constantFrom(...INFIX), two).map(([of, [a, b]]) => `(${a} ${of} ${b})`) },
      { weight: 2, arbitrary: fc.tuple(fc.constantFrom('min', 'max'), two).map(([of, [a, b]]) => `${of}(${a}, ${b})`) },
      { weight: 3, arbitrary: fc.tuple(one, two).map(([a, [b, c]]) => `(${a} ? ${b} : ${c})`) },
    ),
  };
});

const reductions = fc.constantFrom('sum', 'mean', 'prod', 'min', 'max');

/** Terms depend on the row, if only by what is added to them. */
const programs = fc.oneof(
  fc.tuple(reductions, term).map(([of, a]) => `${of}(${a} + y)`),
  fc.tuple(reductions, term, reductions, term).map(([f, a, g, b]) => `m = ${f}(${a} + y)\n${g}((${b})*m - x[1])`),
);

describe('random programs at special numbers', () => {
  it.each([undefined, 8, 3, 1])('in functions of %s statements', statements => {
    fc.assert(
      fc.property(
        programs,
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.constantFrom(...SPECIAL), { minLength: 21, maxLength: 21 }),
        (text, rows, numbers) => {
          const [js, wasm] = inBoth(PARAMS + text, statements === undefined ? {} : { limits: { statements } });
          const columns = {
            x: Float64Array.from(numbers.slice(0, 2 * rows)),
            y: Float64Array.from(numbers.slice(-rows)),
          };
          const exports = ['value', 'gradient', 'jvp', 'hvp', 'vjp'] as const;
          const of = (compiled: Compiled) =>
            exports.map(name => {
              const tangents = { jvp: [[1, -0.5], 2], hvp: [[1, -0.5], 2], vjp: [2], value: [], gradient: [] }[name];
              return compiled[name](P, Q, columns.x, columns.y, undefined, undefined, ...tangents);
            });
          expect(of(wasm)).toEqual(of(js));
        },
      ),
      { numRuns: RUNS, seed: 3 },
    );
  });
});

/** Sums of |terms| of the value and of the gradient, from one row at a time. */
function magnitudes(compiled: Compiled, { x, y }: Columns): number[] {
  const sums = [0, 0, 0, 0];
  const gradient = new Float64Array(3);
  for (let row = 0; row < y.length; row++) {
    const value = compiled.valueAndGradient(P, Q, x, y, row, 1, gradient);
    for (const [i, term] of [value, ...gradient].entries()) sums[i]! += Math.abs(term);
  }
  return sums;
}

describe('with functions, 1e-12 of the sum of |terms|', () => {
  it.each([
    'z = dot(p, x) + q\nsum(softplus(z) - y*z)',
    'sum(exp(-p[1]*y^2)*sin(x[1]*q) + cos(x[2]*p[2]))',
    'sum(tanh(x[1]*p[1]) + log1p(x[2]^2*q) + expm1(y*p[2]/10) + log(1 + x[1]^2))',
    'sum(y > 0 ? exp(x[1]*p[1]) : sqrt(1 + x[2]^2)*q)',
    'sum((y > 0 ? log(y*q) : x[1]*sin(p[1]*x[2])) + (x[1] > 1 ? gamma(2 + q*y^2) : 0))',
    'sum(atan2(y, x[1])*q + erf(x[2]*p[1]) + abs(y)^p[2] + cosh(q*x[1]))',
    'sum(x[1] > 0 ? (y > 0 ? exp(q*y)*p[1] : erf(x[2]*q)*lgamma(3 + y)) : atan(p[2]*y))',
    // Special functions that are written in place.
    'sum(tanh(3*x[1]*p[1])*q + softsign(y*q))',
    'sum(logit(1/(1 + y^2*q)) + log1mexp(-0.1 - y^2*q) + acot(1 + x[1]^2*q) + step(y)*log(1 + x[2]^2*q))',
    'sum(x[1] > 0 ? acoth(2 + y^2*q) : (1 + x[2]^2)^p[2])',
  ])('%s', text => {
    for (const limits of [{}, { statements: 5 }]) {
      const [js, wasm] = inBoth(PARAMS + text, { limits });
      for (const rows of COUNTS) {
        const columns = uniform(rows);
        const [found, wanted] = [wasm, js].map(compiled => {
          const gradient = new Float64Array(3);
          return [compiled.valueAndGradient(P, Q, columns.x, columns.y, undefined, undefined, gradient), ...gradient];
        }) as [number[], number[]];
        for (const [i, sum] of magnitudes(js, columns).entries())
          expect(Math.abs(found[i]! - wanted[i]!), `${rows} rows, ${i}`).toBeLessThanOrEqual(1e-12 * sum);
      }
    }
  });

  it.each([
    ['sum(y > 0 ? cosh(x[1]) : 0)', [3]],
    ['sum(y > 0 ? (x[1] < 2 ? 1 : cosh(x[1])) : x[2])', [2]],
    ['sum(y > 0 ? sqrt(cosh(x[1])*p[1] + x[2]) + cosh(x[1])^2 + exp(cosh(x[1])*q + sin(x[2])) : 0)', [3]],
  ])('calls nothing for rows that do not ask for it: %s', (text, [count]) => {
    const cosh = vi.spyOn(Math, 'cosh');
    for (const limits of [{}, { statements: 3 }]) {
      const { value } = compile(PARAMS + text, { target: 'wasm', limits });
      cosh.mockClear();
      value(P, Q, [1, 0, 9, 0, 3, 0, 4, 0, 9, 0, 9, 0], [1, 0, 1, 1, -1, NaN]);
      expect(cosh).toHaveBeenCalledTimes(count!);
    }
    cosh.mockRestore();
  });

  it('is NaN and infinite where JavaScript is', () => {
    const [js, wasm] = inBoth(`${PARAMS}sum(exp(x[1]*q) + log(x[2])*p[1] - (y > 0 ? sin(y) : 0))`);
    for (const special of SPECIAL) {
      for (const column of ['x', 'y'] as const) {
        for (const at of [0, 1, 6]) {
          const columns = uniform(7);
          for (let i = 0; i < 14; i++) columns.x[i] = 1;
          columns[column][at] = special;
          const [found, wanted] = [wasm, js].map(compiled => compiled.gradient(P, Q, columns.x, columns.y));
          for (const [i, value] of wanted!.entries()) {
            if (Number.isFinite(value)) expect(found![i]).toBeCloseTo(value, 12);
            else expect(found![i], `${column} ${at} ${special}`).toBe(value);
          }
        }
      }
    }
  });
});

describe('several results', () => {
  it('of a program with outputs', () => {
    const [js, wasm] = inBoth(
      `${PARAMS}a = sum((x[1]*p[1] - y)^2)\nb = [max(x[2]*q), mean(y*p[2]); min(y), count(y)]\noutput a, b`,
    );
    const { x, y } = uniform(1501);
    const at = [P, Q, x, y] as const;
    expect(wasm.value(...at)).toEqual(js.value(...at));
    expect(wasm.jacobian(...at)).toEqual(js.jacobian(...at));
    expect(wasm.jacobianSparse(...at)).toEqual(js.jacobianSparse(...at));
    const seeds = [1, -2, 3, 0.5, 1];
    expect(wasm.vjp(...at, undefined, undefined, seeds)).toEqual(js.vjp(...at, undefined, undefined, seeds));
    const point = { p: P, q: Q, x: [[1, 2], [3, 4], [5, 6]], y: [1, 2, 3] }; // biome-ignore format: rows
    expect(wasm.evaluate(point)).toEqual(js.evaluate(point));
  });

  it('of rows with more functions than a WebAssembly function has room for, if each had locals of its own', () => {
    const terms = (column: string) =>
      Array.from({ length: 600 }, (_, k) => `sin(q*${column} + ${k})*tanh(${column} - ${k})`);
    const [js, wasm] = inBoth(`${PARAMS}sum(${[...terms('x[1]'), ...terms('y')].join(' + ')})`, {
      limits: { statements: 100_000 },
    });
    const { x, y } = uniform(3);
    expect(wasm.value(P, Q, x, y)).toBeCloseTo(js.value(P, Q, x, y), 10);
    expect(wasm.gradient(P, Q, x, y)[2]).toBeCloseTo(js.gradient(P, Q, x, y)[2]!, 8);
  });

  it('more sums than are kept in locals', () => {
    const [js, wasm] = inBoth('param w[15] = 0\ndata x[15], y\nsum((dot(w, x) - y)^2*(1 + dot(w, x)))', {
      emit: ['hessian'],
    });
    const next = random(1);
    const [w, x, y] = [15, 15 * 1027, 1027].map(length => Float64Array.from({ length }, () => 2 * next() - 1));
    expect(wasm.hessian(w, x, y)).toEqual(js.hessian(w, x, y));
  });
});

describe('columns', () => {
  const text = `${PARAMS}m = mean(y)\nsum((dot(p, x) + q - y)^2*(y - m))`;
  const [js, wasm] = inBoth(text);
  const bind = (columns: object): Record<'x' | 'y', ArrayLike<number>> => wasm.bind!(columns);

  it('may be any array-like of numbers', () => {
    const { x, y } = uniform(2051);
    const wanted = js.value(P, Q, x, y);
    const like = { ...Array.from(x), length: x.length };
    for (const column of [x, Array.from(x), like, new Proxy(like, {})])
      expect(wasm.value(P, Q, column, Array.from(y))).toBe(wanted);
    const single = Float32Array.from(x);
    expect(wasm.value(P, Q, single, y)).toBe(js.value(P, Q, single, y));
  });

  it('are copied in pieces where they are long, with the same result', () => {
    const columns = uniform(200_001);
    expect(everything(wasm, columns)).toEqual(everything(js, columns));
    expect(everything(wasm, columns, 1, 150_000)).toEqual(everything(js, columns, 1, 150_000));
  });

  it('are copied once where they are bound, and stay beside others', () => {
    const sets = [5, 100_003, 1, 0, 2050].map(uniform);
    const bound = sets.map(bind);
    for (const [i, { x, y }] of bound.entries()) {
      const { x: ownX, y: ownY } = sets[i]!;
      expect(wasm.gradient(P, Q, x, y)).toEqual(js.gradient(P, Q, ownX, ownY));
      expect(wasm.gradient(P, Q, x, ownY)).toEqual(js.gradient(P, Q, ownX, ownY));
    }
    const { x, y } = bound[4]!;
    expect(wasm.gradient(P, Q, x, y, 3, 1500)).toEqual(js.gradient(P, Q, sets[4]!.x, sets[4]!.y, 3, 1500));
    sets[4]!.x.fill(0);
    const kept = uniform(2050);
    expect(wasm.value(P, Q, x, y)).toBe(js.value(P, Q, kept.x, kept.y));
  });

  it('that are bound stand where columns do by name', () => {
    const columns = uniform(2050);
    const bound = bind(columns);
    const theta = [...P, Q];
    const [found, wanted] = [new Float64Array(3), new Float64Array(3)];
    expect(wasm.bindPacked(bound)(theta, found)).toBe(js.bindPacked(columns)(theta, wanted));
    expect(found).toEqual(wanted);
    expect(wasm.evaluate({ p: P, q: Q, ...bound })).toEqual(js.evaluate({ p: P, q: Q, ...columns }));
    // Of other modules, too.
    const other = compile(text, { target: 'wasm' });
    expect(other.value(P, Q, bound.x, bound.y)).toBe(js.value(P, Q, columns.x, columns.y));
  });

  it('are not copied where they are bound beside 2 GiB of others, and give the same results', () => {
    const own = compile('param a = 0\ndata y\nsum((a - y)^2)', { target: 'wasm' });
    const short = own.bind!({ y: [1, 2, 3] });
    // Of its pages none is touched but those that are read.
    const long = new Float64Array(2 ** 28);
    long.set([4, 5, 6]);
    const bound = own.bind!({ y: long });
    expect(bound.y).toBe(long);
    expect(own.value(1, bound.y, 0, 3)).toBe(9 + 16 + 25);
    expect(own.value(1, short.y)).toBe(0 + 1 + 4);
    own.unbind!({ ...bound });
    expect(own.value(1, bound.y, 1, 2)).toBe(16 + 25);
    expect(own.bind!({ y: [7] }).y).not.toBeInstanceOf(Float64Array);
  });

  it('may be bound as rows', () => {
    const { x, y } = bind({ x: [[1, 2], [3, 4]], y: [5, 6] }); // biome-ignore format: rows
    expect(wasm.value(P, Q, x, y)).toBe(js.value(P, Q, [1, 2, 3, 4], [5, 6]));
  });

  it('that are given back leave their place to others, and are refused', () => {
    const own = compile(text, { target: 'wasm' });
    const first = own.bind!(uniform(300_000));
    const used = (): number => own.bind!(uniform(1)).y.subarray(0, 1).buffer.byteLength;
    const before = used();
    for (let i = 0; i < 20; i++) own.unbind!(own.bind!(uniform(100_000 + i)));
    expect(used()).toBeLessThan(before + 3 * 8 * 110_000);
    own.unbind!(first);
    own.unbind!(first);
    expect(() => own.value(P, Q, first.x, first.y)).toThrow("a column of data is used after 'unbind'");
  });

  it.each([
    [{ x: [1, 2, 3], y: [1] }, 'x must be a flat array with 2 numbers for each row'],
    [{ x: [1, 2], y: [1, 2] }, 'y has 2 rows where x has 1'],
    [{ x: [1, 2], z: [1] }, "unknown input 'z'"],
    [{ x: [1, 2] }, 'y must be'],
    [null, 'point must be an object'],
  ])('are checked when they are bound: %o', (columns, message) => {
    expect(() => wasm.bind!(columns)).toThrow(TypeError);
    expect(() => wasm.bind!(columns)).toThrow(message);
  });

  it('are checked when they are used', () => {
    const { x, y } = bind(uniform(4));
    expect(() => wasm.value(P, Q, x, [1, 2, 3])).toThrow('y has 3 rows where x has 4');
    expect(() => wasm.value(P, Q, x, y, 2, 3)).toThrow('start and count must name some of the 4 rows');
    expect(() => wasm.bindPacked({ x, y: [1, 2, 3] })([...P, Q])).toThrow(TypeError);
    expect(() => wasm.bindPacked({ x: [1, 2, 3, 4], y: [1, 2] })([...P, Q], null)).not.toThrow();
  });
});

it.each([
  [[-0], Number.NEGATIVE_INFINITY],
  [[0], Number.POSITIVE_INFINITY],
  [[2, -3], 0],
  [[Number.POSITIVE_INFINITY, 5e-324, -1], 1],
  [[1, Number.NaN], Number.NaN],
])('signs of two rows at a time: those of %o', (x, wanted) => {
  expect(compile('param a\ndata x\nsum(a/sign(x))', { target: 'wasm' }).value(1, x)).toBe(wanted);
});

describe('the target', () => {
  it('counts up to 2^30', () => {
    const text = 'param a\nsum(a/k^2, k = 5e9:5e9+300)';
    expect(() => compile(text, { target: 'wasm' }).source).toThrow("the range of 'k' goes beyond 1073741824");
    expect(compile(text, { target: 'auto' }).source).not.toContain('WebAssembly');
  });

  it('has factors of matrices of parameters, and of each row', () => {
    const own = 'param A[4,4] = [4, 1, 0, 0; 1, 4, 1, 0; 0, 1, 4, 1; 0, 0, 1, 4]\ndata x[4], y\n';
    const [js, wasm] = inBoth(`${own}sum((dot(A\\[1, 2, 3, 4], x) - y)^2) + logdet(A)`);
    const A = [4, 1, 0, 0, 1, 5, 1, 0, 0, 1, 6, 1, 0, 0, 1, 7];
    const columns = [Float64Array.from({ length: 12 }, (_, i) => i % 5), [1, 2, 3]];
    expect(wasm.gradient(A, ...columns)).toEqual(js.gradient(A, ...columns));
    for (const each of ['dot(A\\x, x)*y', 'det(A + y*outer(x, x))', 'sum(inv(A + y*identity(4))*x)']) {
      const [script, native] = inBoth(`${own}sum(${each})`);
      expect(native.value(A, ...columns)).toBe(script.value(A, ...columns));
      expect(native.gradient(A, ...columns)).toEqual(script.gradient(A, ...columns));
      expect(native.hessian(A, ...columns)).toEqual(script.hessian(A, ...columns));
    }
  });

  it('is told of in types', () => {
    const types = declarationsText(createCompilation(`${PARAMS}sum(y*q)`, { target: 'wasm', emit: ['value'] }));
    expect(types).toContain('x: ArrayLike<number> | BoundColumn, y: ArrayLike<number> | BoundColumn, start?: number');
    expect(types).toMatch(/^export function bind\(columns: .*\): { "x": BoundColumn; "y": BoundColumn };$/m);
    expect(types).toContain('export function unbind(columns: { "x": BoundColumn; "y": BoundColumn }): void;');
    expect(declarationsText(createCompilation(`${PARAMS}sum(y*q)`, {}))).not.toContain('Bound');
  });

  it('is told of in the record of a formula', () => {
    expect(Object.keys(inBoth(`${PARAMS}sum(y*q)`)[1])).toContain('bind');
    expect(Object.keys(inBoth(`${PARAMS}sum(y*q)`)[0])).not.toContain('bind');
    expect(Object.keys(inBoth('x*y')[1])).not.toContain('bind');
  });
});
