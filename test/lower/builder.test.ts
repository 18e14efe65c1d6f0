// Programs that are built by calls: what is a value, what a constant, and which shapes go together. What the types refuse is
// refused when it runs, too.

import { describe, expect, it } from 'vitest';
import {
  type BuildFunction,
  compile,
  type FormulaError,
  type Matrix,
  type ProgramBuilder,
  type Scalar,
  type Vector,
} from '../../src/index.js';
import '../../src/special.js';

const value = (write: BuildFunction, ...at: readonly unknown[]): unknown => compile(write).value(...at);

const messageOf = (write: (g: ProgramBuilder) => unknown): string => {
  try {
    void compile(write as BuildFunction).source;
  } catch (error) {
    const [first] = (error as FormulaError).diagnostics;
    return `${first?.code} ${first?.message}`;
  }
  return 'nothing';
};

describe('numbers', () => {
  it('are constants, never values that were made before', () => {
    expect(value(g => g.mul(1, g.input('x')), 7)).toBe(7);
    expect(value(g => g.add(g.mul(0, g.input('x')), g.sub(2, g.input('y'))), 7, 5)).toBe(-3);
    expect(value(g => g.pow(g.input('x'), 3), 2)).toBe(8);
    expect(value(g => g.select(g.gt(g.input('x'), 0), 1, 2), -3)).toBe(2);
    expect(value(() => 4)).toBe(4);
    expect(compile(g => g.mul(2, g.square(g.input('x')))).gradient(3)).toEqual(Float64Array.of(12));
  });

  it('are not what a function of numbers is given', () => {
    const message = 'WG206 what a function is given builds a program and is no number';
    expect(messageOf(g => ((g as unknown as number) * (g as unknown as number)) as unknown as Scalar)).toBe(message);
    expect(messageOf(Math.sin as unknown as Parameters<typeof messageOf>[0])).toBe(message);
    expect(messageOf(((x: number, y: number) => x ** 2 + y) as unknown as Parameters<typeof messageOf>[0])).toBe(
      message,
    );
  });

  it('have options that are an object', () => {
    expect(messageOf(g => g.input('v', [3] as never))).toBe("WG206 the options of 'v' are an object");
    expect(messageOf(g => g.param('w', 0.5 as never))).toBe("WG206 the options of 'w' are an object");
    expect(messageOf(g => g.input('v', { size: 3 } as never))).toBe("WG206 'v' has no option 'size'");
  });

  it('are what values are not', () => {
    const x = 'a value of the program is no number';
    expect(messageOf(g => Number(g.input('x')) * 2)).toBe(`WG206 ${x}`);
    expect(messageOf(g => g.sin(`${g.input('x')}` as unknown as number))).toBe(`WG206 ${x}`);
    expect(messageOf(g => ((g.input('x') as unknown as number) > 0 ? 1 : 2))).toBe(`WG206 ${x}`);
    expect(messageOf(g => g.sin('x' as unknown as number))).toBe(
      'WG206 sin: "x" is neither a value of this program nor a number',
    );
    expect(messageOf(g => g.add([g.input('x')] as unknown as Scalar, 1))).toContain('add: an array (1)');
    expect(messageOf(() => Promise.resolve(1))).toContain('the result: an object');
    expect(messageOf(g => g.output('y', undefined as unknown as Scalar))).toContain('output: undefined');
  });

  it('of another program are refused', () => {
    let other: Scalar | undefined;
    compile(g => {
      other = g.input('x');
      return other;
    });
    expect(messageOf(g => g.add(other!, g.input('x')))).toBe('WG206 add: this is a value of another program');
  });
});

describe('operations', () => {
  it('take several', () => {
    const [a, b, c] = [3, 5, 7];
    const inputs = (g: ProgramBuilder): readonly Scalar[] => ['a', 'b', 'c'].map(name => g.input(name));
    expect(value(g => g.add(...inputs(g), 1), a, b, c)).toBe(16);
    expect(value(g => g.mul(2, ...inputs(g)), a, b, c)).toBe(210);
    expect(value(g => g.add(...inputs(g).slice(0, 1)), a, b, c)).toBe(3);
    expect(value(g => g.max(...inputs(g)), a, b, c)).toBe(7);
    expect(value(g => g.mean(...inputs(g)), a, b, c)).toBe(5);
    expect(value(g => g.hypot(...inputs(g), 4), 0, 3, 0)).toBe(5);
    expect(value(g => g.and(...inputs(g)), 1, 0, 1)).toBe(0);
    expect(messageOf(g => g.add())).toBe('WG206 add takes 1 or more operands, got 0');
    expect(messageOf(g => (g.sub as unknown as (...of: number[]) => Scalar)(1, 2, 3))).toBe(
      'WG206 sub takes 2 operands, got 3',
    );
    expect(messageOf(g => g.max(g.input('x')))).toBe('WG206 max takes 2 or more operands, got 1');
  });

  it('are those of the language, with its names and its rules', () => {
    expect(value(g => g.log(g.input('x'), 2), 8)).toBe(3);
    expect(value(g => g.nthRoot(g.input('x'), 3), 27)).toBe(3);
    expect(value(g => g.cube(g.input('x')), 3)).toBe(27);
    expect(value(g => g.factorial(g.input('x')), 5)).toBeCloseTo(120, 10);
    expect(value(g => g.jn(2, g.input('x')), 1.5)).toBeCloseTo(0.2320876721, 9);
    expect(messageOf(g => g.jn(g.input('n'), g.input('x')))).toContain('WG221');
  });
});

