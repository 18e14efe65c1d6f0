// Names of functions that are also the program's: its own functions, variables, and products that look like calls.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import { isFunctionName, yielding } from '../../src/lower/functions.js';

/** `code line:column:length` of each. */
function warningsOf(formula: string): string[] {
  try {
    const { source, diagnostics } = compile(formula);
    void source;
    return placesOf(new FormulaError(diagnostics).toJSON().warnings);
  } catch (error) {
    if (error instanceof FormulaError) return placesOf(error.toJSON().warnings);
    throw error;
  }
}

const placesOf = (
  list: readonly { code: string; line: number | null; column: number | null; length: number | null }[],
) => list.map(({ code, line, column, length }) => `${code} ${line}:${column}:${length}`);

const firstError = (formula: string) => {
  try {
    void compile(formula).source;
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors[0];
    throw error;
  }
  return undefined;
};

describe("a program's own function", () => {
  it.each<[string, readonly number[], number]>([
    ['step(x) = x > 0\nstep(x) + step(-2)', [3], 1],
    ['beta(a, b) = gamma(a)*gamma(b)/gamma(a + b); beta(x, 3)', [2], 1 / 12],
    ['std(u) = 10*u\nf(u) = std(u) + 1\nf(x)', [2], 21],
    ['zeros() = 7; x + zeros()', [2], 9],
    ['x*diag()\ndiag() = x + 1', [2], 6],
    ['kron() + 1\nkron() = outer()\nouter() = x^2', [2], 5],
    ['sum(step()*i, i = 1:2)\nstep() = x*i', [2], 10],
    ['variance(variance) = variance^2\nvariance(x)', [3], 9],
    ['ones(u) = u; ones = ones(x); ones*2', [4], 8],
  ])('goes before the built-in: %j', (formula, at, expected) => {
    expect(compile(formula).value(...at)).toBeCloseTo(expected, 14);
  });

  it('goes before every built-in since 0.2, with a warning at its name', () => {
    const names = [...yielding].filter(isFunctionName);
    expect(names).toContain('transpose');
    for (const name of names) {
      const formula = `y = x + 1; ${name}(u) = 3*u\n${name}(y)`;
      expect(warningsOf(formula), name).toEqual([`WG217 1:12:${name.length}`]);
      expect(compile(formula).value(1)).toBe(6);
      expect(warningsOf(`x*${name}()\n${name}() = x`), name).toEqual([`WG217 2:1:${name.length}`]);
    }
  });

  it('is not that of 0.1', () => {
    for (const name of ['erf', 'relu', 'mean', 'size', 'ln'])
      expect(firstError(`${name}(u) = u\n${name}(x)`)?.code).toBe('WG207');
  });

  it('is never mistaken for the built-in where it is not defined yet', () => {
    expect(firstError('y = std(x, 2)\nstd(u, v) = u + v\ny')?.code).toBe('WG204');
    expect(firstError('std(u) = std(u) + 1\nstd(x)')?.code).toBe('WG205');
    expect(firstError('std() + x\nstd() = std() + 1')?.code).toBe('WG205');
    expect(firstError('std(u) = u\nstd(x*i, i = 1:3)')).toMatchObject({ code: 'WG309', line: 2, column: 1, length: 3 });
    expect(firstError('y = std(x*i, i = 1:3)\nstd(u) = u\ny')).toMatchObject({ code: 'WG309', line: 1, column: 5 });
  });
});

describe('variables', () => {
  it.each([
    ['step*x + beta'],
    ['input std, x\nstd x + std*x + std^2*x'],
    ['input beta, x\nbeta*x + beta*(x + 1)'],
    ['std = x^2; kron = std + 1; kron*std'],
    ['sum(zeros*x, zeros = 1:3)'],
    ['f(ones) = ones^2; f(x)'],
    ['input gamma, x\ngamma*gamma(x)'],
  ])('may have any name: %j', formula => {
    expect(warningsOf(formula)).toEqual([]);
  });

  it('are inferred before a factor, with a warning where a call may be meant', () => {
    const { inputs, value } = compile('std x + std^2 x + 1');
    expect(inputs.map(({ name }) => name)).toEqual(['std', 'x']);
    expect(value(2, 3)).toBe(19);
    expect(warningsOf('1 + std x + std^2 x')).toEqual(['WG219 1:5:3']);
    expect(warningsOf('kron^2 x')).toEqual(['WG219 1:1:4']);
    expect(firstError('erf x')?.code).toBe('WG208');
    expect(firstError('input x\nstd x')).toMatchObject({ code: 'WG208', line: 2, column: 1, length: 3 });
  });
});

