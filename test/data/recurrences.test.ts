// Recurrences: what they are, against closed forms and programs that are written out; what is wrong with them; what their code is.

import { describe, expect, it } from 'vitest';
import { type Compiled, compile, FormulaError } from '../../src/index.js';

type Member = (...args: readonly unknown[]) => number & ArrayLike<number>;

const called = (compiled: Compiled, name: keyof Compiled, ...args: readonly unknown[]): number[] => {
  const found = (compiled[name] as unknown as Member)(...args);
  return typeof found === 'number' ? [found] : Array.from(found as ArrayLike<number>);
};

function expectClose(found: readonly number[], wanted: readonly number[], digits = 11): void {
  expect(found.length).toBe(wanted.length);
  const most = Math.max(1, ...wanted.map(Math.abs));
  for (const [i, value] of wanted.entries()) expect(Math.abs(found[i]! - value) / most).toBeLessThan(10 ** -digits);
}

describe('closed forms', () => {
  it('Legendre polynomials', () => {
    const rule = 'P[i] = ((2*i - 3)*x*P[i-1] - (i - 2)*P[i-2])/(i - 1) for i = 3:n';
    const x = 0.37;
    // P₅ = (63x⁵ - 70x³ + 15x)/8
    const value = (63 * x ** 5 - 70 * x ** 3 + 15 * x) / 8;
    const slope = (315 * x ** 4 - 210 * x ** 2 + 15) / 8;
    const curvature = (1260 * x ** 3 - 420 * x) / 8;
    for (const program of [
      `input x; const n = 6; P[1] = 1; P[2] = x; ${rule}; P[n]`,
      `param x; input c[n]; P[1] = 1; P[2] = x; ${rule}; P[n] + 0*c[1]`,
    ]) {
      const rest = program.includes('c[n]') ? [new Float64Array(6)] : [];
      const compiled = compile(program);
      expectClose(called(compiled, 'value', x, ...rest), [value], 15);
      expectClose(called(compiled, 'gradient', x, ...rest), [slope], 14);
      expectClose(called(compiled, 'hessian', x, ...rest), [curvature], 14);
    }
  });

  it('time steps of Runge and Kutta', () => {
    // y' = -k y: each step multiplies by the Taylor polynomial of exp(-k h).
    const program = `
      param y0, k
      input t[n]
      h = 0.1
      z[1] = y0
      z[i] = z[i-1] + h/6*(-k*z[i-1] - 2*k*(z[i-1] - h/2*k*z[i-1]) - 2*k*(z[i-1] - h/2*k*(z[i-1] - h/2*k*z[i-1])) - k*(z[i-1] - h*k*(z[i-1] - h/2*k*(z[i-1] - h/2*k*z[i-1])))) for i = 2:n
      z[n] + 0*t[1]`;
    const [y0, k, n] = [1.7, 0.8, 41];
    const u = -0.1 * k;
    const factor = 1 + u + u ** 2 / 2 + u ** 3 / 6 + u ** 4 / 24;
    const slope = -0.1 * (1 + u + u ** 2 / 2 + u ** 3 / 6);
    const compiled = compile(program);
    const t = new Float64Array(n);
    expectClose(called(compiled, 'value', y0, k, t), [y0 * factor ** (n - 1)], 14);
    const byK = y0 * (n - 1) * factor ** (n - 2) * slope;
    expectClose(called(compiled, 'gradient', y0, k, t), [factor ** (n - 1), byK], 14);
  });

  it('a geometric series, backwards, and its slopes by an array', () => {
    const compiled = compile('param b, x[n]; z[n] = x[n]; z[i] = x[i] + b*z[i+1] for i = n-1:-1:1; z[1]');
    const b = 0.75;
    const x = [1, -2, 0.5, 3];
    expectClose(called(compiled, 'value', b, x), [x.reduce((sum, of, i) => sum + of * b ** i, 0)], 15);
    const byB = x.reduce((sum, of, i) => sum + (i === 0 ? 0 : of * i * b ** (i - 1)), 0);
    expectClose(called(compiled, 'gradient', b, x), [byB, 1, b, b ** 2, b ** 3], 15);
  });

  it('Fibonacci numbers as the rows of a matrix', () => {
    const compiled = compile(
      'param a, b; input x[n]; z[1,:] = [a, b]; z[i,:] = [z[i-1,2], z[i-1,1] + z[i-1,2]] for i = 2:n; z[n,1] + 0*x[1]',
    );
    expectClose(called(compiled, 'gradient', 1, 1, new Float64Array(11)), [34, 55], 15);
  });
});

