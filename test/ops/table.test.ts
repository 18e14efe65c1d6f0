// Every row of the table: what was emitted is executed, to second order, against differences and mathjs.

import { all, create } from 'mathjs';
import { describe, expect, it } from 'vitest';
import { differenceOf } from '../../src/cli/verify/differences.js';
import { compile } from '../../src/index.js';
import { overIndices } from '../../src/ops/over.js';
import { recurrences } from '../../src/ops/recurrences.js';
import { isLeafCode, operations } from '../../src/ops/table.js';
import { bothWays, outcomeOf } from '../interpret/both-ways.js';
import '../../src/javascript.js';
import '../../src/special.js';

const math = create(all!);

/** Formula of a row, points where it is smooth, and mathjs's name for it if it has the same. */
interface Case {
  readonly formula: string;
  readonly points: readonly (readonly number[])[];
  readonly mathjs?: string;
  /** Those of formulas have other rules: what it is made of is a function's body. */
  readonly isJavaScript?: true;
}

const around = [[-1.7], [-0.4], [0.3], [0.9], [2.6]] as const;
const positive = [[0.2], [0.9], [1.4], [3.7], [12.5]] as const;
const inside = [[-0.9], [-0.3], [0.2], [0.7]] as const;
const outside = [[-3.1], [-1.2], [1.3], [4.5]] as const;
const pairs = [
  [0.3, 1.2],
  [1.7, 0.4],
  [2.5, 3.1],
] as const;
const signedPairs = [
  [-0.3, 1.2],
  [1.7, -0.4],
  [-2.5, -3.1],
] as const;

const THREE = '[x, 1, 0; 2, y, 1; 1, x, 3]';
const FOUR = '[x, 1, 0, 2; 2, y, 1, 1; 1, x, 3, y; 0, 1, 1, 4]';
const FIVE = '[x, 1, 0, 2, 1; 2, y, 1, 1, 0; 1, x, 3, y, 1; 0, 1, 1, 4, x; 1, 1, 0, y, 9]';

/** Unknowns of which each equation has three. */
const sparseBlock = {
  formula: `implicit z[20] = 0.1; z[1] = cos(x*z[2])/2 + y/9; z[20] = z[19]/3 + x/5
    z[i] = tanh(x*z[i-1]/5 + z[i+1]/4 + y/7) for i = 2:19; z[7]*z[12] + z[20]^2`,
  points: signedPairs,
};

