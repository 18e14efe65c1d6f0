// Calls of functions that are not here, with what they are as formulas: the line to write has the arguments that were written.

/** Rows: names, their parameters, and the formula. The first row with as many parameters as there are arguments counts. */
const ROWS: readonly string[] = [
  // Graphics and games.
  'lerp mix(a, b, t) = a + (b - a)*t',
  'saturate clamp01(x) = clamp(x, 0, 1)',
  'smoothstep(a, b, x) = clamp((x - a)/(b - a), 0, 1)^2*(3 - 2*clamp((x - a)/(b - a), 0, 1))',
  'fract frac(x) = x - floor(x)',
  'fmod rem remainder(a, b) = a - b*fix(a/b)',
  'step(a, x) = (x >= a)',
  'inversesqrt rsqrt(x) = 1/sqrt(x)',
  'normalize normalise(v) = v/norm(v)',
  'distance(a, b) = norm(a - b)',
  'reflect(i, n) = i - 2*dot(n, i)*n',
  'vec2 vec3 vec4 float2 float3 float4 half2 half3 half4 vector2 vector3 vector4(x, y) = [x, y]',
  'vec3 vec4 float3 float4 half3 half4 vector3 vector4(x, y, z) = [x, y, z]',
  'vec4 float4 half4 vector4(x, y, z, w) = [x, y, z, w]',
  'vec2 float2(x) = [x, x]',
  'vec3 float3(x) = [x, x, x]',
  'vec4 float4(x) = [x, x, x, x]',
  // Columns there, rows here.
  'mat2(a, b, c, d) = [a, c; b, d]',
  'mat3(a, b, c, d, e, f, g, h, i) = [a, d, g; b, e, h; c, f, i]',
  'hill(x, k, n) = x^n/(k^n + x^n)',
  'michaelis_menten michaelismenten mm(s, v, k) = v*s/(k + s)',
  // Machine learning.
  'where ifelse if_else iif if select cond(c, a, b) = (c ? a : b)',
  'leaky_relu leakyrelu lrelu(x) = max(x, 0.01*x)',
  'leaky_relu leakyrelu lrelu prelu(x, slope) = max(x, slope*x)',
  'huber huber_loss(x) = (abs(x) <= 1 ? x^2/2 : abs(x) - 1/2)',
  'huber huber_loss(x, delta) = (abs(x) <= delta ? x^2/2 : delta*(abs(x) - delta/2))',
  'hinge(x) = max(0, 1 - x)',
  'cosine_similarity cosine cos_sim(u, v) = dot(u, v)/(norm(u)*norm(v))',
  'kl kl_div kldiv kl_divergence d_kl dkl(p, q) = sum(p.*log(p./q))',
  'entropy(p) = -sum(p.*log(p))',
  'mse mse_loss(y, f) = mean((y - f).^2)',
  'rmse(y, f) = sqrt(mean((y - f).^2))',
  'mae l1_loss(y, f) = mean(abs(y - f))',
  // Statistics.
  'dnorm normpdf norm.pdf norm_pdf pdf gaussian npdf(x) = exp(-x^2/2)/sqrt(2*pi)',
  'dnorm normpdf norm.pdf norm_pdf pdf gaussian npdf norm(x, mean, sd) = exp(-((x - mean)/sd)^2/2)/(sd*sqrt(2*pi))',
  'dnorm_log logpdf norm.logpdf normlogpdf std_normal_lpdf(x) = -x^2/2 - log(2*pi)/2',
  'dnorm_log logpdf norm.logpdf normlogpdf normal_lpdf(x, mean, sd) = -((x - mean)/sd)^2/2 - log(sd) - log(2*pi)/2',
  'pnorm norm.cdf norm_cdf cdf normcdf normal_cdf(x, mean, sd) = normcdf((x - mean)/sd)',
  'normal_lcdf(x, mean, sd) = lognormcdf((x - mean)/sd)',
  'dlnorm(x, meanlog, sdlog) = exp(-((log(x) - meanlog)/sdlog)^2/2)/(x*sdlog*sqrt(2*pi))',
  'dlnorm_log lognormal_lpdf(x, meanlog, sdlog) = -((log(x) - meanlog)/sdlog)^2/2 - log(x*sdlog) - log(2*pi)/2',
  'dexp(x, rate) = rate*exp(-rate*x)',
  'dexp_log exponential_lpdf(x, rate) = log(rate) - rate*x',
  'pexp(x, rate) = 1 - exp(-rate*x)',
  'dpois(k, lambda) = exp(k*log(lambda) - lambda - lgamma(k + 1))',
  'dpois_log poisson_lpmf(k, lambda) = k*log(lambda) - lambda - lgamma(k + 1)',
  'dbinom binom.pmf(k, n, prob) = combinations(n, k)*prob^k*(1 - prob)^(n - k)',
  'dbinom_log binomial_lpmf(k, n, prob) = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) + k*log(prob) + (n - k)*log1p(-prob)',
  'dbern(k, prob) = prob^k*(1 - prob)^(1 - k)',
  'dbern_log bernoulli_lpmf(k, prob) = k*log(prob) + (1 - k)*log1p(-prob)',
  'bernoulli_logit_lpmf(k, eta) = k*eta - softplus(eta)',
  'dgeom(k, prob) = prob*(1 - prob)^k',
  'dgamma(x, shape, rate) = rate^shape*x^(shape - 1)*exp(-rate*x)/gamma(shape)',
  'dgamma_log gamma_lpdf(x, shape, rate) = shape*log(rate) + (shape - 1)*log(x) - rate*x - lgamma(shape)',
  'pgamma(x, shape, rate) = gammainc(shape, rate*x)',
  'dbeta(x, a, b) = x^(a - 1)*(1 - x)^(b - 1)/beta(a, b)',
  'dbeta_log beta_lpdf(x, a, b) = (a - 1)*log(x) + (b - 1)*log1p(-x) - lbeta(a, b)',
  'dt(x, df) = gamma((df + 1)/2)/(sqrt(df*pi)*gamma(df/2))*(1 + x^2/df)^(-(df + 1)/2)',
  'student_t_lpdf(x, df, mean, scale) = lgamma((df + 1)/2) - lgamma(df/2) - log(df*pi)/2 - log(scale) - (df + 1)/2*log1p(((x - mean)/scale)^2/df)',
  'dchisq(x, df) = x^(df/2 - 1)*exp(-x/2)/(2^(df/2)*gamma(df/2))',
  'pchisq(x, df) = gammainc(df/2, x/2)',
  'dunif(x, min, max) = (x >= min and x <= max)/(max - min)',
  'dweibull(x, shape, scale) = shape/scale*(x/scale)^(shape - 1)*exp(-(x/scale)^shape)',
  'pweibull(x, shape, scale) = 1 - exp(-(x/scale)^shape)',
  'dcauchy(x, location, scale) = 1/(pi*scale*(1 + ((x - location)/scale)^2))',
  'dcauchy_log cauchy_lpdf(x, location, scale) = -log(pi*scale) - log1p(((x - location)/scale)^2)',
  'dmvnorm mvnpdf(x, mean, s) = exp(-dot(x - mean, solve(s, x - mean))/2)/sqrt(det(2*pi*s))',
  'plogis(x, location, scale) = sigmoid((x - location)/scale)',
  'qlogis(p) = logit(p)',
  'lchoose(n, k) = lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)',
  'weighted.mean weighted_mean(x, w) = sum(x.*w)/sum(w)',
]; // biome-ignore format: one row a line

