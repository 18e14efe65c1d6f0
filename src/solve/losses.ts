// What a residual costs, or a response and what a model says of it. A loss is written as least squares about the point at hand:
// a row of the Jacobian times `slope`, and a residual in its place, whose sum of squares has the gradient of the loss and a
// curvature that is never negative. So one solver and one factor serve all.
//
// Robust losses are ρ((r/s)²)·s², as in Triggs et al., Bundle adjustment: a modern synthesis, section 4.3. Logistic and Poisson
// are deviances, twice what the log-likelihood lacks to that of a model that fits every row, with their canonical links:
// the model's value is the log-odds, or the logarithm of the mean. Their curvature is Fisher's information.

export const lossNames = ['squares', 'huber', 'cauchy', 'logistic', 'poisson'] as const;
export type LossName = (typeof lossNames)[number];

/** One term, written by `at` so that nothing is allocated for each. */
export interface Term {
  /** What it adds to the value. */
  cost: number;
  /** Times a row of the Jacobian. */
  slope: number;
  /** In place of the residual. */
  residual: number;
  /** ψ and ψ′ of a robust loss, with which its covariance is made: half the derivatives of the cost by the residual. */
  influence: number;
  steepness: number;
}

export interface Loss {
  readonly name: LossName;
  /** Needs a scale, in units of the residuals. */
  readonly isRobust: boolean;
  /** Twice a negative log-likelihood, whose curvature is information. */
  readonly isLikelihood: boolean;
  /** What is wrong with a response; null where nothing is. */
  refuses(response: number): string | null;
  /** Of a response and the prediction that a model has for it. */
  predicted(prediction: number): number;
  /** What an expression for the prediction is wrapped in. */
  readonly link: string | null;
  at(term: Term, residual: number, response: number, weight: number, scale: number): void;
}

export const emptyTerm = (): Term => ({ cost: 0, slope: 0, residual: 0, influence: 0, steepness: 0 });

/** Curvature that a robust loss keeps of what its weight is: where it bends down there is none. */
export const LEAST_CURVATURE = 0.1;

/** @param rho ρ, ρ′ and ρ″ at z = (r/s)² */
function robust(name: LossName, rho: (z: number) => readonly [number, number, number]): Loss {
  return {
    name,
    isRobust: true,
    isLikelihood: false,
    refuses: () => null,
    predicted: prediction => prediction,
    link: null,
    at(term, residual, _response, weight, scale) {
      const z = (residual / scale) ** 2;
      const [of, first, second] = rho(z);
      const steepness = first + 2 * second * z;
      const curvature = Math.max(steepness, LEAST_CURVATURE * first);
      term.cost = weight * scale * scale * of;
      term.slope = Math.sqrt(weight * curvature);
      term.residual = curvature === 0 ? 0 : (weight * first * residual) / term.slope;
      term.influence = first * residual;
      term.steepness = steepness;
    },
  };
}

/** Where a mean is so close to the end of its range that its variance underflows. */
export const LEAST_VARIANCE = 1e-200;

function likelihood(
  name: LossName,
  link: string,
  refuses: Loss['refuses'],
  moments: (eta: number) => { readonly mean: number; readonly variance: number },
  deviance: (response: number, eta: number) => number,
): Loss {
  return {
    name,
    isRobust: false,
    isLikelihood: true,
    refuses,
    predicted: eta => moments(eta).mean,
    link,
    at(term, residual, response, weight) {
      // A residual is the response less what the model says.
      const eta = response - residual;
      const { mean, variance } = moments(eta);
      term.cost = weight * deviance(response, eta);
      term.slope = Math.sqrt(weight * Math.max(variance, LEAST_VARIANCE));
      term.residual = term.slope === 0 ? 0 : (weight * (response - mean)) / term.slope;
      term.influence = response - mean;
      term.steepness = variance;
    },
  };
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
/** x·log(x), and its limit. */
const entropy = (x: number): number => (x === 0 ? 0 : x * Math.log(x));

const squares: Loss = {
  name: 'squares',
  isRobust: false,
  isLikelihood: false,
  refuses: () => null,
  predicted: prediction => prediction,
  link: null,
  at(term, residual, _response, weight) {
    const root = weight === 1 ? 1 : Math.sqrt(weight);
    term.cost = weight * residual * residual;
    term.slope = root;
    term.residual = root * residual;
    term.influence = residual;
    term.steepness = 1;
  },
};

export const losses: { readonly [Name in LossName]: Loss } = {
  squares,
  huber: robust('huber', z => {
    if (z <= 1) return [z, 1, 0];
    const root = Math.sqrt(z);
    return [2 * root - 1, 1 / root, -0.5 / (z * root)];
  }),
  cauchy: robust('cauchy', z => [Math.log1p(z), 1 / (1 + z), -1 / (1 + z) ** 2]),
  logistic: likelihood(
    'logistic',
    'sigmoid',
    y => (y >= 0 && y <= 1 ? null : 'a response from 0 to 1'),
    eta => {
      const small = Math.exp(-Math.abs(eta));
      return { mean: eta < 0 ? small / (1 + small) : 1 / (1 + small), variance: small / (1 + small) ** 2 };
    },
    // The terms of the response are those of a model that fits it.
    (y, eta) => 2 * (softplus(eta) - y * eta + entropy(y) + entropy(1 - y)),
  ),
  poisson: likelihood(
    'poisson',
    'exp',
    y => (y >= 0 ? null : 'a response that is not negative'),
    eta => ({ mean: Math.exp(eta), variance: Math.exp(eta) }),
    (y, eta) => 2 * (Math.exp(eta) - y * eta + entropy(y) - y),
  ),
};
