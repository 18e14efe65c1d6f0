// Operations with kinks or steps, comparisons, logic and the lazy conditional.

import { specialFunction } from './interpret.js';
import type { Build, Form, Node, Operation } from './operation.js';

/** @param jumps where its value does */
function stepped(
  name: string,
  compute: (x: number) => number,
  form: Form,
  jumps: (g: Build, x: Node, output: Node) => Node,
): Operation {
  return {
    name,
    arity: 1,
    compute: x => compute(x!),
    partials: [null],
    kink: (g, [x], output) => jumps(g, x!, output),
    tame: true,
    form,
    class: 'compare',
    cost: 1,
  };
}

const atZero = (g: Build, x: Node): Node => g.eq(x, g.constant(0));
const atWhole = (g: Build, x: Node, output: Node): Node => g.eq(x, output);

const abs: Operation = {
  name: 'abs',
  arity: 1,
  compute: Math.abs,
  partials: [(g, s, [x]) => g.mul(s, g.sign(x!))],
  kink: (g, [x]) => atZero(g, x!),
  tame: true,
  form: { kind: 'call', callee: 'Math.abs' },
  class: 'compare',
  cost: 3,
  nonNegative: () => [],
  simplify(g, [x]) {
    if (g.is(x!, 'neg')) return g.abs(g.operand(x!, 0));
    return g.isNonNegative(x!) ? x : undefined;
  },
};

const mod: Operation = {
  name: 'mod',
  arity: 2,
  compute: specialFunction('mod'),
  // The quotient is the one that the value implies: near a multiple of b that of a/b rounds to another.
  partials: [(_g, s) => s, (g, s, [a, b], rest) => g.neg(g.mul(s, g.round(g.div(g.sub(a!, rest), b!))))],
  kink: (g, _operands, rest) => atZero(g, rest),
  form: { kind: 'special', name: 'mod' },
  class: 'div',
  cost: 6,
  steep: true,
};

/** JavaScript's `%`: the remainder with the sign of the dividend. */
const remainder: Operation = {
  ...mod,
  name: 'remainder',
  compute: specialFunction('remainder'),
  form: { kind: 'special', name: 'remainder' },
};

/** The scale where the output is a number; NaN where an operand, and so the output, is NaN. A constant: slopes are steps. */
const unlessNaN = (g: Build, scale: Node, output: Node): Node =>
  g.select(g.eq(output, output), scale, g.constant(Number.NaN));

/**
 * Largest or smallest operand. Derivatives pass to the operands that equal it, to each of k the k-th part, and nothing to those
 * that lose.
 */
function extremum(
  name: 'min' | 'max',
  loses: 'lt' | 'gt',
  ties: 'tiesOfMin' | 'tiesOfMax',
  compute: (...x: number[]) => number,
): Operation {
  return {
    name,
    arity: 1,
    variadic: true,
    compute,
    passes: (g, index, operands, output) => g.not(g[loses](operands[index]!, output)),
    adjoint(g, operands, output) {
      const count = g[ties](output, ...operands);
      return (_index, s) => g.div(s, count);
    },
    kink: (g, operands, output) => g.gt(g[ties](output, ...operands), g.constant(1)),
    tame: true,
    form: { kind: 'call', callee: `Math.${name}` },
    class: 'compare',
    commutative: true,
    cost: arity => 4 + 5 * arity,
    nonNegative: (g, operands) =>
      name === 'max' && operands.some(x => Object.is(g.constantValue(x), 0)) ? [] : operands,
    simplify(g, operands) {
      if (operands.length === 1) return operands[0];
      if (name === 'min' || operands.length > 2) return undefined;
      const [a, b] = operands as [Node, Node];
      if (isAtMostZero(g, a) && g.isNonNegative(b)) return b;
      return isAtMostZero(g, b) && g.isNonNegative(a) ? a : undefined;
    },
  };
}

