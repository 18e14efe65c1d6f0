// Sums, products, quotients and powers by multiplication.

import type { Build, Node, Operation, Rule } from './operation.js';

const isZero = (g: Build, node: Node): boolean => g.constantValue(node) === 0;
const isNegativeZero = (g: Build, node: Node): boolean => Object.is(g.constantValue(node), -0);
const isOne = (g: Build, node: Node): boolean => g.constantValue(node) === 1;
const isMinusOne = (g: Build, node: Node): boolean => g.constantValue(node) === -1;

/** Sums, products and the like of what is at least +0 are at least +0. */
export const ifAllAre = (_g: Build, operands: readonly Node[]): readonly Node[] => operands;

const add: Operation = {
  name: 'add',
  arity: 2,
  compute: (a, b) => a! + b!,
  partials: [(_g, s) => s, (_g, s) => s],
  tame: true,
  form: { kind: 'binary', operator: '+' },
  class: 'add',
  cost: 2,
  commutative: true,
  nonNegative: ifAllAre,
  simplify(g, [a, b]) {
    if (isNegativeZero(g, a!)) return b;
    if (isNegativeZero(g, b!)) return a;
    if (g.is(b!, 'neg')) return g.sub(a!, g.operand(b!, 0));
    if (g.is(a!, 'neg')) return g.sub(b!, g.operand(a!, 0));
    return undefined;
  },
  simplifyDerivative: dropZero,
  simplifyAlgebraic: dropZero,
};

function dropZero(g: Build, [a, b]: readonly Node[]): Node | undefined {
  if (isZero(g, a!)) return b;
  if (isZero(g, b!)) return a;
  return undefined;
}

const subtractFromZero: Rule = (g, [a, b]) => (isZero(g, a!) ? g.neg(b!) : undefined);

const sub: Operation = {
  name: 'sub',
  arity: 2,
  compute: (a, b) => a! - b!,
  partials: [(_g, s) => s, (g, s) => g.neg(s)],
  tame: true,
  form: { kind: 'binary', operator: '-' },
  class: 'add',
  cost: 3,
  simplify(g, [a, b]) {
    if (isZero(g, b!) && !isNegativeZero(g, b!)) return a;
    if (g.is(b!, 'neg')) return g.add(a!, g.operand(b!, 0));
    return undefined;
  },
  simplifyDerivative: subtractFromZero,
  simplifyAlgebraic: (g, operands) =>
    operands[0] === operands[1] ? g.constant(0) : (subtractFromZero(g, operands) ?? undefined),
};

/** True where dividing by the constant and multiplying with its reciprocal round alike: a power of two. */
function hasExactReciprocal(value: number): boolean {
  const reciprocal = 1 / value;
  return Number.isFinite(reciprocal) && value * reciprocal === 1 && isPowerOfTwo(Math.abs(value));
}

export function isPowerOfTwo(value: number): boolean {
  return value >= 2 ** -1022 && Number.isInteger(Math.log2(value)) && 2 ** Math.log2(value) === value;
}

const timesZero: Rule = (g, [a, b]) => (isZero(g, a!) || isZero(g, b!) ? g.constant(0) : undefined);

const mul: Operation = {
  name: 'mul',
  arity: 2,
  compute: (a, b) => a! * b!,
  partials: [(g, s, [, b]) => g.mul(s, b!), (g, s, [a]) => g.mul(s, a!)],
  tame: true,
  form: { kind: 'binary', operator: '*' },
  class: 'mul',
  cost: 4,
  commutative: true,
  nonNegative: ifAllAre,
  simplify(g, [a, b]) {
    if (isOne(g, a!)) return b;
    if (isOne(g, b!)) return a;
    if (isMinusOne(g, a!)) return g.neg(b!);
    if (isMinusOne(g, b!)) return g.neg(a!);
    if (a === b) return g.square(a!);
    if (g.is(a!, 'neg')) return g.neg(g.mul(g.operand(a!, 0), b!));
    if (g.is(b!, 'neg')) return g.neg(g.mul(a!, g.operand(b!, 0)));
    return undefined;
  },
  simplifyDerivative: timesZero,
  simplifyAlgebraic: timesZero,
};