interface Form {
  readonly parameters: readonly string[];
  readonly formula: string;
}

const forms = new Map<string, Form[]>();
for (const row of ROWS) {
  const [, names, parameters, formula] = /^([^(]*)\(([^)]*)\) = (.*)$/.exec(row)!;
  const form = { parameters: parameters!.split(', '), formula: formula! };
  for (const name of names!.split(' ')) {
    const known = forms.get(name);
    if (known === undefined) forms.set(name, [form]);
    else known.push(form);
  }
}

/** Longer arguments are not repeated in a line to write. */
const LONGEST_ARGUMENT = 80;

/**
 * What a call of a function of other places is as a formula; undefined where that is not known.
 * @param isOfArrays whether arguments are arrays, for which it goes element by element
 */
export function formulaOfCall(name: string, args: readonly string[], isOfArrays = false): string | undefined {
  const lower = name.toLowerCase();
  if (!forms.has(lower) || args.some(of => of.length > LONGEST_ARGUMENT || of === '')) return undefined;
  const isLog = args.some(of => /^log\s*=\s*(?:TRUE|T|True|true|1)$/.test(of));
  const given = args.filter(of => !/^log\s*=/.test(of));
  for (const form of forms.get(isLog ? `${lower}_log` : lower) ?? []) {
    const values = boundTo(form.parameters, given);
    if (values !== null) return substituted(form.formula, values, isOfArrays);
  }
  return undefined;
}

