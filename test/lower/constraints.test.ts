import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';

const listed = (formula: string) => compile(formula).constraintList ?? [];
const boundsOf = (formula: string) => compile(formula).wrt.map(({ name, lower, upper }) => ({ name, lower, upper }));

function refused(formula: string): string {
  try {
    compile(formula);
  } catch (error) {
    if (error instanceof FormulaError)
      return error.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n');
  }
  throw new Error('it is not refused');
}

describe('relations', () => {
  it('are the left side minus the right one', () => {
    const compiled = compile('input x, y; constraint x*y == y + 3; constraint x >= y; constraint x^2 <= 2*y; x + y');
    expect(compiled.constraintList).toEqual([
      { text: 'x*y == y + 3', kind: 'equality', shape: [], offset: 0, lower: 0, upper: 0 },
      { text: 'x >= y', kind: 'inequality', shape: [], offset: 1, lower: 0 },
      { text: 'x^2 <= 2*y', kind: 'inequality', shape: [], offset: 2, upper: 0 },
    ]);
    expect([...compiled.constraints(2, 5)]).toEqual([2, -3, -6]);
  });

  it('between two numbers are what stands there', () => {
    const compiled = compile('input x, y; constraint 1 <= x*y <= 4; constraint 9 >= x + y >= 2 + 1; x');
    expect(compiled.constraintList).toMatchObject([
      { lower: 1, upper: 4 },
      { lower: 3, upper: 9 },
    ]);
    expect([...compiled.constraints(2, 5)]).toEqual([10, 7]);
    expect(listed('input x, y; constraint 2 <= x*y <= 2; x')).toMatchObject([{ kind: 'equality', lower: 2, upper: 2 }]);
  });

  it('in other chains hold between neighbours', () => {
    expect(listed('a + b + c; constraint a == b == c')).toMatchObject([{ text: 'a == b' }, { text: 'b == c' }]);
    expect(listed('input x, y, z; constraint x*z <= y <= z; x + y + z').map(({ text }) => text)).toEqual([
      'x*z <= y',
      'y <= z',
    ]);
    // Both bounds, though each stands on another side.
    expect(listed('input x, y; constraint 1 <= x*y >= 0; x')).toHaveLength(2);
  });

  it('hold element by element', () => {
    const compiled = compile('input a[3], b[3]; constraint a .* b <= [1, 2, 3]; constraint a == 2; sum(a .* b)');
    expect(compiled.constraintList).toMatchObject([
      { shape: [3], offset: 0, upper: 0 },
      { shape: [3], offset: 3, lower: 0, upper: 0 },
    ]);
    expect([...compiled.constraints([1, 2, 3], [4, 5, 6])]).toEqual([3, 8, 15, -1, 0, 1]);
    const range = compile('input A[2,2]; constraint [1, 2; 3, 4] <= 2*A <= 9; det(A)');
    expect(range.constraintList).toMatchObject([
      {
        shape: [2, 2],
        lower: [
          [1, 2],
          [3, 4],
        ],
        upper: 9,
      },
    ]);
  });

  it('are made by comprehensions of any length', () => {
    const compiled = compile('const n = 150; input x[n]; constraint array(x[i+1] - x[i], i = 1:n-1) == 0; sum(x)');
    expect(compiled.constraintList).toMatchObject([{ shape: [149], lower: 0, upper: 0 }]);
    expect(compiled.constraintsJacobianPattern).toMatchObject({ cols: { length: 298 } });
  });

  it('have their text on one line, without comments', () => {
    const [only] = listed('input x, y\nconstraint (x + # of "all"\n  y) ==\n  3*x\nx');
    expect(only!.text).toBe('(x + y) == 3*x');
  });

  it('go with data, residuals and sizes that are known at run time, where these make one number', () => {
    const fit = compile('param a, b; data x, y; y = a*x + b; constraint a + b == 1');
    expect([...fit.constraints(2, 3, [1], [1])]).toEqual([4]);
    const sized = compile('param p[n]; constraint sum(p) == 1; sum(p .^ 2)');
    expect([...sized.constraints([1, 2])]).toEqual([2]);
    expect(() => sized.constraintsJacobianSparse).toThrow(/number is known at run time only/);
  });
});

