// Operations that close an index: one number of the values that their first operand has as the index runs. The last operand is
// the index.
//
// The tangent of a sum over rows is the sum of the tangents, the adjoint of its operand the adjoint of the sum, the same for
// every row; what else there is is made of sums.

import type { Build, Combine, Node, Operation } from './operation.js';

const over = (combine: Combine): Operation['form'] => ({ kind: 'over', combine });

/** A tangent times what it is weighted with. Where it is 0 by a condition the weight is not looked at: it may be NaN there. */
function weighted(g: Build, tangent: Node, weight: Node): Node {
  if (!g.is(tangent, 'select')) return g.mul(tangent, weight);
  const [condition, value, otherwise] = g.operandsOf(tangent) as [Node, Node, Node];
  if (g.constantValue(otherwise) !== 0) return g.mul(tangent, weight);
  return g.select(condition, g.mul(value, weight), otherwise);
}

/** As often as the index has values; of none that is 0, whatever the term is. */
function timesCount(g: Build, term: Node, index: Node): Node {
  const count = g.count(index);
  const product = g.mul(count, term);
  const isPlain = g.operandsOf(term).length === 0 || g.isBoolean(term);
  return isPlain ? product : g.select(g.gt(count, g.constant(0)), product, g.constant(0));
}

/** Each term over which no index runs counts as often as the index has values. */
const sumOver: Operation = {
  name: 'sumOver',
  arity: 2,
  closes: true,
  partials: [(_g, s) => s, null],
  tangent: (g, [tangent], [, index]) => g.sumOver(tangent!, index!),
  tame: true,
  form: over('sum'),
  class: 'add',
  cost: 1,
  nonNegative: (_g, [term]) => [term!],
  simplify(g, [term, index]) {
    if (!g.dependsOn(term!, index!)) return timesCount(g, term!, index!);
    return g.is(term!, 'neg') ? g.neg(g.sumOver(g.operand(term!, 0), index!)) : undefined;
  },
  // What is the same for every row is a factor of the sum: the loop then does not wait for it.
  simplifyDerivative(g, [term, index]) {
    const isProduct = g.is(term!, 'mul');
    if (!isProduct && !g.is(term!, 'div')) return undefined;
    const [a, b] = g.operandsOf(term!) as [Node, Node];
    if (!g.dependsOn(b, index!)) return g[isProduct ? 'mul' : 'div'](g.sumOver(a, index!), b);
    return isProduct && !g.dependsOn(a, index!) ? g.mul(a, g.sumOver(b, index!)) : undefined;
  },
};

/**
 * One number that is handed on from turn to turn: what it is at first, what a turn makes of it, the leaf that it is there, and the
 * turns. It is the value of a sum that is added up in an order of its own; derivatives are those of the sum.
 */
const foldOver: Operation = {
  name: 'foldOver',
  arity: 4,
  closes: true,
  partials: [null, null, null, null],
  form: over('fold'),
  class: null,
  cost: 0,
};

/** The value where the extremum is a number, NaN where a row has made it NaN. */
const unlessNaN = (g: Build, value: Node, extremum: Node): Node =>
  g.select(g.eq(extremum, extremum), value, g.constant(Number.NaN));

/** Largest or smallest of all rows. As for operands, derivatives pass to those that equal it, to each of k the k-th part. */
function extremumOver(name: 'minOver' | 'maxOver', combine: 'min' | 'max', loses: 'lt' | 'gt'): Operation {
  const wins = (g: Build, value: Node, extremum: Node): Node => g.not(g[loses](value, extremum));
  const ties = (g: Build, value: Node, index: Node, extremum: Node): Node =>
    unlessNaN(g, g.sumOver(g.select(wins(g, value, extremum), g.constant(1), g.constant(0)), index), extremum);
  return {
    name,
    arity: 2,
    closes: true,
    passes: (g, _index, [value], extremum) => wins(g, value!, extremum),
    adjoint(g, [value, index], extremum) {
      const count = ties(g, value!, index!, extremum);
      return (_index, s) => g.div(s, count);
    },
    tangent(g, [tangent], [value, index], extremum) {
      const passed = g.select(wins(g, value!, extremum), tangent!, g.constant(0));
      return g.div(g.sumOver(passed, index!), ties(g, value!, index!, extremum));
    },
    tame: true,
    form: over(combine),
    class: 'compare',
    cost: 10,
    nonNegative: (_g, [value]) => [value!],
  };
}

/**
 * What a zero among many zeros is multiplied with: 0, whose derivatives are not followed. The operand is the sum of all zeros, as
 * they depend on every one.
 */
const zeroAmongZeros: Operation = {
  name: 'zeroAmongZeros',
  arity: 1,
  compute: () => 0,
  partials: [(g, s) => g.mul(s, g.constant(Number.NaN))],
  form: { kind: 'expanded' },
  class: null,
  cost: 1,
  expand: g => g.constant(0),
};

/** A value that others are measured from and that what is made of them does not depend on. */
const held: Operation = {
  name: 'held',
  arity: 1,
  compute: x => x!,
  partials: [null],
  form: { kind: 'expanded' },
  class: null,
  cost: 0,
  expand: (_g, [x]) => x,
};

/**
 * The product of all rows but one. What is multiplied with one of several zeros is 0, and depends on the others: of two it is the
 * product of the rest times the other, which their sum tells.
 */
