// What is exported of the Lagrangian L = f − Σ λ (z − f(x, z)), whose variables z are the values of the named statements.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompileOptions, compile, emitSource, FormulaError } from '../../src/index.js';
import '../../src/wasm.js';

const MISSION = 'a = exp(x)\nb = a^2\nc = a + b\nd = exp(c)\ne = sin(c)\nf = d + e';

/** Values and multipliers of all statements at a point, from both passes. */
function swept(formula: Parameters<typeof compile>[0], at: readonly unknown[], options: CompileOptions = {}) {
  const compiled = compile(formula, options);
  const count = compiled.statements.reduce((n, { shape }) => n + shape.reduce((a, b) => a * b, 1), 0);
  const [z, lambda] = [new Float64Array(count), new Float64Array(count)];
  const value: number = compiled.sweep(...at, z, lambda);
  return { compiled, z, lambda, value };
}

describe('the mission', () => {
  // golden.md: f, f′, and the adjoints of c and b, and of a and x, at 0.
  const { compiled, z, lambda, value } = swept(MISSION, [0]);

  it('has its known value and multipliers', () => {
    expect(value).toBeCloseTo(8.298353525756, 10);
    expect([...lambda.subarray(0, 3)].map(of => of.toFixed(7))).toEqual(['20.9187278', '6.9729093', '6.9729093']);
    expect([...lambda.subarray(3)]).toEqual([1, 1, 1]);
    expect([...z].map(of => of.toFixed(6))).toEqual([
      '1.000000',
      '1.000000',
      '2.000000',
      '7.389056',
      '0.909297',
      '8.298354',
    ]);
  });

  it('has no residual after both passes, and the gradient is what is left', () => {
    expect([...compiled.residual(0, z)]).toEqual([0, 0, 0, 0, 0, 0]);
    expect(compiled.lagrangian(0, z, lambda)).toBe(value);
    const [byX, ...others] = compiled.lagrangianGradient(0, z, lambda);
    expect(byX).toBeCloseTo(20.91872778715, 10);
    expect(others).toEqual(new Array(12).fill(0));
  });

  it('has its Lagrangian anywhere', () => {
    // L = f − λa(a − eˣ) − λb(b − a²) − λc(c − a − b) − λd(d − eᶜ) − λe(e − sin c) − λf(f − d − e), by hand.
    const [a, b, c, d, e, f] = [0.5, -1, 2, 3, 0.25, 7];
    const [la, lb, lc, ld, le, lf] = [1, -2, 0.5, 3, 0, -1.5];
    const x = 0.3;
    const at = [x, [a, b, c, d, e, f], [la, lb, lc, ld, le, lf]] as const;
    const terms = [
      la * (a - Math.exp(x)),
      lb * (b - a * a),
      lc * (c - a - b),
      ld * (d - Math.exp(c)),
      le * (e - Math.sin(c)),
      lf * (f - d - e),
    ];
    expect(compiled.lagrangian(...at)).toBeCloseTo(f - terms.reduce((sum, term) => sum + term), 12);
    const expected = [
      la * Math.exp(x),
      ...[-la + 2 * lb * a + lc, -lb + lc, -lc + ld * Math.exp(c) + le * Math.cos(c), -ld + lf, -le + lf, 1 - lf],
      ...[Math.exp(x) - a, a * a - b, a + b - c, Math.exp(c) - d, Math.sin(c) - e, d + e - f],
    ];
    const found: Float64Array = compiled.lagrangianGradient(...at);
    for (const [i, of] of expected.entries()) expect(found[i]).toBeCloseTo(of, 12);
  });

  it('says where statements are', () => {
    expect(compiled.statements.map(({ name, offset }) => `${name}@${offset}`)).toEqual(
      'a@0 b@1 c@2 d@3 e@4 f@5'.split(' '),
    );
    expect(compile('input v[2]\nA = [v[1], 1; 2, v[2]]\nw = A*v\ndot(w, v)').statements).toEqual([
      { name: 'A', shape: [2, 2], offset: 0 },
      { name: 'w', shape: [2], offset: 4 },
    ]);
  });
});

