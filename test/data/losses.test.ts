// Losses, statistics and recurrences as people write them, against numbers that were computed apart from this code: those of
// losses.cases.json by mpmath in 60 digits, derivatives by central differences of fourth order and step 1e-15.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Compiled, compile } from '../../src/index.js';
import { randomNumbers } from './program.js';
import { hasData, hasRecurrences, hasResiduals, hasSizes, unless } from './support.js';

type Value = number | number[];

interface Loss {
  readonly name: string;
  readonly needs: 'data' | 'residuals' | 'sizes' | 'recurrences' | 'sized recurrences';
  readonly program: string;
  readonly at: readonly Value[];
  readonly value: number;
  readonly gradient: readonly number[];
  readonly hessian: readonly number[];
}

const losses: Loss[] = JSON.parse(readFileSync(new URL('./losses.cases.json', import.meta.url), 'utf8'));

const supported: Readonly<Record<Loss['needs'], boolean>> = {
  data: hasData,
  residuals: hasResiduals,
  sizes: hasSizes,
  recurrences: hasRecurrences,
  'sized recurrences': hasSizes && hasRecurrences,
};

function expectClose(what: string, found: ArrayLike<number>, wanted: readonly number[], digits = 11): void {
  const most = wanted.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
  const isClose = Array.from(wanted, (value, i) => Math.abs(found[i]! - value) <= 10 ** -digits * most);
  expect(found.length, what).toBe(wanted.length);
  expect(isClose.every(Boolean), `${what} is ${Array.from(found)}, not ${wanted}`).toBe(true);
}

/** Value, gradient and, where it is given, Hessian, by every function that gives them. */
function expectDerivatives(c: Compiled, at: readonly Value[], wanted: Omit<Loss, 'name' | 'needs' | 'program' | 'at'>) {
  const { gradient, hessian } = wanted;
  const n = gradient.length;
  const all = /^\s*data /m.test(String(c.formula)) ? [undefined, undefined] : [];
  expectClose('value', [c.value(...at)], [wanted.value]);
  expectClose('gradient', c.gradient(...at), gradient);
  const filled = new Float64Array(n);
  expectClose('value of valueAndGradient', [c.valueAndGradient(...at, ...all, filled)], [wanted.value]);
  expectClose('valueAndGradient', filled, gradient);
  expectClose('vjp', c.vjp(...at, ...all, 1), gradient);
  // Matrices with a column for each element of an array of unknown size are refused; refused.test.ts holds that.
  if (c.wrt.every(({ shape }) => shape.every(Number.isInteger))) {
    expectClose('jacobian', c.jacobian(...at), gradient);
    expectClose('hessian', c.hessian(...at), hessian);
  }
  const random = randomNumbers(n);
  const flat = Array.from(gradient, () => random() - 0.5);
  let next = 0;
  const along = c.wrt.map((_, k) => {
    // Columns are no parameters: arguments that are differentiated stand in the order of `wrt`.
    const argument =
      at[c.inputs.filter(({ role }) => String(role) !== 'data').findIndex(({ name }) => name === c.wrt[k]!.name)]!;
    return typeof argument === 'number' ? flat[next++]! : argument.map(() => flat[next++]!);
  });
  const dot = (row: readonly number[]): number => row.reduce((total, entry, i) => total + entry * flat[i]!, 0);
  expectClose('jvp', c.jvp(...at, ...all, ...along), [dot(gradient)]);
  expectClose(
    'hvp',
    c.hvp(...at, ...all, ...along),
    gradient.map((_, i) => dot(hessian.slice(i * n, (i + 1) * n))),
  );
}

describe('losses', () => {
  for (const loss of losses) {
    const isSupported = supported[loss.needs];
    it.skipIf(!isSupported)(`${loss.name}${unless(isSupported)}`, () => {
      expectDerivatives(compile(loss.program), loss.at, loss);
    });
  }
});

/** What is known of a program without a computer: of all parameters in order, at rows of one or two columns. */
type Known = readonly [
  program: string,
  at: readonly Value[],
  value: number,
  gradient: readonly number[],
  hessian?: readonly number[],
];

