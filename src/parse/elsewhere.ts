// What functions and constants of mathematics are called in other languages and libraries, and what is written for them here.
// A name of this table is never taken for a misspelt one: `pinv` is no `inv`, and `median` no `mean`.

const written = (name: string): string => `write '${name}'`;

const NONE = (what: string): string => `there is no ${what} here`;

const CHOICE = "write 'condition ? a : b'";
const DERIVATIVE =
  "write the formula alone: its derivatives are functions of the module, such as 'gradient'; 'wengert derivative' prints one";
const VECTOR = "write '[1, 2, 3]'";
const SUM = "write 'sum(i^2, i = 1:n)'";

/** Rows: what is written here, and the names elsewhere, in lower case, that it is for. */
const FUNCTIONS: readonly (readonly [help: string, names: string])[] = [
  [CHOICE, 'if iif ifelse where piecewise if_else select cases ifs switch'],
  [DERIVATIVE, 'derivative diff d grad gradient jacobian hessian differentiate dx dy ddx autograd backward'],
  ["there is no integral here; a sum over rows or indices is 'sum(…)'", 'integrate integral quad trapz trapezoid simpson'],
  [NONE('limit'), 'limit lim series taylor'],
  ["write 'minimize f' as a line of its own", 'minimise minimize fminsearch fminunc argmin'],
  ["write 'maximize f' as a line of its own", 'maximise maximize argmax'],
  ["write 'implicit x = 1' and 'x = f(x)': an equation determines it", 'fsolve fzero root_scalar findroot nsolve'],
  [VECTOR, 'c vec list vector matrix vcat hcat cbind rbind arange tensor asarray'],
  ["write 'array(a + (b - a)*(i - 1)/(n - 1), i = 1:n)'", 'linspace'],
  [SUM, 'sigma summation'],
  ["write 'i = 1:n'", 'range seq'],
  [written('log'), 'log_e loge logₑ log_ₑ'],
  ["write 'X'*X'", 'crossprod'],
  ["write 'mean(abs(y - f))'", 'l1'],
  [written('tan'), 'tg'],
  [written('cot'), 'ctg cotan cotg'],
  [written('csc'), 'cosec'],
  [written('acot'), 'arccot arcctg'],
  [written('asec'), 'arcsec'],
  [written('acsc'), 'arccsc arccosec'],
  [written('atan'), 'arctg arctang'],
  [written('atan2'), 'arctan2 arctg2'],
  [written('sinh'), 'sh'],
  [written('cosh'), 'ch'],
  [written('tanh'), 'th tgh'],
  [written('asinh'), 'arsinh argsinh arsh'],
  [written('acosh'), 'arcosh argcosh arch'],
  [written('atanh'), 'artanh argtanh arth'],
  ["write 'sin(x*pi/180)'", 'sind'],
  ["write 'cos(x*pi/180)'", 'cosd'],
  ["write 'tan(x*pi/180)'", 'tand'],
  ["write 'asin(x)*180/pi'", 'asind'],
  ["write 'acos(x)*180/pi'", 'acosd'],
  ["write 'atan(x)*180/pi'", 'atand'],
  ["write 'atan2(y, x)*180/pi'", 'atan2d'],
  ["write 'f(x) = x^2'", 'function lambda func'],
  ["write '[1, 1, 1]', or 'ones(n)*x'", 'rep repeat repmat full fill'],
  ["write the sum out: 'sum(c[i]/(1 + r)^i, i = 1:n)'", 'npv pv fv pmt irr xnpv'],
  ["write 'atan2(sin(x), cos(x))'", 'wraptopi wrap_to_pi wrapangle normalize_angle normalizeangle'],
  ["write '20*log10(x)'", 'db mag2db todb'],
  ["write '10^(x/20)'", 'db2mag fromdb'],
  ["write '10*log10(x)'", 'pow2db'],
  ["write '10^(x/10)'", 'db2pow'],
  ["write '(y < 0 ? -abs(x) : abs(x))'", 'copysign'],
  ["write the quotient out: '1/(s^2 + 2*s + 1)'", 'tf zpk ss'],
  ["write its matrix: '[cos(q), -sin(q); sin(q), cos(q)]' in a plane", 'rotx roty rotz rot2 rotm eul2rotm quat2rotm axang2rotm rotationmatrix'],
  ['there are no quaternions: write one as a vector of four, and its product out', 'quatmultiply quatmul quaternion quatrotate quatconj slerp'],
  ["write '[0, -v[3], v[2]; v[3], 0, -v[1]; -v[2], v[1], 0]'", 'skew hat wedge skewsymmetric crossmat'],
  ["leave it out: what does not exist is NaN, and 'x != x' tells", 'iferror ifna try'],
  ["write 'sin(pi*x)'", 'sinpi'],
  ["write 'cos(pi*x)'", 'cospi'],
  ["write '(x == 0 ? 1 - x^2/6 : sin(x)/x)', with pi*x for x where it is normalised", 'sinc'],
  ["write 'sin(x/2)^2'", 'haversine hav haversin'],
  ["write 'x*pi/180'", 'radians deg2rad torad toradians rad'],
  ["write 'x*180/pi'", 'degrees rad2deg todeg todegrees deg'],
  [written('sign'), 'sgn signum signof'],
  ["write 'x^2'", 'sqr sq pow2 squared abs2'],
  ["write 'sqrt(x)'", 'root2 squareroot'],
  ["write 'nthRoot(x, n)'", 'root nroot nthroot surd'],
  [written('pow'), 'power mpow'],
  ["write '10^x'", 'exp10 pow10'],
  ["write 'log10(x)', or 'log2(x)'", 'lg'],
  ["write 'log(1 + x)', or 'log1p(x)'", 'ln1p'],
  ["write 'softplus(x)'", 'log1pexp log1exp'],
  [written('abs'), 'fabs absolute'],
  [written('ceil'), 'ceiling'],
  [written('fix'), 'trunc truncate'],
  ["write 'floor(x)', or 'fix(x)' towards zero; there is no integral here", 'integer int'],
  [written('round'), 'rint nint'],
  [written('mod'), 'modulo modulus'],
  ["write 'a - b*fix(a/b)'; 'mod(a, b)' has the sign of b", 'fmod rem remainder'],
  ["write 'x - floor(x)'", 'frac fract'],
  [written('max'), 'maximum fmax amax pmax nanmax reduce_max'],
  [written('min'), 'minimum amin pmin nanmin fmin reduce_min'],
  [written('mean'), 'average avg expectation reduce_mean nanmean'],
  [written('sum'), 'total nansum reduce_sum'],
  [written('prod'), 'product reduce_prod'],
  ["write 'sqrt(mean((x - mean(x)).^2))'", 'stdev.p stdevp stdevpa'],
  ["write 'mean((x - mean(x)).^2)'", 'var.p varp'],
  [written('std'), 'stdev sd stdev.s stddev standarddeviation'],
  [written('variance'), 'var var.s'],
  ["write 'sum(x.^2)'", 'sumsq sumsqr sum_squares norm2 sqnorm'],
  ["write 'x'*P*x'", 'quad_form quadform'],
  ["write 'dot(u, v)'", 'sumproduct inner vdot innerproduct dotproduct'],
  ["write 'A*B'", 'mmult matmul mtimes mm gemm'],
  ["write 'A.*B'", 'times multiply hadamard'],
  ["write 'a + b'", 'plus add'],
  ["write 'a - b'", 'minus subtract sub'],
  ["write 'a/b'", 'divide div rdivide'],
  ["write '-x'", 'neg negative uminus unaryminus'],
  ["write 'a and b'", 'and logical_and'],
  ["write 'a or b'", 'or logical_or'],
  ["write 'a != b'", 'xor logical_xor'],
  ["write 'not (x > 1)'", 'not logical_not'],
  ["write 'a == b'", 'equal eq equals'],
  ["write 'a > b'", 'larger greater gt'],
  ["write 'a < b'", 'smaller less lt'],
  [written('lgamma'), 'loggamma lngamma gammaln'],
  ["write 'lgamma(n + 1)'", 'logfactorial lnfactorial lfactorial'],
  [written('gamma'), 'tgamma gammafunction'],
  [written('lbeta'), 'betaln logbeta lnbeta'],
  [written('digamma'), 'psi'],
  [NONE('polygamma function; first derivatives of digamma are made where they are needed'), 'trigamma polygamma tetragamma'],
  [written('combinations'), 'nchoosek choose comb binom binomial combin ncr'],
  ["write 'gamma(n + 1)/gamma(n - k + 1)'", 'permutations perm npr permut'],
  [written('factorial'), 'fact fac'],
  [written('gammainc'), 'gammap gammalower igam'],
  ["write '1 - gammainc(a, x)'", 'gammaincc gammaq igamc gammaupper'],
  [NONE('incomplete beta function'), 'betainc ibeta betacdf pbeta'],
  [NONE('modified Bessel function of the second kind'), 'besselk kn k0 k1'],
  [NONE('imaginary error function'), 'erfi'],
  [NONE('inverse error function'), 'erfinv erfcinv inverf'],
  [NONE('quantile of the normal distribution'), 'qnorm norminv normsinv probit norm.s.inv norm.inv norm.ppf ppf'],
  [written('normcdf'), 'pnorm normsdist norm.s.dist norm.cdf norm_cdf ndtr cdf cnd'],
  ["write 'normcdf(z)' for Φ, 'exp(-z^2/2)/sqrt(2*pi)' for φ", 'phi'],
  ["write '[0, 1, 0]', or 'array(j == k, j = 1:n)' with k from 1", 'one_hot onehot to_categorical'],
  ["write 'minimize f' as a line of its own, and the command 'wengert minimize'", 'optim nlm nlminb optimize'],
  ["write its density out, or minimize the negative logarithm of it", 'rpois rbinom rgamma rexp runif rbeta ppois pbinom qpois qgamma qexp qbeta qt qchisq qf pf'],
  ["define it: 'smin(a, b, k) = -logsumexp(-k*a, -k*b)/k'", 'smin softmin2 smoothmin smooth_min'],
  ["define it: 'smax(a, b, k) = logsumexp(k*a, k*b)/k'", 'smax smoothmax smooth_max'],
  ["write 'exp(-z^2/2)/sqrt(2*pi)'; of x it is that of z = (x - mu)/sigma, divided by sigma", 'dnorm normpdf pdf norm.pdf gaussian npdf'],
  ["write 'normcdf((x - mu)/sigma)'; the density is 'exp(-z^2/2)/sqrt(2*pi)/sigma' of z = (x - mu)/sigma", 'normdist norm.dist'],
  ['there is no density of that name: write it out', 'dbinom dpois dgamma dbeta dunif dlnorm dchisq poisspdf binopdf poisson.dist binom.dist'],
  ["write 'exp(x)', or 'r*exp(-r*x)' for the density", 'dexp'],
  [written('log'), 'alog dlog'],
  [written('sqrt'), 'dsqrt sqrtf'],
  ["write '-z^2/2 - log(2*pi)/2'", 'logpdf norm.logpdf normlogpdf'],
  [written('lognormcdf'), 'log_ndtr logcdf norm.logcdf'],
  [written('j0'), 'besselj0 j_0'],
  [written('j1'), 'besselj1 j_1'],
  ["write 'jn(n, x)'", 'besselj jv'],
  [written('y0'), 'bessely0 y_0'],
  [written('i0'), 'besseli0 i_0'],
  [NONE('Airy, elliptic, zeta or hypergeometric function'), 'airy ellipk ellipe zeta hyp2f1 hypergeom expint ei li'],
  [written('lambertw'), 'productlog lambert'],
  [written('sigmoid'), 'logistic expit plogis logsig invlogit inv_logit'],
  [written('logit'), 'qlogis'],
  [written('silu'), 'swish'],
  ["write 'max(x, 0.01*x)'", 'leakyrelu leaky_relu lrelu'],
  ["write 'elu(x)', scaled", 'selu celu'],
  ["write 'max(x, a*x)'", 'prelu'],
  ["write 'clamp(x, 0, 6)'", 'relu6'],
  ["write 'a*sigmoid(b)'", 'glu'],
  ["write 'clamp(x/6 + 0.5, 0, 1)'", 'hardsigmoid hard_sigmoid'],
  ["write 'x*clamp(x/6 + 0.5, 0, 1)'", 'hardswish hard_swish'],
  ["write '-softplus(-x)'", 'logsigmoid log_sigmoid'],
  ["write '-logsumexp(-z)'", 'softmin'],
  ["write 'logsumexp(a, b)'", 'logaddexp lse'],
  ["write 'clamp(x, -1, 1)'", 'hardtanh'],
  ["write 'clamp(x, lo, hi)'", 'sat saturation'],
  [written('clamp'), 'clip saturate constrain'],
  ["write 'exp(z - logsumexp(z))'", 'softmax'],
  ["write 'z - logsumexp(z)'", 'log_softmax logsoftmax'],
  ["write '-(y*log(p) + (1 - y)*log1p(-p))', or '-dot(y, log(p))' of vectors", 'crossentropy cross_entropy binary_cross_entropy bce logloss'],
  ["write 'mean((y - f)^2)' over rows", 'mse mse_loss rmse'],
  ["write 'step(x)'", 'heaviside unitstep theta_step'],
  ["write 'a + (b - a)*t'", 'lerp mix interp'],
  ["write 't^2*(3 - 2*t)' with t between 0 and 1", 'smoothstep'],
  [written('identity'), 'eye identitymatrix'],
  [written('diag'), 'diagm diagonal'],
  [written('trace'), 'tr'],
  [written('transpose'), 't ctranspose'],
  [written('inv'), 'inverse matinv minverse'],
  [written('det'), 'determinant mdeterm'],
  [written('norm'), 'magnitude vecnorm'],
  ["write 'u/norm(u)'", 'normalize normalise unit'],
  ["write 'norm(u - v)'", 'dist distance euclidean pdist'],
  ["write 'size(v)[1]', or 'count(y)' for rows; 'norm(v)' is how long a vector is", 'length len numel nrow ncol ndims columns rows'],
  ["write 'solve(A, b)'", 'lsolve linsolve lusolve mldivide'],
  [NONE('pseudoinverse'), 'pinv'],
  [NONE('decomposition'), 'svd eig eigs eigen eigvals chol cholesky lu qr schur rank null orth'],
  [NONE('function of whole matrices of that name; elementwise are exp, log and sqrt'), 'expm logm sqrtm'],
  ["write 'exp(mean(log(x)))'", 'geomean gmean'],
  ["write '1/mean(1./x)'", 'harmmean hmean'],
  ["write 'sqrt(mean(x.^2))'", 'rms'],
  ["write 'max(x)' of conditions", 'any some'],
  ["write 'min(x)' of conditions", 'all every'],
  ["write 'x != x'", 'isnan'],
  [NONE('skewness or kurtosis; write it as means of powers'), 'skewness kurtosis'],
  [NONE('divisor of whole numbers'), 'gcd lcm'],
  ["write '1 - cos(x)'", 'versin'],
  [NONE('median or quantile'), 'median quantile percentile prctile mode mad'],
  [NONE('covariance of columns; write it as sums'), 'cov cor corr corrcoef'],
  ["write a recurrence: 's[i] = s[i-1] + x[i] for i = 2:n'", 'cumsum cumprod accumulate'],
  [NONE('random number: results depend on arguments alone'), 'rand randn random randi rnorm sample'],
  [NONE('complex number'), 'complex conj real imag re im arg angle'],
  [NONE('Fourier transform or convolution'), 'fft ifft conv convolve filter'],
  [NONE('interpolation or sorting'), 'interp1 spline polyfit sort unique find'],
  ["write 'sum(A[i, j]*x[j], j = 1:n)', or 'A*x'", 'einsum tensordot contract'],
  ["write 'W*x + b'", 'linear dense'],
  ["write the sum out: 'sum(x[i]^2, i = 1:n)'", 'mapreduce reduce foldl reduce_logsumexp'],
  ["write 'a*x^2 + b*x + c'", 'polyval polynomial'],
  ["leave it out: formulas are written as they stand", 'simplify expand factor eval expression float double print disp number parsefloat parseint as.numeric'],
]; // biome-ignore format: one help a line

