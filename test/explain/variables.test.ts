// The names that `explain` shows are those of the emitted code: its variables are observed as it runs, and hold what the list says.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain } from '../../src/explain.js';
import { compile, emitSource } from '../../src/index.js';
import { textOf as exampleText } from '../examples/example.js';
import { formulas, textOf } from '../random/formula.js';
import { trees } from '../random/shaped.js';

type Inputs = readonly (number | Float64Array)[];

/** What the variables of the code that `wengert FORMULA` prints had last, by name. */
function variablesIn(formula: string, inputs: Inputs): Map<string, number> {
  const { wrt, outputs } = compile(formula);
  const isScalar = outputs.length === 1 && outputs[0]!.shape.length === 0;
  const name = isScalar ? 'valueAndGradient' : 'value';
  const source = emitSource(formula, { format: 'cjs', ...(!isScalar && { emit: [name] }) });
  const body = new RegExp(`^function ${name}(?:OverTheta)?\\(.*\\{\\n(?:.*\\n)*?\\}$`, 'gm');
  // What a branch may assign is declared as 0 or false before.
  const assigned = /^ +(?:const |let )?([\p{ID_Continue}$]+) = (?!(?:0|false);$).*;$/gmu;
  const told = source.replace(body, text => text.replace(assigned, "$& told('$1', $1);"));
  const values = new Map<string, number>();
  const functions: Record<string, (...args: unknown[]) => unknown> = {};
  const tell = (variable: string, value: unknown): void => void values.set(variable, Number(value));
  new Function('exports', 'told', told)(functions, tell);
  const length = wrt.reduce(
    (sum, { shape }) => sum + shape.reduce<number>((product, size) => product * Number(size), 1),
    0,
  );
  functions[name]!(...inputs, ...(isScalar ? [new Float64Array(length)] : []));
  return values;
}

/** How many steps of the list have a variable in code, with the same value. */
function compared(formula: string, inputs: Inputs): { variables: number; all: number } {
  const variables = variablesIn(formula, inputs);
  const { steps, numbers } = explain(formula);
  const { values, adjoints } = numbers(...inputs);
  expect(new Set(steps.map(({ name }) => name)).size, formula).toBe(steps.length);
  const isSame = (name: string, value: number): boolean => {
    const variable = variables.get(name);
    // What code does not come to is not compared, nor what has a number for each row.
    if (variable === undefined || Number.isNaN(value)) return false;
    if (Math.abs(variable - value) <= 1e-9 * Math.max(1, Math.abs(value)) || Object.is(variable, value)) return true;
    throw new Error(`${formula}: ${name} is ${variable} in code, and ${value} in the list`);
  };
  let count = 0;
  let all = 0;
  for (const [i, { name, kind, adjoint }] of steps.entries()) {
    if (kind !== 'input') {
      all++;
      if (isSame(name, values[i]!)) count++;
    }
    if (adjoint !== null) isSame(adjoint, adjoints[i]!);
  }
  return { variables: count, all };
}

const X = Float64Array.of(0.1, -0.7, 1.3);
const A = Float64Array.of(1.1, 0.2, 0.3, 0.4, 1.5, 0.6, 0.7, 0.8, 1.9);

/** Numbers for all inputs: their starts, or others that are all different. */
function somewhere(formula: string): Inputs {
  let next = 0;
  return compile(formula).inputs.map(({ shape, default: start }) => {
    const length = shape.reduce<number>((product, size) => product * Number(size), 1);
    const values = Float64Array.from({ length }, () => 0.3 + ((0.618 * next++) % 1));
    return shape.length > 0 ? values : typeof start === 'number' ? start : values[0]!;
  });
}