describe('a parameter beside a number', () => {
  it('is bounded', () => {
    expect(boundsOf('param p; constraint p >= 1; constraint 3 >= p; p^2')).toEqual([{ name: 'p', lower: 1, upper: 3 }]);
    expect(boundsOf('param p[2]; constraint [0, 1] <= p <= 5; sum(p)')).toEqual([
      { name: 'p', lower: [0, 1], upper: [5, 5] },
    ]);
    // The tighter ones of those that are given.
    expect(boundsOf('param p in [0, 10]; constraint p >= -1; constraint p <= 4; p')).toEqual([
      { name: 'p', lower: 0, upper: 4 },
    ]);
    expect(listed('param p; constraint 0 <= p <= 1; p')).toEqual([]);
    // An inferred one is varied as well.
    expect(boundsOf('constraint x >= 0; x^2')).toEqual([{ name: 'x', lower: 0, upper: undefined }]);
    expect(boundsOf('param p[n] = 1; constraint p >= 0; sum(p)')).toMatchObject([{ name: 'p', lower: 0 }]);
  });

  it('stays a constraint where a bound would leave nothing, so that solvers say so', () => {
    expect(listed('param p; constraint p >= 1; constraint p <= 0; p')).toMatchObject([{ text: 'p <= 0' }]);
    expect(listed('param p in [0, 1]; constraint p >= 2; p')).toMatchObject([{ text: 'p >= 2' }]);
  });

  it('is an equation with ==, and none of an input that stays what it is', () => {
    expect(listed('param p; constraint p == 1; p^2')).toHaveLength(1);
    expect(listed('param p; input a; constraint a >= 0; p*a')).toHaveLength(1);
  });
});

describe('refused', () => {
  it.each([
    ['x < 3; x', "WG124 '<' is no relation of a constraint"],
    ['1 <= x != 3; x', "WG124 '!=' is no relation of a constraint"],
    ['x + 1; x', 'WG124 a constraint is a comparison'],
    ['x >= 0 and y >= 0; x + y', 'WG124 a constraint is a comparison'],
    ['3 <= x*y <= 1; x', 'WG216 the lower bound of the constraint is above the upper'],
    ['1 >= x >= 3; x', 'WG216 the lower bound of the constraint is above the upper'],
    ['x <= 0/0; x', 'WG216 the constraint has a side that is not a number'],
    ['[x, y] == [1, 2, 3]; x + y', 'WG302 a constraint does not go with vector [2] and vector [3]'],
    ['a*x >= 0; param a; data x; sum(a*x)', 'WG203'],
  ])('constraint %s', (formula, said) => {
    expect(refused(`constraint ${formula}`)).toContain(said);
  });

  it('what every row has one of', () => {
    expect(refused('param a; data x; constraint a*x >= 0; sum(a*x)')).toContain('depends on the row of the data');
    expect(refused('param p[n]; constraint 2*p >= 0; sum(p)')).toContain('as long as is known at run time only');
  });

  it('faults of its sides once', () => {
    expect(refused('param x; constraint x == y + z; x').split('\n')).toHaveLength(2);
  });
});

