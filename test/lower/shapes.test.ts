import { describe, expect, it } from 'vitest';
import { compile } from '../../src/index.js';

/** The value with x[3] = 1, 2, 3 and A = [1, 2; 3, 5], as nested arrays. */
function valueAt(formula: string): unknown {
  const names = [/\bx\b/.test(formula) && 'x[3]', /\bA\b/.test(formula) && 'A[2,2]'].filter(Boolean);
  const declared = names.length > 0 ? `input ${names.join(', ')}\n` : '';
  const point = {
    ...(names.includes('x[3]') && { x: [1, 2, 3] }),
    ...(names.includes('A[2,2]') && {
      A: [
        [1, 2],
        [3, 5],
      ],
    }),
  };
  return compile(declared + formula).evaluate(point).value;
}

describe('values', () => {
  it.each<[string, unknown]>([
    [
      '[1, 2; 3, 4]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    [
      '[[1, 2], [3, 4]]',
      [
        [1, 2],
        [3, 4],
      ],
    ],
    ['[1; 2]', [[1], [2]]],
    ['x[2]', 2],
    ['x[end]', 3],
    ['x[end - 1]', 2],
    ['x[2:end]', [2, 3]],
    ['x[:]', [1, 2, 3]],
    ['x[3:-1:1]', [3, 2, 1]],
    ['x[1:2:3]', [1, 3]],
    ['x[[3, 1]]', [3, 1]],
    ['A[1, :]', [1, 2]],
    ['A[:, 1]', [1, 3]],
    ['A[1:1, :]', [[1, 2]]],
    ['A[2, 2]', 5],
    [
      "A'",
      [
        [1, 3],
        [2, 5],
      ],
    ],
    [
      'A*A',
      [
        [7, 12],
        [18, 31],
      ],
    ],
    ['A*[1, 1]', [3, 8]],
    ['[1, 1]*A', [4, 7]],
    [
      'A^2',
      [
        [7, 12],
        [18, 31],
      ],
    ],
    [
      'A^0',
      [
        [1, 0],
        [0, 1],
      ],
    ],
    [
      'A^-1',
      [
        [-5, 2],
        [3, -1],
      ],
    ],
    [
      'A.^2',
      [
        [1, 4],
        [9, 25],
      ],
    ],
    ['2^x[3]', 8],
    ['2.^x', [2, 4, 8]],
    ['x/2', [0.5, 1, 1.5]],
    ['1 ./ x', [1, 0.5, 1 / 3]],
    ['x + 1', [2, 3, 4]],
    ['-x', [-1, -2, -3]],
    ['x > 1', [0, 1, 1]],
    ['x > 1 ? x : 0', [0, 2, 3]],
    ['x[1] > 1 ? x : -x', [-1, -2, -3]],
    ['1 < x < 3', [0, 1, 0]],
    ['not (x > 1)', [1, 0, 0]],
    ['x!', [1, 2, 6]],
    ['max(x, 2)', [2, 2, 3]],
    ['max(x)', 3],
    ['min(x)', 1],
    ['sum(x)', 6],
    ['prod(x)', 6],
    ['mean(x)', 2],
    ['sum(A)', 11],
    ['norm([3, 4])', 5],
    ['norm(-2)', 2],
    ['hypot([3, 4])', 5],
    ['logsumexp([0, 0])', Math.LN2],
    ['dot(x, x)', 14],
    ['cross(x, [0, 0, 1])', [2, -1, 0]],
    ['trace(A)', 6],
    ['det(A)', -1],
    ['det([2, 0, 1; 1, 3, 2; 1, 1, 1])', 0],
    [
      'inv(A)',
      [
        [-5, 2],
        [3, -1],
      ],
    ],
    ['inv([4])', null],
    ['size(x)', [3]],
    ['size(A)', [2, 2]],
    ['size(A)[1]*x[1]', 2],
    ['sum(i, i = 1:4)', 10],
    ['prod(i, i = 1:4)', 24],
    ['mean(i, i = 1:4)', 2.5],
    ['max(i, i = 1:4)', 4],
    ['sum(x[i]*i, i = 1:3)', 14],
    ['sum(1, i = 1:3, j = 1:i)', 6],
    ['sum(i, i = 1:0)', 0],
    ['prod(i, i = 1:0)', 1],
    ['mean(i, i = 1:0)', Number.NaN],
    ['array(i^2, i = 1:3)', [1, 4, 9]],
    [
      'array(10*i + j, i = 1:2, j = 1:2)',
      [
        [11, 12],
        [21, 22],
      ],
    ],
    [
      'array(x*i, i = 1:2)',
      [
        [1, 2, 3],
        [2, 4, 6],
      ],
    ],
    ['sum(A[i, :], i = 1:2)', [4, 7]],
    ['norm(x[i] - i, i = 1:3)', 0],
    ['1:3', [1, 2, 3]],
    ['e.^[0, 0]', [1, 1]],
    ['f(v) = v/norm(v); f([3, 4])', [0.6, 0.8]],
    ['f(v, i) = v[i]; f(x, 2) + f(x, 3)', 5],
    ['const n = 3; sum(x[i], i = 1:n)', 6],
    ['const w = [1, 10, 100]; dot(w, x)', 321],
    ['const M[2,2] = 1; M*[1, 2]', [3, 3]],
    ['pi = 4; sum(pi, pi = 1:2) + pi', 7],
    ["x' * A[1:1, [1, 2, 1]]'", [8]],
  ])('%s', (formula, expected) => {
    if (expected === null) {
      expect(() => valueAt(formula)).toThrow('WG304');
      return;
    }
    const found = valueAt(formula);
    if (Number.isNaN(expected)) expect(found).toBeNaN();
    else if (typeof expected === 'number') expect(found).toBeCloseTo(expected, 14);
    else expect(JSON.parse(JSON.stringify(found))).toEqual(JSON.parse(JSON.stringify(expected)));
  });

  it('of det and inv are right for larger matrices, zero leading minors too', () => {
    const n = 6;
    // A permutation of rows of a triangular matrix: every leading minor is 0.
    const entry = (i: number, j: number): number => (j >= n - 1 - i ? 1 + ((i * 7 + j * 3) % 5) : 0);
    const A = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_unused, j) => entry(i, j)));
    const { value } = compile(
      `input A[${n},${n}]\noutput d, P\nd = det(A)\nP = inv(A)*A`.replace(/(output.*)\n([\s\S]*)/, '$2\n$1'),
    );
    const [det, ...product] = value(A.flat()) as Float64Array;
    const sign = ((n * (n - 1)) / 2) % 2 === 0 ? 1 : -1;
    const wanted = sign * Array.from({ length: n }, (_, i) => entry(i, n - 1 - i)).reduce((a, b) => a * b);
    expect(det! / wanted).toBeCloseTo(1, 13);
    for (const [k, of] of product.entries()) expect(of).toBeCloseTo(k % (n + 1) === 0 ? 1 : 0, 10);
  });
});

