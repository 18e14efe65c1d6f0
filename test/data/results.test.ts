// Results that are as long as is known at run time, against the same programs with sizes that are written in them: at ordinary
// points, where kinks and ties are met and where numbers are not finite, in JavaScript and in C.

import { describe, expect, it } from 'vitest';
import { emitFiles } from '../../src/files.js';
import { type Compiled, compile } from '../../src/index.js';
import { arrayIn, hasCompiler, runInC, whyNot } from '../emit/c/gcc.js';
import { randomNumbers } from './program.js';
import '../../src/c.js';

type Value = number | number[];
type Member = (...args: readonly unknown[]) => unknown;

/** Programs, and how long their arrays have to be. */
const PROGRAMS: Readonly<Record<string, readonly [text: string, least: number]>> = {
  squares: ['param x[n]\nx.^2', 0],
  neighbours: ['param x[n], a\na*x[2:n] .* x[1:n-1]', 1],
  curve: ['param a, b\ninput x[n]\na*exp(b*x)', 0],
  recurrence: ['param x[n], a\nz[1] = a\nz[i] = z[i-1]*x[i] + sin(z[i-1]) for i = 2:n\nz', 1],
  pairs: ['param x[n], a\nz[1,:] = [a, x[1]]\nz[i,:] = [z[i-1,1]*x[i], z[i-1,2] + a] for i = 2:n\nz', 1],
  down: ['param x[n], a\nz[n] = a\nz[i] = z[i+1]*x[i] + 1 for i = n-1:-1:1\nz', 1],
  longer: ['param x[n], a\nz[1] = a\nz[i] = z[i-1]*x[i-1] for i = 2:n+1\noutput z', 0],
  roots: ['param x[n], a\nz[1] = a\nz[i] = z[i-1] + sqrt(x[i]) for i = 2:n\nz', 1],
  across: ["param A[2,n], a\nA'*a", 0],
  matrix: ['param A[2,n], a\na*A', 0],
  columns: ['param A[2,n]\nA[:,2:n] - A[:,1:n-1]', 1],
  product: ['param A[n,2], a\nA*[a, 2]', 0],
  several: ['param x[n], a\ny = x.^2*a\ns = sum(x)\nz = [x[1], a]\nw = x[2:n]*s\noutput s, y, z, w', 1],
  same: ['param x[n], a\narray(a, i = 1:n)', 0],
  counted: ['param x[n], a\narray(i*a, i = 1:n)', 0],
  direction: ['param x[n]\nx/norm(x)', 0],
  shares: ['param x[n]\nexp(x - logsumexp(x))', 1],
  branches: ['param x[n]\narray(x[i] > 0 ? sqrt(x[i]) : abs(x[i]), i = 1:n)', 0],
  extremum: ['param x[n], a\nmax(x)*x + a*min(x)', 1],
  before: ['param x[n]\narray(sum(x[j]*x[i], j = 1:i), i = 1:n)', 0],
  rows: ['param a\ninput x[n]\ndata t, y\nx*sum(a*t*y)', 0],
};

const flat = (value: unknown): number[] => (typeof value === 'number' ? [value] : Array.from(value as number[]));

const sizeOf = (shape: readonly (number | string)[], n: number): number =>
  shape.reduce<number>((product, size) => product * (typeof size === 'number' ? size : n), 1);

/** A number, or numbers, for each of some inputs. */
function valuesOf(inputs: Compiled['wrt'] | Compiled['inputs'], n: number, number: () => number): Value[] {
  return inputs.map(({ shape, ...of }) => {
    if ('role' in of && of.role === 'data') return [number(), number(), number()];
    return shape.length === 0 ? number() : Array.from({ length: sizeOf(shape, n) }, number);
  });
}

const SPECIAL = [0, -0, 1, 1, -1, Number.POSITIVE_INFINITY, Number.NaN];

/** Random numbers, numbers among which there are kinks and ties, and some that are not finite. */
const points = (seed: number): (() => number)[] => {
  const random = randomNumbers(seed);
  return [
    () => 2 * random() - 1,
    () => SPECIAL[Math.floor(random() * 5)]!,
    () => SPECIAL[Math.floor(random() * SPECIAL.length)]!,
  ];
};

