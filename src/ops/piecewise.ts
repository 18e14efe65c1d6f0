// Operations with kinks or steps, comparisons, logic and the lazy conditional.

import { specialFunction } from './interpret.js';
import type { Build, Form, Node, Operation, Partial } from './operation.js';

function step(name: string, compute: (x: number) => number, form: Form): Operation {
  return { name, arity: 1, compute: x => compute(x!), partials: [null], form, class: 'compare', cost: 1 };
}

const abs: Operation = {
  name: 'abs',
  arity: 1,
  compute: Math.abs,
  partials: [(g, s, [x]) => g.mul(s, g.sign(x!))],
  form: { kind: 'call', callee: 'Math.abs' },
  class: 'compare',
  cost: 3,
  simplify(g, [x]) {
    if (g.is(x!, 'neg')) return g.abs(g.operand(x!, 0));
    return g.is(x!, 'abs') ? x : undefined;
  },
};

const mod: Operation = {
  name: 'mod',
  arity: 2,
  compute: specialFunction('mod'),
  partials: [(_g, s) => s, (g, s, [a, b]) => g.neg(g.mul(s, g.floor(g.div(a!, b!))))],
  form: { kind: 'special', name: 'mod' },
  class: 'div',
  cost: 5,
};

/** Each of k operands that equal the extremum gets 1/k; where an operand is NaN, nothing equals it and 0/0 says so. */
function share(index: number): Partial {
  return (g, s, operands, extremum) => {
    const ties = operands.map(x => g.eq(x, extremum));
    const count = ties.reduce((a, b) => g.add(a, b));
    return g.select(ties[index]!, g.div(s, count), g.div(g.constant(0), count));
  };
}

function extremum(name: 'min' | 'max', compute: (...x: number[]) => number): Operation {
  return {
    name,
    arity: 1,
    variadic: true,
    compute,
    partials: share,
    form: { kind: 'call', callee: `Math.${name}` },
    class: 'compare',
    commutative: true,
    cost: arity => 2 + 5 * arity,
    simplify: (_g, operands) => (operands.length === 1 ? operands[0] : undefined),
  };
}

const relu: Operation = {
  name: 'relu',
  arity: 1,
  compute: x => Math.max(x!, 0),
  partials: [(g, s, [x]) => g.select(g.gt(x!, g.constant(0)), s, g.constant(0))],
  form: { kind: 'expanded' },
  class: 'compare',
  cost: 4,
  expand: (g, [x]) => g.max(x!, g.constant(0)),
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
    form: { kind: 'binary', operator },
    class: 'compare',
    cost: 1,
    boolean: true,
    commutative: operator === '===' || operator === '!==',
  };
}

/** A condition is true if it is nonzero and not NaN. */
const isTrue = (x: number | undefined): boolean => Boolean(x);

/** The truth of a node as 0 or 1. */
function truth(g: Build, node: Node): Node {
  return g.isBoolean(node) ? node : g.not(g.not(node));
}

const and: Operation = {
  name: 'and',
  arity: 2,
  compute: (a, b) => Number(isTrue(a) && isTrue(b)),
  partials: [null, null],
  form: { kind: 'logic', operator: '&&' },
  class: null,
  cost: 0,
  boolean: true,
  lazy: [undefined, true],
  simplify(g, [a, b]) {
    if (g.constantValue(a!) !== undefined) return isTrue(g.constantValue(a!)) ? truth(g, b!) : g.constant(0);
    if (g.constantValue(b!) !== undefined) return isTrue(g.constantValue(b!)) ? truth(g, a!) : g.constant(0);
    return a === b ? truth(g, a!) : undefined;
  },
};

const or: Operation = {
  name: 'or',
  arity: 2,
  compute: (a, b) => Number(isTrue(a) || isTrue(b)),
  partials: [null, null],
  form: { kind: 'logic', operator: '||' },
  class: null,
  cost: 0,
  boolean: true,
  lazy: [undefined, false],
  simplify(g, [a, b]) {
    if (g.constantValue(a!) !== undefined) return isTrue(g.constantValue(a!)) ? g.constant(1) : truth(g, b!);
    if (g.constantValue(b!) !== undefined) return isTrue(g.constantValue(b!)) ? g.constant(1) : truth(g, a!);
    return a === b ? truth(g, a!) : undefined;
  },
};

const not: Operation = {
  name: 'not',
  arity: 1,
  compute: x => Number(!isTrue(x)),
  partials: [null],
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
  form: { kind: 'conditional' },
  class: 'compare',
  cost: 5,
  lazy: [undefined, true, false],
  simplify(g, [condition, whenTrue, whenFalse]) {
    const value = g.constantValue(condition!);
    if (value !== undefined) return isTrue(value) ? whenTrue : whenFalse;
    if (whenTrue === whenFalse) return whenTrue;
    return g.is(condition!, 'not') ? g.select(g.operand(condition!, 0), whenFalse!, whenTrue!) : undefined;
  },
};

export const piecewise: readonly Operation[] = [
  abs,
  step('sign', Math.sign, { kind: 'call', callee: 'Math.sign' }),
  step('floor', Math.floor, { kind: 'call', callee: 'Math.floor' }),
  step('ceil', Math.ceil, { kind: 'call', callee: 'Math.ceil' }),
  step('fix', Math.trunc, { kind: 'call', callee: 'Math.trunc' }),
  step('round', specialFunction('round'), { kind: 'special', name: 'round' }),
  mod,
  extremum('min', Math.min),
  extremum('max', Math.max),
  relu,
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