describe('a constrained optimum', () => {
  it('is where all of the gradient is 0', () => {
    // golden.md: (z − 2)² + x² for z = exp(x) has x* = .5244798110606967, λ* = −.6208405618793695.
    const { lagrangianGradient } = compile('z = exp(x)\n(z - 2)^2 + x^2');
    const x = 0.5244798110606967;
    for (const of of lagrangianGradient(x, [Math.exp(x)], [-0.6208405618793695])) expect(of).toBeCloseTo(0, 12);
  });

  it('is found by Newton steps on it, from where no constraint holds', () => {
    const { lagrangianGradient } = compile('z = exp(x)\n(z - 2)^2 + x^2');
    let u = [0, 0.5, 0];
    const F = ([x, z, lambda]: readonly number[]): number[] => [...lagrangianGradient(x, [z], [lambda])];
    for (let step = 0; step < 20; step++) u = minus(u, solved(jacobianOf(F, u), F(u)));
    expect(u[0]).toBeCloseTo(0.5244798110606967, 10);
    expect(u[2]).toBeCloseTo(-0.6208405618793695, 10);
  });
});

const minus = (a: readonly number[], b: readonly number[]): number[] => a.map((of, i) => of - b[i]!);

/** By central differences: a column for each argument. */
function jacobianOf(F: (u: readonly number[]) => number[], u: readonly number[]): number[][] {
  const h = 1e-6;
  const columns = u.map((_, j) => {
    const [up, down] = [h, -h].map(by => F(u.map((of, i) => (i === j ? of + by : of)))) as [number[], number[]];
    return up.map((of, i) => (of - down[i]!) / (2 * h));
  });
  return u.map((_, i) => columns.map(column => column[i]!));
}

/** By Cramer's rule, of three equations. */
function solved(A: readonly number[][], b: readonly number[]): number[] {
  const det = ([p, q, r]: readonly (readonly number[])[]): number =>
    p![0]! * (q![1]! * r![2]! - q![2]! * r![1]!) -
    p![1]! * (q![0]! * r![2]! - q![2]! * r![0]!) +
    p![2]! * (q![0]! * r![1]! - q![1]! * r![0]!);
  return b.map((_, j) => det(A.map((row, i) => row.map((of, k) => (k === j ? b[i]! : of)))) / det(A));
}