/** Programs that have `n` at run time, or as a constant. */
const PROGRAMS = [
  'z[1] = a; z[i] = z[i-1]^2*b + x[i] for i = 2:n; z[n] + sum(z)',
  'z[n,:] = [a, b]; z[i,:] = [z[i+1,2]*x[i] + a, z[i+1,1] + b*i] for i = n-1:-1:1; z[1,1] + z[2,2]*sum(z[i,1], i = 1:n)',
  'z[1] = a; z[2] = b*z[1]; z[i] = sin(z[i-1]*x[i])*z[i-2] + b for i = 3:n; sum((z[i] - x[i])^2, i = 2:n-1)*z[n-1] + z[2]*z[1]',
  'z[1] = a; z[i] = z[i-1] > 0.2 ? exp(-z[i-1]*b) : x[i]*z[i-1] + a for i = 2:n; z[n]^2 + max(z)',
  'z[1] = a; z[i] = tanh(b*z[i-1] + sum(x[j]*z[i-1], j = 1:i)) for i = 2:n; prod(z[i] + 2, i = 1:n)',
  'z[1] = a; z[i] = b*z[i-1] + x[i] for i = 2:n; u[n] = z[n]; u[i] = u[i+1]*a + z[i]*z[i+1] for i = n-1:-1:1; sum(u)*u[1]',
  'z[1] = a; z[i] = b*x[i-1]*z[i-1] for i = 2:n+1; z[n+1] + sum(z) + sum(z[i+1]*x[i], i = 1:n)',
  'z[1] = a; z[i] = z[i-1]*b for i = 2:n; b > 0 ? z[n]*z[n-1] : sum(sqrt(z))',
  'z[1] = a; z[i] = hypot(z[i-1], x[i]*b) for i = 2:n-1; sum(z[i]*z[j], i = 1:n-1, j = 1:i)',
  'z[1] = a; z[i] = max(z[i-1]*b, x[i]) for i = 2:n; logsumexp(z) + norm(z) + mean(z)',
  'z[1] = b; z[i] = z[i-1]*z[i-1]*a for i = 2:n; z[2]*x[1]',
  'z[1] = a; z[i] = x[i]*b for i = 2:n; z[1]*z[n] + z[2]^2',
] as const;

const pointOf = (n: number): number[] => Array.from({ length: n }, (_, i) => 0.3 + 0.17 * i * (i % 2 === 1 ? -1 : 1));

