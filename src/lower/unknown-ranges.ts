// For which elements of an array of unknowns equations hold: `z[1] = …`, `z[i] = … for i = 2:n`.

import { constantValue, FROM_FIRST, FROM_LAST } from '../graph/graph.js';
import type { Expression, Name, Range } from '../parse/program.js';
import { lowerConstants, lowerExpression } from './expression.js';
import { indexOf, positionOf } from './families.js';
import type { Lowering } from './lowering.js';
import { placeOf, stepOf } from './recurrences.js';
import { isTensor } from './tensor.js';
import type { Turns } from './unknowns.js';

/** A place that is a number; NaN for what is none, null where a fault is reported. */
export function numberAt(lowering: Lowering, expression: Expression): number | null {
  const value = lowerConstants(lowering, expression, 'the place of an element');
  if (value === null) return null;
  return isTensor(value) ? Number.NaN : constantValue(lowering.graph, value)!;
}

/**
 * Where the elements of a range of numbers stand; null among them where that is not known.
 * @param most elements that there are: of more one is looked at, and reported as one that is not there
 */
export function placesIn(lowering: Lowering, { from, step, to }: Range, most: number): (number | null)[] {
  const first = numberAt(lowering, from);
  const by = step === null ? 1 : numberAt(lowering, step);
  const last = numberAt(lowering, to);
  if (first === null || by === null || last === null) return [null];
  const count = Math.max(Math.floor((last - first) / by) + 1, 0);
  return Array.from({ length: Math.min(count, most + 1) || 0 }, (_, i) => first + by * i);
}

/** True for a range that ends, or starts, at a size that is known at run time. */
export const isOfSize = (lowering: Lowering, { from, to }: Range): boolean =>
  [from, to].some(end => {
    const value = lowerExpression(lowering, end);
    return value !== null && !isTensor(value) && positionOf(lowering, value)?.index === FROM_LAST;
  });

/**
 * The elements of an array of such a size; null where a fault is reported.
 * @param wanted the size that the range ends at; any where it is left out
 */
export function turnsIn(lowering: Lowering, range: Range, { name }: Name, wanted?: number): Turns | null {
  const { graph, report, dimensions } = lowering;
  const [from, to] = [placeOf(lowering, range.from), placeOf(lowering, range.to)];
  const direction = range.step === null ? 1 : stepOf(lowering, range.step);
  if (from === null || to === null || direction === null) return null;
  const [lowest, highest] = direction === 1 ? [from, to] : [to, from];
  const dimension = wanted ?? highest.dimension ?? 0;
  const { name: size } = dimensions[dimension]!;
  const isWanted = highest.index === FROM_LAST && highest.dimension === dimension;
  if (lowest.index !== FROM_FIRST || !isWanted) {
    const message = `this range does not go from a number to the size of the array, '${size}'`;
    report.error('WG314', range, message, `write 'for ${name} = 2:${size}', or 'for ${name} = ${size}-1:-1:1'`);
    return null;
  }
  const [lower, upper] = [lowest.offset, highest.offset];
  if (lower < 1 || upper > 0) {
    report.error('WG308', range, `this range is not one of 1 … ${size}`);
    return null;
  }
  return { index: indexOf(graph, { name, dimension, lower, upper, depth: 0, height: 0 }), direction };
}