/** Arguments by the names of parameters; null where they do not fit. */
function boundTo(parameters: readonly string[], args: readonly string[]): ReadonlyMap<string, string> | null {
  if (args.length !== parameters.length) return null;
  const values = new Map<string, string>();
  let at = 0;
  for (const arg of args) {
    const [, name, value] = /^([a-z]\w*)\s*=(?!=)\s*(.*)$/is.exec(arg) ?? [];
    const parameter = name === undefined ? parameters[at++]! : (ALIKE[name] ?? name);
    if (!parameters.includes(parameter) || values.has(parameter)) return null;
    values.set(parameter, value ?? arg);
  }
  return values;
}

/** Names of arguments elsewhere. */
const ALIKE: Readonly<Record<string, string>> = {
  mu: 'mean',
  loc: 'mean',
  sigma: 'sd',
  scale: 'sd',
  std: 'sd',
  p: 'prob',
  size: 'n',
  lam: 'lambda',
  negative_slope: 'slope',
  alpha: 'slope',
};

/** Between brackets and commas nothing has to be held together. */
const OPENS = new Set(['(', '[', ',', ';', '?', ':']);
const CLOSES = new Set([')', ']', ',', ';', '?', ':', undefined]);

function substituted(formula: string, values: ReadonlyMap<string, string>, isOfArrays: boolean): string {
  const pieces = formula.match(/[a-z]\w*\(?|\d+(?:\.\d+)?|\s+|\.?[*/^]|[<>]=|./gi) ?? [];
  const signs = pieces.filter(of => of.trim() !== '');
  let at = 0;
  return pieces
    .map(piece => {
      if (piece.trim() === '') return piece;
      const [before, after] = [signs[at - 1], signs[at + 1]];
      at++;
      const value = values.get(piece);
      if (value === undefined) return isOfArrays && /^[*/^]$/.test(piece) ? `.${piece}` : piece;
      const isAlone = (before === undefined || OPENS.has(before.slice(-1))) && CLOSES.has(after);
      return isAlone || isAtom(value) ? value : `(${value})`;
    })
    .join('');
}

/** A name, a number, a call or an element. */
function isAtom(text: string): boolean {
  if (/^(?:[\p{L}_$][\p{L}\p{N}_$]*|\d+(?:\.\d*)?|\.\d+)$/u.test(text)) return true;
  const [head] = /^[\p{L}_$][\p{L}\p{N}_$]*(?=[([])/u.exec(text) ?? [];
  return head !== undefined && endOfGroup(text, head.length) === text.length;
}

/** Longer groups are not looked at for advice. */
const LONGEST_GROUP = 1000;

/** The offset after the bracket that closes the one at an offset; -1 where none does. */
export function endOfGroup(text: string, at: number): number {
  let depth = 0;
  for (let end = at; end < text.length && end - at < LONGEST_GROUP; end++) {
    if ('([{'.includes(text[end]!)) depth++;
    else if (')]}'.includes(text[end]!) && --depth === 0) return end + 1;
  }
  return -1;
}

/** The arguments of a call whose opening parenthesis is first in a text, spaces before it; null where there are none. */
export function argumentsIn(text: string): string[] | null {
  const open = /^\s*\(/.exec(text)?.[0].length ?? 0;
  const end = open === 0 ? -1 : endOfGroup(text, open - 1);
  if (end === -1) return null;
  const args: string[] = [];
  let depth = 0;
  let from = open;
  for (let i = open; i < end; i++) {
    const sign = text[i]!;
    if ('([{'.includes(sign)) depth++;
    else if (')]}'.includes(sign)) depth--;
    // `normal_lpdf(y | mu, sigma)`, `N(x; mu, sigma)`.
    const isBetween =
      depth === 0 && (sign === ',' || sign === ';' || (sign === '|' && text[i + 1] !== '|' && text[i - 1] !== '|'));
    if (!isBetween && depth >= 0) continue;
    args.push(text.slice(from, i).trim());
    from = i + 1;
  }
  return args.length === 1 && args[0] === '' ? [] : args;
}
