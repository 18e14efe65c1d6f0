// Arrays whose sizes are known when functions are called, recurrences, and loops in loops, as WebAssembly: the numbers of
// JavaScript bit by bit, as both call the same functions and add in the same order.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../../src/index.js';
import '../../../src/special.js';
import '../../../src/wasm.js';
import { differentiated, nested, ranges, type Value } from '../../data/agreement.js';
import { type Case, randomNumbers } from '../../data/program.js';
import { special } from '../../data/rows.js';
import { recurrenceRecipes, type SizedRecipe, sizedProgram, sizedRecipes } from '../../data/sized.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 10);
const SEED = Number(process.env.WENGERT_SEED ?? 71);

type Member = (...args: readonly unknown[]) => unknown;

const flat = (value: unknown): number[] => (typeof value === 'number' ? [value] : Array.from(value as number[]));

const filled = (length: number): Float64Array => new Float64Array(length).fill(Number.NaN);

/** What both give of a call: numbers, or what they throw. @returns whether it is numbers */
function expectSame(what: string, [js, wasm]: readonly Compiled[], call: (of: Compiled) => unknown): boolean {
  const outcome = (of: Compiled): unknown => {
    try {
      return call(of);
    } catch (error) {
      return `${(error as Error).name}: ${(error as Error).message}`;
    }
  };
  const wanted = outcome(js!);
  expect(outcome(wasm!), what).toEqual(wanted);
  return typeof wanted !== 'string';
}

/** Every export of a random program, at its arguments. */
function expectSameBits(of: Case, seed: number): void {
  const wrt = differentiated(of);
  const both = [compile(of.text), compile(of.text, { target: 'wasm' })];
  const numbersOf = ({ shape, values }: Case['fixed'][number]): Value => (shape.length === 0 ? values[0]! : values);
  const fixed = of.fixed.map(numbersOf);
  const random = randomNumbers(seed);
  const tangent = wrt.map(({ shape, values }): Value => (shape.length === 0 ? random() : values.map(() => random())));
  const adjoint: Value = of.results === null ? 1.5 : Array.from({ length: of.results }, () => random() - 0.5);
  const count = wrt.flatMap(({ values }) => values).length;
  for (const { columns, given } of ranges(of)) {
    const at = [...fixed, ...columns, ...given];
    const same = (name: keyof Compiled, ...rest: readonly unknown[]): boolean =>
      expectSame(`${name} of\n${of.text}`, both, own => (own[name] as Member)(...at, ...rest));
    same('value');
    same('jvp', ...tangent);
    same('vjp', adjoint);
    same('jacobian');
    if (of.results !== null) continue;
    same('gradient');
    same('hvp', ...tangent);
    same('hessian');
    expectSame(`filled arrays of\n${of.text}`, both, own => {
      const [gradient, again, hessian] = [filled(count), filled(count), filled(count ** 2)];
      const values = [
        (own.valueAndGradient as Member)(...at, gradient),
        (own.valueGradientHessian as Member)(...at, again, hessian),
      ];
      return [...values, ...gradient, ...again, ...hessian];
    });
  }
  if (of.results !== null) return;
  const point = Object.fromEntries([
    ...of.fixed.map(({ name, shape, values }) => [name, nested(values, shape)]),
    ...of.columns.map(({ name, values }) => [name, values]),
  ]);
  expectSame(`evaluate of\n${of.text}`, both, own => (own.evaluate as Member)(point));
  const others = Object.fromEntries(
    Object.entries(point).filter(([name]) => wrt.every(argument => argument.name !== name)),
  );
  expectSame(`packed of\n${of.text}`, both, own => {
    const packed = (Object.keys(others).length === 0 ? own.packed : (own.bindPacked as Member)(others)) as Member;
    const gradient = filled(count);
    return [
      packed(
        wrt.flatMap(({ values }) => values),
        gradient,
      ),
      ...gradient,
    ];
  });
}

