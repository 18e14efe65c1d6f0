// Powers, roots and lengths.

import { evenPowerOfLength, ifAllAre } from './arithmetic.js';
import { specialFunction } from './interpret.js';
import type { Build, Node, Operation } from './operation.js';

/** Largest exponent written as multiplications: V8's Math.pow takes 40 ns, a multiplication 1, and 8 costs three. */
const LARGEST_EXPANDED = 8;

/** x^n for 2 ≤ n ≤ 8 by repeated squaring, at most 5 ulp from the exact power. */
function multiplied(g: Build, x: Node, n: number): Node {
  const x2 = g.square(x);
  if (n === 2) return x2;
  if (n === 3) return g.mul(x2, x);
  const x4 = g.square(x2);
  if (n === 4) return x4;
  if (n === 8) return g.square(x4);
  if (n === 5) return g.mul(x4, x);
  const x6 = g.mul(x4, x2);
  return n === 6 ? x6 : g.mul(x6, x);
}

/** Integers beyond it are no longer told apart from their neighbours: subtracting 1 may change nothing, or the sign. */
const LARGEST_EXACT = 2 ** 53;

/** ∂^m/∂x^m ∂^n/∂y^n of x^y. */
const powDerivativeOf = (g: Build, x: Node, y: Node, m: number, n: number): Node =>
  g.powDerivative(x, y, g.constant(m), g.constant(n));

const pow: Operation = {
  name: 'pow',
  arity: 2,
  compute: (x, y) => x! ** y!,
  partials: [
    (g, s, [x, y]) => {
      const exponent = g.constantValue(y!);
      // A constant exponent that steps down to 0 becomes no power at all, so that nothing needs a guard.
      return exponent !== undefined && Math.abs(exponent) < LARGEST_EXACT
        ? g.mul(s, g.mul(y!, g.pow(x!, g.constant(exponent - 1))))
        : g.mul(s, g.powSlope(x!, y!));
    },
    (g, s, [x, y], power) => {
      const base = g.constantValue(x!);
      return base !== undefined && base > 0 && base < Infinity
        ? g.mul(s, g.mul(power, g.log(x!)))
        : g.mul(s, g.powLog(x!, y!, power));
    },
  ],
  form: { kind: 'call', callee: 'Math.pow' },
  class: 'pow',
  cost: 14,
  steep: true,
  nonNegative: (g, [x, y]) => (Number(g.constantValue(y!)) % 2 === 0 ? [] : [x!]),
  simplify(g, [x, y]) {
    const exponent = g.constantValue(y!);
    switch (exponent) {
      case undefined:
        return undefined;
      case 0:
        return g.constant(1);
      case 1:
        return x;
      case 2:
        return g.square(x!);
      case -1:
        return g.div(g.constant(1), x!);
      case 0.5:
        return g.sqrt(x!);
      default:
        return evenPowerOfLength(g, x!, exponent);
    }
  },
  expand(g, [x, y]) {
    const n = g.constantValue(y!);
    if (n === undefined || !Number.isInteger(n) || Math.abs(n) > LARGEST_EXPANDED) return undefined;
    return n > 0 ? multiplied(g, x!, n) : g.div(g.constant(1), multiplied(g, x!, -n));
  },
};

/**
 * JavaScript's `**` to the bit: one call, whatever the exponent is, where a power is written as multiplications. Its derivatives
 * are those of the power.
 */
const power: Operation = {
  name: 'power',
  arity: 2,
  compute: (x, y) => x! ** y!,
  partials: pow.partials!,
  form: { kind: 'call', callee: 'Math.pow' },
  class: 'pow',
  cost: 14,
  steep: true,
};

/** ∂/∂x of x^y, which is y·x^(y - 1), and 0 where the exponent is 0. */
const powSlope: Operation = {
  name: 'powSlope',
  arity: 2,
  compute: specialFunction('powSlope'),
  partials: [
    (g, s, [x, y]) => g.mul(s, powDerivativeOf(g, x!, y!, 2, 0)),
    (g, s, [x, y]) => g.mul(s, powDerivativeOf(g, x!, y!, 1, 1)),
  ],
  form: { kind: 'special', name: 'powSlope' },
  class: 'pow',
  cost: 5,
  steep: true,
};

/** ∂/∂y of x^y, which is x^y·log(x); the third operand is the power. */
const powLog: Operation = {
  name: 'powLog',
  arity: 3,
  compute: specialFunction('powLog'),
  partials: [
    (g, s, [x, y]) => g.mul(s, powDerivativeOf(g, x!, y!, 1, 1)),
    (g, s, [x, y]) => g.mul(s, powDerivativeOf(g, x!, y!, 0, 2)),
    null,
  ],
  form: { kind: 'special', name: 'powLog' },
  class: 'pow',
  cost: 5,
  steep: true,
};

/** Any derivative of x^y; the last two operands are the constant orders. Mixed ones are the same whichever comes first. */
const powDerivative: Operation = {
  name: 'powDerivative',
  arity: 4,
  compute: specialFunction('powDerivative'),
  partials: [
    (g, s, [x, y, m, n]) => g.mul(s, g.powDerivative(x!, y!, g.add(m!, g.constant(1)), n!)),
    (g, s, [x, y, m, n]) => g.mul(s, g.powDerivative(x!, y!, m!, g.add(n!, g.constant(1)))),
    null,
    null,
  ],
  form: { kind: 'special', name: 'powDerivative' },
  class: 'pow',
  cost: 5,
  steep: true,
};