describe('statements', () => {
  it('that share a node are two constraints', () => {
    const { compiled, z, lambda } = swept('a = x*y\nb = y*x\na*b^2', [2, 3]);
    expect([...z]).toEqual([6, 6]);
    expect([...lambda]).toEqual([36, 72]);
    // With other values of one of them the other stays what it is.
    expect([...compiled.residual(2, 3, [6, 7])]).toEqual([0, 1]);
    expect(compiled.lagrangian(2, 3, [6, 7], [0, 10])).toBe(6 * 49 - 10);
    expect([...compiled.lagrangianGradient(2, 3, [6, 7], [1, 10])]).toEqual([33, 22, 48, 74, 0, -1]);
  });

  it('that are other names, constants or inputs have a constraint each', () => {
    const { compiled, z, lambda } = swept('input x\nn = 3\nb = x\nc = b\nc*n + c', [2]);
    expect([...z]).toEqual([3, 2, 2]);
    expect([...lambda]).toEqual([2, 4, 4]);
    expect([...compiled.residual(2, [3.5, 2, 2.25])]).toEqual([0.5, 0, 0.25]);
    expect([...compiled.lagrangianGradient(2, z, lambda)]).toEqual([4, 0, 0, 0, 0, 0, 0]);
  });

  it('of recurrences are read by the turns after them', () => {
    const { compiled, z, lambda } = swept('input x\nz[1] = x\nz[i] = z[i-1]^2 for i = 2:3\nz[3]', [2]);
    expect([...z]).toEqual([2, 4, 16]);
    expect([...lambda]).toEqual([32, 8, 1]);
    expect([...compiled.residual(2, [3, 5, 7])]).toEqual([1, -4, -18]);
  });

  it('that the result does not need have the multiplier 0', () => {
    const { compiled, z, lambda } = swept('a = x^2\nb = a + 1\na*3', [2]);
    expect([...lambda]).toEqual([3, 0]);
    expect([...compiled.lagrangianGradient(2, z, lambda)].map(of => of + 0)).toEqual([12, 0, 0, 0, 0]);
  });

  it('outside of rows go with sums over data', () => {
    const program = 'param a\ndata x, y\nm = mean(x)\ns = sum((y - a*(x - m))^2)\ns/2';
    const rows = [0.5, [1, 2, 3], [2, 3, 5], undefined, undefined] as const;
    const { compiled, z, lambda } = swept(program, rows);
    // y − a(x − m) is 2.5, 3, 4.5, and ∂s/∂m = Σ 2a(y − a(x − m)).
    expect([...z]).toEqual([2, 35.5]);
    expect([...lambda]).toEqual([5, 0.5]);
    expect([...compiled.residual(...rows, [1, 30])]).toEqual([-1, 30 - (4 + 6.25 + 16)]);
    expect(compiled.lagrangian(...rows, [1, 30], [1, 2])).toBe(15 + 1 - 2 * (30 - 26.25));
    // Of m = 1 and λs = 2: −λ·Σ 2(y − a(x − m))(x − m).
    expect([...compiled.lagrangianGradient(...rows, [1, 30], [1, 2])]).toEqual([
      -2 * 2 * (2.5 + 8),
      16,
      -1.5,
      1,
      -3.75,
    ]);
    // Two rows of them.
    expect([...compiled.residual(0.5, rows[1], rows[2], 1, 2, [2.5, 0])]).toEqual([0, -(3.25 ** 2 + 4.75 ** 2)]);
  });

  it('go with params as long as arguments say', () => {
    const { compiled, z, lambda } = swept('param b, w[n]\ns = dot(w, w)\ns*b', [3, [1, 2]]);
    expect([...z, ...lambda]).toEqual([5, 3]);
    expect([...compiled.lagrangianGradient(3, [1, 2], [6], [10])]).toEqual([6, 20, 40, -7, -1]);
  });

  it('are none in a formula without names, whose Lagrangian is the formula', () => {
    const { compiled } = swept('x^2*y', [2, 3]);
    expect([...compiled.residual(2, 3, [])]).toEqual([]);
    expect(compiled.lagrangian(2, 3, [], [])).toBe(12);
    expect([...compiled.lagrangianGradient(2, 3, [], [])]).toEqual([12, 4]);
  });

  it('are variables: nothing is known of them by how they are made', () => {
    // abs(x²) is x² in the formula, but not of any value.
    const { residual } = compile('a = x^2\nb = abs(a)\nb*2');
    expect([...residual(3, [-4, 4])]).toEqual([-13, 0]);
  });

  it('that are numbers are known where sizes, indices and ranges are wanted', () => {
    const program =
      'input v[3]\nn = 1 + 1\nm = n + 1\nw = v[n:m]\nA = [2, 1; 0, 3]^n\nsum(w[i]*n, i = 1:n) + A[1,m-n] + identity(n)[1,1]';
    const { compiled, z, lambda, value } = swept(program, [[1, 2, 3]]);
    expect(value).toBe(2 * (2 + 3) + 4 + 1);
    expect(compiled.statements.map(({ name }) => name)).toEqual(['n', 'm', 'w', 'A']);
    expect([...z]).toEqual([2, 3, 2, 3, 4, 5, 0, 9]);
    // The sum has n as a factor; as an index it is what it is.
    expect([...lambda].slice(0, 5)).toEqual([5, 0, 2, 2, 1]);
    expect([...compiled.residual([1, 2, 3], [2.5, ...z.subarray(1)])].slice(0, 2)).toEqual([0.5, -0.5]);
  });

  it('of programs that are built are the nodes that have a name', () => {
    const { compiled, z, lambda } = swept(
      g => {
        const x = g.input('x');
        const a = g.name('a', g.exp(x));
        return g.name('b', g.mul(a, a));
      },
      [1],
    );
    expect([...z]).toEqual([Math.E, Math.E ** 2].map(of => expect.closeTo(of, 12)));
    expect([...lambda]).toEqual([expect.closeTo(2 * Math.E, 12), 1]);
    expect([...compiled.residual(1, [2, 5])]).toEqual([expect.closeTo(2 - Math.E, 12), 1]);
  });
});

