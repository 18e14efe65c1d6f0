// The losses of losses.ts as nodes: what one residual costs, and what it is in least squares about the point at hand, for rows that
// a query goes over. Nothing is derived from them.

import type { Build, Node } from '../../ops/operation.js';
import { LEAST_CURVATURE, LEAST_VARIANCE, type Loss, type LossName } from '../../solve/losses.js';

/** As a Term is; no roots are taken, as only products are summed. */
export interface TermNodes {
  readonly cost: Node;
  /** The square of what a row of the Jacobian is multiplied with. */
  readonly curvature: Node;
  /** In place of the residual: times the curvature and a row of the Jacobian it is half the gradient of the cost. */
  readonly residual: Node;
  readonly influence: Node;
  readonly steepness: Node;
}

export interface TermOperands {
  readonly residual: Node;
  /** Null for a residual of no response. */
  readonly response: Node | null;
  /** Above 0; null where all are 1. */
  readonly weight: Node | null;
}

export function termOf(g: Build, { name }: Pick<Loss, 'name'>, scale: number, of: TermOperands): TermNodes {
  return TERMS[name](g, of, scale);
}

const weighted = (g: Build, weight: Node | null, of: Node): Node => (weight === null ? of : g.mul(weight, of));

const squares = (g: Build, { residual, weight }: TermOperands): TermNodes => {
  const one = g.constant(1);
  return {
    cost: weighted(g, weight, g.square(residual)),
    curvature: weight ?? one,
    residual,
    influence: residual,
    steepness: one,
  };
};

type Rho = (g: Build, z: Node) => readonly [of: Node, first: Node, second: Node];

const robust =
  (rho: Rho) =>
  (g: Build, { residual, weight }: TermOperands, scale: number): TermNodes => {
    const z = g.square(g.div(residual, g.constant(scale)));
    const [of, first, second] = rho(g, z);
    const steepness = g.add(first, g.mul(g.mul(g.constant(2), second), z));
    const curvature = g.max(steepness, g.mul(g.constant(LEAST_CURVATURE), first));
    const influence = g.mul(first, residual);
    // Far out ρ′ underflows, and costs nothing more.
    const isFlat = g.eq(curvature, g.constant(0));
    return {
      cost: weighted(g, weight, g.mul(g.constant(scale * scale), of)),
      curvature: weighted(g, weight, curvature),
      residual: g.select(isFlat, g.constant(0), g.div(influence, curvature)),
      influence,
      steepness,
    };
  };

const huber: Rho = (g, z) => {
  const one = g.constant(1);
  const isNear = g.le(z, one);
  const root = g.sqrt(z);
  return [
    g.select(isNear, z, g.sub(g.mul(g.constant(2), root), one)),
    g.select(isNear, one, g.div(one, root)),
    g.select(isNear, g.constant(0), g.div(g.constant(-0.5), g.mul(z, root))),
  ];
};

const cauchy: Rho = (g, z) => {
  const above = g.add(g.constant(1), z);
  const first = g.div(g.constant(1), above);
  return [g.log1p(z), first, g.neg(g.square(first))];
};

/** x·log(x), and its limit. */
const entropy = (g: Build, x: Node): Node => g.select(g.eq(x, g.constant(0)), g.constant(0), g.mul(x, g.log(x)));

const likelihood =
  (
    moments: (g: Build, eta: Node) => { readonly mean: Node; readonly variance: Node },
    deviance: (g: Build, response: Node, eta: Node) => Node,
  ) =>
  (g: Build, { residual, response, weight }: TermOperands): TermNodes => {
    const eta = g.sub(response!, residual);
    const { mean, variance } = moments(g, eta);
    const least = g.max(variance, g.constant(LEAST_VARIANCE));
    const influence = g.sub(response!, mean);
    return {
      cost: weighted(g, weight, g.mul(g.constant(2), deviance(g, response!, eta))),
      curvature: weighted(g, weight, least),
      residual: g.div(influence, least),
      influence,
      steepness: variance,
    };
  };

const TERMS: { readonly [Name in LossName]: (g: Build, of: TermOperands, scale: number) => TermNodes } = {
  squares,
  huber: robust(huber),
  cauchy: robust(cauchy),
  logistic: likelihood(
    (g, eta) => ({ mean: g.sigmoid(eta), variance: g.sigmoidSlope(eta) }),
    (g, y, eta) =>
      g.add(g.sub(g.softplus(eta), g.mul(y, eta)), g.add(entropy(g, y), entropy(g, g.sub(g.constant(1), y)))),
  ),
  poisson: likelihood(
    (g, eta) => ({ mean: g.exp(eta), variance: g.exp(eta) }),
    (g, y, eta) => g.add(g.sub(g.exp(eta), g.mul(y, eta)), g.sub(entropy(g, y), y)),
  ),
};
