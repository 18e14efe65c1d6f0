// Tails: the normal distribution, the beta function, logarithms of odds, and what networks are activated with.
//
// A difference of nearly equal terms is an operation of its own, and so are the derivatives of it: lognormcdfDerivative,
// gaussian, lbetaDerivative and their like have the order as a constant operand, and the next order as derivative. Outside
// of their domain these are NaN, in every order.

import { type SpecialName, specialFunction } from './interpret.js';
import type { Operation, OperationName, Partial } from './operation.js';

const TWO_OVER_ROOT_PI = 1.1283791670955126;
const ROOT_TWO_PI_INVERSE = 0.3989422804014327;

function special(name: SpecialName, cost: number, partials: readonly (Partial | null)[]): Operation {
  return {
    name,
    arity: partials.length,
    compute: specialFunction(name),
    partials,
    form: { kind: 'special', name },
    class: 'transcendental',
    cost,
  };
}

/** A function, and the operation (order, x) that all of its derivatives are. */
function family(name: SpecialName & OperationName, derivative: SpecialName & OperationName): readonly Operation[] {
  return [
    special(name, 3, [(g, s, [x]) => g.mul(s, g[derivative](g.constant(1), x!))]),
    special(derivative, 3, [null, (g, s, [order, x]) => g.mul(s, g[derivative](g.add(order!, g.constant(1)), x!))]),
  ];
}

const normal: readonly Operation[] = [
  special('erfc', 4, [
    (g, s, [x]) => g.neg(g.mul(s, g.mul(g.constant(TWO_OVER_ROOT_PI), g.gaussian(g.constant(0), g.constant(1), x!)))),
  ]),
  special('normcdf', 4, [
    (g, s, [x]) => g.mul(s, g.mul(g.constant(ROOT_TWO_PI_INVERSE), g.gaussian(g.constant(0), g.constant(0.5), x!))),
  ]),
  ...family('lognormcdf', 'lognormcdfDerivative'),
  special('gaussian', 3, [
    null,
    null,
    (g, s, [order, rate, x]) => g.mul(s, g.gaussian(g.add(order!, g.constant(1)), rate!, x!)),
  ]),
];

/** The operation (i, j, x, y) that is the derivative of a function of order i in x and j in y; y by x is x by y. */
function mixed(name: SpecialName & OperationName): Operation {
  return special(name, 6, [
    null,
    null,
    (g, s, [i, j, x, y]) => g.mul(s, g[name](g.add(i!, g.constant(1)), j!, x!, y!)),
    (g, s, [i, j, x, y]) => g.mul(s, g[name](i!, g.add(j!, g.constant(1)), x!, y!)),
  ]);
}

/** The partials of the exponential of a function whose derivatives are this operation. */
function exponentialOf(name: SpecialName & OperationName): readonly Partial[] {
  return [
    (g, s, [x, y], value) => g.mul(s, g.mul(value, g[name](g.constant(1), g.constant(0), x!, y!))),
    (g, s, [x, y], value) => g.mul(s, g.mul(value, g[name](g.constant(0), g.constant(1), x!, y!))),
  ];
}

const betas: readonly Operation[] = [
  { ...special('beta', 8, exponentialOf('lbetaDerivative')), commutative: true },
  {
    ...special('lbeta', 6, [
      (g, s, [a, b]) => g.mul(s, g.lbetaDerivative(g.constant(1), g.constant(0), a!, b!)),
      (g, s, [a, b]) => g.mul(s, g.lbetaDerivative(g.constant(0), g.constant(1), a!, b!)),
    ]),
    commutative: true,
  },
  mixed('lbetaDerivative'),
  special('combinations', 8, exponentialOf('logCombinationsDerivative')),
  mixed('logCombinationsDerivative'),
];

const logarithms: readonly Operation[] = [
  special('logit', 3, [(g, s, [x]) => g.mul(s, g.logitSlope(x!))]),
  special('logitSlope', 6, [
    (g, s, [x], slope) => {
      const excess = g.sub(g.mul(g.constant(2), x!), g.constant(1));
      return g.mul(s, g.mul(g.square(slope), excess));
    },
  ]),
  special('log1mexp', 3, [(g, s, [x]) => g.mul(s, g.log1mexpSlope(x!))]),
  // The slope is negative, so that the terms of this and of all higher derivatives have one sign.
  special('log1mexpSlope', 4, [(g, s, _x, slope) => g.mul(s, g.mul(slope, g.sub(g.constant(1), slope)))]),
  {
    name: 'exp2',
    arity: 1,
    compute: x => 2 ** x!,
    partials: [(g, s, _x, y) => g.mul(s, g.mul(g.constant(Math.LN2), y))],
    form: { kind: 'expanded' },
    class: 'transcendental',
    cost: 3,
    // Within 1 ulp in V8, which exp(x·log 2) is not.
    expand: (g, [x]) => g.pow(g.constant(2), x!),
  },
];

/** exp(x) - 1 for x ≤ 0, where it also gives the derivatives of 0 itself: the first is continuous, the second 1 there. */
const elu: Operation = {
  name: 'elu',
  arity: 1,
  compute: x => (x! > 0 ? x! : Math.expm1(x!)),
  partials: [(g, s, [x]) => g.select(g.gt(x!, g.constant(0)), s, g.mul(s, g.exp(x!)))],
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 6,
  expand: (g, [x]) => g.select(g.gt(x!, g.constant(0)), x!, g.expm1(x!)),
};

const activations: readonly Operation[] = [
  ...family('silu', 'siluDerivative'),
  ...family('gelu', 'geluDerivative'),
  ...family('mish', 'mishDerivative'),
  // 1/(1 + |x|)², whose derivative at 0 is 0 as that of |x| is.
  special('softsign', 5, [
    (g, s, [x]) => {
      const below = g.add(g.constant(1), g.abs(x!));
      return g.div(g.div(s, below), below);
    },
  ]),
  elu,
];

export const tails: readonly Operation[] = [...normal, ...betas, ...logarithms, ...activations];
