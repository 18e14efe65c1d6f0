// Interpreted functions against those that the engine makes of the same text: the same bits, -0 and NaN among them, and the same
// errors, in every export of programs of every kind.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formulas, NAMES, textOf } from '../random/formula.js';
import { argumentsOf, bothWays, type Callable, outcomeOf, pointFor } from './both-ways.js';
import '../../src/special.js';
import '../../src/wasm.js';

const X = Float64Array.from({ length: 2600 }, (_, i) => ((i * 37) % 101) / 25 - 2);
const Y = X.map((x, i) => Math.sin(x) + (i % 7) / 10);

/** What is made of rows that arrive in parts is a state. */
const PASSES = new Set(['begin', 'rows', 'partial', 'combine', 'finish']);

const long = Array.from({ length: 1200 }, (_, i) => `v${i} = 0.5*${i === 0 ? 'x' : `v${i - 1}`} + sin(y*${i + 1})`);

const PROGRAMS: readonly { what: string; text: string; point: Record<string, unknown> }[] = [
  { what: 'one input', text: 'x^3 - sqrt(x)', point: { x: 1.7 } },
  { what: 'several inputs', text: 'exp(-a*x)*sin(b*x) + x^y/(1 + x*y)', point: { a: 0.3, x: 0.7, b: 2, y: 1.5 } },
  {
    what: 'branches',
    text: 'input x, y; x > y ? log(x)*y : (y > 0 and x < 1 ? max(x, y) : -y)',
    point: { x: 0.2, y: 0.9 },
  },
  { what: 'a constant', text: 'input x; 0*x - 0', point: { x: -1 } },
  {
    what: 'special functions',
    text: 'erf(x)*gamma(y) + lgamma(x + y) + j0(x)*gammainc(y, 2) + digamma(y)',
    point: { x: 0.4, y: 2.3 },
  },
  {
    what: 'arrays',
    text: 'input A[3,3] = 1, b[3]; param w[3] = 0.5; x = solve(A + 3*identity(3), b); dot(x, w)^2 + det(A) + norm(w)',
    point: { A: [1, 2, 0, 0.5, 1, -1, 2, 0, 3], b: [1, -1, 2], w: [0.3, 0, -2] },
  },
  {
    what: 'results that are arrays',
    text: 'input x, y[2]; [x*y[1], sin(y[2]); x^2, y[1]/x]',
    point: { x: 0.3, y: [1, 2] },
  },
  { what: 'named results', text: 'input x, y; u = x*y; v = [u, x/y]; output u, v', point: { x: 2, y: -3 } },
  {
    what: 'rows of data',
    text: 'param a = 1, b = 0.5 in [0, 3]; data x, y\ny = a*exp(-b*x) + erf(x)',
    point: { a: 0.9, b: 0.7, x: X, y: Y },
  },
  {
    what: 'rows in passes, and an extremum of them',
    text: 'param w[2] = 0, b = 0; data x[2], y\nm = max(x[1]*w[1]); s = std(y*b)\nsum(softplus(dot(w, x) + b)*y) - m + log(s)',
    point: { w: [0.4, -1], b: 0.2, x: X, y: Y.slice(0, 1300) },
  },
  {
    what: 'many sums',
    text: 'param W[4,4] = 0.1; data x[4], y\ny = sum(tanh(W*x))',
    point: { W: Float64Array.from({ length: 16 }, (_, i) => i / 20 - 0.3), x: X, y: Y.slice(0, 650) },
  },
  {
    what: 'sizes that arguments say',
    text: 'param w[n], c; input t[n]; sum(w[i]*exp(-c*t[i]), i = 1:n) + norm(w)',
    point: { w: [0.3, -0.4, 2], c: 0.5, t: [1, 0, 2] },
  },
  {
    what: 'recurrences',
    text: 'param a = 0.9, u[n]; z[1] = u[1]; z[i] = a*z[i-1] + sin(u[i]) for i = 2:n; z[n]^2 + sum(z[i]*u[i], i = 1:n)',
    point: { a: 0.8, u: [0.1, 0.5, -0.2, 0.9], theta: [0.8, 0.1, 0.5, -0.2, 0.9] },
  },
  {
    what: 'results of arrays whose sizes arguments say',
    text: 'param w[n], c; array(w[i]*c - w[i]^2, i = 1:n)',
    point: { w: [0.3, -0.4, 2], c: 0.5 },
  },
  {
    what: 'an implicit block',
    text: 'param a = 2, b = 1; implicit u = 1, v = 1; constraint u^2 + v == a; constraint u - v^3 == b; u*v',
    point: { a: 2.1, b: 0.4 },
  },
  {
    what: 'an implicit block of many unknowns',
    text: 'param x = 1, y; implicit z[20] = 0.1; z[1] = cos(x*z[2])/2 + y/9; z[20] = z[19]/3 + x/5\nz[i] = tanh(x*z[i-1]/5 + z[i+1]/4 + y/7) for i = 2:19; z[7]*z[12] + z[20]^2',
    point: { x: 0.7, y: -1.1 },
  },
  {
    what: 'a block that is not solved, in a row',
    text: 'param a = 1; data x; implicit z = 1; constraint z^2 == a*x; sum(z)',
    point: { a: 1, x: [1, 4, -1] },
  },
  {
    what: 'constraints',
    text: 'param x = 1, y = 2; minimize x^2*y + exp(y); constraint x + y >= 1; constraint x*y == 3',
    point: { x: 1.5, y: 2.5 },
  },
  {
    what: 'what is maximised',
    text: 'param x = 0 in [-1, 1], y = 2; maximize -x^2 + x*y - y^4',
    point: { x: 0.5, y: 2.5 },
  },
  {
    what: 'residuals',
    text: 'param a, b; data x, y\ny = a*x + b\nresidual abs(a - b)',
    point: { a: 1, b: 2, x: X, y: Y },
  },
  {
    what: 'names of JavaScript',
    text: 'input π, of, get, async, x_ß; π*of + get^async - x_ß',
    point: { π: 3, of: 2, get: 1.5, async: 2, x_ß: 0.1 },
  },
  { what: 'a long program', text: `input x, y\n${long.join('\n')}\nv1199*x`, point: { x: 0.3, y: -0.4 } },
];

