// `\sum_{i=1}^{n}` and `\prod`, which go on to the end of the term.

import { ATOM, bound, endOf, name, operator, type Piece, type Read, SUM } from './pieces.js';
import { isSign, type ReadItems, type Reading, refuse, wholeOf } from './reading.js';
import type { Item } from './tree.js';

const HELP_ON_PAIRS =
  'write each index with both ends: \\sum_{i=1}^{n} \\sum_{j=i+1}^{n} for i < j, both of \\sum_{j=1}^{i-1} and \\sum_{j=i+1}^{n} for j \\neq i';
const HELP = 'write its index and both ends: \\sum_{i=1}^{n} x_i';

/** What makes of what stands after the sign all of the sum. */
export function sumAt(reading: Reading, item: Item, readItems: ReadItems): (inside: Read) => Read {
  const callee = item.text;
  const made = (inside: Read, ranges: readonly Piece[]): Read => {
    const end = endOf(inside);
    const piece = [name(callee, item), operator('(', endOf(item)), bound(inside, SUM), ranges, operator(')', end)];
    return { piece, binding: ATOM, start: item.start, end: inside.end };
  };
  const { lower, upper } = item;
  if (lower === null)
    return refuse(reading, wholeOf(item), `this ${callee === 'sum' ? 'sum' : 'product'} is without an index`, HELP);
  if (lower.items.length === 1 && lower.items[0]!.kind === 'word' && lower.items[0]!.text === 'rows')
    return inside => made(inside, []);
  const equals = lower.items.findIndex(of => isSign(of, '='));
  if (equals === -1 || upper === null) {
    const isPair = lower.items.some(of => isSign(of, '<') || of.text === 'neq' || of.text === 'ne');
    return refuse(reading, wholeOf(item), 'the range of the index is not said', isPair ? HELP_ON_PAIRS : HELP);
  }
  const names = lower.items.slice(0, equals).filter(of => !isSign(of, ','));
  if (names.length === 0 || names.some(of => of.kind !== 'letter' || of.lower !== null || of.upper !== null))
    return refuse(reading, lower, 'the index of a sum is a letter', HELP);
  const to = reading.reads.get(upper)!;
  const rest = lower.items.slice(equals + 1);
  if (rest.length === 0) return refuse(reading, lower.items[equals]!, 'the first index is missing', HELP);
  const first = readItems(reading, rest, { start: rest[0]!.start, end: lower.end });
  const ranges = names.map(index => {
    const range = { from: bound(first, SUM), to: bound(to, SUM), at: upper };
    const known = reading.bounds.get(index.text);
    if (known === undefined) reading.bounds.set(index.text, [range]);
    else known.push(range);
    return [
      operator(',', endOf(item)),
      name(index.text, index),
      operator('=', lower.items[equals]!),
      range.from,
      operator(':', endOf(lower)),
      range.to,
    ];
  });
  return inside => made(inside, ranges);
}
