// What matters to the result at a point: λ is how much it changes for what is added to a variable, and |λ z| 2⁻⁵³ for the rounding of
// its value z. A variable whose rounding is a large part of the result is one that cancels.

import type { Constraint } from '../../explain/constraints.js';
import type { Kkt } from './kkt.js';

export interface Sensitive {
  readonly constraint: Constraint;
  /** Of rows that of the one with the largest multiplier. */
  readonly value: number;
  readonly multiplier: number;
  /** Of rows the sum of theirs. */
  readonly rounding: number;
}

export interface Sensitivity {
  /** The largest first. */
  readonly byMultiplier: readonly Sensitive[];
  readonly byRounding: readonly Sensitive[];
}

/** Half of the distance between 1 and the next number: what rounding changes at most, relative to the value. */
const UNIT_ROUNDOFF = 2 ** -53;

export function sensitivityOf(constraints: readonly Constraint[], kkt: Kkt): Sensitivity {
  const all = constraints.flatMap((constraint): Sensitive[] => {
    const at = kkt.of(constraint.node).filter(({ isTaken }) => isTaken);
    if (at.length === 0) return [];
    const [{ value, multiplier }] = sortedBy(at, of => of.multiplier) as [(typeof at)[number]];
    const rounding = at.reduce((sum, of) => sum + roundingOf(of), 0);
    return [{ constraint, value, multiplier, rounding }];
  });
  return { byMultiplier: sortedBy(all, of => of.multiplier), byRounding: sortedBy(all, of => of.rounding) };
}

/** 0 has no rounding, whatever hangs on it. */
const roundingOf = ({ value, multiplier }: Pick<Sensitive, 'value' | 'multiplier'>): number =>
  value === 0 ? 0 : Math.abs(multiplier * value) * UNIT_ROUNDOFF;

/** By size, what is not finite first; of equal ones in their order. */
function sortedBy<T>(items: readonly T[], of: (item: T) => number): T[] {
  const size = (item: T): number => (Number.isNaN(of(item)) ? Number.POSITIVE_INFINITY : Math.abs(of(item)));
  return items.toSorted((a, b) => (size(a) === size(b) ? 0 : size(b) - size(a)));
}
