// A derivative may outgrow the graph's limit where the formula did not: that is the formula's error, not a crash.

import { formulaError } from '../diagnostic.js';
import { LimitReached, startClock } from '../limits.js';
import type { DifferentiatedModel } from '../lower/model.js';

/** Most parameters that JavaScript engines allow a function. */
const MOST_ARGUMENTS = 65_000;

export function withLimits<T>(model: DifferentiatedModel, run: () => T): T {
  if (model.inputs.length + model.wrt.length > MOST_ARGUMENTS) {
    throw formulaError(
      'WG704',
      `the formula has ${model.inputs.length} inputs; a JavaScript function takes at most ${MOST_ARGUMENTS} arguments`,
      undefined,
      model.source,
    );
  }
  startClock(model.graph.budget);
  const { currentOrigin: outside } = model.graph;
  try {
    return run();
  } catch (error) {
    if (!(error instanceof LimitReached)) throw error;
    // Where a derivative was under way, what it is the derivative of.
    const { currentOrigin } = model.graph;
    const place = currentOrigin === outside || currentOrigin.start < 0 ? null : currentOrigin;
    throw formulaError(error.code, error.message, error.help, model.source, place);
  }
}
