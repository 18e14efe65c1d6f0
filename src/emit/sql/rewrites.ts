// Operations in terms of others that dialects have: accurate to a few units in the last place over the whole range, and the
// same at NaN, infinities and zeros as those of JavaScript.

import type { Build, Node, OperationName, Rule } from '../../ops/operation.js';
import { operations } from '../../ops/table.js';
import { specialNodes } from './special-nodes.js';

const LARGE = 2 ** 60;
const BEYOND_INTEGERS = 2 ** 53;

/** The digits that rounding 1 + x loses are those that the quotient puts back (Kahan). */
const log1p: Rule = (g, [x]) => {
  const one = g.constant(1);
  const sum = g.add(one, x!);
  const ratio = g.select(g.lt(x!, g.constant(LARGE)), g.div(x!, g.sub(sum, one)), one);
  return g.select(g.eq(sum, one), x!, g.mul(g.log(sum), ratio));
};

/** tanh(x/2)·(exp(x) + 1), of which nothing cancels. */
const expm1: Rule = (g, [x]) => {
  const half = g.tanh(g.mul(g.constant(0.5), x!));
  const product = g.mul(half, g.add(g.exp(x!), g.constant(1)));
  return g.select(g.lt(g.abs(x!), g.constant(2 ** -54)), x!, product);
};

/** The digits that rounding exp(x) loses are those that the quotient puts back (Kahan); far from 0 it loses none. */
const expm1OfLog: Rule = (g, [x]) => {
  const one = g.constant(1);
  const u = g.exp(x!);
  const below = g.sub(u, one);
  const ratio = g.select(g.lt(g.abs(x!), g.constant(40)), g.div(x!, g.log(u)), one);
  return g.select(g.eq(u, one), x!, g.mul(below, ratio));
};

/** By exp(-2|x|) - 1, which is between -1 and 0. */
const tanh: Rule = (g, [x]) => {
  const e = g.expm1(g.mul(g.constant(-2), g.abs(x!)));
  return withSign(g, x!, g.neg(g.div(e, g.add(e, g.constant(2)))));
};

/** Far from 0 half of an exponential, by its root, which does not overflow before. */
const sinh: Rule = (g, [x]) => {
  const a = g.abs(x!);
  const e = g.expm1(a);
  const near = g.mul(g.constant(0.5), g.add(e, g.div(e, g.add(e, g.constant(1)))));
  const root = g.exp(g.mul(g.constant(0.5), a));
  const far = g.mul(g.mul(g.constant(0.5), root), root);
  return withSign(g, x!, g.select(g.lt(a, g.constant(40)), near, far));
};

/** log(a + √(1 + a²)) for a = |x|, which is log(2a) where 1 no longer counts. */
const asinh: Rule = (g, [x]) => {
  const a = g.abs(x!);
  const isLarge = g.ge(a, g.constant(LARGE));
  const one = g.constant(1);
  const square = g.square(a);
  const excess = g.add(a, g.div(square, g.add(one, g.sqrt(g.add(one, square)))));
  return withSign(g, x!, logOfTwice(g, isLarge, a, excess));
};

/** The same with √(x² - 1). */
const acosh: Rule = (g, [x]) => {
  const isLarge = g.ge(x!, g.constant(LARGE));
  const above = g.sub(x!, g.constant(1));
  const root = g.mul(g.sqrt(above), g.sqrt(g.add(x!, g.constant(1))));
  return logOfTwice(g, isLarge, x!, g.add(above, root));
};

const logOfTwice = (g: Build, isLarge: Node, a: Node, excess: Node): Node =>
  g.add(g.log1p(g.select(isLarge, a, excess)), g.select(isLarge, g.constant(Math.LN2), g.constant(0)));

const atanh: Rule = (g, [x]) => {
  const a = g.abs(x!);
  const ratio = g.div(g.mul(g.constant(2), a), g.sub(g.constant(1), a));
  return withSign(g, x!, g.mul(g.constant(0.5), g.log1p(ratio)));
};

/** The value of an odd function from that of |x|; a zero, or NaN, is x itself. */
const withSign = (g: Build, x: Node, value: Node): Node =>
  g.select(g.gt(x, g.constant(0)), value, g.select(g.lt(x, g.constant(0)), g.neg(value), x));

/** The power by a rounded 1/3, corrected by a step of Newton's method. */
const cbrt: Rule = (g, [x]) => {
  const a = g.abs(x!);
  const root = g.pow(a, g.constant(1 / 3));
  const rest = g.sub(root, g.div(g.div(a, root), root));
  const corrected = g.sub(root, g.div(rest, g.constant(3)));
  return withSign(g, x!, g.select(g.lt(a, g.constant(Infinity)), corrected, a));
};

const overLog =
  (log: number): Rule =>
  (g, [x]) =>
    g.div(g.log(x!), g.constant(log));

/** In units of the largest component, so that no square overflows. */
const hypot: Rule = (g, operands) => {
  const sizes = operands.map(x => g.abs(x));
  const largest = g.max(...sizes);
  const sum = sizes.map(size => g.square(g.div(size, largest))).reduce((a, b) => g.add(a, b));
  const isInfinite = sizes.map(size => g.eq(size, g.constant(Infinity))).reduce((a, b) => g.or(a, b));
  const length = g.select(g.eq(largest, g.constant(0)), largest, g.mul(largest, g.sqrt(sum)));
  return g.select(isInfinite, g.constant(Infinity), length);
};