describe('variables of code', () => {
  it.each([
    // Arms of branches are written in place.
    ['with branches', formulas.map(of => `input x, y, z\n${textOf(of)}`), [0.37, -1.3, 2.1], 0.4],
    ['of arrays', trees.scalar.map(({ text }) => `input s, x[3], A[3, 3]\n${text}`), [0.37, X, A], 0.9],
    ['with several results', trees.matrix.map(({ text }) => `input s, x[3], A[3, 3]\n${text}`), [0.37, X, A], 0.8],
  ] as const)('have the values of the list, of random formulas %s', (_what, programs, inputs, share) => {
    let variables = 0;
    let all = 0;
    fc.assert(
      fc.property(programs, program => {
        const found = compared(program, inputs);
        variables += found.variables;
        all += found.all;
      }),
      { numRuns: 100, seed: 1 },
    );
    expect(variables / all).toBeGreaterThan(share);
  });

  it.each([
    ['backpropagation', 6, 6],
    ['black-scholes', 24, 26],
    ['colebrook', 4, 4],
    ['rosenbrock', 150, 151],
    ['robot-arm', 318, 322],
    ['spring-mesh', 236, 237],
    ['neural-network', 291, 292],
    ['bundle-adjustment', 53, 82],
    ['xor', 55, 66],
    ['van-der-waals', 2, 2],
    // In several functions, each with variables of its own.
    ['gaussian-mixture', 0, 565],
  ])('of the example %s', (name, variables, all) => {
    const text = exampleText(name);
    expect(compared(text, somewhere(text))).toEqual({ variables, all });
  });

  it('are those of the loop over rows', () => {
    const formula = 'param a, b\ndata x, y\ny = a + b*x';
    const lines = emitSource(formula, { emit: ['valueAndGradient'] }).split('\n');
    const written = lines.map(line => /^ +const (t\d+) = (.*);$/.exec(line)).filter(found => found !== null);
    const code = new Map(written.map(([, name, text]) => [name!, text!]));
    const steps = explain(formula).steps.filter(({ kind, isResult }) => kind === 'operation' && !isResult);
    expect(steps.map(({ name, operation }) => [operation.replace(/^(\w+)\^2$/, '$1 * $1'), name])).toEqual(
      steps.map(({ name }) => [code.get(name)!.replaceAll(/\[row\]|_row/g, ''), name]),
    );
    expect(steps).toHaveLength(4);
  });

  it('leave names like theirs to the formula, in code and in the list', () => {
    const formula = 't2 = exp(x)*sin(y)\nt4 = t2 + cos(t2)\nt4^2*exp(t4)*v1';
    const { steps } = explain(formula);
    expect(steps.map(({ name, operation }) => `${name} = ${operation}`)).toEqual([
      'x = ',
      't1 = exp(x)',
      'y = ',
      't3 = sin(y)',
      't2 = t1 * t3',
      't5 = cos(t2)',
      't4 = t2 + t5',
      't6 = t4^2',
      't7 = exp(t4)',
      't8 = t6 * t7',
      'v1 = ',
      'value = t8 * v1',
    ]);
    expect(compared(formula, [0.3, 0.4, 0.5])).toEqual({ variables: 8, all: 9 });
    // What is left without a variable is not called as an input is.
    expect(explain('v1*(x > 0 ? v1*x : -x)').steps.map(({ name }) => name)).toContain('v2');
  });

  it('are those of code with loops where the list has all of their turns', () => {
    const formula = 'input x[120]\nparam s\na = exp(s)\nsin(a) + sum(a*x[i]^2, i = 1:120)';
    const code = emitSource(formula, { emit: ['valueAndGradient'] });
    const found = explain(formula).steps.find(({ operation }) => operation === 'sin(a)');
    expect(code).toContain(`const ${found!.name} = Math.sin(a);`);
  });

  it('and adjoints are called as nothing else is', () => {
    const { steps } = explain('x_bar = 2*x\nsin(x_bar)*x');
    expect(steps.map(({ name, adjoint }) => [name, adjoint])).toEqual([
      ['x', 'x_bar_2'],
      ['x_bar', 'x_bar_bar'],
      ['t1', 't1_bar'],
      ['value', 'value_bar'],
    ]);
    expect(steps[0]!.equation).toBe('2 * x_bar_bar + t1 * value_bar');
  });
});
