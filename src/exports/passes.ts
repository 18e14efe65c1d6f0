// What functions about data that arrive in parts have in common: `begin`, `rows` for each part of each pass over them, and `finish`,
// which together are what `valueAndGradient` makes of all rows at once.

import { ROWS } from '../lower/lowering.js';
import { type DifferentiatedModel, hasData } from '../lower/model.js';
import type { Argument } from './declared.js';
import { type Refusal, refuseSeveral } from './export.js';

export type PassName = 'begin' | 'rows' | 'finish';

export const STATE = '{ readonly stages: number; readonly stage: number }';

export function refusePasses(name: PassName, model: DifferentiatedModel): Refusal | null {
  const refused = refuseSeveral(name, model);
  if (refused !== null || hasData(model)) return refused;
  return {
    message: `'${name}' is about data that arrive in parts, and the program has none`,
    help: "declare 'data x'",
  };
}

/** True for columns of data, and for what says which rows of them. */
export const isOfRows = ({ dimension, range }: Argument): boolean => dimension === ROWS || range !== undefined;