describe.each(PROGRAMS)('interpreted functions of $what', ({ text, point }) => {
  const { generated, interpreted, names: all } = bothWays(text);
  const names = all.filter(name => !PASSES.has(name));

  it('give the same bits', () => {
    for (const name of names) {
      const made = generated[name] as Callable;
      if (typeof made !== 'function') {
        expect(interpreted[name], name).toEqual(made);
        continue;
      }
      const tangents = Object.fromEntries(Object.entries(point).map(([of, value]) => [`d${of}`, value]));
      const values = argumentsOf(made, { ...tangents, ...point, point: pointFor(name, generated, point) });
      const wanted = outcomeOf(made, values);
      // All but the block that is not solved.
      expect((wanted as { thrown?: string }).thrown ?? 'NoConvergence: row 3', name).toMatch(/^NoConvergence: row 3/);
      expect(outcomeOf(interpreted[name] as Callable, values), name).toEqual(wanted);
    }
  });

  it('refuse the same arguments in the same words', () => {
    for (const name of names) {
      const made = generated[name] as Callable;
      if (typeof made !== 'function') continue;
      for (const wrong of [[], ['x'], [null], [[1], 2, 3n], [{}], [{ nothing: 1 }], [1, [1, 2], 'a'], [undefined, 1]])
        expect(outcomeOf(interpreted[name] as Callable, wrong), name).toEqual(outcomeOf(made, wrong));
      expect([interpreted[name].name, interpreted[name].length]).toEqual([made.name, made.length]);
    }
  });
});

describe('interpreted functions that are called again', () => {
  it('go over the rows that each call asks for', () => {
    const { generated, interpreted } = bothWays('param a; data x; sum(exp(a*x))', ['value']);
    for (const range of [[], [1000], [0, 10], [2500], []])
      expect(interpreted.value(0.5, X, ...range), String(range)).toBe(generated.value(0.5, X, ...range));
  });

  it('that have bound different values keep them apart', () => {
    const { interpreted } = bothWays('param a; input b; a^2*b', ['bindPacked']);
    const [two, three] = [interpreted.bindPacked({ b: 2 }), interpreted.bindPacked({ b: 3 })];
    expect([two([2]), three([2]), two([1])]).toEqual([8, 12, 2]);
  });
});

describe('interpreted passes over rows that arrive in parts', () => {
  it.each(PROGRAMS.filter(({ text }) => /data/.test(text) && !/z\^2 == a/.test(text)))(
    'give the same bits: $what',
    ({ text, point }) => {
      const { generated, interpreted } = bothWays(text);
      const isOfRows = new Set(generated.inputs.filter(({ role }) => role === 'data').map(({ name }) => name));
      const fixed = generated.inputs.filter(({ name }) => !isOfRows.has(name)).map(({ name }) => point[name]);
      const columns = [...isOfRows].map(name => point[name] as Float64Array);
      const count = columns.at(-1)!.length;
      const part = Math.min(1024, count / 2);
      const outcomes = [generated, interpreted].map(of => {
        const [one, other] = [of.begin(null, ...fixed), of.begin(null, ...fixed)];
        for (let stage = 0; stage < one.stages; stage++) {
          of.rows(one, stage, ...columns, 0, part);
          of.rows(other, stage, ...columns, part, count - part);
          const parts = [of.partial(one), of.partial(other)];
          of.combine(one, parts);
          of.combine(other, parts);
        }
        const gradient = new Float64Array(of.gradient(...fixed, ...columns).length);
        return [one.stages, of.finish(one, gradient), gradient, outcomeOf(() => of.rows(one, 0, ...columns), [])];
      });
      expect(outcomes[1]).toEqual(outcomes[0]);
    },
  );
});

const RANDOM = ['value', 'gradient', 'hessian', 'multipliers'] as const;

/** Numbers at which zeros have signs, arms meet, and nothing is known. */
const special = fc.constantFrom(
  0,
  -0,
  1,
  -1,
  2,
  0.5,
  -2,
  3,
  1e-310,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  Number.NaN,
);

describe('interpreted random formulas', () => {
  it('give the same bits at special points', () => {
    fc.assert(
      fc.property(formulas.map(textOf), fc.tuple(special, special, special), (text, values) => {
        const { generated, interpreted, names } = bothWays(`input ${NAMES.join(', ')}\n${text}`, RANDOM);
        for (const name of names)
          expect(outcomeOf(interpreted[name], values), name).toEqual(outcomeOf(generated[name], values));
      }),
      { numRuns: Number(process.env.WENGERT_RUNS ?? 60), seed: 7 },
    );
  });
});