describe('a call that stands apart from its argument', () => {
  it.each([
    ['input gamma, x\n2 + gamma (x + 1) + gamma', ['WG218 2:5:5']],
    ['input gamma, x\ngamma  (x)*gamma\t(x)*gamma', ['WG218 2:1:5', 'WG218 2:12:5']],
    ['gamma*x + gamma (x + 1)', ['WG218 1:11:5']],
    ['gamma (x + 1)*gamma', ['WG218 1:1:5']],
    ['f(u) = u^2; input f, x\nf (x) + f', ['WG218 2:1:1']],
    ['param k[2]\nconst sum = 2\nsum (k)*sum', ['WG218 3:1:3']],
    ['g(exp) = exp (exp) + 1\ng(2)*g(x)', ['WG218 1:10:3']],
    ['sum(exp (exp)*x, exp = 1:3)', ['WG218 1:5:3']],
    ['abs = x^2; y = abs (x); y*abs', ['WG218 1:16:3']],
    ['(x + gamma # of x\n (x))*gamma', ['WG218 1:6:5']],
  ])('warns where its name is a variable, too: %j', (formula, places) => {
    expect(warningsOf(formula)).toEqual(places);
  });

  it('says how to write either', () => {
    const [warning] = new FormulaError(compile('input gamma, x\ngamma (x + 1)*gamma').diagnostics).toJSON().warnings;
    expect(warning?.help).toContain("write 'gamma*(…)'");
    expect(warning?.help).toContain("'gamma(…)'");
  });

  it('is a call all the same', () => {
    expect(compile('input gamma, x\ngamma (x + 1)*gamma').value(10, 3)).toBeCloseTo(60, 12);
  });

  it.each([
    ['sin (x + 1)'],
    ['input x\ngamma (x + 1)'],
    ['input gamma, x\ngamma(x + 1)*gamma'],
    ['input atan2, x\natan2 (x, 2)*atan2'],
    ['input sum, x[3]\nsum (x[i], i = 1:3)*sum'],
  ])('says nothing where no product can be meant: %j', formula => {
    expect(warningsOf(formula)).toEqual([]);
  });

  it('of too few arguments says that the variable wants *', () => {
    const wanted = { code: 'WG206', line: 2, column: 1, help: "'kron' is a variable; write 'kron*(…)' for a product" };
    expect(firstError('input kron, x\nkron(x + 1)*kron')).toMatchObject(wanted);
    expect(firstError('input kron, x\nkron (x + 1)*kron')).toMatchObject(wanted);
    expect(firstError('input atan2, x\natan2 (x + 1)*atan2')).toMatchObject({ code: 'WG206', line: 2, column: 1 });
    expect(firstError('kron(x)')).toMatchObject({ code: 'WG206', help: null });
    expect(firstError('atan2(x)')).toMatchObject({
      code: 'WG206',
      help: "write 'atan2(y, x)', or 'atan(x)' of a quotient",
    });
    expect(firstError('f(kron) = kron(2)*kron\nf(x)')).toMatchObject({ ...wanted, line: 1, column: 11 });
    expect(firstError('input k, x\nk (x + 1)')?.code).toBe('WG201');
  });
});

describe('end', () => {
  it.each([
    ['param x[3]; sum(x[end], end = 1:3)', 19],
    ['param x[3]; f(end) = x[end]; f(1)', 24],
    ['param x[3]; end = 2; x[end]', 24],
    ['param x[3], end = 2; x[end]', 24],
  ])('is not the last index as well in %j', (text, column) => {
    const found = firstError(text);
    expect([found?.code, found?.column]).toEqual(['WG202', column]);
    expect(found?.message).toBe("'end' is the last index here, and a name of this program as well");
  });

  it('is a name where no brackets are', () => {
    expect(firstError('param start = 0, end = 2; x[1]*(end - start)')?.code).not.toBe('WG202');
    expect(compile('input x[3]; x[end] + x[end - 1]').value([1, 2, 4])).toBe(6);
  });
});
