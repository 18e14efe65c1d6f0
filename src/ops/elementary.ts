// Functions of one operand whose derivative is a line: exponentials, logarithms, circular and hyperbolic functions.
//
// Partials are written so that they keep their relative accuracy where the textbook form cancels: tanh' is 1 - tanh² only
// near 0, asin' takes (1 - x)(1 + x) and not 1 - x², asinh' does not overflow.

import { ifAllAre } from './arithmetic.js';
import { type SpecialName, specialFunction } from './interpret.js';
import type { Build, Form, Node, Operation, OperationName, Partial } from './operation.js';

interface Options extends Pick<Operation, 'expand' | 'simplifyAlgebraic' | 'steep' | 'tame' | 'nonNegative'> {
  readonly cost: number;
  readonly compute?: (x: number) => number;
  readonly form?: Form;
}

function unary(name: string, partial: Partial, { compute, form, ...options }: Options): Operation {
  return {
    name,
    arity: 1,
    ...(compute && { compute: x => compute(x!) }),
    partials: [partial],
    form: form ?? { kind: 'call', callee: `Math.${name}` },
    class: 'transcendental',
    ...options,
  };
}

function fromSpecial(name: SpecialName, partial: Partial, cost: number, steep = false): Operation {
  return unary(name, partial, { cost, compute: specialFunction(name), form: { kind: 'special', name }, steep });
}

const EXPANDED: Form = { kind: 'expanded' };

const always = (): readonly Node[] => [];

const exponentials: readonly Operation[] = [
  unary('exp', (g, s, _x, y) => g.mul(s, y), {
    cost: 2,
    compute: Math.exp,
    nonNegative: always,
    simplifyAlgebraic: (g, [x]) => (g.is(x!, 'log') ? g.operand(x!, 0) : undefined),
  }),
  unary('expm1', (g, s, [x]) => g.mul(s, g.exp(x!)), { cost: 3, compute: Math.expm1, nonNegative: ifAllAre }),
  unary('log', (g, s, [x]) => g.logSlope(s, x!), {
    cost: 2,
    compute: Math.log,
    simplifyAlgebraic: (g, [x]) => (g.is(x!, 'exp') ? g.operand(x!, 0) : undefined),
  }),
  unary('log1p', (g, s, [x]) => g.logSlope(s, g.add(g.constant(1), x!)), {
    cost: 3,
    compute: Math.log1p,
    nonNegative: ifAllAre,
  }),
  unary('log2', (g, s, [x]) => g.logSlope(g.mul(g.constant(Math.LOG2E), s), x!), { cost: 3, compute: Math.log2 }),
  unary('log10', (g, s, [x]) => g.logSlope(g.mul(g.constant(Math.LOG10E), s), x!), { cost: 3, compute: Math.log10 }),
];

/** s/x where x may be the operand of a logarithm, NaN where it may not. */
const logSlope: Operation = {
  name: 'logSlope',
  arity: 2,
  compute: specialFunction('logSlope'),
  partials: [(g, s, [, x]) => g.logSlope(s, x!), (g, s, [, x], slope) => g.neg(g.mul(s, g.logSlope(slope, x!)))],
  form: { kind: 'special', name: 'logSlope' },
  class: 'div',
  cost: 5,
  simplify: (g, [s, x]) => (g.isNonNegative(x!) ? g.div(s!, x!) : undefined),
  simplifyDerivative: (g, [s]) => (g.constantValue(s!) === 0 ? s : undefined),
  // Exact arithmetic has no logarithm there.
  simplifyAlgebraic: (g, [s, x]) => g.div(s!, x!),
};

const circular: readonly Operation[] = [
  unary('sin', (g, s, [x]) => g.mul(s, g.cos(x!)), { cost: 3, compute: Math.sin, tame: true }),
  unary('cos', (g, s, [x]) => g.neg(g.mul(s, g.sin(x!))), { cost: 3, compute: Math.cos, tame: true }),
  unary('tan', (g, s, _x, y) => g.mul(s, g.add(g.constant(1), g.square(y))), { cost: 4, compute: Math.tan }),
  unary('sec', (g, s, [x], y) => g.mul(s, g.mul(y, g.tan(x!))), {
    cost: 4,
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.cos(x!)),
  }),
  unary('csc', (g, s, [x], y) => g.neg(g.mul(s, g.div(y, g.tan(x!)))), {
    cost: 4,
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.sin(x!)),
  }),
  unary('cot', (g, s, _x, y) => g.neg(g.mul(s, g.add(g.constant(1), g.square(y)))), {
    cost: 4,
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.tan(x!)),
  }),
  unary('asin', (g, s, [x]) => g.div(s, g.cosAsin(x!)), { cost: 3, compute: Math.asin, steep: true }),
  unary('acos', (g, s, [x]) => g.neg(g.div(s, g.cosAsin(x!))), { cost: 3, compute: Math.acos, steep: true }),
  unary('atan', (g, s, [x]) => g.atanSlope(s, x!), {
    cost: 4,
    compute: Math.atan,
    tame: true,
    nonNegative: ifAllAre,
  }),
  fromSpecial('asec', (g, s, [x]) => g.asecSlope(s, x!), 5, true),
  fromSpecial('acsc', (g, s, [x]) => g.neg(g.asecSlope(s, x!)), 5, true),
  fromSpecial('acot', (g, s, [x]) => g.neg(g.atanSlope(s, x!)), 4),
  fromSpecial('cosAsin', (g, s, [x], y) => g.neg(g.mul(s, g.div(x!, y))), 3, true),
  fromSpecial('sqrtSquareMinusOne', (g, s, [x], y) => g.mul(s, g.div(x!, y)), 3, true),
];

