// Whole numbers that are made of indices and lengths by sums, differences and whole factors: what says where an element stands,
// and where a loop ends.

import type { Builder } from '../graph/build.js';
import { constantValue, type Graph, indexNode, type Node, sizeNode } from '../graph/graph.js';

/** (constant + Σ factor · term) / over */
export interface Affine {
  readonly constant: number;
  /** An index of the graph, which counts from 1, by its number; the length of a dimension by that of -1 - dimension. */
  readonly terms: ReadonlyMap<number, number>;
  readonly over: number;
  /** The whole part of it: the same only where the division goes out even. */
  readonly isRounded?: true;
}

export const sizeTerm = (dimension: number): number => -1 - dimension;

export const whole = (constant: number): Affine => ({ constant, terms: new Map(), over: 1 });

export const ofTerm = (term: number, factor = 1, constant = 0): Affine => ({
  constant,
  terms: new Map([[term, factor]]),
  over: 1,
});

/** How a number is made; null where it is none of these. */
export function affineOf(
  graph: Graph,
  { node, affine }: { readonly node: Node; readonly affine: Affine | null },
): Affine | null {
  if (affine !== null) return affine;
  const value = constantValue(graph, node);
  return value !== undefined && Number.isSafeInteger(value) ? whole(value) : null;
}

export const isWhole = ({ terms }: Affine): boolean => terms.size === 0;

const divisor = (a: number, b: number): number => {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
};

function reduced(
  constant: number,
  terms: ReadonlyMap<number, number>,
  over: number,
  isRounded: boolean,
): Affine | null {
  const kept = [...terms].filter(([, factor]) => factor !== 0).sort(([a], [b]) => a - b);
  const common = [constant, ...kept.map(([, factor]) => factor)].reduce(divisor, over);
  const numbers = [constant, over, ...kept.map(([, factor]) => factor)];
  if (numbers.some(number => !Number.isSafeInteger(number))) return null;
  const made = {
    constant: constant / common,
    terms: new Map(kept.map(([term, factor]) => [term, factor / common])),
    over: over / common,
  };
  if (!isRounded) return made;
  // Twice the half of what may be odd is not what it was.
  return made.over === 1 ? null : { ...made, isRounded };
}

const areRounded = (a: Affine, b: Affine): boolean => a.isRounded === true || b.isRounded === true;

/** What `Math.floor(n/2)` is wherever n turns out to be even: an affine with lengths only, which can be asked to be. */
export function roundedOf(affine: Affine): Affine | null {
  const isOfLengths = [...affine.terms.keys()].every(term => term < 0);
  return isOfLengths ? { ...affine, isRounded: true } : null;
}

/** a + sign · b */
export function plus(a: Affine, b: Affine, sign: 1 | -1): Affine | null {
  const terms = new Map([...a.terms].map(([term, factor]) => [term, factor * b.over]));
  for (const [term, factor] of b.terms) terms.set(term, (terms.get(term) ?? 0) + sign * factor * a.over);
  return reduced(a.constant * b.over + sign * b.constant * a.over, terms, a.over * b.over, areRounded(a, b));
}

/** The product, where one of them is a number. */
export function times(a: Affine, b: Affine): Affine | null {
  if (!isWhole(a) && !isWhole(b)) return null;
  const [scaled, { constant: factor, over }] = isWhole(b) ? [a, b] : [b, a];
  const terms = new Map([...scaled.terms].map(([term, of]) => [term, of * factor]));
  return reduced(scaled.constant * factor, terms, scaled.over * over, areRounded(a, b));
}

/** The quotient by a number. */
export function over(a: Affine, b: Affine): Affine | null {
  if (!isWhole(b) || b.constant === 0) return null;
  const sign = Math.sign(b.constant);
  const by = Math.abs(b.constant);
  const terms = new Map([...a.terms].map(([term, of]) => [term, of * b.over * sign]));
  return reduced(a.constant * b.over * sign, terms, a.over * by, areRounded(a, b));
}

/** The node of a whole number that is made so; null where it is divided. */
export function affineNode(graph: Graph, build: Builder, { constant, terms, over: divided }: Affine): Node | null {
  if (divided !== 1) return null;
  let sum: Node | null = null;
  for (const [term, factor] of terms) {
    const of = term >= 0 ? indexNode(graph, term, build.origin) : sizeNode(graph, -1 - term, build.origin);
    const product = factor === 1 ? of : build.mul(build.constant(factor), of);
    sum = sum === null ? product : build.add(sum, product);
  }
  if (sum === null) return build.constant(constant);
  if (constant === 0) return sum;
  return constant < 0 ? build.sub(sum, build.constant(-constant)) : build.add(sum, build.constant(constant));
}