// An expression has a value for every row when a column is in it, whatever the rules of the table make of it afterwards.
const stillOfRows: readonly Known[] = [
  ['param p\ndata x\nsum(p*x^0)', [3, [5, 0, -1, 2]], 12, [4], [0]],
  ['param p\ndata x\nsum(p + 0*x)', [3, [5, 0, -1]], 9, [3], [0]],
  ['param p\ndata x\nsum(x > 0 ? p : p)', [3, [5, 0, -1]], 9, [3], [0]],
  ['param p\ndata x\nsum(x - x + p^2)', [3, [5, 0, -1]], 27, [18], [6]],
  ['param p\ndata x\nmean(p^2 + 0*x)', [3, [5, 0, -1]], 9, [6], [2]],
  ['param p\ndata x\nprod(p*x^0)', [3, [5, 0, -1, 2]], 81, [108], [108]],
  ['param p\ndata x\nmax(p*x^0)', [3, [5, 0, -1]], 3, [1], [0]],
  ['param p\ndata x\nmin(p^2 + 0*x)', [3, [5, 0, -1]], 9, [6], [2]],
  ['param p\ndata x\nnorm(p*x^0)', [3, [5, 0, -1, 2]], 6, [2], [0]],
  ['param p\ndata x\nsum((x*0 + 1)*p)/sum(x^0)', [3, [5, 0, -1, 2]], 3, [1], [0]],
  ['param p\ndata x\nsum(sum(p*x^0)*x^0)', [3, [5, 0, -1, 2]], 48, [16], [0]],
  ['param p\ndata x\none(u) = 1\nsum(p*one(x)*x^0)', [3, [5, 0]], 6, [2], [0]],
  [
    'param p, w[2]\ndata x[2]\nsum(dot(w, x.^0)*p)',
    [3, [1, 2], [1, 0, 3, 4, 5, 6]],
    27,
    [9, 9, 9],
    [0, 3, 3, 3, 0, 0, 3, 0, 0],
  ],
  ['param p\ndata x\nsum(2 + 0*x)*p', [3, [5, 0, -1]], 18, [6], [0]],
  ['param p\ndata x, y\ncount(y)*p + sum(x - x)', [3, [5, 0, -1], [1, 1, 1]], 9, [3], [0]],
  // Within the row first, over rows then.
  ['param p\ndata x[3]\nsum(p*sum(x))', [2, [1, 2, 3, 4, 5, 6]], 42, [21], [0]],
  ['param p\ndata x[3]\nprod(p + sum(x))', [1, [1, 1, 0, 0, 1, 1]], 9, [6], [2]],
  ['param p\ndata x[2]\nmax(sum(x)*p)', [2, [1, 2, 3, 4, 5, -6]], 14, [7], [0]],
  ['param p\ndata x[2]\nsum(max(x)*p)', [2, [1, 2, 3, 4, 5, -6]], 22, [11], [0]],
  ['param p\ndata x[2]\nsum(p*x[1]*x[2] + p^2)', [2, [1, 2, 3, 4]], 36, [22], [4]],
];

const kinks: readonly Known[] = [
  // A tie gives each of k rows 1/k: one row of p and two of q.
  ['param p, q\ndata x\nmax(x == 1 ? p : q)', [2, 2, [1, 0, 0]], 2, [1 / 3, 2 / 3], [0, 0, 0, 0]],
  ['param p, q\ndata x\nmin(x == 1 ? p : q)', [2, 2, [1, 0, 0, 1]], 2, [1 / 2, 1 / 2], [0, 0, 0, 0]],
  ['param p, q\ndata x\nmax(p*x + q)', [2, 1, [1, 3, 3, 2]], 7, [3, 1], [0, 0, 0, 0]],
  ['param p, q\ndata x\nmax(p*x) + q*min(x)', [-1, 1, [0, -0, 2]], 0, [0, 0], [0, 0, 0, 0]],
  ['param p\ndata x\nmax((p*x)^2)', [1, [1, -1, 0.5]], 1, [2], [2]],
  // Products with one zero; those with several have no second derivatives below.
  ['param p\ndata x\nprod(x - p)', [2, [2, 5, 1]], 0, [3], [4]],
  ['param p\ndata x\nprod(p*x)', [2, [0, 3]], 0, [0], [0]],
  // Rows whose arm is not taken pass nothing, also where what is outside has an infinite slope.
  ['param p\ndata x\nsum(x > 0 ? log(p*x) : 0)', [2, [0, -1, 1, 0.5]], Math.log(2), [1], [-0.5]],
  ['param p\ndata x\nsum(x == 0 ? 0 : sin(p*x)/x)', [0, [0, -0, 2, 4]], 0, [2], [0]],
  ['param p\ndata x\nsum(x > 0 ? sqrt(x - 1 + p) : 0)', [1, [0, 4, -3]], 2, [0.25], [-1 / 32]],
  ['param p\ndata x\nsum(x > 0 ? sqrt(p*x) : 0) + sum(x > 1 ? sqrt(p*x) : 0)', [1, [-1, 0, 4]], 4, [2], [-1]],
  ['param p\ndata x\nsqrt(sum(x > 0 ? p*x : 0)) + p', [1, [-1, 0]], 1, [1]],
  ['param p, q\ndata x\np > 0 ? sum(log(p*x)) : q*count(x)', [-1, 2, [1, 3]], 4, [0, 2], [0, 0, 0, 0]],
  ['param p\ndata x\nsum(relu(p*x))', [1, [-1, 0, 3]], 3, [3], [0]],
  ['param p\ndata x\nsum(abs(p - x))', [1, [1, 1, 3, 0]], 3, [0], [0]],
  ['param p\ndata x\nsum(x^p)', [2, [0, 2, 1]], 5, [4 * Math.LN2], [4 * Math.LN2 ** 2]],
  ['param p\ndata k\nsum(p^k)', [0, [0, 1, 2, 3]], 1, [1], [2]],
  ['param p\ndata x\nnorm(p*x)', [0, [3, 4]], 0, [0]],
  ['param p\ndata x\nstd(p + 0*x)', [3, [5, 0, -1]], 0, [0]],
  ['param p\ndata x\nnorm(p*x)^2', [0, [3, 4]], 0, [0], [50]],
  // Deviations are large beside what they differ by.
  ['param p\ndata x\nvariance(p*x)', [1, [1e4, 1e4 + 1, 1e4 + 2]], 1, [2], [2]],
  ['param p\ndata x\nlogsumexp(p*x)', [1, [1000, 1000]], 1000 + Math.LN2, [1000], [0]],
  ['param p\ndata x\nlogsumexp(p*x)', [1, [-1000, -1000]], -1000 + Math.LN2, [-1000], [0]],
];

