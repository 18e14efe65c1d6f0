// How functions of programs over rows are called: columns of any array-like, parts of them, and what is said of wrong ones.

import { describe, expect, it } from 'vitest';
import { type Compiled, compile, emitSource } from '../../src/index.js';
import { hasData, hasGaussNewton, hasRecurrences, hasResiduals, hasSizes, unless } from './support.js';

type Call = (...args: readonly unknown[]) => unknown;

const flat = (value: unknown): number[] => (typeof value === 'number' ? [value] : Array.from(value as number[]));

describe.skipIf(!hasData)(`columns${unless(hasData)}`, () => {
  const program = 'data x\nparam w[2]\ninput c\ndata u[2]\nparam b\nsum(exp(b*x)*dot(w, u) + c*b^2)';
  const make = (): Compiled => compile(program);
  const x = [0.5, 1.5, -1];
  const u = [1, 2, -0.5, 0.25, 4, 1];
  // Inputs and parameters in program order, columns after them.
  const [w, c, b] = [[0.75, -0.5], 2, 0.25];

  it('stand after the other inputs', () => {
    const at = [0, 1, 2].map(r => Math.exp(b * x[r]!) * (w[0]! * u[2 * r]! + w[1]! * u[2 * r + 1]!) + c * b * b);
    expect(make().value(w, c, b, x, u)).toBeCloseTo(at[0]! + at[1]! + at[2]!, 12);
  });

  it('may be any array-like', () => {
    const f = make();
    const wanted = f.gradient(w, c, b, x, u);
    const likes: readonly ((list: readonly number[]) => ArrayLike<number>)[] = [
      list => Float64Array.from(list),
      list => Float32Array.from(list),
      list => Object.assign([], list),
      list => ({ ...list, length: list.length }),
    ];
    for (const like of likes) {
      expect(f.gradient(w, c, b, like(x), like(u))).toEqual(wanted);
      expect(f.gradient(like(w), c, b, like(x), u)).toEqual(wanted);
      const out = new Float64Array(3);
      f.valueAndGradient(w, c, b, x, like(u), undefined, undefined, out);
      expect(out).toEqual(wanted);
    }
    const bytes = compile('param p\ndata k\nsum(p^k)');
    expect(bytes.value(2, Uint8Array.of(0, 1, 2, 3))).toBe(15);
    expect(bytes.value(2, Int32Array.of(-1, 4))).toBe(16.5);
  });

  it('are not written to', () => {
    const frozen = Object.freeze([...x]);
    expect(() => make().gradient(w, c, b, frozen, Object.freeze([...u]))).not.toThrow();
  });

  it('are read from start, count rows', () => {
    const f = make();
    expect(f.value(w, c, b, x, u, 1, 2)).toBe(f.value(w, c, b, x.slice(1), u.slice(2)));
    expect(f.value(w, c, b, x, u, 0, 3)).toBe(f.value(w, c, b, x, u));
    expect(f.value(w, c, b, x, u, 3, 0)).toBe(0);
    expect(f.value(w, c, b, x, u, 1)).toBe(f.value(w, c, b, x, u, 1, 2));
    expect(compile('param p\ndata x\np*count(x)').value(2, x, 1, 2)).toBe(4);
    expect(compile('param p\ndata x\np*mean(x)').value(2, x, 1, 2)).toBe(0.5);
  });

  it.each<readonly [name: keyof Compiled, rest: readonly unknown[]]>([
    ['value', []],
    ['gradient', []],
    ['valueAndGradient', [new Float64Array(3)]],
    ['jvp', [[1, 0], 1]],
    ['vjp', [1]],
    ['hvp', [[1, 0], 1]],
    ['hessian', []],
    ['jacobian', []],
  ])('that are wrong are said by %s', (name, rest) => {
    const call = make()[name] as Call;
    const refuses = (args: readonly unknown[], argument: RegExp): void => {
      let thrown: unknown = null;
      try {
        call(...args, ...rest);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(TypeError);
      expect((thrown as TypeError).message).toMatch(new RegExp(`^${name}\\(`));
      expect((thrown as TypeError).message.replace(/^\w+\([^)]*\)/, '')).toMatch(argument);
    };
    const all = [undefined, undefined];
    refuses([w, c, b, undefined, u, ...all], /\bx\b/);
    refuses([w, c, b, null, u, ...all], /\bx\b/);
    refuses([w, c, b, 3, u, ...all], /\bx\b/);
    refuses([w, c, b, x, undefined, ...all], /\bu\b/);
    // Columns of other lengths; vectors that end within a row.
    refuses([w, c, b, [1, 2], u, ...all], /\b[xu]\b/);
    refuses([w, c, b, x, [1, 2, 3, 4], ...all], /\b[xu]\b/);
    refuses([w, c, b, x, [1, 2, 3, 4, 5], ...all], /\bu\b/);
    refuses([[1], c, b, x, u, ...all], /\bw\b/);
    refuses([w, 'c', b, x, u, ...all], /\bc\b/);
    for (const start of [-1, 4, 0.5, Number.NaN, '1', Number.POSITIVE_INFINITY])
      refuses([w, c, b, x, u, start, 1], /\bstart\b|\bcount\b/);
    for (const count of [-1, 4, 0.5, Number.NaN, '1', Number.POSITIVE_INFINITY])
      refuses([w, c, b, x, u, 0, count], /\bcount\b/);
    refuses([w, c, b, x, u, 2, 2], /\bcount\b/);
  });

  it('that are missing, or unknown, are said where they are named', () => {
    const f = make();
    expect(() => (f.evaluate as Call)({ w, c, b, x })).toThrow(/\bu\b/);
    expect(() => (f.evaluate as Call)({ w, c, b, x, u, v: 1 })).toThrow(/\bv\b/);
    expect(() => (f.evaluate as Call)({ w, c, b, x, u: [1, 2] })).toThrow(/\b[xu]\b/);
    expect(() => (f.bindPacked as Call)({ c, x })).toThrow(/\bu\b/);
    expect(() => (f.bindPacked as Call)({ x, u })).toThrow(/\bc\b/);
    const packed = (f.bindPacked as Call)({ c, x, u }) as Call;
    expect(() => packed([1, 2])).toThrow(TypeError);
    const gradient = new Float64Array(3);
    expect(packed([...w, b], gradient)).toBe(f.value(w, c, b, x, u));
    expect(gradient).toEqual(f.gradient(w, c, b, x, u));
    expect(packed([...w, b], null)).toBe(f.value(w, c, b, x, u));
  });

  it('missing outputs are said', () => {
    expect(() => make().valueAndGradient(w, c, b, x, u, 0, 3)).toThrow(TypeError);
    expect(() => make().valueAndGradient(w, c, b, x, u, 0, 3, new Float64Array(2))).toThrow(TypeError);
  });

  it('are told in the metadata', () => {
    const f = make();
    expect(f.wrt.map(({ name, offset }) => [name, offset])).toEqual([
      ['w', 0],
      ['b', 2],
    ]);
    expect(f.inputs.map(({ name, role }) => [name, role])).toEqual(
      expect.arrayContaining([
        ['x', 'data'],
        ['w', 'param'],
        ['c', 'input'],
        ['u', 'data'],
      ]),
    );
  });

  it('that are called as parameters of functions are', () => {
    const f = compile('param p\ndata start, count, out, gradient, theta\nsum(p*start*count*out*gradient*theta)');
    expect(f.value(2, [1, 2], [3, 4], [5, 6], [7, 8], [1, 1])).toBe(2 * (105 + 2 * 4 * 6 * 8));
    expect(f.gradient(2, [1, 2], [3, 4], [5, 6], [7, 8], [1, 1], 1, 1)).toEqual(Float64Array.of(384));
    const hostile = compile(
      'param p\ndata constructor, __proto__, arguments\nsum(p*constructor + __proto__*arguments)',
    );
    expect(hostile.value(2, [1, 2], [3, 4], [5, 6])).toBe(6 + 15 + 24);
  });

  it('leave the same bytes, whenever it is compiled', () => {
    expect(emitSource(program)).toBe(emitSource(program));
  });

  it('with nothing differentiated have a value', () => {
    expect(compile('data x, y\nsum(x*y)').value([1, 2], [3, 4])).toBe(11);
  });
});

