// Emitted code run at a point that the user gave.

import { usageError } from '../terminal/failure.js';

/** What emitted code throws where a range is empty, after the function that was called. */
const EMPTY = /: ('\w+' needs (?:rows|terms), got none)$/;

/** @throws FormulaError for a minimum or maximum over nothing */
export function ranAt<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    const refused = error instanceof RangeError ? EMPTY.exec(error.message)?.[1] : undefined;
    if (refused === undefined) throw error;
    throw usageError(refused, 'give longer arrays with --at');
  }
}