describe('what is not taken', () => {
  it('has no share, whatever its value', () => {
    const program = 'b = 2*x\na = sqrt(b)\nx > 0 ? a : 3*x';
    const { compiled, z, lambda } = swept(program, [-1]);
    expect([...z]).toEqual([-2, NaN]);
    expect([...lambda]).toEqual([0, 0]);
    expect(compiled.lagrangian(-1, z, lambda)).toBe(-3);
    expect([...compiled.lagrangianGradient(-1, z, lambda)]).toEqual([3, 0, 0, 0, NaN]);
    // Of a multiplier other than 0 it has one.
    expect(compiled.lagrangian(-1, z, [0, 1])).toBeNaN();
  });

  it('is what conditions of the values say that are given', () => {
    const { lagrangianGradient } = compile('c = x - 1\na = log(x)\nc > 0 ? a : x^2');
    // x is negative, and so is c by the program, but not by its value here: log has a share.
    expect(lagrangianGradient(-1, [1, 2], [0, 0])[0]).toBeNaN();
    expect(lagrangianGradient(-1, [-1, 2], [0, 0])[0]).toBe(-2);
  });

  it('does not hide 0·∞ of what is taken', () => {
    // a² of a = √x has the slope 1 at 0, which neither pass can say: NaN, and not 0.
    const { compiled, z, lambda } = swept('a = sqrt(x)\na^2', [0]);
    expect([...lambda]).toEqual([0]);
    expect(compiled.gradient(0)[0]).toBeNaN();
    expect(compiled.lagrangianGradient(0, z, lambda)[0]).toBeNaN();
  });
});

/** Statements of two operands, which are inputs or statements before them. */
interface Program {
  readonly statements: readonly {
    readonly operation: keyof typeof OPERATIONS;
    readonly of: readonly [number, number];
  }[];
}

const INPUTS = ['x', 'y'];

const OPERATIONS = {
  sum: ['@1 + @2', (a: Complex, b: Complex): Complex => [a[0] + b[0], a[1] + b[1]]],
  difference: ['@1 - 2*@2', (a: Complex, b: Complex): Complex => [a[0] - 2 * b[0], a[1] - 2 * b[1]]],
  product: ['@1*@2', (a: Complex, b: Complex): Complex => times(a, b)],
  square: ['@1^2 + @2', (a: Complex, b: Complex): Complex => [times(a, a)[0] + b[0], times(a, a)[1] + b[1]]],
  wave: ['sin(@1)*@2', (a: Complex, b: Complex): Complex => times(sine(a), b)],
  growth: ['exp(sin(@1)) - @2', (a: Complex, b: Complex): Complex => difference(exponential(sine(a)), b)],
} as const;

type Complex = readonly [real: number, imaginary: number];

const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const difference = (a: Complex, b: Complex): Complex => [a[0] - b[0], a[1] - b[1]];
const sine = ([a, b]: Complex): Complex => [Math.sin(a) * Math.cosh(b), Math.cos(a) * Math.sinh(b)];
const exponential = ([a, b]: Complex): Complex => [Math.exp(a) * Math.cos(b), Math.exp(a) * Math.sin(b)];

const programs: fc.Arbitrary<Program> = fc
  .array(fc.tuple(fc.constantFrom(...(Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[])), fc.nat(), fc.nat()), {
    minLength: 1,
    maxLength: 9,
  })
  .map(rows => ({
    statements: rows.map(([operation, a, b], i) => ({
      operation,
      of: [a % (INPUTS.length + i), b % (INPUTS.length + i)] as const,
    })),
  }));

const textOf = ({ statements }: Program): string => {
  const names = [...INPUTS, ...statements.map((_, i) => `s${i + 1}`)];
  const lines = statements.map(({ operation, of: [a, b] }, i) => {
    const right = OPERATIONS[operation][0].replaceAll('@1', names[a]!).replaceAll('@2', names[b]!);
    return `s${i + 1} = ${right}`;
  });
  return ['input x, y', ...lines].join('\n');
};

/** What statements are for values of all inputs and of all statements, which need not be those. */
const rightSides = ({ statements }: Program, values: readonly Complex[]): Complex[] =>
  statements.map(({ operation, of: [a, b] }) => OPERATIONS[operation][1](values[a]!, values[b]!));

/** The last statement, where `added` is added to one of them. */
function result(program: Program, x: readonly number[], at: number, added: Complex): Complex {
  const values: Complex[] = x.map(of => [of, 0]);
  for (const [i] of program.statements.entries()) {
    const own = rightSides({ statements: program.statements.slice(0, i + 1) }, values)[i]!;
    values.push(i === at ? [own[0] + added[0], own[1] + added[1]] : own);
  }
  return values.at(-1)!;
}

const H = 1e-30;

const isNear = (found: number, expected: number, size: number): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * (Math.abs(expected) + size + 1));