describe('of a program that is built', () => {
  it('has a name and bounds', () => {
    const compiled = compile(g => {
      const [x, y] = [g.param('x', { start: 0 }), g.param('z', { start: 0 })];
      g.constraint('onCurve', g.sub(y, g.exp(x)), { lower: 0, upper: 0 });
      g.constraint('below', y, { upper: 3 });
      return g.minimize(g.add(g.square(g.sub(y, g.constant(2))), g.square(x)));
    });
    expect(compiled.constraintList).toEqual([
      { text: 'onCurve', kind: 'equality', shape: [], offset: 0, lower: 0, upper: 0 },
      { text: 'below', kind: 'inequality', shape: [], offset: 1, upper: 3 },
    ]);
    expect([...compiled.constraints(0, 4)]).toEqual([3, 4]);
  });

  it.each([
    [{}, 'WG206'],
    [{ lower: 2, upper: 1 }, 'WG216'],
    [{ lower: Number.NaN }, 'WG216'],
  ])('is refused with bounds %j', (bounds, code) => {
    const build = () =>
      compile(g => {
        const x = g.input('x');
        g.constraint('c', x, bounds);
        return x;
      });
    expect(build).toThrow(expect.objectContaining({ diagnostics: [expect.objectContaining({ code })] }));
  });
});

describe('constraints for each index', () => {
  const constraintsOf = (text: string) => compile(text).constraintList!;

  it('are those of arrays, with the text that is written', () => {
    const program = compile(`const n = 4
      param x[n] = 1
      minimize dot(x, x)
      constraint x[i+1] - x[i] >= i/2 for i = 1:n-1
      constraint 0 <= x[i] + i <= 3*i for i = n:-2:1`);
    expect(program.constraintList).toEqual([
      { text: 'x[i+1] - x[i] >= i/2 for i = 1:n-1', kind: 'inequality', shape: [3], offset: 0, lower: 0 },
      {
        ...{ text: '0 <= x[i] + i <= 3*i for i = n:-2:1', kind: 'inequality', shape: [2], offset: 3 },
        ...{ lower: 0, upper: [12, 6] },
      },
    ]);
    expect([...program.constraints([1, 2, 4, 8])]).toEqual([0.5, 1, 2.5, 12, 4]);
  });

  it('of two indices are those of a matrix', () => {
    const [of] = constraintsOf('param T[2,3] = 1; minimize sum(T); constraint T[i,j] == i*j for i = 1:2, j = 1:3');
    expect(of).toMatchObject({ shape: [2, 3], kind: 'equality', lower: 0, upper: 0 });
  });

  it('are none where the range is empty', () => {
    expect(
      compile('const n = 1; param x[n] = 1; minimize x[1]^2; constraint x[i+1] >= x[i] for i = 1:n-1').value,
    ).toBeTypeOf('function');
    expect(compile('param x = 1; minimize x^2; constraint x + i >= 0 for i = 2:1').constraintList).toBeUndefined();
  });

  it('are equations of implicit unknowns, too', () => {
    const { value, gradient } = compile(
      'input a[3]; implicit z[3] = 1; constraint z[i]^i == a[i] for i = 1:3; z[1] + z[2] + z[3]',
    );
    expect(value([2, 9, 8])).toBeCloseTo(7, 13);
    expect([...gradient([2, 9, 8])]).toEqual([1, 1 / 6, 1 / 12].map(of => expect.closeTo(of, 13)));
  });

  it('leave for a name elsewhere', () => {
    const { value } = compile('param for = 2; minimize for^2; constraint for >= 1');
    expect(value(3)).toBe(9);
  });

  it.each([
    ['constraint x[i] + 1 for i = 1:2', 'WG124', 'a constraint is a comparison'],
    ['constraint x[i] < 1 for i = 1:2', 'WG124', "'<' is no relation of a constraint"],
    ['constraint x[i] >= 0 for i = 2', 'WG309', "'i' needs a range of numbers"],
    ['constraint x[i] >= 0 for i = 1:4', 'WG308', 'index 4 is not one of 1 … 3'],
    ['constraint x[i] >= for i = 1:2', 'WG103', "the expression ends after '>='"],
    ['constraint x[i] == y for i = 1:3', 'WG313', 'the constraint depends on the row of the data'],
  ])('%s is refused', (statement, code, message) => {
    const refused = () => compile(`param x[3] = 1; data y; minimize dot(x, x) + mean(y); ${statement}`);
    expect(refused).toThrowError(expect.objectContaining({ diagnostics: [expect.objectContaining({ code })] }));
    expect(refused).toThrowError(message);
  });
});