const sqrt: Operation = {
  name: 'sqrt',
  arity: 1,
  compute: Math.sqrt,
  partials: [(g, s, _operands, root) => g.div(g.mul(g.constant(0.5), s), root)],
  form: { kind: 'call', callee: 'Math.sqrt' },
  class: 'pow',
  cost: 3,
  steep: true,
  nonNegative: ifAllAre,
  simplifyAlgebraic: (g, [x]) => (g.is(x!, 'square') ? g.abs(g.operand(x!, 0)) : undefined),
};

const cbrt: Operation = {
  name: 'cbrt',
  arity: 1,
  compute: Math.cbrt,
  partials: [(g, s, _operands, root) => g.div(s, g.mul(g.constant(3), g.square(root)))],
  form: { kind: 'call', callee: 'Math.cbrt' },
  class: 'pow',
  cost: 4,
  steep: true,
  nonNegative: ifAllAre,
};

const nthRoot: Operation = {
  name: 'nthRoot',
  arity: 2,
  compute: specialFunction('nthRoot'),
  partials: [
    (g, s, [x, n]) => g.mul(s, g.nthRootDerivative(x!, n!, g.constant(1), g.constant(0))),
    (g, s, [x, n]) => g.mul(s, g.nthRootDerivative(x!, n!, g.constant(0), g.constant(1))),
  ],
  form: { kind: 'special', name: 'nthRoot' },
  class: 'pow',
  cost: 6,
  steep: true,
  simplify(g, [x, n]) {
    if (g.constantValue(n!) === 1) return x;
    if (g.constantValue(n!) === 2) return g.sqrt(x!);
    return g.constantValue(n!) === 3 ? g.cbrt(x!) : undefined;
  },
};

/** Any derivative of the n-th root of x; the last two operands are the constant orders by x and by n. */
const nthRootDerivative: Operation = {
  name: 'nthRootDerivative',
  arity: 4,
  compute: specialFunction('nthRootDerivative'),
  partials: [
    (g, s, [x, n, m, k]) => g.mul(s, g.nthRootDerivative(x!, n!, g.add(m!, g.constant(1)), k!)),
    (g, s, [x, n, m, k]) => g.mul(s, g.nthRootDerivative(x!, n!, m!, g.add(k!, g.constant(1)))),
    null,
    null,
  ],
  form: { kind: 'special', name: 'nthRootDerivative' },
  class: 'pow',
  cost: 5,
  steep: true,
};

/**
 * Most operands of a length, or of logsumexp, whose second derivatives are made from all of the other operands, without
 * cancellation. They are n² terms: longer ones subtract from 1 instead.
 */
export const MOST_APART = 16;

/** Euclidean length of its operands. One operation: its gradient is 0 at the origin, which a square root would lose. */
const hypot: Operation = {
  name: 'hypot',
  arity: 1,
  variadic: true,
  compute: Math.hypot,
  partials: index => (g, s, operands, length) =>
    g.mul(
      s,
      operands.length > MOST_APART
        ? g.lengthSlopeOf(operands[index]!, length)
        : g.lengthSlope(g.constant(index), ...operands),
    ),
  kink: (g, _operands, length) => g.eq(length, g.constant(0)),
  form: { kind: 'call', callee: 'Math.hypot' },
  class: 'transcendental',
  cost: arity => 2 + 4 * arity,
  steep: true,
  nonNegative: () => [],
  simplify: (g, operands) => (operands.length === 1 ? g.abs(operands[0]!) : undefined),
  expandAlgebraic: (g, operands) => g.sqrt(operands.map(x => g.square(x)).reduce((a, b) => g.add(a, b))),
};

/** A component over the length that it is part of; 0 at the origin. */
const componentOver = (g: Build, component: Node, length: Node): Node =>
  g.select(g.eq(length, g.constant(0)), g.constant(0), g.div(component, length));

/**
 * One component of a vector over its length, 0 at the origin: the gradient of hypot. The first operand is the constant number
 * of the component, the others are all components. With w = x/r, ∂wᵢ/∂xⱼ = -wᵢwⱼ/r, and ∂wᵢ/∂xᵢ = (1 - wᵢ²)/r as the sum of
 * the other wⱼ²/r. At the origin that is 0/0.
 */
const lengthSlope: Operation = {
  name: 'lengthSlope',
  arity: 2,
  variadic: true,
  partials: position =>
    position === 0
      ? null
      : (g, s, [number, ...components]) => {
          const length = g.hypot(...components);
          const own = g.constantValue(number!)!;
          const over = (j: number): Node => g.lengthSlope(g.constant(j), ...components);
          const slope = (j: number): Node => g.div(over(j), length);
          const j = position - 1;
          if (j !== own) return g.neg(g.mul(s, g.mul(over(own), slope(j))));
          const others = components.flatMap((_, k) => (k === own ? [] : [g.mul(over(k), slope(k))]));
          return g.mul(
            s,
            others.reduce((a, b) => g.add(a, b)),
          );
        },
  form: { kind: 'expanded' },
  class: 'div',
  cost: arity => 4 + 4 * arity,
  steep: true,
  expand: (g, [number, ...components]) =>
    componentOver(g, components[g.constantValue(number!)!]!, g.hypot(...components)),
};

/** The same of a component and the length, for vectors of many components. */
const lengthSlopeOf: Operation = {
  name: 'lengthSlopeOf',
  arity: 2,
  partials: [
    (g, s, [, length]) => g.div(s, length!),
    (g, s, [, length], output) => g.neg(g.mul(s, g.div(output, length!))),
  ],
  form: { kind: 'expanded' },
  class: 'div',
  cost: 6,
  steep: true,
  expand: (g, [component, length]) => componentOver(g, component!, length!),
};

export const powers: readonly Operation[] = [
  pow,
  power,
  powSlope,
  powLog,
  powDerivative,
  sqrt,
  cbrt,
  nthRoot,
  nthRootDerivative,
  hypot,
  lengthSlope,
  lengthSlopeOf,
];
