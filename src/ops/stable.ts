// Formulas that overflow or cancel where the function that they stand for does not, and the operation that is stable. Equal in
// the reals; behind `--stable`. Where not only digits are lost, but the derivative is NaN at an ordinary size, compiling
// without it warns.

import type { Build, Node, OperationName } from './operation.js';
import { sharesOf } from './special.js';

export interface StableForm {
  /** Where the derivative of what is written overflows: what to write instead. */
  readonly instead: string | null;
  make(): Node;
}

/** The stable form of an operation on these operands, or undefined. */
export type FindStable = (g: Build, operands: readonly Node[]) => StableForm | undefined;

/** Most terms of a sum that are looked at. */
const MOST_TERMS = 10_000;

const LOG_TWO = Math.LN2;

const form = (instead: string | null, make: () => Node): StableForm => ({ instead, make });

/** The other term of a sum with a constant. */
function besides(g: Build, node: Node, constant: number): Node | undefined {
  if (!g.is(node, 'add')) return undefined;
  const [a, b] = g.operandsOf(node) as [Node, Node];
  if (g.constantValue(a) === constant) return b;
  return g.constantValue(b) === constant ? a : undefined;
}

/** What a sum of exponentials and positive constants is the exponential of, term by term; undefined for every other node. */
function exponents(g: Build, node: Node): (() => Node)[] | undefined {
  const found: (() => Node)[] = [];
  const pending = [node];
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    const of = term;
    const value = g.constantValue(of);
    if (g.is(of, 'exp')) found.push(() => g.operand(of, 0));
    else if (value !== undefined && value > 0) found.push(() => g.log(of));
    else if (g.is(of, 'add')) pending.push(g.operand(of, 1), g.operand(of, 0));
    else return undefined;
    if (found.length > MOST_TERMS) return undefined;
  }
  return found;
}

/** 1 - erf(u) and 1 + erf(u) as erfc of what; undefined for every other node. */
function complementary(g: Build, node: Node): (() => Node) | undefined {
  if (g.is(node, 'erfc')) return () => g.operand(node, 0);
  if (g.is(node, 'sub') && g.constantValue(g.operand(node, 0)) === 1 && g.is(g.operand(node, 1), 'erf'))
    return () => g.operand(g.operand(node, 1), 0);
  const other = besides(g, node, 1);
  return other !== undefined && g.is(other, 'erf') ? () => g.neg(g.operand(other, 0)) : undefined;
}

const cancelling: FindStable = (g, [a, b]) => {
  if (g.is(a!, 'exp') && g.constantValue(b!) === 1) return form(null, () => g.expm1(g.operand(a!, 0)));
  if (g.constantValue(a!) !== 1) return undefined;
  if (g.is(b!, 'exp')) return form(null, () => g.neg(g.expm1(g.operand(b!, 0))));
  return g.is(b!, 'erf') ? form(null, () => g.erfc(g.operand(b!, 0))) : undefined;
};

const sum: FindStable = (g, operands) => {
  for (const [i, node] of operands.entries()) {
    const value = g.constantValue(node);
    const other = operands[1 - i]!;
    if (value === -1 && g.is(other, 'exp')) return form(null, () => g.expm1(g.operand(other, 0)));
    if (value === 1 && g.is(other, 'erf')) return form(null, () => g.erfc(g.neg(g.operand(other, 0))));
  }
  return undefined;
};

const quotient: FindStable = (g, [a, b]) => {
  const one = besides(g, b!, 1);
  if (one !== undefined && g.is(one, 'exp') && !g.is(a!, 'exp'))
    return form('sigmoid', () => g.mul(a!, g.sigmoid(g.neg(g.operand(one, 0)))));
  if (g.is(a!, 'exp') && g.is(b!, 'add')) {
    const terms = exponents(g, b!);
    const found = terms?.map(of => of()) ?? [];
    const index = found.indexOf(g.operand(a!, 0));
    if (index >= 0)
      return form(found.length === 2 ? 'sigmoid' : 'exp(a - logsumexp(a, …))', () =>
        sharesOf(g, found, g.logsumexp(...found))(index),
      );
  }
  if (g.is(b!, 'exp')) return form('x*exp(-x)', () => g.mul(a!, g.exp(g.neg(g.operand(b!, 0)))));
  return g.is(b!, 'cosh') ? form('sech', () => g.mul(a!, g.sech(g.operand(b!, 0)))) : undefined;
};

const logarithm: FindStable = (g, [x]) => {
  const half = g.is(x!, 'mul') ? g.operandsOf(x!).find(node => g.constantValue(node) !== 0.5) : undefined;
  const isHalf = half !== undefined && g.operandsOf(x!).some(node => g.constantValue(node) === 0.5);
  const tail = complementary(g, isHalf ? half : x!);
  if (tail !== undefined) {
    const make = (): Node => {
      const log = g.lognormcdf(g.mul(g.constant(-Math.SQRT2), tail()));
      return isHalf ? log : g.add(g.constant(LOG_TWO), log);
    };
    return form('lognormcdf', make);
  }
  if (g.is(x!, 'add')) {
    const terms = exponents(g, x!);
    const one = besides(g, x!, 1);
    if (one !== undefined && g.is(one, 'exp')) return form('softplus', () => g.softplus(g.operand(one, 0)));
    if (terms !== undefined) return form('logsumexp', () => g.logsumexp(...terms.map(of => of())));
    if (one !== undefined) return form(null, () => g.log1p(one));
  }
  // 1 - exp(u) may have become -expm1(u) by now.
  if (g.is(x!, 'neg') && g.is(g.operand(x!, 0), 'expm1'))
    return form(null, () => g.log1mexp(g.operand(g.operand(x!, 0), 0)));
  if (g.is(x!, 'sub') && g.constantValue(g.operand(x!, 0)) === 1) {
    const other = g.operand(x!, 1);
    return form(null, () => (g.is(other, 'exp') ? g.log1mexp(g.operand(other, 0)) : g.log1p(g.neg(other))));
  }
  return undefined;
};

const root: FindStable = (g, [x]) => {
  const terms: Node[] = [];
  const pending = [x!];
  for (let term = pending.pop(); term !== undefined; term = pending.pop()) {
    const square = g.constantValue(term);
    const side = square === undefined ? undefined : Math.sqrt(square);
    if (g.is(term, 'square')) terms.push(g.operand(term, 0));
    else if (side !== undefined && side * side === square) terms.push(g.constant(side));
    else if (g.is(term, 'add')) pending.push(g.operand(term, 1), g.operand(term, 0));
    else return undefined;
    if (terms.length > MOST_TERMS) return undefined;
  }
  return terms.length > 1 ? form(null, () => g.hypot(...terms)) : undefined;
};

/** By the operation that a form ends in. */
export const stableForms: ReadonlyMap<OperationName, FindStable> = new Map<OperationName, FindStable>([
  ['add', sum],
  ['sub', cancelling],
  ['div', quotient],
  ['log', logarithm],
  ['sqrt', root],
]);