const cases: Readonly<Record<string, Case>> = {
  add: { formula: 'x + y', points: signedPairs, mathjs: 'x + y' },
  sub: { formula: 'x - y', points: signedPairs, mathjs: 'x - y' },
  mul: { formula: 'x * y', points: signedPairs, mathjs: 'x * y' },
  div: { formula: 'x / y', points: signedPairs, mathjs: 'x / y' },
  solutionOfOne: { formula: 'implicit z = 1; constraint z*y == x; z', points: signedPairs },
  // Second derivatives of what is linear need no solution, but that there is one.
  provided: { formula: 'implicit z = 1; constraint 3*z == x + 2*y; z', points: signedPairs },
  neg: { formula: '-x', points: around, mathjs: '-x' },
  square: { formula: 'square(x)', points: around, mathjs: 'x^2' },
  pow: { formula: 'x^y', points: pairs, mathjs: 'x^y' },
  power: { formula: 'x**7*y', points: signedPairs, mathjs: 'x^7*y', isJavaScript: true },
  powSlope: { formula: 'x^y', points: pairs },
  powLog: { formula: 'x^y', points: pairs },
  // Its own derivatives are those of the third order and higher, of which there are more below.
  powDerivative: { formula: 'x^y', points: pairs },
  sqrt: { formula: 'sqrt(x)', points: positive, mathjs: 'sqrt(x)' },
  cbrt: { formula: 'cbrt(x)', points: around, mathjs: 'cbrt(x)' },
  nthRoot: { formula: 'nthRoot(x, 5)', points: around, mathjs: 'nthRoot(x, 5)' },
  nthRootDerivative: { formula: 'nthRoot(x, y)', points: pairs, mathjs: 'x^(1/y)' },
  hypot: { formula: 'hypot(x, y)', points: signedPairs, mathjs: 'hypot(x, y)' },
  lengthSlope: { formula: 'hypot(x, y, 0.5)', points: signedPairs, mathjs: 'hypot(x, y, 0.5)' },
  lengthSlopeOf: {
    formula: `hypot(x, y, ${Array.from({ length: 20 }, (_, i) => i / 8).join(', ')})`,
    points: signedPairs,
    mathjs: 'sqrt(x^2 + y^2 + 38.59375)',
  },
  exp: { formula: 'exp(x)', points: around, mathjs: 'exp(x)' },
  expm1: { formula: 'expm1(x)', points: around, mathjs: 'expm1(x)' },
  log: { formula: 'log(x)', points: positive, mathjs: 'log(x)' },
  log1p: { formula: 'log1p(x)', points: positive, mathjs: 'log1p(x)' },
  log2: { formula: 'log2(x)', points: positive, mathjs: 'log2(x)' },
  log10: { formula: 'log10(x)', points: positive, mathjs: 'log10(x)' },
  logSlope: { formula: 'log(x*y)', points: pairs, mathjs: 'log(x*y)' },
  sin: { formula: 'sin(x)', points: around, mathjs: 'sin(x)' },
  cos: { formula: 'cos(x)', points: around, mathjs: 'cos(x)' },
  tan: { formula: 'tan(x)', points: [[-1.2], [0.4], [1.1]], mathjs: 'tan(x)' },
  sec: { formula: 'sec(x)', points: [[-1.2], [0.4], [1.1]], mathjs: 'sec(x)' },
  csc: { formula: 'csc(x)', points: [[-1.2], [0.4], [2.1]], mathjs: 'csc(x)' },
  cot: { formula: 'cot(x)', points: [[-1.2], [0.4], [2.1]], mathjs: 'cot(x)' },
  asin: { formula: 'asin(x)', points: inside, mathjs: 'asin(x)' },
  acos: { formula: 'acos(x)', points: inside, mathjs: 'acos(x)' },
  atan: { formula: 'atan(x)', points: around, mathjs: 'atan(x)' },
  atan2: { formula: 'atan2(y, x)', points: signedPairs, mathjs: 'atan2(y, x)' },
  asec: { formula: 'asec(x)', points: outside, mathjs: 'asec(x)' },
  acsc: { formula: 'acsc(x)', points: outside, mathjs: 'acsc(x)' },
  acot: { formula: 'acot(x)', points: around, mathjs: 'acot(x)' },
  atanSlope: { formula: 'atan(3*x)', points: around, mathjs: 'atan(3*x)' },
  asecSlope: { formula: 'asec(2*x)', points: outside, mathjs: 'asec(2*x)' },
  acschSlope: { formula: '3*acsch(2*x)', points: around, mathjs: '3*acsch(2*x)' },
  atanDerivative: { formula: 'atan(3*x)', points: around, mathjs: 'atan(3*x)' },
  asecDerivative: { formula: 'acsc(2*x)', points: outside, mathjs: 'acsc(2*x)' },
  acschDerivative: { formula: 'acsch(2*x)', points: around, mathjs: 'acsch(2*x)' },
  cosAsin: { formula: 'cos(asin(x))', points: inside, mathjs: 'cos(asin(x))' },
  sqrtSquareMinusOne: { formula: 'sqrt(x^2 - 1)', points: outside, mathjs: 'sqrt(x^2 - 1)' },
  sinh: { formula: 'sinh(x)', points: around, mathjs: 'sinh(x)' },
  cosh: { formula: 'cosh(x)', points: around, mathjs: 'cosh(x)' },
  tanh: { formula: 'tanh(x)', points: around, mathjs: 'tanh(x)' },
  tanhSlope: { formula: 'tanh(2*x)', points: around, mathjs: 'tanh(2*x)' },
  sech: { formula: 'sech(x)', points: around, mathjs: 'sech(x)' },
  csch: { formula: 'csch(x)', points: around, mathjs: 'csch(x)' },
  coth: { formula: 'coth(x)', points: around, mathjs: 'coth(x)' },
  asinh: { formula: 'asinh(x)', points: around, mathjs: 'asinh(x)' },
  acosh: { formula: 'acosh(x)', points: [[1.2], [2.5], [30]], mathjs: 'acosh(x)' },
  atanh: { formula: 'atanh(x)', points: inside, mathjs: 'atanh(x)' },
  asech: { formula: 'asech(x)', points: [[0.1], [0.5], [0.9]], mathjs: 'asech(x)' },
  acsch: { formula: 'acsch(x)', points: around, mathjs: 'acsch(x)' },
  acoth: { formula: 'acoth(x)', points: outside, mathjs: 'acoth(x)' },
  abs: { formula: 'abs(x)', points: around, mathjs: 'abs(x)' },
  sign: { formula: 'sign(x)', points: around, mathjs: 'sign(x)' },
  floor: { formula: 'floor(x)', points: around, mathjs: 'floor(x)' },
  ceil: { formula: 'ceil(x)', points: around, mathjs: 'ceil(x)' },
  fix: { formula: 'fix(x)', points: around, mathjs: 'fix(x)' },
  round: { formula: 'round(x)', points: around, mathjs: 'round(x)' },
  remainder: { formula: '(5*x) % y', points: pairs, mathjs: 'mod(5*x, y)', isJavaScript: true },
  mod: { formula: 'mod(x, y)', points: pairs, mathjs: 'mod(x, y)' },
  min: { formula: 'min(x, y, 1)', points: signedPairs, mathjs: 'min(x, y, 1)' },
  max: { formula: 'max(x, y, 1)', points: signedPairs, mathjs: 'max(x, y, 1)' },
  tiesOfMin: { formula: 'min(x, y, 1)*x', points: signedPairs, mathjs: 'min(x, y, 1)*x' },
  tiesOfMax: { formula: 'max(x, y, 1)*x', points: signedPairs, mathjs: 'max(x, y, 1)*x' },
  clamp: { formula: 'clamp(x, y, 1)*x', points: signedPairs, mathjs: 'min(max(x, y), 1)*x' },
  step: { formula: 'step(x)*y', points: signedPairs, mathjs: '(x >= 0)*y' },
  lt: { formula: '(x < y) * x', points: signedPairs, mathjs: '(x < y) * x' },
  le: { formula: '(x <= y) * x', points: signedPairs, mathjs: '(x <= y) * x' },
  gt: { formula: '(x > y) * x', points: signedPairs, mathjs: '(x > y) * x' },
  ge: { formula: '(x >= y) * x', points: signedPairs, mathjs: '(x >= y) * x' },
  eq: { formula: '(x == y) * x', points: signedPairs, mathjs: '(x == y) * x' },
  ne: { formula: '(x != y) * x', points: signedPairs, mathjs: '(x != y) * x' },
  and: { formula: '(x > 0 and y > 0) * x', points: signedPairs, mathjs: '(x > 0 and y > 0) * x' },
  or: { formula: '(x > 0 or y > 0) * x', points: signedPairs, mathjs: '(x > 0 or y > 0) * x' },
  not: { formula: '(not (x > 0)) * y', points: signedPairs, mathjs: '(not (x > 0)) * y' },
  select: { formula: 'x > 0 ? x^2*y : y^3', points: signedPairs, mathjs: 'x > 0 ? x^2*y : y^3' },
  erf: { formula: 'erf(x)', points: around, mathjs: 'erf(x)' },
  reciprocalGamma: { formula: '1/gamma(x)', points: [[-1.7], [-0.4], [0.3], [2.6], [7.5]], mathjs: '1/gamma(x)' },
  gamma: { formula: 'gamma(x)', points: [[-1.7], [-0.4], [0.3], [2.6], [7.5]], mathjs: 'gamma(x)' },
  // mathjs's lgamma has 13 digits; test/templates holds ours against 30.
  lgamma: { formula: 'lgamma(x)', points: positive },
  digamma: { formula: 'digamma(x)', points: [[-1.7], [-0.4], [0.3], [2.6], [7.5]] },
  polygamma: { formula: 'lgamma(x)', points: positive },
  sigmoid: { formula: 'sigmoid(x)', points: around, mathjs: '1/(1 + exp(-x))' },
  sigmoidSlope: { formula: 'sigmoid(2*x)', points: around, mathjs: '1/(1 + exp(-2*x))' },
  softplus: { formula: 'softplus(x)', points: around, mathjs: 'log(1 + exp(x))' },
  relu: { formula: 'relu(x)', points: around, mathjs: 'max(x, 0)' },
  logsumexp: { formula: 'logsumexp(x, y, 1)', points: signedPairs, mathjs: 'log(exp(x) + exp(y) + exp(1))' },
  softmax: { formula: 'logsumexp(x, y, 1)', points: signedPairs },
  softmaxOf: {
    formula: `logsumexp(x, y, ${Array.from({ length: 20 }, (_, i) => i / 8).join(', ')})`,
    points: signedPairs,
    mathjs: `log(exp(x) + exp(y) + ${Array.from({ length: 20 }, (_, i) => `exp(${i / 8})`).join(' + ')})`,
  },
  erfc: { formula: 'erfc(x)', points: around, mathjs: '1 - erf(x)' },
  normcdf: { formula: 'normcdf(x)', points: around, mathjs: '(1 + erf(x/sqrt(2)))/2' },
  lognormcdf: { formula: 'lognormcdf(x)', points: around, mathjs: 'log((1 + erf(x/sqrt(2)))/2)' },
  lognormcdfDerivative: { formula: 'lognormcdf(2*x)', points: around },
  gaussian: { formula: 'erfc(2*x)*normcdf(x)', points: around },
  beta: { formula: 'beta(x, y)', points: pairs, mathjs: 'gamma(x)*gamma(y)/gamma(x + y)' },
  lbeta: { formula: 'lbeta(x, y)', points: pairs, mathjs: 'log(gamma(x)*gamma(y)/gamma(x + y))' },
  lbetaDerivative: { formula: 'lbeta(x*y, y)', points: pairs },
  combinations: { formula: 'combinations(x, y)', points: pairs, mathjs: 'gamma(x+1)/(gamma(y+1)*gamma(x-y+1))' },
  logCombinationsDerivative: { formula: 'combinations(x + 9, y)', points: pairs },
  logit: { formula: 'logit(x)', points: [[0.1], [0.3], [0.9]], mathjs: 'log(x/(1 - x))' },
  logitSlope: { formula: 'logit(x^2)', points: [[0.1], [0.3], [0.9]] },
  log1mexp: { formula: 'log1mexp(x)', points: [[-3.1], [-0.9], [-0.2]], mathjs: 'log(1 - exp(x))' },
  log1mexpSlope: { formula: 'log1mexp(-2*x)', points: positive },
  exp2: { formula: 'exp2(x)', points: around, mathjs: '2^x' },
  silu: { formula: 'silu(x)', points: around, mathjs: 'x/(1 + exp(-x))' },
  siluDerivative: { formula: 'silu(2*x)', points: around },
  gelu: { formula: 'gelu(x)', points: around, mathjs: 'x*(1 + erf(x/sqrt(2)))/2' },
  geluDerivative: { formula: 'gelu(2*x)', points: around },
  mish: { formula: 'mish(x)', points: around, mathjs: 'x*tanh(log(1 + exp(x)))' },
  mishDerivative: { formula: 'mish(2*x)', points: around },
  softsign: { formula: 'softsign(x)', points: around, mathjs: 'x/(1 + abs(x))' },
  elu: { formula: 'elu(x)', points: around, mathjs: 'x > 0 ? x : exp(x) - 1' },
  erfcx: { formula: 'erfcx(x)', points: around },
  erfcxSlope: { formula: 'erfcx(2*x)', points: around },
  j0: { formula: 'j0(x)', points: around },
  j1: { formula: 'j1(x)', points: around },
  jn: { formula: 'jn(3, x)', points: around },
  y0: { formula: 'y0(x)', points: positive },
  y1: { formula: 'y1(x)', points: positive },
  yn: { formula: 'y1(2*x)', points: positive },
  i0: { formula: 'i0(x)', points: around },
  i1: { formula: 'i1(x)', points: around },
  besselIn: { formula: 'i1(2*x)', points: around },
  gammainc: { formula: 'gammainc(x, y)', points: pairs },
  gammaincSlope: { formula: 'gammainc(2*x, y)', points: pairs },
  gammaDensity: { formula: 'gammainc(x, 2*y)', points: pairs },
  lambertw: { formula: 'lambertw(x)', points: [[-0.3], ...positive] },
  lambertwSlope: { formula: 'lambertw(2*x)', points: positive },
  // All of linear algebra on these: test/ops/linear.test.ts.
  element: { formula: `solve(${THREE}, [1, x, y])[2]`, points: signedPairs },
  list: { formula: 'inv([x, 2; y, 3])[1, 2]', points: signedPairs, mathjs: '-2/(3*x - 2*y)' },
  overDeterminant: { formula: 'inv([x, 2; y, 3])[1, 1]*x', points: signedPairs, mathjs: '3*x/(3*x - 2*y)' },
  determinant3: { formula: `det(${THREE})`, points: signedPairs, mathjs: `det(${THREE})` },
  factor: { formula: `det(${FOUR})`, points: signedPairs, mathjs: `det(${FOUR})` },
  solve: { formula: `sum(solve(${THREE}, [1, x, y]))`, points: signedPairs },
  invert: { formula: `sum(inv(${THREE}))`, points: signedPairs, mathjs: `sum(inv(${THREE}))` },
  cofactors: { formula: `det(${FOUR})*x`, points: signedPairs, mathjs: `det(${FOUR})*x` },
  cofactorsAlong: { formula: `det(${FOUR})^2`, points: signedPairs, mathjs: `det(${FOUR})^2` },
  // Of more than a few terms.
  matrixProduct: { formula: `sum(inv(${FIVE}))`, points: signedPairs, mathjs: `sum(inv(${FIVE}))` },
  solution: { formula: `sum(solve([x, 2; y, 3], [1, 0; y, x]))`, points: signedPairs },
  inverse: { formula: `inv(${THREE})[3, 1]`, points: signedPairs },
  determinant: { formula: `x*det(${FOUR})`, points: signedPairs, mathjs: `x*det(${FOUR})` },
  logDeterminant: {
    formula: `logdet([x^2 + 1, x*y; x*y, y^2 + 1])`,
    points: signedPairs,
    mathjs: 'log(x^2 + y^2 + 1)',
  },
  adjugate: { formula: `det(${FOUR})*y`, points: signedPairs, mathjs: `det(${FOUR})*y` },
  adjugateAlong: { formula: `exp(det(${FOUR})/100)`, points: signedPairs, mathjs: `exp(det(${FOUR})/100)` },
  rewritten: { formula: '(3*hypot(x, y)/x)^2', points: signedPairs, mathjs: '(3*hypot(x, y)/x)^2' },
  solved: { formula: 'implicit z = 1; z = cos(x*z)/2 + y/9; z', points: signedPairs },
  ...Object.fromEntries(['sparseSolution', 'sparseFactor', 'sparseSolve'].map(name => [name, sparseBlock])),
  statement: { formula: 'x + 0*y', points: signedPairs },
};

