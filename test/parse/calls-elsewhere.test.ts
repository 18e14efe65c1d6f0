// The lines that are said in place of calls of other languages: each is a formula, and what the call meant.

import { describe, expect, it } from 'vitest';
import { compile, FormulaError } from '../../src/index.js';
import '../../src/special.js';

/** The first line that is said to be written. */
function lineFor(formula: string): string {
  try {
    compile(formula);
  } catch (error) {
    if (error instanceof FormulaError)
      return /^write '((?:[^']|'(?=\)))*)'/.exec(error.diagnostics[0]!.help ?? '')?.[1] ?? '';
    throw error;
  }
  return '';
}

describe.each<[field: string, calls: readonly (readonly [call: string, value: number])[]]>([
  // Values of scipy 1.17.1 (stats, special), on which R and Stan agree by their documentation.
  [
    'statistics',
    [
      ['dnorm(0.5)', 0.35206532676429947],
      ['dnorm(0.5, 1, 2)', 0.19333405840142465],
      ['dnorm(0.5, mean=1, sd=2)', 0.19333405840142465],
      ['dnorm(0.5, 1, 2, log=TRUE)', -1.643335713764618],
      ['normal_lpdf(0.5, 1, 2)', -1.643335713764618],
      ['normal_lpdf(0.5 | 1, 2)', -1.643335713764618],
      ['pnorm(0.5, 1, 2)', 0.4012936743170763],
      ['normal_lcdf(0.5, 1, 2)', -0.913061764811135],
      ['dlnorm(0.5, 1, 2)', 0.27879404629273086],
      ['lognormal_lpdf(0.5, 1, 2)', -1.277281955084434],
      ['dexp(0.5, 3)', 0.6693904804452895],
      ['exponential_lpdf(0.5, 3)', -0.4013877113318902],
      ['pexp(0.5, 3)', 0.7768698398515702],
      ['dpois(3, 2)', 0.18044704431548356],
      ['poisson_lpmf(3, 2)', -1.7123179275482192],
      ['dbinom(2, 5, 0.3)', 0.3087],
      ['binomial_lpmf(2, 5, 0.3)', -1.1753853474740241],
      ['dbern(1, 0.3)', 0.3],
      ['bernoulli_lpmf(0, 0.3)', -0.35667494393873245],
      ['bernoulli_logit_lpmf(1, 0.3)', -0.554355244468527],
      ['dgeom(3, 0.3)', 0.1029],
      ['dgamma(0.5, 3, 2)', 0.3678794411714423],
      ['gamma_lpdf(0.5, 3, 2)', -1],
      ['pgamma(0.5, 3, 2)', 0.08030139707139418],
      ['dbeta(0.3, 2, 3)', 1.764],
      ['beta_lpdf(0.3, 2, 3)', 0.5675839575845993],
      ['dt(0.5, 4)', 0.3222618685603871],
      ['student_t_lpdf(0.5, 4, 1, 2)', -1.7127368999115844],
      ['dchisq(0.5, 3)', 0.2196956447338612],
      ['pchisq(0.5, 3)', 0.08110858834532418],
      ['dunif(0.5, 0, 2)', 0.5],
      ['dweibull(0.5, 2, 3)', 0.1080671641240387],
      ['pweibull(0.5, 2, 3)', 0.027395522883651605],
      ['dcauchy(0.5, 1, 2)', 0.1497928876159015],
      ['cauchy_lpdf(0.5, 1, 2)', -1.8985016882257804],
      ['dmvnorm([1, 2], [0, 1], [2, 0.5; 0.5, 1])', 0.06794114034470021],
      ['plogis(0.5, 1, 2)', 0.43782349911420193],
      ['qlogis(0.3)', -0.8472978603872037],
      ['lchoose(5, 2)', Math.LN10],
      ['weighted.mean([1, 2, 4], [1, 1, 2])', 2.75],
    ],
  ],
  // By hand, and of numpy and scipy.
  [
    'machine learning',
    [
      ['where(1 > 2, 3, 4)', 4],
      ['np.where(2 > 1, 3 + 1, 4)', 4],
      ['huber(3)', 2.5],
      ['huber(3, 2)', 4],
      ['huber(0.5, 2)', 0.125],
      ['hinge(0.25)', 0.75],
      ['leaky_relu(-2)', -0.02],
      ['leaky_relu(-2, 0.1)', -0.2],
      ['F.leaky_relu(-2, negative_slope=0.1)', -0.2],
      ['cosine_similarity([1, 2], [3, 4])', 0.9838699100999074],
      ['kl_div([0.5, 0.5], [0.25, 0.75])', 0.14384103622589045],
      ['entropy([0.5, 0.25, 0.25])', 1.0397207708399179],
      ['mse([1, 2], [3, 5])', 6.5],
      ['rmse([1, 2], [3, 5])', 2.5495097567963922],
      ['mae([1, 2], [3, 5])', 2.5],
      ['np.std([1, 2, 4])', 1.247219128924647],
      ['np.var([1, 2, 4])', 1.5555555555555556],
      ['np.std([1, 2, 4], ddof=1)', 1.5275252316519468],
      ['[1, 2, 4].std()', 1.247219128924647],
      ['np.linalg.norm([3, -4], 1)', 7],
      ['||[3, -4]||_1', 7],
      ['norm([3, -4], 3)', 4.497941445275415],
      ['torch.norm([3, -4], p=2)', 5],
      ['torch.clamp(3, min=0, max=2)', 2],
    ],
  ],
  // By the definitions of the GLSL specification, 4.60, sections 8.1 to 8.5, and by hand.
  [
    'graphics and biology',
    [
      ['lerp(2, 6, 0.25)', 3],
      ['saturate(1.5)', 1],
      ['smoothstep(1, 3, 1.5)', 0.15625],
      ['fract(2.75)', 0.75],
      ['fmod(-5, 3)', -2],
      ['step(2, 3)', 1],
      ['step(3, 2)', 0],
      ['inversesqrt(4)', 0.5],
      ['distance([1, 2], [4, 6])', 5],
      ['hill(2, 3, 2)', 0.3076923076923077],
      ['michaelis_menten(2, 3, 4)', 1],
      ['(2.5).pow(2)', 6.25],
    ],
  ],
])('calls of %s', (_field, calls) => {
  it.each(calls)('%s', (call, value) => {
    expect(compile(lineFor(call)).value()).toBeCloseTo(value, 12);
  });
});