function differs(found: readonly number[], wanted: readonly number[], mayBeNaN: boolean): boolean {
  const most = wanted.reduce((a, b) => (Number.isFinite(b) ? Math.max(a, Math.abs(b)) : a), 1);
  return (
    found.length !== wanted.length ||
    found.some((value, i) => {
      if (mayBeNaN && Number.isNaN(value)) return false;
      return !(Object.is(value, wanted[i]) || Math.abs(value - wanted[i]!) <= 1e-12 * most);
    })
  );
}

describe.each(Object.entries(PROGRAMS))('%s', (name, [text, least]) => {
  const short = compile(text);
  const rows = text.includes('data') ? [undefined, undefined] : [];

  it.each([1, 2, 3, 6].filter(n => n >= least))('is that of known sizes, n = %i', n => {
    const long = compile(
      `const n = ${n}\n${text.replace('data t, y', 'input t[3], y[3]').replace('sum(a*t*y)', 'dot(a*t, y)')}`,
    );
    for (const [k, number] of points(n + 1).entries()) {
      const args = valuesOf(short.inputs, n, number);
      const tangents = valuesOf(short.wrt, n, number);
      const isFinitePoint = args.flat().every(Number.isFinite);
      const value = flat((short.value as Member)(...args));
      const adjoints = value.map(number);
      const adjoint = long.outputs.length === 1 && long.outputs[0]!.shape.length === 0 ? adjoints[0] : adjoints;
      const jacobian = flat((short.jacobian as Member)(...args));
      const point = Object.fromEntries(short.inputs.map(({ name: of }, i) => [of, nestedIn(short, i, args[i]!)]));
      const evaluated = short.evaluate(point) as { value: unknown; jacobian: number[][] };
      const order = short.outputs.map(output => output.name);
      const values =
        order.length === 1 ? evaluated.value : order.map(of => (evaluated.value as Record<string, unknown>)[of]);
      const wantedJacobian = flat((long.jacobian as Member)(...args));
      // What a recurrence passes on along a direction is not known where its values are not finite.
      const isPassed = text.includes(' for ') && !isFinitePoint;
      // The length of what has an infinite entry and one that is NaN is NaN in a loop, where the long program has Infinity.
      const isMixed = text.includes('norm') && !isFinitePoint;
      const all: [string, readonly number[], readonly number[], boolean][] = [
        ['value', value, flat((long.value as Member)(...args)), isMixed],
        [
          'jvp',
          flat((short.jvp as Member)(...args, ...rows, ...tangents)),
          flat((long.jvp as Member)(...args, ...tangents)),
          isMixed,
        ],
        [
          'vjp',
          flat((short.vjp as Member)(...args, ...rows, adjoints)),
          flat((long.vjp as Member)(...args, adjoint)),
          isMixed,
        ],
        ['jacobian', jacobian, wantedJacobian, isPassed || isMixed],
        ['evaluate', [values].flat(4) as number[], value, false],
        ['jacobian of evaluate', evaluated.jacobian.flat(), jacobian, false],
      ];
      for (const [what, found, wanted, mayBeNaN] of all)
        if (differs(found, wanted, mayBeNaN))
          throw new Error(`${what} of ${name} at point ${k}: ${JSON.stringify(args)}\nis ${found}\nnot ${wanted}`);
    }
  });

  it('is empty where there is nothing', () => {
    const args = valuesOf(short.inputs, least, () => 1);
    const length = flat((short.value as Member)(...args)).length;
    const columns = short.wrt.reduce((sum, { shape }) => sum + sizeOf(shape, least), 0);
    expect(flat((short.jacobian as Member)(...args))).toHaveLength(length * columns);
    expect(flat((short.vjp as Member)(...args, ...rows, new Float64Array(length)))).toEqual(new Array(columns).fill(0));
  });
});

/** As `evaluate` takes it. */
function nestedIn({ inputs }: Compiled, i: number, value: Value): unknown {
  const [rows, width] = inputs[i]!.shape;
  if (width === undefined || typeof value === 'number') return value;
  const columns = typeof width === 'number' ? width : value.length / (rows as number);
  return Array.from({ length: value.length / columns }, (_, r) => value.slice(r * columns, (r + 1) * columns));
}

