// What programs over rows, of unknown sizes and with recurrences may not say, and the ways out that are named.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import type { CompileOptions } from '../../src/options.js';
import { hasData, hasRecurrences, hasResiduals, hasSizes, unless } from './support.js';

/** A program, words of its errors, and a piece of the help of one of them. */
type Sample = readonly [formula: string, said: RegExp, help?: RegExp | undefined, options?: CompileOptions];

function expectRefused([formula, said, help, options]: Sample): void {
  let thrown: unknown = null;
  try {
    compile(formula, options);
  } catch (error) {
    thrown = error;
  }
  expect(thrown, formula).toBeInstanceOf(FormulaError);
  const { diagnostics } = thrown as FormulaError;
  // What is missing is not said in place of what is wrong.
  expect(diagnostics.map(({ code }) => code)).not.toContain('WG199');
  expect(diagnostics.map(({ message }) => message).join('\n')).toMatch(said);
  if (help !== undefined) expect(diagnostics.map(({ help }) => help).join('\n')).toMatch(help);
}

const list = (samples: readonly Sample[]): void => {
  for (const sample of samples) it(JSON.stringify(sample[0]), () => expectRefused(sample));
};

describe.skipIf(!hasData)(`refused of rows${unless(hasData)}`, () => {
  list([
    // A result of every row.
    ['param p\ndata x\np*x', /row/, /sum\(/],
    ['param p\ndata x\nz = exp(p*x)\nz', /row/, /sum\(/],
    ['param p\ndata x[2]\np*x', /row/, /sum\(/],
    ['param p\ndata x\n[p, x]', /row/, /sum\(/],
    ['param p\ndata x\na = sum(p*x)\nb = p*x\noutput a, b', /row/, /sum\(/],
    ['param p\ndata x[3]\nsum(x)*p', /row/, /sum\(/],
    ['param p\ndata x\nminimize p*x', /row/, /sum\(/],
    // A number that no row is in reduces nothing.
    ['param p\ndata x\nsum(p) + sum(x)', /reduces nothing|row/],
    ['param p\ndata x\nsum(sum(p*x))', /reduces nothing|row/],
    ['param p\ndata x\nmean(count(x))*p', /reduces nothing|row/],
    ['param p\ndata x\nmax(3) + p*sum(x)', /reduces nothing|row/],
    // Rows have no numbers.
    ['param p\ndata x\nsum(p*x[1])', /data/, /input x\[n\]/],
    ['param p\ndata x\nsum(p*x[i], i = 1:3)', /data/, /input x\[n\]/],
    ['param p\ndata x[2]\nsum(p*x[1, 2])', /./],
    ['param p\ndata x[2]\nsum(p*x[3])', /3/],
    ['param p\ndata x[2], y[3]\nsum(p*dot(x, y))', /./],
    // Names.
    ['param p\ndata x\nx = 3\nx = 4\nsum(p*x)', /x/],
    ['param p\ndata x, x\nsum(p*x)', /x/],
    ['param x\ndata x\nsum(x)', /x/],
    ['param p\ndata x = 3\nsum(p*x)', /./],
    ['param p\ndata x in [0, 1]\nsum(p*x)', /./],
    ['param p\ndata x[0]\nsum(p*sum(x))', /./],
    ['data x\nconst n = x\nsum(n*x)', /./],
    ['param p\nsum(p*x)\ndata x', /./],
    ['param p\ndata x\nsum(p*z)', /z/],
    // Only parameters and inputs are differentiated.
    ['param p\ndata x\nsum(p*x)', /x/, undefined, { wrt: ['x'] }],
    ['input c\ndata x\nsum(c*x)', /x/, undefined, { wrt: ['c', 'x'] }],
    // Derivatives of what has several numbers.
    ['param p\ndata x\n[sum(p*x), mean(p*x)]', /./, /jacobian/, { emit: ['gradient'] }],
    ['param p\ndata x\nA = [x, p; p, x]\nsum(A)', /row/, /sum\(/],
  ]);

  it('an unused column is warned about', () => {
    const { diagnostics } = compile('param p\ndata x, y\nsum(p*x)');
    expect(diagnostics.map(({ message }) => message)).toEqual(["'y' is declared but never used"]);
    expect(diagnostics.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('functions and columns have names of their own', () => {
    const f = compile('param p\ndata sum\nsum(p*sum)');
    expect(f.value(2, [1, 2, 3])).toBe(12);
    expect(f.gradient(2, [1, 2, 3])).toEqual(Float64Array.of(6));
  });

  it('a name in count is used', () => {
    expect(compile('param p\ndata x, y\nsum(p*x)/count(y)').diagnostics).toEqual([]);
  });
});

describe.skipIf(!hasResiduals)(`refused of responses${unless(hasResiduals)}`, () => {
  list([
    ['param p\ndata x, y\ny = p*x\ny = p + x', /y/],
    ['param p\ndata x, y\ny = p*x\nsum(p*x)', /./],
    ['param p\ndata x, y[2]\ny = p*x', /./],
    ['param p, q[2]\ndata x, y\ny = q*x', /./],
    // A number is not taken as a vector of them.
    ['param p\ndata x, y[2]\ny = p', /y/],
  ]);
});

describe.skipIf(!hasSizes)(`refused of unknown sizes${unless(hasSizes)}`, () => {
  list([
    ['param p\ninput x[n]\nsum(p*x[i+1], i = 1:n)', /x/],
    ['param p\ninput x[n]\nsum(p*x[i-1], i = 1:n)', /x/],
    ['param p\ninput x[n]\nsum(p*x[i-2], i = 2:n)', /x/],
    ['param p\ninput x[n]\np*x[0]', /0|x/],
    ['param p\ninput x[n]\np*x[n+1]', /x/],
    ['param p\ninput x[n], y[m]\np*dot(x, y)', /./],
    ['param p\ninput x[n], y[m]\nsum(p*x[i]*y[i], i = 1:n)', /y/],
    ['param p\ninput x[n], y[3]\nsum(x .* y)*p', /./],
    ['param p\ninput x[n]\nn = 3\nsum(p*x)', /n/],
    ['param n\ninput x[n]\nn*sum(x)', /n/],
    ['param p\ninput A[n,m]\nsum(A)*p', /./],
    ['param p\ninput x[n+1]\nsum(x)*p', /./],
    ['param p\ninput x[n]\nsum(p*A[i], i = 1:n)', /A/],
  ]);

  // Which elements are no zeros depends on how many there are.
  it.each(['jacobianSparse', 'jacobianPattern', 'hessianSparse', 'hessianPattern'] as const)(
    "'%s' where the size of something differentiated is unknown",
    name => {
      const program = 'param p[n], q\ninput x[n]\nsum(q*p .* x)';
      expectRefused([program, /'p'/, /hvp/, { emit: [name] }]);
      let thrown: unknown = null;
      try {
        (compile(program)[name] as () => unknown)();
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(FormulaError);
      expect((thrown as FormulaError).diagnostics.map(({ code }) => code)).toEqual(['WG403']);
    },
  );

  it('but not where that is an input that is not differentiated', () => {
    const f = compile('param p, q\ninput x[n]\nsum(q*p^2*x)');
    expect(Array.from(f.hessian(3, 2, [1, 2]) as Float64Array)).toEqual([12, 18, 18, 0]);
    expect(Array.from(f.jacobian(3, 2, [1, 2]) as Float64Array)).toEqual([36, 27]);
  });
});

describe.skipIf(!hasRecurrences)(`refused of recurrences${unless(hasRecurrences)}`, () => {
  list([
    // A gap, an overlap, too few bases, another reference than to what is before.
    ['param p\nz[1] = p\nz[i] = p*z[i-1] for i = 3:9\nz[9]', /z/],
    ['param p\nz[1] = p\nz[2] = p\nz[i] = p*z[i-1] for i = 2:9\nz[9]', /z/],
    ['param p\nz[1] = p\nz[i] = p*z[i-1] + z[i-2] for i = 2:9\nz[9]', /z/],
    ['param p\nz[i] = p*z[i-1] for i = 2:9\nz[9]', /z/],
    ['param p\nz[1] = p\nz[i] = p*z[i] for i = 2:9\nz[9]', /z/],
    ['param p\nz[1] = p\nz[i] = p*z[i+1] for i = 2:9\nz[9]', /z/],
    ['param p\nz[1] = p\nz[i] = p*z[2*i] for i = 2:9\nz[9]', /z/],
    ['param p\nz[1] = p\nz[i] = p*z[1] + z[i-1] for i = 2:9\nz[10]', /z|10/],
    ['param p\nz[1] = p\nz[i] = p*sum(z) for i = 2:9\nz[9]', /z/],
    ['param p\nz[9] = p\nz[i] = p*z[i-1] for i = 8:-1:1\nz[1]', /z/],
    ['param p\nz[1] = p\nz[1] = 2*p\nz[i] = p*z[i-1] for i = 2:9\nz[9]', /z/],
    ['param p\nz = p\nz[i] = p*z[i-1] for i = 2:9\nz[9]', /z/],
    ['param p\nz[1] = p\nz[i] = p*z[i-1] for i = 2:m\nz[2]', /m/],
    ['param p\nz[1] = p\nz[i] = p*z[i-1] for i = 2:p\nz[2]', /p/],
    ['param p\nz[1] = p\nz[i] = [p, z[i-1]] for i = 2:5\nz[5]', /./],
  ]);

  it("'for' stays an ordinary name elsewhere", () => {
    expect(compile('param for\nfor^2 + for').gradient(3)).toEqual(Float64Array.of(7));
  });
});