const div: Operation = {
  name: 'div',
  arity: 2,
  compute: (a, b) => a! / b!,
  // By b the quotient is divided, not the scale: 1/b may be too small for a double where the quotient over b is not.
  partials: [(g, s, [, b]) => g.div(s, b!), (g, s, [, b], quotient) => g.neg(g.mul(s, g.div(quotient, b!)))],
  form: { kind: 'binary', operator: '/' },
  class: 'div',
  cost: 5,
  nonNegative: ifAllAre,
  simplify(g, [a, b]) {
    const divisor = g.constantValue(b!);
    if (divisor !== undefined && hasExactReciprocal(divisor)) return g.mul(a!, g.constant(1 / divisor));
    if (g.is(a!, 'neg')) return g.neg(g.div(g.operand(a!, 0), b!));
    if (g.is(b!, 'neg')) return g.neg(g.div(a!, g.operand(b!, 0)));
    // Its own operation, as Γ overflows where the derivative of 1/Γ does not.
    return isOne(g, a!) && g.is(b!, 'gamma') ? g.reciprocalGamma(g.operand(b!, 0)) : undefined;
  },
  simplifyDerivative: (g, [a]) => (isZero(g, a!) ? g.constant(0) : undefined),
  simplifyAlgebraic(g, [a, b]) {
    if (a === b) return g.constant(1);
    if (isZero(g, a!)) return g.constant(0);
    // One reciprocal serves every quotient with the same divisor.
    return isOne(g, a!) ? undefined : g.mul(a!, g.div(g.constant(1), b!));
  },
};

const neg: Operation = {
  name: 'neg',
  arity: 1,
  compute: x => -x!,
  partials: [(g, s) => g.neg(s)],
  tame: true,
  form: { kind: 'prefix', operator: '-' },
  class: null,
  cost: 0,
  simplify: (g, [x]) => (g.is(x!, 'neg') ? g.operand(x!, 0) : undefined),
};

const square: Operation = {
  name: 'square',
  arity: 1,
  compute: x => x! * x!,
  partials: [(g, s, [x]) => g.mul(s, g.mul(g.constant(2), x!))],
  tame: true,
  form: { kind: 'square' },
  class: 'mul',
  cost: 3,
  nonNegative: () => [],
  simplify: (g, [x]) => (g.is(x!, 'neg') || g.is(x!, 'abs') ? g.square(g.operand(x!, 0)) : squareOfLength(g, x!)),
  simplifyAlgebraic: (g, [x]) => (g.is(x!, 'sqrt') ? g.operand(x!, 0) : undefined),
};

/** How many factors and divisors of a length are looked through. */
const MOST_SCALES = 4;

/**
 * The square of a length as the sum of squares that it is: smooth at the origin, where the length is not. Of a length times and
 * over other things the value stays, and the derivatives are those of the sum: factors go to every component, so that
 * nothing overflows that did not before, but 0/0 may come from one where the length over 0 is infinite.
 */
function squareOfLength(g: Build, x: Node): Node | undefined {
  if (g.is(x, 'hypot') || g.is(x, 'normOver')) return sumOfSquares(g, x, componentsOf(g, x));
  if (g.isSettled) return undefined;
  const scaled = scaledComponents(g, x, node => node, 0);
  // What is another in every row is no factor of a length over rows.
  if (scaled === undefined || (g.is(scaled.length, 'normOver') && g.dependsOn(x, g.operand(scaled.length, 1)))) return;
  return g.rewritten(g.kept('square', x), sumOfSquares(g, scaled.length, scaled.components));
}

/** Those of a length of operands, or the one that a length over rows has in each. */
const componentsOf = (g: Build, length: Node): readonly Node[] =>
  g.is(length, 'hypot') ? g.operandsOf(length) : [g.operand(length, 0)];

/** @param length that of other components which are summed in the same way */
function sumOfSquares(g: Build, length: Node, components: readonly Node[]): Node {
  const sum = components.map(of => g.square(of)).reduce((a, b) => g.add(a, b));
  return g.is(length, 'hypot') ? sum : g.sumOver(sum, g.operand(length, 1));
}

interface Scaled {
  readonly length: Node;
  readonly components: readonly Node[];
}

/** The components of a length, each times and over what the length is; undefined where there is none. */
function scaledComponents(g: Build, x: Node, scale: (component: Node) => Node, depth: number): Scaled | undefined {
  if (g.is(x, 'hypot') || g.is(x, 'normOver')) return { length: x, components: componentsOf(g, x).map(scale) };
  if (depth === MOST_SCALES || !(g.is(x, 'mul') || g.is(x, 'div') || g.is(x, 'neg'))) return undefined;
  const a = g.operand(x, 0);
  if (g.is(x, 'neg')) return scaledComponents(g, a, scale, depth + 1);
  const b = g.operand(x, 1);
  if (g.is(x, 'div')) return scaledComponents(g, a, of => scale(g.div(of, b)), depth + 1);
  return (
    scaledComponents(g, a, of => scale(g.mul(of, b)), depth + 1) ??
    scaledComponents(g, b, of => scale(g.mul(a, of)), depth + 1)
  );
}

/** An even power of what has a length in it as a power of a sum of squares; undefined for every other. */
export function evenPowerOfLength(g: Build, x: Node, exponent: number): Node | undefined {
  if (exponent % 2 !== 0) return undefined;
  if (g.is(x, 'abs')) return g.pow(g.operand(x, 0), g.constant(exponent));
  const squared = squareOfLength(g, x);
  return squared && g.pow(squared, g.constant(exponent / 2));
}

export const arithmetic: readonly Operation[] = [add, sub, mul, div, neg, square];