const functions = new Map(FUNCTIONS.flatMap(([help, names]) => names.split(' ').map(name => [name, help] as const)));

/** Constants elsewhere: what is written here, by names as they are spelt. */
const CONSTANTS: readonly (readonly [written: string, names: string])[] = [
  ['Infinity', 'inf Inf INF infinity INFINITY oo infty HUGE_VAL'],
  ['NaN', 'nan NAN Nan NA'],
  ['true', 'True TRUE'],
  ['false', 'False FALSE'],
  ['pi', 'Pi M_PI PI_ GL_PI'],
  ['exp(1)', 'E M_E ℯ exp1'],
  ['sqrt(2)', 'M_SQRT2'],
  ['(1 + sqrt(5))/2', 'GoldenRatio golden'],
  ['0.5772156649015329', 'EulerGamma euler_gamma'],
  ['0', 'null undefined None nil Null NULL'],
  ['sum(x[i], i = 1:n)', 'Σ'],
  ['prod(x[i], i = 1:n)', 'Π'],
];

const constants = new Map(CONSTANTS.flatMap(([text, names]) => names.split(' ').map(name => [name, text] as const)));

/** Names of which the case says whose they are. */
const EXACT: Readonly<Record<string, string>> = {
  LOG: "write 'log10(x)' for that of spreadsheets, 'log(x)' for the natural one, 'log(x, b)' for another base",
  ATAN2: "write 'atan2(y, x)': spreadsheets have ATAN2(x, y)",
  CHOOSE: CHOICE,
  phi: "write 'normcdf(x)' for the distribution Φ, 'exp(-x^2/2)/sqrt(2*pi)' for its density",
  Phi: written('normcdf'),
  lambda: "write 'lambda*(…)' for a product, 'f(x) = x^2' for a function",
};