function same(recipes: fc.Arbitrary<SizedRecipe>, seed: number, isSpecial: boolean): void {
  fc.assert(
    fc.property(recipes, fc.constantFrom(1, 2, 3, 5), (recipe, n) => {
      expectSameBits(isSpecial ? sizedProgram(recipe, n, special) : sizedProgram(recipe, n), recipe.seed);
    }),
    { numRuns: RUNS, seed },
  );
}

describe('random programs have the bits of JavaScript', () => {
  it.each([
    ['of arrays of unknown size', sizedRecipes],
    ['with recurrences', recurrenceRecipes],
  ] as const)('%s', (_, recipes) => {
    same(recipes, SEED, false);
    same(recipes, SEED + 1, true);
  });
});

const PROGRAMS: Readonly<Record<string, string>> = {
  pairs: 'param p[n], a\ninput x[n]\nsum(sum((p[i] - p[j])^2/(2 + x[j]^2), j = i+1:n), i = 1:n)*a + sum(x)',
  neighbours: 'param p[n], a\ninput x[n]\nsum((p[i+1] - 2*p[i] + p[i-1])^2*x[i], i = 2:n-1) + a*p[1]*p[n]',
  matrix:
    'param a, A[2,n], p[n], B[n,2]\ninput x[n]\nsum((B*[a, 1]) .* x) + max(p) - min(x) + sum(A[1,i]*i/n + A[2,i]^2, i = 1:n)',
  reductions:
    'param p[n], a\ninput x[n]\nprod(1 + p/9) + mean(p .* x)*a + logsumexp(a*p) + norm(p) + std(x + a*p) + max(abs(p))',
  steps: 'param p[n], a\ninput x[n]\nz[1] = a\nz[i] = z[i-1]*p[i-1] + x[i]/i for i = 2:n\nz[n]*z[1] + sum(z .* x)',
  down: 'param p[n], a\ninput x[n]\nz[n,:] = [a, x[n]]\nz[i,:] = [z[i+1,2]*p[i], z[i+1,1] - x[i+1]] for i = n-1:-1:1\nz[1,1]*z[1,2] + sum(z[i,1]^2, i = 1:n)',
  longer:
    'param p[n], a\ninput x[n]\nz[1] = a\nz[i] = (z[i-1] > 0.25 ? z[i-1]*p[i-1] : z[i-1]^2) + x[i-1] for i = 2:n+1\nz[n+1]*z[n] + max(z)',
  lags: 'param p[n], a\ninput x[n]\nz[1] = a\nz[2] = a^2\nz[i] = z[i-1]*x[i] - z[i-2]*p[i] for i = 3:n\nsum(x[i]*z[i], i = 1:n)*prod(p)',
  known:
    'param p[n], a\ninput x[n]\nz[1] = a\nz[i] = z[i-1]*(1 - z[i-1]) + 1/i for i = 2:300\nz[300]*z[7] + sum(z)*p[1] + sum(sum(a/(j + k^2), j = 1:k), k = -2:200) + sum(x)',
  counted: 'param p[n], a\ninput x[n]\nsum(a/(k^2 + p[1]^2), k = -150:150) + sum(a*k, k = 1e6:1e6+300) + x[1]',
  conditions:
    'param p[n], a\ninput x[n]\nsum(x[i] > 0 ? (p[i] > a ? log(p[i] - a) : p[i]*a) : (x[i] < -0.5 ? p[i-1]*x[i] : a), i = 2:n)',
  functions:
    'param p[n], a\ninput x[n]\nsum(softplus(a*x[i]) + erf(p[i]) + sigmoid(x[i])*lgamma(2 + p[i]^2) + atan2(p[i], a), i = 1:n)',
  factors:
    'param p[n], a\ninput x[n]\nsum(dot((identity(4)*(3 + p[i]^2) + outer([1, x[i], a, 1], [1, x[i], a, 1]))\\[1, a, p[i], 2], [1, 2, 3, 4]), i = 1:n)',
  rows: 'param p[n], a\ninput x[n]\ndata t, y\nz[1] = a*t\nz[i] = z[i-1]*p[i] + x[i]*t for i = 2:n\ny = z[n] + sum(z)',
  inRows:
    'param p[n], a\ninput x[n]\ndata t, y[2]\nsum((y[2] - a*sum(p[i]*t^i, i = 1:n))^2) + sum(max(t - y[1])*x) + count(t)',
  rowsInside: 'param p[n], a\ninput x[n]\ndata t, y\nsum(sum((t - p[i])^2*y)*x[i], i = 1:n)*a + max(t) - min(y)',
};

