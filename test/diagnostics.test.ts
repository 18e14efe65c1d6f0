// One sample for every code, with its place.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../src/index.js';
import type { CompileOptions } from '../src/options.js';

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
  ['WG117', 'x.constructor("a")()', '1:2:12', 'x_1'],
  ['WG118', '5 cm to inch', '1:6:2', 'factor'],
  ['WG119', 'x − y', '1:3:1', "'-'"],
  ['WG119', 'x²', '1:2:1', "'^2'"],
  ['WG120', 'input x', '', 'end it'],
  ['WG121', 'x/2y', '1:1:4', '(a/b)*c'],
  ['WG121', 'a/b c', '1:1:5', '(a/b)*c'],
  ['WG122', 'not x > 1', '1:1:9', 'not (x > 1)'],
  ['WG123', 'v[1](2)', '1:1:7', "'*'"],
  ['WG124', 'constraint x + 1', '1:12:5', 'lhs == rhs'],
  ['WG125', 'x + 1 = 3', '1:1:5', 'name'],
  ['WG126', 'sin(x = 3)', '1:7:1', "'=='"],
  ['WG199', 'data x\nx', '1:1:4', ''],
  ['WG199', 'input A[2]\nA', '1:8:3', ''],
  ['WG201', 'y = 1\n2 * tanhh(x) + y', '2:5:5', "'tanh'"],
  ['WG202', 'a = x\na = 3\na', '2:1:1', 'another name'],
  ['WG203', 'input alpha\nalpha*alpa', '2:7:4', "'alpha'"],
  ['WG204', 'y = a*x\na = 3\ny', '1:5:1', 'move'],
  ['WG205', 'x = y + 1\ny = x*2\ny', '1:5:1', 'name of its own'],
  ['WG206', 'sin(x, y)', '1:1:9', ''],
  ['WG207', 'sin(x) = x\nsin(2)', '1:1:3', 'another name'],
  ['WG208', 'sin x', '1:1:3', 'sin(x)'],
  ['WG208', 'sin^2(x)', '1:1:3', 'sin(x)^2'],
  ['WG212', 'x + 1\ny', '1:1:5', 'output'],
  ['WG214', 'input x\nconst n = x\nn*x', '2:11:1', ''],
  ['WG215', 'minimize x\nmaximize y', '2:1:8', 'weights'],
  ['WG216', 'param p = 3 in [0, 1]\np', '1:13:9', ''],
  ['WG301', 'max(x)', '1:1:6', 'max(a, b)'],
  ['WG401', 'alpha*x', '', "'alpha'", { wrt: ['alpa'] }],
  ['WG402', 'emit valu\nx', '1:6:4', "'value'"],
  ['WG403', 'a = x\nb = y\noutput a, b\nemit hessian', '4:6:7', "'jacobian'"],
  ['WG602', 'x', '', "'js'", { target: 'gpu' as 'js' }],
  ['WG603', 'x', '', "'js'", { target: 'wasm' }],
  ['WG701', `${'('.repeat(300)}x${')'.repeat(300)}`, '1:201:1', 'nesting'],
  ['WG702', 'x + y', '', 'textLength', { limits: { textLength: 3 } }],
  ['WG703', 'x*y + sin(x) + cos(y)', '', 'nodes', { limits: { nodes: 4 } }],
  ['WG705', Array.from({ length: 9000 }, (_, i) => `sin(${i}*x)`).join('+'), '', 'seconds', { limits: { seconds: 0 } }],
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

describe('every code', () => {
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