/** `log3`, `sin2`, `exp2x`: a function's name with a number. */
const NUMBERED = /^(log|root|pow|sin|cos|tan|sinh|cosh|tanh|exp|sqrt|ln)_?(\d+)$/;

/** What to write for a function that has another name elsewhere, or is not there. */
export function functionElsewhere(name: string): string | undefined {
  if (Object.hasOwn(EXACT, name)) return EXACT[name];
  const lower = name.toLowerCase();
  const found = functions.get(lower);
  const [, base, number] = found === undefined ? (NUMBERED.exec(lower) ?? []) : [];
  if (base === undefined) return found;
  if (base === 'log' || base === 'ln') return `write 'log(x, ${number})'`;
  if (base === 'root' || base === 'sqrt') return `write 'nthRoot(x, ${number})'`;
  if (base === 'pow') return `write 'x^${number}'`;
  return `write '${base}(x)^${number}', or '${base}(${number}*x)'`;
}

/** Functions that books give one letter. */
export const LETTERS: Readonly<Record<string, string>> = {
  N: 'normcdf(…)',
  Φ: 'normcdf(…)',
  Γ: 'gamma(…)',
  Β: 'beta(…)',
  ψ: 'digamma(…)',
  W: 'lambertw(…)',
  σ: 'sigmoid(…)',
  H: 'step(…)',
  Θ: 'step(…)',
  φ: 'exp(-x^2/2)/sqrt(2*pi)',
  E: 'mean(…)',
  Σ: 'sum(x[i], i = 1:n)',
  Π: 'prod(x[i], i = 1:n)',
  I: '(x > 0)',
};