describe.skipIf(!hasResiduals)(`residuals${unless(hasResiduals)}`, () => {
  it('stand for themselves: the value is the sum of their squares', () => {
    const f = compile('param a = 1, b = 0\ndata x, y\ny = a*x + b');
    expect(f.value(2, 1, [0, 1, 2], [1, 3, 6])).toBe(1);
    expect(f.gradient(2, 1, [0, 1, 2], [1, 3, 6])).toEqual(Float64Array.of(-4, -2));
    expect(Array.from(f.start() as Float64Array)).toEqual([1, 0]);
  });

  // JᵀJ and Jᵀr, or twice that, as gradient and Hessian of the sum of squares are.
  it.skipIf(!hasGaussNewton)(`have a Gauss-Newton matrix${unless(hasGaussNewton)}`, () => {
    const f = compile('param a, b\ndata x, y\ny = a*exp(b*x)') as unknown as Record<string, Call>;
    const [a, b, x, y] = [1.5, -0.5, [0, 1, 2], [1, 0.5, 0.25]];
    const rows = x.map((v, r) => {
      const e = Math.exp(b * v);
      return { slopes: [e, a * v * e], residual: a * e - y[r]! };
    });
    const total = (of: (row: (typeof rows)[number]) => number): number => rows.reduce((sum, row) => sum + of(row), 0);
    const squares = [0, 1].flatMap(i => [0, 1].map(j => total(({ slopes }) => slopes[i]! * slopes[j]!)));
    const slopes = [0, 1].map(i => total(row => row.slopes[i]! * row.residual));
    const [gradient, matrix] = [new Float64Array(2), new Float64Array(4)];
    f.gaussNewton!(a, b, x, y, undefined, undefined, gradient, matrix);
    const factor = matrix[0]! / squares[0]!;
    expect([1, 2]).toContain(Math.round(factor * 1e9) / 1e9);
    for (const [k, wanted] of squares.entries()) expect(matrix[k]! / factor).toBeCloseTo(wanted, 12);
    // The gradient is that of the value, which is the sum of squares.
    for (const [k, wanted] of slopes.entries()) expect(gradient[k]! / 2).toBeCloseTo(wanted, 12);
  });
});

