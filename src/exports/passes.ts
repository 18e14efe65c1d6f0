// What functions about data that arrive in parts have in common: `begin`, `rows` for each part of each pass over them, and `finish`,
// which together are what `valueAndGradient` makes of all rows at once.

import { ROWS } from '../lower/lowering.js';
import { type DifferentiatedModel, hasData, hasRunTimeGradient } from '../lower/model.js';
import type { Argument } from './declared.js';
import { type Refusal, refuseSeveral } from './export.js';

/** What `partial` gives. */
export const PART =
  '{ readonly stage: number; readonly rows: number; readonly sums: ArrayLike<number>; readonly others: ArrayLike<number> }';

export const STATE = '{ readonly stages: number; readonly stage: number }';

export function refusePasses(name: string, model: DifferentiatedModel): Refusal | null {
  const refused = refuseSeveral(name, model);
  if (refused !== null || hasData(model)) return refused;
  return {
    message: `'${name}' is about data that arrive in parts, and the program has none`,
    help: "declare 'data x'",
  };
}

/** Parts are combined of numbers whose places are known. */
export function refusePartial(name: string, model: DifferentiatedModel): Refusal | null {
  const refused = refusePasses(name, model);
  if (refused !== null || !hasRunTimeGradient(model)) return refused;
  return {
    message: `'${name}' combines parts of a gradient whose length is known, and this one is as long as an argument`,
    help: 'declare the sizes of what is differentiated, or give all rows to one state',
  };
}

/** True for columns of data, and for what says which rows of them. */
export const isOfRows = ({ dimension, range }: Argument): boolean => dimension === ROWS || range !== undefined;
