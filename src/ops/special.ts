// Special functions, and functions of machine learning that share one exponential with their derivatives.

import { specialFunction } from './interpret.js';
import type { Build, Node, Operation, Partial } from './operation.js';
import { MOST_APART } from './powers.js';

const TWO_OVER_ROOT_PI = 1.1283791670955126;

function special1(name: 'erf' | 'gamma' | 'lgamma' | 'digamma', cost: number, partials: readonly Partial[]): Operation {
  return {
    name,
    arity: 1,
    compute: specialFunction(name),
    partials,
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
  partials: [(g, s, [x]) => g.mul(s, g.sigmoidSlope(x!))],
  tame: true,
  nonNegative: () => [],
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
  partials: [(g, s, [x]) => g.mul(s, g.sigmoid(x!))],
  tame: true,
  nonNegative: () => [],
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 5,
  expand: (g, [x]) => g.add(g.max(x!, g.constant(0)), g.log1p(decay(g, x!))),
};

/** exp(x - max) of every operand, which does not overflow, and their sum. */
function shiftedExponentials(g: Build, operands: readonly Node[]) {
  const largest = g.max(...operands);
  const shifted = operands.map(x => g.exp(g.sub(x, largest)));
  return { largest, shifted, total: sum(g, shifted) };
}

const sum = (g: Build, terms: readonly Node[]): Node => terms.reduce((a, b) => g.add(a, b));

/** Below it the maximum is so near to 0 that what the other operands add to it must not be rounded to the size of 1. */
const NEAR_ZERO = 0.5;

/** log Σ exp of the operands. */
const logsumexp: Operation = {
  name: 'logsumexp',
  arity: 1,
  variadic: true,
  // Each operand's share of the sum. exp(x - Ω) would lose the digits that Ω spends on the size of its operands.
  adjoint(g, operands, output) {
    const share = sharesOf(g, operands, output);
    return (index, s) => g.mul(s, share(index));
  },
  form: { kind: 'expanded' },
  class: 'transcendental',
  commutative: true,
  cost: arity => 8 + 9 * arity,
  simplify: (_g, operands) => (operands.length === 1 ? operands[0] : undefined),
  expand(g, operands) {
    const { largest, shifted, total } = shiftedExponentials(g, operands);
    // An infinite maximum is the result; subtracting it from itself would be NaN.
    const isInfinite = g.eq(g.abs(largest), g.constant(Infinity));
    const [a, b] = operands;
    if (operands.length === 2) return g.select(isInfinite, largest, g.add(largest, g.log1p(decay(g, g.sub(a!, b!)))));
    // The terms but for a largest one, which is 1.
    const isLargest = operands.map(x => g.eq(x, largest));
    const others = shifted.map((term, i) => g.select(isLargest[i]!, g.constant(0), term));
    const tail = g.add(g.sub(sum(g, isLargest), g.constant(1)), sum(g, others));
    const logarithm = g.select(g.lt(g.abs(largest), g.constant(NEAR_ZERO)), g.log1p(tail), g.log(total));
    return g.select(isInfinite, largest, g.add(largest, logarithm));
  },
};

/** The partial of logsumexp by each of its operands. */
export function sharesOf(g: Build, operands: readonly Node[], output: Node): (index: number) => Node {
  if (operands.length === 2) return index => g.sigmoid(pairDifference(g, index, operands));
  if (operands.length <= MOST_APART) return index => g.softmax(g.constant(index), ...operands);
  const { largest, total } = shiftedExponentials(g, operands);
  return index => g.softmaxOf(operands[index]!, output, largest, total);
}

/** Of two operands this one less the other, by the difference that their sum is made with. */
function pairDifference(g: Build, index: number, [a, b]: readonly Node[]): Node {
  const difference = g.sub(a!, b!);
  return index === 0 ? difference : g.neg(difference);
}

/**
 * exp of one operand over the sum of them all: the gradient of logsumexp. The first operand is the constant number of the one.
 * ∂pᵢ/∂xⱼ = -pᵢpⱼ, and ∂pᵢ/∂xᵢ = pᵢ(1 - pᵢ) as pᵢ times the sum of the other pⱼ.
 */
const softmax: Operation = {
  name: 'softmax',
  arity: 2,
  variadic: true,
  partials: position =>
    position === 0
      ? null
      : (g, s, [number, ...operands], output) => {
          const own = g.constantValue(number!)!;
          const share = (k: number): Node => g.softmax(g.constant(k), ...operands);
          const j = position - 1;
          if (j !== own) return g.neg(g.mul(s, g.mul(output, share(j))));
          const others = operands.flatMap((_, k) => (k === own ? [] : [share(k)]));
          return g.mul(s, g.mul(output, sum(g, others)));
        },
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: arity => 6 + 4 * arity,
  expand(g, [number, ...operands]) {
    const { shifted, total } = shiftedExponentials(g, operands);
    return g.div(shifted[g.constantValue(number!)!]!, total);
  },
};

/** The same of an operand x and logsumexp, for many operands; the other two are the largest of all and the sum of shifted terms. */
const softmaxOf: Operation = {
  name: 'softmaxOf',
  arity: 4,
  partials: [
    (g, s, _operands, output) => g.mul(s, output),
    (g, s, _operands, output) => g.neg(g.mul(s, output)),
    null,
    null,
  ],
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 6,
  expand: (g, [x, , largest, total]) => g.div(g.exp(g.sub(x!, largest!)), total!),
};

/** 1/Γ(x). */
const reciprocalGamma: Operation = {
  name: 'reciprocalGamma',
  arity: 1,
  compute: specialFunction('reciprocalGamma'),
  partials: [(g, s, [x], y) => g.neg(g.mul(s, g.mul(y, g.digamma(x!))))],
  form: { kind: 'special', name: 'reciprocalGamma' },
  class: 'transcendental',
  cost: 4,
};

/**
 * A named statement kept apart from an equal one, so that each has its own multiplier; the second operand is its number. Nothing
 * is known of its value by how it is made: a multiplier says what follows from another one.
 */
const statement: Operation = {
  name: 'statement',
  arity: 2,
  apart: true,
  partials: [(_g, s) => s, null],
  tame: true,
  form: { kind: 'expanded' },
  class: null,
  cost: 0,
  expand: (_g, [x]) => x,
};

/** The value of the first operand with the derivatives of the second, to which it is equal. */
const rewritten: Operation = {
  name: 'rewritten',
  arity: 2,
  partials: [null, (_g, s) => s],
  form: { kind: 'expanded' },
  class: null,
  cost: 0,
  nonNegative: (_g, [value]) => [value!],
  expand: (_g, [value]) => value,
};

export const specialFunctions: readonly Operation[] = [
  special1('erf', 5, [
    (g, s, [x]) => g.mul(s, g.mul(g.constant(TWO_OVER_ROOT_PI), g.gaussian(g.constant(0), g.constant(1), x!))),
  ]),
  special1('gamma', 4, [(g, s, [x], y) => g.mul(s, g.mul(y, g.digamma(x!)))]),
  reciprocalGamma,
  special1('lgamma', 3, [(g, s, [x]) => g.mul(s, g.digamma(x!))]),
  special1('digamma', 3, [(g, s, [x]) => g.mul(s, g.polygamma(g.constant(1), x!))]),
  polygamma,
  sigmoid,
  sigmoidSlope,
  softplus,
  logsumexp,
  softmax,
  softmaxOf,
  statement,
  rewritten,
];