describe('random programs', () => {
  const numbers = fc.double({ min: -1.5, max: 1.5, noNaN: true });

  it('have no residuals after both passes, where the gradient is what is left', () => {
    fc.assert(
      fc.property(programs, fc.tuple(numbers, numbers), (program, x) => {
        const { compiled, z, lambda, value } = swept(textOf(program), x, { wrt: INPUTS });
        for (const of of compiled.residual(...x, z)) expect(of + 0).toBe(0);
        expect(compiled.lagrangian(...x, z, lambda) + 0).toBe(value + 0);
        const found: Float64Array = compiled.lagrangianGradient(...x, z, lambda);
        const gradient: Float64Array = compiled.gradient(...x);
        const size = Math.max(...lambda.map(Math.abs), ...gradient.map(Math.abs));
        for (const [i, of] of found.entries()) isNear(of, i < 2 ? gradient[i]! : 0, size);
        // What is added to a statement changes the result by its multiplier times that.
        for (const [j, multiplier] of lambda.entries())
          isNear(multiplier, result(program, x, j, [0, H])[1] / H, Math.abs(multiplier));
      }),
      { numRuns: 40 },
    );
  });

  it('have the derivatives of L, anywhere', () => {
    const anywhere = programs.chain(program => {
      const m = program.statements.length;
      return fc.tuple(fc.constant(program), fc.array(numbers, { minLength: 2 + 2 * m, maxLength: 2 + 2 * m }));
    });
    fc.assert(
      fc.property(anywhere, ([program, u]) => {
        const m = program.statements.length;
        const L = (at: readonly Complex[]): Complex => {
          const [z, lambda] = [at.slice(2, 2 + m), at.slice(2 + m)];
          const right = rightSides(program, at.slice(0, 2 + m));
          return z.reduce((sum, of, i) => difference(sum, times(lambda[i]!, difference(of, right[i]!))), z.at(-1)!);
        };
        const compiled = compile(textOf(program), { wrt: INPUTS });
        const at = [u[0], u[1], u.slice(2, 2 + m), u.slice(2 + m)];
        const real = u.map((of): Complex => [of, 0]);
        isNear(compiled.lagrangian(...at), L(real)[0], 10 * m);
        const found: Float64Array = compiled.lagrangianGradient(...at);
        for (const i of u.keys()) isNear(found[i]!, L(real.map((of, k) => (k === i ? [of[0], H] : of)))[1] / H, 10 * m);
        const right = rightSides(program, real);
        for (const [i, of] of compiled.residual(...at.slice(0, 3)).entries())
          isNear(of, u[2 + i]! - right[i]![0], Math.abs(right[i]![0]));
      }),
      { numRuns: 40 },
    );
  });
});

describe('second derivatives', () => {
  /** All of the matrix, by rows. */
  const dense = (compiled: ReturnType<typeof compile>, at: readonly unknown[], size: number): number[][] => {
    const values: Float64Array = compiled.lagrangianHessianSparse(...at);
    const { rows, cols } = compiled.lagrangianHessianPattern as unknown as { rows: number[]; cols: number[] };
    const all = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (const [i, of] of values.entries()) all[rows[i]!]![cols[i]!] = of;
    return all;
  };

  it('are those of (z − 2)² + x² for z = exp(x)', () => {
    const compiled = compile('z = exp(x)\n(z - 2)^2 + x^2');
    // L = (z − 2)² + x² − λ(z − eˣ), by x, z and λ.
    const e = Math.exp(0.5);
    expect(dense(compiled, [0.5, [3], [0.25]], 3)).toEqual([
      [2 + 0.25 * e, 0, e],
      [0, 2, -1],
      [e, -1, 0],
    ]);
  });

  it('make Newton steps, from where no constraint holds', () => {
    const compiled = compile('z = exp(x)\n(z - 2)^2 + x^2');
    let u = [0, 0.5, 0];
    const at = ([x, z, lambda]: readonly number[]) => [x, [z], [lambda]];
    for (let step = 0; step < 8; step++)
      u = minus(u, solved(dense(compiled, at(u), 3), [...compiled.lagrangianGradient(...at(u))]));
    // golden.md
    expect(u[0]).toBeCloseTo(0.5244798110606967, 14);
    expect(u[2]).toBeCloseTo(-0.6208405618793695, 14);
  });

  it('of constraints are there where a multiplier is 0 and nothing reads the variable', () => {
    const compiled = compile('a = x^2\nb = a^3\nx > 0 ? a : b');
    const matrix = dense(compiled, [2, [4, 5], [0, 0]], 5);
    expect(matrix[4]).toEqual([0, 48, -1, 0, 0]);
    expect(matrix.map(row => row[4])).toEqual(matrix[4]);
  });

  it('of random programs are differences of the gradient', () => {
    fc.assert(
      fc.property(programs, fc.infiniteStream(fc.double({ min: -1, max: 1, noNaN: true })), (program, numbers) => {
        const m = program.statements.length;
        const u = Array.from({ length: 2 + 2 * m }, () => numbers.next().value as number);
        const compiled = compile(textOf(program), { wrt: INPUTS });
        const at = (of: readonly number[]) => [of[0], of[1], of.slice(2, 2 + m), of.slice(2 + m)];
        const found = dense(compiled, at(u), u.length);
        const expected = jacobianOf(of => [...compiled.lagrangianGradient(...at(of))], u);
        for (const [i, row] of expected.entries())
          for (const [j, of] of row.entries()) expect(found[i]![j]).toBeCloseTo(of, 6);
      }),
      { numRuns: 25 },
    );
  });

  it('are refused of params as long as arguments say', () => {
    expect(() => compile('param b, w[n]\ns = dot(w, w)\ns*b', { emit: ['lagrangianHessianSparse'] })).toThrow(
      /WG403.*a column for each element of 'w'/,
    );
  });
});

