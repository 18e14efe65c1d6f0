// Powers, roots and lengths.

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

const pow: Operation = {
  name: 'pow',
  arity: 2,
  compute: (x, y) => x! ** y!,
  partials: [
    // 0 where the exponent is 0: x^0 is 1, also at x = 0 where y·x^(y-1) would be 0·∞.
    (g, s, [x, y]) => {
      const slope = g.mul(s, g.mul(y!, g.pow(x!, g.sub(y!, g.constant(1)))));
      return g.select(g.eq(y!, g.constant(0)), g.constant(0), slope);
    },
    // 0 where the base is 0 and the exponent positive: the limit of x^y·log(x). At (0, 0) it is -∞.
    (g, s, [x, y], power) => {
      const flat = g.and(g.eq(x!, g.constant(0)), g.gt(y!, g.constant(0)));
      return g.select(flat, g.constant(0), g.mul(s, g.mul(power, g.log(x!))));
    },
  ],
  form: { kind: 'call', callee: 'Math.pow' },
  class: 'pow',
  cost: 14,
  simplify(g, [x, y]) {
    switch (g.constantValue(y!)) {
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
        return undefined;
    }
  },
  expand(g, [x, y]) {
    const n = g.constantValue(y!);
    if (n === undefined || !Number.isInteger(n) || Math.abs(n) > LARGEST_EXPANDED) return undefined;
    return n > 0 ? multiplied(g, x!, n) : g.div(g.constant(1), multiplied(g, x!, -n));
  },
};

const sqrt: Operation = {
  name: 'sqrt',
  arity: 1,
  compute: Math.sqrt,
  partials: [(g, s, _operands, root) => g.div(g.mul(g.constant(0.5), s), root)],
  form: { kind: 'call', callee: 'Math.sqrt' },
  class: 'pow',
  cost: 3,
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
};

const nthRoot: Operation = {
  name: 'nthRoot',
  arity: 2,
  compute: specialFunction('nthRoot'),
  partials: [
    (g, s, [, n], root) => g.div(s, g.mul(n!, g.pow(root, g.sub(n!, g.constant(1))))),
    (g, s, [x, n], root) => {
      const slope = g.neg(g.mul(s, g.div(g.mul(root, g.log(g.abs(x!))), g.square(n!))));
      return g.select(g.eq(x!, g.constant(0)), g.constant(0), slope);
    },
  ],
  form: { kind: 'special', name: 'nthRoot' },
  class: 'pow',
  cost: 15,
  simplify(g, [x, n]) {
    if (g.constantValue(n!) === 1) return x;
    if (g.constantValue(n!) === 2) return g.sqrt(x!);
    return g.constantValue(n!) === 3 ? g.cbrt(x!) : undefined;
  },
};

/** Euclidean length of its operands. One operation: its gradient is 0 at the origin, which a square root would lose. */
const hypot: Operation = {
  name: 'hypot',
  arity: 1,
  variadic: true,
  compute: Math.hypot,
  partials: index => (g, s, operands, length) =>
    g.select(g.eq(length, g.constant(0)), g.constant(0), g.mul(s, g.div(operands[index]!, length))),
  form: { kind: 'call', callee: 'Math.hypot' },
  class: 'transcendental',
  cost: arity => 2 + 4 * arity,
  simplify: (g, operands) => (operands.length === 1 ? g.abs(operands[0]!) : undefined),
  simplifyAlgebraic: (g, operands) => g.sqrt(operands.map(x => g.square(x)).reduce((a, b) => g.add(a, b))),
};

export const powers: readonly Operation[] = [pow, sqrt, cbrt, nthRoot, hypot];
