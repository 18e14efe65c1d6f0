// Functions of one operand whose derivative is a line: exponentials, logarithms, circular and hyperbolic functions.
//
// Partials are written so that they keep their relative accuracy where the textbook form cancels: tanh' is 1 - tanh² only
// near 0, asin' takes (1 - x)(1 + x) and not 1 - x², asinh' does not overflow.

import { type SpecialName, specialFunction } from './interpret.js';
import type { Form, Operation, OperationClass, Partial, Rule } from './operation.js';

interface Options {
  readonly cost: number;
  readonly compute: (x: number) => number;
  readonly form?: Form;
  readonly class?: OperationClass;
  readonly expand?: Rule;
  readonly simplifyAlgebraic?: Rule;
}

function unary(name: string, partial: Partial, options: Options): Operation {
  return {
    name,
    arity: 1,
    compute: x => options.compute(x!),
    partials: [partial],
    form: options.form ?? { kind: 'call', callee: `Math.${name}` },
    class: options.class ?? 'transcendental',
    cost: options.cost,
    ...(options.expand && { expand: options.expand }),
    ...(options.simplifyAlgebraic && { simplifyAlgebraic: options.simplifyAlgebraic }),
  };
}

function fromSpecial(name: SpecialName, partial: Partial, cost: number): Operation {
  return unary(name, partial, { cost, compute: specialFunction(name), form: { kind: 'special', name } });
}

const EXPANDED: Form = { kind: 'expanded' };

const exponentials: readonly Operation[] = [
  unary('exp', (g, s, _x, y) => g.mul(s, y), {
    cost: 2,
    compute: Math.exp,
    simplifyAlgebraic: (g, [x]) => (g.is(x!, 'log') ? g.operand(x!, 0) : undefined),
  }),
  unary('expm1', (g, s, [x]) => g.mul(s, g.exp(x!)), { cost: 3, compute: Math.expm1 }),
  unary('log', (g, s, [x]) => g.div(s, x!), {
    cost: 2,
    compute: Math.log,
    simplifyAlgebraic: (g, [x]) => (g.is(x!, 'exp') ? g.operand(x!, 0) : undefined),
  }),
  unary('log1p', (g, s, [x]) => g.div(s, g.add(g.constant(1), x!)), { cost: 3, compute: Math.log1p }),
  unary('log2', (g, s, [x]) => g.div(g.mul(g.constant(Math.LOG2E), s), x!), { cost: 3, compute: Math.log2 }),
  unary('log10', (g, s, [x]) => g.div(g.mul(g.constant(Math.LOG10E), s), x!), { cost: 3, compute: Math.log10 }),
];

const circular: readonly Operation[] = [
  unary('sin', (g, s, [x]) => g.mul(s, g.cos(x!)), { cost: 3, compute: Math.sin }),
  unary('cos', (g, s, [x]) => g.neg(g.mul(s, g.sin(x!))), { cost: 3, compute: Math.cos }),
  unary('tan', (g, s, _x, y) => g.mul(s, g.add(g.constant(1), g.square(y))), { cost: 4, compute: Math.tan }),
  unary('sec', (g, s, [x], y) => g.mul(s, g.mul(y, g.tan(x!))), {
    cost: 4,
    compute: x => 1 / Math.cos(x),
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.cos(x!)),
  }),
  unary('csc', (g, s, [x], y) => g.neg(g.mul(s, g.div(y, g.tan(x!)))), {
    cost: 4,
    compute: x => 1 / Math.sin(x),
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.sin(x!)),
  }),
  unary('cot', (g, s, _x, y) => g.neg(g.mul(s, g.add(g.constant(1), g.square(y)))), {
    cost: 4,
    compute: x => 1 / Math.tan(x),
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.tan(x!)),
  }),
  unary('asin', (g, s, [x]) => g.div(s, g.cosAsin(x!)), { cost: 3, compute: Math.asin }),
  unary('acos', (g, s, [x]) => g.neg(g.div(s, g.cosAsin(x!))), { cost: 3, compute: Math.acos }),
  unary('atan', (g, s, [x]) => g.div(s, g.add(g.constant(1), g.square(x!))), { cost: 4, compute: Math.atan }),
  fromSpecial('asec', (g, s, [x]) => g.div(s, g.mul(g.abs(x!), g.sqrtSquareMinusOne(x!))), 5),
  fromSpecial('acsc', (g, s, [x]) => g.neg(g.div(s, g.mul(g.abs(x!), g.sqrtSquareMinusOne(x!)))), 5),
  fromSpecial('acot', (g, s, [x]) => g.neg(g.div(s, g.add(g.constant(1), g.square(x!)))), 4),
  fromSpecial('cosAsin', (g, s, [x], y) => g.neg(g.mul(s, g.div(x!, y))), 3),
  fromSpecial('sqrtSquareMinusOne', (g, s, [x], y) => g.mul(s, g.div(x!, y)), 3),
];

const hyperbolic: readonly Operation[] = [
  unary('sinh', (g, s, [x]) => g.mul(s, g.cosh(x!)), { cost: 3, compute: Math.sinh }),
  unary('cosh', (g, s, [x]) => g.mul(s, g.sinh(x!)), { cost: 3, compute: Math.cosh }),
  unary('tanh', (g, s, [x], y) => g.mul(s, g.tanhSlope(x!, y)), { cost: 4, compute: Math.tanh }),
  unary('sech', (g, s, [x], y) => g.neg(g.mul(s, g.mul(y, g.tanh(x!)))), {
    cost: 4,
    compute: x => 1 / Math.cosh(x),
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.cosh(x!)),
  }),
  unary('csch', (g, s, [x], y) => g.neg(g.mul(s, g.div(y, g.tanh(x!)))), {
    cost: 4,
    compute: x => 1 / Math.sinh(x),
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.sinh(x!)),
  }),
  unary('coth', (g, s, [x]) => g.neg(g.div(s, g.square(g.sinh(x!)))), {
    cost: 4,
    compute: x => 1 / Math.tanh(x),
    form: EXPANDED,
    expand: (g, [x]) => g.div(g.constant(1), g.tanh(x!)),
  }),
  unary('asinh', (g, s, [x]) => g.div(s, g.hypot(g.constant(1), x!)), { cost: 3, compute: Math.asinh }),
  unary(
    'acosh',
    (g, s, [x]) => {
      const one = g.constant(1);
      return g.div(s, g.mul(g.sqrt(g.sub(x!, one)), g.sqrt(g.add(x!, one))));
    },
    { cost: 7, compute: Math.acosh },
  ),
  unary(
    'atanh',
    (g, s, [x]) => {
      const one = g.constant(1);
      return g.div(s, g.mul(g.sub(one, x!), g.add(one, x!)));
    },
    { cost: 5, compute: Math.atanh },
  ),
  fromSpecial('asech', (g, s, [x]) => g.neg(g.div(s, g.mul(x!, g.cosAsin(x!)))), 4),
  fromSpecial('acsch', (g, s, [x]) => g.neg(g.div(s, g.mul(g.abs(x!), g.hypot(g.constant(1), x!)))), 5),
  fromSpecial(
    'acoth',
    (g, s, [x]) => {
      const one = g.constant(1);
      return g.div(s, g.mul(g.sub(one, x!), g.add(one, x!)));
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
};

export const elementary: readonly Operation[] = [...exponentials, ...circular, atan2, ...hyperbolic, tanhSlope];
