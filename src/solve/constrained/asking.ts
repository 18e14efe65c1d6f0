// Asking for what is at a point, as often as is allowed.

import type { Ask } from './form.js';
import type { ConstrainedControls } from './problem.js';

/** Thrown where no more may be asked: solvers end with the point that they have come to. */
export class Ended {
  constructor(readonly reason: 'evaluations' | 'interrupted') {}
}

export interface Asked {
  /** Evaluations so far. */
  count(): number;
  /** @throws Ended */
  readonly ask: Ask;
  /** For what is said of the last point. */
  readonly unlimited: Ask;
}

export function createAsked({ interrupted, maxEvaluations = Number.POSITIVE_INFINITY }: ConstrainedControls): Asked {
  let evaluations = 0;
  const unlimited: Ask = function* (request) {
    if (request.wants === 'values') evaluations++;
    return yield request;
  };
  return {
    count: () => evaluations,
    unlimited,
    *ask(request) {
      if (interrupted?.() === true) throw new Ended('interrupted');
      if (evaluations >= maxEvaluations) throw new Ended('evaluations');
      return yield* unlimited(request);
    },
  };
}