// Those that go over rows are in over.test.ts.
const rows = operations
  .filter((row, code) => !isLeafCode(code) && ![...overIndices, ...recurrences].includes(row))
  .map(({ name }) => name);

const INTERPRETED = ['value', 'gradient', 'hessian'] as const;

describe('every operation', () => {
  it('has a case here', () => {
    expect(rows.filter(name => cases[name] === undefined)).toEqual([]);
  });

  it.each(rows)('%s: value, first and second derivatives', name => {
    const { formula, points, mathjs, isJavaScript } = cases[name]!;
    const names = ['x', 'y'].slice(0, points[0]!.length);
    const { value, gradient, hessian } = isJavaScript
      ? compile(`export const f = (${names.join(', ')}) => ${formula};`, { from: 'js' })
      : compile(`input ${names.join(', ')}\n${formula}`);
    for (const point of points) {
      if (mathjs !== undefined) {
        const wanted = Number(math.evaluate(mathjs, Object.fromEntries(names.map((of, i) => [of, point[i]]))));
        expect(Math.abs(value(...point) - wanted)).toBeLessThanOrEqual(4e-14 * Math.max(Math.abs(wanted), 1e-2));
      }
      const first = gradient(...point) as Float64Array;
      const second = hessian(...point) as Float64Array;
      for (const [i] of names.entries()) {
        const along = (x: number): number[] => point.map((at, k) => (k === i ? x : at));
        const slope = differenceOf(x => value(...along(x)), point[i]!);
        expect(Math.abs(first[i]! - slope.derivative)).toBeLessThanOrEqual(1e-8 * Math.max(Math.abs(first[i]!), 1));
        for (const [j] of names.entries()) {
          const bend = differenceOf(x => gradient(...along(x))[j], point[i]!);
          expect(Math.abs(second[j * names.length + i]! - bend.derivative)).toBeLessThanOrEqual(
            1e-7 * Math.max(Math.abs(bend.derivative), 1),
          );
        }
      }
    }
  });
});

