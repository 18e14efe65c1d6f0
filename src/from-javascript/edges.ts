// What goes beyond the first or the last turn of a loop: `x[i - 1]` where i begins at 0, `(i + 1) % n` in the last turn. Such a loop is
// read again with these turns apart, where conditions on the index are decided and remainders are known.

import type { AnyNode } from 'acorn';
import type { Span } from '../source.js';
import { type Affine, affineOf, isWhole, plus, times, whole } from './affine.js';
import { Fault } from './fault.js';
import type { Machine } from './machine.js';
import type { NumberValue } from './values.js';

/** What no length makes an element. */
export class NothingThere extends Fault {}

export class BeyondEdge extends Fault {
  /** Of the loop. */
  readonly index: number;
  readonly side: 'first' | 'last';
  /** How many turns there are of which that is so. */
  readonly by: number;

  constructor(index: number, side: 'first' | 'last', by: number, span: Span) {
    const message = 'this goes to an element before the first or behind the last, where JavaScript has undefined';
    super('WG351', span, message, 'begin the loop later, or end it earlier');
    this.index = index;
    this.side = side;
    this.by = by;
  }
}

/** a - b where that is a number, whatever lengths and indices are. */
export function knownDifference(machine: Machine, a: NumberValue, b: NumberValue): number | null {
  if (a.affine === null && b.affine === null) return null;
  const [left, right] = [affineOf(machine.graph, a), affineOf(machine.graph, b)];
  const difference = left === null || right === null ? null : plus(left, right, -1);
  return difference === null || !isWhole(difference) || difference.over !== 1 ? null : difference.constant;
}

/** The remainder of a whole number by a length, where it is known how often the length is in it; null where it is not. */
export function remainderOf(machine: Machine, a: NumberValue, b: NumberValue, at: AnyNode): Affine | null {
  const [left, right] = [affineOf(machine.graph, a), affineOf(machine.graph, b)];
  if (left === null || right === null || left.over !== 1 || right.over !== 1) return null;
  const [size, ...more] = right.terms;
  if (size === undefined || more.length > 0 || size[0] >= 0 || right.constant !== 0) return null;
  const [term, factor] = size;
  const often = (left.terms.get(term) ?? 0) / factor;
  const taken = Number.isInteger(often) ? times(right, whole(often)) : null;
  const rest = taken && plus(left, taken, -1);
  if (rest == null || rest.terms.size > 1) return null;
  const { constant } = rest;
  const [only] = rest.terms;
  const limits = machine.lowering.dimensions[-1 - term]!;
  if (only === undefined) {
    limits.least = Math.max(limits.least, Math.ceil((constant < 0 ? -constant : constant + 1) / factor));
    return constant < 0 ? plus(rest, right, 1) : rest;
  }
  const [index, step] = only;
  const range = index < 0 ? undefined : machine.graph.indices[index];
  if (range === undefined || range.dimension !== -1 - term || step !== factor) return null;
  const [below, above] = [step * range.lower + constant, step * range.upper + constant];
  if (below < 0) throw new BeyondEdge(index, 'first', Math.ceil(-below / step), at);
  if (above >= 0) throw new BeyondEdge(index, 'last', Math.floor(above / step) + 1, at);
  return rest;
}
