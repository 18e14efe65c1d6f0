// The tree of one formula → its tokens in the language of formulas.

import type { Token } from '../parse/tokens.js';
import { refused, signs } from './commands.js';
import { isOfChoice, readChoiceCell } from './environments.js';
import { partName } from './names.js';
import { tokensIn } from './pieces.js';
import { isRead, type Reading, refuse, STOPPED } from './reading.js';
import { checkSides } from './sides.js';
import { readItems } from './terms.js';
import type { Item, Tree } from './tree.js';

/**
 * @param isFormula whether `=` at its top defines
 * @returns null for what is reported
 */
export function readFormula(reading: Reading, { top, lists }: Tree, isFormula: boolean): Token[] | null {
  try {
    refuseCommands(reading, lists);
    for (const listed of lists) {
      const { list, owner, slot } = listed;
      if (list === top) continue;
      reading.parts.set(list, partName(list, reading.parts));
      if (slot === 'cell' && isOfChoice(owner)) readChoiceCell(reading, list, readItems);
      else if (isRead(reading, listed)) reading.reads.set(list, readItems(reading, list.items, list));
    }
    if (isFormula) checkSides(reading, top.items);
    return tokensIn(readItems(reading, top.items, top, isFormula).piece);
  } catch (error) {
    if (error !== STOPPED) throw error;
    return null;
  }
}

/** Commands without a meaning here, the first one of them: what stands in their braces has none either. */
function refuseCommands(reading: Reading, lists: Tree['lists']): void {
  let first: Item | null = null;
  for (const { list, slot } of lists)
    for (const item of list.items) {
      const isRefused = item.kind === 'command' && item.style === null && refused.has(item.text);
      if (
        isRefused &&
        slot !== 'upper' &&
        !Object.hasOwn(signs, item.text) &&
        item.start < (first?.start ?? Number.POSITIVE_INFINITY)
      )
        first = item;
    }
  if (first === null) return;
  const { what, help } = refused.get(first.text)!;
  refuse(reading, first, `'\\${first.text}' is ${what}, which is not read`, help);
}
