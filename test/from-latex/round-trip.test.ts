// What is printed as LaTeX is read back, and means the same: derivatives as formulas, and the list of a formula with the equations
// of its adjoints, which is a program, too.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { derivative, explain } from '../../src/explain.js';
import { compile, FormulaError } from '../../src/index.js';
import '../../src/latex.js';
import '../../src/special.js';
import { cases } from '../ops/cases.js';
import { formulas, NAMES, textOf } from '../random/formula.js';

const RUNS = Number(process.env.WENGERT_RUNS ?? 60);

type Point = Readonly<Record<string, number>>;

const POINTS: readonly Point[] = [
  { x: 0.7, y: 1.3, z: 2.1 },
  { x: -0.4, y: 0.6, z: -1.2 },
  { x: 1, y: 1, z: 0 },
  { x: 3.5, y: -2.25, z: 0.125 },
  { x: 0, y: 0, z: 0 },
  { x: -0, y: 1, z: -1 },
  { x: Number.POSITIVE_INFINITY, y: 2, z: 0 },
  { x: -1, y: Number.NEGATIVE_INFINITY, z: Number.NaN },
];

/** A program's results at points, by their names in the program; it may need fewer inputs than there are. */
function resultsOf(text: string, from?: 'latex'): (point: Point) => number[] {
  const { value, inputs } = compile(text, { ...(from && { from }) });
  return point => {
    const found = value(...inputs.map(({ name }) => point[name]!));
    return typeof found === 'number' ? [found] : [...(found as Float64Array)];
  };
}

const valuesOf = (text: string, point: Point, from?: 'latex'): number[] => resultsOf(text, from)(point);

/** Sums are grouped in another way where brackets are left out. */
const isClose = (a: number, b: number): boolean =>
  Object.is(a, b) || a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b), 1e-6);

function expectSame(found: readonly number[], wanted: readonly number[], text: string): void {
  const same = found.length === wanted.length && found.every((of, i) => isClose(of, wanted[i]!));
  if (!same) throw new Error(`${text}\n is ${found}, wanted ${wanted}`);
}

/** Null for a derivative that needs what is no function of the language. */
function derivativeOf(text: string, wrt: string, format: 'latex' | 'formula'): string | null {
  try {
    return derivative(text, { wrt: [wrt], format });
  } catch (error) {
    if (error instanceof FormulaError && error.diagnostics[0]!.code === 'WG403') return null;
    throw error;
  }
}

/** The list of a formula as a program: values, then adjoints from the last to the first. */
function listed(formula: string, notation: 'plain' | 'latex'): string {
  const { steps } = explain(formula, { notation });
  const [open, close] = notation === 'latex' ? ['\\left(', '\\right)'] : ['(', ')'];
  const line = (name: string, text: string): string => `${name} = ${open}${text}${close}`;
  const inputs = steps.filter(of => of.kind === 'input').map(of => of.name);
  const values = steps.filter(of => of.kind !== 'input').map(of => line(of.name, of.operation));
  const active = steps.filter(of => of.adjoint !== null);
  const adjoints = active.toReversed().map(of => line(of.adjoint!, of.equation!));
  // Names as formulas have them.
  const names = explain(formula)
    .steps.filter(of => of.kind === 'input' && of.adjoint !== null)
    .map(of => `${of.name}_bar`);
  const declared = notation === 'latex' ? [] : [`input ${inputs.join(', ')}`];
  return [...declared, ...values, ...adjoints, `output ${['f', ...names].join(', ')}`].join('\n');
}

describe('random formulas', () => {
  const declared = (text: string): string => `input ${NAMES.join(', ')}\n${text}`;

  it('have derivatives whose LaTeX is read back', () => {
    fc.assert(
      fc.property(formulas, fc.constantFrom(...NAMES), (formula, wrt) => {
        const text = declared(textOf(formula));
        const [tex, plain] = (['latex', 'formula'] as const).map(format => derivativeOf(text, wrt, format));
        // Of what has no formula.
        if (tex == null || plain == null) return;
        const [read, wanted] = [resultsOf(tex, 'latex'), resultsOf(plain.replace(/^input .*\n/, ''))];
        for (const point of POINTS) expectSame(read(point), wanted(point), `${text}\n${tex}`);
      }),
      { numRuns: RUNS, seed: 24 },
    );
  });

  it.each([
    '(1e-7)^x*y',
    'x*(-1e-30)*y*(-3)',
    '(x + 1e-9)^2*1e30 - 2e-8*y',
    'gamma(x + 1)/erf(y) + log2(z^2 + 2)',
    'cbrt(x^2 + 1)*log10(z^2 + 1)*atan2(x, y)',
    '(x^2 + 1)^(y/3) + 2^x - x^3*y^-2',
    'theta_max^2*alpha + x_12*rate',
    'clamp(x, -1, y) + sign(z)*mod(x, 3)',
    'x == 1 ? (y > 0 ? x : -x) : z*x',
    'sigmoid(x)*softplus(y)',
    'sinh(x) - tanh(y)^2/cosh(z) + acosh(x^2 + 2)',
    'tau*phi + E',
  ])('of %s is read back', formula => {
    const point: Point = {
      x: 0.7,
      y: 1.3,
      z: 2.1,
      theta_max: 3,
      alpha: 0.5,
      x_12: 1.7,
      rate: 0.2,
      E: 5,
      tau: 6,
      phi: 7,
    };
    const program = formula.includes('tau') ? `input tau, phi, E\n${formula}` : formula;
    for (const wrt of compile(program).inputs.map(({ name }) => name)) {
      const [tex, plain] = (['latex', 'formula'] as const).map(format => derivativeOf(program, wrt, format));
      if (tex == null || plain == null) continue;
      const declared = formula.includes('tau') ? `input tau, phi, E\n${plain}` : plain;
      expectSame(valuesOf(tex, point, 'latex'), valuesOf(declared, point), tex);
    }
    const [tex, plain] = (['latex', 'plain'] as const).map(notation =>
      listed(program.replace(/^(?!input)/m, 'f = '), notation),
    ) as [string, string];
    expectSame(valuesOf(tex, point, 'latex'), valuesOf(plain, point), tex);
  });

  it('have lists and adjoint equations whose LaTeX is read back', () => {
    fc.assert(
      fc.property(formulas, formula => {
        const text = `f = ${textOf(formula)}`;
        fc.pre(/[xyz]/.test(text) && text.length > 5);
        const [tex, plain] = (['latex', 'plain'] as const).map(notation => listed(text, notation)) as [string, string];
        fc.pre(plain.includes('\nf = '));
        const [read, wanted] = [resultsOf(tex, 'latex'), resultsOf(plain)];
        for (const point of POINTS) expectSame(read(point), wanted(point), tex);
      }),
      { numRuns: RUNS, seed: 24 },
    );
  });
});