describe('vectors and matrices', () => {
  it('are inputs with a shape, and results', () => {
    const f = compile(g => {
      const A = g.input('A', { shape: [2, 2] });
      const x = g.param('x', { shape: [2], start: [1, 2], lower: 0, upper: [5, 6] });
      return g.add(g.mul(A, x), 1);
    });
    expect(f.wrt).toEqual([{ name: 'x', shape: [2], offset: 0, start: [1, 2], lower: [0, 0], upper: [5, 6] }]);
    expect(f.value([1, 2, 3, 4], [5, 6])).toEqual(Float64Array.of(18, 40));
    expect(f.jacobian([1, 2, 3, 4], [5, 6])).toEqual(Float64Array.of(1, 2, 3, 4));
  });

  it('are made of scalars and numbers, and taken apart', () => {
    const f = compile(g => {
      const x = g.input('x');
      const u = g.vector([x, 2, g.square(x)]);
      const [first, , last] = g.elements(u);
      const rows = g.elements(g.matrix([[1, x], [x, 5]])); // biome-ignore format: a matrix
      return g.add(g.mul(first!, last!), rows[1]![1]!, g.dot(u, u));
    });
    expect(f.value(3)).toBe(27 + 5 + 9 + 4 + 81);
  });

  it.each<[string, (g: ProgramBuilder, A: Matrix, v: Vector) => ReturnType<BuildFunction>, number[] | number]>([
    ['A*v', (g, A, v) => g.mul(A, v), [17, 39]],
    ['v*A', (g, A, v) => g.mul(v, A), [23, 34]],
    ['A*A*v', (g, A, v) => g.mul(A, A, v), [95, 207]],
    ['2*A', (g, A) => g.mul(2, A), [2, 4, 6, 8]],
    ['A^2', (g, A) => g.pow(A, 2), [7, 10, 15, 22]],
    ['A.*A', (g, A) => g.dotMultiply(A, A), [1, 4, 9, 16]],
    ['v.^2', (g, _A, v) => g.dotPow(v, 2), [25, 36]],
    ['1./v', (g, _A, v) => g.dotDivide(30, v), [6, 5]],
    ['v/2', (g, _A, v) => g.div(v, 2), [2.5, 3]],
    ['v > 5', (g, _A, v) => g.gt(v, 5), [0, 1]],
    ['-v', (g, _A, v) => g.neg(v), [-5, -6]],
    ['sqrt(v - 1)', (g, _A, v) => g.sqrt(g.sub(v, g.vector([1, 2]))), [2, 2]],
    ['sum(A)', (g, A) => g.sum(A), 10],
    ['max(A)', (g, A) => g.max(A), 4],
    ['max(v, 5.5)', (g, _A, v) => g.max(v, 5.5), [5.5, 6]],
    ['norm(v - 2, 2)', (g, _A, v) => g.norm(g.sub(v, g.vector([2, 2]))), 5],
    ['frobenius(A)', (g, A) => g.frobenius(g.sub(A, g.matrix([[1, 2], [0, 0]]))), 5], // biome-ignore format: a matrix
    ['det(A)', (g, A) => g.det(A), -2],
    ['inv(A)*v', (g, A, v) => g.mul(g.inv(A), v), [-4, 4.5]],
    ['A\\v', (g, A, v) => g.solve(A, v), [-4, 4.5]],
    ["A'", (g, A) => g.transpose(A), [1, 3, 2, 4]],
    ['trace(identity(3))', g => g.trace(g.identity(3)), 3],
    ['diag(v)', (g, _A, v) => g.diag(v), [5, 0, 0, 6]],
    ['outer(v, v)', (g, _A, v) => g.outer(v, v), [25, 30, 30, 36]],
    ['variance(v)', (g, _A, v) => g.variance(v), 0.5],
  ])('%s', (_text, write, expected) => {
    const found = value(
      g => write(g, g.input('A', { shape: [2, 2] }), g.input('v', { shape: [2] })),
      [1, 2, 3, 4],
      [5, 6],
    );
    const list = typeof found === 'number' ? [found] : [...(found as Float64Array)];
    for (const [i, one] of [expected].flat().entries()) expect(list[i]).toBeCloseTo(one, 12);
    expect(list.length).toBe([expected].flat().length);
  });

  it('go with outputs, names and constraints', () => {
    const f = compile(g => {
      const v = g.param('v', { shape: [2], start: 1 });
      g.constraint('v', v, { lower: 0, upper: 4 });
      g.output('twice', g.name('double', g.mul(2, v)));
      g.output('sum', g.sum(v));
      return undefined;
    });
    expect(f.outputs).toEqual([
      { name: 'twice', shape: [2], offset: 0 },
      { name: 'sum', shape: [], offset: 2 },
    ]);
    expect(f.value([1, 2])).toEqual(Float64Array.of(2, 4, 3));
    expect(f.constraints([1, 2])).toEqual(Float64Array.of(1, 2));
  });

  it('say what does not go together', () => {
    const of = (write: (g: ProgramBuilder, u: Vector, v: Vector, A: Matrix) => unknown): string =>
      messageOf(g => write(g, g.vector([1, 2]), g.vector([1, 2, 3]), g.zeros(2, 3)));
    expect(of((g, u, v) => g.add(u, v))).toBe("WG302 '+' does not go with vector [2] and vector [3]");
    // @ts-expect-error a product of two vectors is none
    expect(of((g, u) => g.mul(u, u))).toContain('WG302');
    // @ts-expect-error a vector and a matrix have no sum
    expect(of((g, u, _v, A) => g.add(u, A))).toContain('WG302');
    // @ts-expect-error a vector has no power
    expect(of((g, u) => g.pow(u, 2))).toContain('WG302');
    // @ts-expect-error a vector divides nothing
    expect(of((g, u) => g.div(1, u))).toContain('WG302');
    expect(of((g, _u, _v, A) => g.det(A))).toContain("WG304 'det' does not go with matrix [2,3]");
    // @ts-expect-error one number is minimized
    expect(of((g, u) => g.minimize(u))).toContain('WG312 minimize takes one number, not a vector [2]');
    expect(of((g, u) => g.vector([u as unknown as Scalar]))).toContain('WG305');
    expect(of(g => g.matrix([[1], [1, 2]]))).toContain('WG305 matrix: its rows differ in length');
    expect(of(g => g.vector([]))).toContain('WG305 vector of no elements');
    expect(of(g => g.input('w', { shape: [0] }))).toContain('WG311');
    expect(of(g => g.input('w', { shape: [2], start: [1, 2, 3] }))).toContain('WG206');
    expect(of(g => g.input('w', { shape: [1e6, 1e6] }))).toContain('WG706');
  });
});

