// Models as R, Stan and BUGS write them: `y ~ x + z`, `y ~ normal(a + b*x, s)`; blocks of Stan.

import { argumentsIn, endOfGroup, formulaOfCall } from './calls-elsewhere.js';

/** Distributions by their names in Stan and BUGS, with the name of their log density. */
const DENSITIES: Readonly<Record<string, string>> = {
  normal: 'normal_lpdf',
  n: 'normal_lpdf',
  gaussian: 'normal_lpdf',
  norm: 'normal_lpdf',
  student_t: 'student_t_lpdf',
  cauchy: 'cauchy_lpdf',
  lognormal: 'lognormal_lpdf',
  exponential: 'exponential_lpdf',
  dexp: 'exponential_lpdf',
  gamma: 'gamma_lpdf',
  dgamma: 'gamma_lpdf',
  beta: 'beta_lpdf',
  dbeta: 'beta_lpdf',
  poisson: 'poisson_lpmf',
  pois: 'poisson_lpmf',
  dpois: 'poisson_lpmf',
  bernoulli: 'bernoulli_lpmf',
  bern: 'bernoulli_lpmf',
  dbern: 'bernoulli_lpmf',
  bernoulli_logit: 'bernoulli_logit_lpmf',
  binomial: 'binomial_lpmf',
};

const GENERAL = "write '=': a model is 'data x, y', 'param a, b' and 'y = a*x + b'";

/** What to write for a model with a tilde. @param rest what stands after it @param before what stands before it */
export function tildeHelp(rest: string, before: string): string {
  const response = before.replace(/^.*[(=]/s, '').trim();
  const isNamed = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(response);
  const end = rest.search(/,\s*\w+\s*=|[\r\n;]/);
  const open = before.lastIndexOf('(');
  const closed = open === -1 ? -1 : endOfGroup(`(${rest}`, 0) - 2;
  const right = rest
    .slice(0, closed >= 0 ? closed : undefined)
    .slice(0, end === -1 ? undefined : end)
    .trim();
  if (!isNamed || right === '') return GENERAL;
  const [, distribution] = /^([\p{L}_]\w*)\s*\(/u.exec(right) ?? [];
  const args = distribution === undefined ? null : argumentsIn(right.slice(distribution.length));
  if (distribution !== undefined && args !== null) {
    const help = likelihood(response, distribution, args);
    if (help !== undefined) return help;
  }
  if (/\|/.test(right))
    return `write 'y = b0 + b1*x' with all coefficients; one of each group, g of 3, is 'sum(u[k]*(g == k), k = 1:3)'`;
  const terms = right.split('+').map(of => of.trim().replace(/^I\((.*)\)$/, '$1'));
  if (!terms.every(of => /^[\p{L}_][\p{L}\p{N}_.]*(?:\^\d+)?$/u.test(of))) return `write '=': '${response} = ${right}'`;
  const coefficients = ['b0', ...terms.map((_, i) => `b${i + 1}`)];
  const sum = terms.map((term, i) => `b${i + 1}*${term}`).join(' + ');
  return `write '${response} = b0 + ${sum}' with 'param ${coefficients.join(', ')}': coefficients are written`;
}

function likelihood(response: string, distribution: string, args: readonly string[]): string | undefined {
  const lower = distribution.toLowerCase();
  const [mean = '0', spread = '1'] = args;
  // BUGS has a precision there.
  if (lower === 'dnorm') {
    const [m, t] = [held(mean), held(spread)];
    return `write '${response} = ${mean}' for least squares, or '-sum(log(${spread})/2 - ${t}*(${response} - ${m})^2/2)' to minimize`;
  }
  if (lower === 'dbin') {
    const formula = formulaOfCall('binomial_lpmf', [response, spread, mean]);
    return formula === undefined ? undefined : `write '-sum(${formula})' to minimize`;
  }
  const density = Object.hasOwn(DENSITIES, lower) ? DENSITIES[lower]! : undefined;
  if (density === undefined) return undefined;
  // `N(m, s^2)` has the variance, and what is no square may be one.
  const [, root] = /^(.*)(?:\^2|\*\*2|²)$/.exec(spread) ?? [];
  const given = distribution === 'N' && root !== undefined ? [mean, root] : args;
  const formula = formulaOfCall(density, [response, ...given]);
  if (formula === undefined) return undefined;
  const squares = density === 'normal_lpdf' ? `'${response} = ${mean}' for least squares, or ` : '';
  return `write ${squares}'-sum(${formula})' to minimize`;
}

const held = (text: string): string => (/^[\p{L}\p{N}_.]+$/u.test(text) ? text : `(${text})`);

/** For blocks of Stan. */
export const STAN_HELP =
  "write 'data x, y' and 'param a, b', each on a line, then the model, 'y = a*x + b', or 'minimize' with its negative log-likelihood";