describe.skipIf(!hasSizes)(`arrays of unknown size${unless(hasSizes)}`, () => {
  const make = (): Compiled => compile('param p[n], b\ninput A[n,3], x[n]\nsum(p .* x) + b*sum(A)');

  it('tell their size by their length', () => {
    const f = make();
    expect(f.value([1, 2], 3, [1, 1, 1, 2, 2, 2], [5, 6])).toBe(17 + 27);
    expect(flat(f.gradient([1, 2], 3, [1, 1, 1, 2, 2, 2], [5, 6]))).toEqual([5, 6, 9]);
    expect(flat(f.gradient([1, 2, 3], 3, new Float64Array(9), [5, 6, 7]))).toEqual([5, 6, 7, 0]);
    expect(f.wrt.map(({ name, shape, offset }) => [name, shape, offset])).toEqual([
      ['p', ['n'], 0],
      ['b', [], null],
    ]);
    expect(f.inputs.map(({ shape }) => shape)).toEqual([['n'], [], ['n', 3], ['n']]);
  });

  it('go with columns, whichever are declared first', () => {
    const declarations = ['param p', 'input x[n]', 'input z[m]', 'data y'];
    for (const order of [declarations, [...declarations].reverse()]) {
      const f = compile(`${order.join('\n')}\nsum(y*p*sum(x)) + sum(sum(x[i]*y^2, i = 1:n)) + p*sum(z)*count(y)`);
      const at: Readonly<Record<string, unknown>> = { p: 2, x: [1, 2], z: [1, 1, 1, 1], y: [3, 4, 5] };
      const args = f.inputs.filter(({ name }) => name !== 'y').map(({ name }) => at[name]);
      expect((f.value as Call)(...args, at.y)).toBe(72 + 150 + 24);
      expect(flat((f.gradient as Call)(...args, at.y))).toEqual([36 + 12]);
    }
  });

  it('that differ are said', () => {
    const f = make();
    const refuses = (args: readonly unknown[], argument: RegExp): void => {
      expect(() => (f.value as Call)(...args)).toThrow(TypeError);
      expect(() => (f.value as Call)(...args)).toThrow(argument);
    };
    refuses([[1, 2], 3, [1, 1, 1, 2, 2, 2], [5, 6, 7]], /\b[px]\b/);
    refuses([[1, 2], 3, [1, 1, 1], [5, 6]], /\bA\b/);
    refuses([[1, 2], 3, [1, 1, 1, 2], [5, 6]], /\bA\b/);
    refuses([[1, 2], 3, undefined, [5, 6]], /\bA\b/);
    expect(() => (f.gradient as Call)([1, 2], 3, [1, 1, 1, 2, 2, 2], [5, 6], new Float64Array(2))).toThrow(TypeError);
  });
});

describe.skipIf(!hasRecurrences)(`recurrences${unless(hasRecurrences)}`, () => {
  it('are loops: their text does not grow with their length', () => {
    const text = (n: number): string =>
      emitSource(`param a, b\nz[1] = a\nz[i] = sin(b*z[i-1]) for i = 2:${n}\nsum(z)`, {
        emit: ['value', 'gradient', 'hvp'],
      });
    expect(Math.abs(text(100_000).length - text(1000).length)).toBeLessThan(200);
  });

  it('of one state have that', () => {
    const f = compile('param a\nconst n = 1\nz[1] = a^2\nz[i] = 2*z[i-1] for i = 2:n\nz[1]');
    expect(f.value(3)).toBe(9);
    expect(flat(f.gradient(3))).toEqual([6]);
  });
});