describe('edges', () => {
  it('of norm: gradient 0 at the origin, exact where squares overflow', () => {
    const { gradient, value } = compile('input x[3]\nnorm(x)');
    expect([...gradient([0, 0, 0])]).toEqual([0, 0, 0]);
    expect(value([3e200, 4e200, 0])).toBeCloseTo(5e200, -188);
    expect([...gradient([3e200, 4e200, 0])].map(g => Number(g.toFixed(12)))).toEqual([0.6, 0.8, 0]);
  });

  it('of max and min: a tie of k gives 1/k each', () => {
    expect([...compile('input x[4]\nmax(x)').gradient([2, 5, 5, 5])]).toEqual([0, 1 / 3, 1 / 3, 1 / 3]);
    expect([...compile('input x[3]\nmin(x)').gradient([1, 1, 2])]).toEqual([0.5, 0.5, 0]);
  });

  it('of a branch by element: its code does not run', () => {
    const { gradient } = compile('input x[3]\nsum(x > 0 ? sqrt(x) : 0)');
    expect([...gradient([-1, 4, 0])]).toEqual([0, 0.25, 0]);
  });
});

describe('shapes of arguments', () => {
  const compiled = compile('input k = 2\nparam x[2] = 1, A[2,2] = [1, 2; 3, 4] in [0, 10]\nk*sum(A*x)');
  const { valueAndGradient, evaluate, start, wrt, inputs, value } = compiled;

  it('are arrays of any kind, flat and row-major', () => {
    const gradient = [0, 0, 0, 0, 0, 0];
    expect(valueAndGradient(2, [1, 2], new Float32Array([1, 2, 3, 4]), gradient)).toBe(32);
    expect(gradient).toEqual([8, 12, 2, 4, 2, 4]);
  });

  it('are checked', () => {
    expect(() => value(2, [1], [1, 2, 3, 4])).toThrow('value(k, x, A): x must be an array of length 2, got Array(1)');
    expect(() => value(2, [1, 2], 3)).toThrow('A must be an array of length 4, got 3');
    expect(() => evaluate({ x: [1, 2, 3] })).toThrow('x must be an array of 2 numbers, got Array(3)');
    expect(() => evaluate({ A: [[1, 2], [3]] })).toThrow('A must be 2 arrays of 2 numbers');
    expect(() => evaluate({ A: [1, 2, 3, 4] })).toThrow('A must be 2 arrays of 2 numbers');
  });

  it('have defaults, and are nested by name', () => {
    expect(evaluate({ x: Float64Array.of(1, 2) })).toEqual({
      value: 32,
      gradient: {
        x: [8, 12],
        A: [
          [2, 4],
          [2, 4],
        ],
      },
    });
    expect([...start()]).toEqual([1, 1, 1, 2, 3, 4]);
    expect(inputs[0]).toEqual({ name: 'k', shape: [], role: 'input', default: 2 });
    expect(wrt).toEqual([
      { name: 'x', shape: [2], offset: 0, start: [1, 1] },
      {
        name: 'A',
        shape: [2, 2],
        offset: 2,
        start: [
          [1, 2],
          [3, 4],
        ],
        lower: [
          [0, 0],
          [0, 0],
        ],
        upper: [
          [10, 10],
          [10, 10],
        ],
      },
    ]);
    expect(() => compiled.packed).toThrow('bindPacked');
  });

  it('of vector results: value, jacobian and evaluate', () => {
    const compiled = compile('input x[2]\n[x[1]*x[2], x[1] + x[2], 7]');
    const out = new Float32Array(3);
    expect(compiled.value([2, 3], out)).toBe(out);
    expect([...out]).toEqual([6, 5, 7]);
    expect([...compiled.jacobian([2, 3])]).toEqual([3, 2, 1, 1, 0, 0]);
    expect(compiled.evaluate({ x: [2, 3] })).toEqual({
      value: [6, 5, 7],
      jacobian: [
        [3, 2],
        [1, 1],
        [0, 0],
      ],
    });
    expect(() => compiled.gradient).toThrow("ask for 'jacobian'");
    expect(() => compiled.hvp).toThrow("ask for 'jacobian'");
  });

  it('of several outputs: by name', () => {
    const compiled = compile('input x[2]\nu = 2*x\nv = dot(x, x)\noutput u, v');
    expect(compiled.evaluate({ x: [1, 2] })).toEqual({
      value: { u: [2, 4], v: 5 },
      jacobian: [
        [2, 0],
        [0, 2],
        [2, 4],
      ],
    });
    expect(compiled.outputs).toEqual([
      { name: 'u', shape: [2], offset: 0 },
      { name: 'v', shape: [], offset: 2 },
    ]);
    expect([...compiled.vjp([1, 2], [1, 1, 1])]).toEqual([4, 6]);
  });

  it('of multipliers: arrays for vectors', () => {
    const { multipliers } = compile('input x[2]\nu = 2*x\ns = dot(u, u)\ns^2');
    expect(multipliers([1, 2])).toEqual({ u: Float64Array.of(160, 320), s: 40 });
  });

  it('of one array that is all of theta: packed passes it on', () => {
    const { packed: f } = compile('input x[3]\ndot(x, x)');
    const gradient = new Float64Array(3);
    expect(f([1, 2, 3], gradient)).toBe(14);
    expect([...gradient]).toEqual([2, 4, 6]);
    const { bindPacked } = compile('input k[2]\nparam x[3]\nk[1]*dot(x, x) + k[2]');
    expect(bindPacked({ k: [2, 1] })([1, 2, 3], gradient)).toBe(29);
    expect([...gradient]).toEqual([4, 8, 12]);
  });
});