describe('are what they are written out', () => {
  for (const program of PROGRAMS) {
    it(program, () => {
      for (const n of [3, 4, 7]) {
        const x = pointOf(n);
        for (const wrt of [
          ['a', 'b'],
          ['a', 'b', 'x'],
        ]) {
          const short = compile(`input a, b, x[n]; ${program}`, { wrt });
          const long = compile(`const n = ${n}; input a, b, x[n]; ${program}`, { wrt });
          const along: unknown[] = [1, -0.5, ...(wrt.length === 3 ? [x.map((_, i) => i - 1.5)] : [])];
          const calls: [keyof Compiled, unknown[]][] = [
            ['value', []],
            ['gradient', []],
            ['jvp', along],
            ['vjp', [1.5]],
            ['hvp', along],
            ...(wrt.length === 2
              ? ([
                  ['hessian', []],
                  ['jacobian', []],
                ] as [keyof Compiled, unknown[]][])
              : []),
          ];
          for (const [name, rest] of calls)
            expectClose(called(short, name, 0.3, 0.7, x, ...rest), called(long, name, 0.3, 0.7, x, ...rest));
          const out = new Float64Array(wrt.length === 2 ? 2 : 2 + n);
          const values = called(short, 'valueAndGradient', 0.3, 0.7, x, out);
          expectClose(
            [...values, ...out],
            [...called(long, 'value', 0.3, 0.7, x), ...called(long, 'gradient', 0.3, 0.7, x)],
          );
        }
      }
    });
  }

  // Found by looking for what is wrong: rules that are the same in all turns, states that depend on rows through others, no turns.
  const found: readonly (readonly [program: string, args: readonly unknown[]])[] = [
    ['param a; param x[n]; z[1]=.5; z[i]=a for i=2:n; sum(z)', [1.3, 'x']],
    ['param a, b; param x[n]; z[1]=.5; z[2]=x[1]; z[i]=a*b for i=3:n; sum(z)', [1.3, 0.7, 'x']],
    ['param a; param x[n]; z[1]=.5; z[i]=a+sum(x) for i=2:n; sum(z)', [1.3, 'x']],
    ['param a; param x[n]; z[1,:]=[.5,.5]; z[i,:]=[a, a*z[i-1,2]] for i=2:n; sum(z[i,1], i=1:n)+x[1]', [1.3, 'x']],
    ['param a; param x[n]; z[1,:]=[.5,.5]; z[i,:]=[a*z[i-1,2], .5] for i=2:n; mean(z[i,1], i=1:n)+x[1]', [1.3, 'x']],
    [
      'param a; param x[n]; z[1,:]=[.5,.5]; z[i,:]=[a, a*z[i-1,2]] for i=2:n; sum(z[i,1]*z[i,2], i=1:n)+x[1]',
      [1.3, 'x'],
    ],
    [
      'param a, b; param x[n]; z[1,:]=[.5,.5]; z[i,:]=[z[i-1,2]*b+a, x[i]*z[i-1,2]] for i=2:n; sum(z[i,1]*z[i,2], i=1:n)+x[1]',
      [1.3, 0.7, 'x'],
    ],
    [
      'param a; param x[n]; data u, y; z[1,:]=[.5,u]; z[i,:]=[a+x[i]*z[i-1,2], z[i-1,1]] for i=2:n; y=z[n,2]',
      [0.7, 'x', [0.5, -0.3, 0.8], [0.1, 0.9, -0.5]],
    ],
    [
      'param a; param x[n]; data u, y; z[1,:]=[.5,u]; z[2,:]=[.5,u*a]; z[i,:]=[a+x[i]*z[i-1,2], z[i-2,1]] for i=3:n; y=z[n,2]+z[1,2]',
      [0.7, 'x', [0.5, -0.3, 0.8], [0.1, 0.9, -0.5]],
    ],
    ['param a; param x[n]; y[1]=min(2*a, j=1:n); y[i]=.5 for i=2:n; sum(y)', [0.7, 'x']],
    ['param a; param x[n]; y[1]=max(x); y[i]=min(x[i], j=1:i) for i=2:n; norm(y)', [0.7, 'x']],
    [
      'param a; param x[n]; data u, v; y[1]=.5; y[2]=u; y[i]=a for i=3:n; w[1]=.5; w[2]=.5; w[3]=.5; w[i]=max(y[n]) for i=4:n; v=w[n]',
      [0.7, 'x', [0.5, -0.3, 0.8], [0.1, 0.9, -0.5]],
    ],
    [
      'param a; param x[n]; data u, v; y[1]=.5; y[2]=u; y[i]=a for i=3:n; w[1]=.5; w[2]=.5; w[3]=.5; w[i]=sin(sum(max(y[n], a), l=1:i-1)) for i=4:n; v=w[n]',
      [0.7, 'x', [0.5, -0.3, 0.8], [0.1, 0.9, -0.5]],
    ],
    ['param a; param x[n]; z[1]=a; z[i]=.5 for i=2:n; y[1]=.5; y[s]=min(z[s-1], j=s:n) for s=2:n; y[n]', [0.7, 'x']],
    ['param a; param x[n]; sum(x)*a*prod(x)', [0.7, 'x']],
  ];
  it.each(found)('%s', (program, args) => {
    for (const n of [1, 2, 3, 4, 6]) {
      const x = Array.from({ length: n }, (_, i) => 0.3 + 0.4 * i * (i % 2 === 1 ? -1 : 1));
      const at = args.map(of => (of === 'x' ? x : of));
      // Where all of what a recurrence starts from is used, its size is at least that.
      if (n === 1 && /z\[2\]=.*sum\(z\)/.test(program)) continue;
      const [short, long] = [compile(program), compile(`const n = ${n}; ${program}`)];
      const given = program.includes('data') ? [...at, undefined, undefined] : at;
      const along = at
        .slice(0, args.indexOf('x') + 1)
        .map((of, k) => (Array.isArray(of) ? x.map((_, i) => i - 0.5) : k - 0.7));
      const calls: [keyof Compiled, unknown[]][] = [
        ['value', []],
        ['gradient', []],
        ['vjp', [1.5]],
        ['jvp', along],
        ['hvp', along],
        ['hessian', []],
      ];
      for (const [name, rest] of calls)
        expectClose(called(short, name, ...given, ...rest), called(long, name, ...given, ...rest), 10);
    }
  });

  // An arm of a conditional, or an operand that loses, passes nothing of a state of the row.
  const z = 'z[1]=u; z[i]=z[i-1]*x[i] for i=2:n';
  it.each([
    `${z}; y = u>0 ? z[n] : 1`,
    `${z}; y = z[n]>0 ? z[n] : 1`,
    `${z}; y = min(z[n], a)`,
    `${z}; y = relu(z[n]) + a`,
    `${z}; y = clamp(z[n], 0, 1)`,
    `${z}; y = sqrt(max(z[n], 0.1))`,
    `${z}; y = u>0 ? norm(z) : 1`,
    `${z}; y = sum(u>0 ? z[i] : 1, i=1:n)`,
    `${z}; y = u>0 ? sum(z[i]*x[i], i=1:n) : 1`,
    `${z}; q = z[n]>0 ? z[n] : 1; mean(q*y)`,
    `${z}; residual z[n]>0 ? z[n]-y : y`,
    `${z}; max(z[n]) + sum(u)`,
    `${z}; w[1]=u>0 ? z[n] : 1; w[i]=u>0 ? w[i-1]*z[i] : w[i-1] for i=2:n; y = w[n]`,
    `${z}; w[1]=a; w[i]=w[i-1]*max(z[n], a) for i=2:n; y = w[n]`,
    'z[1]=u; z[i]=z[i-1]*x[i]+a for i=2:n; y = z[n]>0 ? z[n] : a*u',
    'z[1,:]=[u,a]; z[i,:]=[z[i-1,2]*x[i], z[i-1,1]] for i=2:n; y = u>0 ? z[n,1] : 1',
    'z[1]=u*a; z[i]=z[i-1]*x[i]*u for i=2:n; y = z[n]>0.1 ? z[n] : a',
  ])('with conditions in rows: %s', program => {
    for (const n of [1, 2, 3, 5]) {
      const x = [0.7, -0.9, 1.1, 0.4, -1.3].slice(0, n);
      const text = `param a; param x[n]; data u, y; ${program}`;
      const [short, long] = [compile(text), compile(`const n = ${n}; ${text}`)];
      const given = [0.5, x, [0.4, -0.8, 0.3], [1, 0.3, -0.2], undefined, undefined];
      const along = [0.7, x.map((_, i) => i - 0.4)];
      const calls: [keyof Compiled, unknown[]][] = [
        ['value', []],
        ['gradient', []],
        ['vjp', [1.5]],
        ['jvp', along],
        ['hvp', along],
        ['hessian', []],
      ];
      for (const [name, rest] of calls)
        expectClose(called(short, name, ...given, ...rest), called(long, name, ...given, ...rest), 10);
    }
  });

  it('products, with factors that are 0 or next to it', () => {
    const { hvp, hessian, value } = compile('param x[n]; prod(x)');
    expect(Array.from(hvp([1e-100, -1, 3], [1, 2, 3]) as Float64Array)).toEqual([3, 3, -1]);
    expect(Array.from(hvp([0, 0, 0], [1, 2, 3]) as Float64Array)).toEqual([0, 0, 0]);
    expect(Array.from(hessian([0, 0, 2]) as Float64Array)).toEqual([0, 2, 0, 2, 0, 0, 0, 0, 0]);
    expect(value([])).toBe(1);
    const some = compile('param x[n]; prod(x[i], i=3:n-1)*2');
    const wanted = [[2], [2, 0], [2, 0, 0], [2, 0, 0, 0], [6, 0, 0, 2, 0], [18, 0, 0, 6, 6, 0]];
    for (const [n, numbers] of wanted.entries()) {
      const x = new Float64Array(n).fill(3);
      expect([some.value(x), ...(some.gradient(x) as Float64Array)]).toEqual(numbers);
    }
  });

  it('in the rows of data', () => {
    const program = (n: string, x: string): string =>
      `${n}; param a, b; ${x}; data t, y; z[1] = a*t; z[i] = z[i-1]*b + u[i]*t for i = 2:n; y = z[n] + sum(z)`;
    const short = compile(program('', 'input u[n]'));
    const long = compile(program('const n = 4', 'input u[4]'));
    const u = [0.3, -0.2, 0.5, 1.1];
    const rows = [
      [0.5, 1, -0.7],
      [1, 2, 0.3],
    ];
    for (const name of ['value', 'gradient', 'hessian', 'jacobian'] as const)
      expectClose(called(short, name, 0.4, 0.6, u, ...rows), called(long, name, 0.4, 0.6, u, ...rows));
    const gaussNewton = [short, long].map(of => {
      const [gradient, matrix] = [new Float64Array(2), new Float64Array(4)];
      const value = called(of, 'gaussNewton', 0.4, 0.6, u, ...rows, undefined, undefined, gradient, matrix);
      return [...value, ...gradient, ...matrix];
    });
    expectClose(gaussNewton[0]!, gaussNewton[1]!);
  });
});

