// What commands that list every node do not have.

import type { Compilation } from '../../compilation.js';
import { formulaError } from '../../diagnostic.js';
import { hasRunTimeSizes } from '../../lower/model.js';

/** @throws FormulaError for a program with arrays whose sizes are known at run time, columns of data apart */
export function refuseRunTimeSizes({ model }: Compilation, command: string): void {
  if (!hasRunTimeSizes(model)) return;
  const help = "give the sizes as numbers; 'wengert eval --trace' lists values";
  throw formulaError('WG199', `'${command}' does not show sizes that are known at run time yet`, help, model.source);
}