const noRows: readonly Known[] = [
  ['param p\ndata x\nsum(p*x)', [3, []], 0, [0], [0]],
  ['param p\ndata x\np*sum(x) + p^2', [3, []], 9, [6], [2]],
  ['param p\ndata x\np*prod(x)', [3, []], 3, [1], [0]],
  ['param p\ndata x\np*count(x) + p', [3, []], 3, [1], [0]],
  ['param p, w[2]\ndata x[2], y\nsum(square(dot(w, x) - y)) + p', [3, [1, 2], [], []], 3, [1, 0, 0]],
];

// Where two factors of a product are 0 a second derivative is that of the two times the others, which a loop that divides by none
// of them does not have: it may be unknown.
const severalZeros: readonly Known[] = [
  ['param p\ndata x\nprod(x - p)', [2, [2, 2, 7]], 0, [0], [10]],
  ['param p\ndata x\nprod(x - p)', [2, [2, 7, 2, 9]], 0, [0], [70]],
  ['param p\ndata x\nprod(x - p)', [2, [2, 2, 2]], 0, [0], [0]],
  ['param p, q\ndata x\nprod(x > 0 ? p : q)', [0, 0, [1, -1]], 0, [0, 0], [0, 1, 1, 0]],
];

const expectKnown = ([program, at, value, gradient, hessian]: Known): void => {
  const c = compile(program);
  if (hessian !== undefined) return expectDerivatives(c, at, { value, gradient, hessian });
  // Second derivatives are not finite there, or are not said.
  expectClose('value', [c.value(...at)], [value]);
  expectClose('gradient', c.gradient(...at), gradient);
  const filled = new Float64Array(gradient.length);
  c.valueAndGradient(...at, undefined, undefined, filled);
  expectClose('valueAndGradient', filled, gradient);
};

describe.skipIf(!hasData)(`reductions over rows${unless(hasData)}`, () => {
  for (const known of [...stillOfRows, ...kinks]) {
    const [program, at] = known;
    it(`${JSON.stringify(program)} at ${JSON.stringify(at)}`, () => expectKnown(known));
  }

  for (const [program, at, value, gradient, hessian = []] of severalZeros)
    it(`${JSON.stringify(program)} at ${JSON.stringify(at)}: second derivatives are right or NaN`, () => {
      expectKnown([program, at, value, gradient]);
      const c = compile(program);
      const alongFirst = gradient.map((_, k) => Number(k === 0));
      for (const found of [c.hessian(...at), c.hvp(...at, undefined, undefined, ...alongFirst)] as Float64Array[])
        for (const [k, derivative] of found.entries())
          expect(derivative === hessian[k] || Number.isNaN(derivative)).toBe(true);
    });

  for (const known of noRows) it(`of no rows: ${JSON.stringify(known[0])}`, () => expectKnown(known));

  it('of no rows: a mean is NaN, a least element is an error', () => {
    expect(compile('param p\ndata x\nmean(p*x)').value(1, [])).toBeNaN();
    for (const kind of ['min', 'max']) {
      const c = compile(`param p\ndata x\n${kind}(p*x)`);
      expect(() => c.value(1, [])).toThrow();
      expect(() => c.gradient(1, [])).toThrow();
      expect(() => c.valueAndGradient(1, [1, 2], 1, 0, new Float64Array(1))).toThrow();
    }
  });
});
