// Steps that change values within rounding may go on forever: whether they still lead anywhere.

import { isRounding, type Point } from './course.js';

export interface Stall {
  /** Told of each point; true where for some time neither the value has fallen nor the gradient. */
  isStuck(point: Point): boolean;
}

const PATIENCE = 10;

export function createStall(start: Point, patience = PATIENCE): Stall {
  let { value, norm } = start;
  let since = 0;
  return {
    isStuck(point) {
      const isLower = point.value < value && !isRounding(point.value - value, value);
      if (isLower || point.norm < 0.5 * norm) {
        since = 0;
        value = Math.min(value, point.value);
        norm = isLower ? point.norm : Math.min(norm, point.norm);
      } else since++;
      return since > patience;
    },
  };
}