describe('results as long as run-time arrays', () => {
  it('say their shapes, and where they stand as far as that is known', () => {
    const { outputs } = compile(
      "input x[n], A[2,n]\na = sum(x)\ny = x.^2\nB = A'\nC = x[2:n]\noutput a, y, B, A, C".replace(', A, C', ', C'),
    );
    expect(outputs).toEqual([
      { name: 'a', shape: [], offset: 0 },
      { name: 'y', shape: ['n'], offset: 1 },
      { name: 'B', shape: ['n', 2], offset: null },
      { name: 'C', shape: ['n - 1'], offset: null },
    ]);
  });

  it('are written to the array that is given, and say how long that must be', () => {
    const { value, vjp } = compile('input x[n]\nx.^2');
    const out = [7, 7];
    expect(value([2, 3], out)).toBe(out);
    expect(out).toEqual([4, 9]);
    expect(() => value([2, 3], [0])).toThrow(
      new TypeError('value(x, out): out must be an array of length 2, got Array(1)'),
    );
    expect(() => vjp([2, 3], [1])).toThrow(
      new TypeError('vjp(x, resultAdjoint, out): resultAdjoint must be an array of length 2, got Array(1)'),
    );
    expect(() => vjp([2, 3], 1)).toThrow(/resultAdjoint must be an array of length 2, got 1/);
  });

  it('keep the sign of zero', () => {
    expect(compile('input x[n]\n-x').value([0, -0])).toEqual(new Float64Array([-0, 0]));
  });

  it('have types that say so', () => {
    const { declarations } = emitFiles('param x[n]\ny = x.^2\noutput y', {
      emit: ['value', 'vjp', 'jacobian', 'evaluate'],
    });
    expect(declarations).toContain('export function value(x: ArrayLike<number>): Float64Array;');
    expect(declarations).toContain(
      'export function vjp(x: ArrayLike<number>, resultAdjoint: ArrayLike<number>): Float64Array;',
    );
    expect(declarations).toContain('{ value: number[]; jacobian: number[][] }');
    expect(declarations).toContain(
      'export const outputs: { name: string; shape: (number | string)[]; offset: number | null }[];',
    );
  });

  it('make a text that does not depend on how many there are, and one loop of the lines of their Jacobian', () => {
    const { source } = compile('param a, b\ninput x[n]\na*exp(b*x)', { emit: ['jacobian'] });
    expect(source.match(/k < end/g)).toHaveLength(1);
    expect(source.match(/Math\.exp/g)).toHaveLength(1);
  });

  it.each([
    ['param x[n]\nx.^2', 'jacobianSparse', "'jacobianSparse' has a column for each element of 'x'"],
    ['param a\ninput x[n]\na*x', 'jacobianSparse', "'jacobianSparse' has a row for each element of 'value'"],
    ['param a\ninput x[n]\na*x', 'jacobianPattern', "'jacobianPattern' has a row for each element of 'value'"],
    [
      'param x[n]\nx.^2',
      'gradient',
      "'gradient' needs one number as the result, but 'value' has as many as arguments say",
    ],
    [
      'param x[n]\nx.^2',
      'multipliers',
      "'multipliers' needs one number as the result, but 'value' has as many as arguments say",
    ],
  ] as const)('refuse what has an entry for each known one: %j %s', (text, name, message) => {
    expect(() => compile(text, { emit: [name] })).toThrow(message);
  });

  it('are refused where they depend on the row of the data', () => {
    expect(() => compile('input x[n]\ndata y\nx*y')).toThrow(/WG313.*the result depends on the row of the data/);
  });

  it('are evaluated beside parameters as long as is known at run time, and so are results of known sizes', () => {
    expect(compile('param w[n]\n[w[1], sum(w)]').evaluate({ w: [1, 2, 4] })).toEqual({
      value: [1, 7],
      jacobian: [
        [1, 0, 0],
        [1, 1, 1],
      ],
    });
    expect(
      compile('param w[n]\ninput A[n,2]\ny = w[2:n]*2\noutput y, A').evaluate({
        w: [1, 2],
        A: [
          [1, 2],
          [3, 4],
        ],
      }),
    ).toEqual({
      value: {
        y: [4],
        A: [
          [1, 2],
          [3, 4],
        ],
      },
      jacobian: [
        [0, 2],
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    });
  });

  it('that are shorter than an array need enough of it', () => {
    const { value, jacobian } = compile('param x[n]\nx[3:n] - x[1:n-2]');
    expect(value([5, 6])).toEqual(new Float64Array(0));
    expect(jacobian([5, 6, 8])).toEqual(new Float64Array([-1, 0, 1]));
    expect(() => value([5])).toThrow(new TypeError('value(x, out): n must be at least 2, got 1'));
    expect(() => jacobian([])).toThrow(/n must be at least 2, got 0/);
  });

  it('of a recurrence need as many entries as it starts from', () => {
    const { value } = compile('param x[n]\nz[1] = x[1]\nz[2] = 1\nz[i] = z[i-1] + z[i-2] for i = 3:n');
    expect(value([1, 0, 0, 0])).toEqual(new Float64Array([1, 1, 2, 3]));
    expect(() => value([1])).toThrow(/n must be at least 2, got 1/);
  });
});

describe.skipIf(!hasCompiler)(`results as long as run-time arrays in C${whyNot}`, () => {
  it('are those of JavaScript', { timeout: 120_000 }, () => {
    const files: Record<string, string> = {};
    const statements: string[] = [];
    const wanted: number[] = [];
    for (const [name, [text, least]] of Object.entries(PROGRAMS)) {
      const compiled = compile(text);
      // Columns of the Jacobian are a wrapper's where a direction has to be given.
      const isByColumns = text.includes(' for ');
      const emit = ['value', 'jvp', 'vjp', ...(isByColumns ? [] : ['jacobian'])] as const;
      const { code, declarations } = emitFiles(text, { format: 'c', name, emit: emit as never });
      files[`${name}.c`] = code;
      files[`${name}.h`] = declarations;
      for (const n of [0, 1, 4].filter(size => size >= least)) {
        const random = randomNumbers(n + 5);
        const number = (): number => 2 * random() - 1;
        const args = valuesOf(compiled.inputs, n, number);
        const tangents = valuesOf(compiled.wrt, n, number);
        const value = flat((compiled.value as Member)(...args));
        const adjoints = value.map(number);
        const isData = text.includes('data');
        const rows = isData ? [undefined, undefined] : [];
        const p = tangents.flat().length;
        const m = value.length;
        const isWrt = compiled.inputs.map(input => compiled.wrt.some(of => of.name === input.name));
        const theta = arrayIn(args.filter((_, i) => isWrt[i]).flat());
        const fixed = args.filter((_, i) => !isWrt[i]).map(of => (typeof of === 'number' ? `${of}` : arrayIn(of)));
        const at = [theta, ...fixed, `${n}`, ...(isData ? ['0', '3'] : [])].join(', ');
        const add = (call: string, more: string, length: number, values: readonly number[]): void => {
          statements.push(`double out[${length + 1}]; ${name}_${call}(${at}${more}, out); put(out, ${length});`);
          wanted.push(...values);
        };
        add('value', '', m, value);
        add('jvp', `, ${arrayIn(tangents.flat())}`, m, flat((compiled.jvp as Member)(...args, ...rows, ...tangents)));
        add('vjp', `, ${arrayIn(adjoints)}`, p, flat((compiled.vjp as Member)(...args, ...rows, adjoints)));
        if (!isByColumns) add('jacobian', '', m * p, flat((compiled.jacobian as Member)(...args)));
      }
    }
    const found = runInC(files, statements);
    expect(found.length).toBe(wanted.length);
    const isSame = (a: number, b: number): boolean =>
      Object.is(a, b) || Math.abs(a - b) <= 1e-14 * Math.max(1, Math.abs(b));
    const wrong = found.findIndex((value, i) => !isSame(value, wanted[i]!));
    expect([wrong, found[wrong], wanted[wrong]]).toEqual([-1, undefined, undefined]);
  });
});
