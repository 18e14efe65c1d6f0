// Special functions, and functions of machine learning that share one exponential with their derivatives.

import { specialFunction } from './interpret.js';
import type { Build, Node, Operation } from './operation.js';

const TWO_OVER_ROOT_PI = 1.1283791670955126;

function special1(
  name: 'erf' | 'gamma' | 'lgamma' | 'digamma',
  cost: number,
  partial: Operation['partials'],
): Operation {
  return {
    name,
    arity: 1,
    compute: specialFunction(name),
    partials: partial,
    form: { kind: 'special', name },
    class: 'transcendental',
    cost,
  };
}

const polygamma: Operation = {
  name: 'polygamma',
  arity: 2,
  compute: specialFunction('polygamma'),
  // The order is always a constant.
  partials: [null, (g, s, [order, x]) => g.mul(s, g.polygamma(g.add(order!, g.constant(1)), x!))],
  form: { kind: 'special', name: 'polygamma' },
  class: 'transcendental',
  cost: 3,
};

/** exp(-|x|), which does not overflow; the value and every derivative of sigmoid and softplus are made from it. */
const decay = (g: Build, x: Node): Node => g.exp(g.neg(g.abs(x)));

const sigmoid: Operation = {
  name: 'sigmoid',
  arity: 1,
  compute: x => (x! >= 0 ? 1 / (1 + Math.exp(-x!)) : Math.exp(x!) / (1 + Math.exp(x!))),
  partials: [(g, s, [x]) => g.mul(s, g.sigmoidSlope(x!))],
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 4,
  expand(g, [x]) {
    const u = decay(g, x!);
    const numerator = g.select(g.ge(x!, g.constant(0)), g.constant(1), u);
    return g.div(numerator, g.add(g.constant(1), u));
  },
};

/** sigmoid(x)·sigmoid(-x), without the cancellation of Ω(1 - Ω). */
const sigmoidSlope: Operation = {
  name: 'sigmoidSlope',
  arity: 1,
  compute: x => {
    const u = Math.exp(-Math.abs(x!));
    return u / (1 + u) / (1 + u);
  },
  partials: [(g, s, [x], slope) => g.neg(g.mul(s, g.mul(slope, g.tanh(g.mul(g.constant(0.5), x!)))))],
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 6,
  expand(g, [x]) {
    const u = decay(g, x!);
    const sum = g.add(g.constant(1), u);
    return g.div(g.div(u, sum), sum);
  },
};

const softplus: Operation = {
  name: 'softplus',
  arity: 1,
  compute: x => Math.max(x!, 0) + Math.log1p(Math.exp(-Math.abs(x!))),
  partials: [(g, s, [x]) => g.mul(s, g.sigmoid(x!))],
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 5,
  expand: (g, [x]) => g.add(g.max(x!, g.constant(0)), g.log1p(decay(g, x!))),
};

/** exp(x - max) of every operand, which does not overflow, and their sum. */
function shiftedExponentials(g: Build, operands: readonly Node[]) {
  const largest = g.max(...operands);
  const shifted = operands.map(x => g.exp(g.sub(x, largest)));
  return { largest, shifted, total: shifted.reduce((a, b) => g.add(a, b)) };
}

const logsumexp: Operation = {
  name: 'logsumexp',
  arity: 1,
  variadic: true,
  compute: (...x) => {
    const largest = Math.max(...x);
    return Math.abs(largest) === Infinity
      ? largest
      : largest + Math.log(x.reduce((t, v) => t + Math.exp(v - largest), 0));
  },
  // Each operand's share of the sum. exp(x - Ω) would lose the digits that Ω spends on the size of its operands.
  partials: index => (g, s, operands) => {
    const { shifted, total } = shiftedExponentials(g, operands);
    return g.mul(s, g.div(shifted[index]!, total));
  },
  form: { kind: 'expanded' },
  class: 'transcendental',
  commutative: true,
  cost: arity => 2 + 5 * arity,
  simplify: (_g, operands) => (operands.length === 1 ? operands[0] : undefined),
  expand(g, operands) {
    const { largest, total } = shiftedExponentials(g, operands);
    // An infinite maximum is the result; subtracting it from itself would be NaN.
    const infinite = g.eq(g.abs(largest), g.constant(Infinity));
    return g.select(infinite, largest, g.add(largest, g.log(total)));
  },
};

/** A named statement kept apart from an equal one, so that each has its own multiplier; the second operand is its number. */
const statement: Operation = {
  name: 'statement',
  arity: 2,
  compute: x => x!,
  partials: [(_g, s) => s, null],
  form: { kind: 'expanded' },
  class: null,
  cost: 0,
  expand: (_g, [x]) => x,
};

export const specialFunctions: readonly Operation[] = [
  special1('erf', 5, [(g, s, [x]) => g.mul(s, g.mul(g.constant(TWO_OVER_ROOT_PI), g.exp(g.neg(g.square(x!)))))]),
  special1('gamma', 4, [(g, s, [x], y) => g.mul(s, g.mul(y, g.digamma(x!)))]),
  special1('lgamma', 3, [(g, s, [x]) => g.mul(s, g.digamma(x!))]),
  special1('digamma', 3, [(g, s, [x]) => g.mul(s, g.polygamma(g.constant(1), x!))]),
  polygamma,
  sigmoid,
  sigmoidSlope,
  softplus,
  logsumexp,
  statement,
];
