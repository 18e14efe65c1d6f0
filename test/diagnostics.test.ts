// Samples of errors with their places and ways out; that every code has one is what catalogue.test.ts sees to.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../src/index.js';
import type { CompileOptions } from '../src/options.js';
import '../src/wasm.js';

/** Code, formula, line:column:length of the error, a piece of its help; options where they are at fault. */
type Sample = readonly [code: string, formula: string, place: string, help: string, options?: CompileOptions];

const samples: readonly Sample[] = [
  ['WG100', '# nothing', '', 'write an expression'],
  ['WG101', 'x + @', '1:5:1', ''],
  ['WG102', 'y =', '1:3:1', ''],
  ['WG103', 'x +', '1:3:1', ''],
  ['WG103', 'x * / y', '1:5:1', 'operand is missing'],
  ['WG104', 'x + 3 4', '1:7:1', "need '*'"],
  ['WG105', '1e999*x', '1:1:5', 'Infinity'],
  ['WG107', 'a = (b + 1\nc', '1:5:1', ''],
  ['WG107', '(x]', '1:3:1', ''],
  ['WG108', 'input x y\nx', '1:9:1', 'commas separate'],
  ['WG109', 'x\0y', '1:2:1', 'UTF-8'],
  ['WG110', 'x % 3', '1:3:1', 'mod(a, b)'],
  ['WG111', 'x + "a"', '1:5:3', 'real numbers'],
  ['WG112', '{x}', '1:1:1', ''],
  ['WG113', 'x && y', '1:3:2', "'and'".replaceAll("'", '')],
  ['WG113', '!x', '1:1:1', 'not'],
  ['WG114', '|x|', '1:1:1', 'abs(x)'],
  ['WG115', 'x & y', '1:3:1', 'and'],
  ['WG116', 'x === y', '1:3:3', "'=='"],
  ['WG117', 'x.constructor("a")()', '1:2:12', 'x_constructor'],
  ['WG118', '5 cm to inch', '1:6:2', 'factor'],
  ['WG119', 'x − y', '1:3:1', "'-'"],
  ['WG119', 'x²', '1:2:1', "'^2'"],
  ['WG120', 'input x', '', 'end it'],
  ['WG121', 'x/2y', '1:1:4', '(x/2)*y'],
  ['WG121', 'a/b c', '1:1:5', '(a/b)*c'],
  ['WG122', 'not x > 1', '1:1:9', 'not (x > 1)'],
  ['WG123', 'v[1](2)', '1:1:7', "'*'"],
  ['WG124', 'constraint x + 1', '1:12:5', 'lhs == rhs'],
  ['WG125', 'x + 1 = 3', '1:1:5', 'name'],
  ['WG126', 'sin(x = 3)', '1:7:1', "'=='"],
  ['WG124', 'input x\nconstraint x > 1\nx', '2:14:1', ''],
  ['WG201', 'y = 1\n2 * tanhh(x) + y', '2:5:5', "'tanh'"],
  ['WG202', 'a = x\na = 3\na', '2:1:1', 'another name'],
  ['WG203', 'input alpha\nalpha*alpa', '2:7:4', "'alpha'"],
  ['WG204', 'y = a*x\na = 3\ny', '1:5:1', 'move'],
  ['WG205', 'x = y + 1\ny = x*2\ny', '1:5:1', 'name of its own'],
  ['WG205', 'x*r()\nr() = r() + 1', '2:7:1', 'cannot call themselves'],
  ['WG205', 'input x\nf(u) = f(u) + x\nf(x)', '2:8:1', 'cannot call themselves'],
  ['WG205', 'input x\nf(u) = g(u)\ng(u) = f(u)\ng(x)', '2:8:1', 'cannot call themselves'],
  ['WG205', 'r()\nr() = s()\ns() = sum(r(), i = 1:2)', '3:11:1', 'cannot call themselves'],
  ['WG205', 'f(u) = r() + u\nf(1)\nr() = f(2)', '3:7:1', 'cannot call themselves'],
  ['WG206', 'sin(x, y)', '1:1:9', ''],
  ['WG207', 'sin(x) = x\nsin(2)', '1:1:3', 'another name'],
  ['WG208', 'sin x', '1:1:3', 'sin(x)'],
  ['WG208', 'sin^2(x)', '1:1:3', 'sin(x)^2'],
  ['WG212', 'x + 1\ny', '1:1:5', 'output'],
  ['WG214', 'input x\nconst n = x\nn*x', '2:11:1', ''],
  ['WG215', 'minimize x\nmaximize y', '2:1:8', 'weights'],
  ['WG216', 'param p = 3 in [0, 1]\np', '1:13:9', ''],
  ['WG220', 'x + j0(x)', '1:5:5', "import 'wengert/special'"],
  ['WG301', 'max(x)', '1:1:6', 'max(a, b)'],
  ['WG401', 'alpha*x', '', "'alpha'", { wrt: ['alpa'] }],
  ['WG402', 'emit valu\nx', '1:6:4', "'value'"],
  ['WG403', 'a = x\nb = y\noutput a, b\nemit hessian', '4:6:7', "'jacobian'"],
  ['WG301', 'sum(x)', '1:1:6', 'vector'],
  ['WG302', 'input u[3], v[2]\nu + v', '2:3:1', 'scalar'],
  ['WG302', 'input u[3], v[3]\nu*v', '2:2:1', 'dot(u, v)'],
  ['WG302', 'input u[3]\n1/u', '2:2:1', "'./'"],
  ['WG302', 'input u[3]\nu^2', '2:2:1', "'.^'"],
  ['WG302', 'input A[2,3], B[2,3]\nA*B', '2:2:1', 'inner sizes, here 3 and 2'],
  ['WG302', 'input u[3], v[2]\nmax(u, v)', '2:1:9', 'scalar'],
  ['WG302', 'input u[3], v[2]\nu < v', '2:3:1', 'scalar'],
  ['WG302', 'input u[3], v[2]\nx = 1\nx > 0 ? u : v', '3:1:13', 'scalar'],
  ['WG302', 'input A[2,3]\nA^2', '2:2:1', 'square'],
  ['WG302', 'input u[3]\nsum(u[1:i], i = 1:3)', '2:5:6', ''],
  ['WG303', 'input A[2,2], x\nA^x', '2:2:1', "'.^'"],
  ['WG304', 'input A[2,3]\ndet(A)', '2:1:6', 'square'],
  ['WG304', 'input u[3], v[2]\ndot(u, v)', '2:1:9', 'equal length'],
  ['WG304', 'input u[2]\ncross(u, u)', '2:1:11', 'vectors [3]'],
  ['WG304', 'x = 1; size(x)', '1:8:7', 'vector or a matrix'],
  ['WG305', '[1, 2; 3]', '1:9:1', 'same length'],
  ['WG305', 'input u[2]\n[u, 3]', '2:1:6', 'equal length'],
  ['WG305', 'input x\narray(x*i, i = 1:3, j = 1:i)', '2:1:28', 'inner range'],
  ['WG306', 'input x\nsum(x*i, i = 1:)', '2:14:2', 'write both'],
  ['WG306', 'input v[2]\nv[max(1, 2:)]', '2:10:2', 'write both'],
  ['WG306', ':2', '1:1:2', 'write both'],
  ['WG306', '2*a[end]', '1:3:6', 'declare its shape'],
  ['WG306', 'input v[3]\nv[1, end]', '2:1:9', "'v[i]'"],
  ['WG306', 'sum(a[1:end])', '1:5:8', 'declare its shape'],
  ['WG306', 'input A[2,3]\nA[1]', '2:1:4', "'A[i, :]'"],
  ['WG306', 'input x\nx[1]', '2:1:4', 'x[3]'],
  ['WG307', 'input u[3], k\nu[k]', '2:3:1', 'consts'],
  ['WG307', 'input n\nsum(i, i = 1:n)', '2:12:3', 'const n'],
  ['WG308', 'input u[3]\nu[4]', '2:3:1', 'from 1'],
  ['WG308', 'input u[3]\nu[0:2]', '2:3:3', 'from 1'],
  ['WG309', 'input x\nsin(x*i, i = 1:3)', '2:1:3', 'sum'],
  ['WG309', 'input x\nsum(x*i, i = 3)', '2:14:1', 'i = 1:n'],
  ['WG310', 'input x\nmax(x*i, i = 1:0)', '2:1:17', 'longer'],
  ['WG311', 'input u[0]\nu', '1:9:1', 'u[3]'],
  ['WG311', 'input u[2,2,2]\nu', '1:8:7', 'two'],
  ['WG311', 'input u[3] = [1, 2]\nu', '1:14:6', 'same shape'],
  ['WG312', 'input u[3]\nminimize u', '2:10:1', 'sum(…)'],
  ['WG403', 'input u[3]\nemit gradient\nu', '2:6:8', "'jacobian'"],
  ['WG706', 'input x\nsum(x, i = 1:1000000000)', '2:12:12', 'nodes'],
  ['WG706', 'input x[1000000000]\nx[1]', '1:8:12', 'nodes'],
  ['WG706', 'input x[70000]\nmax(x)', '2:1:6', 'parts'],
  ['WG706', 'input x[1200]\nhypot(x)', '', "'js'", { target: 'wasm', emit: ['value'] }],
  ['WG602', 'x', '', "'js'", { target: 'gpu' as 'js' }],
  ['WG701', `${'('.repeat(300)}x${')'.repeat(300)}`, '1:201:1', 'nesting'],
  ['WG702', 'x + y', '', 'textLength', { limits: { textLength: 3 } }],
  ['WG703', 'x*y + sin(x) + cos(y)', '1:1:12', 'nodes', { limits: { nodes: 4 } }],
  ['WG703', 'input x, v[100]\nx', '1:10:6', 'nodes', { limits: { nodes: 100 } }],
  ['WG705', `y = x\n${'y + '.repeat(9000)}y`, '2:1:2045', 'seconds', { limits: { seconds: 0 } }],
  ['WG705', `x + sum(1${', i = 1:9'.repeat(9)})`, '1:88:3', 'seconds', { limits: { seconds: 0 } }],
  ['WG707', `x + ${'y'.repeat(2000)}`, '1:5:2000', 'shorten'],
];

