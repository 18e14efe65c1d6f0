// Elements of arguments → names: of columns, or of placeholders.

import { type DifferentiatedModel, elementVariable, type Input, slotCount } from '../../lower/model.js';
import type { SqlNames } from './names.js';

/** What an element of an argument is called: the column that it is, or its placeholder. */
export interface Named {
  readonly input: Input;
  readonly element: number;
  readonly isTangent: boolean;
  readonly column: string;
}

/** By slot. @param isGrouped parameters are columns, too */
export function slotsOf(model: DifferentiatedModel, isGrouped: boolean, names: SqlNames): (Named | undefined)[] {
  const found: (Named | undefined)[] = [];
  const plain = (name: string): string => (isGrouped ? name : name.replace(/[^A-Za-z0-9_]/g, '_'));
  // Columns of parameters are called as the table of parameters has them.
  for (const input of model.inputs) {
    for (let i = 0; i < input.nodes.length; i++) {
      const name = elementVariable(input, i);
      const column = names.claim(input.role === 'data' ? name : plain(name));
      found[input.slot + i] = { input, element: i, isTangent: false, column };
    }
  }
  let slot = slotCount(model);
  for (const input of model.wrt) {
    for (let i = 0; i < input.nodes.length; i++) {
      const column = names.claim(`d${plain(elementVariable(input, i))}`);
      found[slot++] = { input, element: i, isTangent: true, column };
    }
  }
  return found;
}