describe('edges and kinks', () => {
  const derivative = (formula: string, ...point: number[]): number[] => [
    ...(compile(formula).gradient(...point) as Float64Array),
  ];
  const curvature = (formula: string, ...point: number[]): number[] => [
    ...(compile(formula).hessian(...point) as Float64Array),
  ];

  it.each<[string, number[], number[]]>([
    ['abs(x)', [0], [0]],
    ['sign(x)', [0], [0]],
    ['floor(x)', [1], [0]],
    ['round(x)', [0.5], [0]],
    ['relu(x)', [0], [0]],
    ['max(x, y)', [1, 1], [0.5, 0.5]],
    ['max(x, y, z)', [1, 1, 1], [1 / 3, 1 / 3, 1 / 3]],
    ['min(x, y, 1)', [1, 1], [1 / 3, 1 / 3]],
    ['hypot(x, y)', [0, 0], [0, 0]],
    ['norm(x)', [0], [0]],
    ['x^y', [0, 0], [0, Number.NEGATIVE_INFINITY]],
    ['x^y', [0, 2], [0, 0]],
    ['x^y', [-2, 3], [12, Number.NaN]],
    ['x^3', [-2], [12]],
    ['x^0', [0], [0]],
    ['sqrt(x)', [0], [Number.POSITIVE_INFINITY]],
    ['atan2(y, x)', [0, 0], [Number.NaN, Number.NaN]],
    ['mod(x, y)', [7.5, 2], [1, -3]],
    ['x > 0 ? sqrt(x) : 0', [-1], [0]],
    ['(x>0 ? sqrt(x) : 0) + (x>1 ? sqrt(x) : 0)', [-1], [0]],
    ['(x>0 ? sqrt(x) : 0) + (x>1 ? sqrt(x) : 0)', [0.25], [1]],
    ['sigmoid(x)', [800], [0]],
    ['softplus(x)', [800], [1]],
    ['softplus(x)', [-800], [0]],
    ['logsumexp(x, y)', [1e9, 1e9], [0.5, 0.5]],
  ])('gradient of %s at %j is %j', (formula, point, wanted) => {
    expect(derivative(formula, ...point)).toEqual(wanted);
  });

  it.each<[string, number[], number[]]>([
    ['abs(x)*x', [0], [0]],
    ['relu(x)', [0], [0]],
    ['x^2', [0], [2]],
    ['x^3', [0], [0]],
    ['hypot(x, y)', [0, 0], [Number.NaN, Number.NaN, Number.NaN, Number.NaN]],
    ['max(x, y)', [1, 1], [0, 0, 0, 0]],
  ])('hessian of %s at %j is %j', (formula, point, wanted) => {
    expect(curvature(formula, ...point).map(value => value + 0)).toEqual(wanted);
  });

  it.each<[string, number[], number]>([
    ['round(x)', [-0.5], -1],
    ['mod(x, y)', [-1, 3], 2],
    ['mod(x, y)', [5, 0], 5],
    ['x!', [5], 120],
    ['gamma(x)', [-1], Number.NaN],
    ['lgamma(x)', [-0.5], 1.2655121234846454],
    ['sqrt(x)', [-1], Number.NaN],
    ['x^0.5', [-0], -0],
    ['not (x < y)', [Number.NaN, 1], 1],
    ['x ? 1 : 2', [Number.NaN], 2],
    ['1 < x < 5', [3], 1],
    ['1 < x < 5', [5], 0],
  ])('%s at %j is %j', (formula, point, wanted) => {
    expect(compile(formula).value(...point)).toBe(wanted);
  });

  it.each(rows)('%s: the same bits where code is interpreted', name => {
    const { formula, points, isJavaScript } = cases[name]!;
    const names = ['x', 'y'].slice(0, points[0]!.length);
    const { generated, interpreted } = isJavaScript
      ? bothWays(`export const f = (${names.join(', ')}) => ${formula};`, INTERPRETED, { from: 'js' })
      : bothWays(`input ${names.join(', ')}\n${formula}`, INTERPRETED);
    const edges = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NaN].map(at => names.map((_, i) => at * (i + 1)));
    for (const of of INTERPRETED)
      for (const point of [...points, ...edges])
        expect(outcomeOf(interpreted[of], point), `${of}(${point})`).toEqual(outcomeOf(generated[of], point));
  });
});