function errorsOf(formula: string, options: CompileOptions = {}) {
  try {
    void compile(formula, options).source;
  } catch (error) {
    if (error instanceof FormulaError) return error.toJSON().errors;
    throw error;
  }
  return [];
}

describe('errors', () => {
  const named = samples.map(([code, formula, place, help, options]) => ({ code, formula, place, help, options }));
  it.each(named)('$code: $formula', ({ code, formula, place, help, options }) => {
    const [first] = errorsOf(formula, options);
    expect(first?.code).toBe(code);
    expect(first?.line == null ? '' : `${first.line}:${first.column}:${first.length}`).toBe(place);
    expect(first?.help ?? '').toContain(help);
  });

  it('reports several errors of a phase at once, in the order of the text', () => {
    expect(errorsOf('a = x % 3\nb = "s"\nc = 5 cm to m').map(error => `${error.code} ${error.line}`)).toEqual([
      'WG110 1',
      'WG111 2',
      'WG118 3',
    ]);
  });
});

describe('warnings', () => {
  const warningsOf = (formula: string): string[] => compile(formula).diagnostics.map(({ code }) => code);
  it.each([
    ['WG106', '9007199254740993*x'],
    ['WG106', '1e-400*x'],
    ['WG209', 'e*x'],
    ['WG210', 'a = x^2\nb = 3*x\nb'],
    ['WG211', 'lambda^2 + lambda*x + lamda'],
  ])('%s: %j', (code, formula) => {
    expect(warningsOf(formula)).toEqual([code]);
  });

  it('says nothing about ordinary formulas', () => {
    expect(warningsOf('e^x + 0.1*x1 + x2^2 + 3.141592653589793*y')).toEqual([]);
  });
});

describe('frames', () => {
  it('print as the contract shows', () => {
    try {
      compile('\n\ny = 2 * tanhh(x)', { file: 'model.formula' });
      expect.unreachable();
    } catch (error) {
      expect((error as FormulaError).message).toBe(
        [
          "error[WG201]: unknown function 'tanhh'",
          '  ╭─ model.formula:3:9',
          '3 │ y = 2 * tanhh(x)',
          "  │         ^^^^^ did you mean 'tanh'?",
        ].join('\n'),
      );
    }
  });

  it('replace control characters', () => {
    try {
      compile('x + \u001b[31m % y\u202e');
      expect.unreachable();
    } catch (error) {
      expect((error as FormulaError).message).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    }
  });
});
