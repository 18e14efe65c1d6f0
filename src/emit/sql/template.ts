// Forms of SQL as they are read: `ln({0})` with the operands' numbers in braces.

import { ANY, ATOM, type Form, type Hole, hole, type Kind } from '../line/language.js';

const HOLE = /\{(\d)(\??)\}/;

/** What encloses an operand. */
const BEFORE = /[(,]\s*$|\b(WHEN|THEN|ELSE) $/;
const AFTER = /^\s*[),]|^ (WHEN|THEN|ELSE|END)\b/;

/**
 * A form by its text. An operand that brackets, commas or the words of a CASE stand around is written as it is; any other one in brackets of its
 * own, unless it is a name or a number. `{0?}` is a condition.
 * @param binding how tightly the whole binds
 */
export function template(text: string, binding = ATOM): Form {
  const parts = text.split(HOLE);
  const texts: string[] = [];
  const holes: Hole[] = [];
  for (let i = 0; i < parts.length; i += 3) {
    texts.push(parts[i]!);
    if (i + 1 === parts.length) break;
    const kind: Kind = parts[i + 2] === '?' ? 'condition' : 'number';
    const isEnclosed = BEFORE.test(parts[i]!) && AFTER.test(parts[i + 3]!);
    holes.push(hole(Number(parts[i + 1]), isEnclosed ? ANY : ATOM, kind));
  }
  return { binding, texts, holes };
}