const numbers = (length: number, seed: number): Float64Array => {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  });
};

const COUNT = 1500;

/** A number, or numbers for each of n, for every differentiated input. */
const parts = ({ wrt }: Pick<Compiled, 'wrt'>, n: number, seed: number): (number | Float64Array)[] =>
  wrt.map(({ shape }, i) => (shape.length === 0 ? 0.7 : numbers(n * (shape.length === 2 ? 2 : 1), seed + i)));

/** Columns of rows, and which, for a program that has them. */
const columnsOf = ({ inputs }: Pick<Compiled, 'inputs'>, rows = COUNT): unknown[] => {
  const data = inputs.filter(({ role }) => role === 'data');
  if (data.length === 0) return [];
  return [
    ...data.map(({ shape }, i) => numbers(rows * (shape[0] === undefined ? 1 : 2), 40 + i)),
    undefined,
    undefined,
  ];
};

describe.each(Object.entries(PROGRAMS))('%s', (_, text) => {
  const both = [compile(text), compile(text, { target: 'wasm' })];
  const [js] = both as [Compiled, Compiled];

  it.each([0, 1, 2, 3, 7, 1030])('has the bits of JavaScript for n = %d', n => {
    const given = [...parts(js, n, n), numbers(n, 3 * n), ...columnsOf(js)];
    const along = parts(js, n, n + 9);
    const length = parts(js, n, 0).reduce<number>((sum, of) => sum + (typeof of === 'number' ? 1 : of.length), 0);
    const alike = (name: keyof Compiled, ...rest: readonly unknown[]): void =>
      expect(expectSame(name, both, own => flat((own[name] as Member)(...given, ...rest))) || n < 3).toBe(true);
    alike('value');
    alike('gradient');
    alike('jvp', ...along);
    alike('vjp', 1.5);
    alike('hvp', ...along);
    if (n < 10) alike('hessian');
    if (n < 10) alike('jacobian');
    expectSame('valueAndGradient', both, own => {
      const gradient = filled(length);
      return [(own.valueAndGradient as Member)(...given, gradient), ...gradient];
    });
  });
});

it('takes any array, and writes to any', () => {
  const [js, wasm] = [compile(PROGRAMS.matrix!), compile(PROGRAMS.matrix!, { target: 'wasm' })];
  const at = [0.7, [1, 2, 3, 4, 5, 6], [1, 3, 2], Float32Array.of(1, 2, 3, 4, 5, 6), { length: 3, 0: 1, 1: 5, 2: 6 }];
  const plain: number[] = new Array(16).fill(0);
  const short = new Float32Array(16);
  expect(wasm.gradient(...at, plain)).toBe(plain);
  expect(plain).toEqual([...js.gradient(...at)]);
  expect(wasm.gradient(...at, short)).toEqual(Float32Array.from(js.gradient(...at)));
});

describe('long code', () => {
  const sines = (count: number): string =>
    Array.from({ length: count }, (_, k) => `a[${(k % 70) + 1}]*sin(x[i] + ${k})`).join(' + ');
  const text = `param a[70], b\ninput x[n]\nz[1] = b\nz[i] = tanh(z[i-1]) + b*(${sines(90)})/90 for i = 2:n\nsum((z[i] + ${sines(210)})^2, i = 1:n) + (${sines(30).replaceAll('x[i]', 'x[1]')})`;

  it.each([
    ['is in chunks', 40],
    ['has more sums than locals keep', 100_000],
  ])('%s', (_, statements) => {
    const limits = { statements };
    const both = [compile(text, { limits }), compile(text, { limits, target: 'wasm' })];
    const at = [numbers(70, 3), 0.4, numbers(1100, 4)];
    for (const name of ['value', 'gradient'] as const)
      expectSame(name, both, own => flat((own[name] as Member)(...at)));
    expectSame('hvp', both, own => own.hvp(...at, numbers(70, 8), -0.3));
  });
});