describe('targets', () => {
  const emit = ['sweep', 'residual', 'lagrangian', 'lagrangianGradient'] as const;

  it('have the same bits in WebAssembly', async () => {
    const [js, wasm] = (['js', 'wasm'] as const).map(target => compile(MISSION, { target, emit }));
    await wasm!.init();
    const [z, lambda] = [Float64Array.of(1, 2, 3, 4, 5, 6), Float64Array.of(6, 5, 4, 3, 2, 1)];
    expect(wasm!.residual(0.3, z)).toEqual(js!.residual(0.3, z));
    expect(wasm!.lagrangian(0.3, z, lambda)).toBe(js!.lagrangian(0.3, z, lambda));
    expect(wasm!.lagrangianGradient(0.3, z, lambda)).toEqual(js!.lagrangianGradient(0.3, z, lambda));
    expect(wasm!.sweep(0.3, z, lambda)).toBe(js!.value(0.3));
    expect(z[4]).toBe(Math.sin(z[2]!));
  });

  it('carry the places of statements with these exports only', () => {
    expect(emitSource(MISSION, { emit: ['residual'] })).toContain(
      "const statements = [{ name: 'a', shape: [], offset: 0 }",
    );
    expect(emitSource(MISSION, { emit: ['multipliers'] })).not.toContain('statements = ');
    expect(emitSource(MISSION, { emit: ['sweep'], format: 'cjs' })).toContain('exports.statements = statements;');
  });

  it('rename arrays of ours where an input has the name', () => {
    const { residual } = compile('input z, lambda\na = z*lambda\na^2');
    expect([...residual(2, 3, [7])]).toEqual([1]);
  });

  it('fill an array that is given, and refuse wrong ones', () => {
    const { residual, lagrangian } = compile('a = x^2\na*y');
    const out = new Float64Array(1);
    expect(residual(3, 1, [10], out)).toBe(out);
    expect(out[0]).toBe(1);
    expect(() => residual(3, 1, [1, 2])).toThrow(
      new TypeError('residual(x, y, z, out): z must be an array of length 1, got Array(2)'),
    );
    expect(() => lagrangian(3, 1, [1])).toThrow(/lambda must be an array of length 1, got undefined/);
  });
});

describe('what has none', () => {
  it.each([
    ['lagrangian', 'a = x*y\noutput a, x'],
    ['lagrangianGradient', 'input x[2]\na = 2*x'],
    ['sweep', 'a = x*y\noutput a, x'],
  ] as const)('is refused: %s of several results', (name, program) => {
    expect(() => compile(program, { emit: [name] })).toThrow(/WG403.*needs one number as the result/);
    expect(() => compile(program)[name]).toThrow(FormulaError);
  });

  it('but residuals have any program', () => {
    const { residual } = compile('input x[2]\na = 2*x\noutput a, x');
    expect([...residual([1, 2], [2, 5])]).toEqual([0, 1]);
  });

  it.each(['residual', 'lagrangian', 'lagrangianGradient', 'sweep'] as const)(
    'is refused: %s of statements of each row',
    name => {
      expect(() => compile('param a\ndata x\nz = a*x\nsum(z)', { emit: [name] })).toThrow(
        /WG403.*has no arrays with a number for each row yet, and 'z' depends on the row/,
      );
    },
  );
});
