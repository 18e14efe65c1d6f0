// What stands raised at an operand: powers, transposes and inverses.

import { ATOM, afterEnd, bound, call, operator, POWER, type Read, tokensIn } from './pieces.js';
import { isArguments, isTransposition, type Reading, refuse, warn, written } from './reading.js';
import type { Item } from './tree.js';

/** An operand with what is raised at an item that ends it. @param isArray whether it is known to be a vector or matrix */
export function raised(reading: Reading, read: Read, item: Item, isArray = false): Read {
  if (item.primes > 0)
    refuse(
      reading,
      item,
      'a prime is no derivative here, and no part of a name',
      'derivatives are functions of the module; write x_{\\text{new}} for a name',
    );
  const { upper } = item;
  if (upper === null) return read;
  const whole = { start: read.start, end: item.whole };
  const [first] = upper.items;
  const isPlainT = upper.items.length === 1 && first!.text === 'T' && isArray;
  if (isTransposition(upper) || isPlainT) {
    const [only, ...more] = tokensIn(read.piece);
    if (more.length === 0 && only?.kind === 'name' && !reading.bold.has(only.text)) reading.bold.set(only.text, read);
    return { piece: [bound(read, ATOM), operator("'", upper)], binding: POWER, ...whole };
  }
  const inside = upper.items.length === 1 && isArguments(first!) ? first!.inside[0]!.items : [];
  if (inside.length === 1 && /^(?:letter|number)$/.test(inside[0]!.kind))
    refuse(
      reading,
      upper,
      'what stands raised in parentheses may be an index, a derivative or a power',
      'write x_i for an element, x^{i} for a power',
    );
  if (upper.items.length === 1 && /^(?:circ|dagger|ast|star|\*)$/.test(first!.text)) {
    const isDegree = first!.text === 'circ';
    const message = isDegree ? 'there are no degrees here' : `'^${written(reading, first!)}' is of complex numbers`;
    refuse(reading, upper, message, isDegree ? 'write \\frac{\\pi}{180} x' : 'write ^\\top to transpose');
  }
  if (
    item.kind === 'letter' &&
    upper.items.length === 1 &&
    first!.kind === 'letter' &&
    first!.text === 'T' &&
    !reading.variables.has('T')
  )
    warn(
      reading,
      whole,
      `'${written(reading, whole)}' is read as a power`,
      'write ^\\top to transpose, and say of what size: A \\in \\mathbb{R}^{2 \\times 2}',
    );
  const power = reading.reads.get(upper);
  if (power === undefined || upper.items.length === 0) refuse(reading, item, 'this power is empty', 'write x^{2}');
  if (isArray && upper.items.length === 2 && first!.text === '-' && upper.items[1]!.text === '1')
    return call('inv', upper, [read.piece], whole);
  const exponent = bound(power, ATOM);
  return { piece: [bound(read, ATOM), operator('^', afterEnd(read)), exponent], binding: POWER, ...whole };
}