describe('memory', () => {
  const text =
    'param a, b, p[n]\ndata t\nz[1] = a\nz[i] = b*z[i-1] + p[i] for i = 2:n\nsum((t - z[n])^2) + sum(z)/count(t)';
  const [js, wasm] = [compile(text), compile(text, { target: 'wasm' })];
  const { bind, unbind } = wasm as { bind: NonNullable<typeof wasm.bind>; unbind: NonNullable<typeof wasm.unbind> };
  const size = (): number => {
    const bound = bind({ t: [0] });
    const { byteLength } = bound.t!.subarray(0, 1).buffer;
    unbind(bound);
    return byteLength;
  };

  it('grows to what the longest call needs, and no further', () => {
    const call = (n: number): Float64Array => {
      const at = [0.5, 0.9, numbers(n, n), numbers(9, 2)];
      const found = wasm.gradient(...at) as Float64Array;
      expect(found).toEqual(js.gradient(...at));
      return found;
    };
    call(100_000);
    const most = size();
    // The array, its gradient, and three numbers for each turn.
    expect(most).toBeLessThan(3e6 + 8 * 6 * 100_000);
    for (let i = 0; i < 5; i++) call(100_000 - i);
    call(3);
    expect(size()).toBe(most);
    call(200_000);
    expect(size()).toBeGreaterThan(most);
  });

  it('has columns that are bound beside arrays', () => {
    const t = numbers(300_000, 6);
    const bound = bind({ t });
    const other = bind({ t: [1, 2, 3] });
    for (const n of [3, 400_000, 10]) {
      const p = numbers(n, 1);
      expect(wasm.gradient(0.5, 0.9, p, bound.t!)).toEqual(js.gradient(0.5, 0.9, p, t));
      expect(wasm.value(0.5, 0.9, p, bound.t!, 2000, 5000)).toBe(js.value(0.5, 0.9, p, t, 2000, 5000));
      expect(wasm.value(0.5, 0.9, p, other.t!)).toBe(js.value(0.5, 0.9, p, [1, 2, 3]));
      // One of the same length in the place of an array.
      expect(wasm.value(0.5, 0.9, other.t!, other.t!)).toBe(js.value(0.5, 0.9, [1, 2, 3], [1, 2, 3]));
    }
    unbind(bound);
    expect(() => wasm.value(0.5, 0.9, [1, 2], bound.t!)).toThrow("a column of data is used after 'unbind'");
    expect(wasm.value(0.5, 0.9, [1, 2], other.t!)).toBe(js.value(0.5, 0.9, [1, 2], [1, 2, 3]));
  });
});

describe('long ranges of numbers are loops', () => {
  it('whose code does not grow', () => {
    const sizeOf = (n: number): number => compile(`sum(x/k^2, k = 1:${n})`, { target: 'wasm' }).source.length;
    expect(sizeOf(100_000) - sizeOf(1000)).toBeLessThan(20);
  });

  it('upwards and downwards, from negative numbers and to nothing', () => {
    const text =
      'input a\nz[1] = a\nz[i] = z[i-1]/2 + 1/i for i = 2:5000\nu[400] = a\nu[i] = u[i+1]/2 + z[i] for i = 399:-1:1\nz[5000] + u[1] + sum(a*k, k = -700:-300) + min(abs(a - k), k = -100:100)';
    const [js, wasm] = [compile(text), compile(text, { target: 'wasm' })];
    for (const at of [0.5, -3, Number.NaN]) {
      expect(wasm.value(at)).toBe(js.value(at));
      expect(wasm.gradient(at)).toEqual(js.gradient(at));
      expect(wasm.hessian(at)).toEqual(js.hessian(at));
    }
  });
});

