// Recurrences: values that are made one after another, each from those before it. `scan` makes all of them and closes its index,
// `entry` is one of them. The tangent of a recurrence is a recurrence of tangents, its adjoint one that runs the other way: see
// differentiate/scans.ts, as they are about the whole graph. What a turn reads of others are leaves (STATE).

import type { Operation } from './operation.js';

/** How many values a turn has, and of how many turns before the first; what they are in a turn, before the first turn, its STEP. */
const scan: Operation = {
  name: 'scan',
  arity: 3,
  variadic: true,
  closes: true,
  adjoint: () => {
    throw new Error('internal error: the adjoint of a recurrence is made for all of its entries at once');
  },
  form: { kind: 'scan' },
  class: null,
  cost: 0,
};

/** A recurrence, which of its values, and where: an index, a size or 0, and what is added to it. */
const entry: Operation = {
  name: 'entry',
  arity: 4,
  apart: true,
  partials: [(_g, s) => s, null, null, null],
  tangent: (g, [tangent], [, ...place]) => g.entry(tangent!, ...place),
  form: { kind: 'entry' },
  class: null,
  cost: 0,
};

export const recurrences: readonly Operation[] = [scan, entry];
