// A derivative may outgrow the graph's limit where the formula did not: that is the formula's error, not a crash.

import { formulaError } from './diagnostic.js';
import { LimitReached, MOST_ARGUMENTS, startClock } from './limits.js';
import type { DifferentiatedModel } from './lower/model.js';
import type { Source } from './source.js';

export function withLimits<T>(model: DifferentiatedModel, run: () => T): T {
  if (model.inputs.length + model.wrt.length > MOST_ARGUMENTS) {
    throw formulaError(
      'WG704',
      `${model.inputs.length} inputs, with a tangent for each that is differentiated, are more than the ${MOST_ARGUMENTS} arguments that a JavaScript function takes`,
      "make vectors of them: 'input x[1000]'",
      model.source,
    );
  }
  startClock(model.graph.budget);
  return reporting(model.source, run);
}

/** Makes a limit that is reached deep inside an error of the formula. */
export function reporting<T>(source: Source | null, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    // Where a derivative was under way, its place is what it is the derivative of.
    throw formulaError(error.code, error.message, error.help, source, error.place);
  }
}