it('says where there is nothing to take the least of', () => {
  const text = 'param a\ninput x[n]\nmin(a*x[i], i = 2:n)';
  for (const target of ['js', 'wasm'] as const) {
    const compiled = compile(text, { target });
    expect(compiled.value(2, [1, 3, 2])).toBe(4);
    expect(() => compiled.value(2, [1])).toThrow(RangeError);
    expect(() => compiled.value(2, [1])).toThrow("value(a, x): 'min' needs terms, got none");
    expect(() => compiled.value(2, [])).toThrow('x');
    expect(() => compiled.gradient(2, [1, 2], [1, 2])).toThrow(TypeError);
  }
});

it('has matrices of Gauss and Newton, of residuals and of numbers', () => {
  const text = 'param p[n], b; data x, y; y = dot(p, p)*x + b*p[1]^2*exp(-x); residual b - p[2]';
  const both = [compile(text), compile(text, { target: 'wasm' })];
  const at = [[1, 2], 0.3, [0.5, -1, 2], [1, 2, 3], undefined, undefined];
  expectSame('gaussNewton', both, own => {
    const [gradient, matrix] = [filled(3), filled(9)];
    return [own.gaussNewton(...at, gradient, matrix), ...gradient, ...matrix];
  });
  expectSame('gaussNewtonProduct', both, own => own.gaussNewtonProduct(...at, [1, -2], 0.5));
});

it('has columns that are bound where functions are JavaScript', () => {
  const text = 'param a, b\ndata t, y\nr = a*exp(b*t)\ny = r';
  const emit = ['value', 'residuals', 'residualJacobian', 'begin', 'rows', 'finish'] as const;
  const [js, wasm] = [compile(text, { emit }), compile(text, { emit, target: 'wasm' })] as unknown as Record<
    (typeof emit)[number] | 'bind' | 'unbind',
    Member
  >[];
  const [t, y] = [
    [4, 5, 0.5],
    [1, 2, 3],
  ];
  const bound = wasm!.bind!({ t, y }) as { t: number[]; y: number[] };
  expect(wasm!.residuals!(1, 2, bound.t, bound.y)).toEqual(js!.residuals!(1, 2, t, y));
  const matrices = [
    [js!, t, y],
    [wasm!, bound.t, bound.y],
  ].map(([of, ...columns]) => {
    const [residuals, matrix] = [filled(3), filled(6)];
    (of as Record<string, Member>).residualJacobian!(1, 2, ...(columns as unknown[]), 0, 3, residuals, matrix);
    return [...residuals, ...matrix];
  });
  expect(matrices[1]).toEqual(matrices[0]);
  const state = wasm!.begin!(null, 1, 2) as { stages: number };
  for (let stage = 0; stage < state.stages; stage++) wasm!.rows!(state, stage, bound.t, bound.y);
  expect(wasm!.finish!(state, filled(2))).toBe(js!.value!(1, 2, t, y));
  wasm!.unbind!(bound);
  expect(() => wasm!.residuals!(1, 2, bound.t, bound.y)).toThrow("a column of data is used after 'unbind'");
});

it('says so inside of other loops where these turn', () => {
  const both = ['js', 'wasm'].map(target =>
    compile('param x[n]\ninput y[m]\nsum(x[i]*max(y[j], j = 1:m), i = 1:n)', { target: target as 'js' }),
  );
  for (const [x, y] of [
    [
      [1, 2],
      [4, 5],
    ],
    [[1, 2], []],
    [[], []],
  ] as const)
    expectSame(`value of ${x.length} and ${y.length}`, both, own => own.value(x, y));
  expect(() => both[1]!.value([1, 2], [])).toThrow("value(x, y): 'max' needs terms, got none");
});