/** What to write for a constant of other languages. */
export const constantElsewhere = (name: string): string | undefined => constants.get(name);

const UNITS = new Set(
  (
    'cm mm km um nm pm meter metre meters inch inches ft foot feet yd yard mi mile miles sec secs second seconds minute ' +
    'minutes hour hours hr hrs day days week weeks month months year years yr ms us ns kg mg ug gram grams lb lbs lbm oz ' +
    'ton tons tonne mol mmol umol mole moles kelvin celsius degC degF kN newton newtons lbf Pa kPa MPa hPa GPa bar mbar ' +
    'atm psi torr mmHg joule joules kJ MJ eV keV MeV GeV cal kcal Wh kWh erg BTU watt watts kW MW GW hp volt volts mV kV ' +
    'amp amps ampere mA ohm ohms kohm Ω kΩ MΩ µF μF bp bps pct uF nF pF mH uH farad coulomb tesla weber Hz kHz MHz GHz hertz mL ml dL liter litre ' +
    'liters litres gal gallon deg degree degrees radian radians grad arcmin arcsec rpm mph kph knots dB percent bit bits ' +
    'byte bytes kB MB GB M mM uM nM thousand million billion trillion bn'
  ).split(' '),
);

/** Units of one letter are names of quantities more often: `2 m` may be twice a mass. */
const SHORT_UNITS = new Set('m s g h N J W K A V C F H T L l'.split(' '));

export const isUnit = (name: string): boolean => UNITS.has(name);
export const isShortUnit = (name: string): boolean => SHORT_UNITS.has(name);

/** What stands before a function's name in libraries: `Math.sin`, `np.exp`. */
export const NAMESPACES =
  'Math|MathF|Mathf|Mathd|glm|THREE|math|cmath|cp|cvx|casadi|ca|pyo|pulp|np|numpy|jnp|jax|torch|tf|scipy|sp|sympy|special|stats|linalg|mpmath|mp|nn|F|std|Base|lax|mathjs';
