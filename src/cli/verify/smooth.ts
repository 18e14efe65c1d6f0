// How far around a point a result is one smooth formula.

import { FIRST_STEPS } from './differences.js';
import type { Kink, Kinks } from './kinks.js';
import type { Stencil } from './stencil.js';

/** Kinks on the way to each point of a stencil, those of one side first. */
export type Crossings = readonly (readonly Kink[])[];

/** Shorter steps are lost in rounding. */
const CLOSEST = 1e-11;
/** Points of a stencil that are looked at, as parts of its step. */
const PARTS = [2, 1, 1 / 3, 1 / 50];

/** The longest step over which a result is one formula; where none is, what is in the way. */
export function smoothStep(
  kinks: Kinks,
  middle: readonly number[],
  stencil: Stencil,
  row: number,
): { readonly step: number } | { readonly crossings: Crossings } {
  let crossings: Crossings = [];
  for (let step: number = FIRST_STEPS[0]; step >= CLOSEST; step /= 10) {
    let isSmooth = true;
    for (const part of PARTS) {
      const sides = stencil.points(part * step).map(point => kinks.between(row, middle, point));
      if (sides.every(side => side.length === 0)) continue;
      const inMiddle = sides.map(side => side.filter(({ isInMiddle }) => isInMiddle));
      // Shorter steps only hide it: what is rounded off does not leave the tie.
      if (inMiddle.some(side => side.length > 0)) return { crossings: inMiddle };
      isSmooth = false;
      crossings = sides;
    }
    if (isSmooth) return { step };
  }
  return { crossings };
}

/** The operations that are in the way. */
export function operationsOf(crossings: Crossings): string {
  return [...new Set(crossings.flat().map(({ operation }) => operation))].join(', ');
}
