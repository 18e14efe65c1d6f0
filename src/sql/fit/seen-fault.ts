// What of the rows of a table keeps a model from being fitted to it, as files of data are refused for it (data/read-rows.ts): an
// engine has no row with a number, so they are counted.

import { type FormulaError, formulaError } from '../../diagnostic.js';
import type { Loss } from '../../solve/losses.js';
import { listed } from '../../solve/parameters.js';
import type { Seen } from './look.js';

export interface SeenAs {
  /** What messages call it. */
  readonly shown: string;
  readonly loss: Loss;
  /** Rows where something is missing are left out, in place of being an error. */
  readonly dropsMissing: boolean;
  /** How that is asked for, and what a loss is called there. */
  readonly spelling: { readonly drop: string; readonly loss: (name: string) => string };
  readonly weights: string | null;
}

/** Null where nothing does. */
export function seenFault(seen: Seen, { shown, loss, dropsMissing, spelling, weights }: SeenAs): FormulaError | null {
  const { rows, missing, missingIn, notFiniteIn, refusedIn, negative } = seen;
  const fault = (code: 'WG621' | 'WG622' | 'WG624', message: string, help: string): FormulaError =>
    formulaError(code, `${shown}: ${message}`, help);
  if (missing > 0 && !dropsMissing)
    return fault(
      'WG622',
      `${counted(missing, 'row')} ${missing === 1 ? 'has' : 'have'} no value for ${listed(namesOf(missingIn))}`,
      `${spelling.drop} leaves such rows out, and says how many`,
    );
  const notFinite = [...notFiniteIn].find(([, count]) => count > 0);
  if (notFinite !== undefined)
    return fault(
      'WG621',
      `${counted(notFinite[1], 'row')} with a value of '${notFinite[0]}' that is not finite`,
      'leave such rows out by a query: SELECT … WHERE …',
    );
  const refused = [...refusedIn].find(([, count]) => count > 0);
  if (refused !== undefined)
    return fault(
      'WG621',
      `${counted(refused[1], 'row')} with a '${refused[0]}' that is not ${loss.refuses(-1)}`,
      `as ${spelling.loss(loss.name)} wants`,
    );
  if (negative > 0)
    return fault(
      'WG621',
      `${counted(negative, 'row')} with a negative weight '${weights}'`,
      'weights are not negative',
    );
  if (rows > 0) return null;
  if (missing > 0)
    return fault('WG622', `each of ${counted(missing, 'row')} has a missing value`, `in ${listed(namesOf(missingIn))}`);
  return fault('WG624', 'there are no rows', 'a fit needs some');
}

const namesOf = (counts: ReadonlyMap<string, number>): string[] =>
  [...counts].flatMap(([name, count]) => (count > 0 ? [name] : []));

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
