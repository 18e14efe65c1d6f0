// Emitted code run at a point that the user gave.

import { formulaError } from '../../diagnostic.js';
import type { Model } from '../../lower/model.js';
import { usageError } from '../terminal/failure.js';

/** What emitted code throws where a range is empty, after the function that was called. */
const EMPTY = /: ('\w+' needs (?:rows|terms), got none)$/;

/** By the names of what emitted code throws of an implicit block, what helps. */
const HELP: ReadonlyMap<string, string> = new Map([
  ['SingularBlock', 'derivatives do not exist there, or are not known; start elsewhere, or give other values'],
  ['NoConvergence', 'start nearer to a solution; perhaps there is none at this point'],
  ['NonFinite', 'start where the equations are defined, and give values where they are'],
]);

/** What emitted code says of an implicit block that is not solved; null for everything else that is thrown. */
export function unsolvedBlock(error: unknown): { readonly name: string; readonly cycle: readonly string[] } | null {
  if (!(error instanceof Error) || !HELP.has(error.name)) return null;
  // Such errors have the names of the unknowns.
  return { name: error.name, cycle: (error as Error & { readonly cycle: readonly string[] }).cycle };
}

/** @throws FormulaError for a minimum or maximum over nothing, and for an implicit block that is not solved */
export function ranAt<T>(run: () => T, model: Pick<Model, 'source' | 'unknowns' | 'rowUnknowns'> | null = null): T {
  try {
    return run();
  } catch (error) {
    throw runFault(error, model);
  }
}

/** What is said of something that emitted code has thrown; the same where it is no fault of the user's. */
export function runFault(error: unknown, model: Pick<Model, 'source' | 'unknowns' | 'rowUnknowns'> | null): unknown {
  const block = unsolvedBlock(error);
  if (block !== null) {
    const first = block.cycle[0]!.replace(/\[.*$/, '');
    const declared =
      [...(model?.unknowns ?? []), ...(model?.rowUnknowns ?? [])].find(({ name }) => name === first)?.declared ?? null;
    const { message } = error as Error;
    return formulaError('WG501', `${block.name}: ${message}`, HELP.get(block.name)!, model?.source ?? null, declared);
  }
  const refused = error instanceof RangeError ? EMPTY.exec(error.message)?.[1] : undefined;
  return refused === undefined ? error : usageError(refused, 'give longer arrays with --at');
}
