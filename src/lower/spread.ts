// Variance and standard deviation, normalised by n - 1.
//
// Two passes: the mean, then the deviations from it. The mean is taken of the differences from the first element, so that
// deviations of equal elements are 0 exactly and not the rounding of a mean, and that a large common part costs no digits.
// The deviation is a length over √(n - 1): the operation of lengths knows its derivatives where all deviations are 0, which
// a square root would lose. The variance is a sum of squares and smooth there.

import type { Build, Node } from '../ops/operation.js';

/** Of at least one element; they add up to 0. */
function deviations(g: Build, elements: readonly Node[]): Node[] {
  const [first, ...others] = elements as readonly [Node, ...Node[]];
  if (others.length === 0) return [g.sub(first, first)];
  const differences = others.map(element => g.sub(element, first));
  const mean = g.div(
    differences.reduce((total, difference) => g.add(total, difference)),
    g.constant(elements.length),
  );
  return [g.neg(mean), ...differences.map(difference => g.sub(difference, mean))];
}

/** One element has nothing to vary from: 0 over 1, or NaN where it is not finite. */
const freedom = (elements: readonly Node[]): number => Math.max(elements.length - 1, 1);

/** Null without elements. */
export function variance(g: Build, elements: readonly Node[]): Node | null {
  if (elements.length === 0) return null;
  const squares = deviations(g, elements).map(deviation => g.square(deviation));
  return g.div(
    squares.reduce((total, square) => g.add(total, square)),
    g.constant(freedom(elements)),
  );
}

/** Null without elements. */
export function standardDeviation(g: Build, elements: readonly Node[]): Node | null {
  if (elements.length === 0) return null;
  return g.div(g.hypot(...deviations(g, elements)), g.constant(Math.sqrt(freedom(elements))));
}