describe('ranges that start at a size or an index and end at a number', () => {
  const b = -0.3;
  it.each([
    ['sum(sum(b*j, j=k:100), k=1:100)', -101505],
    ['sum(sum(b*j, j=k:90), k=1:100)', -74119.5],
    ['sum(sum(b*j, j=k:105), k=95:200)', -2013],
    ['sum(sum(b*j, j=k:200), k=1:100)', -553005],
    ['sum(b*j*k, k=1:120, j=k:120)', -7993623],
    ['sum(b*j, j=n:8)', -9.9],
    ['sum(b*j, j=n:120)', -2177.1],
    ['sum(sum(b*j*x[i], j=i:5), i=1:n)', -23.7],
    ['z[n]', -0.3 * (-0.3 * (1 / 2 + 1 / 3)) * (-0.3 / 3)],
  ])('%s', (expression, wanted) => {
    const rule = 'z[1]=b; z[i]=sum(z[i-1]*b/j, j=i:3) for i=2:n; ';
    const { value } = compile(`param b; input x[n]; ${rule}0*(sum(x) + z[1]) + ${expression}`);
    expect(Math.abs((value(b, [1, 2, 3]) as number) / wanted - 1)).toBeLessThan(1e-12);
  });

  it('need a size that they do not start before the first of', () => {
    const { value } = compile('param x[n]; sum(x[j], j=n-2:n)');
    expect(value([1, 2, 3, 4])).toBe(9);
    expect(() => value([1])).toThrow('n must be at least 3, got 1');
  });
});