function productOfOthers(g: Build, factor: Node, index: Node, product: Node): Node {
  const [zero, one] = [g.constant(0), g.constant(1)];
  const isZero = g.eq(factor, zero);
  const count = g.sumOver(g.select(isZero, one, zero), index);
  const rest = g.prodOver(g.select(isZero, one, factor), index);
  const zeros = g.sumOver(g.select(isZero, factor, zero), index);
  const ofTwo = g.mul(rest, g.sub(zeros, factor));
  const ofMany = g.select(g.eq(count, g.constant(2)), ofTwo, g.zeroAmongZeros(zeros));
  const ofZero = g.select(g.eq(count, one), rest, ofMany);
  return g.select(isZero, ofZero, g.div(product, factor));
}

const prodOver: Operation = {
  name: 'prodOver',
  arity: 2,
  closes: true,
  adjoint(g, [factor, index], product) {
    const others = productOfOthers(g, factor!, index!, product);
    return (_index, s) => g.mul(s, others);
  },
  tangent: (g, [tangent], [factor, index], product) =>
    g.sumOver(weighted(g, tangent!, productOfOthers(g, factor!, index!, product)), index!),
  form: over('prod'),
  class: 'mul',
  cost: 12,
  nonNegative: (_g, [factor]) => [factor!],
};

/** Squares above HUGE and below TINY leave the range of numbers: they are summed scaled, by powers of two (J. L. Blue, 1978). */
const HUGE = 2 ** 486;
const TINY = 2 ** -500;
const DOWN = 2 ** -538;
const UP = 2 ** 538;

/** Euclidean length of the values of all rows; its gradient is 0 at the origin. */
const normOver: Operation = {
  name: 'normOver',
  arity: 2,
  closes: true,
  partials: [(g, s, [component], length) => g.mul(s, g.lengthSlopeOf(component!, length)), null],
  tangent: (g, [tangent], [component, index], length) =>
    g.sumOver(weighted(g, tangent!, g.lengthSlopeOf(component!, length)), index!),
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 12,
  steep: true,
  nonNegative: () => [],
  expand(g, [component, index]) {
    const size = g.abs(component!);
    const [isHuge, isTiny] = [g.gt(size, g.constant(HUGE)), g.lt(size, g.constant(TINY))];
    const zero = g.constant(0);
    const scaled = (scale: number): Node => g.square(g.mul(g.constant(scale), component!));
    const huge = g.sumOver(g.select(isHuge, scaled(DOWN), zero), index!);
    const tiny = g.sumOver(g.select(isTiny, scaled(UP), zero), index!);
    const middle = g.sumOver(g.select(g.or(isHuge, isTiny), zero, g.square(component!)), index!);
    const largest = g.mul(
      g.constant(UP),
      g.sqrt(g.add(huge, g.mul(g.mul(middle, g.constant(DOWN)), g.constant(DOWN)))),
    );
    const smallest = g.mul(g.constant(DOWN), g.sqrt(g.add(tiny, g.mul(g.mul(middle, g.constant(UP)), g.constant(UP)))));
    // A middle one that is 2^-900 or more loses no digits to the tiny ones.
    const isSmall = g.and(g.gt(tiny, zero), g.lt(middle, g.constant(2 ** -900)));
    return g.select(g.gt(huge, zero), largest, g.select(isSmall, smallest, g.sqrt(middle)));
  },
};

/** Each term over what a sum of exponentials comes to, all of them measured from the largest: no digits of these are lost. */
function shareOf(g: Build, term: Node, index: Node): Node {
  const { excess, sum } = exponentials(g, term, index, largest => g.held(largest));
  return g.div(g.exp(excess), sum);
}

/** @param from what terms are measured from, made of the largest */
function exponentials(g: Build, term: Node, index: Node, from: (largest: Node) => Node) {
  const largest = g.maxOver(term, index);
  const excess = g.sub(term, from(largest));
  return { largest, excess, sum: g.sumOver(g.exp(excess), index) };
}

/** log Σ exp over all rows, from the largest term, so that nothing overflows. */
const logsumexpOver: Operation = {
  name: 'logsumexpOver',
  arity: 2,
  closes: true,
  partials: [(g, s, [term, index]) => g.mul(s, shareOf(g, term!, index!)), null],
  tangent: (g, [tangent], [term, index]) => g.sumOver(weighted(g, tangent!, shareOf(g, term!, index!)), index!),
  form: { kind: 'expanded' },
  class: 'transcendental',
  cost: 12,
  expand(g, [term, index]) {
    const { largest, sum } = exponentials(g, term!, index!, of => of);
    const total = g.add(largest, g.log(sum));
    // Infinite or NaN: the terms below do not count.
    return g.select(g.lt(g.abs(largest), g.constant(Number.POSITIVE_INFINITY)), total, largest);
  },
};

/** Adds values to an array of results, each where its second operand, an element, stands in its own; no number comes of it. */
const scatterOver: Operation = {
  name: 'scatterOver',
  arity: 3,
  closes: true,
  partials: [null, null, null],
  form: over('scatter'),
  class: 'add',
  cost: 1,
};

/** Has done in every turn what its operand, which adds values to an array, does in one; no number comes of it. */
const eachOver: Operation = {
  name: 'eachOver',
  arity: 2,
  closes: true,
  partials: [null, null],
  form: over('each'),
  class: null,
  cost: 0,
};

export const overIndices: readonly Operation[] = [
  scatterOver,
  eachOver,
  sumOver,
  foldOver,
  prodOver,
  extremumOver('minOver', 'min', 'gt'),
  extremumOver('maxOver', 'max', 'lt'),
  normOver,
  logsumexpOver,
  zeroAmongZeros,
  held,
];