/** How many operands equal the first, which is their extremum; NaN where that is. One node for all of its partials. */
function tiesOf(name: 'tiesOfMin' | 'tiesOfMax', loses: 'lt' | 'gt'): Operation {
  return {
    name,
    arity: 2,
    variadic: true,
    partials: () => null,
    form: { kind: 'expanded' },
    class: 'compare',
    cost: arity => 2 + 2 * arity,
    expand(g, [output, ...operands]) {
      const losers = operands.map(x => g[loses](x, output!)).reduce((a, b) => g.add(a, b));
      return unlessNaN(g, g.sub(g.constant(operands.length), losers), output!);
    },
  };
}

const isAtMostZero = (g: Build, node: Node): boolean => Number(g.constantValue(node)) <= 0;

const relu: Operation = {
  name: 'relu',
  arity: 1,
  passes: (g, _index, [x]) => g.not(g.le(x!, g.constant(0))),
  // Where it passes, the sign is 1 or NaN.
  partials: [(g, s, [x]) => g.mul(s, g.sign(x!))],
  kink: (g, [x]) => atZero(g, x!),
  tame: true,
  form: { kind: 'expanded' },
  class: 'compare',
  cost: 5,
  nonNegative: () => [],
  simplify: (g, [x]) => (g.isNonNegative(x!) ? x : undefined),
  expand: (g, [x]) => g.max(x!, g.constant(0)),
};

/** `x` between `low` and `high`, which counts as `high` where `low` is above it; slope 1 at both ends. */
const clamp: Operation = {
  name: 'clamp',
  arity: 3,
  passes(g, index, [x, low, high], output) {
    const isCrossed = g.gt(low!, high!);
    const outside = [
      g.or(g.lt(x!, low!), g.gt(x!, high!)),
      g.or(g.ge(x!, low!), isCrossed),
      g.and(g.le(x!, high!), g.not(isCrossed)),
    ][index]!;
    return g.not(g.and(outside, g.eq(output, output)));
  },
  partials: () => (g, s, _operands, output) => unlessNaN(g, s, output),
  kink: (g, [x, low, high]) => g.or(g.eq(x!, low!), g.eq(x!, high!)),
  tame: true,
  form: { kind: 'expanded' },
  class: 'compare',
  cost: 24,
  expand: (g, [x, low, high]) => g.min(g.max(x!, low!), high!),
};

function comparison(
  name: string,
  operator: '<' | '<=' | '>' | '>=' | '===' | '!==',
  holds: (a: number, b: number) => boolean,
): Operation {
  return {
    name,
    arity: 2,
    compute: (a, b) => Number(holds(a!, b!)),
    partials: [null, null],
    kink: (g, [a, b]) => g.eq(a!, b!),
    tame: true,
    form: { kind: 'binary', operator },
    class: 'compare',
    cost: 1,
    boolean: true,
    nonNegative: () => [],
    commutative: operator === '===' || operator === '!==',
  };
}

/** A condition is true if it is nonzero and not NaN. */
const isTrue = (x: number | undefined): boolean => Boolean(x);

/** The truth of a node as 0 or 1. */
function truth(g: Build, node: Node): Node {
  return g.isBoolean(node) ? node : g.not(g.not(node));
}

/** Logic of two operands where one is known; either may come first. */
function decidedByConstant(
  g: Build,
  [a, b]: readonly Node[],
  decided: Exclude<Operation['decided'], undefined>,
): Node | undefined {
  const [left, right] = [g.constantValue(a!), g.constantValue(b!)];
  if (left !== undefined) return decided(g, [a!, b!], isTrue(left));
  if (right !== undefined) return decided(g, [b!, a!], isTrue(right));
  return a === b ? truth(g, a!) : undefined;
}

const and: Operation = {
  name: 'and',
  arity: 2,
  compute: (a, b) => Number(isTrue(a) && isTrue(b)),
  partials: [null, null],
  tame: true,
  form: { kind: 'logic', operator: '&&' },
  class: null,
  cost: 0,
  boolean: true,
  lazy: [undefined, true],
  decided: (g, [, b], holds) => (holds ? truth(g, b!) : g.constant(0)),
  simplify: (g, operands) => decidedByConstant(g, operands, and.decided!),
};

