// Commands that show every operation of a program, and have nothing to show for equations.

import type { Compilation } from '../../compilation.js';
import { formulaError } from '../../diagnostic.js';

/** @throws FormulaError for a program with implicit unknowns */
export function refuseImplicit({ model }: Pick<Compilation, 'model'>, command: string): void {
  const [first] = [...model.unknowns, ...model.rowUnknowns];
  if (first === undefined) return;
  const message = `'${command}' does not show implicit blocks yet`;
  const help = "'eval', 'verify' and 'stats' go with them";
  throw formulaError('WG199', message, help, model.source, first.declared);
}