/** Of many operands by halves; what dialects have is of two. */
const ofPairs =
  (name: 'min' | 'max'): Rule =>
  (g, operands) => {
    let level = [...operands];
    while (level.length > 1) {
      level = Array.from({ length: Math.ceil(level.length / 2) }, (_, i) =>
        2 * i + 1 < level.length ? g.kept(name, level[2 * i]!, level[2 * i + 1]!) : level[2 * i]!,
      );
    }
    return level[0];
  };

/** The two parts of a product, their sum without an error (Veltkamp, Dekker). */
function exactProduct(g: Build, a: Node, b: Node): { high: Node; low: Node } {
  const split = (x: Node): [Node, Node] => {
    const scaled = g.mul(g.constant(2 ** 27 + 1), x);
    const high = g.sub(scaled, g.sub(scaled, x));
    return [high, g.sub(x, high)];
  };
  const [ah, al] = split(a);
  const [bh, bl] = split(b);
  const high = g.mul(a, b);
  const cross = g.sub(g.sub(g.sub(high, g.mul(ah, bh)), g.mul(al, bh)), g.mul(ah, bl));
  return { high, low: g.sub(g.mul(al, bl), cross) };
}

/**
 * The remainder from the whole quotient, whose product with the divisor is known in two parts: exact while the quotient is a
 * whole number that a double holds, and NaN beyond. A quotient that was rounded to the next one leaves a remainder of the other sign.
 */
const remainder: Rule = (g, [a, b]) => {
  const [size, divisor] = [g.abs(a!), g.abs(b!)];
  // Far from where the parts of products underflow; a power of two, so that nothing is rounded.
  const scale = g.select(g.lt(size, g.constant(1)), g.constant(2 ** 600), g.constant(2 ** -100));
  const [x, y] = [g.mul(size, scale), g.mul(divisor, scale)];
  const quotient = g.floor(g.div(x, y));
  const { high, low } = exactProduct(g, quotient, y);
  const rest = g.sub(g.sub(x, high), low);
  const inRange = g.select(g.lt(rest, g.constant(0)), g.add(rest, y), rest);
  const found = g.select(g.lt(quotient, g.constant(BEYOND_INTEGERS)), g.div(inRange, scale), g.constant(Number.NaN));
  const isWhole = g.and(g.lt(size, divisor), g.lt(size, g.constant(Infinity)));
  const result = g.select(isWhole, size, found);
  return g.select(
    g.lt(a!, g.constant(0)),
    g.neg(result),
    g.select(g.eq(a!, g.constant(0)), g.add(a!, g.mul(result, a!)), result),
  );
};

const RULES: Readonly<Partial<Record<OperationName, Rule>>> = {
  expm1,
  log1p,
  sinh,
  tanh,
  asinh,
  acosh,
  atanh,
  cbrt,
  log2: overLog(Math.LN2),
  log10: overLog(Math.LN10),
  hypot,
  remainder,
};

/** Dialects have forms of two operands. */
const MANY: readonly (readonly [OperationName, Rule])[] = [
  ['min', ofPairs('min')],
  ['max', ofPairs('max')],
];

/** Those that templates compute. */
const special = (has: (name: OperationName) => boolean, most: number): readonly (readonly [OperationName, Rule])[] => {
  const isThere = has as (name: string) => boolean;
  return operations.flatMap(({ name, form }) =>
    form.kind === 'special'
      ? [[name as OperationName, (g, operands) => specialNodes(g, form.name, operands, isThere, most)] as const]
      : [],
  );
};

/**
 * The rules of a dialect, by what it lacks: what they make has no operation that there is a rule for.
 * @param has operations that it has a form for
 * @param most statements of a template that become nodes (special-nodes.ts)
 */
export function rewritesOf(
  has: (name: OperationName) => boolean,
  most: number,
): Readonly<Partial<Record<OperationName, Rule>>> {
  const own = new Map<string, Rule>(MANY);
  const rules = has('tanh') ? RULES : { ...RULES, expm1: expm1OfLog };
  for (const [name, rule] of [...special(has, most), ...(Object.entries(rules) as [OperationName, Rule][])]) {
    if (!has(name)) own.set(name, (g, operands) => rule(rewriting(g, own), operands));
  }
  return Object.fromEntries(own);
}

/** A builder that makes of an operation what its rule makes. */
function rewriting(g: Build, rules: ReadonlyMap<string, Rule>): Build {
  const make = (name: OperationName, operands: readonly Node[]): Node =>
    rules.get(name)?.(g, operands) ?? g.make(name, operands);
  const own = new Map<string, unknown>([
    ['make', make],
    ...[...rules.keys()].map((name): [string, unknown] => [
      name,
      (...operands: Node[]) => make(name as OperationName, operands),
    ]),
  ]);
  return new Proxy(g, {
    get: (target, name) => {
      const value: unknown = own.get(name as string) ?? target[name as 'make'];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