describe('types', () => {
  it('know shapes, and refuse what is no value', () => {
    compile(g => {
      const x = g.input('x');
      const v = g.input('v', { shape: [3] });
      const A = g.input('A', { shape: [3, 3] });
      const scalar: Scalar = g.dot(g.mul(A, v), g.sin(v));
      const vector: Vector = g.add(g.mul(A, v), x, 1);
      const matrix: Matrix = g.mul(2, A, x, A);
      const elements: Scalar[] = g.elements(vector);
      // @ts-expect-error a vector is no scalar
      const wrong: Scalar = g.add(v, 1);
      // @ts-expect-error a scalar is no number
      const number: number = x;
      // @ts-expect-error an object that looks like one is none
      const made: Scalar = {};
      void [wrong, number, made, matrix];
      return g.add(scalar, ...elements);
    });
  });

  it('refuse text, lists and methods that are not there', () => {
    const never = (): void => {
      compile(g => {
        // @ts-expect-error text is no value
        g.sin('x');
        // @ts-expect-error nor is a list
        g.add([1, 2]);
        // @ts-expect-error two at least
        g.sub(1);
        // @ts-expect-error no such operation
        g.sinn(1);
        // @ts-expect-error values are no numbers to calculate with
        return g.input('x') * 2;
      });
    };
    expect(never).toBeTypeOf('function');
  });
});

it.each(['data', 'residual', 'implicit'])('says that %s is of text', keyword => {
  // Types have no such method; programs in JavaScript ask for it all the same.
  const asked = (g: object): undefined => (g as Record<string, () => undefined>)[keyword]!();
  expect(() => compile(asked)).toThrow(
    `error[WG206]: '${keyword}' is of formulas that are text, and programs that are built have inputs and params`,
  );
});