describe('lines with names', () => {
  it.each([
    // Arrays go element by element.
    ['input v[2]; dnorm(v, 1, 2)', [3, 4], [0.12098536225957168, 0.06475879783294587]],
    ['input v[2]; normalize(v)', [3, 4], [0.6, 0.8]],
    ['input v[2]; where(v > 3, v, 0)', [3, 4], [0, 4]],
    // What is more than a name or a number is held together.
    ['input v[2]; fract(v + v)', [1.25, 1.75], [0.5, 0.5]],
    ['input v[2]; v.sum(axis=0)', [3, 4], [3, 4]],
  ])('%s', (program, at, values) => {
    const declared = program.slice(0, program.indexOf(';') + 1);
    const line = lineFor(program);
    if (program.includes('axis')) return expect(line).toBe('array(sum(v[:, j]), j = 1:size(v)[2])');
    const found = compile(`${declared} ${line}`).value(at) as unknown as ArrayLike<number>;
    expect(Array.from(found)).toEqual(values.map(of => expect.closeTo(of, 12)));
  });

  it.each([
    ['data x, y; param a, b; y ~ normal(a + b*x, 1)', 'y = a + b*x'],
    ['y ~ x + z', 'y = b0 + b1*x + b2*z'],
    ['lm(y ~ x + I(x^2), data = df)', 'y = b0 + b1*x + b2*x^2'],
    ['y ~ poisson(exp(a + b*x))', '-sum(y*log(exp(a + b*x)) - exp(a + b*x) - lgamma(y + 1))'],
    ['y ~ dbin(p, n)', '-sum(lgamma(n + 1) - lgamma(y + 1) - lgamma(n - y + 1) + y*log(p) + (n - y)*log1p(-p))'],
    ['target += bernoulli_logit_lpmf(y | eta)', '-sum(y*eta - softplus(eta))'],
    ['f = (x, y) => x*y', 'f(x, y) = x*y'],
    ['f = lambda x: x**2', 'f(x) = x**2'],
    ['function f(x) { return x*x; }', 'f(x) = x*x'],
    ['if (x < 0) { return -x; } return x;', 'x < 0 ? -x : x'],
    ['input x[3]; sum([a**2 for a in x])', 'sum(x[i]**2, i = 1:size(x)[1])'],
    ['input x[3]; sum(x[i] for i in range(3))', 'sum(x[i], i = 1:3)'],
    ['data x, y, w; param a; y = a*x weights w', 'residual sqrt(w)*(y - (a*x))'],
    ['data x, y; param a; log(y) = a*x', 'residual log(y) - (a*x)'],
    ['data x, y; param a; y[i] = a*x[i]', 'y = a*x'],
    ['input u[2], v[2]; <u, v> + 1', 'dot(u, v)'],
    ['uniform vec3 p', 'input p[3]'],
    ['param s = 1 > 0', 'param s = 1 in [0, Infinity]'],
  ])('%s  →  %s', (program, line) => {
    expect(lineFor(program)).toBe(line);
  });
});