describe('without turns', () => {
  it('leave what they start from', () => {
    const compiled = compile(
      'param x; input c[n]; P[1] = 1; P[2] = x; P[i] = x*P[i-1] - P[i-2] for i = 3:n; sum(c[i]*P[i], i = 1:n)',
    );
    expect(called(compiled, 'value', 3, [5])).toEqual([5]);
    expect(called(compiled, 'gradient', 3, [5])).toEqual([0]);
    expect(called(compiled, 'gradient', 3, [5, 7])).toEqual([7]);
    expect(called(compiled, 'gradient', 3, [5, 7, 1])).toEqual([7 + 6]);
  });

  it('are refused where all of what they start from is used and is longer', () => {
    const compiled = compile('param x; input c[n]; P[1] = 1; P[2] = x; P[i] = x*P[i-1] for i = 3:n; sum(P) + c[1]');
    expect(() => called(compiled, 'value', 3, [5])).toThrow('n must be at least 2, got 1');
    expect(called(compiled, 'value', 3, [5, 7])).toEqual([1 + 3 + 5]);
  });
});

describe('what diverges behind what is read', () => {
  it('has no part in a gradient', () => {
    const compiled = compile('param a; input x[n]; z[1] = a; z[i] = z[i-1]^2 + x[i] for i = 2:n; z[3]');
    const x = new Float64Array(40);
    const [a] = [3];
    expect(called(compiled, 'value', a, x)).toEqual([81]);
    expect(called(compiled, 'gradient', a, x)).toEqual([4 * 27]);
    expect(called(compiled, 'hessian', a, x)).toEqual([12 * 9]);
  });
});