describe('every operation', () => {
  const SPECIAL = [0, -0, 1, -1, 2, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
  const unread: string[] = [];

  it.each(Object.entries(cases).filter(([, { isJavaScript }]) => isJavaScript !== true))(
    '%s',
    (name, { formula, points }) => {
      const names = ['x', 'y'].slice(0, points[0]!.length);
      const program = `input ${names.join(', ')}\n${formula}`;
      let isRead = false;
      for (const wrt of names) {
        const [tex, plain] = (['latex', 'formula'] as const).map(format => derivativeOf(program, wrt, format));
        if (tex == null || plain == null) continue;
        isRead = true;
        const [read, wanted] = [resultsOf(tex, 'latex'), resultsOf(plain.replace(/^input .*\n/, ''))];
        const special = SPECIAL.flatMap(a => (names.length === 1 ? [[a]] : SPECIAL.map(b => [a, b])));
        for (const point of [...points, ...special]) {
          const at = Object.fromEntries(names.map((of, i) => [of, point[i]!]));
          expectSame(read(at), wanted(at), `${program}\n${tex}`);
        }
      }
      if (!isRead) unread.push(name);
    },
  );

  it('is read back where its derivative is a formula', () => {
    expect(Object.keys(cases).length - unread.length).toBeGreaterThan(70);
  });
});

describe('names that LaTeX would write alike', () => {
  it.each(['t_1^2*sin(x*y) + exp(x*y)*sin(x*y)', 'x1*x_1^2 + x1*alpha1 + alpha_1', 'xy1*xy_1 + sin(t1)*t_1'])(
    'of %s are told apart',
    formula => {
      const { inputs } = compile(formula);
      const at = Object.fromEntries(inputs.map(({ name }, i) => [name, 0.3 + 0.4 * i]));
      for (const { name } of inputs) {
        const [tex, plain] = (['latex', 'formula'] as const).map(format => derivativeOf(formula, name, format));
        expectSame(valuesOf(tex!, at, 'latex'), valuesOf(plain!, at), tex!);
      }
      const [tex, plain] = (['latex', 'plain'] as const).map(notation => listed(`f = ${formula}`, notation)) as [
        string,
        string,
      ];
      expectSame(valuesOf(tex, at, 'latex'), valuesOf(plain, at), tex);
    },
  );
});

describe('programs with arrays', () => {
  /** Elements are names of their own in the LaTeX: `x_{1}` is `x_1`. */
  const elementsOf = (name: string, shape: readonly (number | string)[]): string[] => {
    const [rows = 0, columns] = shape.map(Number);
    if (shape.length === 0) return [name];
    return Array.from({ length: rows * (columns ?? 1) }, (_, k) =>
      columns === undefined ? `${name}_${k + 1}` : `${name}_${Math.floor(k / columns) + 1}_${(k % columns) + 1}`,
    );
  };

  it.each([
    'input x[3]\nsum(x.^2)*x[1]',
    'input A[2,2], v[2]\ndet(A)*norm(v)',
    "input A[2,2], v[2], c\nv'*A*v/(1 + c^2) - trace(A)*max(v)",
    'input u[3], v[3]\ndot(u, cross(u + v, v))*exp(-norm(u - v))',
    'input x[4]\nsum(100*(x[i+1] - x[i]^2)^2 + (1 - x[i])^2, i = 1:3)',
    'input x[3], y[3], a, b\nmean((y - a*x - b).^2)',
    'input z[3], k[3]\n-sum(k.*log(exp(z)/sum(exp(z))))',
    'input x[12]\nprod(x)',
  ])('%s', program => {
    const { gradient, inputs } = compile(program);
    let next = 0;
    const values = inputs.map(({ shape }) => {
      const count = shape.map(Number).reduce((a, b) => a * b, 1);
      const own = Array.from({ length: count }, () => 0.3 + 0.37 * (next++ % 7) + 0.05 * next);
      return shape.length === 0 ? own[0]! : own;
    });
    const at = Object.fromEntries(
      inputs.flatMap(({ name, shape }, i) =>
        elementsOf(name, shape).map((of, k): [string, number] => [of, ([values[i]].flat() as number[])[k]!]),
      ),
    );
    const tex = derivative(program, { format: 'latex' });
    const results = [...tex.matchAll(/^\\mathrm\{d\\_.*?\}(?:_\{[\d,]+\})?(?= =)/gm)].map(([of]) => of);
    // A program has the last value alone: results are asked for by name.
    const all = `${tex}\noutput ${results.join(', ')}`;
    expectSame(valuesOf(all, at, 'latex'), [...(gradient(...(values as number[])) as Float64Array)], all);
  });
});