/**
 * The derivative of a function times a scale, and those of the second order and higher, whose order is the constant first
 * operand. In closed form at every order: the rules of sums, products and quotients have 0·∞ where x² overflows.
 */
function slopes(
  slope: OperationName,
  derivative: SpecialName & OperationName,
  quotient: (g: Build, scale: Node, x: Node) => Node,
): Operation[] {
  const steep = slope === 'asecSlope';
  return [
    {
      name: slope,
      arity: 2,
      partials: [
        (g, s, [, x]) => g[slope](s, x!),
        (g, s, [scale, x]) => g.mul(s, g.mul(scale!, g[derivative](g.constant(2), x!))),
      ],
      form: EXPANDED,
      class: 'transcendental',
      cost: 8,
      steep,
      expand: (g, [scale, x]) => quotient(g, scale!, x!),
      simplifyDerivative: (g, [scale]) => (g.constantValue(scale!) === 0 ? scale : undefined),
    },
    {
      name: derivative,
      arity: 2,
      compute: specialFunction(derivative),
      partials: [null, (g, s, [order, x]) => g.mul(s, g[derivative](g.add(order!, g.constant(1)), x!))],
      form: { kind: 'special', name: derivative },
      class: 'transcendental',
      cost: 6,
      steep,
    },
  ];
}

const derivatives: readonly Operation[] = [
  ...slopes('atanSlope', 'atanDerivative', (g, s, x) => g.div(s, g.add(g.constant(1), g.square(x)))),
  ...slopes('asecSlope', 'asecDerivative', (g, s, x) => g.div(s, g.mul(g.abs(x), g.sqrtSquareMinusOne(x)))),
  ...slopes('acschSlope', 'acschDerivative', (g, s, x) => g.neg(g.div(s, g.mul(g.abs(x), g.hypot(g.constant(1), x))))),
];

const hyperbolic: readonly Operation[] = [
  unary('sinh', (g, s, [x]) => g.mul(s, g.cosh(x!)), { cost: 3, compute: Math.sinh, nonNegative: ifAllAre }),
  unary('cosh', (g, s, [x]) => g.mul(s, g.sinh(x!)), { cost: 3, compute: Math.cosh, nonNegative: always }),
  unary('tanh', (g, s, [x], y) => g.mul(s, g.tanhSlope(x!, y)), {
    cost: 4,
    compute: Math.tanh,
    tame: true,
    nonNegative: ifAllAre,
  }),
  unary('sech', (g, s, [x], y) => g.neg(g.mul(s, g.mul(y, g.tanh(x!)))), {
    cost: 4,
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.cosh(x!)),
  }),
  unary('csch', (g, s, [x], y) => g.neg(g.mul(s, g.div(y, g.tanh(x!)))), {
    cost: 4,
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.sinh(x!)),
  }),
  unary('coth', (g, s, [x]) => g.neg(g.mul(s, g.square(g.csch(x!)))), {
    cost: 4,
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.tanh(x!)),
  }),
  unary('asinh', (g, s, [x]) => g.div(s, g.hypot(g.constant(1), x!)), {
    cost: 3,
    compute: Math.asinh,
    nonNegative: ifAllAre,
  }),
  unary(
    'acosh',
    (g, s, [x]) => {
      const one = g.constant(1);
      return g.div(s, g.mul(g.sqrt(g.sub(x!, one)), g.sqrt(g.add(x!, one))));
    },
    { cost: 7, compute: Math.acosh, steep: true },
  ),
  // 1 - x² and x² - 1 as squares of roots, which are NaN where the function is.
  unary('atanh', (g, s, [x]) => g.div(s, g.square(g.cosAsin(x!))), { cost: 5, compute: Math.atanh }),
  fromSpecial('asech', (g, s, [x]) => g.neg(g.logSlope(s, g.mul(x!, g.cosAsin(x!)))), 4, true),
  fromSpecial('acsch', (g, s, [x]) => g.acschSlope(s, x!), 5),
  // Divided twice, as the square may overflow.
  fromSpecial(
    'acoth',
    (g, s, [x]) => {
      const root = g.sqrtSquareMinusOne(x!);
      return g.neg(g.div(g.div(s, root), root));
    },
    5,
  ),
];

/** 1/cosh² of the first operand; the second is its tanh, which most of the work is done with. */
const tanhSlope: Operation = {
  name: 'tanhSlope',
  arity: 2,
  compute: specialFunction('tanhSlope'),
  partials: [(g, s, [, tanh], y) => g.mul(s, g.mul(g.constant(-2), g.mul(tanh!, y))), null],
  form: { kind: 'special', name: 'tanhSlope' },
  class: 'transcendental',
  cost: 5,
  simplifyAlgebraic: (g, [, tanh]) => g.sub(g.constant(1), g.square(tanh!)),
};

const atan2: Operation = {
  name: 'atan2',
  arity: 2,
  compute: (y, x) => Math.atan2(y!, x!),
  // Divided by the distance twice: its square would overflow and underflow. NaN at the origin.
  partials: [
    (g, s, [y, x]) => {
      const distance = g.hypot(x!, y!);
      return g.mul(s, g.div(g.div(x!, distance), distance));
    },
    (g, s, [y, x]) => {
      const distance = g.hypot(x!, y!);
      return g.neg(g.mul(s, g.div(g.div(y!, distance), distance)));
    },
  ],
  form: { kind: 'call', callee: 'Math.atan2' },
  class: 'transcendental',
  cost: 9,
  steep: true,
};

export const elementary: readonly Operation[] = [
  ...exponentials,
  logSlope,
  ...circular,
  ...derivatives,
  atan2,
  ...hyperbolic,
  tanhSlope,
];