const faults: readonly (readonly [program: string, code: string, message: string])[] = [
  ['input a; z[1] = a; z', 'WG125', "the left side of '=' is a name"],
  ['input a; z[i] = a*z[i-1] for i = 2:4; z', 'WG314', "'z' has nothing to start from"],
  ['input a; z[1] = a; z[i] = a*z[i-1] for i = 3:4; z', 'WG314', "'z[2]' is not defined"],
  ['input a; z[1] = a; z[2] = a; z[i] = a*z[i-1] for i = 2:4; z', 'WG314', "the rule of 'z' defines this element, too"],
  ['input a; z[1] = a; z[1] = 2; z[i] = a*z[i-1] for i = 2:4; z', 'WG314', "this element of 'z' is defined twice"],
  ['input a; z[2] = a; z[i] = a*z[i-1] for i = 3:4; z', 'WG314', "'z' starts at 2"],
  [
    'input a; z[1] = a; z[i] = a*z[i-2] for i = 2:4; z',
    'WG314',
    "the rule of 'z' reads an element that is not before its own",
  ],
  [
    'input a; z[1] = a; z[i] = a*z[i+1] for i = 2:4; z',
    'WG314',
    "the rule of 'z' reads an element that is not before its own",
  ],
  [
    'input a, x[n]; z[1] = a; z[i] = x[i]*z[1] for i = 2:n; z[n]',
    'WG314',
    "the rule of 'z' reads an element that is not before its own",
  ],
  ['input a; z[1] = a; z[i] = sum(z) for i = 2:4; z', 'WG314', "'z' is not there yet"],
  ['input a; z[1] = a; z[i] = a*z[i-1] for i = 2:2:8; z', 'WG314', 'the step of a recurrence is 1 or -1'],
  ['input a; z = a*2 for i = 2:4; z', 'WG127', "with 'for' the left side of '=' is an element"],
  ['input a; z[1] = a; z[i] = a*z[i-1] for i = 2; z', 'WG127', "after 'for' comes a range"],
  ['input a; z[1] = a; z[j] = a*z[j-1] for i = 2:4; z', 'WG127', "the rule of 'z' is that of 'z[i]'"],
  ['input a; z[1] = [a, a]; z[i] = a for i = 2:4; z', 'WG302', "an element of 'z' is a number, this is a vector [2]"],
  [
    'input a; z[1,:] = [a, a]; z[i,:] = [a, a, a] for i = 2:4; z',
    'WG302',
    "a row of 'z' is a vector [3], and starts from a vector [2]",
  ],
  [
    'param a; data x; z[1] = a; z[i] = a*z[i-1] for i = 2:count(x); sum(x)*z[1]',
    'WG314',
    'a recurrence does not go over the rows of the data',
  ],
  ['input a; z[1] = a; z[i] = a*z[i-1] for i = 2:4; z[1] = 3; z', 'WG202', "'z' is defined twice"],
  ['input a; z = 3; z[1] = a; z[i] = a*z[i-1] for i = 2:4; z', 'WG202', "'z' is defined twice"],
  ['input a; y = z[2]; z[1] = a; z[i] = a*z[i-1] for i = 2:4; y*z[3]', 'WG204', ''],
];

describe('what is wrong with one', () => {
  for (const [program, code, message] of faults) {
    it(program, () => {
      let found: unknown;
      try {
        compile(program);
      } catch (error) {
        found = error;
      }
      expect(found).toBeInstanceOf(FormulaError);
      const { diagnostics } = found as FormulaError;
      expect(diagnostics.map(of => of.code)).toContain(code);
      expect(diagnostics.map(of => of.message).join('\n')).toContain(message);
    });
  }
});

describe('text', () => {
  it("has 'for' as a name where no range follows", () => {
    expect(called(compile('input for, x; y = for*x; y + for'), 'value', 2, 3)).toEqual([8]);
  });

  it('of the code does not grow with the size, and the arrays have the name of the formula', () => {
    const { source } = compile('param a; input x[n]; z[1] = a; z[i] = tanh(z[i-1]) + x[i] for i = 2:n; sum(z)');
    expect(source).toContain('const z = statesOf(0, Math.max(n, 1));');
    expect(source).toContain('z[i - 1] = ');
    expect(source.length).toBeLessThan(12000);
  });
});