const or: Operation = {
  name: 'or',
  arity: 2,
  compute: (a, b) => Number(isTrue(a) || isTrue(b)),
  partials: [null, null],
  tame: true,
  form: { kind: 'logic', operator: '||' },
  class: null,
  cost: 0,
  boolean: true,
  lazy: [undefined, false],
  decided: (g, [, b], holds) => (holds ? g.constant(1) : truth(g, b!)),
  simplify: (g, operands) => decidedByConstant(g, operands, or.decided!),
};

const not: Operation = {
  name: 'not',
  arity: 1,
  compute: x => Number(!isTrue(x)),
  partials: [null],
  tame: true,
  form: { kind: 'prefix', operator: '!' },
  class: null,
  cost: 0,
  boolean: true,
  // Never turns a comparison around: not(a < b) holds for NaN, a >= b does not.
  simplify(g, [x]) {
    if (!g.is(x!, 'not')) return undefined;
    const inner = g.operand(x!, 0);
    return g.isBoolean(inner) ? inner : undefined;
  },
};

/** `condition ? whenTrue : whenFalse`; the arm not taken is not computed, and its adjoint is 0. */
const select: Operation = {
  name: 'select',
  arity: 3,
  compute: (condition, whenTrue, whenFalse) => (isTrue(condition) ? whenTrue! : whenFalse!),
  partials: [null, (_g, s) => s, (_g, s) => s],
  // The conditional of its arms' tangents, as lazy as it is itself.
  tangent: (g, [, whenTrue, whenFalse], [condition]) =>
    g.select(condition!, whenTrue ?? g.constant(0), whenFalse ?? g.constant(0)),
  tame: true,
  form: { kind: 'conditional' },
  class: 'compare',
  cost: 5,
  lazy: [undefined, true, false],
  decided: (_g, [, whenTrue, whenFalse], holds) => (holds ? whenTrue! : whenFalse!),
  nonNegative: (_g, [, whenTrue, whenFalse]) => [whenTrue!, whenFalse!],
  simplify(g, [condition, whenTrue, whenFalse]) {
    const value = g.constantValue(condition!);
    if (value !== undefined) return isTrue(value) ? whenTrue : whenFalse;
    if (whenTrue === whenFalse) return whenTrue;
    return g.is(condition!, 'not') ? g.select(g.operand(condition!, 0), whenFalse!, whenTrue!) : undefined;
  },
};

export const piecewise: readonly Operation[] = [
  abs,
  stepped('sign', Math.sign, { kind: 'call', callee: 'Math.sign' }, atZero),
  stepped('floor', Math.floor, { kind: 'call', callee: 'Math.floor' }, atWhole),
  stepped('ceil', Math.ceil, { kind: 'call', callee: 'Math.ceil' }, atWhole),
  stepped('fix', Math.trunc, { kind: 'call', callee: 'Math.trunc' }, (g, x, output) =>
    g.and(g.eq(x, output), g.ne(x, g.constant(0))),
  ),
  stepped('round', specialFunction('round'), { kind: 'special', name: 'round' }, (g, x) =>
    g.eq(g.sub(x, g.floor(x)), g.constant(0.5)),
  ),
  stepped('step', specialFunction('step'), { kind: 'special', name: 'step' }, atZero),
  mod,
  remainder,
  extremum('min', 'gt', 'tiesOfMin', Math.min),
  extremum('max', 'lt', 'tiesOfMax', Math.max),
  tiesOf('tiesOfMin', 'gt'),
  tiesOf('tiesOfMax', 'lt'),
  relu,
  clamp,
  comparison('lt', '<', (a, b) => a < b),
  comparison('le', '<=', (a, b) => a <= b),
  comparison('gt', '>', (a, b) => a > b),
  comparison('ge', '>=', (a, b) => a >= b),
  comparison('eq', '===', (a, b) => a === b),
  comparison('ne', '!==', (a, b) => a !== b),
  and,
  or,
  not,
  select,
];
