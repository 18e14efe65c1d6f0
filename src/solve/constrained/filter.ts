// Which points a line search may go to: those that are better than all in the filter, in value or in how far the equations are
// missed. R. Fletcher, S. Leyffer, Nonlinear programming without a penalty function (2002); Wächter and Biegler (2006), section 2.3.

export interface Merit {
  /** The sum of what equations are missed by. */
  readonly violation: number;
  /** With the barrier. */
  readonly value: number;
}

export interface Filter {
  accepts(at: Merit): boolean;
  /** Keeps others away from a point. */
  add(at: Merit): void;
  clear(): void;
}

const LESS_VIOLATION = 1e-5;
const LESS_VALUE = 1e-8;

/** How much larger than 0 a value's own rounding is. */
export const roundingOf = (value: number): number => 10 * Number.EPSILON * Math.abs(value);

/** True where a point is better than another by more than a little, in one of the two. */
export const isBetter = (at: Merit, than: Merit): boolean =>
  at.violation <= (1 - LESS_VIOLATION) * than.violation ||
  at.value - roundingOf(than.value) <= than.value - LESS_VALUE * than.violation;

/** @param most violation that is ever accepted */
export function createFilter(most: number): Filter {
  let entries: Merit[] = [];
  return {
    accepts: at => at.violation <= most && entries.every(entry => isBetter(at, entry)),
    add(at) {
      entries = entries.filter(({ violation, value }) => !(violation >= at.violation && value >= at.value));
      entries.push(at);
    },
    clear() {
      entries = [];
    },
  };
}
